"""A person as one row of a list gives them, and what the row as a whole amounts to. Pure.

Named tuples, because there are as many of them as rows.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tannha.ground.dates import PartialDate
from tannha.roll.rules.address import NO_ADDRESS, Address
from tannha.roll.rules.findings import FindingCode


class Person(NamedTuple):
    """One row read: `row_key` is the same for the same row of the same list, whatever was decided about it."""

    row: str
    row_key: str
    full_name: str
    name_key: str
    sex: str = "unknown"
    birth: PartialDate | None = None
    personal_number: str = ""
    old_number: str = ""
    address: Address = NO_ADDRESS
    group: str = ""
    group_number: int | None = None
    has_lift: bool | None = None
    phone: str = ""
    note: str = ""
    spoken_name: str = ""
    document_kind: str = ""
    document_issued_on: date | None = None
    document_expires_on: date | None = None
    document_no_expiry: bool = False
    supporter_name: str = ""
    supporter_phone: str = ""
    supporter_relation: str = ""

    @property
    def birth_text(self) -> str:
        """The birth as stored, "" where it is not known."""
        birth = self.birth
        return _iso(birth.year, birth.month, birth.day) if birth is not None else ""

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What two lists must share for a row to say nothing new."""
        return (self.name_key, self.birth_text, self.sex, self.personal_number, self.address.key)


@lru_cache(maxsize=65536)
def _iso(year: int, month: int | None, day: int | None) -> str:
    return PartialDate(year=year, month=month, day=day).iso


class Proposals(NamedTuple):
    """What a repair would put in place; `typed` and `old_letters` are what the file holds."""

    birth: PartialDate | None = None
    personal_number: str = ""
    old_number: str = ""
    typed: str = ""
    old_letters: str = ""


NO_PROPOSALS = Proposals()


class RowReading(NamedTuple):
    """One row: the person (None where there is no name or no person), findings, proposals."""

    row: str
    person: Person | None
    findings: tuple[FindingCode, ...] = ()
    proposals: Proposals = NO_PROPOSALS


class Outcome(StrEnum):
    """What becomes of a data row; the counts of all outcomes add up to the rows."""

    NEW = "new"
    SAME = "same"
    PENDING = "pending"
    REFUSED = "refused"
    SKIPPED = "skipped"
