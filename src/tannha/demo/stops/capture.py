"""Stops 6 and 7: the photo at the bedside, and the second signature for a finger that cannot be taken."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tannha.demo.enrolling import Telling, carry_on, picture_for, state_of
from tannha.demo.rules.cast import CastResident
from tannha.demo.service import unused_code
from tannha.demo.stops.act import BaseStop, Fill, get_case, officer
from tannha.demo.stops.day import promise_of
from tannha.enrol.models import Enrolment, Place
from tannha.enrol.rules.acts import Stage
from tannha.enrol.rules.parts import Finger, Part
from tannha.enrol.rules.signing import Mark
from tannha.enrol.service import add_sample, check_in
from tannha.fleet.service import list_members
from tannha.ground.actor import Actor
from tannha.ground.sign_in import actor_of

TELLING = Telling(missing=Finger.LEFT_LITTLE, mark=Mark.FINGERPRINT, supporter_present=True)
FRAMES = 3
ROUTE = "enrol:bedside"
SECOND_ROUTE = "enrol:exceptions_case"
_ORDER = list(Stage)


def enrolment_of(person: CastResident) -> Enrolment | None:
    """The person's newest enrolment that was not returned."""
    rows = Enrolment.objects.filter(case=get_case(person)).exclude(stage=Stage.RETURNED)
    return rows.order_by("-arrived_at", "-id").first()


def is_beyond(row: Enrolment | None, stage: Stage) -> bool:
    """Whether an enrolment has left a stage behind."""
    return (
        row is not None
        and row.stage != Stage.STOPPED
        and _ORDER.index(Stage(row.stage)) > _ORDER.index(stage)
    )


def operator_of(person: CastResident) -> Actor:
    """Who goes to this person's home: the operator of the promised team."""
    promise = promise_of(get_case(person))
    if promise is not None and promise.team_id is not None:
        for user in list_members(promise.team_id):
            if user.role == "operator":
                return actor_of(user)
    return officer("minh")


class Capture(BaseStop):
    """The best picture is chosen; prints and the missing finger are recorded before."""

    def is_done(self, person: CastResident) -> bool:
        """A frame was chosen."""
        row = enrolment_of(person)
        if is_beyond(row, Stage.PHOTO):
            return True
        return row is not None and state_of(row.pk).frame is not None

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Right after the arrival."""
        return now

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Check in at home, look up, prints with the exception, three frames of the face."""
        operator, row = operator_of(person), enrolment_of(person)
        if row is None:
            row = check_in(operator, case_id=get_case(person).pk, place=Place.HOME, now=now)
        state = carry_on(operator, row.pk, until=Stage.PHOTO, telling=TELLING, now=now)
        if state.stage is Stage.PHOTO and not state.frames:
            files = [picture_for(Part.FACE)] * FRAMES
            add_sample(operator, enrolment_id=row.pk, part=Part.FACE, files=files, now=now)

    def address(self, person: CastResident) -> str:
        """The bedside page."""
        return reverse(ROUTE, args=[_id_of(person)])

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """The first frame."""
        return (Fill(name="frame", value="0"),) if route == ROUTE else ()


class SecondSignature(BaseStop):
    """Hoa's own page: the summary and her code of this half minute."""

    def is_done(self, person: CastResident) -> bool:
        """Signed a second time."""
        row = enrolment_of(person)
        return is_beyond(row, Stage.SECOND_SIGNATURE)

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """At the same visit."""
        return now

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Irises, the form printed and signed, fee, old paper: up to the second signature."""
        carry_on(operator_of(person), _id_of(person), until=Stage.SECOND_SIGNATURE, telling=TELLING, now=now)

    def address(self, person: CastResident) -> str:
        """The page with the exception; once signed, the list of those that wait."""
        if self.is_done(person):
            return reverse("enrol:exceptions")
        return reverse(SECOND_ROUTE, args=[_id_of(person)])

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """As above, and the code that a signer's device would show."""
        if route != SECOND_ROUTE:
            return ()
        return (
            Fill(name="agrees", value="yes"),
            Fill(
                name="second_code",
                value=unused_code("hoa", now=now, lasting=True),
                fresh_url=reverse("tour:code"),
            ),
        )


def _id_of(person: CastResident) -> UUID:
    row = enrolment_of(person)
    assert row is not None, "the stop before this one began the enrolment"
    return row.pk
