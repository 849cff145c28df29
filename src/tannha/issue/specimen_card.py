"""What goes on a specimen chip: from what stands on a card, or an invented person; and a portrait made ready for it.

For: `tannha card simulate` and the chips of cards made here. The keys are drawn fresh, the signer is a test authority
whose names say SPECIMEN. Not for: real cards.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime

from tannha.ground.dates import PartialDate
from tannha.icao.chip.image import ChipImage
from tannha.icao.dg13 import Dg13
from tannha.icao.mrz import Lines
from tannha.icao.personalise import PROFILES, Contents, DocumentSigner, generate_keys, personalise
from tannha.issue.rules.card_text import SEX_WORDS, CardIdentity, mrz_of

PORTRAIT = (240, 320)
PORTRAIT_BYTES = 15_000
DEFAULT_PROFILE = "vietnam"
DEMO_ISSUED = date(2026, 11, 24)
DEMO_PERSON = CardIdentity(
    personal_number="099147000001",
    full_name="Trần Thị Mẫu",
    birth=PartialDate(year=1947, month=1, day=15),
    sex="female",
    address="số 1, ngõ Mẫu, phường Hoa Mai",
)
"""Nobody: prefix 099 belongs to no province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What a chip is made from: the zone's lines, the identity, and the card's days."""

    lines: Lines
    identity: CardIdentity
    issued_on: date
    expires_on: date | None
    features: str = ""
    face: bytes | None = None


def demo_card() -> CardFacts:
    """The invented person's card."""
    return CardFacts(
        lines=mrz_of(DEMO_PERSON, expires_on=None),
        identity=DEMO_PERSON,
        issued_on=DEMO_ISSUED,
        expires_on=None,
    )


def contents_of(card: CardFacts) -> Contents:
    """DG1, DG2 and DG13 from a card. A card without a picture gets a drawn one that says SPECIMEN."""
    identity = card.identity
    return Contents(
        zone=card.lines,
        portrait=portrait_jpeg(card.face) if card.face else drawn_portrait(),
        entries=Dg13(
            personal_number=identity.personal_number,
            full_name=identity.full_name,
            birth=_birth_text(identity.birth),
            sex=SEX_WORDS[identity.sex],
            nationality="Việt Nam",
            residence=identity.address,
            features=card.features or None,
            issued=f"{card.issued_on:%d/%m/%Y}",
            expires=f"{card.expires_on:%d/%m/%Y}" if card.expires_on else "Không thời hạn",
            parents=(identity.father, identity.mother) if identity.father or identity.mother else None,
            old_number=identity.cmnd9 or None,
        ),
    )


def make_chip(card: CardFacts, profile: str, signer: DocumentSigner, *, now: datetime) -> ChipImage:
    """Draw keys, write and sign the whole chip. Refuses (ValueError) contents that a chip cannot hold."""
    chosen = PROFILES[profile]
    return personalise(contents_of(card), chosen, generate_keys(chosen), signer, signing_time=now)


def _birth_text(birth: PartialDate | None) -> str | None:
    if birth is None:
        return None
    parts = [f"{part:02d}" for part in (birth.day, birth.month) if part is not None]
    return "/".join([*parts, f"{birth.year:04d}"])


def portrait_jpeg(picture: bytes) -> bytes:
    """A captured picture as a JPEG of the size that chips carry (ISO/IEC 19794-5). Refuses (ValueError) no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.thumbnail((PORTRAIT[0] * 2, PORTRAIT[1] * 2))
            ready = opened.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("the face is no picture") from error
    for quality in (85, 70, 55, 40, 25):
        out = io.BytesIO()
        ready.save(out, format="JPEG", quality=quality)
        if out.tell() <= PORTRAIT_BYTES:
            break
    return out.getvalue()


def drawn_portrait() -> bytes:
    """A drawn head that is nobody's, with SPECIMEN across it."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = PORTRAIT
    picture = Image.new("RGB", PORTRAIT, "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((20, 210, width - 20, 420), fill=(70, 90, 120))
    draw.ellipse((65, 50, width - 65, 220), fill=(225, 190, 160))
    draw.chord((60, 40, width - 60, 190), 180, 360, fill=(40, 32, 30))
    for x in (100, 140):
        draw.ellipse((x - 6, 128, x + 6, 138), fill=(30, 30, 30))
    draw.arc((100, 160, 140, 190), 20, 160, fill=(140, 60, 60), width=3)
    draw.text((30, height - 50), "SPECIMEN", fill=(180, 0, 0), font=ImageFont.load_default(size=34))
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=85)
    return out.getvalue()
