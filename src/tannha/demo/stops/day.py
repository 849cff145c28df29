"""Stops 4 and 5: Tuấn's plan with a kit visit in the good hours, and Minh's arrival at the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from tannha.canvass.models import Case
from tannha.demo.rules.cast import CastResident
from tannha.demo.stops.act import BaseStop, Fill, get_case, officer, open_day_from
from tannha.enrol.models import Enrolment
from tannha.ground.clock import at_local, local_day
from tannha.plan.models import Arrival, PlanDay, Promise
from tannha.plan.models import Mission as MissionRow
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.rules.promises import told_of
from tannha.plan.service import make_plan, missions_for, note_arrival

DAYS_TRIED = 7


def promise_of(case: Case) -> Promise | None:
    """The newest promise of a case that was not withdrawn."""
    return (
        Promise.objects.filter(case=case)
        .exclude(state="withdrawn")
        .select_related("plan_day", "team")
        .order_by("-on", "-id")
        .first()
    )


def day_with(case: Case) -> PlanDay | None:
    """The newest day whose plan has a place for this case."""
    for day in PlanDay.objects.filter(ward_id=case.ward_id).order_by("-on", "-id"):
        if any(
            told.client == str(case.pk)
            for told in told_of(decode_instance(day.instance), decode_plan(day.plan))
        ):
            return day
    return None


class Plan(BaseStop):
    """The day board's last look, with the publishing button."""

    def is_done(self, person: CastResident) -> bool:
        """A time was promised."""
        return promise_of(get_case(person)) is not None

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Any time: planners work when they work."""
        return now

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Make the plan of the next open day that has a place for the person."""
        case, on = get_case(person), local_day(now)
        found = day_with(case)
        if found is not None and found.on > on:
            return
        for _ in range(DAYS_TRIED):
            on = open_day_from(on + timedelta(days=1))
            make_plan(officer("tuan"), on=on, now=now)
            if day_with(case) is not None:
                return

    def address(self, person: CastResident) -> str:
        """The review page of that day."""
        case = get_case(person)
        promise, day = promise_of(case), day_with(case)
        on = promise.on if promise else day.on if day else None
        return reverse("plan:review", args=[on]) if on else reverse("plan:next")

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """Nothing: publishing asks for no more."""
        return ()


class Mission(BaseStop):
    """The run sheet of the promised day."""

    def is_done(self, person: CastResident) -> bool:
        """The team stood at the door."""
        case = get_case(person)
        return (
            Arrival.objects.filter(case=case, late_minutes=0).exists()
            or Enrolment.objects.filter(case=case).exists()
        )

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """The promised minute of the promised day."""
        promise = promise_of(get_case(person))
        assert promise is not None
        return max(now, at_local(promise.on, promise.start_minute + 5))

    def prepare(self, person: CastResident, now: datetime) -> None:
        """The team stood at the doors before this one."""
        case = get_case(person)
        minh = officer("minh")
        assert minh.user_id is not None
        for stop in missions_for(minh.user_id, local_day(now)):
            if stop.case_id == case.pk:
                return
            if not Arrival.objects.filter(mission_id=stop.mission_id, case_id=stop.case_id).exists():
                at = min(now, at_local(local_day(now), stop.start_minute))
                note_arrival(minh, mission_id=stop.mission_id, case_id=stop.case_id, now=at)

    def address(self, person: CastResident) -> str:
        """The run sheet of the team that was promised."""
        promise = promise_of(get_case(person))
        assert promise is not None and promise.team_id is not None
        mission = MissionRow.objects.get(plan_day=promise.plan_day, team_id=promise.team_id)
        return reverse("plan:mission", args=[mission.pk])

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """Nothing: one tap."""
        return ()
