"""A small ward on the eve of a day: a machine on floor 1 and one upstairs, two teams, a car, and people who agreed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.models import Case, GoodHours, Need
from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step, open_case
from tannha.fleet.models import Kit, Machine, Shift, Station, Team, TeamMember, Vehicle
from tannha.ground.dates import PartialDate
from tannha.ground.models import AdminArea
from tannha.ground.names import fold, sort_key
from tannha.roll.models import Household, Resident, Supporter

TOMORROW = date(2026, 11, 25)


@pytest.fixture
def fleet(ward: AdminArea, cast: Any) -> dict[str, Any]:
    """Station, machines, teams, car, all on duty tomorrow."""
    station = Station.objects.create(ward=ward, name="Trạm", address="số 2 ngõ 85", floors=3, has_lift=False)
    first = Machine.objects.create(station=station, label="Máy 1", floor=1, step_free=True)
    third = Machine.objects.create(station=station, label="Máy 2", floor=3, step_free=False)
    teams = []
    for number, (gentle, members) in enumerate([(True, ("minh", "lan")), (False, ("ha", "binh"))], start=1):
        kit = Kit.objects.create(ward=ward, label=f"Bộ {number}")
        team = Team.objects.create(ward=ward, label=f"Tổ {number}", kit=kit, gentle=gentle)
        for name in members:
            TeamMember.objects.create(team=team, user=cast.user(name))
        teams.append(team)
    car = Vehicle.objects.create(ward=ward, label="Xe lăn 1", seats=3, wheelchairs=1)
    hours = {"ward": ward, "on": TOMORROW, "start_minute": 480, "end_minute": 990}
    for owner in ({"machine": first}, {"machine": third}, {"vehicle": car}, *({"team": t} for t in teams)):
        Shift.objects.create(**hours, **owner)
    return {"station": station, "machines": (first, third), "teams": teams, "car": car}


def agreed(
    ward: AdminArea,
    actor: Any,
    now: datetime,
    name: str,
    *,
    flat: str = "",
    alley: str = "",
    needs: tuple[str, ...] = (),
    hours: tuple[int, int] | None = None,
    phone: str = "",
    number: str = "",
) -> Case:
    """Somebody who has agreed, with a door, needs and good hours."""
    address = f"{flat} tháp A" if flat else f"số 12/3A {alley}"
    home, _ = Household.objects.get_or_create(
        ward=ward,
        address_key=fold(address),
        defaults={
            "address": address,
            "tower": "A" if flat else "",
            "floor": int(flat[1:-2]) if flat else 1,
            "flat": flat,
            "alley": alley,
            "has_lift": bool(flat),
        },
    )
    resident = Resident.objects.create(
        ward=ward,
        household=home,
        full_name=name,
        name_key=fold(name),
        name_sort=sort_key(name),
        sex="female",
        birth=PartialDate(year=1947),
        birth_year=1947,
        personal_number=number,
        phone=phone,
    )
    case = open_case(resident, actor=actor, now=now - timedelta(days=20))
    case = note_step(case, CaseActKind.AGREED, actor=actor, now=now - timedelta(days=3))
    for kind in needs:
        Need.objects.create(case=case, kind=kind, consent_at=now)
    if hours:
        GoodHours.objects.create(case=case, weekday=None, start_minute=hours[0], end_minute=hours[1])
    return case


@pytest.fixture
def people(ward: AdminArea, cast: Any, now: datetime) -> dict[str, Case]:
    """Bác Đào of the 15th floor, anh Tâm of the alley, and six who come by themselves."""
    lan = cast["lan"]
    found = {
        "dao": agreed(
            ward, lan, now, "TRẦN THỊ ĐÀO", flat="P1504", needs=("wheelchair", "stays_at_home", "speaks_slowly"),
            hours=(540, 660), phone="0912345678", number="099147000001",
        ),
        "tam": agreed(
            ward, lan, now, "LÊ VĂN TÂM", alley="ngách 85/14 ngõ 1150",
            needs=("afraid_of_flash", "calm_place", "stays_at_home"), hours=(840, 960),
        ),
    }  # fmt: skip
    Supporter.objects.create(
        resident=found["dao"].resident, name="Hạnh", phone="0987654321", relation="con gái", noted_at=now
    )
    for number in range(6):
        found[f"walker{number}"] = agreed(ward, lan, now, f"PHẠM VĂN SỐ {number}", flat=f"P{number + 3}01")
    return found
