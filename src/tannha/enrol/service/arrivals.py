"""People arrive: checked in at the counter or at home, called to a desk, put back in the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import find_case, find_case_by_id, helps_of, needs_of, note_step
from tannha.enrol.models import Enrolment
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import WITH_THE_PERSON, ActKind, EnrolAct, Place, Stage
from tannha.enrol.rules.gentle import WhyStopped, is_gentle, why_not_again
from tannha.enrol.service.folding import Open, add, open_enrolment, opened, with_person
from tannha.fleet.service import team_ids_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.plan.service import find_promise, note_promise_kept
from tannha.roll.service import find_by_number, strip_of

AT_THE_DESK = tuple(sorted(stage.value for stage in WITH_THE_PERSON - {Stage.WAITING}))
"""Stages in which a person sits with an operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who came: the person, the case, the promise (day, minutes, way), and what is known of an enrolment."""

    strip: PersonStrip
    case_id: UUID
    promised_on: date | None
    start_minute: int | None
    end_minute: int | None
    is_today: bool
    is_expected_at_home: bool
    enrolment_id: UUID | None
    stage: Stage | None


@reads(May.QUEUE)
def find_arrival(actor: Actor, *, typed: str, now: datetime) -> Arrival | None:
    """Who the scanned or typed 12-digit number belongs to, with the promise.

    None: nobody with an open case here.
    """
    number = "".join(letter for letter in typed if letter.isdigit())
    residents = find_by_number(actor.ward_id, number) if len(number) == 12 else []
    for resident in residents:
        case = find_case(resident.pk)
        if case is not None:
            return _arrival(actor, case.pk, now)
    journal.read(actor, "enrol.arrival_shown", now=now, people=(), purpose="check-in")
    return None


@reads(May.QUEUE)
def show_arrival(actor: Actor, *, case_id: UUID, now: datetime) -> Arrival:
    """The same for a case chosen on a run sheet or in the roll."""
    return _arrival(actor, case_id, now)


def _arrival(actor: Actor, case_id: UUID, now: datetime) -> Arrival:
    case = find_case_by_id(case_id)
    if case is None or case.ward_id != actor.ward_id:
        raise Refused(not_there())
    promise = find_promise(case.pk)
    journal.read(
        actor,
        "enrol.arrival_shown",
        now=now,
        people=[case.resident_id],
        purpose="check-in",
        case_id=case.pk,
        fields=["name", "birth", "address", "number_masked", "promise"],
    )
    row = _current(case.pk)
    return Arrival(
        strip=strip_of(case.resident, helps=helps_of(case)),
        case_id=case.pk,
        promised_on=promise.on if promise else None,
        start_minute=promise.start_minute if promise else None,
        end_minute=promise.end_minute if promise else None,
        is_today=promise is not None and promise.on == local_day(now),
        is_expected_at_home=_is_expected(actor, case.pk, now),
        enrolment_id=row.pk if row else None,
        stage=Stage(row.stage) if row else None,
    )


def _current(case_id: UUID) -> Enrolment | None:
    return with_person(Enrolment.objects.filter(case_id=case_id).exclude(stage=Stage.RETURNED)).first()


@act(May.QUEUE)
def check_in(actor: Actor, *, case_id: UUID, place: Place, now: datetime) -> Enrolment:
    """Let a person in: at the counter into the line, at home straight to the operator of the mission.

    Keeps the promise, if there is one. Refuses a person whose rest after a stop is not over, a case that is
    enrolled already, and a home where the actor's team is not expected.
    """
    case = find_case_by_id(case_id)
    if case is None or case.ward_id != actor.ward_id:
        raise Refused(not_there())
    if place is Place.HOME and not _is_expected(actor, case.pk, now):
        raise Refused(not_there())
    promise = find_promise(case.pk)
    found = _begin_or_take_up(actor, case.pk, place, now)
    gentle = is_gentle(at_home=place is Place.HOME, needs=needs_of(case))
    add(
        found,
        EnrolAct(kind=ActKind.CHECKED_IN, gentle=gentle, at_home=place is Place.HOME),
        actor=actor,
        now=now,
    )
    note_step(case, CaseActKind.CHECKED_IN, actor=actor, now=now)
    if place is Place.HOME:
        _call(found, actor, now)
    if promise is not None:
        note_promise_kept(promise, now=now)
    journal.act(
        actor,
        "enrol.checked_in",
        now=now,
        people=[case.resident_id],
        case_id=case.pk,
        details={"place": place.value, "gentle": gentle},
    )
    return found.row


def _is_expected(actor: Actor, case_id: UUID, now: datetime) -> bool:
    """Whether the actor's team is promised to this home today."""
    promise, today = find_promise(case_id), local_day(now)
    if promise is None or promise.on != today or actor.user_id is None:
        return False
    return promise.team_id in team_ids_of(actor.user_id, today)


