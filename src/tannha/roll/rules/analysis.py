"""A whole file against the roll: what would be written, what is the same, what waits, what is refused. Pure.

The counts of outcomes add up to the data rows. Decisions are made per finding, never per row; with none made, whatever
needs one stays pending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from sys import intern
from typing import NamedTuple

from tannha.ground.personal_number import SYNTHETIC_PREFIX, mask
from tannha.roll.rules.address import numbers_of_key
from tannha.roll.rules.areas import KNOWN, AreaName, Areas, told
from tannha.roll.rules.cells import Book, Cell, CellRow, Sheet, text_of
from tannha.roll.rules.doubles import Evidence, Known, Seen, keys_of, known_of, meant_name
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import KINDS, FindingCode, Repair, Weight, needs_decision
from tannha.roll.rules.headings import HEADING_WITHIN, Heading, field_of, find_heading
from tannha.roll.rules.old_letters import convert_columns
from tannha.roll.rules.people import Outcome, Person, RowReading
from tannha.roll.rules.rows import RowReader

_SAMPLES = 3
_LONG_NUMBER = re.compile(r"\d{9,}")
_ROWS_NAMED = 200
_COUNTED_EVERY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A sheet that holds a list: its heading, its rows in Unicode, and by row what was typed in old letters."""

    sheet: Sheet
    heading: Heading
    typed_old: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[CellRow]:
        """The rows below the headings."""
        return self.sheet.rows[self.heading.first_data_row :]


def lists_in(book: Book) -> list[Listed]:
    """The sheets of a book that have headings of a list; the others are left out."""
    found = []
    for sheet in book.sheets:
        turned = convert_columns(sheet.rows, HEADING_WITHIN)
        read, typed = (replace(sheet, rows=turned[0]), turned[1]) if turned else (sheet, {})
        heading = find_heading(read.rows)
        if heading is not None:
            first = heading.first_data_row
            typed = {place - first: text for place, text in typed.items() if place >= first}
            found.append(Listed(sheet=read, heading=heading, typed_old=typed))
    return found


class RollRow(NamedTuple):
    """One resident of the roll as an import compares with them; `door` is "" for a home without an address."""

    row_key: str
    name_key: str
    birth: str
    sex: str
    number: str
    old_number: str
    door: str
    group: str
    phone: str
    full_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The roll as far as an import must know it: row keys, identities (as hashes), and everybody to compare with."""

    row_keys: set[str] = field(default_factory=set)
    identities: set[int] = field(default_factory=set)
    seen: Seen = field(default_factory=Seen)

    def add(self, one: RollRow) -> None:
        """One more resident."""
        if one.row_key:
            self.row_keys.add(one.row_key)
        self.identities.add(hash((one.name_key, one.birth, one.sex, one.number, one.door)))
        place = numbers_of_key(one.door) if one.door else ""
        self.seen.add(
            Known(
                "",
                intern(meant_name(one.name_key)),
                one.birth,
                one.sex,
                one.number,
                one.old_number,
                one.door,
                one.group,
                place,
                one.phone,
                one.full_name,
            )
        )


class Found:
    """One group of findings, counted up: how many rows, the first of them, a few values as typed, evidence."""

    __slots__ = ("count", "evidence", "rows", "samples")

    def __init__(self) -> None:
        """Nothing found yet."""
        self.count = 0
        self.rows: list[str] = []
        self.samples: list[str] = []
        self.evidence: dict[str, int] = {}

    def add(self, row: str, sample: str) -> None:
        """One more row."""
        self.count += 1
        if len(self.rows) < _ROWS_NAMED:
            self.rows.append(row)
        if sample and sample not in self.samples and len(self.samples) < _SAMPLES:
            self.samples.append(sample)


class Analysis:
    """The file's figures, counted up; persons to write come out one by one while it is filled."""

    __slots__ = ("findings", "invented", "outcomes", "waiting")

    def __init__(self) -> None:
        """No row seen yet."""
        self.outcomes: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
        self.findings: dict[FindingCode, Found] = {}
        self.waiting: dict[tuple[str, ...], int] = {}
        self.invented = 0

    @property
    def rows(self) -> int:
        """Data rows: blank and summary rows are none."""
        return sum(self.outcomes.values())

    @property
    def doubles(self) -> int:
        """Likely doubles in the file and in the roll."""
        return sum(
            self.findings[code].count
            for code in (FindingCode.DOUBLE, FindingCode.DOUBLE_IN_ROLL)
            if code in self.findings
        )

    def note(self, code: FindingCode, row: str, sample: str = "") -> Found:
        """Count one finding."""
        found = self.findings.setdefault(code, Found())
        found.add(row, sample)
        return found


Rejected = Callable[[RowReading, tuple[FindingCode, ...], Outcome], None]
Counted = Callable[[int], None]


