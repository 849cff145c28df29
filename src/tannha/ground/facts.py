"""Separate facts instead of one verdict: each check has its own answer and evidence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """The four answers a check can give."""

    TRUE = "true"
    FALSE = "false"
    UNCHECKED = "unchecked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One check: a stable name (wire word), its answer, what it rests on, and the clause it follows."""

    name: str
    answer: Answer
    evidence: str = ""
    clause: str = ""
