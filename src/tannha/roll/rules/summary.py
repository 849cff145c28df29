"""The figures of a file as they are kept and shown, and how decisions change them without reading the file again. Pure.

Rows that wait are kept as counts of their combinations of findings, so a decision is arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tannha.roll.rules.analysis import Analysis, Listed, samples_of
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.people import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What would happen now to each data row; the five add up to `rows`."""

    rows: int
    new: int
    same: int
    pending: int
    refused: int
    skipped: int


def summary_of(lists: Sequence[Listed], mapping: Mapping[str, Field], found: Analysis) -> dict[str, Any]:
    """The figures as plain values for the store; samples only of what was typed, never of whole rows."""
    return {
        "rows": found.rows,
        "outcomes": {outcome.value: count for outcome, count in found.outcomes.items()},
        "waiting": {"+".join(codes): count for codes, count in found.waiting.items()},
        "findings": {
            code.value: {
                "count": group.count,
                "rows": group.rows,
                "samples": group.samples,
                "evidence": group.evidence,
            }
            for code, group in found.findings.items()
        },
        "doubles": found.doubles,
        "invented": found.invented,
        "sheets": [listed.sheet.name for listed in lists],
        "columns": [
            {"label": label, "field": mapping.get(label, guess).value, "samples": list(samples)}
            for listed in lists
            for label, guess, samples in samples_of(listed)
        ],
    }


def tally(summary: Mapping[str, Any], decisions: Mapping[FindingCode, Repair]) -> Tally:
    """The outcomes under these decisions; `summary` as `summary_of` made it without any."""
    outcomes = summary.get("outcomes", {})
    new, pending, skipped = (
        outcomes.get(kind, 0) for kind in (Outcome.NEW, Outcome.PENDING, Outcome.SKIPPED)
    )
    for combination, count in summary.get("waiting", {}).items():
        repairs = [decisions.get(FindingCode(code)) for code in combination.split("+")]
        if Repair.SKIP in repairs:
            pending, skipped = pending - count, skipped + count
        elif None not in repairs:
            pending, new = pending - count, new + count
    return Tally(
        rows=summary.get("rows", 0),
        new=new,
        same=outcomes.get(Outcome.SAME, 0),
        pending=pending,
        refused=outcomes.get(Outcome.REFUSED, 0),
        skipped=skipped,
    )
