"""The stop word and what follows; frames, decisions, Today."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.service import note_step
from tannha.enrol import service
from tannha.enrol.models import DraftNote, Enrolment, EnrolmentAct, Packet, Sample
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import PhotoConcern, Place, Stage
from tannha.enrol.rules.gentle import Calmed, WhyStopped
from tannha.enrol.rules.parts import Part
from tannha.ground import adjust
from tannha.ground.refusal import Refused
from tests.enrol.people import Desk, People, acts, code_of, countersigned_enrolment, picture, step_of

pytestmark = pytest.mark.django_db


def test_the_stop_word_ends_at_once_and_the_case_rests_until_the_family_invites(
    minh: Desk, people: People, cast: Any
) -> None:
    row = minh.until(minh.begin(people.tam), Stage.PRINTS)
    minh.sample(row.pk, Part.SLAP_RIGHT)
    before = len(acts())
    state = minh.act(service.stop, row.pk)
    assert acts()[before:] == ["enrol.stopped"]
    assert state.stage is Stage.STOPPED
    assert step_of(people.tam) is Step.HELD
    stopped = Enrolment.objects.get(pk=row.pk)
    assert stopped.not_before == date(2026, 12, 8)
    early = minh.now + timedelta(days=13)
    code = code_of(service.check_in, minh.actor, case_id=people.tam.pk, place=Place.COUNTER, now=early)
    assert code is Code.RESTING
    later = Desk(minh.actor, minh.now + timedelta(days=14))
    with pytest.raises(Refused):
        later.begin(people.tam)
    note_step(people.tam, CaseActKind.INVITED_AGAIN, actor=cast["lan"], now=later.now)
    again = later.begin(people.tam)
    view = later.act(service.show_case, again)
    assert view.part is Part.SLAP_LEFT
    assert Sample.objects.count() == 1


def test_the_ward_s_settings_bind_tries_and_rest(minh: Desk, people: People, cast: Any) -> None:
    for name, value in (("enrol.tries_a_visit", 1), ("canvass.cool_down_days", 21)):
        adjust.change_setting(cast["phuc"], name=name, value=value, reason="nhẹ nhàng hơn", now=minh.now)
    row = minh.until(minh.begin(people.tam), Stage.PRINTS)
    minh.sample(row.pk, Part.SLAP_RIGHT, score=20)
    with pytest.raises(Refused) as refused:
        minh.sample(row.pk, Part.SLAP_RIGHT)
    assert refused.value.refusal.code in (Code.PART_TRIES_USED, Code.TRIES_USED)
    minh.act(service.stop, row.pk)
    assert Enrolment.objects.get(pk=row.pk).not_before == date(2026, 12, 15)


def test_what_calmed_is_kept_for_the_next_visit_and_gone_with_the_seal(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PHOTO)
    minh.act(service.stop, row.pk, why=WhyStopped.ANOTHER_DAY)
    minh.act(service.record_calmed, row.pk, calmed=[Calmed.MUSIC, Calmed.HELD_HAND])
    assert step_of(people.ngan) is Step.PLAN
    assert minh.begin(people.ngan) == row.pk
    assert minh.act(service.show_case, row.pk).calmed == (Calmed.HELD_HAND, Calmed.MUSIC)
    minh.until(row.pk, Stage.SLIP)
    assert not DraftNote.objects.exists()


def test_the_best_of_several_frames_goes_into_the_packet_and_the_others_are_destroyed(
    minh: Desk, people: People
) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PHOTO)
    frames = [picture("JPEG", (300, 400), shade) for shade in (50, 150, 250)]
    minh.sample(row.pk, Part.FACE, files=frames)
    shown = minh.act(service.show_frame, row.pk, number=1)
    assert shown.startswith(b"\xff\xd8\xff")
    missing = code_of(service.choose_frame, minh.actor, enrolment_id=row.pk, frame=3, now=minh.now)
    assert missing is Code.NO_SUCH_FRAME
    minh.act(service.choose_frame, row.pk, frame=1)
    minh.until(row.pk, Stage.SLIP)
    packet = Packet.objects.get(enrolment=row)
    assert service.identity_part(packet).face == frames[1]
    assert packet.parts.count() == 18


def test_a_photo_with_a_concern_and_a_poor_print_that_is_kept_ask_for_a_second_person(
    minh: Desk, people: People
) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINTS)
    minh.sample(row.pk, Part.SLAP_RIGHT, score=41)
    minh.act(service.keep_sample, row.pk, part=Part.SLAP_RIGHT)
    minh.until(row.pk, Stage.PHOTO)
    minh.sample(row.pk, Part.FACE, files=[picture("JPEG", (300, 400))])
    minh.act(service.choose_frame, row.pk, frame=0, concerns=[PhotoConcern.TILTED])
    found = minh.until(row.pk, Stage.SECOND_SIGNATURE)
    view = minh.act(service.show_case, found.pk)
    assert [reason.value for reason in view.reasons] == ["poor_quality"]
    assert view.state.concerns == (PhotoConcern.TILTED,)


def test_a_decision_is_made_once_and_never_by_who_captured(minh: Desk, people: People, cast: Any) -> None:
    from django.db import transaction

    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    packet = Packet.objects.get(enrolment=row)
    with transaction.atomic():
        assert (
            code_of(service.note_decided, packet, True, actor=minh.actor, now=minh.now) is Code.SECOND_PERSON
        )
        decided = service.note_decided(packet, True, actor=cast["hoa"], now=minh.now)
        assert decided.state == Packet.State.APPROVED
        again = code_of(service.note_decided, packet, False, actor=cast["binh"], now=minh.now)
    assert again is Code.DECIDED_ALREADY
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.APPROVED
    assert service.count_packets_waiting(packet.ward_id) == 0


def test_a_returned_packet_is_followed_by_a_new_one_that_supersedes_it(
    minh: Desk, people: People, cast: Any
) -> None:
    from django.db import transaction

    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    first = Packet.objects.get(enrolment=row)
    with transaction.atomic():
        service.note_decided(first, False, actor=cast["hoa"], now=minh.now)
        note_step(first.case, CaseActKind.RETURNED, actor=cast["hoa"], now=minh.now)
    second_row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    second = Packet.objects.get(enrolment=second_row)
    assert second.supersedes_id == first.pk
    assert json.loads(second.header)["supersedes"] == str(first.pk)
    assert second.slip_number != first.slip_number


def test_acts_of_an_enrolment_are_only_added(minh: Desk, people: People) -> None:
    minh.begin(people.ngan)
    act = EnrolmentAct.objects.first()
    assert act is not None
    with pytest.raises(TypeError):
        act.save()
    with pytest.raises(TypeError):
        EnrolmentAct.objects.update(kind="sealed")
    with pytest.raises(TypeError):
        EnrolmentAct.objects.all().delete()


def test_folding_the_stored_acts_gives_the_stored_stage(minh: Desk, people: People) -> None:
    from tannha.enrol.service.folding import opened

    for case, stage in ((people.ngan, Stage.SLIP), (people.tam, Stage.FEE)):
        minh.until(minh.begin(case), stage)
        minh.now += timedelta(minutes=1)
    for row in Enrolment.objects.all():
        assert opened(row).state.stage == row.stage


def test_an_operator_sees_on_today_who_sits_here_and_a_supervisor_what_waits_for_them(
    minh: Desk, people: People, cast: Any
) -> None:
    service.check_in(minh.actor, case_id=people.tam.pk, place=Place.COUNTER, now=minh.now)
    (row,) = service.today_rows(minh.actor, minh.now)
    assert (row.count, row.url_name) == (1, "enrol:desk_first")
    service.call_next(minh.actor, now=minh.now)
    assert [one.url_name for one in service.today_rows(minh.actor, minh.now)] == [
        "enrol:case",
        "enrol:desk_first",
    ]
    assert service.today_rows(cast["hoa"], minh.now) == []
    assert service.today_rows(cast["lan"], minh.now) == []
    minh.now += timedelta(minutes=1)
    minh.act(service.stop, Enrolment.objects.get().pk, why=WhyStopped.ANOTHER_DAY)
    countersigned_enrolment(minh, people.ngan)
    (row,) = service.today_rows(cast["hoa"], minh.now + timedelta(minutes=6))
    assert (row.count, row.url_name) == (1, "enrol:exceptions")
