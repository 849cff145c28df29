"""Accounts of the cast, the station with its machines, kits, teams and shifts, and the roll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password

from tannha.demo.rules.officers import DEMO_PASSWORD, DEMO_PIN, OFFICERS, Officer
from tannha.demo.rules.roll_list import HEADINGS, row_of
from tannha.demo.seeding.stage import Seeding, Step
from tannha.fleet.models import Kit, Machine, Team, Vehicle
from tannha.fleet.service import (
    save_kit,
    save_machine,
    save_shift,
    save_station,
    save_team,
    save_vehicle,
    station_of,
)
from tannha.fleet.service.verbs import Hours
from tannha.ground.access import Role
from tannha.ground.accounts import make_account, name_ward
from tannha.ground.clock import at_local
from tannha.ground.models import AdminArea, User
from tannha.roll.models import ImportBatch, ImportState
from tannha.roll.service.importing import import_readied, ready_rows

WARD_NAME = "Phường Sen Trắng"
WARD_CODE = "09901"
NEXT_DOOR_NAME = "Phường Sen Vàng"
NEXT_DOOR_CODE = "09902"
PROVINCE = "Tỉnh Bịa"
SHIFT_DAYS_BEFORE = 6
SHIFT_DAYS_AFTER = 24
LIST_NAME = "danh sách cư dân phường"
SUNDAY = 6
LIST_DAYS_BEFORE = 32
DAY = Hours(
    start_minute=8 * 60,
    end_minute=16 * 60 + 30,
    lunch_start_minute=11 * 60 + 30,
    lunch_end_minute=13 * 60 + 30,
    lunch_minutes=60,
)
SUNDAY_MORNING = Hours(start_minute=8 * 60, end_minute=11 * 60, lunch_minutes=0)


def _last_of_guards(officer: Officer) -> bool:
    """Single-handed account acts end once two supervisors and two administrators exist: these come last."""
    return officer.username in ("binh", "viet")


def account_steps(seeding: Seeding) -> Iterator[Step]:
    """The ward's name, the neighbouring ward, everybody of the cast with password, code and PIN."""
    yield partial(
        name_ward, seeding.console, name=WARD_NAME, code=WARD_CODE, province=PROVINCE, now=seeding.now
    )
    yield _make_next_door
    for officer in sorted(OFFICERS, key=_last_of_guards):
        yield partial(_make_account, seeding, officer)
    yield _set_pins


def _make_next_door() -> AdminArea:
    area, _ = AdminArea.objects.get_or_create(
        code=NEXT_DOOR_CODE,
        valid_from=date(2025, 7, 1),
        defaults={"name": NEXT_DOOR_NAME, "province": PROVINCE},
    )
    return area


def _make_account(seeding: Seeding, officer: Officer) -> None:
    console = seeding.console
    if officer.next_door:
        console = replace(console, ward_id=_make_next_door().id)
    make_account(
        console,
        username=officer.username,
        display_name=officer.display_name,
        role=Role(officer.role),
        password=DEMO_PASSWORD,
        seed=officer.code_seed,
        now=seeding.now,
    )


def _set_pins() -> None:
    User.objects.filter(username__in=[officer.username for officer in OFFICERS]).update(
        pin_hash=make_password(DEMO_PIN)
    )


def station_steps(seeding: Seeding) -> Iterator[Step]:
    """The station with a machine on floor 1 and one on floor 3 without a lift, kits, teams, a car, their
    shifts.
    """
    tuan, now = seeding.actor("tuan"), seeding.now
    yield partial(
        save_station,
        tuan,
        name="Trạm phường Sen Trắng",
        address="số 2 ngõ 85",
        floors=3,
        has_lift=False,
        now=now,
    )
    for label, floor, step_free in (("Máy 1", 1, True), ("Máy 2", 3, False)):
        yield partial(_save_machine, seeding, label, floor, step_free)
    yield partial(save_kit, tuan, label="Bộ lưu động 1", battery_enrolments=10, cards=20, now=now)
    yield partial(save_kit, tuan, label="Bộ lưu động 2", battery_enrolments=8, cards=20, now=now)
    yield partial(_save_team, seeding, "Tổ 1", "Bộ lưu động 1", True, ("minh", "lan"))
    yield partial(_save_team, seeding, "Tổ 2", "Bộ lưu động 2", False, ("binh", "ha"))
    yield partial(save_vehicle, tuan, label="Xe lăn 1", seats=3, wheelchairs=1, now=now)
    for ahead in range(-SHIFT_DAYS_BEFORE, SHIFT_DAYS_AFTER + 1):
        yield partial(save_shifts, seeding, seeding.on + timedelta(days=ahead))


def _save_machine(seeding: Seeding, label: str, floor: int, step_free: bool) -> None:
    station = station_of(seeding.ward_id)
    assert station is not None
    save_machine(
        seeding.actor("tuan"),
        station_id=station.id,
        label=label,
        floor=floor,
        step_free=step_free,
        open_start_minute=DAY.start_minute,
        open_end_minute=DAY.end_minute,
        now=seeding.now,
    )


def _save_team(seeding: Seeding, label: str, kit: str, gentle: bool, members: tuple[str, ...]) -> None:
    save_team(
        seeding.actor("tuan"),
        label=label,
        kit_id=Kit.objects.get(ward_id=seeding.ward_id, label=kit).id,
        gentle=gentle,
        members=tuple(seeding.user_id(name) for name in members),
        now=seeding.now,
    )


def save_shifts(seeding: Seeding, on: date) -> None:
    """Shifts of one day; those of past days were entered on their day. Done again they change nothing.

    Every other day, tomorrow among them, Hà goes out with the second team; on the days between she is
    at the counter.
    """
    hours = SUNDAY_MORNING if on.weekday() == SUNDAY else DAY
    now = min(seeding.now, at_local(on, 7 * 60))
    tuan, ward_id = seeding.actor("tuan"), seeding.ward_id
    second_team_goes = (on - seeding.on).days % 2 == 1
    for machine in Machine.objects.filter(station__ward_id=ward_id):
        save_shift(tuan, on=on, hours=hours, machine_id=machine.id, now=now)
    for team in Team.objects.filter(ward_id=ward_id):
        if team.gentle or second_team_goes:
            save_shift(tuan, on=on, hours=hours, team_id=team.id, now=now)
    for vehicle in Vehicle.objects.filter(ward_id=ward_id):
        save_shift(tuan, on=on, hours=hours, vehicle_id=vehicle.id, now=now)
    if not second_team_goes:
        save_shift(tuan, on=on, hours=hours, user_id=seeding.user_id("ha"), now=now)


def roll_steps(seeding: Seeding) -> Iterator[Step]:
    """Everybody of the invented ward, as one list through the roll's import, taken over by the ward lead."""
    yield partial(_import_list, seeding)


def _import_list(seeding: Seeding) -> None:
    known = ImportBatch.objects.filter(ward_id=seeding.ward_id, file_name=LIST_NAME)
    if known.filter(state=ImportState.ACCEPTED).exists():
        return
    hoa, people = seeding.actor("hoa"), list(seeding.ward.everyone())
    readied = ready_rows(
        hoa,
        name=LIST_NAME,
        headings=HEADINGS,
        rows=[list(row_of(number, home, person)) for number, (home, person) in enumerate(people, start=1)],
    )
    import_readied(
        hoa,
        readied=readied,
        now=seeding.on_day_before(LIST_DAYS_BEFORE, 9 * 60),
        progress=lambda written: seeding.tell(written / len(people)),
    )
