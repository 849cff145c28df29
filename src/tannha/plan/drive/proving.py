"""A sampled day of a drive, made a real day to be planned: doors around each group, hours that suit, then the engine.

Groups stand around the station at their minutes' distance, doors around their group so that two of them are
``inside_minutes`` apart on the mean. Half of the people visited have half a day only. What the engine cannot place
says how far the programme's minutes are too short. Every plan that counts was judged by the independent checker.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import date

from tannha.plan.check import check_plan
from tannha.plan.drive.programme import BLOCK, OPENS
from tannha.plan.drive.quotas import Sample
from tannha.plan.drive.ward import DriveWard, Kind, KindNeed, is_there
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
    validate,
)
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers import Progress, Solver
from tannha.plan.solvers.greedy import Greedy

STATION = "station"
MINUTE = 60
LUNCH = TimeWindow(start=660 * MINUTE, end=780 * MINUTE)
LUNCH_SECONDS = 45 * MINUTE
MEAN_OF_DISC = 0.905
RIDE_SECONDS = 1_800
SEEDS = 3
HOPELESS = 8  # more than one in so many without a place
OUTDOORS = frozenset({Kind.RIDE, Kind.HOME, Kind.GENTLE})


def day_of(ward: DriveWard, day: date, quota: Mapping[tuple[int, Kind], int]) -> PlanInstance:
    """A day to be planned from the quota of each (group, kind)."""
    spots: list[tuple[float, float]] = [(0.0, 0.0)]
    clients: list[Client] = []
    for (group, kind), persons in sorted(quota.items(), key=lambda item: (item[0][0], item[0][1].value)):
        for number in range(persons):
            name = _name(ward, group, kind, number)
            chance = random.Random(f"{ward.ward} {ward.settings.seed} {day.isoformat()} {name}")
            place = STATION
            if kind in OUTDOORS:
                place = f"door-{name}"
                spots.append(_door(ward, chance, group))
            clients.append(_client(ward.need(kind), chance, name, place, ride=_ride_limit(spots[-1])))
    instance = PlanInstance(
        format=INSTANCE_FORMAT,
        day=day,
        seed_note=f"drive {ward.ward} {ward.settings.seed}",
        machines=tuple(
            Machine(
                id=machine.id,
                place=STATION,
                step_free=machine.step_free,
                open=(TimeWindow(start=OPENS, end=OPENS + machine.open_minutes * MINUTE),),
                entry_seconds=machine.entry_seconds,
                stay_seconds=machine.entry_seconds,
            )
            for machine in ward.machines
            if is_there(machine, day)
        ),
        kits=tuple(
            Kit(id=kit.id, battery_enrolments=kit.battery_enrolments, cards=1_000)
            for kit in ward.kits
            if is_there(kit, day)
        ),
        teams=tuple(
            Team(
                id=f"team-{kit.id}",
                officers=kit.officers,
                kit=kit.id,
                skills=frozenset({"gentle"} if kit.gentle else ()),
                shift=_shift(kit.minutes),
                start=STATION,
                end=STATION,
                lunch=LUNCH,
                lunch_seconds=LUNCH_SECONDS,
                longest_shift_seconds=kit.minutes * MINUTE + LUNCH_SECONDS,
            )
            for kit in ward.kits
            if is_there(kit, day)
        ),
        vehicles=tuple(
            Vehicle(
                id=car.id,
                profile="team",
                seats=car.seats,
                wheelchairs=car.wheelchairs,
                shift=_shift(car.minutes),
                start=STATION,
                end=STATION,
                lunch=LUNCH,
                lunch_seconds=LUNCH_SECONDS,
                longest_shift_seconds=car.minutes * MINUTE + LUNCH_SECONDS,
            )
            for car in ward.cars
            if is_there(car, day)
        ),
        clients=tuple(clients),
        travel=_travel(tuple(client.place for client in clients if client.place != STATION), spots),
        settings=Settings(
            owner=ward.settings.owner,
            since=ward.settings.since,
            frail_home_seconds=0,
            crowd_cap=1_000,
            reserve_percent=ward.settings.reserve_percent,
            reserve_block_seconds=BLOCK,
        ),
    )
    validate(instance)
    return instance


def prove(
    solver: Solver, instance: PlanInstance, seed: int, *, seeds: int = SEEDS
) -> tuple[Sample, Plan, dict[Way, tuple[int, int]]]:
    """Plan a sampled day, from a few seeds where somebody who goes out finds no place; also, for home and ride, how
    many were asked for and how many placed. A plan in which the independent checker finds anything places nobody."""
    best: tuple[Sample, Plan, dict[Way, tuple[int, int]]] | None = None
    for one in range(seed, seed + seeds):
        plan = _lawful(solver, instance, one)
        counts = _counted(instance, plan)
        asked, placed = (sum(count[n] for count in counts.values()) for n in (0, 1))
        if best is None or placed > best[0].placed:
            best = Sample(day=instance.day, asked=asked, placed=placed), plan, counts
        if placed == asked or is_hopeless(best[0]):
            break
    assert best is not None
    return best


def is_hopeless(sample: Sample) -> bool:
    """Whether so many found no place that no other search would help: the minutes are too short."""
    return (sample.asked - sample.placed) * HOPELESS > sample.asked


def _lawful(solver: Solver, instance: PlanInstance, seed: int) -> Plan:
    """The plan of a seed if the checker finds nothing in it, else the plain plan, else one that serves nobody."""
    for one in (solver, Greedy()):
        whole = _Whole()
        plan = one.solve(instance, seed=seed, should_stop=whole.reached, on_progress=whole.look)
        if not check_plan(instance, plan):
            return plan
    return Greedy().solve(instance, seed=seed, should_stop=lambda: True)


class _Whole:
    """Ends a search as soon as everybody is served: a sampled day need not be a good day, only a possible one."""

    def __init__(self) -> None:
        self._whole = False

    def look(self, progress: Progress) -> None:
        """Look at the best plan so far."""
        self._whole = progress.best.unserved_weight == 0

    def reached(self) -> bool:
        """Whether everybody is served."""
        return self._whole


def _counted(instance: PlanInstance, plan: Plan) -> dict[Way, tuple[int, int]]:
    missing = {entry.client for entry in plan.unserved}
    counts: dict[Way, tuple[int, int]] = {}
    for way in (Way.HOME, Way.RIDE):
        asked = [client.id for client in instance.clients if way in client.ways]
        counts[way] = (len(asked), sum(1 for client in asked if client not in missing))
    return counts


def unplaced(
    ward: DriveWard, quota: Mapping[tuple[int, Kind], int], plan: Plan
) -> dict[tuple[int, Kind], int]:
    """How many people of each (group, kind) of a day's quota found no place in its plan; only those above 0."""
    missing = {entry.client for entry in plan.unserved}
    found = {
        (group, kind): sum(_name(ward, group, kind, number) in missing for number in range(persons))
        for (group, kind), persons in quota.items()
    }
    return {key: count for key, count in found.items() if count}


