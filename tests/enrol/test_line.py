"""The capture line as verbs: each verb as its owner, and what it refuses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tannha.canvass.rules.case import Step
from tannha.enrol import service
from tannha.enrol.models import DraftNote, EnrolmentAct, Packet, PacketPart, Sample
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import ActKind, Place, Stage
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.slip_number import read_slip_number
from tannha.ground import vault
from tannha.ground.models import JournalEntry
from tannha.ground.refusals import Code as GroundCode
from tannha.ground.regime import Service, add_working_days
from tests.enrol.people import Desk, People, acts, code_of, picture, step_of, wsq

pytestmark = pytest.mark.django_db


def test_a_person_goes_from_check_in_to_a_sealed_packet_and_the_slip(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    packet = Packet.objects.get(enrolment=row)
    assert step_of(people.ngan) is Step.CARD
    assert not Sample.objects.exists()
    assert not DraftNote.objects.exists()
    assert packet.state == Packet.State.SEALED
    assert packet.promised_on == add_working_days(date(2026, 11, 24), 7)
    assert read_slip_number(packet.slip_number) == packet.slip_number
    slip = minh.act(service.slip_after_commit, row.pk)
    assert str(slip.code) == "CC02@2024"
    assert slip.masked_number == "…0003"
    assert acts()[-3:] == ["enrol.old_paper_recorded", "enrol.sealed", "enrol.slip_given"]


def test_the_packets_header_names_no_person_and_its_facts_hold(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    packet = Packet.objects.get(enrolment=row)
    header = json.loads(packet.header)
    assert header["regime"] == "2024"
    assert len(header["parts"]) == 18
    for secret in ("NGÂN", "099190000003", str(people.ngan.resident_id), "P0702"):
        assert secret not in packet.header
    assert [fact.answer.value for fact in service.facts_of(packet)] == ["true", "true"]
    part = PacketPart.objects.filter(packet=packet, name="biometrics.01").get()
    part.sealed = bytes(part.sealed)[:-1] + b"\x00"
    part.save()
    assert [fact.answer.value for fact in service.facts_of(packet)] == ["true", "false"]


def test_what_the_card_is_made_from_comes_out_of_the_sealed_part(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    found = service.identity_part(Packet.objects.get(enrolment=row))
    assert (found.full_name, found.personal_number, found.sex) == ("PHẠM THU NGÂN", "099190000003", "female")
    assert found.birth is not None
    assert found.birth.iso == "1990-07-15"
    assert found.features == "nốt ruồi trên má trái"
    assert found.face is not None
    assert found.face.startswith(b"\xff\xd8\xff")


def test_an_opened_summary_shows_scores_and_a_small_face_and_who_captured(
    minh: Desk, people: People, cast: Any
) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    (packet,) = service.list_packets_waiting(cast["hoa"].ward_id)
    assert packet.enrolment_id == row.pk
    summary = service.summary_of(packet)
    assert summary.operator_ids == {cast["minh"].user_id}
    assert len(summary.scores) == 16
    assert {score for _, score in summary.scores} == {None}
    assert summary.face is not None
    assert len(summary.face) < 20_000
    assert service.captured_by([packet], cast["minh"].user_id) == {packet.pk}
    assert service.captured_by([packet], cast["hoa"].user_id) == frozenset()


def test_samples_lie_sealed_from_the_request_that_received_them(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINTS)
    plain = picture("PNG", (90, 70), 33)
    minh.sample(row.pk, Part.SLAP_RIGHT, files=[plain])
    sample = Sample.objects.get()
    sealed = bytes(sample.sealed)
    assert plain not in sealed
    assert plain[16:60] not in sealed
    assert len(sealed) > len(plain)
    with pytest.raises(vault.CannotOpen):
        vault.open_sealed(sealed, ward_id=row.ward_id, context=b"another place")


def test_features_and_document_texts_lie_encrypted_until_the_seal(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINTS)
    note = DraftNote.objects.get(enrolment=row)
    assert "nốt ruồi".encode() not in bytes(note.kept)
    assert all("nốt ruồi" not in entry.body for entry in JournalEntry.objects.all())


def test_a_second_seal_is_refused_and_changes_nothing(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SLIP)
    before = (Packet.objects.count(), EnrolmentAct.objects.count(), JournalEntry.objects.count())
    code = code_of(service.seal_packet, minh.actor, enrolment_id=row.pk, now=minh.now)
    assert code is Code.SEALED_ALREADY
    assert (Packet.objects.count(), EnrolmentAct.objects.count(), JournalEntry.objects.count()) == before


def test_the_slip_is_not_printed_before_the_seal(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.SEAL)
    assert (
        code_of(service.slip_after_commit, minh.actor, enrolment_id=row.pk, now=minh.now) is Code.NOT_SEALED
    )


def test_an_enrolment_of_another_operator_is_not_there(
    minh: Desk, ha: Desk, people: People, cast: Any
) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.FEATURES)
    for other in (ha.actor, cast["hoa"], cast["khang"]):
        code = code_of(service.record_features, other, enrolment_id=row.pk, text="", now=minh.now)
        assert code is GroundCode.NOT_THERE
    assert (
        code_of(service.show_case, cast["khang"], enrolment_id=row.pk, now=minh.now) is GroundCode.NOT_THERE
    )
    assert service.show_case(cast["hoa"], enrolment_id=row.pk, now=minh.now).row == row


def test_the_line_calls_who_waits_longest_and_one_person_sits_at_a_desk(
    minh: Desk, ha: Desk, people: People
) -> None:
    for minute, case in enumerate((people.tam, people.ngan)):
        service.check_in(
            minh.actor, case_id=case.pk, place=Place.COUNTER, now=minh.now + timedelta(minutes=minute)
        )
    later = minh.now + timedelta(minutes=5)
    view = service.show_desk(minh.actor, now=later)
    assert [(ticket.name, ticket.minutes) for ticket in view.line] == [("A-001", 5), ("A-002", 4)]
    assert view.strip is None
    first = service.call_next(minh.actor, now=later)
    assert first.case_id == people.tam.pk
    assert code_of(service.call_next, minh.actor, now=later) is Code.ONE_AT_A_TIME
    service.put_back(minh.actor, enrolment_id=first.pk, now=later)
    assert service.call_next(ha.actor, now=later + timedelta(minutes=1)).case_id == people.ngan.pk
    assert service.call_next(minh.actor, now=later + timedelta(minutes=1)).case_id == people.tam.pk


def test_an_empty_line_says_so(minh: Desk) -> None:
    assert code_of(service.call_next, minh.actor, now=minh.now) is Code.QUEUE_EMPTY


def test_the_number_on_a_slip_finds_the_person_and_the_read_names_them(minh: Desk, people: People) -> None:
    found = service.find_arrival(minh.actor, typed="099190000003", now=minh.now)
    assert found is not None
    assert found.strip.name == "PHẠM THU NGÂN"
    assert found.strip.last4 == "0003"
    entry = JournalEntry.objects.order_by("-seq")[0]
    assert entry.what == "enrol.arrival_shown"
    assert str(people.ngan.resident_id) in entry.body
    assert service.find_arrival(minh.actor, typed="099000000000", now=minh.now) is None
    assert service.find_arrival(minh.actor, typed="ngân", now=minh.now) is None


def test_a_person_is_not_checked_in_twice(minh: Desk, people: People) -> None:
    service.check_in(minh.actor, case_id=people.ngan.pk, place=Place.COUNTER, now=minh.now)
    code = code_of(service.check_in, minh.actor, case_id=people.ngan.pk, place=Place.COUNTER, now=minh.now)
    assert code is Code.OPEN_ALREADY


def test_a_home_where_no_team_is_promised_is_not_there(minh: Desk, people: People) -> None:
    code = code_of(service.check_in, minh.actor, case_id=people.dao.pk, place=Place.HOME, now=minh.now)
    assert code is GroundCode.NOT_THERE


def test_wrong_data_are_corrected_on_evidence_before_capture(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.LOOK_UP)
    minh.act(service.look_up_done, row.pk, data_right=False, service=Service.CHANGE)
    early = code_of(
        service.add_sample,
        minh.actor,
        enrolment_id=row.pk,
        part=Part.SLAP_RIGHT,
        files=[picture()],
        now=minh.now,
    )
    assert early is Code.NOT_NOW
    for changes, evidence, code in (
        ({}, "khai sinh 12", Code.NOTHING_CHANGED),
        ({"full_name": "PHẠM THU NGÀN"}, " ", Code.EVIDENCE_MISSING),
        ({"birth": "31/02/1990"}, "khai sinh 12", Code.CORRECTION_BIRTH),
        ({"personal_number": "0991"}, "khai sinh 12", Code.CORRECTION_NUMBER),
    ):
        found = code_of(
            service.correct, minh.actor, enrolment_id=row.pk, changes=changes, evidence=evidence, now=minh.now
        )
        assert found is code
    minh.act(service.correct, row.pk, changes={"full_name": "PHẠM THU NGÀN"}, evidence="khai sinh 12")
    view = minh.act(service.show_case, row.pk)
    assert view.state.stage is Stage.FEATURES
    assert view.strip.name == "PHẠM THU NGÀN"
    assert view.row.case.resident.corrections.get().old_value == "PHẠM THU NGÂN"


def test_the_birth_that_is_corrected_decides_what_is_captured(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.LOOK_UP)
    minh.act(service.look_up_done, row.pk, data_right=False, service=Service.FIRST)
    minh.act(service.correct, row.pk, changes={"birth": "2022"}, evidence="khai sinh 12")
    view = minh.act(service.show_case, row.pk)
    assert view.state.course.parts == ()
    assert view.state.stage is Stage.PRINT_SIGN


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINTS)
    for body, code in (
        (b"text", Code.SAMPLE_KIND),
        (picture()[:40], Code.SAMPLE_BROKEN),
        (b"", Code.SAMPLE_EMPTY),
    ):
        found = code_of(
            service.add_sample,
            minh.actor,
            enrolment_id=row.pk,
            part=Part.SLAP_RIGHT,
            files=[body],
            now=minh.now,
        )
        assert found is code
    assert not Sample.objects.exists()
    minh.sample(row.pk, Part.SLAP_RIGHT, files=[wsq()])
    assert Sample.objects.get().media_type == "image/x-wsq"


def test_scores_and_numbers_of_files_keep_to_their_limits(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINTS)
    two = code_of(
        service.add_sample,
        minh.actor,
        enrolment_id=row.pk,
        part=Part.SLAP_RIGHT,
        files=[picture(), picture()],
        now=minh.now,
    )
    assert two is Code.SAMPLE_COUNT
    high = code_of(
        service.add_sample,
        minh.actor,
        enrolment_id=row.pk,
        part=Part.SLAP_RIGHT,
        files=[picture()],
        score=101,
        now=minh.now,
    )
    assert high is Code.SCORE_OUT_OF_RANGE


def test_nothing_is_paid_for_a_first_card_and_a_change_is_paid_or_exempt(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.LOOK_UP)
    minh.act(service.look_up_done, row.pk, data_right=True, service=Service.CHANGE)
    minh.until(row.pk, Stage.FEE)
    assert minh.act(service.show_case, row.pk).fee_dong == 25_000
    both = code_of(
        service.take_fee,
        minh.actor,
        enrolment_id=row.pk,
        paid=True,
        exempt=service.FeeExemption.POOR_HOUSEHOLD,
        now=minh.now,
    )
    neither = code_of(service.take_fee, minh.actor, enrolment_id=row.pk, paid=False, now=minh.now)
    assert (both, neither) == (Code.FEE_REASON, Code.FEE_REASON)
    minh.act(service.take_fee, row.pk, paid=False, exempt=service.FeeExemption.POOR_HOUSEHOLD)
    fee = EnrolmentAct.objects.get(kind=ActKind.FEE_TAKEN)
    assert fee.details == {"dong": 0, "exempt": "poor_household"}
