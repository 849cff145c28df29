"""Zones of two lines: TD2 (2 × 36) and TD3 (2 × 44, the passport's), written and read (Doc 9303-6 and -4).

For: DG1 of any travel document, beside TD1 in `mrz`. Reading is strict and mends nothing, as there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tannha.icao.mrz import Deviation, Field, Wrong, check_digit
from tannha.icao.mrz_names import FILLER, NameParts, name_field, parts_of_field

TD2_WIDTH, TD3_WIDTH = 36, 44
_TAIL = {TD2_WIDTH: 7, TD3_WIDTH: 14}
_ALPHABET = re.compile(r"[A-Z0-9<]*\Z")
_DATE = re.compile(r"(?:\d{6}|\d{4}<<|\d\d<<<<|<{6})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLineZone:
    """The contents of a TD2 or TD3 zone without its check digits; `width` is 36 or 44. Texts carry no fillers at the
    end; a TD2 document number may be longer than nine characters."""

    width: int
    document_code: str
    state: str
    name: NameParts
    document_number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional_data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLineReading:
    """A strict reading: contents (None when the lines cannot be cut) and every deviation."""

    contents: TwoLineZone | None
    deviations: tuple[Deviation, ...]


def encode_two_lines(zone: TwoLineZone) -> tuple[str, str]:
    """Write both lines, check digits included (Doc 9303-4, 4.2; Doc 9303-6, 4.2).

    Refuses (ValueError) contents that do not fit; an optional field of TD3 that is empty has the filler as its digit.
    """
    if zone.width not in _TAIL or (zone.width == TD3_WIDTH and len(zone.document_number) > 9):
        raise ValueError("a zone of two lines is 36 or 44 wide; a passport's number has nine characters")
    if not (_DATE.match(zone.birth) and _DATE.match(zone.expiry) and zone.sex in ("M", "F", FILLER)):
        raise ValueError("a date has six characters, a sex is M, F or the filler")
    tail_width = _TAIL[zone.width]
    number, rest = zone.document_number[:9], zone.document_number[9:]
    tail = zone.optional_data
    if rest:
        head = number + FILLER
        tail = (
            rest + check_digit(zone.document_number) + FILLER + tail
            if tail
            else rest + check_digit(zone.document_number)
        )
    else:
        padded = number.ljust(9, FILLER)
        head = padded + check_digit(padded)
    tail = _padded(tail, tail_width)
    if zone.width == TD3_WIDTH:
        tail += check_digit(tail) if tail.strip(FILLER) else FILLER
    birth, expiry = zone.birth + check_digit(zone.birth), zone.expiry + check_digit(zone.expiry)
    second = _padded(head, 10) + _padded(zone.nationality, 3) + birth + zone.sex + expiry + tail
    composite = check_digit(second[0:10] + second[13:20] + second[21:])
    first = _padded(zone.document_code, 2) + _padded(zone.state, 3) + name_field(zone.name, zone.width - 5)
    return first, second + composite


def _padded(text: str, width: int) -> str:
    if len(text) > width or not _ALPHABET.match(text):
        raise ValueError(f"a field of {width} characters cannot carry this")
    return text.ljust(width, FILLER)


def decode_two_lines(lines: Sequence[str]) -> TwoLineReading:
    """Read a TD2 or TD3 zone strictly; the width tells which. Contents are None for lines of any other shape."""
    widths = {len(line) for line in lines}
    if len(lines) != 2 or widths not in ({TD2_WIDTH}, {TD3_WIDTH}):
        wrong = Wrong.LINE_COUNT if len(lines) != 2 else Wrong.LINE_LENGTH
        return TwoLineReading(contents=None, deviations=(Deviation(wrong=wrong, field=Field.LINES),))
    if not all(_ALPHABET.match(line) for line in lines):
        return TwoLineReading(
            contents=None, deviations=(Deviation(wrong=Wrong.CHARACTER, field=Field.LINES),)
        )
    first, second = lines
    width = len(first)
    found: list[Deviation] = []
    number, digit, optional, place = _number(second, width)
    _demand(found, Field.DOCUMENT_NUMBER, place, number.ljust(9, FILLER), digit)
    for field, start in ((Field.BIRTH, 13), (Field.EXPIRY, 21)):
        if not _DATE.match(second[start : start + 6]):
            found.append(Deviation(wrong=Wrong.SHAPE, field=field, line=2, place=start + 1))
        _demand(found, field, start + 7, second[start : start + 6], second[start + 6])
    if second[20] not in ("M", "F", FILLER):
        found.append(Deviation(wrong=Wrong.SHAPE, field=Field.SEX, line=2, place=21, found=second[20]))
    if width == TD3_WIDTH and not (second[42] == FILLER and not second[28:42].strip(FILLER)):
        _demand(found, Field.OPTIONAL_DATA, 43, second[28:42], second[42])
    _demand(found, Field.COMPOSITE, width, second[0:10] + second[13:20] + second[21:-1], second[-1])
    name = parts_of_field(first[5:])
    if name is None:
        found.append(Deviation(wrong=Wrong.SHAPE, field=Field.NAME, line=1, place=6))
    contents = TwoLineZone(
        width=width,
        document_code=first[0:2].rstrip(FILLER),
        state=first[2:5].rstrip(FILLER),
        name=name or NameParts(primary=(), secondary=()),
        document_number=number,
        nationality=second[10:13].rstrip(FILLER),
        birth=second[13:19],
        sex=second[20],
        expiry=second[21:27],
        optional_data=optional,
    )
    return TwoLineReading(contents=contents, deviations=tuple(found))


def _number(second: str, width: int) -> tuple[str, str, str, int]:
    """Cut line 2 into number, its check digit, the rest of the optional field, and the digit's place."""
    number, digit, optional = second[0:9], second[9], second[28 : 28 + _TAIL[width]]
    overflow = optional.split(FILLER, 1)[0]
    if width == TD3_WIDTH or digit != FILLER or len(overflow) < 2:
        return number.rstrip(FILLER), digit, optional.rstrip(FILLER), 10
    rest = optional[len(overflow) + 1 :].rstrip(FILLER)
    return number + overflow[:-1], overflow[-1], rest, 28 + len(overflow)


def _demand(found: list[Deviation], field: Field, place: int, text: str, digit: str) -> None:
    expected = check_digit(text)
    if digit != expected:
        found.append(
            Deviation(
                wrong=Wrong.CHECK_DIGIT, field=field, line=2, place=place, expected=expected, found=digit
            )
        )