def _name(ward: DriveWard, group: int, kind: Kind, number: int) -> str:
    return f"{ward.groups[group].id}-{kind.value}-{number + 1:03}"


def _shift(minutes: int) -> TimeWindow:
    return TimeWindow(start=OPENS, end=OPENS + minutes * MINUTE + LUNCH_SECONDS)


def _door(ward: DriveWard, chance: random.Random, group: int) -> tuple[float, float]:
    place = ward.groups[group]
    angle = random.Random(f"{ward.ward} {place.id}").uniform(0, 2 * math.pi)
    radius = place.inside_minutes / MEAN_OF_DISC * math.sqrt(chance.random())
    turn = chance.uniform(0, 2 * math.pi)
    return (
        place.way_minutes * math.cos(angle) + radius * math.cos(turn),
        place.way_minutes * math.sin(angle) + radius * math.sin(turn),
    )


def _travel(places: tuple[str, ...], spots: list[tuple[float, float]]) -> Travel:
    seconds = tuple(tuple(math.ceil(MINUTE * math.hypot(a - c, b - d)) for c, d in spots) for a, b in spots)
    return Travel(
        profiles=("team",),
        places=(STATION, *places),
        seconds=((seconds,),),
        metres=tuple(tuple(value * 4 for value in row) for row in seconds),
        access_seconds=(0,) * len(spots),
    )


def _ride_limit(spot: tuple[float, float]) -> int:
    """Seconds that a ride may last: half an hour, or a quarter above the straight way of those who live further out."""
    return max(RIDE_SECONDS, math.ceil(1.25 * MINUTE * math.hypot(*spot)))


def _client(need: KindNeed, chance: random.Random, name: str, place: str, *, ride: int) -> Client:
    whole = TimeWindow(start=OPENS, end=OPENS + 600 * MINUTE)
    window = whole
    if need.kind in (Kind.HOME, Kind.GENTLE) and chance.random() < 0.5:
        noon = 720 * MINUTE
        morning = chance.random() < 0.5
        window = TimeWindow(start=OPENS, end=noon) if morning else TimeWindow(start=noon, end=whole.end)
    ways = {Kind.WALK_IN: Way.WALK_IN, Kind.RIDE: Way.RIDE}.get(need.kind, Way.HOME)
    stop = need.car_minutes * MINUTE // 4
    return Client(
        id=name,
        case=name,
        place=place,
        weight=need.weight,
        ways=frozenset({ways}),
        time_windows=(window,),
        calm_windows=(TimeWindow(start=whole.start, end=whole.end),) if need.kind is Kind.GENTLE else (),
        service_duration=need.kit_minutes * MINUTE,
        entries=max(need.entries, 1),
        boarding_seconds=stop,
        alighting_seconds=stop,
        party=max(need.party, 1),
        wheelchair=False,
        step_free=need.step_free,
        gentle=need.kind is Kind.GENTLE,
        max_ride_time=ride,
        liked_team="",
        not_before=None,
        family="",
    )
