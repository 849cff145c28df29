"""At the door: what to know before knocking, one visit and what was told, its undoing, the page after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tannha.canvass.models import Case, GoodHours, Need, Visit
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseActKind, CaseState, Step, VisitWay
from tannha.canvass.rules.limits import Hours, outside_good_hours, why_not
from tannha.canvass.rules.needs import NeedKind, ServiceWay, proposed_way
from tannha.canvass.rules.visit import ACT_OF, Told, VisitOutcome
from tannha.canvass.service.cases import (
    append,
    further_allowed,
    get_case,
    good_hours_of,
    has_do_not_visit,
    home_of,
    limits,
    needs_of,
    state_of,
)
from tannha.canvass.words import helps_in_words
from tannha.ground import journal
from tannha.ground.access import May, Role, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.ids import new_id
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused, refuse_if
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.roll.service import Resident, note_gone, note_withdrawn, strip_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVisit:
    """One earlier knock: its day, what it led to, who was there."""

    on: date
    outcome: VisitOutcome
    visitor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """What to know before and while knocking.

    `refusal` says why nobody may; `late` that the hour has passed.
    """

    case_id: UUID
    strip: PersonStrip
    step: Step
    number: int
    of: int
    last: tuple[LastVisit, ...]
    needs: frozenset[NeedKind]
    good_hours: tuple[Hours, ...]
    outside_good_hours: bool
    refusal: Refusal | None
    way: ServiceWay
    may_allow_further: bool


@reads(May.RECORD_VISIT)
def show_visit(actor: Actor, *, case_id: UUID, now: datetime) -> VisitView:
    """The visit page of one person; refuses a case that is not the actor's."""
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    state, day = state_of(case), local_day(now)
    sees_needs = cell(actor.role, May.SEE_NEEDS) is not None
    needs = needs_of(case) if sees_needs else frozenset()
    hours = good_hours_of(case)
    allowed = further_allowed(case, day)
    refusal = why_not(
        state,
        home_of(case.resident, day),
        way=VisitWay.DOOR,
        on=day,
        minute=local_minute(now),
        good_hours=hours,
        limits=limits(),
        further_allowed=allowed,
    )
    journal.read(
        actor,
        "canvass.visit_shown",
        now=now,
        people=[case.resident_id],
        case_id=case.pk,
        purpose="visit",
        fields=["name", "birth", "address", "number_masked", "visits", *(["needs"] if sees_needs else [])],
    )
    return VisitView(
        case_id=case.pk,
        strip=strip_of(case.resident, helps=helps_in_words(needs)),
        step=Step(case.step),
        number=len(state.visits) + 1,
        of=limits().visits_a_round + allowed,
        last=_last_visits(case),
        needs=needs,
        good_hours=hours,
        outside_good_hours=outside_good_hours(day, local_minute(now), hours),
        refusal=refusal,
        way=proposed_way(needs, ServiceWay(case.wished_way) if case.wished_way else None),
        may_allow_further=actor.role is Role.SUPERVISOR,
    )


def _last_visits(case: Case) -> tuple[LastVisit, ...]:
    rows = case.visits.filter(undone_at__isnull=True).select_related("visitor").order_by("-at", "-id")[:3]
    return tuple(
        LastVisit(on=row.on, outcome=VisitOutcome(row.outcome), visitor=row.visitor.display_name)
        for row in rows
    )


def find_visit(act_id: UUID) -> Visit | None:
    """The visit that was saved under a page's act id, or None; asked before sending it again."""
    return Visit.objects.filter(act_id=act_id).first()


