"""Cases as other rooms need them: opened, moved on by acts, folded, found, counted; who is left in peace.

No verbs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tannha.canvass.models import (
    Case,
    CaseAct,
    DoNotVisit,
    FurtherVisit,
    GoodHours,
    Need,
    QuietDays,
    WalkDoor,
)
from tannha.canvass.refusals import Code
from tannha.canvass.rules import case as rules
from tannha.canvass.rules.case import Act, CaseActKind, CaseState, Step, WhyNot, Wish
from tannha.canvass.rules.limits import Home, Hours, Limits, cool_down_until, day_text, why_no_visit_today
from tannha.canvass.rules.needs import NeedKind
from tannha.canvass.settings import limits_from
from tannha.canvass.words import helps_in_words
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.figures import figures_of
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.regime import is_working_day
from tannha.roll.service import Resident

Assigned = Callable[[Actor, UUID, datetime], bool]
_assigned: list[Assigned] = []
_MANY = 500


def limits() -> Limits:
    """The figures in force: the design's defaults, or stricter ones from the ward's settings."""
    return limits_from(figures_of(None))


def assignments_known_by(check: Assigned) -> None:
    """Tell canvassing who else knows which residents are assigned to an actor (missions); wiring calls it
    once.
    """
    if check not in _assigned:
        _assigned.append(check)


def find_case(resident_id: UUID) -> Case | None:
    """The open case of a resident, or None."""
    return Case.objects.filter(resident_id=resident_id).exclude(step=Step.CLOSED).first()


def find_case_by_id(case_id: UUID) -> Case | None:
    """A case, open or closed, with resident, household and group; None where there is none."""
    return (
        Case.objects.select_related("resident__household", "resident__group", "ward")
        .filter(pk=case_id)
        .first()
    )


def get_case(actor: Actor, case_id: UUID, may: May, now: datetime) -> Case:
    """The case if it belongs to the actor's work, else the same answer as for none."""
    case = find_case_by_id(case_id)
    if case is None or case.ward_id != actor.ward_id or not reaches(actor, case.resident, may, now):
        raise Refused(not_there())
    return case


def reaches(actor: Actor, resident: Resident, may: May, now: datetime) -> bool:
    """Whether an actor's cell reaches this person: the whole ward, or only who is assigned to them."""
    found = cell(actor.role, may)
    if found is None or resident.ward_id != actor.ward_id:
        return False
    if found.scope is Scope.ASSIGNED:
        return assigned_to(actor, resident.pk, now) or any(
            check(actor, resident.pk, now) for check in _assigned
        )
    return True


def assigned_to(actor: Actor, resident_id: UUID, now: datetime) -> bool:
    """Whether a resident's door stands on one of the actor's walks of these days (late recording too)."""
    if actor.user_id is None:
        return False
    day = local_day(now)
    return WalkDoor.objects.filter(
        Q(walk__walker_id=actor.user_id) | Q(walk__second_walker_id=actor.user_id),
        walk__on__gte=date.fromordinal(day.toordinal() - limits().recorded_late_days),
        walk__on__lte=date.fromordinal(day.toordinal() + 1),
        household__residents__pk=resident_id,
    ).exists()


def acts_of(case: Case) -> list[Act]:
    """The acts of a case as the fold reads them."""
    return [_plain(row) for row in CaseAct.objects.filter(case=case).order_by("seq")]


def _plain(row: CaseAct) -> Act:
    return Act(seq=row.seq, kind=CaseActKind(row.kind), on=local_day(row.at), details=row.details)


def state_of(case: Case) -> CaseState:
    """The folded state of one case."""
    return rules.fold(acts_of(case), round_days=limits().round_days)


def states_of(cases: Iterable[Case]) -> dict[UUID, CaseState]:
    """The folded states of many cases, in few queries."""
    acts: dict[UUID, list[Act]] = defaultdict(list)
    ids = [case.pk for case in cases]
    for portion in _portions(ids):
        for row in CaseAct.objects.filter(case_id__in=portion).order_by("case_id", "seq"):
            acts[row.case_id].append(_plain(row))
    days = limits().round_days
    return {case_id: rules.fold(acts[case_id], round_days=days) for case_id in ids}


def columns_of(state: CaseState) -> dict[str, Any]:
    """The cached columns of a case as its folded state says them."""
    return {
        "step": state.step.value,
        "wish": int(state.wish),
        "family_calls": state.family_calls,
        "promised": state.promised,
        "approved": state.approved,
        "opened_on": state.opened_on,
        "agreed_on": state.agreed_on,
        "not_before": state.not_before,
        "round_on": min(state.visits, default=None),
        "last_seq": state.seq,
    }


