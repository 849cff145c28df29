"""Finds the headings of a sheet and guesses what each column holds. Pure.

Lists begin with titles; headings may stand in two rows, the upper one merged over several columns. A column goes by its
label: the heading, or "upper / lower". The guess is a proposal that a person sees and may change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tannha.ground.names import fold, nfc
from tannha.roll.rules.cells import Cell, CellRow, text_of
from tannha.roll.rules.fields import FIELD_BY_HEADING, FIELD_BY_SQUEEZED, Field

HEADING_WITHIN = 30
_LONGEST_HEADING = 80
_IN_BRACKETS = re.compile(r"\([^)]*\)")

# Words inside longer headings, most telling first; used only where no alias fits.
_TELLING: tuple[tuple[re.Pattern[str], Field], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"\b(?:cmnd|cmt|chung minh)\b.*\b(?:cccd|ddcn|dinh danh|can cuoc)\b", Field.ANY_NUMBER),
        (r"\b(?:cccd|ddcn|dinh danh|can cuoc)\b.*\b(?:cmnd|cmt|chung minh)\b", Field.ANY_NUMBER),
        (r"\bngay cap\b", Field.DOCUMENT_ISSUED_ON),
        (r"\bchu ho\b|\bnoi cap\b|\bquan he\b|\bque quan\b", Field.SKIP),
        (r"\b(?:cmnd|cmt|chung minh nhan dan)\b", Field.OLD_NUMBER),
        (r"\b(?:so|ma) (?:cccd|ddcn|dinh danh|can cuoc)\b", Field.PERSONAL_NUMBER),
        (r"^(?:ho .*ten|ten khai sinh)\b", Field.FULL_NAME),
        (r"\b(?:ngay|nam).* sinh\b|\bbirth\b", Field.BIRTH),
        (r"\bgioi tinh\b", Field.SEX),
        (r"\b(?:dien thoai|sdt|phone)\b", Field.PHONE),
        (r"\b(?:dia chi|thuong tru|noi o|cho o|address)\b", Field.ADDRESS),
        (r"\bto dan pho\b", Field.GROUP),
        (r"^(?:ghi chu|ly do)\b", Field.NOTE),
    )
)
_UNDER_BIRTH = {
    "nam": Field.BIRTH_MALE,
    "nu": Field.BIRTH_FEMALE,
    "male": Field.BIRTH_MALE,
    "female": Field.BIRTH_FEMALE,
    "trai": Field.BIRTH_MALE,
    "gai": Field.BIRTH_FEMALE,
    "ngay": Field.BIRTH_DAY,
    "thang": Field.BIRTH_MONTH,
    "nam sinh": Field.BIRTH_YEAR,
}
_UNDER_SEX = {
    "nam": Field.MARK_MALE,
    "nu": Field.MARK_FEMALE,
    "male": Field.MARK_MALE,
    "female": Field.MARK_FEMALE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where the list begins (index of its first data row) and the label of each column, "" for none."""

    first_data_row: int
    labels: tuple[str, ...]
    guess: tuple[Field, ...]

    @property
    def mapping(self) -> dict[str, Field]:
        """Label to field, for every labelled column."""
        return {label: field for label, field in zip(self.labels, self.guess, strict=True) if label}

    def fields(self, mapping: Mapping[str, Field]) -> tuple[Field, ...]:
        """The field of each column under a mapping by label; unlabelled columns are skipped."""
        return tuple(mapping.get(label, Field.SKIP) if label else Field.SKIP for label in self.labels)


@lru_cache(maxsize=4096)
def field_of(heading: str) -> Field | None:
    """The field a single heading stands for, or None; brackets in it ("dd/mm/yyyy") are left out."""
    key = fold(_IN_BRACKETS.sub(" ", heading)) or fold(heading)
    if not key or len(heading) > _LONGEST_HEADING:
        return None
    if key in FIELD_BY_HEADING:
        return FIELD_BY_HEADING[key]
    if (squeezed := key.replace(" ", "")) in FIELD_BY_SQUEEZED:
        return FIELD_BY_SQUEEZED[squeezed]
    spaced = re.sub(r"\bid no\b", "id number", key)
    return next((field for pattern, field in _TELLING if pattern.search(spaced)), None)


def find_heading(rows: Sequence[CellRow]) -> Heading | None:
    """The heading rows of a sheet: the row that names most columns, at least two and among them a name or a birth."""
    best, score = -1, 1
    for index, row in enumerate(rows[:HEADING_WITHIN]):
        found = [field_of(text_of(cell)) for cell in row if isinstance(cell, str) and cell.strip()]
        known = len({field for field in found if field is not None})
        if known > score and known * 3 >= len(found):
            best, score = index, known
    if best < 0:
        return None
    upper = [_label(cell) for cell in rows[best]]
    lower = [_label(cell) for cell in rows[best + 1]] if best + 1 < len(rows) else []
    two = _is_second_row(upper, lower)
    first = best + (2 if two else 1)
    while first < len(rows) and _only_counts_columns(rows[first]):
        first += 1
    return _heading(first, *(_two_rows(upper, lower) if two else (upper, [""] * len(upper))))


