"""What every stop of the tour offers: its moment, its preparation, its page, what to fill in, whether it
is done.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from tannha.canvass.models import Case
from tannha.demo.rules.cast import CastResident
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local, local_day, local_minute
from tannha.ground.models import User
from tannha.ground.regime import is_working_day
from tannha.ground.sign_in import actor_of
from tannha.roll.models import Resident

SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One value for a form field of the real page: text, a choice, or a tick.

    What is good for a short time only (a one-time code) is asked again at `fresh_url` by the page's script.
    """

    name: str
    value: str = ""
    ticked: bool | None = None
    fresh_url: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the page's script reads it."""
        return {key: value for key, value in asdict(self).items() if value not in ("", None)} | {
            "value": self.value
        }


class StopAct(Protocol):
    """One stop's dealings with the rooms."""

    def is_done(self, person: CastResident) -> bool:
        """Whether the stop's act stands in the store."""

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """The earliest ward time at which the act is lawful and natural; `now` when it is so already."""

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Bring the act up to its last click, through the rooms' verbs; done twice it changes nothing."""

    def address(self, person: CastResident) -> str:
        """The real page on which the click is made, or on which it was made."""

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """What the page of this route should hold."""

    def kept(self, person: CastResident, now: datetime) -> dict[str, Any]:
        """What the owner's session should hold already (a purpose chosen this morning)."""


class BaseStop:
    """What most stops have in common: nothing kept in the session beforehand."""

    def kept(self, person: CastResident, now: datetime) -> dict[str, Any]:
        """Nothing."""
        return {}


def resident_of(person: CastResident) -> Resident:
    """The person's row of the roll."""
    return Resident.objects.select_related("household", "group").get(personal_number=person.number)


def case_of(person: CastResident) -> Case | None:
    """The person's latest case, open or closed."""
    return (
        Case.objects.filter(resident__personal_number=person.number)
        .select_related("resident__household")
        .order_by("-opened_at", "-id")
        .first()
    )


def get_case(person: CastResident) -> Case:
    """The person's latest case; there must be one at this stop."""
    case = case_of(person)
    assert case is not None, "the stop before this one opened the case"
    return case


def officer(username: str) -> Actor:
    """A member of the cast as acting person."""
    return actor_of(User.objects.get(username=username))


def is_open_day(day: date) -> bool:
    """Neither Sunday nor feast: a day on which the cast goes from door to door."""
    return day.weekday() != SUNDAY and (day.weekday() == SUNDAY - 1 or is_working_day(day))


def open_day_from(day: date) -> date:
    """That day, or the next on which the cast works."""
    while not is_open_day(day):
        day += timedelta(days=1)
    return day


def moment_between(now: datetime, first_minute: int, last_minute: int) -> datetime:
    """`now` if it lies between these minutes of an open day, else the next such first minute."""
    day = local_day(now)
    if is_open_day(day) and first_minute <= local_minute(now) < last_minute:
        return now
    if local_minute(now) >= first_minute:
        day += timedelta(days=1)
    return at_local(open_day_from(day), first_minute)
