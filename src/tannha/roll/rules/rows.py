"""Reads the rows of one sheet under a mapping of columns: persons, findings, proposals. Pure.

Each row is read on its own; what needs the other rows (doubles) comes after, in `analysis`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from tannha.ground.dates import PartialDate
from tannha.ground.names import fold, nfc
from tannha.roll.rules.address import NO_ADDRESS, Address, in_parts, parse_address
from tannha.roll.rules.births import BirthReading, from_parts, read_birth
from tannha.roll.rules.cells import Cell, CellRow, text_of
from tannha.roll.rules.due import DocumentKind
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode
from tannha.roll.rules.numbers import NumberReading, read_numbers
from tannha.roll.rules.people import NO_PROPOSALS, Person, Proposals, RowReading
from tannha.roll.rules.quick import clean, folded_name

_SUMMARY = re.compile(r"^(?:tong(?: so| cong)?|cong|total|sum)\b")
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|lap danh sach|ky ten|xac nhan|can bo|truong cong an|to truong|tm |chu tich|ngay \d+ thang|"
    r"signature|prepared by|ghi chu)\b"
)
_SEXES = {
    **dict.fromkeys(("nam", "trai", "m", "male", "nam gioi", "boy", "man"), "male"),
    **dict.fromkeys(("nu", "gai", "f", "female", "nu gioi", "girl", "woman"), "female"),
}
_LIFTS = {
    **dict.fromkeys(("co", "x", "yes", "y", "true", "1", "co thang may"), True),
    **dict.fromkeys(("khong", "no", "n", "false", "0", "khong co"), False),
}
_ENDLESS = frozenset({"khong thoi han", "vo thoi han", "no expiry", "unlimited"})
_DOCUMENTS = {
    **{kind.value: kind.value for kind in DocumentKind},
    **dict.fromkeys(("cccd gan chip", "the gan chip", "can cuoc", "the can cuoc", "chip card"), "chip"),
    **dict.fromkeys(("cmnd", "cmnd 9 so", "cmt"), "cmnd9"),
    **dict.fromkeys(("cmnd 12 so",), "cmnd12"),
    **dict.fromkeys(("cccd ma vach", "the ma vach"), "barcode"),
    **dict.fromkeys(("chua co", "khong co", "khong"), "none"),
}
_IGNORED = frozenset({Field.SKIP, Field.ROW_NUMBER})
_GROUP_NUMBER = re.compile(r"^(?:to dan pho|tdp|to|khu|group)?\s*(?:so\s*)?0*(\d{1,3})$")

BIRTH_FIELDS = (Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE)
_PLACE_PARTS = (Field.TOWER, Field.FLOOR, Field.FLAT, Field.HOUSE_NUMBER, Field.STREET)
_FURTHER = (
    Field.HAS_LIFT,
    Field.SPOKEN_NAME,
    Field.DOCUMENT_KIND,
    Field.DOCUMENT_ISSUED_ON,
    Field.DOCUMENT_EXPIRES_ON,
    Field.SUPPORTER_NAME,
    Field.SUPPORTER_PHONE,
    Field.SUPPORTER_RELATION,
)
_NOTHING_FURTHER: dict[str, Any] = {}
NUMBER_FIELDS = (Field.PERSONAL_NUMBER, Field.OLD_NUMBER, Field.ANY_NUMBER)


class RowReader:
    """Reads rows of a sheet whose columns mean `fields`; `on` is the day of the import."""

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        on: date,
        sheet: str = "",
        default_group: str = "",
        converted: bool = False,
    ) -> None:
        """`sheet` goes before row numbers where a file has several; `converted` rows came out of old letters."""
        self._at: dict[Field, int] = {}
        for place, field in enumerate(fields):
            self._at.setdefault(field, place)
        self._used = [place for place, field in enumerate(fields) if field not in _IGNORED]
        self._on = on
        self._sheet = sheet
        self._group = default_group
        self._converted = converted
        self._has_parts = any(part in self._at for part in _PLACE_PARTS)
        self._has_further = any(field in self._at for field in _FURTHER)
        self._numbers = [(field, self._at[field]) for field in NUMBER_FIELDS if field in self._at]

    def read(self, rows: Sequence[CellRow], first_row: int) -> Iterator[RowReading]:
        """Every row that holds a person or ought to, and blank or summary rows between them as such."""
        blanks: list[RowReading] = []
        used, last = self._used, max(self._used, default=-1)
        for offset, row in enumerate(rows):
            label = f"{self._sheet}{first_row + offset}"
            width = len(row)
            cells = (
                [row[place] for place in used]
                if width > last
                else [row[place] if place < width else None for place in used]
            )
            if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
                blanks.append(RowReading(row=label, person=None, findings=(FindingCode.BLANK_ROW,)))
                continue
            yield from blanks
            blanks.clear()
            yield self._read_row(label, row, cells)

    def _cell(self, row: CellRow, field: Field) -> Cell:
        place = self._at.get(field)
        return row[place] if place is not None and place < len(row) else None

    def _text(self, row: CellRow, field: Field, longest: int) -> str:
        place = self._at.get(field)
        if place is None or place >= len(row):
            return ""
        cell = row[place]
        return clean(text_of(cell))[:longest] if cell is not None and cell != "" else ""

    def _read_row(self, label: str, row: CellRow, cells: Sequence[Cell]) -> RowReading:
        written = text_of(self._cell(row, Field.FULL_NAME))
        name = clean(written)
        filled = sum(1 for cell in cells if cell is not None and cell != "")
        if filled <= 2 and _is_apart(name or next((text_of(cell) for cell in cells if cell), "")):
            return RowReading(row=label, person=None, findings=(FindingCode.SUMMARY_ROW,))
        if not any(letter.isalpha() for letter in name):
            return RowReading(row=label, person=None, findings=(FindingCode.NAME_MISSING,))
        findings: list[FindingCode] = [FindingCode.LEGACY_ENCODING] if self._converted else []
        if self._converted:
            name = " ".join(word[:1].upper() + word[1:] for word in name.split())
        elif not unicodedata.is_normalized("NFC", written):
            findings.append(FindingCode.NFD_NAME)
        if len(name) < 2 or len(name) > 120 or any(letter.isdigit() for letter in name):
            findings.append(FindingCode.NAME_UNLIKELY)
        birth, sex = self._birth_and_sex(row)
        if birth.finding is not None:
            findings.append(birth.finding)
        elif birth.birth is None:
            findings.append(FindingCode.BIRTH_MISSING)
        if sex == "":
            findings.append(FindingCode.SEX_UNREADABLE)
            sex = "unknown"
        number = self._numbers_of(row, birth.birth or birth.proposal, sex)
        findings.extend(number.findings)
        return RowReading(
            row=label,
            person=self._person(label, row, cells, name, birth.birth, sex, number),
            findings=tuple(findings),
            proposals=self._proposals(row, birth, number) if findings else NO_PROPOSALS,
        )

    def _proposals(self, row: CellRow, birth: BirthReading, number: NumberReading) -> Proposals:
        return Proposals(
            birth=birth.proposal,
            personal_number=number.proposed_personal,
            old_number=number.proposed_old,
            typed=self._typed_birth(row) if birth.finding else "",
        )

    def _person(
        self,
        label: str,
        row: CellRow,
        cells: Sequence[Cell],
        name: str,
        birth: PartialDate | None,
        sex: str,
        number: NumberReading,
    ) -> Person:
        address = self._address(row)
        group, group_number = self._group_of(row, address)
        return Person(
            row=label,
            row_key=_row_key(cells),
            full_name=name[:200],
            name_key=folded_name(name)[:200],
            sex=sex,
            birth=birth,
            personal_number=number.personal,
            old_number=number.old,
            address=address,
            group=group,
            group_number=group_number,
            phone=self._text(row, Field.PHONE, 40),
            note=self._text(row, Field.NOTE, 300),
            **(self._further(row) if self._has_further else _NOTHING_FURTHER),
        )

    def _further(self, row: CellRow) -> dict[str, Any]:
        """What few lists hold: how to get in, how to call, which document, who helps."""
        issued = read_birth(self._cell(row, Field.DOCUMENT_ISSUED_ON), on=self._on).birth
        ends = self._text(row, Field.DOCUMENT_EXPIRES_ON, 40)
        return {
            "has_lift": _LIFTS.get(fold(self._text(row, Field.HAS_LIFT, 20))),
            "spoken_name": self._text(row, Field.SPOKEN_NAME, 40),
            "document_kind": _DOCUMENTS.get(fold(self._text(row, Field.DOCUMENT_KIND, 60)), ""),
            "document_issued_on": issued.earliest if issued is not None and issued.is_full else None,
            "document_expires_on": _end_of(ends),
            "document_no_expiry": fold(ends) in _ENDLESS if ends else False,
            "supporter_name": self._text(row, Field.SUPPORTER_NAME, 200),
            "supporter_phone": self._text(row, Field.SUPPORTER_PHONE, 40),
            "supporter_relation": self._text(row, Field.SUPPORTER_RELATION, 80),
        }

    def _birth_and_sex(self, row: CellRow) -> tuple[BirthReading, str]:
        if Field.BIRTH_MALE in self._at or Field.BIRTH_FEMALE in self._at:
            male, female = self._cell(row, Field.BIRTH_MALE), self._cell(row, Field.BIRTH_FEMALE)
            if text_of(male):
                return read_birth(male, on=self._on), "" if text_of(female) else "male"
            if text_of(female):
                return read_birth(female, on=self._on), "female"
        if Field.BIRTH_DAY in self._at:
            parts = (
                self._cell(row, field) for field in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)
            )
            return from_parts(*parts, on=self._on), self._sex(row)
        return read_birth(self._cell(row, Field.BIRTH), on=self._on), self._sex(row)

    def _sex(self, row: CellRow) -> str:
        if Field.MARK_MALE in self._at or Field.MARK_FEMALE in self._at:
            male = bool(text_of(self._cell(row, Field.MARK_MALE)))
            female = bool(text_of(self._cell(row, Field.MARK_FEMALE)))
            return (
                "unknown"
                if not male and not female
                else ""
                if male and female
                else "male"
                if male
                else "female"
            )
        return _sex_of(text_of(self._cell(row, Field.SEX)))

    def _typed_birth(self, row: CellRow) -> str:
        for field in BIRTH_FIELDS:
            if typed := text_of(self._cell(row, field)):
                return typed[:40]
        return "/".join(
            text_of(self._cell(row, f)) for f in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)
        )

    def _numbers_of(self, row: CellRow, birth: PartialDate | None, sex: str) -> NumberReading:
        found = [
            read_numbers(row[place] if place < len(row) else None, column=field, birth=birth, sex=sex)
            for field, place in self._numbers
        ]
        if len(found) == 1:
            return found[0]
        return NumberReading(
            personal=next((reading.personal for reading in found if reading.personal), ""),
            old=next((reading.old for reading in found if reading.old), ""),
            findings=tuple(dict.fromkeys(code for reading in found for code in reading.findings)),
            proposed_personal=next(
                (reading.proposed_personal for reading in found if reading.proposed_personal), ""
            ),
            proposed_old=next((reading.proposed_old for reading in found if reading.proposed_old), ""),
        )

    def _address(self, row: CellRow) -> Address:
        written = self._text(row, Field.ADDRESS, 300)
        if self._has_parts:
            parts = {part.value: self._text(row, part, 120) for part in _PLACE_PARTS}
            text = in_parts(**parts)
            if text:
                return parse_address(f"{text}, {written}" if written else text)
        return parse_address(written) if written else NO_ADDRESS

    def _group_of(self, row: CellRow, address: Address) -> tuple[str, int | None]:
        text = self._text(row, Field.GROUP, 80) or self._group
        if not text:
            return (f"Tổ {address.group}", address.group) if address.group is not None else ("", None)
        return group_name(text)


@lru_cache(maxsize=1024)
def group_name(text: str) -> tuple[str, int | None]:
    """A group's name and number: "12", "TDP số 12" and "Tổ 12" are one; other names stay as written."""
    found = _GROUP_NUMBER.match(fold(text))
    return (f"Tổ {int(found.group(1))}", int(found.group(1))) if found else (nfc(text)[:80], None)


@lru_cache(maxsize=1024)
def _sex_of(text: str) -> str:
    if not text:
        return "unknown"
    return _SEXES.get(fold(text), "")


@lru_cache(maxsize=4096)
def _end_of(text: str) -> date | None:
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        return None
    return parsed.earliest if parsed.is_full else None


def _is_apart(text: str) -> bool:
    key = fold(text)
    return bool(_SUMMARY.match(key) or _SIGNATURE.match(key))


def _row_key(cells: Sequence[Cell]) -> str:
    return blake2b("\x1f".join([text_of(cell) for cell in cells]).encode(), digest_size=16).hexdigest()
