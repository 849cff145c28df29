"""What a ward enters by page after its set-up: kits, teams, cars, machines, station; changed, retired, brought back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.fleet import service
from tannha.fleet.models import Kit, Machine, Shift, Station, Team, Vehicle
from tannha.fleet.refusals import Code
from tannha.fleet.service import Hours
from tannha.ground.ids import format_key
from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.plan.service.building import build_instance

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 25)
DAY = {"on": "25/11/2026", "start": "8:00", "end": "16:00"}
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def station(cast: Any, now: datetime) -> Station:
    return service.save_station(cast["tuan"], name="Trạm", address="số 2", floors=3, has_lift=True, now=now)


def team(cast: Any, now: datetime, label: str, *names: str, kit: Kit | None = None) -> Team:
    members = tuple(cast[name].user_id for name in names)
    return service.save_team(
        cast["tuan"], label=label, kit_id=kit.id if kit else None, gentle=True, members=members, now=now
    )


def kit(cast: Any, now: datetime, label: str = "Bộ 1") -> Kit:
    return service.save_kit(cast["tuan"], label=label, battery_enrolments=10, cards=20, now=now)


def test_a_fresh_ward_enters_everything_by_page_and_a_day_can_be_planned_with_it(
    cast: Any, client_as: As, station: Station, now: datetime
) -> None:
    hoa = client_as("hoa")
    acts = JournalEntry.objects.filter(kind="act").count()
    assert "Chưa có bộ lưu động nào." in hoa.get("/fleet/").content.decode()
    posts = [
        ("kit", {"label": "Bộ lưu động 1", "battery_enrolments": "10", "cards": "20"}),
        ("vehicle", {"label": "Xe 1", "seats": "3", "wheelchairs": "1"}),
        (
            "machine",
            {"label": "Máy 1", "floor": "1", "step_free": "on", "open_from": "7:30", "open_to": "17:00"},
        ),
    ]
    for kind, typed in posts:
        assert hoa.get(f"/fleet/new/{kind}/").status_code == 200
        assert hoa.post(f"/fleet/new/{kind}/", typed).status_code == 303
    members = [format_key(cast[name].user_id) for name in ("minh", "lan")]
    crew = {"label": "Tổ 1", "members": members, "kit": format_key(Kit.objects.get().id), "gentle": "on"}
    assert hoa.post("/fleet/new/team/", crew).status_code == 303
    owners = (("team", Team), ("vehicle", Vehicle), ("machine", Machine))
    for kind, model in owners:
        owner = f"{kind}:{format_key(model.objects.get().id)}"  # type: ignore[attr-defined] # one of the fleet's tables
        assert hoa.post("/fleet/shifts/", {"owner": owner, **DAY}).status_code == 303
    instance, _left = build_instance(cast["hoa"].ward_id, TOMORROW)
    assert (len(instance.machines), len(instance.kits), len(instance.vehicles)) == (1, 1, 1)
    (planned,) = instance.teams
    assert planned.officers == 2 and "gentle" in planned.skills
    assert JournalEntry.objects.filter(kind="act").count() == acts + 7


def test_today_says_that_nobody_is_on_duty_until_somebody_is(cast: Any, now: datetime) -> None:
    (row,) = service.today_rows(cast["hoa"], now)
    assert row.url_name == "fleet:fleet"
    crew = team(cast, now, "Tổ 1", "minh", "lan")
    (row,) = service.today_rows(cast["tuan"], now)
    assert row.url_name == "fleet:shifts" and service.today_rows(cast["lan"], now) == []
    hours = Hours(start_minute=480, end_minute=900)
    service.save_shift(cast["tuan"], on=TOMORROW, hours=hours, team_id=crew.id, now=now)
    assert service.today_rows(cast["hoa"], now) == []


def test_the_same_form_sent_twice_enters_one_thing(client_as: As, station: Station) -> None:
    tuan = client_as("tuan")
    typed = {"label": "Xe 1", "seats": "3", "wheelchairs": "0"}
    assert tuan.post("/fleet/new/vehicle/", typed).status_code == 303
    again = tuan.post("/fleet/new/vehicle/", typed | {"label": "xe 1", "seats": "9"})
    assert again.status_code == 422 and Vehicle.objects.get().seats == 3


def test_what_was_entered_is_changed_with_its_name_and_no_name_is_given_twice(
    cast: Any, client_as: As, station: Station, now: datetime
) -> None:
    tuan, one = client_as("tuan"), kit(cast, now)
    kit(cast, now, "Bộ 2")
    address = f"/fleet/change/kit/{format_key(one.id)}/"
    assert "Bộ 1" in tuan.get(address).content.decode()
    typed = {"label": "Bộ 2", "battery_enrolments": "8", "cards": "9"}
    answer = tuan.post(address, typed)
    assert answer.status_code == 409 and 'value="8"' in answer.content.decode()
    assert tuan.post(address, typed | {"label": "Bộ A"}).status_code == 303
    one.refresh_from_db()
    assert (one.label, one.battery_enrolments, Kit.objects.count()) == ("Bộ A", 8, 2)


def test_what_was_changed_in_another_window_is_not_overwritten_unseen(
    cast: Any, client_as: As, now: datetime
) -> None:
    tuan = client_as("tuan")
    car = service.save_vehicle(cast["tuan"], label="Xe 1", seats=3, wheelchairs=0, now=now)
    address = f"/fleet/change/vehicle/{format_key(car.id)}/"

    def seen() -> str:
        found = re.search(r'name="seen" value="([0-9a-f]{16})"', tuan.get(address).content.decode())
        assert found
        return found[1]

    both, typed = seen(), {"label": "Xe 1", "seats": "3", "wheelchairs": "0"}
    assert tuan.post(address, typed | {"seats": "5", "seen": both}).status_code == 303
    late = tuan.post(address, typed | {"wheelchairs": "1", "seen": both})
    page = late.content.decode()
    assert late.status_code == 409 and "<dd>5</dd>" in page
    assert Vehicle.objects.get().seats == 5
    assert f'value="{seen()}"' in page, (
        "the refusal's page shows the newest, so that it can be saved from there"
    )
    assert tuan.post(address, typed | {"seats": "5", "wheelchairs": "1", "seen": seen()}).status_code == 303
    assert (Vehicle.objects.get().seats, Vehicle.objects.get().wheelchairs) == (5, 1)


def test_a_station_loses_no_lift_under_a_step_free_machine(
    cast: Any, client_as: As, station: Station, now: datetime
) -> None:
    service.save_machine(
        cast["tuan"],
        station_id=station.id,
        label="Máy 3",
        floor=3,
        step_free=True,
        open_start_minute=480,
        open_end_minute=960,
        now=now,
    )
    tuan, address = client_as("tuan"), f"/fleet/change/station/{format_key(station.id)}/"
    typed = {"name": "Trạm mới", "address": "số 2", "floors": "3"}
    assert tuan.post(address, typed).status_code == 409
    assert tuan.post(address, typed | {"has_lift": "on", "floors": "2"}).status_code == 409
    assert tuan.post(address, typed | {"has_lift": "on"}).status_code == 303
    assert Station.objects.get().name == "Trạm mới"
    assert tuan.get("/fleet/new/station/").status_code == 404


def test_retiring_needs_a_reason_and_nothing_that_still_rests_on_it(
    cast: Any, client_as: As, station: Station, now: datetime
) -> None:
    tuan, box = client_as("tuan"), kit(cast, now)
    crew = team(cast, now, "Tổ 1", "minh", "lan", kit=box)
    shift = service.save_shift(
        cast["tuan"], on=TOMORROW, hours=Hours(start_minute=480, end_minute=900), team_id=crew.id, now=now
    )
    of_kit, of_team = (f"/fleet/retire/{k}/{format_key(r.id)}/" for k, r in (("kit", box), ("team", crew)))
    assert tuan.post(of_kit, {"reason": "hỏng"}).status_code == 409
    assert tuan.post(of_team, {"reason": "giải thể"}).status_code == 409
    service.remove_shift(cast["tuan"], shift_id=shift.id, now=now)
    assert tuan.post(of_team, {"reason": "  "}).status_code == 422
    assert tuan.post(of_team, {"reason": "giải thể"}).status_code == 303
    assert tuan.post(of_kit, {"reason": "hỏng"}).status_code == 303
    assert tuan.post(of_kit, {"reason": "hỏng"}).status_code == 404
    page = tuan.get("/fleet/").content.decode()
    assert "từ 24/11/2026: hỏng" in page
    assert "Tổ 1" not in tuan.get("/fleet/shifts/").content.decode()
    with pytest.raises(Refused):
        service.save_shift(
            cast["tuan"], on=TOMORROW, hours=Hours(start_minute=480, end_minute=900), team_id=crew.id, now=now
        )
    assert (
        tuan.post("/fleet/new/kit/", {"label": "Bộ 1", "battery_enrolments": "1", "cards": "1"}).status_code
        == 409
    )
    assert tuan.post(f"/fleet/back/team/{format_key(crew.id)}/", {"reason": "đủ người"}).status_code == 303
    crew.refresh_from_db()
    assert crew.retired_on is None and crew.kit is None
    assert tuan.post(f"/fleet/back/kit/{format_key(box.id)}/", {"reason": "đã sửa"}).status_code == 303


def test_one_kit_is_not_out_with_two_teams_at_a_time(cast: Any, now: datetime) -> None:
    box, tuan = kit(cast, now), cast["tuan"]
    one, other = team(cast, now, "Tổ 1", "minh", kit=box), team(cast, now, "Tổ 2", "lan", kit=box)
    morning, late = Hours(start_minute=480, end_minute=720), Hours(start_minute=700, end_minute=960)
    service.save_shift(tuan, on=TOMORROW, hours=morning, team_id=one.id, now=now)
    with pytest.raises(Refused) as refused:
        service.save_shift(tuan, on=TOMORROW, hours=late, team_id=other.id, now=now)
    assert refused.value.refusal.code is Code.KIT_ELSEWHERE
    after = Hours(start_minute=720, end_minute=960)
    service.save_shift(tuan, on=TOMORROW, hours=after, team_id=other.id, now=now)


def test_an_officers_own_shift_and_the_teams_count_together(cast: Any, now: datetime) -> None:
    crew, tuan = team(cast, now, "Tổ 1", "minh", "lan"), cast["tuan"]
    eight = Hours(start_minute=480, end_minute=960, lunch_minutes=0)
    service.save_shift(tuan, on=TOMORROW, hours=eight, user_id=cast["minh"].user_id, now=now)
    with pytest.raises(Refused) as refused:
        service.save_shift(tuan, on=TOMORROW, hours=eight, team_id=crew.id, now=now)
    assert refused.value.refusal.code is Code.OVER_DAY
    alone = team(cast, now, "Tổ 2", "ha")
    service.save_shift(tuan, on=TOMORROW, hours=eight, team_id=alone.id, now=now)
    with pytest.raises(Refused) as refused:
        team(cast, now, "Tổ 2", "ha", "minh")
    assert refused.value.refusal.code is Code.OVER_DAY
    service.save_shift(tuan, on=TOMORROW, hours=eight, user_id=cast["minh"].user_id, now=now)


def test_a_week_of_shifts_is_kept_at_once_or_not_at_all(cast: Any, client_as: As, now: datetime) -> None:
    crew, tuan = team(cast, now, "Tổ 1", "minh", "lan"), client_as("tuan")
    form = {"owner": f"team:{format_key(crew.id)}", **DAY, "until": "02/12/2026"}
    assert tuan.post("/fleet/shifts/", form).status_code == 303
    days = list(Shift.objects.order_by("on").values_list("on", flat=True))
    assert [day.day for day in days] == [25, 26, 27, 30, 1, 2]
    nine = form | {"start": "7:00", "end": "17:45", "until": "04/12/2026"}
    assert tuan.post("/fleet/shifts/", nine).status_code == 409
    assert Shift.objects.count() == 6 and Shift.objects.get(on=TOMORROW).end_minute == 960
    assert tuan.post("/fleet/shifts/", form | {"until": "25/01/2027"}).status_code == 409
    assert tuan.post("/fleet/shifts/", form | {"until": "24/11/2026"}).status_code == 422


def test_a_shift_that_is_over_stays(cast: Any, client_as: As, now: datetime) -> None:
    crew = team(cast, now, "Tổ 1", "minh", "lan")
    shift = service.save_shift(
        cast["tuan"], on=TOMORROW, hours=Hours(start_minute=480, end_minute=900), team_id=crew.id, now=now
    )
    Shift.objects.update(on=date(2026, 11, 20))
    tuan = client_as("tuan")
    assert "/remove/" not in tuan.get("/fleet/shifts/?on=2026-11-20").content.decode()
    assert tuan.post(f"/fleet/shifts/{format_key(shift.id)}/remove/").status_code == 409


def test_no_team_takes_who_never_goes_out_nor_another_wards_people(
    cast: Any, client_as: As, now: datetime
) -> None:
    for name in ("phuc", "khang"):
        with pytest.raises(Refused):
            team(cast, now, "Tổ 1", "minh", name)
    typed = {"label": "Tổ 1", "members": [format_key(cast["phuc"].user_id)], "kit": ""}
    assert client_as("tuan").post("/fleet/new/team/", typed).status_code == 422
    assert not Team.objects.exists()


@pytest.mark.parametrize("name", ["lan", "minh", "dung", "phuc", "vy", "khang"])
def test_who_does_not_plan_this_ward_finds_no_such_page(
    cast: Any, client_as: As, station: Station, now: datetime, name: str
) -> None:
    box, other = kit(cast, now), client_as(name)
    for path in (
        f"/fleet/change/kit/{format_key(box.id)}/",
        f"/fleet/retire/kit/{format_key(box.id)}/",
        f"/fleet/change/station/{format_key(station.id)}/",
    ):
        assert other.get(path).status_code == 404
        assert other.post(path, {"reason": "x", "label": "y"}).status_code == 404
    box.refresh_from_db()
    assert box.retired_on is None and box.label == "Bộ 1"


def test_long_names_marks_and_scripts_stay_text(client_as: As, station: Station) -> None:
    tuan, label = client_as("tuan"), "<script>alert(1)</script> 🚐"
    typed = {"label": label, "seats": "3", "wheelchairs": "0"}
    assert tuan.post("/fleet/new/vehicle/", typed | {"label": "x" * 61}).status_code == 422
    assert tuan.post("/fleet/new/vehicle/", typed).status_code == 303
    page = tuan.get("/fleet/").content.decode()
    assert Vehicle.objects.get().label == label and "<script>alert" not in page and "🚐" in page