def _only_counts_columns(row: CellRow) -> bool:
    """A row that numbers the columns, "(1) (2) (3)" or "A B 1 2", as official forms have it below the headings."""
    texts = [text for cell in row if (text := text_of(cell).strip("() ."))]
    numbers = [int(text) for text in texts if text.isdigit() and len(text) <= 2]
    letters = [text for text in texts if len(text) == 1 and text.isalpha()]
    return (
        len(texts) >= 3
        and len(numbers) + len(letters) == len(texts)
        and len(numbers) >= 2
        and all(after == before + 1 for before, after in pairwise(numbers))
    )


def _label(cell: Cell) -> str:
    return nfc(text_of(cell))[:120]


def _is_second_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    filled = [(place, text) for place, text in enumerate(lower) if text]
    if not filled or any(any(letter.isdigit() for letter in text) for _, text in filled):
        return False
    above = [upper[place] if place < len(upper) else "" for place, _ in filled]
    return (
        above.count("") >= 1
        and all(not over or text != over for over, (_, text) in zip(above, filled, strict=True))
        and len(filled) < len([text for text in upper if text]) + above.count("")
    )


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    width = max(len(upper), len(lower))
    tops, bottoms, over = [], [], ""
    for place in range(width):
        top = upper[place] if place < len(upper) else ""
        bottom = lower[place] if place < len(lower) else ""
        over = top or over
        tops.append(over if bottom else top)
        bottoms.append(bottom)
    return tops, bottoms


def _heading(first_data_row: int, tops: Sequence[str], bottoms: Sequence[str]) -> Heading:
    guess = [_field(top, bottom) for top, bottom in zip(tops, bottoms, strict=True)]
    guess = _as_one_date(guess, bottoms)
    guess = _as_plain_parts(guess, [bottom or top for top, bottom in zip(tops, bottoms, strict=True)])
    labels: list[str] = []
    for top, bottom in zip(tops, bottoms, strict=True):
        label = f"{top} / {bottom}" if bottom and top else top or bottom
        same = sum(1 for other in labels if other == label or other.startswith(f"{label} ("))
        labels.append(f"{label} ({same + 1})" if label and same else label)
    return Heading(first_data_row=first_data_row, labels=tuple(labels), guess=tuple(_once(guess)))


def _field(top: str, bottom: str) -> Field:
    above = field_of(top) if top else None
    if not bottom:
        return above or Field.SKIP
    key = fold(bottom)
    if above is Field.BIRTH and key in _UNDER_BIRTH:
        return _UNDER_BIRTH[key]
    if above is Field.SEX and key in _UNDER_SEX:
        return _UNDER_SEX[key]
    return field_of(bottom) or above or Field.SKIP


def _as_one_date(guess: list[Field], bottoms: Sequence[str]) -> list[Field]:
    """Three columns day, month, year: "Năm" and "Nam" fold alike, so beside a day column it is the year."""
    if Field.BIRTH_DAY in guess and Field.BIRTH_MONTH in guess:
        return [
            Field.BIRTH_YEAR if field is Field.BIRTH_MALE and fold(bottoms[place]) == "nam" else field
            for place, field in enumerate(guess)
        ]
    return guess


def _as_plain_parts(guess: list[Field], labels: Sequence[str]) -> list[Field]:
    """Columns "Ngày", "Tháng", "Năm sinh" side by side are one date; a lone "Nam" or "Nữ" beside no sex is a mark."""
    keys = [fold(label) for label in labels]
    if "ngay" in keys and "thang" in keys and Field.BIRTH_DAY not in guess:
        year = next(
            (place for place, key in enumerate(keys) if key in ("nam sinh", "nam") and labels[place]), None
        )
        if year is not None and keys.index("ngay") < year:
            guess = list(guess)
            guess[keys.index("ngay")], guess[keys.index("thang")] = Field.BIRTH_DAY, Field.BIRTH_MONTH
            guess[year] = Field.BIRTH_YEAR
    if Field.SEX in guess or Field.MARK_FEMALE in guess or Field.BIRTH_FEMALE in guess:
        return guess
    marks = {"nam": Field.MARK_MALE, "nu": Field.MARK_FEMALE}
    if "nu" not in keys:
        return guess
    return [
        marks[key] if key in marks and field is Field.SKIP else field
        for key, field in zip(keys, guess, strict=True)
    ]


def _once(guess: Sequence[Field]) -> list[Field]:
    """Each field for one column only, the first; an address may have further columns, which are left out."""
    seen: set[Field] = set()
    kept = []
    for field in guess:
        kept.append(Field.SKIP if field in seen else field)
        seen.add(field)
    return kept


def headings_key(labels: Sequence[str]) -> str:
    """What the same headings share, in whatever order, to remember their mapping by."""
    return "|".join(sorted(fold(label) for label in labels if label))
