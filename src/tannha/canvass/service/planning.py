"""What the planner asks of canvassing: who can be planned on a day, how, when and how long.

No names, no verbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from tannha.canvass.models import Case
from tannha.canvass.rules.case import Step, Wish
from tannha.canvass.rules.limits import Home
from tannha.canvass.rules.needs import NeedKind, ServiceWay, ways_for
from tannha.canvass.rules.plannable import (
    PlannableCase,
    ServiceTimes,
    is_gentle,
    is_step_free,
    plannable_on,
    service_minutes_for,
    weight_of,
    windows_on,
)
from tannha.canvass.service.cases import (
    cached_state,
    good_hours_by_case,
    homes_of,
    is_feast,
    limits,
    needs_by_case,
)
from tannha.ground.ids import format_key

_WITH_HOME = ("resident__household__group", "resident__group")


def plannable_cases(ward_id: UUID, on: date) -> list[PlannableCase]:
    """Everybody of a ward who agreed, has no promise, and whom nothing forbids to serve on that day;
    longest first.
    """
    agreed = (
        Case.objects.filter(ward_id=ward_id, step=Step.PLAN, promised=False, wish__lt=Wish.REFUSED)
        .filter(Q(not_before__isnull=True) | Q(not_before__lte=on))
        .select_related(*_WITH_HOME)
        .order_by("opened_on", "id")
    )
    cases = list(agreed)
    homes = homes_of((case.resident for case in cases), on)
    return _as_planned(
        [case for case in cases if plannable_on(cached_state(case), homes[case.resident_id], on)], on
    )


def plannable_of(case_ids: Iterable[UUID], on: date) -> list[PlannableCase]:
    """The same face for given cases (such as those promised already), without asking whether they can be
    planned.
    """
    cases = Case.objects.filter(pk__in=list(case_ids)).select_related(*_WITH_HOME).order_by("opened_on", "id")
    return _as_planned(list(cases), on)


def plannable_by_day(wanted: Mapping[date, Iterable[UUID]]) -> dict[date, list[PlannableCase]]:
    """The same for other cases on each of several days, read together: as many queries as for one day."""
    ids = {case_id for case_ids in wanted.values() for case_id in case_ids}
    cases = list(Case.objects.filter(pk__in=ids).select_related(*_WITH_HOME).order_by("opened_on", "id"))
    known = _Known(cases)
    return {
        on: [known.on(case, on) for case in cases if case.pk in set(case_ids)]
        for on, case_ids in wanted.items()
    }


def count_to_serve(ward_id: UUID) -> dict[tuple[int, str], int]:
    """How many of each residential group still wait for a time, by how they would be served.

    Keys are (group number, 0 without one; "walk_in", "ride", "home" or "gentle"). Whoever said no, or has a promise, is
    left out; somebody not yet asked counts as coming by themselves.
    """
    waiting = Case.objects.filter(
        ward_id=ward_id, step__in=[Step.CANVASS, Step.PLAN], promised=False, wish__lt=Wish.REFUSED
    )
    columns = ("pk", "wished_way", "resident__group__number", "resident__household__group__number")
    rows = list(waiting.values_list(*columns))
    needs = needs_by_case([row[0] for row in rows])
    counts: dict[tuple[int, str], int] = {}
    for case_id, wished, own, household in rows:
        has = needs.get(case_id, frozenset())
        ways = ways_for(has, ServiceWay(wished) if wished else None)
        word = "walk_in"
        if ServiceWay.HOME in ways:
            word = "gentle" if is_gentle(has) else "home"
        elif ServiceWay.RIDE in ways:
            word = "ride"
        key = (own or household or 0, word)
        counts[key] = counts.get(key, 0) + 1
    return counts


def plannable_days(case: Case, days: Sequence[date]) -> list[date]:
    """On which of these days one case may be promised a time: agreed, without a promise, nothing forbids it then."""
    if not days:
        return []
    home = homes_of([case.resident], days[0])[case.resident_id]
    state = cached_state(case)
    return [
        day
        for day in days
        if (case.not_before is None or case.not_before <= day)
        and plannable_on(state, replace(home, feast=is_feast(day)), day)
    ]


def who_asked_not_to_come(case_ids: Iterable[UUID], on: date) -> frozenset[UUID]:
    """Of these cases those at whose door nobody knocks and to whom no notice goes.

    The person or household does not want a visit now or is left in peace on that day, or the case is closed (moved,
    died, card given); run sheets, call lists and notices leave them out.
    """
    cases = list(Case.objects.filter(pk__in=list(case_ids)).select_related("resident"))
    homes = homes_of((case.resident for case in cases), on)
    return frozenset(
        case.pk
        for case in cases
        if case.wish >= Wish.REFUSED or case.step == Step.CLOSED or _wants_peace(homes[case.resident_id], on)
    )


def _wants_peace(home: Home, on: date) -> bool:
    return home.do_not_visit or (home.quiet_until is not None and on <= home.quiet_until)


def _as_planned(cases: Sequence[Case], on: date) -> list[PlannableCase]:
    known = _Known(cases)
    return [known.on(case, on) for case in cases]


class _Known:
    """What is told of some cases beside their rows, read once for any day."""

    def __init__(self, cases: Sequence[Case]) -> None:
        ids = [case.pk for case in cases]
        self.needs, self.hours = needs_by_case(ids), good_hours_by_case(ids)
        self.figures = limits()

    def on(self, case: Case, on: date) -> PlannableCase:
        """A case as it is planned on a day."""
        windows = windows_on(on, self.hours.get(case.pk, ()), limits=self.figures)
        return _one(case, self.needs.get(case.pk, frozenset()), windows, on)


def _one(
    case: Case, needs: frozenset[NeedKind], windows: tuple[tuple[int, int], ...], on: date
) -> PlannableCase:
    home = case.resident.household
    group = case.resident.group or home.group
    ways = ways_for(needs, ServiceWay(case.wished_way) if case.wished_way else None)
    waited = max((on - case.opened_on).days, 0)
    return PlannableCase(
        case_id=case.pk,
        resident_id=case.resident_id,
        place_key=format_key(home.pk),
        tower=home.tower,
        floor=home.floor,
        has_lift=home.has_lift,
        group_number=(group.number or 0) if group else 0,
        ways=ways,
        weight=weight_of(needs, waited),
        needs=needs,
        wheelchair=NeedKind.WHEELCHAIR in needs,
        step_free=is_step_free(needs),
        gentle=is_gentle(needs),
        windows=windows,
        service_minutes=service_minutes_for(needs, ways, ServiceTimes()),
        not_before=case.not_before,
        days_waited=waited,
    )
