from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from tannha.fleet.models import Shift
from tannha.ground.ids import format_key
from tannha.plan import service
from tannha.plan.models import Promise
from tannha.plan.paper import STYLE, notice_text
from tannha.web.paper import laid_out

from .conftest import TOMORROW

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
DAY = f"/plan/{TOMORROW.isoformat()}/"
NAMES = ("ĐÀO", "TÂM", "Hạnh", "PHẠM", "099147000001", "0912345678", "0987654321", "0912 345 678")


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def made(client: Client) -> None:
    assert client.post(f"{DAY}make/").status_code == 303


def published(cast: Any, now: datetime) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)


def test_the_planner_makes_looks_and_publishes_in_four_acts(
    fleet: Any, people: Any, client_as: As, cast: Any
) -> None:
    tuan = client_as("tuan")
    assert tuan.get("/plan/").headers["Location"] == DAY
    assert tuan.get(DAY).status_code == 200
    made(tuan)
    review = tuan.get(f"{DAY}review/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', review)
    assert version is not None and "Công bố và báo 8 người" in review
    assert tuan.post(f"{DAY}publish/", {"version": version[1]}).status_code == 303
    assert Promise.objects.count() == 8


def test_planner_pages_hold_no_name_and_no_number_in_their_source(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    tuan = client_as("tuan")
    made(tuan)
    mission = format_key(service.list_missions(cast["tuan"].ward_id, TOMORROW)[0].id)
    case = format_key(people["dao"].id)
    for language in ("vi", "en"):
        tuan.cookies["django_language"] = language
        for path in (
            DAY, f"{DAY}?as=table", f"{DAY}unserved/", f"{DAY}review/", f"{DAY}why/{case}/",
            f"/plan/mission/{mission}/", "/plan/mission/", "/",
        ):  # fmt: skip
            source = tuan.get(path).content.decode()
            for name in NAMES:
                assert name not in source, (path, name)


def test_the_planners_run_sheet_holds_no_health_word(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    published(cast, now)
    mission = service.missions_for(cast["minh"].user_id, TOMORROW)[0].mission_id
    source = client_as("tuan").get(f"/plan/mission/{format_key(mission)}/").content.decode()
    for word in ("xe lăn", "nói chậm", "không ra khỏi nhà", "chớp đèn", "wheelchair"):
        assert word not in source
    assert "P1504" in source


def test_the_team_reads_names_and_says_that_it_stands_at_the_door(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    published(cast, now)
    mission = format_key(service.missions_for(cast["minh"].user_id, TOMORROW)[0].mission_id)
    case = format_key(people["dao"].id)
    minh = client_as("minh")
    page = " ".join(minh.get(f"/plan/mission/{mission}/").content.decode().split())
    assert "TRẦN THỊ ĐÀO" in page and "Hạnh" in page and "0987 654 321" in page
    assert minh.post(f"/plan/mission/{mission}/late/{case}/", {"late_minutes": "x"}).status_code == 422
    assert minh.post(f"/plan/mission/{mission}/late/{case}/", {"late_minutes": "15"}).status_code == 303
    assert minh.post(f"/plan/mission/{mission}/arrived/{case}/").status_code == 303
    assert client_as("ha").get(f"/plan/mission/{mission}/").status_code == 404


def test_only_supervisors_see_calls_and_print_notices(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    published(cast, now)
    hoa = client_as("hoa")
    address = f"/plan/notices/{TOMORROW.isoformat()}/"
    page = hoa.get(address).content.decode()
    assert "TRẦN THỊ ĐÀO" in page and "xe lăn" not in page
    promise = format_key(Promise.objects.get(case=people["dao"]).id)
    assert hoa.post(f"{address}told/{promise}/").status_code == 303
    for name in ("tuan", "minh", "lan", "dung", "vy", "phuc"):
        assert client_as(name).get(address).status_code == 404
    assert client_as("nobody").get(address).status_code == 303


def test_a_notice_is_one_readable_page_without_a_health_word(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    published(cast, now)
    promise = format_key(Promise.objects.get(case=people["dao"]).id)
    hoa = client_as("hoa")
    answer = hoa.get(f"/plan/notice/{promise}/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    every = service.show_notices(cast["hoa"], on=TOMORROW, now=now)
    with translation.override("vi"):
        text = notice_text(every, every.notices)
    assert len(laid_out(text, style=STYLE).pages) == len(every.notices) == 8
    for word in ("xe lăn", "nói chậm", "chớp", "sợ", "yên tĩnh", "bệnh"):
        assert word not in text
    assert "Ông/bà có quyền từ chối" in text and "TRẦN THỊ ĐÀO" in text and "Lan, Minh" in text


def test_moving_a_promise_asks_who_agreed(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    published(cast, now)
    tuan = client_as("tuan")
    case = format_key(people["dao"].id)
    wrong = tuan.post(f"{DAY}why/{case}/move/", {"start": "25:99", "consent": ""})
    assert wrong.status_code == 422
    refused = tuan.post(f"{DAY}why/{case}/move/", {"start": "19:00", "consent": "con gái, điện thoại"})
    assert refused.status_code == 409
    right = tuan.post(f"{DAY}why/{case}/move/", {"start": "10:15", "consent": "con gái, điện thoại"})
    assert right.status_code == 303
    assert tuan.post(f"{DAY}why/{case}/withdraw/").status_code == 303


def test_nobody_but_planners_and_supervisors_opens_the_day(
    fleet: Any, people: Any, client_as: As, cast: Any
) -> None:
    for name in ("lan", "minh", "dung", "nga", "phuc", "ngan", "yen", "vy"):
        assert client_as(name).get(DAY).status_code == 404
    assert client_as("hoa").get(DAY).status_code == 200


def test_a_broken_check_takes_the_publish_button_away(
    fleet: Any, people: Any, client_as: As, cast: Any
) -> None:
    tuan = client_as("tuan")
    made(tuan)
    machine = fleet["machines"][0]
    machine.working = False
    machine.save()
    kit = fleet["teams"][0].kit
    kit.working = False
    kit.save()
    page = tuan.get(f"{DAY}review/").content.decode()
    assert "disabled" in page and 'class="act" form="main"' not in page


def test_a_day_that_never_was_and_a_bad_day_are_not_there(client_as: As, cast: Any) -> None:
    tuan = client_as("tuan")
    assert tuan.get("/plan/2026-13-40/").status_code == 404
    assert tuan.get(f"{DAY}review/").status_code == 409


def test_pages_of_the_day_stay_within_their_queries(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    published(cast, now)
    tuan = client_as("tuan")
    with django_assert_max_num_queries(30):
        tuan.get(DAY)
    with django_assert_max_num_queries(30):
        tuan.get(f"{DAY}review/")
    with django_assert_max_num_queries(30):
        client_as("hoa").get(f"/plan/notices/{TOMORROW.isoformat()}/")


def test_a_notice_is_set_in_the_fonts_of_the_program(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    day = service.show_notices(cast["hoa"], on=TOMORROW, now=now)
    with translation.override("vi"):
        pdf = laid_out(notice_text(day, day.notices[:1]), style=STYLE).write_pdf(uncompressed_pdf=True)
    assert b"Paper-Latin" in pdf and b"Paper-Vietnamese" in pdf


def test_the_day_says_whether_it_is_proven_that_nobody_more_could_be_served(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    proven, open_still = (
        "không kế hoạch nào của ngày này bỏ sót ít hơn",
        "Chưa chứng minh được đây là ít nhất",
    )
    Shift.objects.exclude(team=None).delete()
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    tuan = client_as("tuan")
    assert proven in tuan.get(DAY).content.decode()
    weight, day.least_unserved = day.least_unserved, 0
    day.save()
    page = tuan.get(DAY).content.decode()
    assert weight > 0 and open_still in page and proven not in page
    day.version += 1
    day.save()
    page = tuan.get(DAY).content.decode()
    assert open_still not in page and proven not in page
