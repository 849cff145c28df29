"""An invented ward and everybody who calls it in some weeks. Nobody in it exists.

Every draw comes from ``stream(seed, person, purpose)``, so a person has the same need, hours and wish under every
policy (common random numbers). In the first days after the announcement many more people call than later.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from tannha.plan.offer.asking import CALLER_FORMAT, Caller, Forecast
from tannha.plan.rules.instance import (
    INSTANCE_FORMAT,
    Client,
    Kit,
    Machine,
    PlanInstance,
    Settings,
    Team,
    TimeWindow,
    Travel,
    Vehicle,
    Way,
)
from tannha.plan.rules.plan import PLAN_FORMAT, Plan
from tannha.plan.rules.score import score_of

MINUTE, HOUR = 60, 3_600
FIRST_DAY = date(2026, 11, 30)
SUNDAY = 6
STATION = "station"
PLACES = 120
ENTRY_SECONDS = 450
OPEN = TimeWindow(start=7 * HOUR + 30 * MINUTE, end=17 * HOUR + 30 * MINUTE)
LUNCH = TimeWindow(start=11 * HOUR, end=13 * HOUR)
CALL_HOURS = (8 * HOUR, 17 * HOUR)
TURN_UP_HOURS = (7 * HOUR + 30 * MINUTE, 16 * HOUR + 30 * MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Mean calls a day, by kind. In the first ``surge_days`` days ordinary callers are ``surge`` times as many."""

    frail_home: int = 13
    frail_ride: int = 7
    frail_walk_in: int = 5
    ordinary: int = 88
    ordinary_home: int = 4
    turn_ups: int = 38
    surge: int = 5
    surge_days: int = 4


