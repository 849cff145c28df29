"""The machine readable zone of a card of size TD1: three lines of thirty characters, written and read.

For: any TD1 document (Doc 9303-5) and the Vietnamese card on top of it (last nine digits as document number,
the whole 12-digit number in the optional field with a check digit of its own). Not for: proving anything; a
zone is print. Reading is strict: nothing is mended, every departure from the standard is named with its line
and place.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tannha.icao.mrz_names import FILLER, NameParts, name_field, parts_of_field, vietnamese_parts

LINE = 30
LINES = 3
NO_EXPIRY = "991231"
"""What a card without an end carries as its date of expiry (Vietnamese practice)."""
VIETNAM = "VNM"
Lines = tuple[str, str, str]

_ALPHABET = re.compile(r"[A-Z0-9<]*\Z")
_DATE = re.compile(r"(?:\d{6}|\d{4}<<|\d\d<<<<|<{6})\Z")
_WEIGHTS = (7, 3, 1)


class Field(enum.StrEnum):
    """The parts of a zone that a deviation can name."""

    LINES = "lines"
    DOCUMENT_CODE = "document_code"
    STATE = "state"
    DOCUMENT_NUMBER = "document_number"
    OPTIONAL_DATA = "optional_data"
    BIRTH = "birth"
    SEX = "sex"
    EXPIRY = "expiry"
    NATIONALITY = "nationality"
    OPTIONAL_DATA_2 = "optional_data_2"
    COMPOSITE = "composite"
    NAME = "name"


class Wrong(enum.StrEnum):
    """What is wrong with a field."""

    LINE_COUNT = "line_count"
    LINE_LENGTH = "line_length"
    CHARACTER = "character"
    CHECK_DIGIT = "check_digit"
    SHAPE = "shape"
    NO_SUCH_DAY = "no_such_day"
    NOT_VIETNAMESE = "not_vietnamese"
    NOT_THE_NUMBER = "not_the_number"
    CENTURY = "century"
    SEX_DIGIT = "sex_digit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One departure from the standard: where (line and place count from 1; 0 = the whole), what was due, what
    stands.
    """

    wrong: Wrong
    field: Field
    line: int = 0
    place: int = 0
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Td1:
    """The contents of a TD1 zone without its check digits. Texts carry no trailing fillers; dates are six
    characters.

    `optional_data` is what is left of line 1 after the document number (and after its overflow, for long
    numbers).
    """

    document_code: str
    state: str
    document_number: str
    optional_data: str
    birth: str
    sex: str
    expiry: str
    nationality: str
    optional_data_2: str
    name: NameParts


@dataclass(frozen=True, slots=True, kw_only=True)
class VietnameseZone:
    """What a Vietnamese card's zone says. Month and day of birth are None when the card does not know them;
    `expires_on` is None for a card without an end; sex is "M", "F" or "<"."""

    personal_number: str
    birth_year: int
    birth_month: int | None
    birth_day: int | None
    sex: str
    expires_on: date | None
    name: NameParts


@dataclass(frozen=True, slots=True, kw_only=True)
class Td1Reading:
    """A strict reading of any TD1 zone: contents (None when the lines cannot be cut) and every deviation."""

    contents: Td1 | None
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VietnameseReading:
    """A strict reading of a Vietnamese card's zone: contents (None when a part cannot be told) and every
    deviation.
    """

    contents: VietnameseZone | None
    deviations: tuple[Deviation, ...]


