"""Ending a card: a grave act of two persons, with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act
from tannha.issue.models import Card
from tannha.issue.rules.handover import CardActKind, CardStatus, why_not_revoke
from tannha.issue.service.cards import add_act, get_card
from tannha.roll.service import note_documents_ended


@act(May.REVOKE_CARD)
def revoke_card(
    actor: Actor, *, card_id: UUID, reason: str, second: SecondPerson | None, now: datetime
) -> Card:
    """End a card for good; of one that was given the roll learns that it is held no more.

    Refused without a reason or a second person, and for a card that has ended.
    """
    card = get_card(actor, card_id, May.REVOKE_CARD, now, lock=True)
    refusals = why_not_revoke(CardStatus(card.status), reason=reason)
    if refusals:
        raise Refused(refusals[0])
    other = confirm(actor, second, May.REVOKE_CARD, now=now)
    if CardStatus(card.status) is CardStatus.HANDED_OVER:
        note_documents_ended(card.resident, on=local_day(now), issued_on=card.issued_on)
    card.status = CardStatus.REVOKED
    card.carried_by = card.carried_on = None
    card.save(update_fields=["status", "carried_by", "carried_on"])
    add_act(card, CardActKind.REVOKED, at=now, actor=actor, second=other, reason=reason.strip())
    journal.act(
        actor,
        "issue.card_revoked",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        second=other,
        details={"card": str(card.pk)},
    )
    return card
