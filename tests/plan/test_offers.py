from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.fleet.models import Shift
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.rules.plan import ReasonCode, decode_plan
from tannha.plan.service import reading
from tannha.plan.views import days

from .conftest import TOMORROW, agreed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def at_home(
    ward: Any, cast: Any, now: datetime, count: int, hours: tuple[int, int] | None = None
) -> list[Any]:
    return [
        agreed(
            ward,
            cast["lan"],
            now,
            f"VŨ THỊ SỐ {n}",
            flat=f"P{n + 2}01",
            needs=("stays_at_home",),
            hours=hours,
        )
        for n in range(count)
    ]


def short_day(fleet: Any, end_minute: int) -> None:
    """Only the first team, until `end_minute`."""
    Shift.objects.filter(team=fleet["teams"][1]).delete()
    Shift.objects.filter(team=fleet["teams"][0]).update(end_minute=end_minute, lunch_minutes=0)


def left_out(day: Any) -> Any:
    (entry,) = decode_plan(day.plan).unserved
    return entry


def test_a_longer_shift_is_offered_taken_and_serves_the_person(
    ward: Any, fleet: Any, cast: Any, now: datetime
) -> None:
    at_home(ward, cast, now, 2)
    short_day(fleet, 570)
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    entry = left_out(day)
    assert entry.why.code is ReasonCode.SHIFT_END and entry.why.subject == str(fleet["teams"][0].id)
    case_id = service.show_unserved(cast["tuan"], on=TOMORROW, now=now).unserved[0].face.case_id
    day = service.take_offer(cast["tuan"], on=TOMORROW, case_id=case_id, now=now)
    assert decode_plan(day.plan).unserved == () and len(day.allowances) == 1
    assert all(check.holds for check in service.review_checks(day))
    with pytest.raises(Refused) as refused:
        service.take_offer(cast["tuan"], on=TOMORROW, case_id=case_id, now=now)
    assert refused.value.refusal.code.value == "plan.offer_gone"


def test_the_familys_hours_are_not_the_planners_to_widen(
    ward: Any, fleet: Any, cast: Any, now: datetime
) -> None:
    at_home(ward, cast, now, 2, hours=(540, 600))
    short_day(fleet, 990)
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    entry = left_out(day)
    assert entry.why.code is ReasonCode.GOOD_HOURS
    case_id = service.show_unserved(cast["tuan"], on=TOMORROW, now=now).unserved[0].face.case_id
    with pytest.raises(Refused) as refused:
        service.take_offer(cast["tuan"], on=TOMORROW, case_id=case_id, now=now)
    assert refused.value.refusal.code.value == "plan.offer_not_yours"


def test_a_shift_is_not_lengthened_beyond_what_officers_may_work(
    ward: Any, fleet: Any, cast: Any, now: datetime
) -> None:
    at_home(ward, cast, now, 2)
    short_day(fleet, 570)
    for name in ("minh",):
        Shift.objects.create(ward=ward, on=TOMORROW, start_minute=600, end_minute=1_110, user=cast.user(name),
                             lunch_minutes=0)  # fmt: skip
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    case_id = service.show_unserved(cast["tuan"], on=TOMORROW, now=now).unserved[0].face.case_id
    with pytest.raises(Refused) as refused:
        service.take_offer(cast["tuan"], on=TOMORROW, case_id=case_id, now=now)
    assert refused.value.refusal.code.value == "plan.offer_over_hours"


def test_those_left_out_come_in_pages_and_the_offers_of_a_day_gone_by_are_nobodys(
    ward: Any, fleet: Any, cast: Any, now: datetime, client_as: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for module in (reading, days):
        monkeypatch.setattr(module, "A_PAGE", 3)
    at_home(ward, cast, now, 6)
    short_day(fleet, 570)
    left = len(decode_plan(service.make_plan(cast["tuan"], on=TOMORROW, now=now).plan).unserved)
    assert 3 < left <= 6
    shown = [service.show_unserved(cast["tuan"], on=TOMORROW, now=now, page=page) for page in (1, 2, 99, -3)]
    assert [len(view.unserved) for view in shown] == [3, left - 3, left - 3, 3]
    assert [view.number for view in shown] == [1, 2, 2, 1] and shown[0].total == left
    first, second = ({entry.face.case_id for entry in view.unserved} for view in shown[:2])
    assert len(first | second) == left
    page = client_as("tuan").get(f"/plan/{TOMORROW.isoformat()}/unserved/?page=2").content.decode()
    assert page.count("<section") == left - 3 and "page=1" in page
    later = service.show_unserved(cast["tuan"], on=TOMORROW, now=now + timedelta(days=3))
    assert not any(entry.can_take for entry in later.unserved)


def test_the_page_offers_what_the_planner_may_give_and_says_who_helps_otherwise(
    ward: Any, fleet: Any, cast: Any, now: datetime, client_as: Callable[[str], Client]
) -> None:
    at_home(ward, cast, now, 2)
    short_day(fleet, 570)
    tuan = client_as("tuan")
    address = f"/plan/{TOMORROW.isoformat()}/"
    tuan.post(f"{address}make/")
    page = tuan.get(f"{address}unserved/").content.decode()
    assert "Áp dụng đề xuất" in page and "Xếp được nếu Tổ 1 làm thêm" in page and "VŨ THỊ" not in page
    case_id = service.show_unserved(cast["tuan"], on=TOMORROW, now=now).unserved[0].face.case_id
    why = tuan.get(f"{address}why/{format_key(case_id)}/").content.decode()
    assert "Vì sao chưa có giờ?" in why
    answer = tuan.post(f"{address}unserved/{format_key(case_id)}/take/")
    assert answer.status_code == 303
    assert "Không ai bị bỏ lại hôm nay." in tuan.get(f"{address}unserved/").content.decode()
