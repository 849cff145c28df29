"""The ward in figures and lists: who may see what, and that names are written down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tannha.canvass.models import Case
from tannha.canvass.rules.needs import NeedKind
from tannha.canvass.rules.visit import Told
from tannha.canvass.service import open_case, record_visit
from tannha.fleet.models import Shift
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.progress.rules.waiting import WaitingReason
from tannha.progress.service import group_figures, officers_week, show_waiting, today_rows, ward_figures
from tannha.roll.models import HeldDocument, Resident, ResidentialGroup
from tests.canvass.conftest import resident_at

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def group(ward: Any) -> ResidentialGroup:
    """Tổ 12."""
    return ResidentialGroup.objects.create(ward=ward, name="Tổ 12", number=12)


@pytest.fixture
def dao(ward: Any, group: ResidentialGroup, cast: Any, now: datetime) -> Resident:
    """Bác Đào, who agreed and needs a wheelchair, since twenty days."""
    dao = resident_at(
        ward, "TRẦN THỊ ĐÀO", flat="P1504", number="099147000001", spoken="bác Đào", group=group
    )
    case = open_case(dao, actor=cast["hoa"], now=now - timedelta(days=20))
    told = Told(needs=frozenset({NeedKind.WHEELCHAIR}), consent=True)
    record_visit(cast["hoa"], case_id=case.pk, outcome="agreed", told=told, now=now - timedelta(days=2))
    return dao


@pytest.fixture
def neighbour(ward: Any, group: ResidentialGroup, cast: Any, now: datetime) -> Resident:
    """A neighbour whom nobody visited yet, and who holds a card in force."""
    neighbour = resident_at(ward, "NGUYỄN THỊ MẪU", flat="P1506", year=1960, group=group)
    open_case(neighbour, actor=cast["hoa"], now=now)
    HeldDocument.objects.create(resident=neighbour, kind="chip", no_expiry=True, noted_at=now)
    return neighbour


def test_the_ward_is_counted_by_card_reason_and_group(
    dao: Resident, neighbour: Resident, group: ResidentialGroup, cast: Any, now: datetime
) -> None:
    figures = ward_figures(cast["hoa"], now=now)
    assert (figures.coverage.people, figures.coverage.covered) == (2, 1)
    assert (figures.frail.count, figures.frail.days_on(now.date())) == (1, 20)
    assert {reason: found.count for reason, found in figures.reasons.items()} == {
        WaitingReason.NOT_VISITED: 1,
        WaitingReason.NO_GOOD_HOURS: 1,
    }
    (line,) = figures.groups
    assert (line.name, line.waiting.count, line.coverage.covered) == ("Tổ 12", 2, 1)
    one = group_figures(cast["hoa"], group_id=group.pk, now=now)
    assert (one.waiting.count, one.coverage.people) == (2, 2)


def test_children_are_not_counted_as_people_without_a_card(
    ward: Any, dao: Resident, group: ResidentialGroup, cast: Any, now: datetime
) -> None:
    resident_at(ward, "TRẦN VĂN NHỎ", flat="P1504", year=2020, group=group)
    assert ward_figures(cast["hoa"], now=now).coverage.people == 1


def test_a_supervisor_sees_who_waits_longest_and_the_journal_names_them(
    dao: Resident, neighbour: Resident, cast: Any, now: datetime
) -> None:
    before = JournalEntry.objects.count()
    shown = show_waiting(cast["hoa"], now=now)
    assert [person.name for person in shown.people] == ["TRẦN THỊ ĐÀO", "NGUYỄN THỊ MẪU"]
    assert [person.days for person in shown.people] == [20, 0]
    (entry,) = JournalEntry.objects.order_by("seq")[before:]
    assert set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True)) == {
        dao.pk,
        neighbour.pk,
    }
    only = show_waiting(cast["hoa"], reason=WaitingReason.NO_GOOD_HOURS, now=now)
    assert [person.resident_id for person in only.people] == [dao.pk]
    assert [person.resident_id for person in show_waiting(cast["hoa"], frail=True, now=now).people] == [
        dao.pk
    ]


@pytest.mark.parametrize("name", ["lan", "minh", "tuan", "dung", "nga", "vy", "phuc", "ngan", "yen"])
def test_nobody_but_a_supervisor_sees_names(dao: Resident, cast: Any, now: datetime, name: str) -> None:
    with pytest.raises(Refused):
        show_waiting(cast[name], now=now)


def test_khang_sees_his_own_empty_ward(
    dao: Resident, group: ResidentialGroup, cast: Any, now: datetime
) -> None:
    assert ward_figures(cast["khang"], now=now).coverage.people == 0
    assert show_waiting(cast["khang"], now=now).people == ()
    with pytest.raises(Refused):
        group_figures(cast["khang"], group_id=group.pk, now=now)


def test_a_wish_is_no_backlog(dao: Resident, cast: Any, now: datetime) -> None:
    case = Case.objects.get(resident=dao)
    record_visit(cast["hoa"], case_id=case.pk, outcome="refused", now=now)
    figures = ward_figures(cast["hoa"], now=now)
    assert figures.frail.count == 0
    assert list(figures.reasons) == [WaitingReason.AS_WISHED]
    assert today_rows(cast["hoa"], now) == []


def test_today_tells_the_lead_how_many_wait_and_nobody_s_name(
    dao: Resident, cast: Any, now: datetime
) -> None:
    (row,) = today_rows(cast["hoa"], now)
    assert row.count == 1 and "20" in row.detail and "ĐÀO" not in row.text + row.detail
    assert today_rows(cast["lan"], now) == []


def test_hours_are_one_s_own_or_the_ward_s_by_name(
    ward: Any, dao: Resident, cast: Any, now: datetime
) -> None:
    for name in ("lan", "hoa", "minh"):
        Shift.objects.create(
            ward=ward,
            on=date(2026, 11, 23),
            start_minute=450,
            end_minute=1020,
            lunch_start_minute=690,
            lunch_end_minute=780,
            lunch_minutes=60,
            user=cast.user(name),
        )
    assert [week.name for week in officers_week(cast["hoa"], now=now)] == ["Hoa", "Lan", "Minh"]
    (own,) = officers_week(cast["lan"], now=now)
    assert (own.name, own.minutes, own.days_outside) == ("Lan", 510, 0)
    assert officers_week(cast["ngan"], now=now) == ()


def test_a_visit_after_the_shift_is_seen_as_work_outside_it(
    ward: Any, dao: Resident, neighbour: Resident, cast: Any, now: datetime
) -> None:
    Shift.objects.create(
        ward=ward,
        on=date(2026, 11, 24),
        start_minute=450,
        end_minute=1020,
        lunch_minutes=0,
        user=cast.user("hoa"),
    )
    case = Case.objects.get(resident=neighbour)
    record_visit(
        cast["hoa"], case_id=case.pk, outcome="nobody_home", now=now + timedelta(hours=10, minutes=30)
    )
    (week,) = officers_week(cast["hoa"], now=now + timedelta(hours=11))
    assert week.days_outside == 1


def page_of(client: Any, name: str, *args: object, **query: str) -> Any:
    with time_machine.travel(NINE, tick=False):
        return client.get(reverse(f"progress:{name}", args=args), query)


def test_the_lead_s_pages_open_each_other(
    dao: Resident, neighbour: Resident, group: ResidentialGroup, client_as: Any
) -> None:
    with time_machine.travel(NINE, tick=False):
        hoa = client_as("hoa")
    ward_page = page_of(hoa, "ward").content.decode()
    assert reverse("progress:group", args=[group.pk]) in ward_page
    assert reverse("progress:longest") in ward_page and reverse("progress:hours") in ward_page
    group_page = page_of(hoa, "group", group.pk).content.decode()
    assert "TRẦN THỊ ĐÀO" in group_page and "place=group" in group_page
    assert "TRẦN THỊ ĐÀO" in page_of(hoa, "longest").content.decode()
    assert "NGUYỄN THỊ MẪU" in page_of(hoa, "waiting", why="not_visited").content.decode()
    assert page_of(hoa, "waiting", why="nonsense").status_code == 409
    assert page_of(hoa, "hours").status_code == 200


def test_others_see_no_name_and_no_small_count(
    dao: Resident, neighbour: Resident, group: ResidentialGroup, client_as: Any
) -> None:
    for name in ("tuan", "ngan", "yen", "dung"):
        with time_machine.travel(NINE, tick=False):
            client = client_as(name)
        for answer in (page_of(client, "ward"), page_of(client, "group", group.pk)):
            text = answer.content.decode()
            assert answer.status_code == 200
            assert "ĐÀO" not in text and "MẪU" not in text.replace("Phường Mẫu", "")
            assert reverse("progress:longest") not in text
        assert page_of(client, "waiting").status_code == 404


def test_lan_sees_her_own_hours_where_others_see_the_ward(dao: Resident, client_as: Any) -> None:
    with time_machine.travel(NINE, tick=False):
        lan = client_as("lan")
    answer = page_of(lan, "ward")
    assert answer.status_code == 200 and reverse("progress:longest") not in answer.content.decode()
    assert page_of(lan, "waiting").status_code == 404


def test_the_ward_s_page_asks_the_store_few_questions(
    dao: Resident, neighbour: Resident, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(NINE, tick=False):
        hoa = client_as("hoa")
    with django_assert_max_num_queries(30):
        page_of(hoa, "ward")
