from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tannha.desk.refusals import CATALOGUE, Code
from tannha.desk.rules.facts import (
    DeskFact,
    Evidence,
    FactName,
    KnownCard,
    KnownPerson,
    enough_for,
    facts_of,
    still_to_look_up,
)
from tannha.desk.rules.purpose import Enough, Purpose
from tannha.desk.rules.qr import CardCopy, NotACard, Oddity
from tannha.desk.service import CODE_OF
from tannha.ground.dates import PartialDate
from tannha.ground.facts import Answer
from tannha.issue.rules.handover import CardStatus

TODAY = date(2026, 11, 24)
DAO = CardCopy(
    personal_number="099147000001",
    old_number="",
    full_name="Trần Thị Đào",
    birth=PartialDate(year=1947),
    sex="female",
    address="P1504 tháp A",
    issued_on=date(2026, 11, 20),
    extra=("", "", "", ""),
    oddities=(),
)
KNOWN = KnownPerson(full_name="TRẦN THỊ ĐÀO", birth=PartialDate(year=1947), sex="female")
CARD = KnownCard(status=CardStatus.HANDED_OVER, issued_on=date(2026, 11, 20), expires_on=None)


def _facts(
    copy: CardCopy = DAO,
    person: KnownPerson | None = KNOWN,
    card: KnownCard | None = CARD,
    purpose: Purpose = Purpose.HEALTH_INSURANCE,
) -> dict[FactName, DeskFact]:
    return {fact.name: fact for fact in facts_of(copy, person=person, card=card, purpose=purpose, on=TODAY)}


def test_a_card_made_and_given_here_is_told_fact_by_fact_and_two_stay_unchecked() -> None:
    assert {name: fact.answer for name, fact in _facts().items()} == {
        FactName.READABLE: Answer.TRUE,
        FactName.KNOWN_HERE: Answer.TRUE,
        FactName.IN_FORCE: Answer.TRUE,
        FactName.NAME_MATCHES: Answer.TRUE,
        FactName.BIRTH_MATCHES: Answer.TRUE,
        FactName.SEX_MATCHES: Answer.TRUE,
        FactName.NUMBER_STRUCTURE: Answer.TRUE,
        FactName.CHIP_GENUINE: Answer.UNCHECKED,
        FactName.SAME_FACE: Answer.UNCHECKED,
        FactName.INSURANCE: Answer.UNCHECKED,
    }


@pytest.mark.parametrize(
    ("card", "copy", "answer", "evidence"),
    [
        (CARD, DAO, Answer.TRUE, Evidence.STATUS_LIST),
        (replace(CARD, status=CardStatus.REVOKED), DAO, Answer.FALSE, Evidence.REVOKED),
        (replace(CARD, status=CardStatus.MADE), DAO, Answer.FALSE, Evidence.NOT_HANDED_OVER),
        (replace(CARD, expires_on=date(2026, 11, 23)), DAO, Answer.FALSE, Evidence.ENDED),
        (replace(CARD, expires_on=TODAY), DAO, Answer.TRUE, Evidence.STATUS_LIST),
        (CARD, replace(DAO, issued_on=date(2022, 10, 20)), Answer.FALSE, Evidence.NEWER_CARD),
        (
            replace(CARD, status=CardStatus.MADE),
            replace(DAO, issued_on=date(2022, 10, 20)),
            Answer.UNCHECKED,
            Evidence.NO_END_BY_ITS_DATES,
        ),
        (CARD, replace(DAO, issued_on=date(2026, 11, 22)), Answer.UNCHECKED, Evidence.ANOTHER_CARD),
        (CARD, replace(DAO, issued_on=date(2026, 11, 25)), Answer.FALSE, Evidence.ISSUED_LATER_THAN_TODAY),
        (None, DAO, Answer.UNCHECKED, Evidence.NO_END_BY_ITS_DATES),
        (
            None,
            replace(DAO, birth=PartialDate(year=1990, month=5, day=1)),
            Answer.UNCHECKED,
            Evidence.LASTS_BY_ITS_DATES,
        ),
        (
            None,
            replace(DAO, birth=PartialDate(year=2000, month=5, day=1), issued_on=date(2021, 8, 1)),
            Answer.FALSE,
            Evidence.ENDED_BY_ITS_DATES,
        ),
    ],
)
def test_whether_a_card_is_in_force_rests_on_the_list_or_on_its_own_dates(
    card: KnownCard | None, copy: CardCopy, answer: Answer, evidence: Evidence
) -> None:
    fact = _facts(copy=copy, card=card)[FactName.IN_FORCE]
    assert (fact.answer, fact.evidence) == (answer, evidence)


@pytest.mark.parametrize(
    ("copy", "person", "answer", "evidence"),
    [
        (DAO, None, Answer.UNCHECKED, Evidence.NOBODY_HERE),
        (replace(DAO, full_name="TRAN THI DAO"), KNOWN, Answer.TRUE, Evidence.SAME_WITHOUT_MARKS),
        (replace(DAO, full_name="Trần Thị Đạo"), KNOWN, Answer.TRUE, Evidence.SAME_WITHOUT_MARKS),
        (replace(DAO, full_name="Trần Thị Lan"), KNOWN, Answer.FALSE, Evidence.OTHER_THAN_REGISTER),
        (replace(DAO, oddities=(Oddity.LOST_CHARACTERS,)), KNOWN, Answer.UNCHECKED, Evidence.CHARACTERS_LOST),
    ],
)
def test_names_are_compared_without_marks(
    copy: CardCopy, person: KnownPerson | None, answer: Answer, evidence: Evidence
) -> None:
    fact = _facts(copy=copy, person=person)[FactName.NAME_MATCHES]
    assert (fact.answer, fact.evidence) == (answer, evidence)


