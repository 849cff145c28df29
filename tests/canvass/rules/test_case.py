"""Where a case stands: the table, the order of acts, and the most protective wish."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.canvass.rules.case import (
    LEGAL,
    Act,
    CaseActKind,
    CaseState,
    Step,
    WhyNot,
    Wish,
    fold,
    legal,
    place_on_way,
    why_not,
)

DAY = date(2026, 11, 24)
K = CaseActKind


def acts(*kinds: CaseActKind | tuple[CaseActKind, dict[str, object]]) -> list[Act]:
    made = []
    for seq, kind in enumerate(kinds, start=1):
        bare, details = kind if isinstance(kind, tuple) else (kind, {})
        made.append(Act(seq=seq, kind=bare, on=DAY, details=details))
    return made


WHOLE_WAY = (
    K.OPENED,
    K.VISITED,
    K.AGREED,
    K.PROMISED,
    K.CHECKED_IN,
    K.ENROLMENT_STARTED,
    K.SEALED,
    K.APPROVED,
    K.PERSONALISED,
    K.HANDED_OVER,
)


def test_the_whole_way_leads_from_the_roll_to_the_card_in_the_hand() -> None:
    steps = [fold(acts(*WHOLE_WAY[:length])).step for length in range(len(WHOLE_WAY) + 1)]
    assert steps == [
        Step.ROLL,
        Step.CANVASS,
        Step.CANVASS,
        Step.PLAN,
        Step.PLAN,
        Step.ENROL,
        Step.ENROL,
        Step.CARD,
        Step.CARD,
        Step.HANDOVER,
        Step.CLOSED,
    ]
    assert fold(acts(*WHOLE_WAY)).late == ()


def test_a_card_is_not_made_before_the_packet_is_approved() -> None:
    sealed = fold(acts(*WHOLE_WAY[:7]))
    assert why_not(sealed, K.PERSONALISED, DAY) is WhyNot.NOT_APPROVED


def test_a_person_may_come_to_the_counter_without_any_visit() -> None:
    assert fold(acts(K.OPENED, K.CHECKED_IN)).step is Step.ENROL


def test_a_refusal_does_not_shut_the_counter_and_do_not_visit_stays_on_the_case() -> None:
    state = fold(acts(K.OPENED, K.DO_NOT_VISIT, K.CHECKED_IN, K.ENROLMENT_STARTED, K.SEALED))
    assert (state.step, state.wish) == (Step.CARD, Wish.DO_NOT_VISIT)
    assert why_not(state, K.PROMISED, DAY) is WhyNot.DO_NOT_VISIT


def test_an_agreement_after_a_refusal_counts_only_from_the_day_the_family_named() -> None:
    refused = acts(K.OPENED, (K.REFUSED, {"not_before": "2026-12-01", "follow_up": "ask_again"}))
    early = [*refused, Act(seq=3, kind=K.AGREED, on=date(2026, 11, 30))]
    there = [*refused, Act(seq=3, kind=K.AGREED, on=date(2026, 12, 1))]
    assert (fold(early).step, fold(early).late) == (Step.REFUSED, (3,))
    assert (fold(there).step, fold(there).wish) == (Step.PLAN, Wish.NONE)


def test_we_will_call_you_outweighs_a_named_day_in_either_order() -> None:
    named = (K.REFUSED, {"not_before": "2026-12-01", "follow_up": "ask_again"})
    calls = (K.REFUSED, {"follow_up": "family_calls"})
    for order in ((named, calls), (calls, named)):
        state = fold(acts(K.OPENED, *order))
        assert why_not(state, K.VISITED, date(2027, 3, 1)) is WhyNot.ASKED_TO_WAIT


def test_after_a_stop_word_nothing_goes_on_without_an_invitation() -> None:
    stopped = fold(acts(*WHOLE_WAY[:6], (K.STOPPED, {"not_before": "2026-12-08"})))
    assert (stopped.step, stopped.wish, stopped.not_before) == (Step.HELD, Wish.STOPPED, date(2026, 12, 8))
    assert all(
        why_not(stopped, kind, date(2027, 1, 1)) is not None
        for kind in (K.VISITED, K.AGREED, K.PROMISED, K.CHECKED_IN, K.ENROLMENT_STARTED)
    )
    invited = fold(acts(*WHOLE_WAY[:6], (K.STOPPED, {"not_before": "2026-12-08"}), K.INVITED_AGAIN))
    assert (invited.step, invited.wish, invited.not_before) == (Step.PLAN, Wish.NONE, date(2026, 12, 8))


def test_a_wish_takes_a_standing_promise_away() -> None:
    for kind in (K.REFUSED, K.DO_NOT_VISIT, K.STOPPED, K.WANTS_TO_THINK):
        assert not fold(acts(*WHOLE_WAY[:4], kind)).promised


def test_an_undone_visit_counts_for_nothing() -> None:
    before = fold(acts(K.OPENED))
    after = fold(acts(K.OPENED, K.VISITED, K.AGREED, (K.VISIT_UNDONE, {"seqs": [2, 3]})))
    assert (after.step, after.visits, after.wish) == (before.step, (), before.wish)


def test_undoing_a_mistaken_death_opens_the_case_again() -> None:
    state = fold(acts(K.OPENED, K.VISITED, K.DECEASED, (K.VISIT_UNDONE, {"seqs": [2, 3]})))
    assert state.step is Step.CANVASS


def test_a_closed_case_takes_no_further_act() -> None:
    for kind in K:
        if kind not in (K.VISIT_UNDONE, K.PARTED):
            assert not legal(Step.CLOSED, kind)


def test_only_a_case_that_ended_by_joining_is_opened_by_parting() -> None:
    moved = fold(acts(K.OPENED, K.MOVED))
    assert why_not(moved, K.PARTED, DAY) is WhyNot.STEP
    joined = fold(acts(K.OPENED, K.JOINED))
    assert (joined.step, why_not(joined, K.PARTED, DAY)) == (Step.CLOSED, None)
    assert fold(acts(K.OPENED, K.JOINED, K.PARTED)).step is Step.CANVASS


def test_visits_older_than_a_round_no_longer_count() -> None:
    visits = [
        Act(seq=seq, kind=K.VISITED, on=DAY + timedelta(days=days))
        for seq, days in ((2, 0), (3, 10), (4, 90))
    ]
    state = fold([*acts(K.OPENED), *visits])
    assert state.visits == (DAY + timedelta(days=10), DAY + timedelta(days=90))


WISHES = {
    K.WANTS_TO_THINK: Wish.THINKING,
    K.REFUSED: Wish.REFUSED,
    K.STOPPED: Wish.STOPPED,
    K.DO_NOT_VISIT: Wish.DO_NOT_VISIT,
}


@given(st.lists(st.sampled_from(sorted(WISHES)), min_size=1, max_size=5), st.randoms())
def test_the_most_protective_wish_wins_in_any_order(kinds: list[CaseActKind], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(kinds)
    chance.shuffle(shuffled)
    for start in ((K.OPENED,), (K.OPENED, K.AGREED), WHOLE_WAY[:8]):
        wishes = {
            fold(acts(*start, *order)).wish
            for order in (kinds, shuffled)
            if all(legal(fold(acts(*start)).step, kind) for kind in order)
        }
        assert wishes <= {max(WISHES[kind] for kind in kinds)}


@given(
    st.lists(st.sampled_from(sorted(WISHES)), max_size=5), st.lists(st.sampled_from(sorted(K)), max_size=6)
)
def test_no_later_act_but_an_invitation_weakens_do_not_visit(
    before: list[CaseActKind], after: list[CaseActKind]
) -> None:
    rest = [kind for kind in after if kind is not K.INVITED_AGAIN and kind is not K.VISIT_UNDONE]
    state = fold(acts(K.OPENED, *before, K.DO_NOT_VISIT, *rest))
    assert state.wish is Wish.DO_NOT_VISIT
    assert not state.promised


@given(st.lists(st.sampled_from(sorted(K)), max_size=14))
def test_folding_any_heap_of_acts_gives_a_state_of_the_table(kinds: list[CaseActKind]) -> None:
    state = fold(acts(*kinds))
    assert state.step in LEGAL
    assert state.seq == len(kinds)
    assert not (state.closed and state.promised)


@given(st.permutations(list(WHOLE_WAY)))
def test_the_order_of_arrival_does_not_matter_only_the_number(order: list[CaseActKind]) -> None:
    made = acts(*WHOLE_WAY)
    by_kind = {act.kind: act for act in made}
    assert fold([by_kind[kind] for kind in order]) == fold(made)


def test_every_step_but_the_ends_lets_a_person_say_no() -> None:
    for step in set(Step) - {Step.ROLL, Step.CLOSED}:
        assert {K.REFUSED, K.DO_NOT_VISIT, K.STOPPED} <= set(LEGAL[step])


def test_the_roll_knows_only_opening() -> None:
    assert why_not(CaseState(), K.VISITED, DAY) is WhyNot.STEP
    with pytest.raises(KeyError):
        LEGAL[Step.ROLL][K.VISITED]


def test_every_step_has_its_place_on_the_way() -> None:
    assert [
        place_on_way(step) for step in (Step.ROLL, Step.REFUSED, Step.PLAN, Step.HELD, Step.HANDOVER)
    ] == [
        0,
        1,
        2,
        3,
        5,
    ]
    assert place_on_way(Step.CLOSED) == 6
