"""The seeded ward obeys the rooms' rules: rows are the fold of acts, limits held, tomorrow planned, work
at each door.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

import pytest

from tannha.canvass.models import Case, DoNotVisit, Visit, Walk
from tannha.canvass.rules.limits import Limits
from tannha.canvass.service import columns_of, state_of
from tannha.demo import seed
from tannha.demo.rules.cast import BY_KEY, TOUR_PEOPLE
from tannha.demo.rules.officers import OFFICERS
from tannha.demo.seeding.people import NEXT_DOOR_NAME
from tannha.demo.stops.day import promise_of
from tannha.enrol.models import Enrolment, Packet
from tannha.enrol.rules.acts import Stage
from tannha.enrol.service.folding import opened
from tannha.fleet.models import Machine, Shift
from tannha.ground import journal
from tannha.ground.clock import local_minute
from tannha.ground.models import User
from tannha.issue.models import Card
from tannha.issue.rules.handover import CardActKind, CardStatus, fold
from tannha.plan.models import DayState, PlanDay, Promise
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.solvers.day import from_plan
from tannha.plan.solvers.insertion import best_insertion
from tannha.roll.models import HeldDocument, Household, Resident, Supporter

from .conftest import DAY, RESIDENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded"), pytest.mark.slow]


def case_of(key: str) -> Case:
    return Case.objects.get(resident__personal_number=BY_KEY[key].number)


def test_everybody_invented_is_on_the_roll_with_home_papers_and_helper() -> None:
    assert Resident.objects.count() == RESIDENTS
    assert HeldDocument.objects.count() > RESIDENTS / 3
    dao = Resident.objects.get(personal_number=BY_KEY["dao"].number)
    assert dao.birth is not None and dao.birth.iso == "1947"
    assert (dao.spoken_name, dao.household.floor, dao.household.has_lift) == ("bác Đào", 15, True)
    assert dao.group is not None and dao.group.number == 12
    assert Supporter.objects.get(resident=dao).name == "Trần Thu Hạnh"
    assert Household.objects.filter(has_lift=False).exists()


def test_every_personal_number_begins_with_099() -> None:
    numbers = Resident.objects.exclude(personal_number="").values_list("personal_number", flat=True)
    assert numbers and all(number.startswith("099") for number in numbers)


def test_the_cast_has_accounts_and_khang_belongs_to_the_ward_next_door() -> None:
    users = {user.username: user for user in User.objects.select_related("ward")}
    assert set(users) == {officer.username for officer in OFFICERS}
    assert users["khang"].ward.name == NEXT_DOOR_NAME
    assert len({user.ward_id for name, user in users.items() if name != "khang"}) == 1
    assert all(user.pin_hash and user.totp_kept for user in users.values())


def test_folding_the_acts_of_every_case_gives_its_row() -> None:
    cases = list(Case.objects.all())
    assert len(cases) > 20
    for case in cases:
        folded = columns_of(state_of(case))
        assert {name: getattr(case, name) for name in folded} == folded
        assert not state_of(case).late


def test_folding_the_acts_of_every_enrolment_and_card_gives_its_row() -> None:
    enrolments = list(Enrolment.objects.all())
    assert len(enrolments) >= 7
    for row in enrolments:
        assert opened(row).state.stage == Stage(row.stage)
    for card in Card.objects.all():
        kinds = [CardActKind(act.kind) for act in card.acts.order_by("seq")]
        assert fold(kinds) == CardStatus(card.status)


def test_the_month_of_visits_keeps_the_limits_that_protect_people() -> None:
    limits = Limits()
    by_case: dict[UUID, list[date]] = defaultdict(list)
    for visit in Visit.objects.all():
        by_case[visit.case_id].append(visit.on)
        assert limits.first_minute <= local_minute(visit.at) < limits.last_minute
    assert sum(len(days) for days in by_case.values()) > 25
    for days in by_case.values():
        assert len(days) == len(set(days)) <= limits.visits_a_round
        for day in days:
            assert sum(0 <= (day - other).days < limits.week_days for other in days) <= limits.visits_a_week


def test_a_door_that_asked_us_not_to_come_stands_on_no_later_walk() -> None:
    wish = DoNotVisit.objects.get(resident__personal_number=BY_KEY["le"].number)
    later = Walk.objects.filter(made_at__gt=wish.set_at, on=DAY)
    assert later.exists()
    assert not later.filter(doors__household__residents__personal_number=BY_KEY["le"].number).exists()


def test_the_people_of_the_tour_were_asked_once_and_wait_for_the_second_knock() -> None:
    for key in TOUR_PEOPLE:
        case = case_of(key)
        assert case.step == "canvass"
        assert [visit.outcome for visit in case.visits.all()] == ["wants_to_think"]


def test_lan_has_a_walk_today_with_the_door_of_bac_dao() -> None:
    walk = Walk.objects.get(walker__username="lan", on=DAY)
    assert walk.doors.filter(household__flat="P1504").exists()


def test_the_station_has_a_machine_on_floor_one_and_one_on_floor_three_without_a_lift() -> None:
    machines = {machine.floor: machine for machine in Machine.objects.select_related("station")}
    assert machines[1].step_free and not machines[3].step_free
    assert not machines[3].station.has_lift
    assert Shift.objects.filter(on=DAY + timedelta(days=20), team__isnull=False).exists()


def test_tomorrow_is_published_and_the_frail_get_a_kit_at_home_in_their_good_hours() -> None:
    day = PlanDay.objects.order_by("-on").first()
    assert day is not None and day.on == DAY + timedelta(days=1)
    assert day.state == DayState.PUBLISHED
    for key in ("nham", "tam"):
        promise = promise_of(case_of(key))
        assert promise is not None and (promise.way, promise.on) == ("home", day.on)
        hours = BY_KEY[key].good_hours
        assert hours is not None and hours[0] <= promise.start_minute < hours[1]
    assert Resident.objects.get(personal_number=BY_KEY["nham"].number).household.floor == 15
    calm = promise_of(case_of("tam"))
    assert calm is not None and calm.team is not None and calm.team.gentle


def test_nobody_is_left_out_of_tomorrow_whom_one_insertion_would_serve() -> None:
    day = PlanDay.objects.get(on=DAY + timedelta(days=1))
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    state = from_plan(instance, plan)
    assert state is not None
    clients = {client.id: client for client in instance.clients}
    for entry in plan.unserved:
        assert best_insertion(state, clients[entry.client]) is None
        assert entry.why.code


def test_work_waits_at_each_later_door() -> None:
    assert Packet.objects.filter(state=Packet.State.SEALED).count() == 2
    assert Packet.objects.filter(state=Packet.State.APPROVED, cards__isnull=True).count() == 2
    assert Enrolment.objects.filter(stage=Stage.SECOND_SIGNATURE).count() == 1
    assert Enrolment.objects.filter(stage=Stage.WAITING).count() == 2
    thinh = Card.objects.get(case=case_of("thinh"))
    assert thinh.status == CardStatus.MADE
    assert thinh.carried_by is not None and thinh.carried_by.username == "minh" and thinh.carried_on == DAY
    hien = Card.objects.get(case=case_of("hien"))
    assert hien.status == CardStatus.HANDED_OVER
    assert hien.promised_on >= hien.made_on


def test_promises_of_days_that_are_over_were_kept() -> None:
    assert not Promise.objects.filter(on__lt=DAY, state="open").exists()
    assert Promise.objects.filter(on__lt=DAY, state="kept").count() == 2


def test_the_journal_tells_it_all_and_its_chain_holds() -> None:
    report = list(journal.verify())[-1]
    assert isinstance(report, journal.ChainReport)
    assert report.broken_at is None
    assert report.entries > 300


def test_progress_was_told_from_the_first_stage_to_the_whole(seeded: list[tuple[str, float]]) -> None:
    shares = [share for _, share in seeded]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert {stage for stage, _ in seeded} == {"people", "visits", "plan"}


def test_seeding_once_more_changes_nothing(seeded: list[tuple[str, float]]) -> None:
    assert seed.is_seeded()
    before = (Resident.objects.count(), Visit.objects.count(), PlanDay.objects.count())
    seed.run(lambda stage, share: None, residents=RESIDENTS, day=DAY)
    assert (Resident.objects.count(), Visit.objects.count(), PlanDay.objects.count()) == before
