"""What a check of a chip found out: separate facts, each with its reason, evidence and clause. Pure.

For: the verdicts of passive authentication and of the reader. There is no overall result on purpose: a card can be
intact and unknown, genuine and expired. Whoever needs one answer asks for the facts that his purpose needs.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """Whether a fact holds, does not, or could not be told."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact. `name` and `reason` are stable words of the module that found it; `evidence` are pairs of a word and
    a value that show what was looked at (numbers, fingerprints, names of authorities; nothing of the holder).
    """

    name: str
    outcome: Outcome
    reason: str
    clause: str
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return self.outcome is Outcome.HOLDS

    @property
    def as_plain(self) -> dict[str, object]:
        """The fact as plain values, for JSON."""
        return {
            "fact": self.name,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "clause": self.clause,
            "evidence": dict(self.evidence),
        }
