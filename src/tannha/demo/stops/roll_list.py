"""Stop 1: a list of the residential group has come in; Hoa takes it over."""

from __future__ import annotations

from datetime import datetime
from random import Random

from django.urls import reverse

from tannha.demo.rules.cast import CastResident
from tannha.demo.rules.homes import Dwelling
from tannha.demo.rules.names import draw_name, way_of_calling
from tannha.demo.rules.papers import Held, personal_number
from tannha.demo.rules.roll_list import OF_A_GROUP, list_file
from tannha.demo.rules.ward import Person
from tannha.demo.stops.act import BaseStop, Fill, officer, resident_of
from tannha.ground.ids import format_key
from tannha.roll.models import ImportBatch, ImportState, Resident
from tannha.roll.service import stage_import

NEW_NEIGHBOURS = 4
FIRST_SERIAL = 100_000


def file_name_of(resident: Resident) -> str:
    """What the list is called, as a group's head would name it."""
    number = resident.group.number if resident.group else 0
    return f"danh-sach-to-{number}-{resident.personal_number[-4:]}.csv"


def _neighbours(resident: Resident, person: CastResident) -> list[tuple[Dwelling, Person]]:
    """Four who moved in lately: invented, with numbers that seeding never draws."""
    rng = Random(f"neighbours of {person.key}")
    group = resident.group.number or 0 if resident.group else 0
    rows = []
    for place in range(NEW_NEIGHBOURS):
        sex = rng.choice(("male", "female"))
        year = rng.randint(1948, 2003)
        name = draw_name(rng, sex=sex, birth_year=year)
        home = resident.household
        door = f"P{home.floor or 1:02d}{60 + place} tháp {home.tower}" if home.tower else home.address
        dwelling = Dwelling(address=door, group=group, floor=home.floor, has_lift=home.has_lift)
        serial = FIRST_SERIAL + int(person.number[-6:]) * 10 + place
        rows.append(
            (
                dwelling,
                Person(
                    full_name=name.full,
                    spoken_name=way_of_calling(given=name.given, sex=sex, age=2026 - year),
                    sex=sex,
                    birth=f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                    personal_number=personal_number(sex=sex, birth_year=year, serial=serial),
                    cmnd9="",
                    phone="",
                    relation="head",
                    held=Held(),
                ),
            )
        )
    return rows


def _as_known(resident: Resident, person: CastResident) -> tuple[Dwelling, Person]:
    """The person's own line, as the roll has it already."""
    home = resident.household
    return (
        Dwelling(
            address=home.address,
            group=resident.group.number or 0 if resident.group else 0,
            floor=home.floor,
            has_lift=home.has_lift,
        ),
        Person(
            full_name=resident.full_name,
            spoken_name=resident.spoken_name,
            sex=resident.sex,
            birth=person.birth,
            personal_number=resident.personal_number,
            cmnd9=person.cmnd9,
            phone=resident.phone,
            relation="head",
            held=Held(kind=person.held),
        ),
    )


class RollList(BaseStop):
    """The review page of a staged list: who is new, who is known."""

    def _batches(self, person: CastResident) -> list[ImportBatch]:
        return list(
            ImportBatch.objects.filter(file_name=file_name_of(resident_of(person))).order_by(
                "-staged_at", "-id"
            )
        )

    def is_done(self, person: CastResident) -> bool:
        """The list was taken over."""
        return any(batch.state == ImportState.ACCEPTED for batch in self._batches(person))

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Any time."""
        return now

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Read and stage the list; nothing is written to the roll."""
        if any(batch.state == ImportState.STAGED for batch in self._batches(person)):
            return
        resident = resident_of(person)
        data = list_file([_as_known(resident, person), *_neighbours(resident, person)], OF_A_GROUP)
        stage_import(officer("hoa"), file_name=file_name_of(resident), data=data, now=now)

    def address(self, person: CastResident) -> str:
        """The review page."""
        batches = self._batches(person)
        return (
            reverse("roll:import-review", args=[format_key(batches[0].pk)])
            if batches
            else reverse("roll:import")
        )

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """Nothing: the findings need no decision."""
        return ()
