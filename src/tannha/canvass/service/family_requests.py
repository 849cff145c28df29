"""What families ask for, by telephone or at the counter: who asks, for whom, in what way; and what they were told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.canvass.models import FamilyRequest
from tannha.canvass.refusals import Code
from tannha.canvass.rules.needs import ServiceWay
from tannha.canvass.service.cases import find_case, helps_of, open_case, reaches
from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.roll.service import Resident, find_resident, strip_of

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRequestView:
    """One person asked for: the newest words, how often they were asked for, and the strip.

    For who sees no names (planning) the strip is None and only age, place and what helps are given.
    """

    id: UUID
    strip: PersonStrip | None
    resident_id: UUID | None
    age: str
    place: str
    helps: tuple[str, ...]
    way: ServiceWay | None
    words: str
    asked_by: str
    relation: str
    phone: str
    channel: str
    asked_at: datetime
    times: int


def find_family_request(act_id: UUID) -> FamilyRequest | None:
    """The request saved under a page's act id, or None; asked before sending it again."""
    return FamilyRequest.objects.filter(act_id=act_id).first()


@act(May.SEE_REQUESTS)
def take_family_request(
    actor: Actor,
    *,
    resident_id: UUID,
    asked_by: str,
    relation: str,
    phone: str,
    channel: str,
    way: ServiceWay | None,
    words: str,
    act_id: UUID,
    now: datetime,
) -> FamilyRequest:
    """Write down that somebody asks for a resident. Opens the case where there is none; a standing wish stays.

    Refuses who sees no names, a resident out of reach, and the same page sent twice.
    """
    resident = find_resident(resident_id)
    if resident is None or _masked(actor) or not reaches(actor, resident, May.SEE_REQUESTS, now):
        raise Refused(not_there())
    if find_family_request(act_id) is not None:
        raise Refused(Refusal(Code.ALREADY_SAVED))
    if not asked_by.strip():
        raise Refused(Refusal(Code.ASKED_BY_MISSING))
    case = find_case(resident.pk) or open_case(resident, actor=actor, now=now)
    if way is not None:
        case.wished_way = way.value
        case.save(update_fields=["wished_way"])
    assert actor.user_id is not None
    row = FamilyRequest.objects.create(
        act_id=act_id,
        ward_id=resident.ward_id,
        resident=resident,
        asked_by=asked_by.strip()[:200],
        relation=relation.strip()[:80],
        phone=phone.strip()[:40],
        channel=channel[:8],
        way=way.value if way else "",
        words=words.strip()[:300],
        asked_at=now,
        taken_by_id=actor.user_id,
    )
    journal.act(actor, "canvass.request_taken", now=now, people=[resident.pk], case_id=case.pk)
    return row


@reads(May.SEE_REQUESTS)
def show_family_requests(actor: Actor, *, now: datetime) -> list[FamilyRequestView]:
    """Who is asked for and waits, oldest first, repeats folded; planning sees age, need and place, no names."""
    rows = FamilyRequest.objects.filter(ward_id=actor.ward_id, state=FamilyRequest.State.OPEN)
    folded: dict[UUID, FamilyRequest] = {}
    times: Counter[UUID] = Counter()
    for row in rows.select_related("resident__household", "resident__group")[:_MOST]:
        times[row.resident_id] += 1
        folded[row.resident_id] = row
    masked = _masked(actor)
    shown = [row for row in folded.values() if masked or reaches(actor, row.resident, May.SEE_REQUESTS, now)]
    journal.read(
        actor,
        "canvass.requests_shown",
        now=now,
        people=[row.resident_id for row in shown],
        purpose="family_asks",
        fields=["place", "needs"] if masked else ["name", "birth", "address", "number_masked", "needs"],
    )
    return [_view(actor, row, times[row.resident_id], masked, now) for row in shown]


@act(May.SEE_REQUESTS)
def close_family_request(
    actor: Actor, *, request_id: UUID, done: bool, answer: str, now: datetime
) -> FamilyRequest:
    """Close everything asked for one person, with what the family was told."""
    row = (
        FamilyRequest.objects.select_for_update(of=("self",))
        .filter(pk=request_id, ward_id=actor.ward_id)
        .first()
    )
    if row is None or _masked(actor) or not reaches(actor, row.resident, May.SEE_REQUESTS, now):
        raise Refused(not_there())
    if row.state != FamilyRequest.State.OPEN:
        raise Refused(Refusal(Code.REQUEST_CLOSED))
    if not answer.strip():
        raise Refused(Refusal(Code.REQUEST_ANSWER))
    same = FamilyRequest.objects.filter(resident_id=row.resident_id, state=FamilyRequest.State.OPEN)
    same.update(
        state=FamilyRequest.State.DONE if done else FamilyRequest.State.DECLINED,
        answer=answer.strip()[:300],
        closed_at=now,
        closed_by_id=actor.user_id,
    )
    journal.act(actor, "canvass.request_closed", now=now, people=[row.resident_id], details={"done": done})
    row.refresh_from_db()
    return row


def count_family_requests(ward_id: UUID) -> int:
    """For how many people families ask and wait."""
    rows = FamilyRequest.objects.filter(ward_id=ward_id, state=FamilyRequest.State.OPEN)
    return rows.values("resident_id").distinct().count()


def _masked(actor: Actor) -> bool:
    found = cell(actor.role, May.SEE_REQUESTS)
    return found is None or found.masked


def _view(actor: Actor, row: FamilyRequest, times: int, masked: bool, now: datetime) -> FamilyRequestView:
    resident: Resident = row.resident
    case = find_case(resident.pk)
    helps = helps_of(case) if case is not None and cell(actor.role, May.SEE_NEEDS) is not None else ()
    least, most = resident.birth.completed_years_on(local_day(now)) if resident.birth else (None, None)
    home = resident.household
    place = [resident.group.name if resident.group else "", home.tower or home.alley]
    return FamilyRequestView(
        id=row.pk,
        strip=None if masked else strip_of(resident, helps=helps),
        resident_id=None if masked else resident.pk,
        age="" if least is None else str(least) if least == most else f"{least}-{most}",
        place=", ".join(part for part in place if part),
        helps=helps,
        way=ServiceWay(row.way) if row.way else None,
        words="" if masked else row.words,
        asked_by="" if masked else row.asked_by,
        relation="" if masked else row.relation,
        phone="" if masked else row.phone,
        channel=row.channel,
        asked_at=row.asked_at,
        times=times,
    )
