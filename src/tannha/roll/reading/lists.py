"""A file read into lists, ready to be compared with the roll: what whoever imports it must be able to ask.

Small files are read and compared here, large ones by a process beside this one (`beside.py`); both answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.refusals import Code
from tannha.roll.rules.analysis import Analysis, Counted, Listed, Roll, RollRow, analyse, lists_in
from tannha.roll.rules.areas import KNOWN, AreaName
from tannha.roll.rules.cells import Book
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.headings import HEADING_WITHIN
from tannha.roll.rules.people import Person
from tannha.roll.rules.rejected import RejectedRows
from tannha.roll.rules.summary import summary_of


class Lists(Protocol):
    """Lists that were read: how many rows, which headings, how their letters were read, what columns may mean.

    `areas` are the dated names of wards they are compared by.
    """

    rows: int
    encoding: str
    labels: tuple[tuple[str, ...], ...]
    guess: dict[str, Field]
    areas: Sequence[AreaName]

    def persons(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> Iterator[Person]:
        """Each person that would be written; once they are through, `summary` holds the figures."""

    def figures(
        self,
        *,
        mapping: Mapping[str, Field],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> dict[str, Any]:
        """The figures alone, with no decision made."""

    def rejected(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
    ) -> Iterator[str]:
        """The rows that would not be written now, as pieces of a CSV text."""

    @property
    def summary(self) -> dict[str, Any]:
        """The figures of the last comparison that went to its end."""

    def close(self) -> None:
        """Let go of what was read."""


def lists_of(book: Book) -> tuple[Listed, ...]:
    """The lists of a book; refuses one without headings, and one without rows below them."""
    lists = tuple(lists_in(book))
    if not lists:
        raise Refused(Refusal(Code.NO_HEADING, rows=HEADING_WITHIN))
    if not any(len(listed.rows) for listed in lists):
        raise Refused(Refusal(Code.NO_ROWS))
    return lists


def guess_of(lists: Sequence[Listed]) -> dict[str, Field]:
    """What the headings of all lists seem to mean."""
    guess: dict[str, Field] = {}
    for listed in lists:
        guess |= listed.heading.mapping
    return guess


class ListsHere:
    """Lists in this process's memory."""

    def __init__(self, book: Book) -> None:
        """Refuses what `lists_of` refuses."""
        self._lists = lists_of(book)
        self.rows = sum(len(listed.rows) for listed in self._lists)
        self.encoding = book.encoding
        self.labels = tuple(listed.heading.labels for listed in self._lists)
        self.guess = guess_of(self._lists)
        self.summary: dict[str, Any] = {}
        self.areas: Sequence[AreaName] = KNOWN

    def persons(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> Iterator[Person]:
        """As `Lists.persons`."""
        into = Analysis()
        yield from analyse(
            self._lists,
            mapping=mapping,
            decisions=decisions,
            roll=roll_of(roll),
            on=on,
            into=into,
            counted=counted,
            areas=self.areas,
        )
        self.summary = summary_of(self._lists, mapping, into)

    def figures(
        self,
        *,
        mapping: Mapping[str, Field],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> dict[str, Any]:
        """As `Lists.figures`; persons are counted and let go."""
        for _person in self.persons(mapping=mapping, decisions={}, roll=roll, on=on, counted=counted):
            pass
        return self.summary

    def rejected(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
    ) -> Iterator[str]:
        """As `Lists.rejected`."""
        text = RejectedRows(self._lists)
        persons = analyse(
            self._lists,
            mapping=mapping,
            decisions=decisions,
            roll=roll_of(roll),
            on=on,
            into=Analysis(),
            rejected=text.add,
            areas=self.areas,
        )
        for _person in persons:
            if text.waiting > _PIECE:
                yield text.take()
        yield text.take()

    def close(self) -> None:
        """As `Lists.close`."""
        self._lists = ()


_PIECE = 1 << 16


def roll_of(rows: Iterable[RollRow]) -> Roll:
    """The roll out of its rows."""
    roll = Roll()
    for row in rows:
        roll.add(row)
    return roll
