"""Who waits and why, by residential group: counts and lists for the ward lead's pages.

No verbs, no access checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tannha.canvass.models import Case, GoodHours, Need
from tannha.canvass.rules.case import Step, Wish
from tannha.canvass.rules.needs import FRAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One open case as figures need it; `resident_id` is for lists that are shown through a read verb."""

    case_id: UUID
    resident_id: UUID
    group_id: UUID | None
    step: Step
    wish: Wish
    promised: bool
    opened_on: date
    agreed_on: date | None
    not_before: date | None
    frail: bool
    has_good_hours: bool


def list_open_cases(ward_id: UUID, group_id: UUID | None = None) -> list[OpenCase]:
    """Every open case of a ward, or of one group, oldest first. Three queries."""
    cases = Case.objects.filter(ward_id=ward_id).exclude(step=Step.CLOSED)
    if group_id is not None:
        cases = cases.filter(resident__group_id=group_id)
    rows = list(
        cases.order_by("opened_on", "id").values_list(
            "id",
            "resident_id",
            "resident__group_id",
            "step",
            "wish",
            "promised",
            "opened_on",
            "agreed_on",
            "not_before",
        )
    )
    frail = set(
        Need.objects.filter(case__ward_id=ward_id, kind__in=[kind.value for kind in FRAIL]).values_list(
            "case_id", flat=True
        )
    )
    hours = set(GoodHours.objects.filter(case__ward_id=ward_id).values_list("case_id", flat=True))
    return [
        OpenCase(
            case_id=row[0],
            resident_id=row[1],
            group_id=row[2],
            step=Step(row[3]),
            wish=Wish(row[4]),
            promised=row[5],
            opened_on=row[6],
            agreed_on=row[7],
            not_before=row[8],
            frail=row[0] in frail,
            has_good_hours=row[0] in hours,
        )
        for row in rows
    ]
