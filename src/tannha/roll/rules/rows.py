"""Reads the rows of one sheet under a mapping of columns: persons, findings, proposals. Pure.

Each row is read on its own; what needs the other rows (doubles) comes after, in `analysis`. Cells go through readers
that remember, because a list of 90,000 rows has few different days, doors and groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from unicodedata import is_normalized

from tannha.ground.dates import PartialDate
from tannha.ground.names import fold, nfc
from tannha.roll.rules import columns
from tannha.roll.rules.address import NO_ADDRESS, Address, in_parts, parse_address, with_floor
from tannha.roll.rules.births import BirthReading, from_parts
from tannha.roll.rules.cells import Cell, CellRow, text_of
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode
from tannha.roll.rules.numbers import NO_NUMBER, NumberReading, read_numbers
from tannha.roll.rules.people import NO_PROPOSALS, Person, Proposals, RowReading
from tannha.roll.rules.quick import clean, folded_name

_SUMMARY = re.compile(
    r"^(?:tong (?:so|cong|nguoi|nhan khau|ho|toan)\b|tong$|tong \d|cong$|cong \d|(?:grand )?total\b|sum\b)"
)
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|lap danh sach|ky ten|xac nhan|can bo|truong cong an|to truong|tm |chu tich|ngay \d+ thang|"
    r"signature|prepared by|ghi chu)\b"
)
_IGNORED = frozenset({Field.SKIP, Field.ROW_NUMBER})
_GROUP_NUMBER = re.compile(r"^(?:to dan pho|tdp|to|khu|group)?\s*(?:so\s*)?0*(\d{1,3})$")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")

BIRTH_FIELDS = (Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE)
NUMBER_FIELDS = (Field.PERSONAL_NUMBER, Field.OLD_NUMBER, Field.ANY_NUMBER)
_PLACE_PARTS = (Field.TOWER, Field.FLOOR, Field.FLAT, Field.HOUSE_NUMBER, Field.STREET)
_PLACES_REMEMBERED = 50_000


class RowReader:
    """Reads rows of a sheet whose columns mean `fields`; `on` is the day of the import."""

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        on: date,
        sheet: str = "",
        default_group: str = "",
        converted: Mapping[int, str] | None = None,
    ) -> None:
        """`sheet` goes before row numbers where a file has several.

        `converted` tells which rows (by their place) came out of old letters, and how the first such cell was typed.
        """
        at: dict[Field, int] = {}
        for place, field in enumerate(fields):
            at.setdefault(field, place)
        self._at = at
        self._used = [place for place, field in enumerate(fields) if field not in _IGNORED]
        self._on = on
        self._sheet = sheet
        self._converted = converted or {}
        self._name_parts = [at[part] for part in (Field.FAMILY_NAME, Field.MIDDLE_NAME) if part in at]
        self._numbers = [(field, at[field]) for field in NUMBER_FIELDS if field in at]
        self._parts = [(part.value, at[part]) for part in _PLACE_PARTS if part in at]
        self._places: dict[tuple[Cell, ...], Address] = {}
        self._place_cells = [at[part] for part in (Field.ADDRESS, *_PLACE_PARTS) if part in at]
        self._default_group = group_name(default_group) if default_group else None
        self._by_sex = Field.BIRTH_MALE in at or Field.BIRTH_FEMALE in at
        self._in_three = Field.BIRTH_DAY in at
        self._marked = Field.MARK_MALE in at or Field.MARK_FEMALE in at
        self._make_readers()

    def _make_readers(self) -> None:
        at, on = self._at.get, self._on
        self._birth = columns.birth(at(Field.BIRTH), on)
        self._births_by_sex = (
            columns.birth(at(Field.BIRTH_MALE), on),
            columns.birth(at(Field.BIRTH_FEMALE), on),
        )
        self._sex = columns.sex(at(Field.SEX))
        self._group = columns.remembering(
            at(Field.GROUP),
            lambda cell: group_name(text) if (text := clean(text_of(cell))[:80]) else None,
            None,
        )
        self._ends = columns.ends(at(Field.DOCUMENT_EXPIRES_ON))
        plain: tuple[columns.Column[Any], ...] = (
            columns.lift(at(Field.HAS_LIFT)),
            columns.text(at(Field.PHONE), 40),
            columns.text(at(Field.NOTE), 300),
            columns.text(at(Field.SPOKEN_NAME), 40),
            columns.document(at(Field.DOCUMENT_KIND)),
            columns.issued(at(Field.DOCUMENT_ISSUED_ON), on),
            columns.text(at(Field.SUPPORTER_NAME), 200),
            columns.text(at(Field.SUPPORTER_PHONE), 40),
            columns.text(at(Field.SUPPORTER_RELATION), 80),
        )
        self._nothing = [column.nothing for column in plain]
        self._plain = [
            (index, column.known, column.place)
            for index, column in enumerate(plain)
            if column.place is not None
        ]

    def read(self, rows: Sequence[CellRow], first_row: int) -> Iterator[RowReading]:
        """Every row that holds a person or ought to, and blank or summary rows between them as such."""
        blanks: list[RowReading] = []
        used, width = self._used, max(self._used, default=-1) + 1
        for offset, row in enumerate(rows):
            label = f"{self._sheet}{first_row + offset}"
            if len(row) < width:
                row = [*row, *([None] * (width - len(row)))]
            cells = [row[place] for place in used]
            filled = len(cells) - cells.count(None) - cells.count("")
            if not filled or not any(text_of(cell) for cell in cells):
                blanks.append(RowReading(row=label, person=None, findings=(FindingCode.BLANK_ROW,)))
                continue
            yield from blanks
            blanks.clear()
            yield self._read_row(label, row, cells, filled, self._converted.get(offset))

    def _cell(self, row: CellRow, field: Field) -> Cell:
        place = self._at.get(field)
        return row[place] if place is not None else None

    def _read_row(
        self, label: str, row: CellRow, cells: Sequence[Cell], filled: int, old: str | None
    ) -> RowReading:
        written = text_of(self._cell(row, Field.FULL_NAME))
        if self._name_parts and written:
            written = self._whole_name(row, written)
        name = clean(written)
        if filled <= 3 and self._is_apart(row, name, cells, filled):
            return RowReading(row=label, person=None, findings=(FindingCode.SUMMARY_ROW,))
        if not _LETTER.search(name):
            return RowReading(row=label, person=None, findings=(FindingCode.NAME_MISSING,))
        findings: list[FindingCode] = []
        if old is not None:
            findings.append(FindingCode.LEGACY_ENCODING)
            name = " ".join([word[:1].upper() + word[1:] for word in name.split()])
        elif not is_normalized("NFC", written):
            findings.append(FindingCode.NFD_NAME)
        if len(name) < 2 or len(name) > 120 or _DIGIT.search(name):
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
            label,
            self._person(label, row, cells, name, birth.birth, sex, number),
            tuple(findings),
            self._proposals(row, birth, number, old) if findings else NO_PROPOSALS,
        )

    def _whole_name(self, row: CellRow, written: str) -> str:
        """The name out of columns for its parts, unless the last one holds it whole."""
        before = " ".join(text for place in self._name_parts if (text := text_of(row[place])))
        return written if not before or fold(written).startswith(fold(before)) else f"{before} {written}"

    def _is_apart(self, row: CellRow, name: str, cells: Sequence[Cell], filled: int) -> bool:
        """A total or a signature: a row of hardly anything that begins like one; "Tô Trường, 1960" is a person."""
        key = fold(name or next((text for cell in cells if (text := text_of(cell))), ""))
        if _SUMMARY.match(key):
            return True
        told = any(
            text_of(self._cell(row, field)) for field in (*BIRTH_FIELDS, Field.BIRTH_YEAR, *NUMBER_FIELDS)
        )
        return filled <= 2 and not told and bool(_SIGNATURE.match(key))

    def _proposals(
        self, row: CellRow, birth: BirthReading, number: NumberReading, old: str | None
    ) -> Proposals:
        return Proposals(
            birth=birth.proposal,
            personal_number=number.proposed_personal,
            old_number=number.proposed_old,
            typed=self._typed_birth(row) if birth.finding else "",
            old_letters=old or "",
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
        says = self._nothing.copy()
        for index, known, place in self._plain:
            says[index] = known[row[place]]
        lift, phone, note, spoken, document, issued_on, supporter, supporter_phone, relation = says
        expires_on, endless = self._ends.of(row)
        return Person(
            label,
            _row_key(cells),
            name[:200],
            folded_name(name)[:200],
            sex,
            birth,
            number.personal,
            number.old,
            address,
            group,
            group_number,
            lift,
            phone,
            note,
            spoken,
            document,
            issued_on,
            expires_on,
            endless,
            supporter,
            supporter_phone,
            relation,
        )

    def _birth_and_sex(self, row: CellRow) -> tuple[BirthReading, str]:
        if self._by_sex:
            male, female = self._cell(row, Field.BIRTH_MALE), self._cell(row, Field.BIRTH_FEMALE)
            if text_of(male):
                return self._births_by_sex[0].of(row), "" if text_of(female) else "male"
            if text_of(female):
                return self._births_by_sex[1].of(row), "female"
        if self._in_three:
            parts = (
                self._cell(row, field) for field in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)
            )
            return from_parts(*parts, on=self._on), self._sex_of(row)
        return self._birth.of(row), self._sex_of(row)

    def _sex_of(self, row: CellRow) -> str:
        if not self._marked:
            return self._sex.of(row)
        male = bool(text_of(self._cell(row, Field.MARK_MALE)))
        female = bool(text_of(self._cell(row, Field.MARK_FEMALE)))
        if male == female:
            return "" if male else self._sex.of(row)
        return "male" if male else "female"

    def _typed_birth(self, row: CellRow) -> str:
        for field in BIRTH_FIELDS:
            if typed := text_of(self._cell(row, field)):
                return typed[:40]
        return "/".join(
            text_of(self._cell(row, f)) for f in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)
        )

    def _numbers_of(self, row: CellRow, birth: PartialDate | None, sex: str) -> NumberReading:
        first = NO_NUMBER
        for field, place in self._numbers:
            cell = row[place]
            if cell is None or cell == "":
                continue
            found = read_numbers(cell, column=field, birth=birth, sex=sex)
            first = found if first is NO_NUMBER else _together(first, found)
        return first

    def _address(self, row: CellRow) -> Address:
        cells = tuple([row[place] for place in self._place_cells])
        known = self._places.get(cells)
        if known is None:
            if len(self._places) >= _PLACES_REMEMBERED:
                self._places.clear()
            known = self._places[cells] = self._address_of(row)
        return known

    def _address_of(self, row: CellRow) -> Address:
        written = clean(text_of(self._cell(row, Field.ADDRESS)))[:300]
        if not self._parts:
            return parse_address(written) if written else NO_ADDRESS
        parts = {part: clean(text_of(row[place]))[:120] for part, place in self._parts}
        text = in_parts(**parts)
        whole = f"{text}, {written}" if text and written else text or written
        return with_floor(parse_address(whole), parts.get("floor", "")) if whole else NO_ADDRESS

    def _group_of(self, row: CellRow, address: Address) -> tuple[str, int | None]:
        found = self._group.of(row) or self._default_group
        if found is not None:
            return found
        return (f"Tổ {address.group}", address.group) if address.group is not None else ("", None)


def _together(first: NumberReading, second: NumberReading) -> NumberReading:
    """What two columns of numbers say together; the first that has one counts."""
    return NumberReading(
        personal=first.personal or second.personal,
        old=first.old or second.old,
        findings=tuple(dict.fromkeys(first.findings + second.findings)),
        proposed_personal=first.proposed_personal or second.proposed_personal,
        proposed_old=first.proposed_old or second.proposed_old,
    )


@lru_cache(maxsize=1024)
def group_name(text: str) -> tuple[str, int | None]:
    """A group's name and number: "12", "TDP số 12" and "Tổ 12" are one; other names stay as written."""
    found = _GROUP_NUMBER.match(fold(text))
    return (f"Tổ {int(found.group(1))}", int(found.group(1))) if found else (nfc(text)[:80], None)


def _row_key(cells: Sequence[Cell]) -> str:
    try:
        told = "\x1f".join(map(str.strip, cells))  # type: ignore[arg-type] # other cells raise, and go the long way
    except TypeError:
        told = "\x1f".join(map(text_of, cells))
    return blake2b(told.encode(), digest_size=16).hexdigest()
