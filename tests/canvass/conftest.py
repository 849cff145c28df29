"""The cast's residents behind their doors, for tests of this room and of rooms that follow it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tannha.canvass.models import Case, Walk
from tannha.canvass.service import Place, make_walk, open_case
from tannha.ground.dates import PartialDate
from tannha.ground.models import AdminArea
from tannha.ground.names import fold, sort_key
from tannha.roll.models import Household, Resident, ResidentialGroup


def resident_at(
    ward: AdminArea,
    name: str,
    *,
    flat: str = "",
    tower: str = "A",
    alley: str = "",
    year: int = 1947,
    number: str = "",
    spoken: str = "",
    group: ResidentialGroup | None = None,
) -> Resident:
    """A resident with a door of their own, or of the household that stands there already."""
    address = f"{flat} tháp {tower}" if not alley else f"{flat} {alley}"
    home, _ = Household.objects.get_or_create(
        ward=ward,
        address_key=fold(address),
        defaults={
            "group": group,
            "address": address,
            "tower": "" if alley else tower,
            "floor": None if alley else int(flat[1:-2]),
            "flat": "" if alley else flat,
            "house_number": flat if alley else "",
            "alley": alley,
            "has_lift": not alley,
        },
    )
    return Resident.objects.create(
        ward=ward,
        household=home,
        group=group,
        full_name=name,
        name_key=fold(name),
        name_sort=sort_key(name),
        spoken_name=spoken,
        sex="female",
        birth=PartialDate(year=year),
        birth_year=year,
        personal_number=number,
    )


@pytest.fixture
def group(ward: AdminArea) -> ResidentialGroup:
    """Tổ 12."""
    return ResidentialGroup.objects.create(ward=ward, name="Tổ 12", number=12)


@pytest.fixture
def dao(ward: AdminArea, group: ResidentialGroup) -> Resident:
    """Bác Đào of P1504."""
    return resident_at(
        ward, "TRẦN THỊ ĐÀO", flat="P1504", number="099147000001", spoken="bác Đào", group=group
    )


@pytest.fixture
def brother(ward: AdminArea, group: ResidentialGroup, dao: Resident) -> Resident:
    """Her brother behind the same door."""
    return resident_at(ward, "TRẦN VĂN MẬN", flat="P1504", year=1950, spoken="ông Mận", group=group)


@pytest.fixture
def neighbour(ward: AdminArea, group: ResidentialGroup) -> Resident:
    """The neighbour of P1506."""
    return resident_at(ward, "NGUYỄN THỊ MẪU", flat="P1506", year=1960, spoken="cô Mẫu", group=group)


@pytest.fixture
def case(dao: Resident, cast: object, now: datetime) -> Case:
    """Bác Đào's open case."""
    return open_case(dao, actor=cast["hoa"], now=now - timedelta(days=30))  # type: ignore[index]


@pytest.fixture
def walk(case: Case, neighbour: Resident, cast: object, now: datetime) -> Walk:
    """Lan's walk through tower A today: P1504 and P1506."""
    return make_walk(cast["lan"], place=Place(tower="A"), on=date(2026, 11, 24), now=now)  # type: ignore[index]