USUAL = Flow()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the caller as the desk writes them down, whether frail, and what they prefer (a draw in 0..1)."""

    caller: Caller
    frail: bool
    wish: float


def stream(seed: int, person: str, purpose: str) -> random.Random:
    """The draws of one person for one purpose, the same under every policy."""
    return random.Random(f"{seed} {person} {purpose}")


def open_days(weeks: int, horizon_days: int) -> list[date]:
    """Working days (Monday to Saturday) from the first call to the last day a call can be promised."""
    days = [FIRST_DAY + timedelta(days=number) for number in range(weeks * 7 + horizon_days + 1)]
    return [day for day in days if day.weekday() != SUNDAY]


def forecast_of(flow: Flow) -> Forecast:
    """What the ward expects of one day, out of its canvass: the means of frail people and of callers."""
    at_machine = 2 * (flow.frail_ride + flow.frail_walk_in)
    return Forecast(
        frail_entries=at_machine,
        step_free_entries=at_machine,
        caller_entries=flow.ordinary,
        frail_kit_minutes=flow.frail_home * 55,
        frail_visit_minutes=55,
    )


def empty_day(seed: int, day: date) -> tuple[PlanInstance, Plan]:
    """A day of the ward before anybody is promised a time: two machines, three teams with kits, two cars."""
    instance = PlanInstance(
        format=INSTANCE_FORMAT,
        day=day,
        seed_note=f"weeks {seed}",
        machines=tuple(
            Machine(
                id=f"machine-{n}", place=STATION, step_free=n == 1, open=(OPEN,), entry_seconds=ENTRY_SECONDS,
                stay_seconds=ENTRY_SECONDS,
            )
            for n in (1, 2)
        ),
        kits=tuple(Kit(id=f"kit-{n}", battery_enrolments=12, cards=40) for n in (1, 2, 3)),
        teams=tuple(_team(n) for n in (1, 2, 3)),
        vehicles=tuple(_car(n) for n in (1, 2)),
        clients=(),
        travel=_travel(seed),
        settings=Settings(owner="invented", since="2026-01-01", crowd_cap=120, reserve_percent=0, frail_home_seconds=0),
    )  # fmt: skip
    plan = Plan(
        format=PLAN_FORMAT, instance_digest="", engine="offer", seed=seed, iterations=0, missions=(), slots=(),
        unserved=(), score=score_of(instance, (), ()),
    )  # fmt: skip
    return instance, plan


def _team(number: int) -> Team:
    return Team(
        id=f"team-{number}", officers=2, kit=f"kit-{number}", skills=frozenset({"gentle"} if number < 3 else ()),
        shift=OPEN, start=STATION, end=STATION, lunch=LUNCH, lunch_seconds=45 * MINUTE,
        longest_shift_seconds=10 * HOUR,
    )  # fmt: skip


def _car(number: int) -> Vehicle:
    return Vehicle(
        id=f"car-{number}", profile="car", seats=3, wheelchairs=1, shift=OPEN, start=STATION, end=STATION,
        lunch=LUNCH, lunch_seconds=45 * MINUTE, longest_shift_seconds=10 * HOUR,
    )  # fmt: skip


_travels: dict[int, Travel] = {}


def _travel(seed: int) -> Travel:
    if seed not in _travels:
        chance = stream(seed, "ward", "places")
        spots = [(1_300, 1_000)]
        spots += [(chance.randrange(0, 2_600, 20), chance.randrange(0, 2_000, 20)) for _ in range(PLACES)]
        metres = tuple(tuple(abs(a - c) + abs(b - d) for c, d in spots) for a, b in spots)
        _travels[seed] = Travel(
            profiles=("team", "car"),
            places=(STATION, *(f"door-{number:03}" for number in range(1, PLACES + 1))),
            seconds=tuple((_seconds(metres, kmh),) for kmh in (16, 14)),
            metres=metres,
            access_seconds=(60, *(chance.choice((60, 90, 150)) for _ in range(PLACES))),
        )  # fmt: skip
    return _travels[seed]


def _seconds(metres: tuple[tuple[int, ...], ...], kmh: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(length * 18 // (kmh * 5) for length in row) for row in metres)


def calls_of(seed: int, *, weeks: int = 3, flow: Flow = USUAL) -> list[Call]:
    """Everybody who calls or turns up in these weeks, in order of time."""
    calls: list[Call] = []
    for number in range(weeks * 7):
        day = FIRST_DAY + timedelta(days=number)
        if day.weekday() == SUNDAY:
            continue
        surge = flow.surge if number < flow.surge_days else 1
        counts = {
            "frail_home": flow.frail_home,
            "frail_ride": flow.frail_ride,
            "frail_walk_in": flow.frail_walk_in,
            "ordinary": flow.ordinary * surge,
            "ordinary_home": flow.ordinary_home * surge,
            "turn_up": flow.turn_ups,
        }
        for kind, mean in counts.items():
            for person in range(_poisson(stream(seed, f"{day} {kind}", "count"), mean)):
                calls.append(_call(seed, kind, f"{kind}-{day:%m%d}-{person:03}", day))
    return sorted(
        calls, key=lambda call: (call.caller.called_on, call.caller.called_at, call.caller.client.id)
    )


def _poisson(chance: random.Random, mean: int) -> int:
    """A Poisson draw, by the product of uniforms in parts that do not underflow."""
    count, left = 0, float(mean)
    while left > 0:
        part = min(left, 500.0)
        product, limit = chance.random(), math.exp(-part)
        while product > limit:
            count += 1
            product *= chance.random()
        left -= part
    return count


def _call(seed: int, kind: str, person: str, day: date) -> Call:
    frail = kind.startswith("frail")
    chance = stream(seed, person, "call")
    hours = TURN_UP_HOURS if kind == "turn_up" else CALL_HOURS
    at = chance.randrange(*hours, 60)
    window, good = _hours(stream(seed, person, "hours"), kind)
    caller = Caller(
        format=CALLER_FORMAT,
        client=_client(stream(seed, person, "need"), kind, person, window),
        called_on=day,
        called_at=at,
        good_hours=good,
        turned_up=kind == "turn_up",
    )
    return Call(caller=caller, frail=frail, wish=stream(seed, person, "wish").random())


def _hours(chance: random.Random, kind: str) -> tuple[TimeWindow, tuple[TimeWindow, ...]]:
    """The hours in which the person can at all, and the two hours the family likes best inside them."""
    window = OPEN
    if kind != "turn_up" and chance.random() < 0.35:
        noon = 12 * HOUR + 30 * MINUTE
        morning = chance.random() < 0.5
        window = TimeWindow(start=OPEN.start, end=noon) if morning else TimeWindow(start=noon, end=OPEN.end)
    first = chance.randrange(window.start, window.end - 2 * HOUR, 30 * MINUTE)
    return window, (TimeWindow(start=first, end=first + 2 * HOUR),)


def _client(chance: random.Random, kind: str, person: str, window: TimeWindow) -> Client:
    frail = kind.startswith("frail")
    ways = {
        "frail_home": frozenset({Way.HOME}),
        "frail_ride": frozenset({Way.RIDE}),
        "frail_walk_in": frozenset({Way.WALK_IN}),
        "ordinary_home": frozenset({Way.HOME, Way.WALK_IN}),
    }.get(kind, frozenset({Way.WALK_IN}))
    gentle = kind == "frail_home" and chance.random() < 0.2
    boarding = chance.randint(4, 8) * MINUTE
    outdoors = bool(ways & {Way.HOME, Way.RIDE})
    return Client(
        id=person,
        case=person,
        place=f"door-{chance.randint(1, PLACES):03}" if outdoors else STATION,
        weight=chance.choice((3, 3, 5)) if frail else 1,
        ways=ways,
        time_windows=(window,),
        calm_windows=(window,) if gentle else (),
        service_duration=chance.choice((30, 40, 50)) * MINUTE if outdoors else 7 * MINUTE,
        entries=2 if frail else 1,
        boarding_seconds=boarding,
        alighting_seconds=boarding // 2,
        party=2 if frail else 1,
        wheelchair=kind == "frail_ride" and chance.random() < 0.3,
        step_free=kind in ("frail_ride", "frail_walk_in"),
        gentle=gentle,
        max_ride_time=25 * MINUTE,
        liked_team="",
        not_before=None,
        family="",
    )
