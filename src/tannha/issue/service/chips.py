"""Chips of cards made here: written for the virtual reader at first use, read back at once, kept sealed.

Only invented people's cards get one (numbers with the prefix that belongs to no province): this station holds no key
of the State, and a specimen chip of a real person would be a forgery.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.enrol.service import identity_part
from tannha.ground import journal, vault
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.person import PersonStrip
from tannha.ground.personal_number import SYNTHETIC_PREFIX
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.vault import CannotOpen
from tannha.ground.verb import act, reads
from tannha.icao.chip.applet import Applet
from tannha.icao.chip.image import ChipImage
from tannha.icao.chip.storage import decode_image, encode_image
from tannha.icao.lds import group_of_file
from tannha.icao.pki.trust import Anchors
from tannha.icao.reader.inspection import Inspector
from tannha.issue.devices.own_authority import own_authority
from tannha.issue.models import Card, Chip
from tannha.issue.refusals import Code
from tannha.issue.rules.handover import CardStatus
from tannha.issue.service.cards import find_card, get_card
from tannha.issue.service.personalise import identity_of
from tannha.issue.specimen_authority import NoAuthority, SpecimenAuthority
from tannha.issue.specimen_card import DEFAULT_PROFILE, CardFacts, make_chip
from tannha.roll.service import strip_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipView:
    """A card's chip as its page shows it; `chip` is None while none is written."""

    card: Card
    strip: PersonStrip
    chip: Chip | None
    why_not: Refusal | None


def why_not_chip(card: Card) -> Refusal | None:
    """Why this card gets no chip here; None when it may."""
    if not card.number.startswith(SYNTHETIC_PREFIX):
        return Refusal(Code.CHIP_OF_A_PERSON)
    if card.status == CardStatus.REVOKED:
        return Refusal(Code.CARD_REVOKED)
    return None


@reads(May.PERSONALISE)
def show_chip(actor: Actor, *, card_id: UUID, now: datetime) -> ChipView:
    """What was written on a card's chip and what a reader found right after."""
    card = get_card(actor, card_id, May.PERSONALISE, now)
    journal.read(
        actor,
        "issue.chip_shown",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        purpose="personalise",
        fields=["name"],
    )
    chip = Chip.objects.select_related("by").filter(card=card).first()
    return ChipView(card=card, strip=strip_of(card.resident), chip=chip, why_not=why_not_chip(card))


@act(May.PERSONALISE)
def write_chip(actor: Actor, *, card_id: UUID, now: datetime) -> Chip:
    """Write a SPECIMEN chip for a card and read it back. Refused where there is one, or where none may be."""
    card = get_card(actor, card_id, May.PERSONALISE, now, lock=True)
    if Chip.objects.filter(card=card).exists():
        raise Refused(Refusal(Code.CHIP_WRITTEN))
    chip = _written(actor, card, now)
    journal.act(
        actor,
        "issue.chip_written",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        details={"card": str(card.pk), "profile": chip.profile},
    )
    return chip


@act(May.PERSONALISE)
def lend_chip(
    actor: Actor,
    *,
    resident_id: UUID,
    now: datetime,
    profile: str = DEFAULT_PROFILE,
    authority: SpecimenAuthority | None = None,
) -> ChipImage:
    """The chip of a resident's newest living card, for the virtual reader; written and kept at first use.

    Another profile or another authority than the usual gives a chip of the same card that is not kept. Refused for a
    resident without a card.
    """
    card = (
        Card.objects.filter(ward_id=actor.ward_id, resident_id=resident_id)
        .exclude(status=CardStatus.REVOKED)
        .order_by("-made_on", "-id")
        .first()
    )
    card = find_card(card.pk) if card is not None else None
    if card is None:
        raise Refused(not_there())
    whynot = why_not_chip(card)
    if whynot is not None:
        raise Refused(whynot)
    if authority is None and profile == DEFAULT_PROFILE:
        chip = Chip.objects.filter(card=card).first() or _written(actor, card, now)
        image = image_of(chip)
    else:
        image = _made(card, profile, authority or _authority(now), now)
    journal.act(
        actor,
        "issue.chip_lent",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        details={"card": str(card.pk), "profile": profile},
    )
    return image


def image_of(chip: Chip) -> ChipImage:
    """Open a kept chip."""
    sealed = bytes(chip.sealed)
    return decode_image(vault.open_sealed(sealed, ward_id=chip.card.ward_id, context=_context(chip.card_id)))


def _written(actor: Actor, card: Card, now: datetime) -> Chip:
    authority = _authority(now)
    image = _made(card, DEFAULT_PROFILE, authority, now)
    anchors = Anchors.of([authority.csca], [authority.revocations])
    found = Inspector(anchors, at=now).inspect(Applet(image), image.passwords)
    groups = {
        f"DG{number}": len(data)
        for identifier, data in sorted(image.files.items())
        if (number := group_of_file(identifier)) is not None
    }
    return Chip.objects.create(
        card=card,
        profile=DEFAULT_PROFILE,
        sealed=vault.seal(encode_image(image), ward_id=card.ward_id, context=_context(card.pk)),
        groups=groups,
        read_back=[
            {key: value for key, value in fact.as_plain.items() if key != "evidence"} for fact in found.facts
        ],
        signer=authority.signer.certificate.fingerprint,
        written_at=now,
        by_id=actor.user_id,
    )


def _made(card: Card, profile: str, authority: SpecimenAuthority, now: datetime) -> ChipImage:
    whynot = why_not_chip(card)
    if whynot is not None:
        raise Refused(whynot)
    try:
        part = identity_part(card.packet)
        identity = identity_of(card.packet)
    except CannotOpen as error:
        raise Refused(Refusal(Code.PACKET_SHUT)) from error
    first, second, third = card.mrz_lines
    facts = CardFacts(
        lines=(first, second, third),
        identity=identity,
        issued_on=card.issued_on,
        expires_on=card.expires_on,
        features=part.features,
        face=part.face,
    )
    try:
        return make_chip(facts, profile, authority.signer, now=now)
    except ValueError as error:
        raise Refused(Refusal(Code.CHIP_CONTENTS)) from error


def _authority(now: datetime) -> SpecimenAuthority:
    try:
        return own_authority(now=now)
    except NoAuthority as error:
        raise Refused(Refusal(Code.CHIP_SIGNER)) from error


def _context(card_id: UUID) -> bytes:
    return f"chip {card_id}".encode()
