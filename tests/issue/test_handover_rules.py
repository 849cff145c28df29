from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tannha.ground.refusal import Refusal
from tannha.issue.refusals import CATALOGUE, Code
from tannha.issue.rules.handover import (
    LEGAL,
    CardActKind,
    CardStatus,
    Handover,
    HandoverPlace,
    Mark,
    OldPaper,
    Receiver,
    fold,
    why_not_hand_over,
    why_not_revoke,
)

GOOD = Handover(
    place=HandoverPlace.HOME,
    right_person=True,
    old_paper=OldPaper.COLLECTED,
    receiver=Receiver.PERSON,
    mark=Mark.FINGERPRINT,
)


def test_a_card_is_made_given_and_ended_in_this_order_only() -> None:
    assert fold([CardActKind.MADE]) is CardStatus.MADE
    assert fold([CardActKind.MADE, CardActKind.HANDED_OVER]) is CardStatus.HANDED_OVER
    assert fold([CardActKind.MADE, CardActKind.HANDED_OVER, CardActKind.REVOKED]) is CardStatus.REVOKED
    assert fold([CardActKind.MADE, CardActKind.REVOKED]) is CardStatus.REVOKED


def test_every_act_outside_the_table_is_refused() -> None:
    states: list[tuple[CardActKind, ...]] = [
        (),
        (CardActKind.MADE,),
        (CardActKind.MADE, CardActKind.HANDED_OVER),
        (CardActKind.MADE, CardActKind.REVOKED),
    ]
    for acts, kind in product(states, CardActKind):
        status = fold(acts) if acts else None
        if (status, kind) in LEGAL:
            assert fold([*acts, kind]) is LEGAL[status, kind]
        else:
            with pytest.raises(ValueError):
                fold([*acts, kind])


def test_a_full_handover_is_possible() -> None:
    assert why_not_hand_over(CardStatus.MADE, GOOD) == ()


def test_a_card_given_already_says_when() -> None:
    refusals = why_not_hand_over(CardStatus.HANDED_OVER, GOOD, handed_over_on=date(2026, 11, 3))
    assert refusals == (Refusal(Code.ALREADY_GIVEN, on="03/11/2026"),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"right_person": False}, Code.RIGHT_PERSON),
        ({"old_paper": None}, Code.OLD_PAPER),
        ({"receiver": None}, Code.RECEIVER_MISSING),
        ({"receiver": Receiver.SUPPORTER, "receiver_name": "Hạnh"}, Code.SUPPORTER_RECEIVES),
        ({"receiver": Receiver.REPRESENTATIVE}, Code.REPRESENTATIVE_DOCUMENT),
        ({"receiver": Receiver.REPRESENTATIVE, "receiver_name": "Hạnh"}, Code.REPRESENTATIVE_DOCUMENT),
        ({"mark": None}, Code.MARK_MISSING),
        ({"mark": Mark.NOT_POSSIBLE}, Code.MARK_MISSING),
    ],
)
def test_what_is_missing_at_a_handover_is_named(change: dict[str, object], code: Code) -> None:
    handover = replace(GOOD, **change)  # type: ignore[arg-type]
    assert [refusal.code for refusal in why_not_hand_over(CardStatus.MADE, handover)] == [code]


def test_a_representative_with_name_and_document_receives() -> None:
    handover = replace(
        GOOD,
        receiver=Receiver.REPRESENTATIVE,
        receiver_name="Hạnh",
        receiver_document="court decision 12/2025",
    )
    assert why_not_hand_over(CardStatus.MADE, handover) == ()


def test_nobody_is_refused_a_card_for_want_of_a_finger() -> None:
    handover = replace(GOOD, mark=Mark.NOT_POSSIBLE, mark_reason="both hands are paralysed")
    assert why_not_hand_over(CardStatus.MADE, handover) == ()


def test_a_revoked_card_is_neither_given_nor_ended_again() -> None:
    assert [each.code for each in why_not_hand_over(CardStatus.REVOKED, GOOD)] == [Code.CARD_REVOKED]
    assert [each.code for each in why_not_revoke(CardStatus.REVOKED, reason="x")] == [Code.ALREADY_REVOKED]


def test_ending_a_card_needs_a_reason() -> None:
    assert [each.code for each in why_not_revoke(CardStatus.HANDED_OVER, reason=" ")] == [Code.REVOKE_REASON]
    assert why_not_revoke(CardStatus.HANDED_OVER, reason="stolen") == ()


def test_every_refusal_has_its_three_parts() -> None:
    assert set(CATALOGUE) == set(Code)
    for sentences in CATALOGUE.values():
        assert sentences.cannot
        assert sentences.why
        assert sentences.next_step