def check_digit(text: str) -> str:
    """Give the check digit of a field: weights 7-3-1, letters 10-35, filler 0, modulo 10 (Doc 9303-3, 4.9).

    Refuses (ValueError) a character outside A-Z, 0-9 and the filler.
    """
    if not _ALPHABET.match(text):
        raise ValueError("only A-Z, 0-9 and the filler have a value")
    values = (0 if letter == FILLER else int(letter, 36) for letter in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def encode_td1(zone: Td1) -> Lines:
    """Write the three lines of a TD1 zone, check digits included (Doc 9303-5, 4.2).

    A document number over nine characters runs on into the optional field with its check digit there. Refuses
    (ValueError) contents that do not fit or hold other characters than A-Z, 0-9 and the filler.
    """
    number, rest = zone.document_number[:9], zone.document_number[9:]
    if rest:
        head = number + FILLER + rest + check_digit(zone.document_number) + FILLER + zone.optional_data
    else:
        padded = number.ljust(9, FILLER)
        head = padded + check_digit(padded) + zone.optional_data
    first = _padded(zone.document_code, 2) + _padded(zone.state, 3) + _padded(head.rstrip(FILLER), 25)
    birth, expiry = zone.birth + check_digit(zone.birth), zone.expiry + check_digit(zone.expiry)
    if not (_DATE.match(zone.birth) and _DATE.match(zone.expiry) and zone.sex in ("M", "F", FILLER)):
        raise ValueError("a date has six characters, a sex is M, F or the filler")
    tail = _padded(zone.optional_data_2, 11)
    composite = check_digit(first[5:] + birth + expiry + tail)
    return (
        first,
        birth + zone.sex + expiry + _padded(zone.nationality, 3) + tail + composite,
        name_field(zone.name),
    )


def _padded(text: str, width: int) -> str:
    if len(text) > width or not _ALPHABET.match(text):
        raise ValueError(f"a field of {width} characters cannot carry this")
    return text.ljust(width, FILLER)


def cut_lines(text: str) -> tuple[str, ...]:
    """Part pasted text into lines: by line breaks, or 90 characters in one run into three. Letters stay as
    they are.
    """
    lines = tuple(line.strip() for line in text.strip().splitlines() if line.strip())
    if len(lines) == 1 and len(lines[0]) == LINE * LINES:
        return tuple(lines[0][start : start + LINE] for start in range(0, LINE * LINES, LINE))
    return lines


def decode_td1(lines: Sequence[str]) -> Td1Reading:
    """Read a TD1 zone strictly. Gives the contents and every deviation, top to bottom; mends nothing.

    Contents are None when there are not three lines of thirty permitted characters.
    """
    broken = _broken_lines(lines)
    if broken:
        return Td1Reading(contents=None, deviations=broken)
    first, second, third = lines
    deviations: list[Deviation] = []
    number, number_digit, optional, digit_place = _document_number(first)
    _demand_digit(deviations, Field.DOCUMENT_NUMBER, 1, digit_place, number.ljust(9, FILLER), number_digit)
    _demand_date(deviations, Field.BIRTH, 1, second[0:6])
    _demand_digit(deviations, Field.BIRTH, 2, 7, second[0:6], second[6])
    if second[7] not in ("M", "F", FILLER):
        deviations.append(Deviation(wrong=Wrong.SHAPE, field=Field.SEX, line=2, place=8, found=second[7]))
    _demand_date(deviations, Field.EXPIRY, 9, second[8:14])
    _demand_digit(deviations, Field.EXPIRY, 2, 15, second[8:14], second[14])
    composed = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    _demand_digit(deviations, Field.COMPOSITE, 2, 30, composed, second[29])
    name = parts_of_field(third)
    if name is None:
        deviations.append(Deviation(wrong=Wrong.SHAPE, field=Field.NAME, line=3, place=1))
    contents = Td1(
        document_code=first[0:2].rstrip(FILLER),
        state=first[2:5].rstrip(FILLER),
        document_number=number,
        optional_data=optional,
        birth=second[0:6],
        sex=second[7],
        expiry=second[8:14],
        nationality=second[15:18].rstrip(FILLER),
        optional_data_2=second[18:29].rstrip(FILLER),
        name=name or NameParts(primary=(), secondary=()),
    )
    return Td1Reading(contents=contents, deviations=tuple(deviations))


def _broken_lines(lines: Sequence[str]) -> tuple[Deviation, ...]:
    if len(lines) != LINES:
        count = Deviation(wrong=Wrong.LINE_COUNT, field=Field.LINES, expected="3", found=str(len(lines)))
        return (count,)
    broken: list[Deviation] = []
    for index, line in enumerate(lines, start=1):
        if len(line) != LINE:
            broken.append(
                Deviation(
                    wrong=Wrong.LINE_LENGTH,
                    field=Field.LINES,
                    line=index,
                    expected="30",
                    found=str(len(line)),
                )
            )
        for place, letter in enumerate(line, start=1):
            if not ("A" <= letter <= "Z" or "0" <= letter <= "9" or letter == FILLER):
                broken.append(
                    Deviation(wrong=Wrong.CHARACTER, field=Field.LINES, line=index, place=place, found=letter)
                )
    return tuple(broken)


def _document_number(first: str) -> tuple[str, str, str, int]:
    """Cut line 1 into number, its check digit, the rest of the optional field, and the digit's place (Doc
    9303-5, 4.2.2).
    """
    number, digit, optional = first[5:14], first[14], first[15:30]
    overflow = optional.split(FILLER, 1)[0]
    if digit != FILLER or len(overflow) < 2:
        return number.rstrip(FILLER), digit, optional.rstrip(FILLER), 15
    rest = optional[len(overflow) + 1 :].rstrip(FILLER)
    return number + overflow[:-1], overflow[-1], rest, 15 + len(overflow)


def _demand_digit(
    deviations: list[Deviation], field: Field, line: int, place: int, text: str, found: str
) -> None:
    expected = check_digit(text)
    if found != expected:
        wrong = Deviation(
            wrong=Wrong.CHECK_DIGIT, field=field, line=line, place=place, expected=expected, found=found
        )
        deviations.append(wrong)


def _demand_date(deviations: list[Deviation], field: Field, place: int, text: str) -> None:
    if not _DATE.match(text):
        deviations.append(Deviation(wrong=Wrong.SHAPE, field=field, line=2, place=place, found=text))


def encode_vietnamese(
    *,
    personal_number: str,
    birth_year: int,
    birth_month: int | None,
    birth_day: int | None,
    sex: str,
    expires_on: date | None,
    full_name: str,
) -> Lines:
    """Write the zone of a Vietnamese card: 'ID', VNM, last nine digits, the whole number, its own check digit
    at 30.

    `sex` is "M", "F" or "<"; a birth known by year only becomes YY<<<< ; `expires_on` None becomes 991231.
    Refuses (ValueError) a number that is not twelve digits, a birth with a day and no month, a day that does
    not exist, and an end on 31 December 2099, which nobody could tell from no end. Refuses (NotALetter) a
    name outside the table.
    """
    if not (len(personal_number) == 12 and personal_number.isascii() and personal_number.isdigit()):
        raise ValueError("a personal number has twelve digits")
    if birth_day is not None and birth_month is None:
        raise ValueError("a birth with a day needs its month")
    date(birth_year, birth_month or 1, birth_day or 1)
    expiry = NO_EXPIRY if expires_on is None else f"{expires_on:%y%m%d}"
    if expires_on is not None and (expiry == NO_EXPIRY or not 2000 <= expires_on.year <= 2099):
        raise ValueError("this end cannot be told apart in two digits of a year")
    after_year = "".join(FILLER * 2 if part is None else f"{part:02d}" for part in (birth_month, birth_day))
    optional = personal_number + FILLER * 2
    return encode_td1(
        Td1(
            document_code="ID",
            state=VIETNAM,
            document_number=personal_number[3:],
            optional_data=optional + check_digit(optional),
            birth=f"{birth_year % 100:02d}{after_year}",
            sex=sex,
            expiry=expiry,
            nationality=VIETNAM,
            optional_data_2="",
            name=vietnamese_parts(full_name),
        )
    )


def decode_vietnamese(lines: Sequence[str]) -> VietnameseReading:
    """Read a Vietnamese card's zone strictly: all of TD1 and, on top, what this country adds.

    The century of birth comes from digit four of the number (0-1: 1900s, 2-3: 2000s …), never from the two
    digits of the year. Named besides: code and state, the optional field's shape and check digit, a document
    number that is not the last nine digits, a year that the number contradicts, a sex that it contradicts,
    days that do not exist.
    """
    reading = decode_td1(lines)
    if reading.contents is None:
        return VietnameseReading(contents=None, deviations=reading.deviations)
    zone, found = reading.contents, list(reading.deviations)
    for field, text, due, line, place in (
        (Field.DOCUMENT_CODE, zone.document_code, "ID", 1, 1),
        (Field.STATE, zone.state, VIETNAM, 1, 3),
        (Field.NATIONALITY, zone.nationality, VIETNAM, 2, 16),
        (Field.OPTIONAL_DATA_2, zone.optional_data_2, "", 2, 19),
    ):
        if text != due:
            found.append(
                Deviation(
                    wrong=Wrong.NOT_VIETNAMESE, field=field, line=line, place=place, expected=due, found=text
                )
            )
    optional = zone.optional_data.ljust(15, FILLER)
    number = optional[:12]
    if not (number.isdigit() and optional[12:14] == FILLER * 2):
        found.append(
            Deviation(
                wrong=Wrong.SHAPE, field=Field.OPTIONAL_DATA, line=1, place=16, found=zone.optional_data
            )
        )
        return VietnameseReading(contents=None, deviations=tuple(found))
    _demand_digit(found, Field.OPTIONAL_DATA, 1, 30, optional[:14], optional[14])
    if zone.document_number != number[3:]:
        found.append(
            Deviation(
                wrong=Wrong.NOT_THE_NUMBER,
                field=Field.DOCUMENT_NUMBER,
                line=1,
                place=6,
                expected=number[3:],
                found=zone.document_number,
            )
        )
    birth, expiry = _birth_of(zone.birth, number, found), _expiry_of(zone.expiry, found)
    if zone.sex in ("M", "F") and (zone.sex == "F") != (int(number[3]) % 2 == 1):
        found.append(Deviation(wrong=Wrong.SEX_DIGIT, field=Field.SEX, line=2, place=8, found=zone.sex))
    if birth is None or expiry is False or not zone.name.primary:
        return VietnameseReading(contents=None, deviations=tuple(found))
    contents = VietnameseZone(
        personal_number=number,
        birth_year=birth[0],
        birth_month=birth[1],
        birth_day=birth[2],
        sex=zone.sex,
        expires_on=None if expiry is True else expiry,
        name=zone.name,
    )
    return VietnameseReading(contents=contents, deviations=tuple(found))


def _birth_of(text: str, number: str, found: list[Deviation]) -> tuple[int, int | None, int | None] | None:
    if not _DATE.match(text) or text[0] == FILLER:
        return None
    if text[:2] != number[4:6]:
        found.append(
            Deviation(
                wrong=Wrong.CENTURY, field=Field.BIRTH, line=2, place=1, expected=number[4:6], found=text[:2]
            )
        )
    year = 1900 + 100 * (int(number[3]) // 2) + int(text[:2])
    month = None if text[2] == FILLER else int(text[2:4])
    day = None if text[4] == FILLER else int(text[4:6])
    if not _is_a_day(year, month, day):
        found.append(Deviation(wrong=Wrong.NO_SUCH_DAY, field=Field.BIRTH, line=2, place=1, found=text))
        return None
    return year, month, day


def _expiry_of(text: str, found: list[Deviation]) -> date | bool:
    """Give the day, True for "no end", False when it is not a day (and name the deviation)."""
    if text == NO_EXPIRY:
        return True
    if text.isdigit() and _is_a_day(2000 + int(text[:2]), int(text[2:4]), int(text[4:6])):
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    if _DATE.match(text):
        found.append(Deviation(wrong=Wrong.NO_SUCH_DAY, field=Field.EXPIRY, line=2, place=9, found=text))
    return False


def _is_a_day(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True
