"""The person's and the family's own wishes: after a no, do-not-visit and its lifting, invitations, quiet
days, limits.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from tannha.canvass.models import Case, DoNotVisit, FurtherVisit, QuietDays
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.rules.limits import why_no_visit_today
from tannha.canvass.rules.visit import FollowUp, Worry
from tannha.canvass.service.cases import (
    append,
    further_allowed,
    get_case,
    has_do_not_visit,
    home_of,
    limits,
    note_step,
    open_case,
    state_of,
)
from tannha.canvass.service.visits import own_visit
from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.names import fold
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act
from tannha.roll.service import find_resident


@act(May.RECORD_VISIT)
def record_follow_up(
    actor: Actor,
    *,
    visit_id: UUID,
    wish: FollowUp | None,
    from_day: date | None = None,
    worry: Worry | None = None,
    now: datetime,
) -> Case:
    """After a no: the family calls us, or asks us again from a day. A worry is told freely, or not at all."""
    visit = own_visit(actor, visit_id)
    if wish is FollowUp.ASK_AGAIN and (from_day is None or from_day <= local_day(now)):
        raise Refused(Refusal(Code.DAY_IS_PAST))
    details = {"follow_up": wish.value if wish else "none"}
    if wish is FollowUp.ASK_AGAIN and from_day is not None:
        details["not_before"] = from_day.isoformat()
    if worry is not None:
        details["worry"] = worry.value
    case = note_step(visit.case, CaseActKind.REFUSED, actor=actor, now=now, details=details)
    journal.act(
        actor,
        "canvass.wish_recorded",
        now=now,
        people=[case.resident_id],
        case_id=case.pk,
        details={"wish": wish.value if wish else ""},
    )
    return case


@act(May.RECORD_VISIT)
def set_do_not_visit(actor: Actor, *, case_id: UUID, household: bool, now: datetime) -> DoNotVisit:
    """The person, or the whole household, asks us not to come: one tap, no reason, binding at once and for
    all.
    """
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    resident = case.resident
    row = DoNotVisit.objects.create(
        ward_id=case.ward_id,
        household_id=resident.household_id if household else None,
        resident=None if household else resident,
        set_at=now,
        set_by=actor.user_id,
    )
    bound = _open_cases(row)
    for other in bound:
        append(other, CaseActKind.DO_NOT_VISIT, actor=actor, now=now)
    journal.act(
        actor,
        "canvass.do_not_visit_set",
        now=now,
        people={resident.pk, *(other.resident_id for other in bound)},
        case_id=case.pk,
        details={"whose": "household" if household else "person"},
    )
    return row


def _open_cases(row: DoNotVisit) -> list[Case]:
    whose = Q(resident__household_id=row.household_id) if row.household_id else Q(resident_id=row.resident_id)
    cases = Case.objects.select_for_update(of=("self",)).select_related("resident").filter(whose)
    return list(cases.exclude(step=Step.CLOSED).order_by("id"))


@act(May.LIFT_DO_NOT_VISIT)
def lift_do_not_visit(
    actor: Actor, *, wish_id: UUID, family_wish: str, second: SecondPerson | None, now: datetime
) -> DoNotVisit:
    """Lift a wish not to be visited: only at the family's own wish, told in words, and by two persons."""
    row = DoNotVisit.objects.select_for_update(of=("self",)).filter(pk=wish_id, ward_id=actor.ward_id).first()
    if row is None:
        raise Refused(not_there())
    if row.lifted_at is not None:
        raise Refused(Refusal(Code.NOT_LIFTABLE))
    if len(family_wish.split()) < 2:
        raise Refused(Refusal(Code.FAMILY_WISH_MISSING))
    witness = confirm(actor, second, May.LIFT_DO_NOT_VISIT, now=now)
    row.lifted_at, row.lifted_by, row.lifted_with = now, actor.user_id, witness.user_id
    row.family_wish = family_wish.strip()[:300]
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_with", "family_wish"])
    freed = [case for case in _open_cases(row) if not has_do_not_visit(case.resident)]
    for case in freed:
        append(case, CaseActKind.INVITED_AGAIN, actor=actor, now=now)
    journal.act(
        actor,
        "canvass.do_not_visit_lifted",
        now=now,
        people=[case.resident_id for case in freed] or ([row.resident_id] if row.resident_id else []),
        second=witness,
    )
    return row


@act(May.RECORD_VISIT)
def record_invitation(actor: Actor, *, case_id: UUID, from_day: date | None = None, now: datetime) -> Case:
    """The family invites us again after a no or after the stop word.

    A wish not to be visited is not lifted here.
    """
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    details = {"not_before": from_day.isoformat()} if from_day else {}
    note_step(case, CaseActKind.INVITED_AGAIN, actor=actor, now=now, details=details)
    journal.act(actor, "canvass.invited_again", now=now, people=[case.resident_id], case_id=case.pk)
    return case


@act(May.RECORD_VISIT)
def set_quiet_days(actor: Actor, *, case_id: UUID, until: date, now: datetime) -> QuietDays:
    """Leave a household in peace up to and including a day. The reason is not asked and not kept."""
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    if until < local_day(now):
        raise Refused(Refusal(Code.DAY_IS_PAST))
    row = QuietDays.objects.create(
        household_id=case.resident.household_id, until=until, set_at=now, set_by=actor.user_id
    )
    journal.act(actor, "canvass.quiet_days_set", now=now, people=[case.resident_id], case_id=case.pk)
    return row


@act(May.LIFT_DO_NOT_VISIT)
def allow_further_visit(actor: Actor, *, case_id: UUID, reason: str, now: datetime) -> FurtherVisit:
    """A supervisor allows one visit beyond the round's limit, for a reason not given before."""
    if actor.role is not Role.SUPERVISOR or actor.user_id is None:
        raise Refused(not_there())
    case = get_case(actor, case_id, May.LIFT_DO_NOT_VISIT, now)
    day = local_day(now)
    refusal = why_no_visit_today(
        state_of(case),
        home_of(case.resident, day),
        day,
        limits=limits(),
        further_allowed=further_allowed(case, day),
    )
    if refusal is None or refusal.code is not Code.VISIT_LIMIT:
        raise Refused(refusal or Refusal(Code.FOURTH_NOT_NEEDED))
    given = {fold(row.reason) for row in case.further_visits.all()}
    if not fold(reason) or fold(reason) in given:
        raise Refused(Refusal(Code.FOURTH_NEEDS_REASON))
    row = FurtherVisit.objects.create(
        case=case, reason=reason.strip()[:300], allowed_at=now, allowed_on=day, allowed_by_id=actor.user_id
    )
    journal.act(actor, "canvass.further_visit_allowed", now=now, people=[case.resident_id], case_id=case.pk)
    return row


@act(May.RECORD_VISIT)
def start_case(actor: Actor, *, resident_id: UUID, now: datetime) -> Case:
    """Open the case of one resident of the own ward, such as one whose family asked."""
    resident = find_resident(resident_id)
    if resident is None or resident.ward_id != actor.ward_id:
        raise Refused(not_there())
    case = open_case(resident, actor=actor, now=now)
    journal.act(actor, "canvass.case_opened", now=now, people=[resident.pk], case_id=case.pk)
    return case
