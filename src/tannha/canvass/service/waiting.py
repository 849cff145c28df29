"""Who waits, in figures and as a list, for the ward lead's pages. No verbs, no access checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from tannha.canvass.models import Case, CaseAct, GoodHours, Need, Visit
from tannha.canvass.rules.case import CaseActKind, Step, Wish
from tannha.canvass.rules.needs import FRAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGroup:
    """Open cases that stand alike in one residential group: how many, and since when the oldest waits."""

    group_id: UUID | None
    step: Step
    wish: Wish
    promised: bool
    frail: bool
    has_good_hours: bool
    visited: bool
    count: int
    oldest_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One open case; `resident_id` is for lists that are shown through a read verb."""

    case_id: UUID
    resident_id: UUID
    step: Step
    wish: Wish
    promised: bool
    opened_on: date
    frail: bool
    has_good_hours: bool
    visited: bool


def _open(ward_id: UUID) -> QuerySet[Case]:
    frail = Need.objects.filter(case=OuterRef("pk"), kind__in=[kind.value for kind in FRAIL])
    hours = GoodHours.objects.filter(case=OuterRef("pk"))
    visits = Visit.objects.filter(case=OuterRef("pk"), undone_at__isnull=True)
    return (
        Case.objects.filter(ward_id=ward_id)
        .exclude(step=Step.CLOSED)
        .annotate(frail=Exists(frail), has_good_hours=Exists(hours), visited=Exists(visits))
    )


def count_open_cases(ward_id: UUID) -> list[CaseGroup]:
    """Every open case of a ward, counted by group and standing. One query, a few hundred rows."""
    alike = ("resident__group_id", "step", "wish", "promised", "frail", "has_good_hours", "visited")
    rows = _open(ward_id).values(*alike).annotate(count=Count("pk"), oldest_on=Min("opened_on")).order_by()
    return [
        CaseGroup(
            group_id=row["resident__group_id"],
            step=Step(row["step"]),
            wish=Wish(row["wish"]),
            promised=row["promised"],
            frail=row["frail"],
            has_good_hours=row["has_good_hours"],
            visited=row["visited"],
            count=row["count"],
            oldest_on=row["oldest_on"],
        )
        for row in rows
    ]


def list_open_cases(ward_id: UUID, group_id: UUID | None = None) -> list[OpenCase]:
    """Every open case of a ward, or of one residential group, longest waiting first. One query."""
    cases = _open(ward_id)
    if group_id is not None:
        cases = cases.filter(resident__group_id=group_id)
    fields = (
        "id",
        "resident_id",
        "step",
        "wish",
        "promised",
        "opened_on",
        "frail",
        "has_good_hours",
        "visited",
    )
    return [
        OpenCase(
            case_id=row[0],
            resident_id=row[1],
            step=Step(row[2]),
            wish=Wish(row[3]),
            promised=row[4],
            opened_on=row[5],
            frail=row[6],
            has_good_hours=row[7],
            visited=row[8],
        )
        for row in cases.order_by("opened_on", "id").values_list(*fields)
    ]


def count_acts(ward_id: UUID, kind: CaseActKind, since: datetime) -> int:
    """How many acts of one kind the cases of a ward took since a moment."""
    return CaseAct.objects.filter(case__ward_id=ward_id, kind=kind.value, at__gte=since).count()


def moments_of_visits(visitor_ids: set[UUID], first: date, last: date) -> list[tuple[UUID, datetime]]:
    """Who was at a door when, between two days; for officers' hours."""
    rows = Visit.objects.filter(visitor_id__in=visitor_ids, on__range=(first, last), undone_at__isnull=True)
    return list(rows.values_list("visitor_id", "at"))
