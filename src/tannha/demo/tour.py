"""Where the tour stands in this session, and what one step of it does: the clock moves, a page is made
ready.

The tour writes nothing itself. `stops/` prepares the act up to its last click through the rooms' verbs;
the click is the person's own, on the real page. Whether a stop is done is read from the rooms, never
remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from tannha.demo.rules.cast import BY_KEY, TOUR_PEOPLE, CastResident
from tannha.demo.rules.officers import BY_USERNAME, Officer
from tannha.demo.rules.stops import BY_NUMBER, STOPS, Stop
from tannha.demo.state import move_clock_to
from tannha.demo.stops import ACTS

KEY = "tour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One stop of one person's tour: whose page it is, whether its act is done, what comes next."""

    person: CastResident
    stop: Stop
    owner: Officer
    done: bool
    following: Stop | None

    @property
    def named(self) -> dict[str, str]:
        """What the stop's sentences may hold."""
        name = self.person.spoken_name
        return {"name": name, "Name": name[:1].upper() + name[1:]}


def scene_of(request: HttpRequest) -> Scene | None:
    """The scene of this session, None outside the tour."""
    session = getattr(request, "session", None)
    kept = session.get(KEY) if session is not None else None
    return scene_at(kept["person"], kept["stop"]) if kept else None


def scene_at(key: str, number: int) -> Scene:
    """The scene of a person at a stop."""
    person, stop = BY_KEY[key], BY_NUMBER[number]
    return Scene(
        person=person,
        stop=stop,
        owner=BY_USERNAME[stop.owner],
        done=ACTS[stop.key].is_done(person),
        following=BY_NUMBER.get(number + 1),
    )


def next_person() -> CastResident | None:
    """With whom the tour is walked next: the first whose way is not at its end; None when all hold their
    cards.
    """
    for key in TOUR_PEOPLE:
        if not ACTS[STOPS[-1].key].is_done(BY_KEY[key]):
            return BY_KEY[key]
    return None


def first_open_stop(person: CastResident) -> Stop:
    """The stop at which a person's way goes on; the last one when nothing is open."""
    return next((stop for stop in STOPS if not ACTS[stop.key].is_done(person)), STOPS[-1])


def make_ready(
    person: CastResident, stop: Stop, *, now: datetime, real_now: datetime
) -> tuple[str, datetime]:
    """Let the ward's clock come to the stop's moment and prepare its act; gives the page's address and the
    time.
    """
    act = ACTS[stop.key]
    if act.is_done(person):
        return act.address(person), now
    moment = act.moment(person, now)
    if moment > now:
        now = move_clock_to(moment, now=real_now).clock(real_now)
    act.prepare(person, now)
    return act.address(person), now


def kept_for(person: CastResident, stop: Stop, *, now: datetime) -> dict[str, Any]:
    """What the owner's session holds when the stop begins."""
    return ACTS[stop.key].kept(person, now)


def fill_of(request: HttpRequest, scene: Scene) -> list[dict[str, Any]]:
    """What to fill into the forms of the page at hand, by its route; nothing on pages that are not the
    stop's.
    """
    match = request.resolver_match
    route = match.view_name if match is not None else ""
    fields = ACTS[scene.stop.key].fill(scene.person, route, request.now)  # type: ignore[attr-defined]
    return [field.as_data() for field in fields]


def address_of(scene: Scene) -> str:
    """The page of a scene's stop."""
    return ACTS[scene.stop.key].address(scene.person).partition("?")[0]
