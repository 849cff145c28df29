from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tannha.desk import service
from tannha.desk.models import Check
from tannha.desk.refusals import Code
from tannha.desk.rules.facts import Evidence, FactName
from tannha.desk.rules.purpose import CheckState, Decision, Enough, Purpose
from tannha.ground.facts import Answer
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code as GroundCode
from tannha.issue.models import Card
from tannha.issue.service import revoke_card
from tests.enrol.conftest import People

pytestmark = pytest.mark.django_db
STRANGER = "099150000077|012345678|Lê Thị Lạ|02031950|Nữ|Phường khác|01082021"


def _refused(code: object, call: Callable[[], object]) -> None:
    before = JournalEntry.objects.count(), Check.objects.count()
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.refusal.code == code
    assert (JournalEntry.objects.count(), Check.objects.count()) == before


def _last() -> JournalEntry:
    entry = JournalEntry.objects.order_by("-seq").first()
    assert entry is not None
    return entry


def _named(entry: JournalEntry) -> set[Any]:
    return set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True))


def _check(cast: Any, scanned: str, now: datetime, purpose: Purpose = Purpose.HEALTH_INSURANCE) -> Check:
    return service.check_card(cast["vy"], purpose=purpose, scanned=scanned, now=now)


def test_the_card_from_the_issuing_room_is_accepted_fact_by_fact(
    cast: Any, people: People, given: Card, now: datetime
) -> None:
    check = _check(cast, given.qr_text, now)
    assert check.enough == Enough.ENOUGH_LOOK_UP_LATER
    view = service.show_check(cast["vy"], check_id=check.pk, now=now)
    answers = {fact.name: (fact.answer, fact.evidence) for fact in view.facts}
    assert answers[FactName.KNOWN_HERE] == (Answer.TRUE, Evidence.CARD_MADE_HERE)
    assert answers[FactName.IN_FORCE] == (Answer.TRUE, Evidence.STATUS_LIST)
    assert answers[FactName.NAME_MATCHES] == (Answer.TRUE, Evidence.SAME_LETTERS)
    assert answers[FactName.BIRTH_MATCHES] == (Answer.TRUE, Evidence.SAME_AS_REGISTER)
    assert answers[FactName.CHIP_GENUINE] == (Answer.UNCHECKED, Evidence.NO_READER)
    assert answers[FactName.SAME_FACE] == (Answer.UNCHECKED, Evidence.LOOK_AT_THE_PERSON)
    assert answers[FactName.INSURANCE] == (Answer.UNCHECKED, Evidence.NO_GATEWAY)
    assert view.copy is not None
    assert view.copy.full_name == "Trần Thị Đào"


def test_each_check_is_one_act_that_names_the_person_found_and_holds_nothing_personal(
    cast: Any, people: People, given: Card, now: datetime
) -> None:
    acts = JournalEntry.objects.filter(kind="act").count()
    check = _check(cast, given.qr_text, now)
    assert JournalEntry.objects.filter(kind="act").count() == acts + 1
    assert _named(_last()) == {people.dao.resident_id}
    assert "health_insurance" in _last().body
    for text in (_last().body, json.dumps(check.facts)):
        assert "099147000001" not in text
        assert "Đào" not in text
    kept = bytes(Check.objects.get(pk=check.pk).kept_copy or b"")
    assert "Đào".encode() not in kept
    assert b"099147000001" not in kept


def test_a_stranger_is_checked_and_nobody_is_named(cast: Any, now: datetime) -> None:
    check = _check(cast, STRANGER, now, Purpose.TREATMENT)
    assert (check.resident, check.enough) == (None, Enough.ENOUGH_LOOK_UP_LATER)
    assert _named(_last()) == set()


def test_a_person_of_another_ward_is_a_stranger_here(cast: Any, given: Card, now: datetime) -> None:
    from tannha.desk.rules.qr import CardCopy, read_qr
    from tannha.desk.service import _look_up

    copy = read_qr(given.qr_text)
    assert isinstance(copy, CardCopy)
    resident, facts = _look_up(cast["khang"].ward_id, copy, Purpose.TREATMENT, now.date())
    assert resident is None
    assert facts[1].evidence is Evidence.NOBODY_HERE


def test_a_revoked_card_is_not_in_force_and_care_goes_on(cast: Any, given: Card, now: datetime) -> None:
    revoke_card(cast["hoa"], card_id=given.pk, reason="stolen", second=cast.second("binh", now), now=now)
    check = _check(cast, given.qr_text, now)
    assert check.enough == Enough.ANOTHER_PAPER
    assert {row["name"]: row["evidence"] for row in check.facts}["in_force"] == "revoked"
    service.decide(cast["vy"], check_id=check.pk, decision=Decision.RECEIVE, now=now)


def test_another_persons_name_on_a_known_number_is_told(cast: Any, given: Card, now: datetime) -> None:
    check = _check(cast, given.qr_text.replace("Trần Thị Đào", "Lê Thị Lạ"), now)
    assert check.enough == Enough.ANOTHER_PAPER


def test_a_text_that_is_not_a_cards_code_is_refused_and_leaves_no_trace(cast: Any, now: datetime) -> None:
    _refused(Code.MRZ, lambda: _check(cast, "IDVNM1470000017099147000001<<3", now))
    _refused(Code.NUMBER_ALONE, lambda: _check(cast, "099147000001", now))
    _refused(Code.NOTHING, lambda: _check(cast, " ", now))


