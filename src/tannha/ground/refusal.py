"""A lawful no: a stable code with details, its sentences in a catalogue, and the exception that carries it. Pure.

Each room has an enum of codes and a catalogue in its `refusals.py`. Every code says what cannot be done now, why
(nearest condition first), and what to do next. Placeholders are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation; it is translated when it is shown."""
    return text


class Refusal:
    """A code of a room's enum and named details for its sentences. Compares by value."""

    __slots__ = ("code", "details")

    def __init__(self, code: StrEnum, **details: Any) -> None:
        """`details` fill the named placeholders of the catalogue's sentences; no personal data."""
        self.code = code
        self.details: Mapping[str, Any] = details

    def __eq__(self, other: object) -> bool:
        """Same code, same details."""
        return isinstance(other, Refusal) and (self.code, self.details) == (other.code, other.details)

    def __hash__(self) -> int:
        """By code, since details may hold lists."""
        return hash(self.code)

    def __repr__(self) -> str:
        """For tests and logs: the code alone."""
        return f"Refusal({self.code.value})"


class Refused(Exception):
    """Raised by a service verb: nothing was written, and this is why."""

    def __init__(self, refusal: Refusal) -> None:
        """Carries the refusal; the text of the exception is the code only."""
        super().__init__(refusal.code.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """The English source of one refusal: what cannot be done, why, the next step, and a route that helps."""

    cannot: str
    why: str
    next_step: str
    link: str = ""


def refuse_if(*refusals: Refusal | None) -> None:
    """Raise `Refused` for the first refusal that is not None."""
    for refusal in refusals:
        if refusal is not None:
            raise Refused(refusal)
