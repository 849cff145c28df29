"""Every route against every member of the cast: each route has its row, and only who may gets further than a 404."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tannha.ground.access import TABLE, May, Role, cell
from tannha.ground.ids import new_id
from tests.conftest import CAST, OUTSIDER

SAMPLES: dict[str, Any] = {"date": "2026-11-25", "day": "2026-11-25", "on": "2026-11-25"}


def routes(
    resolver: URLResolver | None = None, space: str = "", path: str = ""
) -> Iterator[tuple[str, URLPattern, str]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner, path + str(pattern.pattern))
        else:
            yield f"{space}{pattern.name}", pattern, path + str(pattern.pattern)


ONE_OF_EACH = {
    member: row
    for member, row in CAST.items()
    if member == OUTSIDER or member == next(name for name, (_, role) in CAST.items() if role is row[1])
}
ROUTES = {name: pattern for name, pattern, _ in routes()}


def address_of(name: str, pattern: URLPattern) -> str:
    """An address of this route with made-up keys, so that nothing it names exists."""
    arguments: dict[str, Any] = {}
    for argument, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        if kind == "KeyConverter":
            arguments[argument] = new_id()
        elif kind == "IntConverter":
            arguments[argument] = 1
        else:
            arguments[argument] = SAMPLES.get(argument, "x")
    return reverse(name, kwargs=arguments)


def test_every_route_has_a_name_and_a_row_of_the_table() -> None:
    without = [
        name or str(pattern.pattern)
        for name, pattern, _ in routes()
        if not pattern.name or getattr(pattern.callback, "may", None) not in TABLE
    ]
    assert without == []


def test_open_pages_are_few_and_public() -> None:
    opened = {name for name, pattern in ROUTES.items() if getattr(pattern.callback, "open_to_all", False)}
    known = ("web:", "demo:", "tour:", "healthz", "office:first", "office:welcome", "office:set-up")
    assert [name for name in sorted(opened) if not name.startswith(known)] == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_route_answers_each_of_the_cast_as_the_table_says(
    name: str, client_as: Callable[[str], Client]
) -> None:
    pattern = ROUTES[name]
    may, open_to_all = May(pattern.callback.may), pattern.callback.open_to_all
    address = address_of(name, pattern)
    nobody = client_as("nobody").get(address)
    if open_to_all:
        assert nobody.status_code in (200, 302, 303, 404, 405), nobody.status_code
    else:
        assert nobody.status_code in (302, 303) and "/sign-in/" in nobody.headers["Location"]
    for member, (_, role) in ONE_OF_EACH.items():
        browser = client_as(member)
        for method in ("get", "post"):
            status = getattr(browser, method)(address).status_code
            if cell(Role(role), may) is None and not open_to_all:
                assert status == 404, f"{member} {method}"
            else:
                assert status in (200, 204, 302, 303, 404, 405, 409, 422), f"{member} {method} got {status}"
