"""Walks: who is put on them, in which order, and who may see them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.models import Case, Walk
from tannha.canvass.refusals import Code
from tannha.canvass.rules.walk import DoorState
from tannha.canvass.service import (
    Place,
    find_case,
    list_places,
    list_walks,
    make_walk,
    next_on_walk,
    record_visit,
    show_walk,
    today_rows,
)
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.roll.models import HeldDocument, Resident, ResidentialGroup
from tests.canvass.conftest import resident_at

TODAY = date(2026, 11, 24)


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return str(caught.value.refusal.code)


def test_a_walk_takes_doors_in_order_and_opens_the_cases_of_who_is_due(
    ward: Any, group: ResidentialGroup, cast: Any, now: datetime
) -> None:
    upper = resident_at(ward, "LÊ THỊ MỘT", flat="P1504", group=group)
    lower = resident_at(ward, "LÊ THỊ HAI", flat="P902", group=group)
    walk = make_walk(cast["lan"], place=Place(tower="A"), on=TODAY, now=now)
    assert [door.household_id for door in walk.doors.all()] == [lower.household_id, upper.household_id]
    for resident in (upper, lower):
        case = find_case(resident.pk)
        assert case is not None and case.opened_on == TODAY


def test_who_holds_a_card_without_end_is_not_knocked_for(
    ward: Any, dao: Resident, neighbour: Resident, cast: Any, now: datetime
) -> None:
    HeldDocument.objects.create(
        resident=neighbour, kind="chip", issued_on=date(2022, 1, 5), no_expiry=True, noted_at=now
    )
    walk = make_walk(cast["lan"], place=Place(tower="A"), on=TODAY, now=now)
    assert [door.household_id for door in walk.doors.all()] == [dao.household_id]


def test_a_group_or_an_alley_can_be_walked_too(
    ward: Any, group: ResidentialGroup, dao: Resident, cast: Any, now: datetime
) -> None:
    tam = resident_at(ward, "NGUYỄN VĂN TÂM", flat="số 12/3A", alley="ngách 85/14 ngõ 1150", year=1996)
    alley = make_walk(cast["lan"], place=Place(alley="ngách 85/14 ngõ 1150"), on=TODAY, now=now)
    assert [door.household_id for door in alley.doors.all()] == [tam.household_id]
    by_group = make_walk(cast["lan"], place=Place(group_id=group.pk), on=TODAY, now=now)
    assert [door.household_id for door in by_group.doors.all()] == [dao.household_id]
    keys = {place.key.partition(":")[0]: place.doors for place in list_places(ward.pk)}
    assert keys == {"tower": 1, "alley": 1, "group": 1}


def test_an_empty_walk_and_a_past_day_are_refused(dao: Resident, cast: Any, now: datetime) -> None:
    nowhere = {"place": Place(tower="Z"), "on": TODAY, "now": now}
    assert refused(make_walk, actor=cast["lan"], **nowhere) == Code.NOBODY_ON_WALK
    past = {"place": Place(tower="A"), "on": TODAY - timedelta(days=1), "now": now}
    assert refused(make_walk, actor=cast["lan"], **past) == Code.DAY_IS_PAST


def test_a_canvasser_makes_only_her_own_walk_and_a_supervisor_anybody_s(
    dao: Resident, cast: Any, now: datetime
) -> None:
    place = {"place": Place(tower="A"), "on": TODAY, "now": now}
    assert (
        refused(make_walk, actor=cast["lan"], walker_id=cast["minh"].user_id, **place) == "ground.not_there"
    )
    walk = make_walk(cast["hoa"], walker_id=cast["lan"].user_id, **place)
    assert walk.walker_id == cast["lan"].user_id
    assert (
        refused(make_walk, actor=cast["hoa"], walker_id=cast["tuan"].user_id, **place) == "ground.not_there"
    )
    assert (
        refused(make_walk, actor=cast["hoa"], walker_id=cast["khang"].user_id, **place) == "ground.not_there"
    )


def test_a_walk_shows_its_people_to_its_workers_and_names_them_in_the_journal(
    walk: Walk, case: Case, neighbour: Resident, cast: Any, now: datetime
) -> None:
    before = JournalEntry.objects.count()
    view = show_walk(cast["lan"], walk_id=walk.pk, now=now)
    assert [line.spoken for door in view.doors for line in door.people] == ["bác Đào", "cô Mẫu"]
    assert (view.next_case, view.next_label, view.done) == (case.pk, "P1504", 0)
    (entry,) = JournalEntry.objects.order_by("seq")[before:]
    assert set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True)) == {
        case.resident_id,
        neighbour.pk,
    }


@pytest.mark.parametrize("name", ["minh", "khang", "tuan", "dung", "phuc", "ngan", "yen", "vy"])
def test_nobody_else_opens_a_walk(walk: Walk, cast: Any, now: datetime, name: str) -> None:
    assert refused(show_walk, actor=cast[name], walk_id=walk.pk, now=now) == "ground.not_there"


def test_a_door_is_done_when_everybody_behind_it_was_asked(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="nobody_home", now=now)
    view = show_walk(cast["lan"], walk_id=walk.pk, now=now)
    assert [door.state for door in view.doors] == [DoorState.NOBODY_HOME, DoorState.TO_DO]
    assert view.done == 1
    following = next_on_walk(cast["lan"], walk.pk, case.pk)
    assert following is not None and following[1] == "P1506"


def test_today_tells_lan_of_her_walk_without_a_name(walk: Walk, cast: Any, now: datetime) -> None:
    (row,) = today_rows(cast["lan"], now)
    assert row.url_args == (walk.pk,)
    assert "Đào" not in row.text + row.detail
    (rest,) = today_rows(cast["lan"], now + timedelta(days=1))
    assert rest.url_name == "canvass:walks"


def test_lists_of_walks_are_one_s_own_or_the_ward_s(walk: Walk, cast: Any) -> None:
    assert [row.doors for row in list_walks(cast["lan"], on=TODAY)] == [2]
    assert list_walks(cast["minh"], on=TODAY) == []
    assert len(list_walks(cast["hoa"], on=TODAY)) == 1
    assert list_walks(cast["khang"], on=TODAY) == []
