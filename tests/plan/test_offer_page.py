from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tannha.fleet.models import Shift
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.models import PlanDay, Promise
from tannha.plan.rules.instance import Way

from .conftest import TOMORROW, agreed

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def take_first(cast: Any, case: Any, now: datetime) -> Promise:
    first = service.show_offer(cast["tuan"], case_id=case.pk, now=now).choices[0]
    return service.promise_time(
        cast["tuan"], case_id=case.pk, on=first.day, way=first.way, start=first.start, now=now
    )


def test_a_caller_is_told_times_before_any_plan_is_made_and_one_is_promised(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    view = service.show_offer(cast["tuan"], case_id=people["dao"].pk, now=now)
    assert view.promise is None and 1 <= len(view.choices) <= 3
    promise = take_first(cast, people["dao"], now)
    assert (promise.on, promise.way, promise.told_at) == (TOMORROW, "home", now)
    assert 540 <= promise.start_minute < promise.end_minute <= 660
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    assert all(check.holds for check in service.review_checks(day))
    told = service.show_offer(cast["tuan"], case_id=people["dao"].pk, now=now)
    assert told.choices == () and told.promise == promise


def test_everybody_is_promised_one_after_the_other_and_every_check_holds(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    for case in people.values():
        take_first(cast, case, now)
    day = service.find_day(cast["tuan"].ward_id, TOMORROW)
    assert day is not None and Promise.objects.count() == len(people)
    assert all(check.holds for check in service.review_checks(day))
    again = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    assert all(check.holds for check in service.review_checks(again))


def test_a_published_day_takes_one_more_and_keeps_everybody_else(
    ward: Any, fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    before = {p.case_id: (p.start_minute, p.end_minute) for p in Promise.objects.all()}
    late = agreed(ward, cast["lan"], now, "VŨ THỊ MUỘN", flat="P901", needs=("walks_slowly",))
    take_first(cast, late, now)
    day = PlanDay.objects.get()
    assert all(check.holds for check in service.review_checks(day)) and day.published_plan == day.plan
    after = {p.case_id: (p.start_minute, p.end_minute) for p in Promise.objects.exclude(case=late)}
    assert after == before


def test_a_time_somebody_else_took_meanwhile_is_gone(ward: Any, fleet: Any, cast: Any, now: datetime) -> None:
    Shift.objects.filter(team=fleet["teams"][1]).delete()
    Shift.objects.filter(team=fleet["teams"][0]).update(end_minute=560, lunch_minutes=0)
    lan = cast["lan"]
    one, two = (
        agreed(ward, lan, now, f"VŨ THỊ {n}", flat=f"P{n}01", needs=("stays_at_home",)) for n in (2, 3)
    )
    told = service.show_offer(cast["tuan"], case_id=two.pk, now=now).choices[0]
    take_first(cast, one, now)
    with pytest.raises(Refused) as refused:
        service.promise_time(
            cast["tuan"], case_id=two.pk, on=told.day, way=told.way, start=told.start, now=now
        )
    assert refused.value.refusal.code.value == "plan.offer_gone"
    assert service.show_offer(cast["tuan"], case_id=two.pk, now=now).choices == ()
    with pytest.raises(Refused) as refused:
        service.promise_time(
            cast["tuan"], case_id=one.pk, on=TOMORROW, way=Way.HOME, start=told.start, now=now
        )
    assert refused.value.refusal.code.value == "plan.offer_gone"
    with pytest.raises(Refused) as refused:
        yesterday = TOMORROW - timedelta(days=2)
        service.promise_time(cast["tuan"], case_id=two.pk, on=yesterday, way=Way.HOME, start=1, now=now)
    assert refused.value.refusal.code.value == "plan.day_is_past"


def test_the_page_says_the_times_takes_one_and_names_nobody(
    fleet: Any, people: Any, client_as: As, cast: Any, django_assert_max_num_queries: Any
) -> None:
    tuan = client_as("tuan")
    page = f"/plan/times/{format_key(people['dao'].pk)}/"
    for language, words in (("vi", "chúng tôi đến nhà"), ("en", "we come to your home")):
        tuan.cookies["tannha_language"] = language
        with django_assert_max_num_queries(30):
            source = tuan.get(page).content.decode()
        assert words in source and "ĐÀO" not in source and "0912" not in source
    assert tuan.post(page, {"time": "moon"}).status_code == 422
    assert tuan.post(page, {}).status_code == 422
    value = re.search(r'value="(\d{4}-\d\d-\d\d home \d+)"', source)
    assert value is not None
    done = tuan.post(page, {"time": value[1]})
    assert done.status_code == 303 and Promise.objects.get().case_id == people["dao"].pk
    assert "This person has a time" in tuan.get(page).content.decode()
    assert tuan.get(done.headers["Location"]).status_code == 200


def on_duty(fleet: Any, days: int, *, end_minute: int) -> None:
    """Both teams and a machine on the working days after tomorrow."""
    kept = Shift.objects.filter(on=TOMORROW)
    for number in range(days):
        for one in kept:
            Shift.objects.create(
                ward_id=one.ward_id, on=TOMORROW + timedelta(days=number + 1), start_minute=480,
                end_minute=one.end_minute if one.machine_id else end_minute, machine_id=one.machine_id,
                team_id=one.team_id, vehicle_id=one.vehicle_id, lunch_minutes=0,
            )  # fmt: skip


@pytest.mark.parametrize("end_minute", [990, 500], ids=["a place on every day", "a place on no day"])
def test_the_number_of_queries_does_not_grow_with_the_days(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime, end_minute: int
) -> None:
    tuan = client_as("tuan")
    page = f"/plan/times/{format_key(people['dao'].pk)}/"
    if end_minute == 500:
        Shift.objects.filter(team__isnull=False).update(end_minute=500, lunch_minutes=0)
    tuan.get(page)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            source = tuan.get(page).content.decode()
        counts.append(len(found))
        assert ('name="time"' in source) is (end_minute == 990)
        if len(counts) == 1:
            on_duty(fleet, 10, end_minute=end_minute)
    assert counts[0] == counts[1] <= 30, counts


def test_who_takes_a_call_finds_the_case_from_the_menu(
    fleet: Any, people: Any, client_as: As, cast: Any, django_assert_max_num_queries: Any
) -> None:
    code = format_key(people["dao"].pk)[-6:].upper()
    for name in ("hoa", "tuan"):
        somebody = client_as(name)
        assert 'href="/plan/times/"' in somebody.get("/").content.decode()
        with django_assert_max_num_queries(30):
            source = somebody.get("/plan/times/").content.decode()
        assert code in source and "ĐÀO" not in source and "0912" not in source
        found = somebody.get("/plan/times/", {"code": f" {code.lower()} "}).content.decode()
        assert f"/plan/times/{format_key(people['dao'].pk)}/" in found
        nobody = somebody.get("/plan/times/", {"code": "ZZZZZZ"})
        assert nobody.status_code == 200 and code not in nobody.content.decode()
    for name in ("minh", "ha", "lan", "dung"):
        assert client_as(name).get("/plan/times/").status_code == 404


def test_nobody_from_another_ward_sees_or_promises_a_time(fleet: Any, people: Any, client_as: As) -> None:
    assert client_as("khang").get(f"/plan/times/{format_key(people['dao'].pk)}/").status_code == 404


def test_the_supervisor_comes_from_the_persons_way_and_the_canvasser_does_not(
    fleet: Any, people: Any, client_as: As
) -> None:
    way = f"/canvass/way/{format_key(people['dao'].resident_id)}/"
    link = f"/plan/times/{format_key(people['dao'].pk)}/"
    hoa = client_as("hoa")
    assert link in hoa.get(way).content.decode() and hoa.get(link).status_code == 200
    assert link not in client_as("lan").get(way).content.decode()


def test_where_nothing_fits_the_page_says_whom_to_ask_and_their_yes_frees_the_time(
    ward: Any, fleet: Any, client_as: As, cast: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    Shift.objects.filter(team=fleet["teams"][1]).delete()
    lan, needs = cast["lan"], ("stays_at_home",)
    loose = agreed(ward, lan, now, "VŨ THỊ RỘNG", flat="P201", needs=needs, hours=(540, 960))
    early = agreed(ward, lan, now, "VŨ THỊ SỚM", flat="P301", needs=needs, hours=(540, 610))
    take_first(cast, loose, now)
    assert service.show_offer(cast["tuan"], case_id=early.pk, now=now).choices == ()
    tuan = client_as("tuan")
    tuan.cookies["tannha_language"] = "en"
    times = f"/plan/times/{format_key(early.pk)}/"
    assert f"{times}ask/" in tuan.get(times).content.decode()
    with django_assert_max_num_queries(30):
        source = tuan.get(f"{times}ask/").content.decode()
    assert format_key(loose.pk)[-6:].upper() in source and "VŨ" not in source
    before = Promise.objects.get(case=loose)
    freed = service.show_whom_to_ask(cast["tuan"], case_id=early.pk, now=now).freed
    assert freed is not None
    (move,) = freed.moves
    assert Promise.objects.get(case=loose).start_minute == before.start_minute, "nobody is moved by looking"
    service.move_promise(
        cast["tuan"],
        promise_id=before.pk,
        start_minute=move.instead.start // 60,
        consent="chị, điện thoại",
        now=now,
    )
    assert take_first(cast, early, now).start_minute <= 610
    day = PlanDay.objects.get()
    assert all(check.holds for check in service.review_checks(day))
    assert client_as("khang").get(f"{times}ask/").status_code == 404