def analyse(
    lists: Sequence[Listed],
    *,
    mapping: Mapping[str, Field],
    decisions: Mapping[FindingCode, Repair],
    roll: Roll,
    on: date,
    into: Analysis,
    rejected: Rejected | None = None,
    counted: Counted | None = None,
    areas: Sequence[AreaName] = KNOWN,
) -> Iterator[Person]:
    """Give each person that would be written, and count everything into `into`.

    `rejected` is told every row that would not be written now, with its findings and what became of it; `counted`
    hears from time to time how many rows have been compared. `areas` are the dated names of wards.
    """
    in_file, wards = Seen(), Areas(areas)
    has_roll = bool(roll.seen)
    for place, reading in enumerate(_readings(lists, mapping, on)):
        if counted and place % _COUNTED_EVERY == 0:
            counted(place)
        codes = list(reading.findings)
        person = reading.person
        if person is None:
            for code in codes:
                into.note(code, reading.row)
            if FindingCode.NAME_MISSING in codes:
                into.outcomes[Outcome.REFUSED] += 1
                if rejected:
                    rejected(reading, tuple(codes), Outcome.REFUSED)
            continue
        into.invented += person.personal_number.startswith(SYNTHETIC_PREFIX)
        known = known_of(person, reading.proposals)
        keys = keys_of(known)
        if has_roll and (person.row_key in roll.row_keys or hash(person.identity) in roll.identities):
            into.outcomes[Outcome.SAME] += 1
            in_file.add(known, keys, person.row_key)
            continue
        double = in_file.find(known, keys, person.row_key) or (
            roll.seen.find(known, keys) if has_roll else None
        )
        if double is not None:
            codes.append(FindingCode.DOUBLE if double.known.row else FindingCode.DOUBLE_IN_ROLL)
        former = wards.former(person.address.text, told_on=person.document_issued_on or on, on=on)
        if former is not None:
            codes.append(FindingCode.FORMER_WARD)
        for code in codes:
            sample = told(former) if former and code is FindingCode.FORMER_WARD else _sample(code, reading)
            found = into.note(code, reading.row, sample)
            if double is not None and code in (FindingCode.DOUBLE, FindingCode.DOUBLE_IN_ROLL):
                found.evidence[double.evidence.value] = found.evidence.get(double.evidence.value, 0) + 1
        in_file.add(known, keys, person.row_key)
        outcome, decided = decide(reading, codes, decisions)
        into.outcomes[outcome] += 1
        if outcome is Outcome.PENDING:
            combination = tuple(sorted({code.value for code in codes if needs_decision(code)}))
            into.waiting[combination] = into.waiting.get(combination, 0) + 1
        if decided is not None:
            yield decided
        elif rejected:
            rejected(reading, tuple(codes), outcome)


def _readings(lists: Sequence[Listed], mapping: Mapping[str, Field], on: date) -> Iterator[RowReading]:
    several = len(lists) > 1
    for listed in lists:
        named = field_of(listed.sheet.name.rstrip("0123456789 "))
        group = listed.sheet.name if several and named is Field.GROUP else ""
        reader = RowReader(
            listed.heading.fields(mapping),
            on=on,
            sheet=f"{listed.sheet.name} " if several else "",
            default_group=group,
            converted=listed.typed_old,
        )
        yield from reader.read(listed.rows, listed.sheet.first_row + listed.heading.first_data_row)


def decide(
    reading: RowReading, codes: Collection[FindingCode], decisions: Mapping[FindingCode, Repair]
) -> tuple[Outcome, Person | None]:
    """What becomes of a row with these findings under these decisions; the person as repaired where it is written."""
    person = reading.person
    if person is not None and not codes:
        return Outcome.NEW, person
    if person is None or any(KINDS[code].weight is Weight.REFUSED for code in codes):
        return Outcome.REFUSED, None
    waiting = [code for code in codes if needs_decision(code)]
    repairs = [decisions.get(code) for code in waiting]
    if Repair.SKIP in repairs:
        return Outcome.SKIPPED, None
    if None in repairs:
        return Outcome.PENDING, None
    for code, repair in zip(waiting, repairs, strict=True):
        person = _repaired(person, reading, code, repair)
    return Outcome.NEW, person


def _repaired(person: Person, reading: RowReading, code: FindingCode, repair: Repair | None) -> Person:
    proposals = reading.proposals
    if repair in (Repair.KEEP_YEAR, Repair.TAKE_PROPOSAL) and code is not FindingCode.LOST_LEADING_ZERO:
        return person._replace(birth=proposals.birth)
    if repair is Repair.TAKE_PROPOSAL:
        return person._replace(
            personal_number=person.personal_number or proposals.personal_number,
            old_number=person.old_number or proposals.old_number,
        )
    return person


def _sample(code: FindingCode, reading: RowReading) -> str:
    if code in (
        FindingCode.IMPOSSIBLE_DATE,
        FindingCode.UNREADABLE_DATE,
        FindingCode.SHORT_YEAR,
        FindingCode.SERIAL_DATE,
    ):
        return reading.proposals.typed
    if code is FindingCode.LEGACY_ENCODING and reading.person is not None:
        return f"{reading.proposals.old_letters[:60]} → {reading.person.full_name[:60]}"
    return ""


def samples_of(listed: Listed, count: int = 2) -> list[tuple[str, Field, tuple[str, ...]]]:
    """Each labelled column with its guess and the first values in it, long numbers masked, for mapping columns."""
    shown = []
    for place, (label, guess) in enumerate(zip(listed.heading.labels, listed.heading.guess, strict=True)):
        if label:
            shown.append((label, guess, tuple(_values(listed.rows[:50], place, count))))
    return shown


def _values(rows: Sequence[CellRow], place: int, count: int) -> list[str]:
    texts: list[str] = []
    for row in rows:
        cell: Cell = row[place] if place < len(row) else None
        text = text_of(cell)[:60]
        if text:
            texts.append(_LONG_NUMBER.sub(lambda found: mask(found.group()), text))
        if len(texts) == count:
            break
    return texts


__all__ = [
    "Analysis",
    "Evidence",
    "Found",
    "Listed",
    "Roll",
    "RollRow",
    "analyse",
    "decide",
    "lists_in",
    "samples_of",
]
