"""How long pages take on the invented ward, in how many queries: each of the cast follows their own links.

Pages are asked for inside this process, through the whole stack of middleware, views and templates; the network
is not measured. Of each route at most three pages are seen by each member, each three times.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SIZE = 20_000
GOALS = {
    "p95_ms": ("most", 300.0),
    "most_queries": ("most", 30.0),
    "failed": ("most", 0.0),
    "pages": ("least", 30.0),
}
PAGES_OF_ONE_ROUTE = 3
ROUNDS = 3
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
NOT_FOLLOWED = ("/static/", "/demo/", "/tour/", "/sign-out", "/language", "/lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One page shown once: its route, how long it took, how many queries it needed, how it was answered."""

    route: str
    milliseconds: float
    queries: int
    status: int


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Seed an invented ward of `size` residents and let everyone of its cast walk through their pages."""
    (folder / "demo.json").write_text('{"demo": 1}\n', encoding="utf-8")
    from tannha.ground.command import opened

    with opened(folder):
        from tannha.demo import seed
        from tannha.demo.rules.officers import OFFICERS

        say(f"inventing a ward of {size} residents …")
        began = time.perf_counter()
        seed.run(lambda stage, share: None, residents=size)
        seeded = time.perf_counter() - began
        seen: list[Seen] = []
        for officer in OFFICERS:
            walked = walk(officer.username)
            say(f"{officer.username}: {len(walked)} pages shown")
            seen += walked
    return {"seed_seconds": round(seeded, 1), **figures(seen)}


def walk(username: str) -> list[Seen]:
    """All pages that this account reaches from Today by links, each route a few times."""
    from django.test import Client
    from django.urls import Resolver404, resolve

    client = signed_in(Client(), username)
    waiting, known, of_route, seen = ["/"], {"/"}, Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        try:
            route = resolve(path.split("?")[0]).view_name
        except Resolver404:
            route = "(no route)"
        if of_route[route] >= PAGES_OF_ONE_ROUTE:
            continue
        of_route[route] += 1
        shown, text = show(client, path, route)
        seen += shown
        for link in LINK.findall(text):
            address = link.replace("&amp;", "&")
            if address not in known and not address.startswith(NOT_FOLLOWED):
                known.add(address)
                waiting.append(address)
    return seen


def signed_in(client: Any, username: str) -> Any:
    """The client with a live session of this account."""
    from tannha.ground import clock
    from tannha.ground.models import User
    from tannha.web.session import begin

    session = client.session
    begin(session, User.objects.get(username=username), clock.now())
    session.save()
    client.cookies["tannha_session"] = session.session_key
    return client


def show(client: Any, path: str, route: str) -> tuple[list[Seen], str]:
    """Ask for one page a few times; gives what was seen and the page's text."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen, text = [], ""
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = client.get(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            spent = (time.perf_counter() - began) * 1000
        seen.append(Seen(route=route, milliseconds=spent, queries=len(queries), status=response.status_code))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            text = body.decode("utf-8", errors="replace")
    return seen, text


def figures(seen: list[Seen]) -> dict[str, Any]:
    """The figures of all pages together, and the dearest routes by name."""
    times = sorted(page.milliseconds for page in seen)
    slowest = max(seen, key=lambda page: page.milliseconds)
    dearest = max(seen, key=lambda page: page.queries)
    failed = sorted({page.route for page in seen if page.status >= 500 or page.status == 404})
    return {
        "pages": len(seen),
        "routes": len({page.route for page in seen}),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "slowest_ms": round(slowest.milliseconds, 1),
        "slowest_route": slowest.route,
        "most_queries": dearest.queries,
        "most_queries_route": dearest.route,
        "failed": len(failed),
        "failed_routes": failed,
    }
