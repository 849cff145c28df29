"""Reads the text of the QR on a card, strictly: what it says, what is odd about it, or why it is not such a
text. Pure.

Accepted: seven fields (card of 2021) or eleven (card of 2024), more than seven with a flag. Dates that no
calendar holds are refused, never rolled over. Births come in full or known in part, in three forms: the known
digits alone, blanks, zeros. What is read is a copy anybody could print: the result is an unverified copy,
always.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.ground.dates import PartialDate
from tannha.ground.names import nfc
from tannha.ground.personal_number import is_well_formed

USUAL_COUNTS = (7, 11)
LONGEST = 1000
"""More characters than any card carries; longer input is not looked into."""


class NotACard(StrEnum):
    """Why a text is not that of a card's QR."""

    NOTHING = "nothing"
    TOO_LONG = "too_long"
    MRZ = "mrz"
    PAPER_INSURANCE = "paper_insurance"
    LINK = "link"
    NUMBER_ALONE = "number_alone"
    NO_FIELDS = "no_fields"
    FIELD_COUNT = "field_count"
    NUMBER = "number"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ISSUED_ON = "issued_on"


class Oddity(StrEnum):
    """What is odd about a text that is read all the same; each asks for a look at the card itself."""

    LOST_MARKS = "lost_marks"
    LOST_CHARACTERS = "lost_characters"
    FIELD_COUNT = "field_count"
    OLD_NUMBER = "old_number"
    DECOMPOSED = "decomposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCopy:
    """What the QR of a card says. `sex` is "male" or "female"; `extra` are fields 8 and on, raw, meaning
    unconfirmed.
    """

    personal_number: str
    old_number: str
    full_name: str
    birth: PartialDate
    sex: str
    address: str
    issued_on: date
    extra: tuple[str, ...]
    oddities: tuple[Oddity, ...]


_SEX = {"nam": "male", "nữ": "female", "nu": "female"}
_MRZ = re.compile(r"[A-Z0-9<]{20,}")
_INSURANCE = re.compile(r"(?:[A-Z]{2}\d{13}|\d{10})")
_DIGITS = re.compile(r"\d+", re.ASCII)
_MARKED = re.compile(r"[^\x00-\x7f]")


def read_qr(scanned: str) -> CardCopy | NotACard:
    """Read scanned or pasted text; give what it says, or the one reason why it is not the text of a card's
    QR.
    """
    text = scanned.strip("\ufeff\r\n\t\0 ")
    if not text:
        return NotACard.NOTHING
    if len(text) > LONGEST:
        return NotACard.TOO_LONG
    fields = [nfc(field) for field in text.split("|")]
    if len(fields) < min(USUAL_COUNTS):
        return _what_else(text, fields)
    if _INSURANCE.fullmatch(fields[0]):
        return NotACard.PAPER_INSURANCE
    birth, issued_on = read_birth(fields[3]), _read_day(fields[6])
    sex = _SEX.get(fields[4].casefold())
    reason = _first_wrong(fields, birth, sex, issued_on)
    if reason is not None or birth is None or sex is None or issued_on is None:
        return reason or NotACard.NO_FIELDS
    return CardCopy(
        personal_number=fields[0],
        old_number=fields[1],
        full_name=fields[2],
        birth=birth,
        sex=sex,
        address=fields[5],
        issued_on=issued_on,
        extra=tuple(fields[7:]),
        oddities=_oddities(text, fields),
    )


def _what_else(text: str, fields: list[str]) -> NotACard:
    flat = "".join(text.split())
    if len(fields) > 1:
        return NotACard.PAPER_INSURANCE if _INSURANCE.fullmatch(fields[0]) else NotACard.FIELD_COUNT
    if re.match(r"(?:https?://|www\.)", flat, re.IGNORECASE):
        return NotACard.LINK
    if _DIGITS.fullmatch(flat) and len(flat) in (9, 12):
        return NotACard.NUMBER_ALONE
    if _INSURANCE.fullmatch(flat):
        return NotACard.PAPER_INSURANCE
    if "<<" in flat or (_MRZ.fullmatch(flat) and "<" in flat):
        return NotACard.MRZ
    return NotACard.NO_FIELDS


def _first_wrong(
    fields: list[str], birth: PartialDate | None, sex: str | None, issued_on: date | None
) -> NotACard | None:
    if not is_well_formed(fields[0]):
        return NotACard.NUMBER
    if not fields[2]:
        return NotACard.NAME
    if birth is None:
        return NotACard.BIRTH
    if sex is None:
        return NotACard.SEX
    if issued_on is None or issued_on < birth.earliest:
        return NotACard.ISSUED_ON
    return None


def _oddities(text: str, fields: list[str]) -> tuple[Oddity, ...]:
    found = []
    if "\ufffd" in text:
        found.append(Oddity.LOST_CHARACTERS)
    elif not _MARKED.search(fields[2] + fields[4] + fields[5]) or fields[4].casefold() == "nu":
        found.append(Oddity.LOST_MARKS)
    if len(fields) not in USUAL_COUNTS:
        found.append(Oddity.FIELD_COUNT)
    if fields[1] and not (_DIGITS.fullmatch(fields[1]) and len(fields[1]) in (9, 12)):
        found.append(Oddity.OLD_NUMBER)
    if not unicodedata.is_normalized("NFC", text):
        found.append(Oddity.DECOMPOSED)
    return tuple(found)


def read_birth(text: str) -> PartialDate | None:
    """Read DDMMYYYY, or a birth known in part: "1947", "    1947", "00001947", "051947", "00051947". None if
    no date.
    """
    digits = text.strip()
    if not _DIGITS.fullmatch(digits) or len(digits) not in (4, 6, 8):
        return None
    day, month, year = (int(part) for part in (digits[-8:-6] or "0", digits[-6:-4] or "0", digits[-4:]))
    try:
        return PartialDate(year=year, month=month or None, day=day or None)
    except ValueError:
        return None


def _read_day(text: str) -> date | None:
    found = read_birth(text)
    return found.earliest if found is not None and found.is_full else None
