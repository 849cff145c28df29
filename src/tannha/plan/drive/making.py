"""A drive made whole: solved, rounded, proved on sampled days, solved again with longer minutes where they could not be
routed; then priced. Pure; the engine comes in as a ``Solver``."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from tannha.plan.drive.programme import LIMITS, Programme, entering, programme_of
from tannha.plan.drive.proving import OUTDOORS, day_of, is_hopeless, prove, unplaced
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
from tannha.plan.drive.rounding import TINY, Dealer, Dealt, deal, needed_rota, officer_minutes_of, rota_of
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
    dealer: Dealer
    kit_percent: int
    car_percent: int

    @property
    def dealt(self) -> Dealt:
        return self.dealer.dealt


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proof:
    sample: Sample
    missing: dict[tuple[int, Kind], int]
    counts: dict[Way, tuple[int, int]]


def make_drive(
    ward: DriveWard,
    solver: Solver | None,
    *,
    should_stop: Callable[[], bool] = never,
    on_sample: Callable[[int, int, Sample], None] = lambda _round, _days, _sample: None,
) -> Drive:
    """The drive of a ward. Without a solver no day is planned for real and ``samples`` is empty. ``on_sample`` hears of
    each day planned: the round, how many days are sampled, what came of it."""
    kit_percent = car_percent = 100
    proofs: dict[int, _Proof] = {}
    rounds = 0
    found: _Round | None = None
    while True:
        rounds += 1
        found = _round(ward, kit_percent, car_percent, near=found.loose if found else None)
        if solver is None:
            break
        more = rounds + 1 < ward.settings.rounds
        tell = partial(on_sample, rounds)
        proofs = _prove(ward, found.dealt, solver, should_stop, tell, to_the_end=not more)
        whole = all(not proof.missing for proof in proofs.values())
        if whole or rounds >= ward.settings.rounds or should_stop():
            break
        kit_percent = kit_percent * _stretch(proofs, Way.HOME) // 100
        car_percent = car_percent * _stretch(proofs, Way.RIDE) // 100
    samples = _moved(ward, found, proofs, solver, should_stop) if solver is not None else ()
    return _told(ward, found, samples, rounds)


def _round(ward: DriveWard, kit_percent: int, car_percent: int, *, near: Solution | None) -> _Round:
    programme = programme_of(ward, kit_percent=kit_percent, car_percent=car_percent)
    loose = solve(programme, near=near)
    rota = rota_of(ward, programme, loose)
    minutes = officer_minutes_of(ward, rota)
    suffice = bool((minutes_needed(programme, loose) <= minutes + TINY).all())
    fixed = loose if suffice else solve(programme, officer_minutes=minutes, near=loose)
    has = {**programme.has, Limit.OFFICER_MINUTES: minutes}
    ways = [entering(ward, number, kit_percent=kit_percent) for number in range(len(ward.groups))]
    dealer = deal(ward, programme, fixed, has, ways)
    return _Round(
        programme=programme, loose=loose, rota=rota, dealer=dealer,
        kit_percent=kit_percent, car_percent=car_percent,
    )  # fmt: skip


def sampled_days(ward: DriveWard, dealt: Dealt) -> list[int]:
    """One day in ``sample_every`` of those on which somebody goes out, beginning with the first."""
    days = sorted({day for (day, _, kind), count in dealt.persons.items() if count and kind in OUTDOORS})
    return days[:: ward.settings.sample_every]


def quota_of(dealt: Dealt, day: int) -> dict[tuple[int, Kind], int]:
    """The quota of one day by (group, kind)."""
    return {(group, kind): count for (on, group, kind), count in dealt.persons.items() if on == day and count}


def _prove(
    ward: DriveWard,
    dealt: Dealt,
    solver: Solver,
    should_stop: Callable[[], bool],
    on_sample: Callable[[int, Sample], None],
    *,
    to_the_end: bool,
) -> dict[int, _Proof]:
    """Sampled days planned for real, by number of the day; unless ``to_the_end`` a day far from being possible ends
    the round, for its minutes will be stretched and every day be another."""
    proofs = {}
    days = sampled_days(ward, dealt)
    for day in days:
        if should_stop():
            break
        proofs[day] = _proved(ward, dealt, day, solver)
        on_sample(len(days), proofs[day].sample)
        if not to_the_end and is_hopeless(proofs[day].sample):
            break
    return proofs


def _proved(ward: DriveWard, dealt: Dealt, day: int, solver: Solver) -> _Proof:
    quota = quota_of(dealt, day)
    sample, plan, counts = prove(solver, day_of(ward, ward.day(day), quota), ward.settings.seed)
    return _Proof(sample=sample, missing=unplaced(ward, quota, plan), counts=counts)


def _stretch(proofs: dict[int, _Proof], way: Way) -> int:
    """By how many per cent a round's minutes fall short for this way, on the day that falls shortest."""
    short = [proof.counts[way] for proof in proofs.values()]
    asked = [-(-wanted * 100 // max(placed, 1)) for wanted, placed in short if placed < wanted]
    return min(max(asked, default=100), MOST_STRETCH)


def _moved(
    ward: DriveWard, found: _Round, proofs: dict[int, _Proof], solver: Solver, should_stop: Callable[[], bool]
) -> tuple[Sample, ...]:
    """The samples, where whoever found no place on a sampled day is moved to a day that is none, or is left, and the
    day is planned again: so what stands in the drive for a sampled day can be done, as its plan shows."""
    samples = []
    for day, proof in proofs.items():
        moved, last = 0, proof
        while last.missing:
            for (group, kind), count in last.missing.items():
                found.dealer.take_back(day, group, kind, count)
            moved += sum(last.missing.values())
            if should_stop():
                break
            last = _proved(ward, found.dealt, day, solver)
        samples.append(replace(last.sample, asked=last.sample.placed, moved=moved))
    if any(sample.moved for sample in samples):
        found.dealer.give_rest([day for day in range(ward.days) if day not in proofs])
    return tuple(samples)


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
    last = max((day for (day, _, _), count in persons.items() if count), default=None)
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
        solution = solve(programme, near=found.loose) if at_most else found.loose
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