def _begin_or_take_up(actor: Actor, case_id: UUID, place: Place, now: datetime) -> Open:
    """The enrolment of this arrival.

    A new one, or the stopped one; any other is left for the table to refuse.
    """
    on = local_day(now)
    row = _current(case_id)
    if row is not None and row.stage != Stage.STOPPED:
        return opened(row)
    if row is None:
        row = Enrolment(case_id=case_id, ward_id=actor.ward_id, regime_on=on, stage=Stage.EXPECTED)
        birth = row.case.resident.birth
        row.least_age = birth.completed_years_on(on)[0] if birth else None
    elif row.not_before is not None:
        refusal = why_not_again(why=WhyStopped(row.stopped_why), not_before=row.not_before, on=on)
        if refusal is not None:
            raise Refused(refusal)
    last = Enrolment.objects.filter(ward_id=actor.ward_id, ticket_on=on).aggregate(last=Max("ticket"))["last"]
    promise = find_promise(case_id)
    row.promise_id = promise.pk if promise else None
    row.place, row.operator, row.not_before, row.stopped_why = place, None, None, ""
    row.ticket, row.ticket_on, row.arrived_at, row.last_at = (last or 0) + 1, on, now, now
    row.save()
    return opened(row)


def _call(found: Open, actor: Actor, now: datetime) -> None:
    found.row.operator_id = actor.user_id
    add(found, EnrolAct(kind=ActKind.CALLED), actor=actor, now=now)
    note_step(found.row.case, CaseActKind.ENROLMENT_STARTED, actor=actor, now=now)


@act(May.CAPTURE)
def call_next(actor: Actor, *, now: datetime) -> Enrolment:
    """Call the number that waits longest to the actor's desk.

    Refuses while somebody sits there, or nobody waits.
    """
    today = local_day(now)
    if find_at_desk(actor.user_id) is not None:
        raise Refused(Refusal(Code.ONE_AT_A_TIME))
    row = (
        Enrolment.objects.select_for_update()
        .filter(ward_id=actor.ward_id, place=Place.COUNTER, stage=Stage.WAITING, ticket_on=today)
        .order_by("last_at", "ticket")
        .first()
    )
    if row is None:
        raise Refused(Refusal(Code.QUEUE_EMPTY))
    found = open_enrolment(actor, row.pk, own=False)
    _call(found, actor, now)
    journal.act(
        actor, "enrol.called", now=now, people=[found.row.case.resident.pk], case_id=found.row.case_id
    )
    return found.row


@act(May.CAPTURE)
def put_back(actor: Actor, *, enrolment_id: UUID, now: datetime) -> Enrolment:
    """Not here: the number goes back into the line, behind those who wait."""
    found = open_enrolment(actor, enrolment_id)
    found.row.operator = None
    add(found, EnrolAct(kind=ActKind.NOT_HERE), actor=actor, now=now)
    journal.act(
        actor, "enrol.put_back", now=now, people=[found.row.case.resident.pk], case_id=found.row.case_id
    )
    return found.row


def find_at_desk(user_id: UUID | None) -> Enrolment | None:
    """The person who sits with this operator now, or None."""
    if user_id is None:
        return None
    rows = Enrolment.objects.filter(operator_id=user_id, stage__in=AT_THE_DESK)
    return with_person(rows).order_by("last_at", "id").last()


def is_assigned(actor: Actor, resident_id: UUID, now: datetime) -> bool:
    """Whether this resident sits with this operator now; the roll asks before it shows or corrects."""
    return Enrolment.objects.filter(
        operator_id=actor.user_id,
        case__resident_id=resident_id,
        stage__in=AT_THE_DESK,
    ).exists()
