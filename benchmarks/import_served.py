"""How quick the pages of a served ward stay while its background worker reads and writes a long list.

A real server on a folder of its own; one client uploads the list as a supervisor would and accepts it, and asks for
page after page meanwhile. Before that, the same pages without an import. Times are of whole answers over HTTP.
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PEOPLE = 2000
MOST_PAGES = 40
BEFORE = 120
BETWEEN = 0.05
LONGEST = 1800.0
SEED = 7
_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_NOT_ASKED = ("/static/", "/sign-out", "/language", "/lock")


def measure_pages(folder: Path, sheet: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Serve a ward of a few people, import `sheet` through its pages, and give the milliseconds of other pages."""
    say("a served ward, its pages before an import …")
    session = _prepare(folder)
    with _served(folder) as port:
        client = Client(port, session)
        paths = client.walk()
        before = [client.get(path)[0] for path in (paths * (BEFORE // len(paths) + 1))[:BEFORE]]
        say(f"{len(paths)} pages; the same while the worker reads the list …")
        reading, batch = _upload(client, sheet, paths)
        say("… and while it writes it …")
        writing = _accept(client, batch, paths)
    during = sorted(reading + writing)
    return {
        "pages_p95_ms": _share(during, 0.95),
        "pages_slowest_ms": during[-1],
        "pages_asked": len(during),
        "pages_p95_reading_ms": _share(sorted(reading), 0.95),
        "pages_p95_writing_ms": _share(sorted(writing), 0.95),
        "pages_p95_before_ms": _share(sorted(before), 0.95),
    }


def _share(times: list[float], share: float) -> float:
    return times[int((len(times) - 1) * share)]


def _prepare(folder: Path) -> str:
    """A ward with one supervisor and a few people; gives the key of a session of hers."""
    from tannha.ground.command import opened

    with opened(folder) as console:
        from django.contrib.sessions.backends.db import SessionStore

        from benchmarks import planted
        from tannha.ground.access import Role
        from tannha.ground.accounts import make_account
        from tannha.ground.models import User
        from tannha.roll import service
        from tannha.web.session import begin

        people = planted.plant(seed=SEED, residents=PEOPLE, doubles=0, alike=0)
        readied = service.ready_rows(
            console.actor, name="first list", headings=planted.HEADINGS, rows=people.rows
        )
        service.import_readied(console.actor, readied=readied, now=console.now)
        made = make_account(
            console.actor,
            username="hoa",
            display_name="Hoa",
            role=Role.SUPERVISOR,
            password=secrets.token_urlsafe(24),
            now=console.now,
        )
        session = SessionStore()
        begin(session, User.objects.get(pk=made.user_id), console.now)
        session.save()
        return str(session.session_key)


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = ["serve", "--data", str(folder), "--port", str(port)]
    serving = subprocess.Popen(
        [sys.executable, "-m", "tannha.cli", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(serving, port)
        yield port
    finally:
        serving.terminate()
        serving.wait()


def _wait(serving: subprocess.Popen[bytes], port: int) -> None:
    began = time.monotonic()
    while time.monotonic() - began < LONGEST and serving.poll() is None:
        try:
            asked = http.client.HTTPConnection("localhost", port, timeout=10)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the ward was not served")


class Client:
    """One browser with a live session."""

    def __init__(self, port: int, session: str) -> None:
        """Nothing is asked yet."""
        self._connection = http.client.HTTPConnection("localhost", port, timeout=120)
        self._cookies = {"tannha_session": session}

    def get(self, path: str) -> tuple[float, str]:
        """Milliseconds of a whole answer, and its text."""
        began = time.perf_counter()
        status, _place, text = self._ask("GET", path)
        spent = round((time.perf_counter() - began) * 1000, 1)
        if status >= 400:
            raise RuntimeError(f"{path} was answered with {status}")
        return spent, text

    def post(self, path: str, form_of: str, file: tuple[str, bytes] | None = None) -> str:
        """Send the form that stands on a page, with a file where there is one; gives where it leads."""
        token = _TOKEN.search(self.get(form_of)[1])
        if token is None:
            raise RuntimeError(f"{form_of} has no form")
        limit = secrets.token_hex(16)
        parts = [f'--{limit}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n']
        body = (parts[0] + token.group(1) + "\r\n").encode()
        if file is not None:
            head = f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
            body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + file[1] + b"\r\n"
        body += f"--{limit}--\r\n".encode()
        status, place, _text = self._ask("POST", path, body, f"multipart/form-data; boundary={limit}")
        if status not in (302, 303):
            raise RuntimeError(f"{path} was answered with {status}")
        return place

    def walk(self) -> list[str]:
        """Addresses that Today leads to, and where these lead, a few dozen; only those that are shown."""
        waiting, known, shown = ["/", "/roll/import/"], {"/", "/roll/import/"}, list[str]()
        while waiting and len(shown) < MOST_PAGES:
            path = waiting.pop(0)
            status, _place, text = self._ask("GET", path)
            if status != 200:
                continue
            shown.append(path)
            for link in _LINK.findall(text):
                address = link.replace("&amp;", "&")
                if address not in known and not address.startswith(_NOT_ASKED):
                    known.add(address)
                    waiting.append(address)
        return shown

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if kind:
            headers |= {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        self._connection.request(method, path, body=body or None, headers=headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode(errors="replace")

    def done(self, batch: str) -> bool:
        """Whether the worker has nothing of this list in hand any more."""
        self._connection.request(
            "GET",
            f"{batch}progress/",
            headers={"Cookie": f"tannha_session={self._cookies['tannha_session']}"},
        )
        answer = self._connection.getresponse()
        answer.read()
        return answer.headers.get("X-Done") == "1"


def _upload(client: Client, sheet: Path, paths: list[str]) -> tuple[list[float], str]:
    batch = client.post("/roll/import/", "/roll/import/", (sheet.name, sheet.read_bytes()))
    return _meanwhile(client, batch, paths), batch


def _accept(client: Client, batch: str, paths: list[str]) -> list[float]:
    client.post(f"{batch}accept/", batch)
    return _meanwhile(client, batch, paths)


def _meanwhile(client: Client, batch: str, paths: list[str]) -> list[float]:
    """Page after page until the worker is done with this list."""
    began, times, asked = time.monotonic(), list[float](), time.monotonic()
    while True:
        for path in paths:
            times.append(client.get(path)[0])
            time.sleep(BETWEEN)
            if time.monotonic() - asked > 1:
                asked = time.monotonic()
                if client.done(batch):
                    return times
            if time.monotonic() - began > LONGEST:
                raise RuntimeError("the import did not come to its end")