@act(May.RECORD_VISIT)
def record_visit(
    actor: Actor,
    *,
    case_id: UUID,
    outcome: VisitOutcome | str,
    now: datetime,
    act_id: UUID | None = None,
    told: Told | None = None,
) -> Visit:
    """One knock and its result, with what was told. Sent twice under one `act_id` it is refused as saved
    already.

    Refuses whoever asked not to be visited, every limit that protects people, a time in the future or more
    than a week back, and needs without consent. A refusal needs nothing more than the outcome.
    """
    told = told or Told()
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    assert actor.user_id is not None
    Case.objects.select_for_update().get(pk=case.pk)
    if act_id is not None and find_visit(act_id) is not None:
        raise Refused(Refusal(Code.ALREADY_SAVED))
    at = told.at or now
    outcome = VisitOutcome(outcome)
    state = state_of(case)
    _demand_lawful(case, state, told, at, now)
    seqs = _acts_of_visit(case, state, outcome, told, actor=actor, at=at)
    visit = Visit.objects.create(
        act_id=act_id or new_id(),
        case=case,
        way=told.way.value,
        outcome=outcome.value,
        at=at,
        on=local_day(at),
        saved_at=now,
        visitor_id=actor.user_id,
        second_visitor=told.second_visitor.strip()[:120],
        seqs=seqs,
    )
    _keep_told(case, told, actor=actor, now=now)
    _propose_gone(visit, case, actor=actor, now=now)
    journal.act(
        actor,
        "canvass.visit_recorded",
        now=now,
        people=[case.resident_id],
        case_id=case.pk,
        details={"outcome": outcome.value, "way": told.way.value},
    )
    return visit


_GONE = {
    VisitOutcome.MOVED.value: Resident.Status.MOVED_OUT,
    VisitOutcome.DECEASED.value: Resident.Status.DECEASED,
}


def _propose_gone(visit: Visit, case: Case, *, actor: Actor, now: datetime) -> None:
    """What was told at the door is proposed to the roll, once; a supervisor decides."""
    status = _GONE.get(visit.outcome)
    if status is None:
        return
    note_gone(
        case.resident,
        status.value,
        evidence=_("Told at the door"),
        act_id=visit.act_id,
        actor=actor,
        now=now,
    )


def _demand_lawful(case: Case, state: CaseState, told: Told, at: datetime, now: datetime) -> None:
    days = limits().recorded_late_days
    if at > now or at < now - timedelta(days=days):
        raise Refused(Refusal(Code.TIME_OF_VISIT, days=days))
    if told.needs and not told.consent:
        raise Refused(Refusal(Code.CONSENT_MISSING))
    if told.not_before is not None and told.not_before <= local_day(at):
        raise Refused(Refusal(Code.DAY_IS_PAST))
    day = local_day(at)
    refuse_if(
        why_not(
            state,
            home_of(case.resident, day),
            way=told.way,
            on=day,
            minute=local_minute(at),
            good_hours=good_hours_of(case),
            limits=limits(),
            further_allowed=further_allowed(case, day),
        )
    )


def _acts_of_visit(
    case: Case, state: CaseState, outcome: VisitOutcome, told: Told, *, actor: Actor, at: datetime
) -> list[int]:
    details = {"way": told.way.value, "outcome": outcome.value}
    state = append(case, CaseActKind.VISITED, actor=actor, now=at, details=details, state=state)
    seqs = [state.seq]
    kind = ACT_OF[outcome]
    if kind is not None:
        waits = {"not_before": told.not_before.isoformat()} if told.not_before else {}
        seqs.append(append(case, kind, actor=actor, now=at, details=waits, state=state).seq)
    return seqs


def _keep_told(case: Case, told: Told, *, actor: Actor, now: datetime) -> None:
    if told.needs is not None and cell(actor.role, May.SEE_NEEDS) is not None:
        kept = {row.kind for row in case.needs.all()}
        case.needs.exclude(kind__in=[kind.value for kind in told.needs]).delete()
        Need.objects.bulk_create(
            Need(case=case, kind=kind.value, consent_at=now, told_by=actor.user_id)
            for kind in sorted(told.needs)
            if kind.value not in kept
        )
    if told.good_hours is not None:
        case.good_hours.all().delete()
        GoodHours.objects.bulk_create(
            GoodHours(
                case=case,
                weekday=hours.weekday,
                start_minute=hours.start_minute,
                end_minute=hours.end_minute,
            )
            for hours in told.good_hours
        )
    if told.wished_way is not None:
        case.wished_way = told.wished_way.value
        case.save(update_fields=["wished_way"])