@pytest.mark.parametrize(
    ("on_card", "on_roll", "answer", "evidence"),
    [
        ("1947", "1947", Answer.TRUE, Evidence.SAME_AS_REGISTER),
        ("1947-01-01", "1947", Answer.TRUE, Evidence.SAME_AS_FAR_AS_KNOWN),
        ("1947", "1947-05-21", Answer.TRUE, Evidence.SAME_AS_FAR_AS_KNOWN),
        ("1948", "1947", Answer.FALSE, Evidence.OTHER_THAN_REGISTER),
        ("1947-06-21", "1947-05", Answer.FALSE, Evidence.OTHER_THAN_REGISTER),
        ("1947", "", Answer.UNCHECKED, Evidence.REGISTER_SILENT),
    ],
)
def test_births_agree_as_far_as_both_are_known(
    on_card: str, on_roll: str, answer: Answer, evidence: Evidence
) -> None:
    person = replace(KNOWN, birth=PartialDate.from_iso(on_roll) if on_roll else None)
    fact = _facts(copy=replace(DAO, birth=PartialDate.from_iso(on_card)), person=person)[
        FactName.BIRTH_MATCHES
    ]
    assert (fact.answer, fact.evidence) == (answer, evidence)


@pytest.mark.parametrize(
    ("number", "answer", "evidence"),
    [
        ("099147000001", Answer.TRUE, Evidence.INVENTED_PERSON),
        ("099047000001", Answer.FALSE, Evidence.DIGITS_DISAGREE),
        ("099148000001", Answer.FALSE, Evidence.DIGITS_DISAGREE),
        ("098147000001", Answer.UNCHECKED, Evidence.PREFIX_UNKNOWN),
    ],
)
def test_the_digits_of_a_number_give_a_warning_and_never_a_verdict(
    number: str, answer: Answer, evidence: Evidence
) -> None:
    facts = _facts(copy=replace(DAO, personal_number=number), purpose=Purpose.TREATMENT)
    assert (facts[FactName.NUMBER_STRUCTURE].answer, facts[FactName.NUMBER_STRUCTURE].evidence) == (
        answer,
        evidence,
    )
    assert enough_for(Purpose.TREATMENT, tuple(facts.values())) is Enough.ENOUGH


def test_a_register_that_does_not_know_the_sex_leaves_it_unchecked() -> None:
    assert _facts(person=replace(KNOWN, sex="unknown"))[FactName.SEX_MATCHES].answer is Answer.UNCHECKED
    assert _facts(person=replace(KNOWN, sex="male"))[FactName.SEX_MATCHES].answer is Answer.FALSE


def test_lost_marks_and_odd_counts_are_told_with_the_reading() -> None:
    lost = replace(DAO, oddities=(Oddity.LOST_MARKS,))
    assert _facts(copy=lost)[FactName.READABLE].evidence is Evidence.MARKS_LOST
    assert _facts(copy=replace(DAO, extra=("",)))[FactName.READABLE].evidence is Evidence.UNUSUAL_FIELDS
    assert _facts(copy=replace(DAO, extra=()))[FactName.READABLE].evidence is Evidence.SEVEN_FIELDS


@pytest.mark.parametrize(
    ("purpose", "person", "card", "enough"),
    [
        (Purpose.TREATMENT, KNOWN, CARD, Enough.ENOUGH),
        (Purpose.HEALTH_INSURANCE, KNOWN, CARD, Enough.ENOUGH_LOOK_UP_LATER),
        (Purpose.TREATMENT, None, None, Enough.ENOUGH_LOOK_UP_LATER),
        (Purpose.HEALTH_INSURANCE, KNOWN, replace(CARD, status=CardStatus.REVOKED), Enough.ANOTHER_PAPER),
        (Purpose.TREATMENT, replace(KNOWN, full_name="LÊ VĂN AN"), CARD, Enough.ANOTHER_PAPER),
        (Purpose.CONTRACT, KNOWN, CARD, Enough.NEEDS_CHIP),
        (Purpose.CONTRACT, KNOWN, replace(CARD, status=CardStatus.REVOKED), Enough.ANOTHER_PAPER),
    ],
)
def test_what_is_enough_depends_on_the_purpose(
    purpose: Purpose, person: KnownPerson | None, card: KnownCard | None, enough: Enough
) -> None:
    facts = facts_of(DAO, person=person, card=card, purpose=purpose, on=TODAY)
    assert enough_for(purpose, facts) is enough


def test_a_silent_gateway_is_looked_up_later_and_a_missing_chip_reader_is_not() -> None:
    facts = tuple(_facts().values())
    assert still_to_look_up(facts) == (FactName.INSURANCE,)


def test_every_reason_has_its_refusal_and_every_refusal_its_three_parts() -> None:
    assert set(CODE_OF) == set(NotACard)
    assert set(CATALOGUE) == set(Code)
    for sentences in CATALOGUE.values():
        assert sentences.cannot
        assert sentences.why
        assert sentences.next_step
