"""A drive made whole: solved, rounded, proved on sampled days, solved again with longer minutes where they could not be
routed; then priced. Pure; the engine comes in as a ``Solver``."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from tannha.plan.drive.programme import LIMITS, Programme, entering, programme_of
from tannha.plan.drive.proving import OUTDOORS, day_of, prove
from tannha.plan.drive.quotas import (
    QUOTAS_FORMAT,
    Drive,
    Duty,
    Left,
    Limit,
    Means,
    OneMore,
    Price,
    Quota,
    Sample,
    Use,
)
from tannha.plan.drive.rounding import TINY, Dealt, deal, needed_rota, officer_minutes_of, rota_of
from tannha.plan.drive.solving import Solution, minutes_needed, solve
from tannha.plan.drive.ward import DriveWard, Kind, encode_ward, is_there
from tannha.plan.rules.instance import Way
from tannha.plan.solvers import Solver, never

MOST_STRETCH = 125
HALF_A_DAY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    programme: Programme
    loose: Solution
    rota: tuple[Duty, ...]
    has: dict[Limit, Any]
    dealt: Dealt
    kit_percent: int
    car_percent: int


def make_drive(ward: DriveWard, solver: Solver | None, *, should_stop: Callable[[], bool] = never) -> Drive:
    """The drive of a ward. Without a solver no day is planned for real and ``samples`` is empty."""
    kit_percent = car_percent = 100
    samples: tuple[Sample, ...] = ()
    rounds = 0
    while True:
        rounds += 1
        found = _round(ward, kit_percent, car_percent)
        if solver is None:
            break
        samples, kit_more, car_more = _prove(ward, found.dealt, solver, should_stop)
        whole = all(sample.asked == sample.placed for sample in samples)
        if whole or rounds >= ward.settings.rounds or should_stop():
            break
        kit_percent, car_percent = kit_percent * kit_more // 100, car_percent * car_more // 100
    return _told(ward, found, samples, rounds)


def _round(ward: DriveWard, kit_percent: int, car_percent: int) -> _Round:
    programme = programme_of(ward, kit_percent=kit_percent, car_percent=car_percent)
    loose = solve(programme)
    rota = rota_of(ward, programme, loose)
    minutes = officer_minutes_of(ward, rota)
    suffice = bool((minutes_needed(programme, loose) <= minutes + TINY).all())
    fixed = loose if suffice else solve(programme, officer_minutes=minutes, near=loose)
    has = {**programme.has, Limit.OFFICER_MINUTES: minutes}
    ways = [entering(ward, number, kit_percent=kit_percent) for number in range(len(ward.groups))]
    dealt = deal(ward, programme, fixed, has, ways)
    return _Round(
        programme=programme, loose=loose, rota=rota, has=has, dealt=dealt,
        kit_percent=kit_percent, car_percent=car_percent,
    )  # fmt: skip


def sampled_days(ward: DriveWard, dealt: Dealt) -> list[int]:
    """One day in ``sample_every`` of those on which somebody goes out, beginning with the first."""
    days = sorted({day for day, _, kind in dealt.persons if kind in OUTDOORS})
    return days[:: ward.settings.sample_every]


def quota_of(dealt: Dealt, day: int) -> dict[tuple[int, Kind], int]:
    """The quota of one day by (group, kind)."""
    return {(group, kind): count for (on, group, kind), count in dealt.persons.items() if on == day}


def _prove(
    ward: DriveWard, dealt: Dealt, solver: Solver, should_stop: Callable[[], bool]
) -> tuple[tuple[Sample, ...], int, int]:
    samples = []
    asked = {Way.HOME: 100, Way.RIDE: 100}
    for day in sampled_days(ward, dealt):
        if should_stop():
            break
        instance = day_of(ward, ward.day(day), quota_of(dealt, day))
        sample, _, counts = prove(solver, instance, ward.settings.seed)
        samples.append(sample)
        for way, (wanted, placed) in counts.items():
            if placed < wanted:
                asked[way] = max(asked[way], min(-(-wanted * 100 // max(placed, 1)), MOST_STRETCH))
    return tuple(samples), asked[Way.HOME], asked[Way.RIDE]


def _told(ward: DriveWard, found: _Round, samples: tuple[Sample, ...], rounds: int) -> Drive:
    persons = found.dealt.persons
    quotas = tuple(
        Quota(day=ward.day(day), group=ward.groups[group].id, kind=kind, persons=count)
        for (day, group, kind), count in sorted(
            persons.items(), key=lambda item: (item[0][0], item[0][1], item[0][2].value)
        )
        if count
    )
    given: dict[tuple[int, Kind], int] = defaultdict(int)
    for (_, group, kind), count in persons.items():
        given[(group, kind)] += count
    left = tuple(
        Left(group=group.id, kind=kind, persons=group.people(kind) - given[(number, kind)])
        for number, group in enumerate(ward.groups)
        for kind in Kind
        if group.people(kind) > given[(number, kind)]
    )
    weights = {kind: ward.need(kind).weight for kind in Kind}
    waiting = sum(weights[kind] * day * count for (day, _, kind), count in persons.items())
    waiting += sum(weights[one.kind] * ward.days * one.persons for one in left)
    last = max((day for day, _, _ in persons), default=None)
    return Drive(
        format=QUOTAS_FORMAT,
        ward=ward.ward,
        ward_digest=hashlib.sha256(encode_ward(ward).encode()).hexdigest(),
        first_day=ward.first_day,
        quotas=quotas,
        left=left,
        uses=_uses(ward, found),
        prices=_prices(ward, found.loose),
        one_more=tuple(_one_more(ward, found)),
        rota=needed_rota(ward, found.rota, found.dealt.used[Limit.OFFICER_MINUTES]),
        samples=samples,
        waiting_days=waiting,
        last_day=ward.day(last) if last is not None else None,
        rounds=rounds,
        kit_percent=found.kit_percent,
        car_percent=found.car_percent,
    )


def _uses(ward: DriveWard, found: _Round) -> tuple[Use, ...]:
    """Minutes had and needed of machines, kits, cars and crews, week by week."""
    used = found.dealt.used
    beat = min((machine.entry_seconds for machine in ward.machines), default=0) / 60
    needed = {
        Means.MACHINE: used[Limit.ENTRIES] * beat,
        Means.KIT: used[Limit.KIT_MINUTES],
        Means.CAR: used[Limit.CAR_MINUTES],
        Means.CREW: used[Limit.OFFICER_MINUTES],
    }
    had = {means: np.zeros(ward.days) for means in Means}
    for number in range(ward.days):
        if ward.is_open(number):
            day = ward.day(number)
            had[Means.MACHINE][number] = sum(m.open_minutes for m in ward.machines if is_there(m, day))
            had[Means.KIT][number] = sum(kit.minutes for kit in ward.kits if is_there(kit, day))
            had[Means.CAR][number] = sum(car.minutes for car in ward.cars if is_there(car, day))
    uses = []
    for first in range(0, ward.days, 7):
        week = slice(first, min(first + 7, ward.days))
        for means in Means:
            minutes = round(float(had[means][week].sum()))
            if means is Means.CREW:
                minutes = sum(
                    len(cell.crews) * cell.minutes * min(cell.days_a_week, int(cell.days[week].sum()))
                    for cell in found.programme.crews
                )
            spent = int(np.ceil(float(needed[means][week].sum()) - 1e-6))
            uses.append(Use(week=ward.day(first), means=means, had_minutes=minutes, used_minutes=spent))
    return tuple(uses)


def _prices(ward: DriveWard, loose: Solution) -> tuple[Price, ...]:
    """What one more hour on a day of each week would bring, from the duals; only where it would bring something."""
    beat = min((machine.entry_seconds for machine in ward.machines), default=3_600)
    hour = {
        Limit.ENTRIES: 3_600 / beat,
        Limit.STEP_FREE_ENTRIES: 3_600 / beat,
        Limit.BATTERY: 1,
        Limit.CROWD: 1,
    }
    prices = []
    for first in range(0, ward.days, 7):
        days = [day for day in range(first, min(first + 7, ward.days)) if ward.is_open(day)]
        for limit in LIMITS:
            mean = float(np.mean(loose.duals[limit][days])) if days else 0.0
            brings = round(100 * mean * hour.get(limit, 60))
            if brings > 0:
                prices.append(Price(week=ward.day(first), limit=limit, brings=brings))
    return tuple(prices)


def with_one_more(ward: DriveWard, means: Means) -> DriveWard | None:
    """The ward with one more of a kind, like the best it has, there for the whole drive; None where it has none."""
    field = {Means.MACHINE: "machines", Means.KIT: "kits", Means.CAR: "cars", Means.CREW: "crews"}[means]
    having: Any = getattr(ward, field)
    if not having:
        return None
    best = max(
        having, key=lambda one: (getattr(one, "step_free", False), getattr(one, "gentle", False), one.id)
    )
    more: Any = (*having, replace(best, id=f"{best.id}-more", since=None, until=None))
    changed: Any = {field: more}
    return replace(ward, **changed)


def _one_more(ward: DriveWard, found: _Round) -> list[OneMore]:
    told = []
    for means in Means:
        bigger = with_one_more(ward, means)
        if bigger is None:
            continue
        programme = programme_of(bigger, kit_percent=found.kit_percent, car_percent=found.car_percent)
        at_most = round(_by_duals(ward, found, programme))
        solution = solve(programme) if at_most else found.loose
        told.append(
            OneMore(
                means=means,
                days_sooner=round(found.loose.objective - solution.objective),
                at_most=at_most,
                people_more=round(float(solution.served.sum() - found.loose.served.sum())),
                last_day=_last_day(ward, solution),
            )
        )
    return told


def _by_duals(ward: DriveWard, found: _Round, bigger: Programme) -> float:
    """What the duals alone promise for what the bigger programme has more; never less than what it brings."""
    gain = 0.0
    for limit in LIMITS:
        if limit is not Limit.OFFICER_MINUTES:
            before, after = found.programme.has[limit], bigger.has[limit]
            more = np.where(np.isfinite(before), after, 0.0) - np.where(np.isfinite(before), before, 0.0)
            gain += float((found.loose.duals[limit] * more).sum())
    before_crews = sum(len(cell.crews) for cell in found.programme.crews)
    if sum(len(cell.crews) for cell in bigger.crews) > before_crews:
        duals = found.loose.duals[Limit.OFFICER_MINUTES]
        fresh = with_one_more(ward, Means.CREW)
        assert fresh is not None
        crew = fresh.crews[-1]
        open_days = np.array([ward.is_open(day) for day in range(ward.days)])
        for first in range(0, ward.days, 7):
            week = slice(first, min(first + 7, ward.days))
            best = sorted(duals[week][open_days[week]], reverse=True)[: crew.days_a_week]
            gain += crew.officers * crew.minutes * float(sum(best))
    return gain


def _last_day(ward: DriveWard, solution: Solution) -> date | None:
    days = np.nonzero(solution.served.sum(axis=0) > HALF_A_DAY)[0]
    return ward.day(int(days[-1])) if len(days) else None
