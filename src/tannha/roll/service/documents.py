"""Documents a person holds: noted when a card is given, ended when it is revoked or a newer one takes its place."""

from __future__ import annotations

from datetime import date, datetime

from tannha.roll.models import HeldDocument, Resident
from tannha.roll.service.merging import stands_for
from tannha.roll.service.values import count_change


def note_document(
    resident: Resident,
    kind: str,
    issued_on: date | None,
    expires_on: date | None,
    no_expiry: bool,
    now: datetime,
) -> HeldDocument:
    """Note a document the person now holds, inside another verb's transaction (a handover)."""
    row = HeldDocument.objects.create(
        resident=resident,
        kind=HeldDocument.Kind(kind),
        issued_on=issued_on,
        expires_on=None if no_expiry else expires_on,
        no_expiry=no_expiry,
        noted_at=now,
    )
    count_change(resident)
    return row


def note_documents_ended(resident: Resident, *, on: date, issued_on: date | None = None) -> int:
    """Note that documents hold no more from this day, inside another verb's transaction; gives how many ended.

    With `issued_on` the chip cards of that day of issue, on whichever row stands for the person now (a card was
    revoked); without it all that the person held so far (a new card takes their place).
    """
    one = stands_for(resident.ward_id, resident.pk) or resident.pk
    held = HeldDocument.objects.filter(resident_id__in={one, resident.pk}, ended_on=None)
    if issued_on is not None:
        held = held.filter(kind=HeldDocument.Kind.CHIP, issued_on=issued_on)
    ended = held.update(ended_on=on)
    if ended:
        count_change(resident)
    return ended
