"""Figures of the ward and its residential groups: coverage, waiting, appointments. Counts only, no names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import OpenCase, count_acts, count_open_cases, list_open_cases
from tannha.fleet.service import list_hours
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local, local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.regime import regime_on
from tannha.plan.rules.plan import ReasonCode, decode_plan
from tannha.plan.service import find_day
from tannha.plan.service.promising import Promise, PromiseState  # type: ignore[attr-defined] # row types of the plan
from tannha.progress.rules.waiting import Sum, Waiting, WaitingReason, by_group, by_reason, reason_of, total
from tannha.roll.service import Resident, list_groups

PLANNED_AHEAD_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many grown residents there are, and how many hold a chip card that is in force."""

    people: int = 0
    covered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One residential group in figures."""

    group_id: UUID
    name: str
    coverage: Coverage
    waiting: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class WardFigures:
    """The ward in figures. `exact`: the reader sees names anyway, so small cells need not be hidden."""

    exact: bool
    coverage: Coverage
    given_this_week: int
    frail: Sum
    waiting: Sum
    reasons: Mapping[WaitingReason, Sum]
    groups: tuple[GroupLine, ...]
    promises_kept: int
    promises_past: int
    tired_officers: int


def ward_figures(actor: Actor, *, now: datetime) -> WardFigures:
    """Coverage, waiting, appointments and hours of the actor's ward; counts only. Refuses who sees only their own."""
    _demand_ward_figures(actor)
    day = local_day(now)
    heaps = heaps_of(actor.ward_id)
    kept, past = _promises(actor.ward_id, day)
    covered = _covered(actor.ward_id, day)
    return WardFigures(
        exact=sees_names(actor),
        coverage=covered[None],
        given_this_week=count_acts(actor.ward_id, CaseActKind.HANDED_OVER, _monday(day)),
        frail=total(heap for heap in heaps if heap.frail and heap.reason is not WaitingReason.AS_WISHED),
        waiting=total(heaps),
        reasons=_with_machines(actor.ward_id, day, by_reason(heaps)),
        groups=_groups(actor.ward_id, covered, heaps),
        promises_kept=kept,
        promises_past=past,
        tired_officers=sum(row.near for row in list_hours(actor.ward_id, day)),
    )


def _demand_ward_figures(actor: Actor) -> None:
    found = cell(actor.role, May.PROGRESS_FIGURES)
    if found is None or found.scope is not Scope.WARD:
        raise Refused(not_there())


def sees_ward(actor: Actor) -> bool:
    """Whether the actor's figures are the ward's and not only their own."""
    found = cell(actor.role, May.PROGRESS_FIGURES)
    return found is not None and found.scope is Scope.WARD


def sees_names(actor: Actor) -> bool:
    """Whether the actor may open the lists with names: supervisors of the ward."""
    found = cell(actor.role, May.PROGRESS_NAMES)
    return found is not None and found.scope is Scope.WARD


def _monday(day: date) -> datetime:
    return at_local(day - timedelta(days=day.weekday()), 0)


def heaps_of(ward_id: UUID) -> list[Waiting]:
    """Everybody who waits, counted by group, reason and need of help."""
    return [
        Waiting(
            group_id=row.group_id,
            reason=reason_of(
                row.step,
                row.wish,
                promised=row.promised,
                frail=row.frail,
                has_good_hours=row.has_good_hours,
                visited=row.visited,
            ),
            frail=row.frail,
            count=row.count,
            oldest_on=row.oldest_on,
        )
        for row in count_open_cases(ward_id)
    ]


def _covered(ward_id: UUID, day: date) -> dict[UUID | None, Coverage]:
    """Coverage by residential group, and of the whole ward under None; people without a group count in the whole."""
    born_until = day.year - regime_on(day).required_from_age
    grown = Resident.objects.filter(ward_id=ward_id, status=Resident.Status.PRESENT).filter(
        Q(birth_year__isnull=True) | Q(birth_year__lte=born_until)
    )
    in_force = Q(documents__no_expiry=True) | Q(documents__expires_on__isnull=True)
    holders = grown.filter(
        in_force | Q(documents__expires_on__gte=day), documents__kind="chip", documents__ended_on=None
    )
    people, covered = _by_group(grown), _by_group(holders)
    counted: dict[UUID | None, Coverage] = {
        group_id: Coverage(people=count, covered=covered.get(group_id, 0))
        for group_id, count in people.items()
    }
    counted[None] = Coverage(people=sum(people.values()), covered=sum(covered.values()))
    return counted


