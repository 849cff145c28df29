"""A person as one row of a list gives them, and what the row as a whole amounts to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.ground.dates import PartialDate
from tannha.roll.rules.address import NO_ADDRESS, Address
from tannha.roll.rules.findings import FindingCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
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
        return self.birth.iso if self.birth is not None else ""

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What two lists must share for a row to say nothing new."""
        return (self.name_key, self.birth_text, self.sex, self.personal_number, self.address.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What a repair would put in place."""

    birth: PartialDate | None = None
    personal_number: str = ""
    old_number: str = ""
    typed: str = ""


NO_PROPOSALS = Proposals()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
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
