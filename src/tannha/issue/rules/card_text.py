"""What is written on a card to the letter: the machine readable zone and the text of the QR. Pure.

QR: plain text in fields parted by "|", seven fields on the card of 2021, eleven on the card of 2024
(Circulars 06/2021 and 16/2024/TT-BCA). It is unsigned: good for filling forms, worthless as a proof. The
order of fields 8-11 is not published; ours is cancelled number, father, mother, one empty field, and readers
keep them raw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tannha.ground.dates import PartialDate
from tannha.ground.personal_number import is_well_formed
from tannha.ground.refusal import Refusal
from tannha.icao.mrz import Lines, encode_vietnamese
from tannha.icao.mrz_names import NotALetter, letters_of
from tannha.issue.refusals import Code

BAR = "|"
SEX_WORDS = {"male": "Nam", "female": "Nữ"}
_SEX_LETTERS = {"male": "M", "female": "F"}


class CardRegime(Protocol):
    """What of a regime shapes the card's texts."""

    @property
    def qr_fields(self) -> int:
        """7 or 11."""

    @property
    def year_only_birth(self) -> str:
        """How a birth known in part stands in the QR: "year" (1947), "blank_days" (four spaces), "zeros"
        (00001947).
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIdentity:
    """Who the card is for, as an approved packet says. `sex` is "male" or "female"; empty texts are unknown
    or none.
    """

    personal_number: str
    full_name: str
    birth: PartialDate | None
    sex: str
    address: str
    cmnd9: str = ""
    cancelled_number: str = ""
    father: str = ""
    mother: str = ""


def why_not_write(identity: CardIdentity) -> tuple[Refusal, ...]:
    """Say what keeps this identity off a card, nearest first; empty when the card can be written."""
    found = []
    if not is_well_formed(identity.personal_number):
        found.append(Refusal(Code.NUMBER_MISSING))
    if identity.birth is None:
        found.append(Refusal(Code.BIRTH_MISSING))
    if identity.sex not in SEX_WORDS:
        found.append(Refusal(Code.SEX_MISSING))
    try:
        named = bool(letters_of(identity.full_name))
    except NotALetter:
        named = False
    if not named:
        found.append(Refusal(Code.NAME_LETTERS))
    if any(BAR in text or not text.isprintable() for text in _texts(identity)):
        found.append(Refusal(Code.TEXT_HAS_BAR))
    return tuple(found)


def _texts(identity: CardIdentity) -> tuple[str, ...]:
    return (identity.full_name, identity.address, identity.cmnd9, identity.father, identity.mother)


def mrz_of(identity: CardIdentity, *, expires_on: date | None) -> Lines:
    """Write the three lines of the card. Refuses (ValueError) an identity that `why_not_write` refuses."""
    if identity.birth is None:
        raise ValueError("a card needs at least a year of birth")
    return encode_vietnamese(
        personal_number=identity.personal_number,
        birth_year=identity.birth.year,
        birth_month=identity.birth.month,
        birth_day=identity.birth.day,
        sex=_SEX_LETTERS[identity.sex],
        expires_on=expires_on,
        full_name=identity.full_name,
    )


def qr_of(identity: CardIdentity, *, issued_on: date, regime: CardRegime) -> str:
    """Write the text of the QR in the form of the regime of the day of issue. Refuses (ValueError) as
    `mrz_of`.
    """
    if identity.birth is None or regime.qr_fields not in (7, 11):
        raise ValueError("a card needs at least a year of birth, and a form of seven or eleven fields")
    fields = [
        identity.personal_number,
        identity.cmnd9,
        printed_name(identity.full_name),
        birth_digits(identity.birth, form=regime.year_only_birth),
        SEX_WORDS[identity.sex],
        identity.address,
        f"{issued_on:%d%m%Y}",
    ]
    if regime.qr_fields == 11:
        fields += [
            identity.cancelled_number,
            printed_name(identity.father),
            printed_name(identity.mother),
            "",
        ]
    return BAR.join(fields)


def birth_digits(birth: PartialDate, *, form: str) -> str:
    """Write DDMMYYYY; where the day or month is unknown the form decides: left out, blanks, or zeros."""
    if form not in ("year", "blank_days", "zeros"):
        raise ValueError("unknown form of a birth known in part")
    unknown = {"year": "", "blank_days": "  ", "zeros": "00"}[form]
    day, month = (unknown if part is None else f"{part:02d}" for part in (birth.day, birth.month))
    return f"{day}{month}{birth.year:04d}"


def printed_name(full_name: str) -> str:
    """A name written in capitals gets capitals at the beginnings of its parts only; mixed writing stays as it
    is.
    """
    if full_name != full_name.upper():
        return full_name
    letters = []
    begins = True
    for letter in full_name:
        letters.append(letter if begins else letter.lower())
        begins = not (letter.isalpha() or not letter.isprintable())
    return "".join(letters)
