"""Stops 2 and 3: Lan at the door; first "wants to think", on another day the yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from tannha.canvass.models import Case, Walk
from tannha.canvass.rules.case import Step, Wish
from tannha.canvass.service import Place, assigned_to, make_walk, may_visit_today, record_invitation
from tannha.canvass.service.walk_making import MOST_DOORS
from tannha.demo.rules.cast import CastResident
from tannha.demo.stops.act import BaseStop, Fill, get_case, moment_between, officer, resident_of
from tannha.ground.clock import at_local, local_day
from tannha.ground.ids import format_key

ROUTE = "canvass:visit"
INTO_THE_HOURS = 10
BEFORE_THE_END = 20
WAITING = (Step.CANVASS, Step.REFUSED, Step.HELD)


def visits_of(case: Case) -> int:
    """Visits that stand."""
    return case.visits.filter(undone_at__isnull=True).count()


def _have_walk(person: CastResident, now: datetime) -> None:
    """A walk of Lan's of these days with the person's door on it; made where there is none."""
    lan, resident = officer("lan"), resident_of(person)
    if not assigned_to(lan, resident.pk, now):
        home = resident.household
        place = Place(tower=home.tower) if home.tower else Place(alley=home.alley)
        make_walk(lan, place=place, on=local_day(now), most_doors=MOST_DOORS, now=now)


class Visit(BaseStop):
    """The second knock: "let my family come home first"."""

    outcome = "wants_to_think"

    def is_done(self, person: CastResident) -> bool:
        """A second visit stands, or the case has gone further."""
        case = get_case(person)
        return visits_of(case) >= 2 or case.step not in WAITING

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Within the family's good hours of a day on which the limits allow a visit."""
        first, last = person.good_hours or (9 * 60, 11 * 60)
        at = moment_between(now, first + INTO_THE_HOURS, last - BEFORE_THE_END)
        case = get_case(person)
        while may_visit_today(case, local_day(at)) is not None and not self._waits_for_the_family(case):
            tomorrow = at_local(local_day(at) + timedelta(days=1), 0)
            at = moment_between(tomorrow, first + INTO_THE_HOURS, last - BEFORE_THE_END)
        return at

    @staticmethod
    def _waits_for_the_family(case: Case) -> bool:
        return case.wish >= Wish.REFUSED

    def prepare(self, person: CastResident, now: datetime) -> None:
        """A walk with the door on it. After a no, the family calls and invites again."""
        case = get_case(person)
        if self._waits_for_the_family(case):
            record_invitation(officer("hoa"), case_id=case.pk, now=now)
        _have_walk(person, now)

    def address(self, person: CastResident) -> str:
        """The visit page, opened from the walk."""
        resident = resident_of(person)
        walk = (
            Walk.objects.filter(doors__household_id=resident.household_id)
            .order_by("-on", "-made_at", "-id")
            .first()
        )
        query = f"?{urlencode({'walk': format_key(walk.pk)})}" if walk else ""
        return reverse(ROUTE, args=[get_case(person).pk]) + query

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """The outcome."""
        return (Fill(name="outcome", value=self.outcome),) if route == ROUTE else ()


class Consent(Visit):
    """The third knock: yes, with what would help and the good hours."""

    outcome = "agreed"

    def is_done(self, person: CastResident) -> bool:
        """The person agreed, and the case has gone on."""
        return get_case(person).step not in WAITING

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """The outcome, needs with consent, good hours, a kit at home as the next step."""
        if route != ROUTE:
            return ()
        first, last = person.good_hours or (9 * 60, 11 * 60)
        return (
            Fill(name="outcome", value=self.outcome),
            Fill(name="wished_way", value="home"),
            *(Fill(name="needs", value=need) for need in person.needs),
            Fill(name="consent", ticked=True),
            Fill(name="hours_from", value=_clock(first)),
            Fill(name="hours_to", value=_clock(last)),
        )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
