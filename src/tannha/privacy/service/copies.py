"""The copy a resident may have of everything the ward holds about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import find_case, good_hours_of, helps_of, history_of, hours_in_words
from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.privacy.models import RightsRequest
from tannha.privacy.refusals import Code
from tannha.roll.service import CopyLine, copy_of, find_resident


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCopy:
    """Part by part what is held: (part, lines of label and value)."""

    name: str
    lines: tuple[CopyLine, ...]
    helps: tuple[str, ...]
    good_hours: str
    history: tuple[tuple[date, str], ...]
    made_at: datetime


@reads(May.RIGHTS)
def hand_copy(actor: Actor, *, request_id: UUID, now: datetime) -> PersonalCopy:
    """Everything held about the person of an open request to see it, for handing over; by who sees people unmasked."""
    seen = cell(actor.role, May.LOOK_UP)
    row = RightsRequest.objects.filter(ward_id=actor.ward_id, pk=request_id).first()
    if row is None or seen is None or seen.masked:
        raise Refused(not_there())
    resident = find_resident(row.resident_id) if row.resident_id else None
    if resident is None:
        raise Refused(Refusal(Code.NOT_IN_ROLL))
    case = find_case(resident.pk)
    journal.read(
        actor,
        "privacy.copy_handed",
        now=now,
        people=[resident.pk],
        purpose="rights",
        fields=["name", "birth", "address", "personal_number", "documents", "needs", "helpers", "visits"],
    )
    return PersonalCopy(
        name=resident.full_name,
        lines=tuple(copy_of(resident)),
        helps=helps_of(case) if case else (),
        good_hours=hours_in_words(good_hours_of(case)) if case else "",
        history=tuple(history_of(resident)),
        made_at=now,
    )
