from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.fleet import service
from tannha.fleet.models import Kit, Machine, Shift, Station, Team, TeamMember
from tannha.fleet.service import Hours
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def station(cast: Any, now: datetime) -> Station:
    return service.save_station(cast["tuan"], name="Trạm", address="", floors=3, has_lift=False, now=now)


def machine(cast: Any, station: Station, now: datetime, **changes: Any) -> Machine:
    plain = {
        "label": "Máy 1",
        "floor": 1,
        "step_free": True,
        "open_start_minute": 480,
        "open_end_minute": 1020,
    }
    return service.save_machine(cast["tuan"], station_id=station.id, now=now, **{**plain, **changes})


def team(cast: Any, now: datetime, *names: str) -> Team:
    members = tuple(cast[name].user_id for name in names)
    return service.save_team(cast["tuan"], label="Tổ 1", kit_id=None, gentle=True, members=members, now=now)


def test_a_machine_upstairs_without_a_lift_is_not_step_free(
    cast: Any, station: Station, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        machine(cast, station, now, floor=3)
    assert refused.value.refusal.code.value == "fleet.not_step_free" and not Machine.objects.exists()
    assert machine(cast, station, now, floor=3, step_free=False).floor == 3


def test_saving_the_same_label_changes_the_machine(cast: Any, station: Station, now: datetime) -> None:
    first = machine(cast, station, now)
    again = machine(cast, station, now, open_end_minute=1_200)
    assert first.id == again.id and Machine.objects.get().open_end_minute == 1_200


def test_a_shift_above_an_officers_day_is_refused_with_both_ways_out(cast: Any, now: datetime) -> None:
    row = team(cast, now, "minh", "lan")
    long = Hours(start_minute=420, end_minute=1_140, lunch_minutes=0)
    with pytest.raises(Refused) as refused:
        service.save_shift(cast["tuan"], on=TOMORROW, hours=long, team_id=row.id, now=now)
    assert (
        refused.value.refusal.code.value == "fleet.over_day" and refused.value.refusal.details["over"] == 120
    )
    assert not Shift.objects.exists()


def test_hours_of_a_team_count_for_each_of_its_people(cast: Any, now: datetime) -> None:
    row = team(cast, now, "minh", "lan")
    hours = Hours(start_minute=480, end_minute=960, lunch_minutes=60)
    service.save_shift(cast["tuan"], on=TOMORROW, hours=hours, team_id=row.id, now=now)
    week = service.list_hours(cast["tuan"].ward_id, TOMORROW)
    assert [(line.display_name, line.minutes) for line in week] == [("Lan", 420), ("Minh", 420)]
    assert service.minutes_left_of(row.id, TOMORROW) == 180


def test_a_broken_machine_is_not_on_duty(cast: Any, station: Station, now: datetime) -> None:
    row = machine(cast, station, now)
    hours = Hours(start_minute=480, end_minute=960)
    service.save_shift(cast["tuan"], on=TOMORROW, hours=hours, machine_id=row.id, now=now)
    assert len(service.duty_on(cast["tuan"].ward_id, TOMORROW).machines) == 1
    service.set_working(cast["tuan"], kind="machine", row_id=row.id, working=False, now=now)
    assert service.duty_on(cast["tuan"].ward_id, TOMORROW).machines == ()


def test_another_wards_people_and_kits_are_not_there(cast: Any, other_ward: Any, now: datetime) -> None:
    with pytest.raises(Refused):
        team(cast, now, "minh", "khang")
    kit = Kit.objects.create(ward=other_ward, label="Bộ")
    with pytest.raises(Refused):
        service.set_working(cast["tuan"], kind="kit", row_id=kit.id, working=False, now=now)


def test_a_past_day_takes_no_shift(cast: Any, now: datetime) -> None:
    row = team(cast, now, "minh", "lan")
    with pytest.raises(Refused) as refused:
        service.save_shift(
            cast["tuan"],
            on=date(2026, 11, 20),
            hours=Hours(start_minute=480, end_minute=900),
            team_id=row.id,
            now=now,
        )
    assert refused.value.refusal.code.value == "fleet.shift_order"


def test_pages_open_for_planner_and_supervisor_only(
    cast: Any, client_as: Callable[[str], Client], station: Station, now: datetime
) -> None:
    machine(cast, station, now)
    for path in ("/fleet/", "/fleet/shifts/"):
        assert client_as("tuan").get(path).status_code == 200
        assert client_as("hoa").get(path).status_code == 200
        for name in ("lan", "minh", "dung", "phuc", "vy"):
            assert client_as(name).get(path).status_code == 404


def test_a_planner_puts_a_team_on_duty_and_marks_a_machine_broken(
    cast: Any, client_as: Callable[[str], Client], station: Station, now: datetime
) -> None:
    row, box = team(cast, now, "minh", "lan"), machine(cast, station, now)
    tuan = client_as("tuan")
    form = {"owner": f"team:{format_key(row.id)}", "on": "25/11/2026", "start": "8:00", "end": "16:00"}
    assert tuan.post("/fleet/shifts/", form).status_code == 303
    assert TeamMember.objects.count() == 2 and Shift.objects.get().end_minute == 960
    assert tuan.post("/fleet/shifts/", {**form, "end": "23:00"}).status_code == 409
    assert tuan.post("/fleet/shifts/", {**form, "end": "x"}).status_code == 422
    answer = tuan.post(f"/fleet/working/machine/{format_key(box.id)}/", {"working": "no"})
    assert answer.status_code == 303 and not Machine.objects.get().working
    assert tuan.post(f"/fleet/working/ward/{format_key(box.id)}/", {"working": "no"}).status_code == 404
    new = {"label": "Máy 2", "floor": "3", "open_from": "8:00", "open_to": "17:00"}
    assert tuan.post("/fleet/new/machine/", new).status_code == 303
    other = new | {"label": "Máy 3"}
    assert tuan.post("/fleet/new/machine/", {**other, "step_free": "on"}).status_code == 409
    assert tuan.post("/fleet/new/machine/", {**other, "open_to": "7:00"}).status_code == 422
    assert tuan.post("/fleet/new/machine/", {**other, "floor": "4"}).status_code == 409
    assert tuan.post(f"/fleet/shifts/{format_key(Shift.objects.get().id)}/remove/").status_code == 303