def _by_group(residents: QuerySet[Resident]) -> dict[UUID | None, int]:
    return dict(residents.order_by().values_list("group_id").annotate(Count("pk", distinct=True)))


def _groups(
    ward_id: UUID, covered: Mapping[UUID | None, Coverage], heaps: Iterable[Waiting]
) -> tuple[GroupLine, ...]:
    waiting = by_group(heaps)
    return tuple(
        GroupLine(
            group_id=group_id,
            name=name,
            coverage=covered.get(group_id, Coverage()),
            waiting=waiting.get(group_id, Sum()),
        )
        for group_id, name in list_groups(ward_id)
    )


def _promises(ward_id: UUID, day: date) -> tuple[int, int]:
    """Of the appointments of the last four weeks: kept, and all that were not taken back."""
    past = Promise.objects.filter(ward_id=ward_id, on__lt=day, on__gte=day - timedelta(days=28)).exclude(
        state=PromiseState.WITHDRAWN
    )
    return past.filter(state=PromiseState.KEPT).count(), past.count()


def unreachable(ward_id: UUID, day: date) -> set[UUID]:
    """Whom the coming days' plans could not place because no machine suits them."""
    found: set[UUID] = set()
    for ahead in range(PLANNED_AHEAD_DAYS):
        planned = find_day(ward_id, day + timedelta(days=ahead))
        if planned is not None and planned.plan:
            found |= {
                UUID(entry.client)
                for entry in decode_plan(planned.plan).unserved
                if entry.why.code in (ReasonCode.STEP_FREE_MACHINE, ReasonCode.NO_WAY)
            }
    return found


def _with_machines(ward_id: UUID, day: date, sums: Mapping[WaitingReason, Sum]) -> dict[WaitingReason, Sum]:
    """Take out of "agreed, no time yet" whom no machine suits."""
    stuck = unreachable(ward_id, day)
    if not stuck or WaitingReason.NOT_PLACED not in sums:
        return dict(sums)
    rows = [row for row in list_open_cases(ward_id) if row.case_id in stuck]
    rows = [row for row in rows if reason_of_case(row) is WaitingReason.NOT_PLACED]
    if not rows:
        return dict(sums)
    placed = sums[WaitingReason.NOT_PLACED]
    changed = dict(sums) | {
        WaitingReason.NOT_PLACED: Sum(count=placed.count - len(rows), oldest_on=placed.oldest_on),
        WaitingReason.NO_MACHINE: Sum(count=len(rows), oldest_on=min(row.opened_on for row in rows)),
    }
    return {
        reason: changed[reason] for reason in WaitingReason if reason in changed and changed[reason].count
    }


def reason_of_case(row: OpenCase, stuck: set[UUID] | None = None) -> WaitingReason:
    """What one open case waits for; `stuck` are those whom no machine suits."""
    reason = reason_of(
        row.step,
        row.wish,
        promised=row.promised,
        frail=row.frail,
        has_good_hours=row.has_good_hours,
        visited=row.visited,
    )
    if reason is WaitingReason.NOT_PLACED and stuck and row.case_id in stuck:
        return WaitingReason.NO_MACHINE
    return reason


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """One residential group in figures."""

    group_id: UUID
    name: str
    exact: bool
    coverage: Coverage
    waiting: Sum
    frail: Sum
    reasons: Mapping[WaitingReason, Sum]


def group_figures(actor: Actor, *, group_id: UUID, now: datetime) -> GroupFigures:
    """Coverage and waiting of one residential group of the actor's ward; counts only."""
    _demand_ward_figures(actor)
    name = dict(list_groups(actor.ward_id)).get(group_id)
    if name is None:
        raise Refused(not_there())
    heaps = [heap for heap in heaps_of(actor.ward_id) if heap.group_id == group_id]
    return GroupFigures(
        group_id=group_id,
        name=name,
        exact=sees_names(actor),
        coverage=_covered(actor.ward_id, local_day(now)).get(group_id, Coverage()),
        waiting=total(heaps),
        frail=total(heap for heap in heaps if heap.frail and heap.reason is not WaitingReason.AS_WISHED),
        reasons=by_reason(heaps),
    )
