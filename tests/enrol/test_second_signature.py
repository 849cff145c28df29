"""The second signature: who must, who may, and the wish to meet again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.rules.case import Step
from tannha.enrol import service
from tannha.enrol.models import Enrolment, Packet
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import Stage
from tannha.enrol.rules.fingers import ExceptionReason
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code as GroundCode
from tannha.ground.second_person import SecondPerson
from tests.enrol.people import Desk, People, code_of, countersigned_enrolment, step_of

pytestmark = pytest.mark.django_db


def test_a_finger_that_cannot_be_taken_asks_for_a_second_person_before_the_seal(
    minh: Desk, people: People, cast: Any
) -> None:
    row = countersigned_enrolment(minh, people.ngan)
    assert code_of(service.seal_packet, minh.actor, enrolment_id=row.pk, now=minh.now) is Code.NOT_NOW
    assert service.count_second_signatures(cast["hoa"].ward_id, minh.now + timedelta(minutes=6)) == (1, 6)
    (waiting,) = service.list_exceptions(cast["hoa"], now=minh.now)
    assert waiting.operator == "Minh"
    service.countersign(
        minh.actor, enrolment_id=row.pk, second=cast.second("hoa", minh.now), agrees=True, now=minh.now
    )
    sealed = minh.until(row.pk, Stage.SLIP)
    packet = Packet.objects.get(enrolment=sealed)
    assert packet.second_id == cast["hoa"].user_id
    summary = service.summary_of(packet)
    assert [exception.reason for exception in summary.exceptions] == [ExceptionReason.CONTRACTURE]
    assert summary.operator_ids == {cast["minh"].user_id}


def test_a_supervisor_signs_on_their_own_page_with_their_own_fresh_code(
    minh: Desk, people: People, cast: Any
) -> None:
    row = countersigned_enrolment(minh, people.ngan)
    own = SecondPerson(username="hoa", code=cast.code("hoa", minh.now))
    service.countersign(cast["hoa"], enrolment_id=row.pk, second=own, agrees=True, now=minh.now)
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.SEAL


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("minh", Code.SECOND_PERSON),
        ("ha", Code.SECOND_PERSON),
        ("khang", GroundCode.SECOND_PERSON_ROLE),
        ("tuan", GroundCode.SECOND_PERSON_ROLE),
    ],
)
def test_nobody_countersigns_their_own_act_and_only_a_supervisor_of_the_ward_does(
    minh: Desk, people: People, cast: Any, name: str, code: Any
) -> None:
    row = countersigned_enrolment(minh, people.ngan)
    second = cast.second(name, minh.now)
    found = code_of(
        service.countersign, minh.actor, enrolment_id=row.pk, second=second, agrees=True, now=minh.now
    )
    assert found in (code, GroundCode.SECOND_PERSON)
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.SECOND_SIGNATURE


def test_a_supervisor_who_captured_does_not_sign_second(people: People, cast: Any, now: datetime) -> None:
    hoa = Desk(cast["hoa"], now)
    row = countersigned_enrolment(hoa, people.ngan)
    own = SecondPerson(username="hoa", code=cast.code("hoa", now))
    found = code_of(service.countersign, cast["hoa"], enrolment_id=row.pk, second=own, agrees=True, now=now)
    assert found is Code.SECOND_PERSON
    other = cast.second("binh", now)
    service.countersign(cast["hoa"], enrolment_id=row.pk, second=other, agrees=True, now=now)
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.SEAL


def test_a_used_or_wrong_code_does_not_countersign(minh: Desk, people: People, cast: Any) -> None:
    row = countersigned_enrolment(minh, people.ngan)
    for second in (None, SecondPerson(username="hoa", code="000000"), SecondPerson(username="hoa", code="")):
        with pytest.raises(Refused):
            service.countersign(minh.actor, enrolment_id=row.pk, second=second, agrees=True, now=minh.now)
    assert Enrolment.objects.get(pk=row.pk).stage == Stage.SECOND_SIGNATURE


def test_a_wish_to_meet_again_needs_its_reason_and_sends_the_case_back_to_be_planned(
    minh: Desk, people: People, cast: Any
) -> None:
    row = countersigned_enrolment(minh, people.ngan)
    second = cast.second("hoa", minh.now)
    none = code_of(
        service.countersign, minh.actor, enrolment_id=row.pk, second=second, agrees=False, now=minh.now
    )
    assert none is Code.MEET_AGAIN_REASON
    service.countersign(
        minh.actor, enrolment_id=row.pk, second=second, agrees=False, reason="xem lại út trái", now=minh.now
    )
    assert step_of(people.ngan) is Step.PLAN
    again = minh.begin(people.ngan)
    assert again == row.pk
    view = minh.act(service.show_case, again)
    assert view.state.stage is Stage.PRINT_SIGN
    assert view.meet_again == "xem lại út trái"


def test_a_representative_signs_with_a_document_and_a_supporter_never(minh: Desk, people: People) -> None:
    row = minh.until(minh.begin(people.ngan), Stage.PRINT_SIGN)
    minh.act(service.print_information_form, row.pk)
    for signer, document, code in (
        (Signer.SUPPORTER, "giấy", Code.SUPPORTER_SIGNS),
        (Signer.REPRESENTATIVE, "", Code.REPRESENTATIVE_DOCUMENT),
    ):
        signing = Signing(signer=signer, mark=Mark.SIGNATURE, has_document=bool(document))
        found = code_of(
            service.sign_form,
            minh.actor,
            enrolment_id=row.pk,
            signing=signing,
            document=document,
            now=minh.now,
        )
        assert found is code
    signing = Signing(signer=Signer.REPRESENTATIVE, mark=Mark.SIGNATURE, has_document=True)
    minh.act(service.sign_form, row.pk, signing=signing, document="quyết định 5/2024")
    assert minh.until(row.pk, Stage.SECOND_SIGNATURE).stage == Stage.SECOND_SIGNATURE
