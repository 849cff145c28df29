"""The only place that joins rooms: their pages, their rows on Today, their words on the rail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import include, path
from django.urls.resolvers import URLResolver

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.today import NavItem, TodayRow
from tannha.web.frame import context

# What stands on the rail first for a role; the other pages of the role follow in the order of the rooms.
FIRST_ON_RAIL: dict[Role, tuple[str, ...]] = {
    Role.CANVASSER: ("canvass:walks", "plan:missions", "roll:find"),
    Role.OPERATOR: ("plan:missions", "enrol:check_in", "enrol:desk_first", "issue:waiting"),
    Role.SUPERVISOR: ("progress:ward", "enrol:exceptions", "issue:approve", "roll:find", "plan:next"),
    Role.PLANNER: ("plan:next", "fleet:fleet", "plan:missions", "progress:ward"),
}
PAGES = ("roll", "canvass", "fleet", "plan", "enrol", "issue", "desk", "progress", "office", "privacy")


def room_urls() -> Iterator[URLResolver]:
    """Each room's pages under the room's name; the demo's only in a folder of the invented ward."""
    for room in PAGES:
        yield path(f"{room}/", include(f"tannha.{room}.urls"))
    if settings.DEMO:
        yield path("demo/", include("tannha.demo.urls"))
        yield path("tour/", include("tannha.demo.tour_urls"))


def join_rooms() -> None:
    """Tell roll and canvassing which later rooms know that a resident is assigned to an actor, and enrolment who seals
    its slips."""
    from tannha.canvass import service as canvass
    from tannha.canvass.service import following
    from tannha.enrol import service as enrol
    from tannha.issue import service as issue
    from tannha.plan import service as plan
    from tannha.roll import service as roll

    later = (plan.assigned_to, enrol.is_assigned, issue.is_carried_by)
    for check in (canvass.assigned_to, *later):
        roll.assignments_known_by(check)
    for check in later:
        canvass.assignments_known_by(check)
    roll.changes_followed_by(following)
    enrol.slips_sealed_by(issue.seal_of_slip)


def sweep(now: datetime) -> None:
    """What is cleared away when the program starts: leftovers of killed imports, tables whose day is over."""
    from tannha.roll import service as roll

    roll.sweep_leftovers(now)
    roll.sweep_tables(now, at_start=True)


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """What waits for this actor, from every room that offers it, most pressing first."""
    rows: list[TodayRow] = []
    for room in PAGES:
        service = import_module(f"tannha.{room}.service")
        if hasattr(service, "today_rows"):
            rows += service.today_rows(actor, now)
    return sorted(rows, key=lambda row: row.order)


def nav_items() -> list[NavItem]:
    """Every word the rooms offer for the rail, in the order of the rooms; the frame shows those the role allows."""
    return [item for room in PAGES for item in import_module(f"tannha.{room}.urls").NAV]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: who acts, the rail, whether this is the invented ward."""
    actor: Actor | None = getattr(request, "actor", None)
    first = FIRST_ON_RAIL.get(actor.role, ()) if actor else ()
    nav = sorted(
        nav_items(), key=lambda item: first.index(item.url_name) if item.url_name in first else len(first)
    )
    return context(request, nav=nav) | {"is_demo": settings.DEMO}
