"""At home: the promised team comes, the visit is gentle from the start, and the limits protect the person."""

from __future__ import annotations

from typing import Any

import pytest

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step
from tannha.enrol import service
from tannha.enrol.models import Enrolment, EnrolmentAct
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import Place, Stage
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.rules.parts import Part
from tannha.fleet.models import Shift, Team, TeamMember
from tannha.ground.clock import local_day
from tannha.ground.refusals import Code as GroundCode
from tannha.plan.models import PlanDay, Promise
from tests.enrol.people import Desk, People, code_of, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(people: People, minh: Desk, cast: Any) -> Promise:
    """Team 1, which is Minh, is promised to bác Đào this morning."""
    ward_id, today = minh.actor.ward_id, local_day(minh.now)
    team = Team.objects.create(ward_id=ward_id, label="Tổ 1")
    TeamMember.objects.create(team=team, user=cast.user("minh"))
    Shift.objects.create(ward_id=ward_id, on=today, team=team, start_minute=450, end_minute=1020)
    day = PlanDay.objects.create(
        ward_id=ward_id, on=today, state="published", instance="{}", plan="{}", made_at=minh.now
    )
    note_step(people.dao, CaseActKind.PROMISED, actor=cast["hoa"], now=minh.now)
    return Promise.objects.create(
        ward_id=ward_id,
        case_id=people.dao.pk,
        plan_day=day,
        way="home",
        on=today,
        start_minute=510,
        end_minute=540,
        team=team,
    )


def test_the_promised_team_begins_at_the_door_and_the_promise_is_kept(
    minh: Desk, ha: Desk, people: People, promise: Promise
) -> None:
    shown = service.show_arrival(minh.actor, case_id=people.dao.pk, now=minh.now)
    assert shown.is_expected_at_home
    assert (shown.start_minute, shown.is_today) == (510, True)
    other = code_of(service.check_in, ha.actor, case_id=people.dao.pk, place=Place.HOME, now=ha.now)
    assert other is GroundCode.NOT_THERE
    row = service.check_in(minh.actor, case_id=people.dao.pk, place=Place.HOME, now=minh.now)
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert (row.stage, row.gentle, row.operator_id) == (Stage.LOOK_UP, True, minh.actor.user_id)
    assert [act.kind for act in row.acts.all()] == ["checked_in", "called"]
    assert service.is_assigned(minh.actor, people.dao.resident_id, minh.now)
    assert not service.is_assigned(ha.actor, people.dao.resident_id, ha.now)
    assert service.today_rows(minh.actor, minh.now)[0].url_name == "enrol:bedside"


def test_a_whole_enrolment_at_home_is_sealed_with_a_slip_of_the_kit(
    minh: Desk, people: People, promise: Promise
) -> None:
    row = service.check_in(minh.actor, case_id=people.dao.pk, place=Place.HOME, now=minh.now)
    minh.until(row.pk, Stage.SLIP)
    slip = minh.act(service.slip_after_commit, row.pk)
    assert slip.number.startswith("K01-00001-")
    assert slip.at_home
    (packet,) = service.list_packets_waiting(minh.actor.ward_id)
    found = service.identity_part(packet)
    assert found.birth is not None
    assert found.birth.iso == "1947"


def test_two_failed_tries_leave_only_the_rest_whatever_the_button_was_called(
    minh: Desk, people: People, promise: Promise
) -> None:
    row = service.check_in(minh.actor, case_id=people.dao.pk, place=Place.HOME, now=minh.now)
    minh.until(row.pk, Stage.PRINTS)
    for _ in range(2):
        minh.act(service.record_failed_try, row.pk, part=Part.SLAP_RIGHT)
    code = code_of(
        service.add_sample,
        minh.actor,
        enrolment_id=row.pk,
        part=Part.SLAP_RIGHT,
        files=[picture()],
        now=minh.now,
    )
    assert code is Code.TRIES_USED
    minh.act(service.stop, row.pk, why=WhyStopped.ANOTHER_DAY)
    stopped = Enrolment.objects.get(pk=row.pk)
    assert stopped.stopped_why == WhyStopped.STOP_WORD
    assert stopped.not_before is not None
    assert EnrolmentAct.objects.filter(enrolment=row, kind="try_failed").count() == 2


def test_a_rest_changes_nothing_and_can_be_had_at_every_step_with_the_person(
    minh: Desk, people: People, promise: Promise
) -> None:
    row = service.check_in(minh.actor, case_id=people.dao.pk, place=Place.HOME, now=minh.now)
    for stage in (Stage.FEATURES, Stage.PRINTS, Stage.PHOTO, Stage.FEE):
        minh.until(row.pk, stage)
        before = minh.act(service.show_case, row.pk).state
        assert minh.act(service.rest, row.pk) == before
