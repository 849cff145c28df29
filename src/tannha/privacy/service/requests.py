"""Residents' requests: taken, acknowledged in time, extended once, answered; and what follows from the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tannha.canvass.service import note_consent_withdrawn
from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act, reads
from tannha.privacy.models import RightsRequest
from tannha.privacy.refusals import Code
from tannha.privacy.rules.clocks import Clock, clock_of
from tannha.privacy.rules.rights import LEGAL, Outcome, RequestAct, RequestKind, RequestState
from tannha.roll.service import (
    find_by_any_number,
    find_resident,
    note_restricted,
    note_voluntary_erased,
    strip_of,
    strip_without_name,
)

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """One request with its clock; the person is masked for who sees people masked, None where the roll knows nobody."""

    id: UUID
    kind: RequestKind
    state: RequestState
    strip: PersonStrip | None
    resident_id: UUID | None
    asked_by: str
    channel: str
    words: str
    received_on: date
    clock: Clock
    days_left: int
    first_answer_left: int | None
    extension_reason: str
    outcome: str
    answer: str
    closed_at: datetime | None
    may_extend: bool


@act(May.RIGHTS)
def take_request(
    actor: Actor,
    *,
    kind: RequestKind | str,
    asked_by: str,
    channel: str,
    words: str,
    received_on: date,
    number: str = "",
    resident_id: UUID | None = None,
    now: datetime,
) -> RightsRequest:
    """Write down what a resident asks; the clocks run from the day it was received.

    The person is found by a whole number or given by their page; a request of somebody unknown is taken too. Refuses a
    day in the future and a number that nobody of the ward has.
    """
    if received_on > local_day(now):
        raise Refused(Refusal(Code.DAY))
    resident = find_by_any_number(actor.ward_id, number) if number else None
    if number and resident is None:
        raise Refused(Refusal(Code.NOT_FOUND))
    if resident_id is not None:
        resident = find_resident(resident_id)
        if resident is None or resident.ward_id != actor.ward_id:
            raise Refused(not_there())
    row = RightsRequest.objects.create(
        ward_id=actor.ward_id,
        resident=resident,
        kind=RequestKind(kind).value,
        asked_by=asked_by.strip()[:200],
        channel=channel[:8],
        words=words.strip()[:500],
        received_on=received_on,
        taken_at=now,
        taken_by_id=actor.user_id,
    )
    _tell(actor, row, "privacy.request_taken", now)
    return row


@reads(May.RIGHTS)
def show_requests(actor: Actor, *, closed: bool = False, now: datetime) -> list[RequestView]:
    """Open requests of the ward, the nearest last day first; or the closed ones, newest first."""
    rows = RightsRequest.objects.filter(ward_id=actor.ward_id)
    rows = (
        rows.filter(state="closed").order_by("-closed_at", "-id") if closed else rows.exclude(state="closed")
    )
    shown = [_view(actor, row, now) for row in _loaded(rows)[:_MOST]]
    if not closed:
        shown.sort(key=lambda one: (one.clock.due_on, one.received_on))
    _read(actor, "privacy.requests_shown", [one.resident_id for one in shown], now)
    return shown


@reads(May.RIGHTS)
def show_request(actor: Actor, *, request_id: UUID, now: datetime) -> RequestView:
    """One request with what was asked, its clock and what was answered."""
    row = _loaded(RightsRequest.objects.filter(ward_id=actor.ward_id, pk=request_id)).first()
    if row is None:
        raise Refused(not_there())
    _read(actor, "privacy.request_shown", [row.resident_id], now)
    return _view(actor, row, now)


@act(May.RIGHTS)
def acknowledge_request(actor: Actor, *, request_id: UUID, now: datetime) -> RightsRequest:
    """The first answer: the person was told that the request arrived and by when it is answered."""
    row = _to_act_on(actor, request_id, RequestAct.ACKNOWLEDGE)
    row.state, row.acknowledged_at = RequestState.ACKNOWLEDGED.value, now
    row.save(update_fields=["state", "acknowledged_at"])
    _tell(actor, row, "privacy.request_acknowledged", now)
    return row


@act(May.RIGHTS)
def extend_request(actor: Actor, *, request_id: UUID, reason: str, now: datetime) -> RightsRequest:
    """More time, once, with a reason the person is told, while the first time still runs."""
    row = _to_act_on(actor, request_id, RequestAct.EXTEND)
    clock = clock_of(RequestKind(row.kind), row.received_on)
    if not reason.strip() or not clock.may_extend or local_day(now) > clock.due_on:
        raise Refused(Refusal(Code.NO_EXTENSION))
    row.state, row.extended_at = RequestState.EXTENDED.value, now
    row.extension_reason = reason.strip()[:300]
    row.save(update_fields=["state", "extended_at", "extension_reason"])
    _tell(actor, row, "privacy.request_extended", now)
    return row


@act(May.RIGHTS)
def answer_request(
    actor: Actor, *, request_id: UUID, outcome: Outcome | str, answer: str, now: datetime
) -> RightsRequest:
    """Close a request with what the person is told, and do what follows: restrict, stop what rests on consent.

    Granting an erasure is refused here: two persons do that (`erase_voluntary`).
    """
    row = _to_act_on(actor, request_id, RequestAct.ANSWER)
    how = Outcome(outcome)
    if row.kind == RequestKind.ERASE and how is not Outcome.DECLINED:
        raise Refused(Refusal(Code.ERASE_APART))
    _close(row, how, answer, actor, now)
    if how is not Outcome.DECLINED and row.resident is not None:
        if row.kind in (RequestKind.RESTRICT, RequestKind.OBJECT):
            note_restricted(row.resident, now=now)
        if row.kind == RequestKind.WITHDRAW:
            note_consent_withdrawn(row.resident)
    _tell(actor, row, "privacy.request_answered", now)
    return row


@act(May.ERASE)
def erase_voluntary(
    actor: Actor, *, request_id: UUID, answer: str, second: SecondPerson | None, now: datetime
) -> RightsRequest:
    """Erase what the ward holds of a person beyond its duty, by two persons, and close the request.

    Needs, good hours, telephone, way of calling, note and helpers go; what the law has the ward keep stays, and the
    answer says so. Refused for a request that is not about erasure or names nobody of the roll.
    """
    row = _to_act_on(actor, request_id, RequestAct.ANSWER)
    if row.kind != RequestKind.ERASE:
        raise Refused(Refusal(Code.NOT_LEGAL))
    if row.resident is None:
        raise Refused(Refusal(Code.NOT_IN_ROLL))
    witness = confirm(actor, second, May.ERASE, now=now)
    note_consent_withdrawn(row.resident)
    note_voluntary_erased(row.resident)
    _close(row, Outcome.PARTLY, answer, actor, now)
    journal.act(
        actor,
        "privacy.erased",
        now=now,
        people=[row.resident.pk],
        second=witness,
        details={"request": str(row.pk)},
    )
    return row


def open_requests(ward_id: UUID, now: datetime) -> list[tuple[date, bool]]:
    """Of each open request of a ward its next last day and whether that is past; nobody is named."""
    found = []
    for row in RightsRequest.objects.filter(ward_id=ward_id).exclude(state="closed"):
        clock = clock_of(RequestKind(row.kind), row.received_on, extended=row.extended_at is not None)
        day = clock.due_on if row.acknowledged_at else min(clock.first_answer_on, clock.due_on)
        found.append((day, day < local_day(now)))
    return sorted(found)


def _close(row: RightsRequest, outcome: Outcome, answer: str, actor: Actor, now: datetime) -> None:
    if not answer.strip():
        raise Refused(Refusal(Code.ANSWER_MISSING))
    row.state, row.outcome, row.answer = RequestState.CLOSED.value, outcome.value, answer.strip()[:1000]
    row.closed_at, row.closed_by_id = now, actor.user_id
    row.save(update_fields=["state", "outcome", "answer", "closed_at", "closed_by"])


def _to_act_on(actor: Actor, request_id: UUID, what: RequestAct) -> RightsRequest:
    rows = RightsRequest.objects.select_for_update(of=("self",)).select_related("resident__household")
    row = rows.filter(ward_id=actor.ward_id, pk=request_id).first()
    if row is None:
        raise Refused(not_there())
    if what not in LEGAL[RequestState(row.state)]:
        raise Refused(Refusal(Code.NOT_LEGAL))
    return row


def _loaded(rows: QuerySet[RightsRequest]) -> QuerySet[RightsRequest]:
    return rows.select_related("resident__household", "resident__group")


def _view(actor: Actor, row: RightsRequest, now: datetime) -> RequestView:
    kind = RequestKind(row.kind)
    clock = clock_of(kind, row.received_on, extended=row.extended_at is not None)
    seen = cell(actor.role, May.LOOK_UP)
    masked = seen is None or seen.masked
    strip = None
    if row.resident is not None:
        strip = strip_without_name(row.resident) if masked else strip_of(row.resident)
    today = local_day(now)
    waits = row.state == RequestState.RECEIVED
    return RequestView(
        id=row.pk,
        kind=kind,
        state=RequestState(row.state),
        strip=strip,
        resident_id=row.resident_id,
        asked_by=row.asked_by,
        channel=row.channel,
        words=row.words,
        received_on=row.received_on,
        clock=clock,
        days_left=(clock.due_on - today).days,
        first_answer_left=(clock.first_answer_on - today).days if waits else None,
        extension_reason=row.extension_reason,
        outcome=row.outcome,
        answer=row.answer,
        closed_at=row.closed_at,
        may_extend=RequestAct.EXTEND in LEGAL[RequestState(row.state)] and clock.may_extend,
    )


def _tell(actor: Actor, row: RightsRequest, what: str, now: datetime) -> None:
    journal.act(
        actor,
        what,
        now=now,
        people=[row.resident_id] if row.resident_id else [],
        details={
            "request": str(row.pk),
            "kind": row.kind,
            **({"outcome": row.outcome} if row.outcome else {}),
        },
    )


def _read(actor: Actor, what: str, people: list[UUID | None], now: datetime) -> None:
    journal.read(
        actor,
        what,
        now=now,
        people=[person for person in people if person],
        purpose="rights",
        fields=["name", "birth", "number_masked"],
    )
