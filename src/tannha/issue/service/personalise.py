"""Making cards from approved packets: the texts of the card, read back before they count. The chip: see `chips`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.service import note_step
from tannha.enrol.service import Packet, identity_part, packets_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.regime import regime_on
from tannha.ground.vault import CannotOpen
from tannha.ground.verb import act, reads
from tannha.icao.mrz import Lines, decode_vietnamese
from tannha.issue.models import Card
from tannha.issue.refusals import Code
from tannha.issue.rules.card_text import CardIdentity, mrz_of, qr_of, why_not_write
from tannha.issue.rules.expiry import validity_of
from tannha.issue.rules.handover import CardActKind, CardStatus
from tannha.issue.service.cards import add_act

BATCH = 100
"""How many cards one act makes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMake:
    """An approved packet without a card."""

    packet_id: UUID
    slip_number: str
    name: str
    approved_at: datetime | None
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A packet from which no card could be made, and why."""

    slip_number: str
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a batch gave: cards, and packets kept apart."""

    cards: tuple[Card, ...]
    apart: tuple[Apart, ...]


def _to_make(ward_id: UUID) -> QuerySet[Packet]:
    return (
        Packet.objects.filter(
            ward_id=ward_id, state=Packet.State.APPROVED, case__step__in=[Step.CARD, Step.HANDOVER]
        )
        .exclude(cards__status__in=[CardStatus.MADE, CardStatus.HANDED_OVER])
        .order_by("promised_on", "sealed_at", "id")
    )


def count_to_make(ward_id: UUID) -> int:
    """How many approved packets have no card yet."""
    return _to_make(ward_id).count()


@reads(May.PERSONALISE)
def list_to_make(actor: Actor, *, now: datetime) -> tuple[ToMake, ...]:
    """Approved packets without a card, earliest promise first; at most one batch."""
    packets = list(_to_make(actor.ward_id)[:BATCH])
    journal.read(
        actor,
        "issue.to_make_shown",
        now=now,
        people=[packet.case.resident_id for packet in packets],
        purpose="personalise",
        fields=["name"],
    )
    return tuple(
        ToMake(
            packet_id=packet.pk,
            slip_number=packet.slip_number,
            name=packet.case.resident.full_name,
            approved_at=packet.decided_at,
            promised_on=packet.promised_on,
        )
        for packet in packets
    )


@act(May.PERSONALISE)
def make_cards(actor: Actor, *, packet_ids: Iterable[UUID], now: datetime) -> Made:
    """Make cards from the identity parts of approved packets; what cannot be made is kept apart with its
    reason.

    Refused when nothing is chosen, or when not one card could be made (then with the first reason).
    """
    chosen = list(dict.fromkeys(packet_ids))[:BATCH]
    packets = list(
        packets_of(actor.ward_id)
        .select_for_update(of=("self",))
        .filter(pk__in=chosen)
        .order_by("promised_on", "sealed_at", "id")
    )
    if not packets:
        raise Refused(Refusal(Code.NOTHING_CHOSEN))
    cards: list[Card] = []
    apart: list[Apart] = []
    for packet in packets:
        card = _make(actor, packet, now)
        if isinstance(card, Refusal):
            apart.append(Apart(slip_number=packet.slip_number, refusal=card))
        else:
            cards.append(card)
    if not cards:
        raise Refused(apart[0].refusal)
    journal.act(
        actor,
        "issue.cards_made",
        now=now,
        people=[card.resident_id for card in cards],
        details={"cards": [str(card.pk) for card in cards], "apart": len(apart)},
    )
    return Made(cards=tuple(cards), apart=tuple(apart))


def _make(actor: Actor, packet: Packet, now: datetime) -> Card | Refusal:
    if Card.objects.filter(case_id=packet.case_id).exclude(status=CardStatus.REVOKED).exists():
        return Refusal(Code.ALREADY_MADE)
    if packet.state != Packet.State.APPROVED:
        return Refusal(Code.NOT_APPROVED)
    try:
        identity = identity_of(packet)
    except CannotOpen:
        return Refusal(Code.PACKET_SHUT)
    whynot = why_not_write(identity)
    if whynot or identity.birth is None:
        return whynot[0] if whynot else Refusal(Code.BIRTH_MISSING)
    issued_on = local_day(now)
    regime = regime_on(issued_on)
    expires_on = validity_of(birth=identity.birth, issued_on=issued_on, regime=regime).expires_on
    lines = mrz_of(identity, expires_on=expires_on)
    if not _reads_back(lines, identity, expires_on):
        return Refusal(Code.READ_BACK)
    card = Card.objects.create(
        ward_id=packet.ward_id,
        case=packet.case,
        resident_id=packet.case.resident_id,
        packet=packet,
        number=identity.personal_number,
        mrz="\n".join(lines),
        qr_text=qr_of(identity, issued_on=issued_on, regime=regime),
        regime=regime.name,
        place_of_issue=regime.place_of_issue,
        issued_on=issued_on,
        expires_on=expires_on,
        promised_on=packet.promised_on,
        made_on=issued_on,
        status=CardStatus.MADE,
        at_home=packet.enrolment.place == "home",
    )
    add_act(card, CardActKind.MADE, at=now, actor=actor)
    if packet.case.step != Step.HANDOVER:
        note_step(packet.case, CaseActKind.PERSONALISED, actor=actor, now=now, details={"card": str(card.pk)})
    return card


def identity_of(packet: Packet) -> CardIdentity:
    """Who the card is for, as the approved packet says. Raises `vault.CannotOpen`."""
    part = identity_part(packet)
    numbers = packet.case.resident.numbers.filter(kind="former").exclude(value=part.personal_number)
    cancelled = numbers.values_list("value", flat=True).first()
    return CardIdentity(
        personal_number=part.personal_number,
        full_name=part.full_name,
        birth=part.birth,
        sex=part.sex,
        address=part.address,
        cmnd9=part.cmnd9,
        cancelled_number=cancelled or "",
    )


def _reads_back(lines: Lines, identity: CardIdentity, expires_on: date | None) -> bool:
    """Whether a strict reader gets out what was written: number, birth, end.

    A number kept after a lawful correction may contradict birth or sex (Decree 70/2024 Art. 11); that is told
    apart from a fault of writing by its kind.
    """
    reading = decode_vietnamese(lines)
    lawful = {"century", "sex_digit"}
    if reading.contents is None or any(each.wrong.value not in lawful for each in reading.deviations):
        return False
    zone = reading.contents
    month_day = (identity.birth.month, identity.birth.day) if identity.birth else (None, None)
    return (
        zone.personal_number == identity.personal_number
        and (zone.birth_month, zone.birth_day) == month_day
        and zone.expires_on == expires_on
    )