@act(May.RECORD_VISIT)
def undo_visit(actor: Actor, *, visit_id: UUID, now: datetime) -> Visit:
    """Take a mis-tap back within ten seconds, by whoever saved it, as long as nothing followed.

    A wish not to be visited is never taken back this way.
    """
    visit = own_visit(actor, visit_id)
    case = Case.objects.select_for_update().select_related("resident").get(pk=visit.case_id)
    seconds = limits().undo_seconds
    followed = case.last_seq != max(visit.seqs)
    if visit.undone_at is not None or followed or now - visit.saved_at > timedelta(seconds=seconds):
        raise Refused(Refusal(Code.UNDO_TOO_LATE, seconds=seconds))
    append(case, CaseActKind.VISIT_UNDONE, actor=actor, now=now, details={"seqs": visit.seqs})
    visit.undone_at = now
    visit.save(update_fields=["undone_at"])
    note_withdrawn(visit.act_id, actor=actor, now=now)
    journal.act(actor, "canvass.visit_undone", now=now, people=[case.resident_id], case_id=case.pk)
    return visit


def own_visit(actor: Actor, visit_id: UUID) -> Visit:
    """A visit of the actor's own; refuses everybody else's like none."""
    visit = Visit.objects.select_related("case__resident").filter(pk=visit_id).first()
    if visit is None or visit.case.ward_id != actor.ward_id or visit.visitor_id != actor.user_id:
        raise Refused(not_there())
    return visit


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVisit:
    """A saved visit as the page after it shows it."""

    visit_id: UUID
    case_id: UUID
    strip: PersonStrip
    outcome: VisitOutcome
    on: date
    saved_at: datetime
    undone: bool
    do_not_visit: bool
    family_calls: bool
    not_before: date | None
    others_behind_door: int
    visitors: tuple[str, ...]


@reads(May.RECORD_VISIT)
def show_saved_visit(actor: Actor, *, visit_id: UUID, now: datetime) -> SavedVisit:
    """The page after a visit, for whoever saved it: thanks, the family's wishes, the slip."""
    visit = own_visit(actor, visit_id)
    resident = visit.case.resident
    journal.read(
        actor,
        "canvass.saved_visit_shown",
        now=now,
        people=[resident.pk],
        case_id=visit.case_id,
        purpose="visit",
        fields=["name", "birth", "address", "number_masked"],
    )
    return SavedVisit(
        visit_id=visit.pk,
        case_id=visit.case_id,
        strip=strip_of(resident),
        outcome=VisitOutcome(visit.outcome),
        on=visit.on,
        saved_at=visit.saved_at,
        undone=visit.undone_at is not None,
        do_not_visit=has_do_not_visit(resident),
        family_calls=visit.case.family_calls,
        not_before=visit.case.not_before,
        others_behind_door=Resident.objects.filter(
            household_id=resident.household_id, status=Resident.Status.PRESENT
        )
        .exclude(pk=resident.pk)
        .count(),
        visitors=tuple(name for name in (actor.display_name, visit.second_visitor) if name),
    )


def outcomes_on(visitor_ids: Iterable[UUID], on: date) -> dict[UUID, dict[VisitOutcome, int]]:
    """Visits of a day by visitor and outcome, undone ones left out; for Today and for officers' hours."""
    counted: dict[UUID, dict[VisitOutcome, int]] = {}
    rows = Visit.objects.filter(visitor_id__in=list(visitor_ids), on=on, undone_at__isnull=True)
    for visitor_id, outcome in rows.values_list("visitor_id", "outcome"):
        by_outcome = counted.setdefault(visitor_id, {})
        by_outcome[VisitOutcome(outcome)] = by_outcome.get(VisitOutcome(outcome), 0) + 1
    return counted
