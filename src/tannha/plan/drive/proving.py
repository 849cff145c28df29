"""A sampled day of a drive, made a real day to be planned: doors around each group, hours that suit, then the engine.

Groups stand around the station at their minutes' distance, doors around their group so that two of them are
``inside_minutes`` apart on the mean. Half of the people visited have half a day only. What the engine cannot place
says how far the programme's minutes are too short.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import date

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
from tannha.plan.solvers import Solver

STATION = "station"
MINUTE = 60
OPENS = 450 * MINUTE
LUNCH = TimeWindow(start=660 * MINUTE, end=780 * MINUTE)
LUNCH_SECONDS = 45 * MINUTE
MEAN_OF_DISC = 0.905
SEEDS = 3
OUTDOORS = frozenset({Kind.RIDE, Kind.HOME, Kind.GENTLE})


def day_of(ward: DriveWard, day: date, quota: Mapping[tuple[int, Kind], int]) -> PlanInstance:
    """A day to be planned from the quota of each (group, kind)."""
    chance = random.Random(f"{ward.ward} {ward.settings.seed} {day.isoformat()}")
    spots: list[tuple[float, float]] = [(0.0, 0.0)]
    clients: list[Client] = []
    for (group, kind), persons in sorted(quota.items(), key=lambda item: (item[0][0], item[0][1].value)):
        for number in range(persons):
            name = f"{ward.groups[group].id}-{kind.value}-{number + 1:03}"
            place = STATION
            if kind in OUTDOORS:
                place = f"door-{name}"
                spots.append(_door(ward, chance, group))
            clients.append(_client(ward.need(kind), chance, name, place))
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
        ),
    )
    validate(instance)
    return instance


def prove(
    solver: Solver, instance: PlanInstance, seed: int
) -> tuple[Sample, Plan, dict[Way, tuple[int, int]]]:
    """Plan a sampled day, from a few seeds where somebody finds no place; also, for home and ride, how many were asked
    for and how many placed."""
    plan = solver.solve(instance, seed=seed)
    for other in range(seed + 1, seed + SEEDS):
        if not plan.unserved:
            break
        plan = min(plan, solver.solve(instance, seed=other), key=lambda one: one.score.total)
    missing = {entry.client for entry in plan.unserved}
    counts: dict[Way, tuple[int, int]] = {}
    for way in (Way.HOME, Way.RIDE):
        asked = [client.id for client in instance.clients if way in client.ways]
        counts[way] = (len(asked), sum(1 for client in asked if client not in missing))
    asked_all = sum(asked for asked, _ in counts.values())
    placed_all = sum(placed for _, placed in counts.values())
    return Sample(day=instance.day, asked=asked_all, placed=placed_all), plan, counts


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


def _client(need: KindNeed, chance: random.Random, name: str, place: str) -> Client:
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
        max_ride_time=1_800,
        liked_team="",
        not_before=None,
        family="",
    )