@pytest.mark.parametrize(
    ("decision", "state"),
    [(Decision.RECEIVE, CheckState.RECEIVED), (Decision.LATER, CheckState.LATER)],
)
def test_a_check_is_decided_once_and_its_copy_goes_unless_it_is_needed_later(
    cast: Any, given: Card, now: datetime, decision: Decision, state: CheckState
) -> None:
    vy, check = cast["vy"], _check(cast, given.qr_text, now)
    service.decide(vy, check_id=check.pk, decision=decision, now=now)
    check.refresh_from_db()
    assert check.state == state
    assert (check.kept_copy is None) == (decision is Decision.RECEIVE)
    assert _last().what == f"desk.{state.value}"
    _refused(Code.DECIDED, lambda: service.decide(vy, check_id=check.pk, decision=Decision.RECEIVE, now=now))


def test_an_emergency_needs_a_sentence_and_works_without_a_card(
    cast: Any, given: Card, now: datetime
) -> None:
    vy, check = cast["vy"], _check(cast, given.qr_text, now)
    _refused(
        Code.EMERGENCY_REASON,
        lambda: service.decide(vy, check_id=check.pk, decision=Decision.EMERGENCY, reason=" ", now=now),
    )
    service.decide(vy, check_id=check.pk, decision=Decision.EMERGENCY, reason="unconscious", now=now)
    check.refresh_from_db()
    assert (check.state, check.reason, check.kept_copy) == (CheckState.EMERGENCY, "unconscious", None)
    service.receive_without_card(vy, purpose=Purpose.TREATMENT, reason="no papers", now=now)
    assert _last().what == "desk.emergency"
    _refused(
        Code.EMERGENCY_REASON,
        lambda: service.receive_without_card(vy, purpose=Purpose.TREATMENT, reason="", now=now),
    )


def test_a_check_belongs_to_its_clerk(cast: Any, given: Card, now: datetime) -> None:
    check = _check(cast, given.qr_text, now)
    for who in ("quynh", "hoa", "minh", "khang"):
        actor = cast[who]
        _refused(
            GroundCode.NOT_THERE, lambda actor=actor: service.show_check(actor, check_id=check.pk, now=now)
        )
    assert service.list_later(cast["quynh"], now=now) == ()


def test_only_a_desk_clerk_checks(cast: Any, given: Card, now: datetime) -> None:
    for who in ("lan", "minh", "hoa", "tuan", "dung", "nga", "phuc", "ngan", "yen", "khang"):
        actor = cast[who]
        _refused(
            GroundCode.NOT_THERE,
            lambda actor=actor: service.check_card(
                actor, purpose=Purpose.TREATMENT, scanned=given.qr_text, now=now
            ),
        )


def test_what_could_not_be_answered_is_looked_up_again_and_leaves_the_list_when_it_is(
    cast: Any, card: Card, people: People, now: datetime
) -> None:
    from tannha.issue.service import hand_over
    from tests.issue.conftest import GOOD

    vy = cast["vy"]
    old = card.qr_text.replace("24112026||||", "01082021")
    insured = _check(cast, STRANGER, now)
    known = _check(cast, old, now, Purpose.TREATMENT)
    for check in (insured, known):
        service.decide(vy, check_id=check.pk, decision=Decision.LATER, now=now)
    lines = service.list_later(vy, now=now)
    assert [(line.name, line.last4) for line in lines] == [("Lê Thị Lạ", "0077"), ("Trần Thị Đào", "0001")]
    assert lines[1].open_facts == (FactName.IN_FORCE,)
    assert _named(_last()) == {people.dao.resident_id}
    hand_over(cast["dung"], card_id=card.pk, handover=GOOD, now=now)
    later = now + timedelta(hours=1)
    assert service.look_up_again(vy, now=later) == 1
    known.refresh_from_db()
    assert (known.state, known.kept_copy, known.repeated_at) == (CheckState.LOOKED_UP, None, later)
    assert known.enough == Enough.ANOTHER_PAPER
    assert [line.name for line in service.list_later(vy, now=later)] == ["Lê Thị Lạ"]
    service.decide(vy, check_id=insured.pk, decision=Decision.CLOSE, now=later)
    assert service.list_later(vy, now=later) == ()


def test_an_undecided_copy_goes_with_the_shift(cast: Any, given: Card, now: datetime) -> None:
    check = _check(cast, given.qr_text, now)
    _check(cast, STRANGER, now + timedelta(hours=13))
    check.refresh_from_db()
    assert check.kept_copy is None
    view = service.show_check(cast["vy"], check_id=check.pk, now=now + timedelta(hours=13))
    assert view.copy is None
    assert view.facts


def test_today_offers_the_scan_and_counts_what_waits(cast: Any, given: Card, now: datetime) -> None:
    assert [row.url_name for row in service.today_rows(cast["vy"], now)] == ["desk:check"]
    check = _check(cast, given.qr_text, now)
    service.decide(cast["vy"], check_id=check.pk, decision=Decision.LATER, now=now)
    assert [(row.url_name, row.count) for row in service.today_rows(cast["vy"], now)] == [
        ("desk:check", None),
        ("desk:later", 1),
    ]
    assert service.today_rows(cast["hoa"], now) == []