def cached_state(case: Case) -> CaseState:
    """The state from the cached columns, without the days of visits and calls."""
    return CaseState(
        step=Step(case.step),
        wish=Wish(case.wish),
        opened_on=case.opened_on,
        not_before=case.not_before,
        family_calls=case.family_calls,
        promised=case.promised,
        approved=case.approved,
        agreed_on=case.agreed_on,
        seq=case.last_seq,
    )


def open_case(resident: Resident, *, actor: Actor, now: datetime) -> Case:
    """Open a resident's case inside another verb's transaction. Refuses a second open case.

    A standing wish of the person or household not to be visited binds the new case from its first moment.
    """
    if find_case(resident.pk) is not None:
        raise Refused(Refusal(Code.CASE_OPEN))
    case = Case.objects.create(
        ward_id=resident.ward_id,
        resident=resident,
        step=Step.CANVASS,
        opened_at=now,
        opened_on=local_day(now),
    )
    append(case, CaseActKind.OPENED, actor=actor, now=now, state=CaseState())
    if has_do_not_visit(resident):
        append(case, CaseActKind.DO_NOT_VISIT, actor=actor, now=now)
    return case


def note_step(
    case: Case,
    kind: CaseActKind,
    *,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> Case:
    """Add one act to a case inside another verb's transaction, or raise `Refused` where it may not follow.

    A stop word sets the rest of the cool-down by itself. An invitation does not lift a wish not to be
    visited: two persons do (`lift_do_not_visit`). `details` hold no personal data.
    """
    locked = Case.objects.select_for_update().select_related("resident").get(pk=case.pk)
    if kind is CaseActKind.INVITED_AGAIN and has_do_not_visit(locked.resident):
        raise Refused(Refusal(Code.DO_NOT_VISIT))
    told = dict(details or {})
    if kind is CaseActKind.STOPPED:
        told["not_before"] = cool_down_until(local_day(now), limits=limits()).isoformat()
    append(locked, kind, actor=actor, now=now, details=told)
    for name in columns_of(CaseState(opened_on=locked.opened_on)):
        setattr(case, name, getattr(locked, name))
    return case


def append(
    case: Case,
    kind: CaseActKind,
    *,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    state: CaseState | None = None,
) -> CaseState:
    """Write one lawful act and the case's new columns; the caller holds the case's row."""
    before = state if state is not None else state_of(case)
    day = local_day(now)
    why = rules.why_not(before, kind, day)
    if why is not None:
        raise Refused(_refusal(why, before, day))
    act = Act(seq=before.seq + 1, kind=kind, on=day, details=dict(details or {}))
    CaseAct.objects.create(
        case=case, seq=act.seq, kind=kind.value, at=now, actor_id=actor.user_id, details=act.details
    )
    if kind is CaseActKind.VISIT_UNDONE:
        after = state_of(case)
    else:
        after = rules.apply(before, act, round_days=limits().round_days)
    for name, value in columns_of(after).items():
        setattr(case, name, value)
    case.save(update_fields=list(columns_of(after)))
    return after


def _refusal(why: WhyNot, state: CaseState, day: date) -> Refusal:
    """The nearest reason: the person's own wish where it stands in the way, else where the case stands."""
    if why is WhyNot.DO_NOT_VISIT or (why is WhyNot.STEP and state.wish is Wish.DO_NOT_VISIT):
        return Refusal(Code.DO_NOT_VISIT)
    if why is WhyNot.STEP and state.closed:
        return Refusal(Code.CLOSED)
    if state.wish is Wish.STOPPED:
        return Refusal(Code.COOL_DOWN, day=day_text(state.not_before or day))
    if why is WhyNot.ASKED_TO_WAIT or (why is WhyNot.STEP and state.wish is Wish.REFUSED):
        if state.family_calls or state.not_before is None:
            return Refusal(Code.FAMILY_CALLS)
        return Refusal(Code.NOT_BEFORE, day=day_text(state.not_before))
    return Refusal(_CODES[why])


_CODES = {
    WhyNot.STEP: Code.ACT_NOT_LEGAL,
    WhyNot.ALREADY_PROMISED: Code.ALREADY_PROMISED,
    WhyNot.NOT_PROMISED: Code.NOT_PROMISED,
    WhyNot.NOT_APPROVED: Code.NOT_APPROVED,
    WhyNot.NOTHING_TO_UNDO: Code.ACT_NOT_LEGAL,
}


def has_do_not_visit(resident: Resident) -> bool:
    """Whether the person or the household asked us not to come, and nobody lifted it."""
    return (
        DoNotVisit.objects.filter(lifted_at__isnull=True)
        .filter(Q(resident_id=resident.pk) | Q(household_id=resident.household_id))
        .exists()
    )


def homes_of(residents: Iterable[Resident], on: date) -> dict[UUID, Home]:
    """For many residents what their household adds on a day: standing wishes, quiet days, feasts.

    Two queries.
    """
    people = list(residents)
    standing = DoNotVisit.objects.filter(lifted_at__isnull=True)
    days = QuietDays.objects.filter(until__gte=on)
    households = {person.household_id for person in people}
    if len(people) <= _MANY:
        standing = standing.filter(
            Q(resident_id__in=[person.pk for person in people]) | Q(household_id__in=households)
        )
        days = days.filter(household_id__in=households)
    persons, doors = set(), set()
    for resident_id, household_id in standing.values_list("resident_id", "household_id"):
        persons.add(resident_id)
        doors.add(household_id)
    quiet: dict[UUID, date] = {}
    for household_id, until in days.values_list("household_id", "until"):
        quiet[household_id] = max(until, quiet.get(household_id, until))
    feast = is_feast(on)
    return {
        person.pk: Home(
            do_not_visit=person.pk in persons or person.household_id in doors,
            quiet_until=quiet.get(person.household_id),
            feast=feast,
        )
        for person in people
    }


def home_of(resident: Resident, on: date) -> Home:
    """What one resident's household adds on a day."""
    return homes_of([resident], on)[resident.pk]


def is_feast(day: date) -> bool:
    """A public holiday on a weekday: nobody is visited.

    Saturdays and Sundays are ordinary days for a visit.
    """
    return day.weekday() < 5 and not is_working_day(day)


def further_allowed(case: Case, on: date) -> int:
    """How many visits beyond the limit a supervisor allowed in the present round."""
    since = date.fromordinal(on.toordinal() - limits().round_days + 1)
    return FurtherVisit.objects.filter(case=case, allowed_on__gte=since).count()


def further_by_case(cases: Iterable[Case], on: date) -> dict[UUID, int]:
    """How many further visits are allowed in the present round, by case."""
    since = date.fromordinal(on.toordinal() - limits().round_days + 1)
    counted: dict[UUID, int] = defaultdict(int)
    rows = FurtherVisit.objects.filter(case__in=[case.pk for case in cases], allowed_on__gte=since)
    for case_id in rows.values_list("case_id", flat=True):
        counted[case_id] += 1
    return dict(counted)


def may_visit_today(case: Case, on: date) -> Refusal | None:
    """Why nobody may go to this person's door on a day; None means somebody may.

    The hour is not looked at.
    """
    return why_no_visit_today(
        state_of(case),
        home_of(case.resident, on),
        on,
        limits=limits(),
        further_allowed=further_allowed(case, on),
    )


def needs_of(case: Case) -> frozenset[NeedKind]:
    """What would help this person, as told with consent."""
    return frozenset(NeedKind(kind) for kind in case.needs.values_list("kind", flat=True))


def helps_of(case: Case) -> tuple[str, ...]:
    """What would help, in words of the page's language, for a person strip."""
    return helps_in_words(needs_of(case))


def good_hours_of(case: Case) -> tuple[Hours, ...]:
    """The hours this family likes."""
    return tuple(_hours(row) for row in case.good_hours.all())


def _hours(row: GoodHours) -> Hours:
    return Hours(weekday=row.weekday, start_minute=row.start_minute, end_minute=row.end_minute)


def needs_by_case(case_ids: Iterable[UUID]) -> dict[UUID, frozenset[NeedKind]]:
    """Needs of many cases, in few queries; a case without any is left out."""
    found: dict[UUID, set[NeedKind]] = defaultdict(set)
    for ids in _portions(case_ids):
        for case_id, kind in Need.objects.filter(case_id__in=ids).values_list("case_id", "kind"):
            found[case_id].add(NeedKind(kind))
    return {case_id: frozenset(kinds) for case_id, kinds in found.items()}


def good_hours_by_case(case_ids: Iterable[UUID]) -> dict[UUID, tuple[Hours, ...]]:
    """Good hours of many cases, in few queries; a case without any is left out."""
    found: dict[UUID, list[Hours]] = defaultdict(list)
    for ids in _portions(case_ids):
        for row in GoodHours.objects.filter(case_id__in=ids):
            found[row.case_id].append(_hours(row))
    return {case_id: tuple(hours) for case_id, hours in found.items()}


def note_consent_withdrawn(resident: Resident) -> None:
    """Erase what was told with consent, inside another verb's transaction: needs, good hours, the way wished."""
    cases = Case.objects.filter(resident=resident)
    Need.objects.filter(case__in=cases).delete()
    GoodHours.objects.filter(case__in=cases).delete()
    cases.update(wished_way="")


def _portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """At most so many ids a query, for the engine's limit of variables."""
    whole = list(ids)
    for start in range(0, len(whole), _MANY):
        yield whole[start : start + _MANY]
