from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.models import DoNotVisit
from tannha.canvass.rules.case import Step
from tannha.canvass.service import find_case_by_id
from tannha.ground.models import JournalEntry
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.models import PlanDay, Promise
from tannha.plan.rules.plan import decode_plan

from .conftest import TOMORROW

pytestmark = pytest.mark.django_db


def published(cast: Any, now: datetime) -> PlanDay:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    return service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)


def code_of(excinfo: pytest.ExceptionInfo[Refused]) -> str:
    return excinfo.value.refusal.code.value


def test_the_frail_resident_of_the_15th_floor_gets_a_kit_in_her_good_hours(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    promise = service.find_promise(people["dao"].id)
    assert promise is not None and promise.way == "home" and promise.team == fleet["teams"][0]
    assert 540 <= promise.start_minute <= promise.end_minute <= 660
    case = find_case_by_id(people["dao"].id)
    assert case is not None and case.promised and case.step == Step.PLAN


def test_the_person_afraid_of_flash_gets_a_calm_visit_by_the_gentle_team(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    promise = service.find_promise(people["tam"].id)
    assert promise is not None and promise.team == fleet["teams"][0]
    assert promise.start_minute >= 840 and promise.end_minute <= 900


def test_everybody_who_can_come_gets_a_slot_and_nobody_is_left_out(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    day = published(cast, now)
    assert decode_plan(day.plan).unserved == ()
    ways = sorted(Promise.objects.values_list("way", flat=True))
    assert ways == ["home"] * 2 + ["walk_in"] * 6


def test_publishing_writes_one_act_that_names_everybody_promised(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    entry = JournalEntry.objects.get(what="plan.published")
    assert entry.people.count() == 8


def test_a_plan_made_anew_keeps_every_promise(fleet: Any, people: Any, cast: Any, now: datetime) -> None:
    published(cast, now)
    before = {p.case_id: (p.start_minute, p.end_minute, p.way) for p in Promise.objects.all()}
    published_again = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    told = decode_plan(published_again.plan)
    assert len(told.slots) == 6 and told.score.promises_broken_weight == 0
    assert {p.case_id: (p.start_minute, p.end_minute, p.way) for p in Promise.objects.all()} == before


def test_an_old_version_is_not_published(fleet: Any, people: Any, cast: Any, now: datetime) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    with pytest.raises(Refused) as refused:
        service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    assert code_of(refused) == "plan.changed_meanwhile" and not Promise.objects.exists()


def test_a_kit_broken_after_planning_blocks_publishing(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    kit = fleet["teams"][0].kit
    kit.working = False
    kit.save()
    with pytest.raises(Refused) as refused:
        service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    assert code_of(refused) == "plan.check_failed"


def test_who_asks_not_to_be_visited_after_planning_blocks_publishing_and_leaves_the_next_plan(
    fleet: Any, people: Any, ward: Any, cast: Any, now: datetime
) -> None:
    from tannha.canvass.service import set_do_not_visit

    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    _ask_not_to_come(set_do_not_visit, people["dao"], cast, now)
    with pytest.raises(Refused):
        service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    again = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    assert str(people["dao"].id) not in again.plan
    service.publish(cast["tuan"], on=TOMORROW, version=again.version, now=now)
    assert service.find_promise(people["dao"].id) is None


def _ask_not_to_come(verb: Any, case: Any, cast: Any, now: datetime) -> None:
    case.resident.refresh_from_db()
    DoNotVisit.objects.create(ward=case.ward, resident=case.resident, set_at=now)


def test_a_wish_after_publishing_takes_the_stop_off_the_run_sheet_at_once(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    minh = cast["minh"]
    mission = service.missions_for(minh.user_id, TOMORROW)[0].mission_id
    assert len(service.missions_for(minh.user_id, TOMORROW)) == 2
    _ask_not_to_come(None, people["dao"], cast, now)
    assert [stop.case_id for stop in service.missions_for(minh.user_id, TOMORROW)] == [people["tam"].id]
    sheet = service.show_run_sheet(minh, mission_id=mission, now=now)
    assert sheet.left_out == 1
    notices = service.show_notices(cast["hoa"], on=TOMORROW, now=now)
    assert "TRẦN THỊ ĐÀO" not in [notice.name for notice in notices.notices]
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    assert service.find_promise(people["dao"].id) is None


def test_the_team_sees_names_on_its_sheet_and_the_planner_only_codes(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    mission = service.missions_for(cast["lan"].user_id, TOMORROW)[0].mission_id
    sheet = service.show_run_sheet(cast["lan"], mission_id=mission, now=now)
    named = [line.named for line in sheet.stops if line.named]
    assert [face.name for face in named] == ["TRẦN THỊ ĐÀO", "LÊ VĂN TÂM"] and named[0].helper == "Hạnh"
    plain = service.show_run_sheet(cast["tuan"], mission_id=mission, now=now)
    assert plain.masked and all(line.named is None for line in plain.stops) and plain.officers == ()
    with pytest.raises(Refused) as refused:
        service.show_run_sheet(cast["ha"], mission_id=mission, now=now)
    assert code_of(refused) == "ground.not_there"
    with pytest.raises(Refused):
        service.show_run_sheet(cast["khang"], mission_id=mission, now=now)


def test_the_mission_makes_its_people_known_to_the_team_of_the_day(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    tomorrow = now + timedelta(days=1)
    assert service.assigned_to(cast["minh"], people["dao"].resident_id, tomorrow)
    assert not service.assigned_to(cast["minh"], people["dao"].resident_id, now)
    assert not service.assigned_to(cast["ha"], people["dao"].resident_id, tomorrow)


def test_arriving_and_being_late_are_written_by_the_own_team_only(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    mission = service.missions_for(cast["lan"].user_id, TOMORROW)[0].mission_id
    dao = people["dao"].id
    service.note_arrival(cast["lan"], mission_id=mission, case_id=dao, late_minutes=20, now=now)
    service.note_arrival(cast["lan"], mission_id=mission, case_id=dao, now=now)
    sheet = service.show_run_sheet(cast["lan"], mission_id=mission, now=now)
    assert sheet.stops[0].arrived_at == now and sheet.stops[0].late_minutes == 0
    with pytest.raises(Refused):
        service.note_arrival(cast["ha"], mission_id=mission, case_id=dao, now=now)


def test_a_promise_is_kept_once(fleet: Any, people: Any, cast: Any, now: datetime) -> None:
    published(cast, now)
    promise = service.find_promise(people["dao"].id)
    assert promise is not None
    service.note_promise_kept(promise, now=now)
    service.note_promise_kept(promise, now=now + timedelta(hours=1))
    promise.refresh_from_db()
    assert promise.state == "kept" and promise.closed_at == now
    assert service.find_promise(people["dao"].id) is None


def test_a_withdrawn_promise_leaves_the_day_and_the_person_can_be_planned_again(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    promise = service.find_promise(people["tam"].id)
    assert promise is not None
    day = service.withdraw_promise(cast["tuan"], promise_id=promise.id, now=now)
    assert str(people["tam"].id) not in day.published_plan
    assert all(check.holds for check in service.review_checks(day))
    case = find_case_by_id(people["tam"].id)
    assert case is not None and not case.promised and case.step == Step.PLAN
    with pytest.raises(Refused) as refused:
        service.withdraw_promise(cast["tuan"], promise_id=promise.id, now=now)
    assert code_of(refused) == "plan.promise_closed"


def test_a_promise_moves_only_with_a_yes_and_only_where_somebody_is_free(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    promise = service.find_promise(people["dao"].id)
    assert promise is not None
    with pytest.raises(Refused) as refused:
        service.move_promise(cast["tuan"], promise_id=promise.id, start_minute=615, consent=" ", now=now)
    assert code_of(refused) == "plan.consent_missing"
    with pytest.raises(Refused) as refused:
        service.move_promise(
            cast["tuan"], promise_id=promise.id, start_minute=1_140, consent="phone", now=now
        )
    assert code_of(refused) == "plan.time_not_free"
    service.move_promise(cast["tuan"], promise_id=promise.id, start_minute=615, consent="phone", now=now)
    moved = service.find_promise(people["dao"].id)
    assert moved is not None and 600 <= moved.start_minute <= 615 <= moved.end_minute <= 630
    day = service.find_day(cast["tuan"].ward_id, TOMORROW)
    assert day is not None and all(check.holds for check in service.review_checks(day))


def test_a_past_day_is_not_planned(fleet: Any, people: Any, cast: Any, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        service.make_plan(cast["tuan"], on=(now - timedelta(days=1)).date(), now=now)
    assert code_of(refused) == "plan.day_is_past"


def test_a_day_without_duty_still_tells_everybody_why(people: Any, cast: Any, now: datetime) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    plan = decode_plan(day.plan)
    assert {entry.client for entry in plan.unserved} == {str(people["dao"].id), str(people["tam"].id)}
    assert all(entry.why.code.value != "not_yet_told" for entry in plan.unserved)
    assert day.left_for_later == 6


def test_notices_are_for_supervisors_and_name_calls_for_those_with_a_telephone(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    notices = service.show_notices(cast["hoa"], on=TOMORROW, now=now)
    assert [notice.name for notice in notices.calls] == ["TRẦN THỊ ĐÀO"] and len(notices.notices) == 8
    service.note_told(cast["hoa"], promise_id=notices.calls[0].promise_id, now=now)
    assert service.count_calls(cast["hoa"].ward_id, TOMORROW) == 0
    for name in ("tuan", "lan", "minh", "khang"):
        with pytest.raises(Refused):
            service.show_notices(cast[name], on=TOMORROW, now=now)


def test_today_tells_planner_supervisor_and_team_what_waits(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    assert service.today_rows(cast["tuan"], now)[0].url_name == "plan:day"
    published(cast, now)
    assert service.today_rows(cast["hoa"], now)[0].count == 1
    row = service.today_rows(cast["minh"], now + timedelta(days=1))[0]
    assert row.count == 2 and row.url_name == "plan:mission"
    assert service.today_rows(cast["minh"], now) == []


def test_a_ride_told_at_another_time_than_planned_blocks_publishing(
    ward: Any, fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    from .conftest import agreed

    case = agreed(ward, cast["lan"], now, "ĐỖ THỊ BÉ", flat="P0902", needs=("wheelchair",), hours=(480, 960))
    case.wished_way = "ride"
    case.save(update_fields=["wished_way"])
    published(cast, now)
    promise = service.find_promise(case.id)
    assert promise is not None and promise.way == "ride" and promise.fetch_minute is not None
    assert promise.machine == fleet["machines"][0] and promise.fetch_minute % 5 == 0
    assert promise.fetch_minute < promise.start_minute and promise.home_minute > promise.end_minute
    day = service.find_day(cast["tuan"].ward_id, TOMORROW)
    assert day is not None and all(check.holds for check in service.review_checks(day))
    promise.fetch_minute -= 30
    promise.save()
    assert [check.name.value for check in service.review_checks(day) if not check.holds] == ["promises"]


def test_a_promise_is_told_in_fives_inside_the_hours_of_the_person(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    published(cast, now)
    for promise in Promise.objects.filter(way="home"):
        assert promise.start_minute % 5 == 0 and promise.end_minute % 5 == 0
