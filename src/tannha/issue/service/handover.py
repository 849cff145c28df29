"""Arranging a round of cards, and the handover itself, at the home or at the counter, with its receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import has_do_not_visit, note_step
from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.issue.models import Card, Receipt
from tannha.issue.refusals import Code
from tannha.issue.rules.handover import (
    CardActKind,
    CardStatus,
    Handover,
    HandoverPlace,
    spoken_day,
    why_not_hand_over,
)
from tannha.issue.service.cards import add_act, get_card
from tannha.plan.service import find_promise, note_promise_kept
from tannha.roll.rules.due import DocumentKind
from tannha.roll.service import note_document, note_documents_ended, strip_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Representing:
    """A representative the roll knows, with the document."""

    name: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """What the officer sees before giving a card: the person, the card, known representatives, papers held
    before.
    """

    card: Card
    strip: PersonStrip
    representatives: tuple[Representing, ...]
    held: tuple[str, ...]
    home_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """The receipt of a handover with what a reader needs to know the card again."""

    receipt: Receipt
    card: Card
    strip: PersonStrip
    officer: str


def list_carriers(ward_id: UUID) -> list[tuple[str, str]]:
    """Operators of the ward who may carry cards: account name and display name."""
    users = User.objects.filter(ward_id=ward_id, role=Role.OPERATOR.value, is_active=True)
    return list(users.order_by("display_name").values_list("username", "display_name"))


@act(May.PERSONALISE)
def arrange_round(
    actor: Actor, *, card_ids: Iterable[UUID], carrier: str, on: date, now: datetime
) -> tuple[Card, ...]:
    """Give made cards to an operator for the round of a day.

    Refused for a past day, another role, a card that is not waiting, and a home that asked not to be visited
    then.
    """
    if on < local_day(now):
        raise Refused(Refusal(Code.DAY_PAST))
    user = User.objects.filter(
        ward_id=actor.ward_id, username=carrier.strip().casefold(), role=Role.OPERATOR.value, is_active=True
    ).first()
    if user is None:
        raise Refused(Refusal(Code.CARRIER))
    cards = list(
        Card.objects.select_for_update(of=("self",))
        .select_related("resident__household", "case")
        .filter(ward_id=actor.ward_id, pk__in=list(card_ids), status=CardStatus.MADE)
    )
    if not cards:
        raise Refused(Refusal(Code.NOTHING_CHOSEN))
    for card in cards:
        not_before = card.case.not_before
        if has_do_not_visit(card.resident) or (not_before is not None and on < not_before):
            raise Refused(Refusal(Code.ASKED_TO_WAIT, on=spoken_day(not_before) or "…"))
        card.carried_by, card.carried_on = user, on
        card.save(update_fields=["carried_by", "carried_on"])
    journal.act(
        actor,
        "issue.round_arranged",
        now=now,
        people=[card.resident_id for card in cards],
        details={"cards": [str(card.pk) for card in cards], "carrier": str(user.pk), "on": on.isoformat()},
    )
    return tuple(cards)


@reads(May.HAND_OVER_HOME)
def show_handover(actor: Actor, *, card_id: UUID, now: datetime) -> HandoverView:
    """The handover page of a card; refused with its receipt when it was given already."""
    card = get_card(actor, card_id, May.HAND_OVER_HOME, now)
    if card.status != CardStatus.MADE:
        raise Refused(_not_made(card))
    resident = card.resident
    journal.read(
        actor,
        "issue.handover_shown",
        now=now,
        people=[resident.pk],
        case_id=card.case_id,
        purpose="handover",
        fields=["name", "birth", "place", "documents", "representative"],
    )
    return HandoverView(
        card=card,
        strip=strip_of(resident),
        representatives=tuple(
            Representing(name=row.name, document=row.document)
            for row in resident.representatives.filter(ended_at__isnull=True)
        ),
        held=tuple(
            resident.documents.filter(ended_on=None).exclude(kind="none").values_list("kind", flat=True)
        ),
        home_only=actor.role is Role.OPERATOR,
    )


@act(May.HAND_OVER_HOME)
def hand_over(actor: Actor, *, card_id: UUID, handover: Handover, now: datetime) -> Receipt:
    """Give a card to the person or a representative with a document, and close the case.

    Refused: given already (with its receipt), revoked, not the right person yet, old paper open, a supporter
    as receiver, a representative without a document, no mark and no reason; an operator at the counter.
    """
    assert actor.user_id is not None
    card = get_card(actor, card_id, May.HAND_OVER_HOME, now, lock=True)
    if actor.role is Role.OPERATOR and handover.place is not HandoverPlace.HOME:
        raise Refused(Refusal(Code.HOME_ONLY))
    given_on = local_day(card.handed_over_at) if card.handed_over_at else None
    refusals = why_not_hand_over(CardStatus(card.status), handover, handed_over_on=given_on)
    if refusals:
        raise Refused(refusals[0])
    assert handover.old_paper and handover.receiver and handover.mark
    receipt = Receipt.objects.create(
        card=card,
        at=now,
        place=handover.place.value,
        old_paper=handover.old_paper.value,
        receiver=handover.receiver.value,
        receiver_name=handover.receiver_name.strip(),
        receiver_document=handover.receiver_document.strip(),
        mark=handover.mark.value,
        mark_reason=handover.mark_reason.strip(),
        officer_id=actor.user_id,
    )
    card.status, card.handed_over_at = CardStatus.HANDED_OVER, now
    card.save(update_fields=["status", "handed_over_at"])
    add_act(card, CardActKind.HANDED_OVER, at=now, actor=actor)
    note_documents_ended(card.resident, on=local_day(now))
    note_document(
        card.resident,
        DocumentKind.CHIP,
        card.issued_on,
        card.expires_on,
        card.expires_on is None,
        now,
    )
    promise = find_promise(card.case_id)
    if promise is not None:
        note_promise_kept(promise, now=now)
    note_step(card.case, CaseActKind.HANDED_OVER, actor=actor, now=now, details={"card": str(card.pk)})
    journal.act(
        actor,
        "issue.card_handed_over",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        details={"card": str(card.pk), "place": handover.place.value, "receiver": handover.receiver.value},
    )
    return receipt


@reads(May.HAND_OVER_HOME)
def show_receipt(actor: Actor, *, card_id: UUID, now: datetime, printed: bool = False) -> ReceiptView:
    """The receipt of a card that was handed over; not there for one that was not."""
    card = get_card(actor, card_id, May.HAND_OVER_HOME, now)
    receipt = Receipt.objects.select_related("officer").filter(card=card).first()
    if receipt is None:
        raise Refused(not_there())
    journal.read(
        actor,
        "issue.receipt_printed" if printed else "issue.receipt_shown",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        purpose="handover",
        fields=["name", "birth", "receiver"],
    )
    return ReceiptView(
        receipt=receipt, card=card, strip=strip_of(card.resident), officer=receipt.officer.display_name
    )


def _not_made(card: Card) -> Refusal:
    if card.status == CardStatus.REVOKED:
        return Refusal(Code.CARD_REVOKED)
    return Refusal(
        Code.ALREADY_GIVEN, on=spoken_day(local_day(card.handed_over_at)) if card.handed_over_at else ""
    )
