"""From people who agreed and what is on duty to a ``PlanInstance``: the pure half of making a day.

Reads canvassing's ``PlannableCase`` (no name, no number) and plain descriptions of machines, teams and
cars. Somebody who comes on their own feet starts nowhere in particular, so their place is the station.
Minutes in, seconds out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from tannha.canvass.rules.needs import FRAIL
from tannha.canvass.rules.plannable import PlannableCase
from tannha.plan.rules.door import Door
from tannha.plan.rules.instance import Client, Machine, Settings, TimeWindow, Travel, Way

STATION = "station"
MACHINE_FRAIL_SECONDS = 900
MOST_OUTDOORS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class RideTimes:
    """Seconds for getting in and out, with and without a wheelchair, and the longest ride (settings)."""

    boarding: int = 300
    alighting: int = 180
    boarding_wheelchair: int = 600
    alighting_wheelchair: int = 360
    longest: int = 1_500


def settings_of(owner: str, since: str) -> Settings:
    """The ward's settings for a day; the defaults of the house until the ward changes them."""
    return Settings(owner=owner, since=since)


def client_of(case: PlannableCase, *, beat_seconds: int, rides: RideTimes = RideTimes()) -> Client:
    """One person as the solver sees them. ``beat_seconds`` is the entry time of the station's machines.

    A visit at home lies wholly inside the hours the family likes, where these are long enough for it.
    """
    ways = frozenset(Way(way.value) for way in case.ways)
    frail = bool(case.needs & FRAIL)
    service = case.service_minutes * 60
    windows = tuple(
        _starts(start * 60, end * 60, service if Way.HOME in ways else 0) for start, end in case.windows
    )
    calm = (
        tuple(TimeWindow(start=start * 60, end=end * 60) for start, end in case.windows)
        if case.gentle
        else ()
    )
    goes_out = bool(ways & {Way.HOME, Way.RIDE})
    return Client(
        id=str(case.case_id),
        case=str(case.case_id),
        place=case.place_key if goes_out else STATION,
        weight=case.weight,
        ways=ways,
        time_windows=windows,
        calm_windows=calm,
        service_duration=service,
        entries=-(-MACHINE_FRAIL_SECONDS // beat_seconds) if frail else 1,
        boarding_seconds=rides.boarding_wheelchair if case.wheelchair else rides.boarding,
        alighting_seconds=rides.alighting_wheelchair if case.wheelchair else rides.alighting,
        party=2 if frail else 1,
        wheelchair=case.wheelchair,
        step_free=case.step_free,
        gentle=case.gentle,
        max_ride_time=rides.longest,
        liked_team="",
        not_before=case.not_before,
        family="",
    )


def reachable_ways(client: Client, travel: Travel) -> Client:
    """The person without the ways that no road allows: home where no team, ride where no car gets to the door and
    back to the station. Who is left without a way stays in the day, unserved, so that somebody sees it."""
    station, door = travel.places.index(STATION), travel.places.index(client.place)
    closed = set()
    for way, profile in ((Way.HOME, "team"), (Way.RIDE, "car")):
        tables = travel.seconds[travel.profiles.index(profile)]
        if not any(table[station][door] >= 0 and table[door][station] >= 0 for table in tables):
            closed.add(way)
    return replace(client, ways=client.ways - closed) if client.ways & closed else client


def _starts(start: int, end: int, service: int) -> TimeWindow:
    return TimeWindow(start=start, end=end - service if end - service > start else end)


def door_of(case: PlannableCase) -> Door:
    """The place of a case on the grid: towers and alleys stand at their corners, floors cost access time."""
    floor = case.floor or 1
    if case.tower:
        has_lift = case.has_lift if case.has_lift is not None else True
        return Door(key=case.place_key, spot=f"tower {case.tower}", floor=floor, has_lift=has_lift)
    spot = f"group {case.group_number}" if case.group_number else case.place_key
    return Door(key=case.place_key, spot=spot, floor=floor, has_lift=bool(case.has_lift), in_alley=True)


def asked_for_day(
    cases: Iterable[PlannableCase], *, kept: frozenset[UUID], machines: tuple[Machine, ...]
) -> list[PlannableCase]:
    """Whom to plan for: everybody promised, those who must be fetched or visited (heaviest and longest
    waiting first, at most ``MOST_OUTDOORS``), and as many who come by themselves as the machines have
    entries."""
    people = sorted(cases, key=lambda case: (-case.weight, -case.days_waited, str(case.case_id)))
    outdoors = [case for case in people if {way.value for way in case.ways} != {Way.WALK_IN.value}]
    walkers = [case for case in people if {way.value for way in case.ways} == {Way.WALK_IN.value}]
    entries = sum((w.end - w.start) // machine.entry_seconds for machine in machines for w in machine.open)
    promised = [case for case in people if case.case_id in kept]
    chosen = promised + outdoors[:MOST_OUTDOORS] + walkers[:entries]
    return list({case.case_id: case for case in chosen}.values())


def is_walker(client: Client) -> bool:
    """Somebody who comes by themselves and can wait for another day."""
    return client.ways == frozenset({Way.WALK_IN})
