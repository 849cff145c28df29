from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import (
    LEGAL,
    ActKind,
    EnrolAct,
    OldPaper,
    PhotoConcern,
    Stage,
    act_of,
    details_of,
)
from tannha.enrol.rules.fingers import BiometricException, ExceptionReason
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.rules.parts import IRISES, PRINTS, RIGHT_HAND, Eye, Finger, Part
from tannha.enrol.rules.signing import Mark, SecondReason, Signer, Signing
from tannha.enrol.rules.steps import (
    Course,
    EnrolState,
    course_for,
    fold,
    marks_of,
    next_part,
    second_reasons,
    why_not,
)
from tannha.ground.regime import Service, regime_on

DAY = date(2026, 11, 24)
IN_2021 = course_for(regime_on(date(2021, 9, 1)), least_age=40)
IN_2026 = course_for(regime_on(DAY), least_age=40)
OWN_HAND = Signing(signer=Signer.PERSON, mark=Mark.SIGNATURE)


def act(kind: ActKind, **fields: object) -> EnrolAct:
    return EnrolAct(kind=kind, **fields)  # type: ignore[arg-type] # the tests name fields freely


def begun(course: Course) -> list[EnrolAct]:
    return [
        act(ActKind.CHECKED_IN, gentle=False, at_home=False),
        act(ActKind.CALLED),
        act(ActKind.LOOKED_UP, data_right=True, service=Service.FIRST),
        act(ActKind.FEATURES_RECORDED),
    ]


def captured(course: Course) -> list[EnrolAct]:
    acts = begun(course)
    for part in course.parts:
        acts.append(act(ActKind.SAMPLE_ADDED, part=part))
        if part is Part.FACE:
            acts.append(act(ActKind.FRAME_CHOSEN, frame=0))
    return acts


def closed(course: Course) -> list[EnrolAct]:
    return [
        *captured(course),
        act(ActKind.FORM_PRINTED),
        act(ActKind.FORM_SIGNED, signing=OWN_HAND),
        act(ActKind.FEE_TAKEN),
        act(ActKind.OLD_PAPER_RECORDED, old_paper=OldPaper.NONE_HELD),
    ]


def test_the_order_of_prints_is_right_left_thumbs_then_ten_rolled_from_the_right_thumb() -> None:
    assert [part.value for part in IN_2021.parts] == [
        "slap_right",
        "slap_left",
        "thumbs",
        "rolled_right_thumb",
        "rolled_right_index",
        "rolled_right_middle",
        "rolled_right_ring",
        "rolled_right_little",
        "rolled_left_thumb",
        "rolled_left_index",
        "rolled_left_middle",
        "rolled_left_ring",
        "rolled_left_little",
        "face",
    ]


def test_irises_are_asked_for_since_july_2024_and_only_from_six_years() -> None:
    assert not set(IRISES) & set(course_for(regime_on(date(2024, 6, 30)), least_age=40).parts)
    after = regime_on(date(2024, 7, 1))
    assert set(IRISES) <= set(course_for(after, least_age=6).parts)
    assert course_for(after, least_age=5).parts == ()


def test_a_calm_adult_goes_from_check_in_to_seal_and_slip() -> None:
    state = fold(closed(IN_2026), IN_2026)
    assert state.stage is Stage.SEAL
    done = fold([*closed(IN_2026), act(ActKind.SEALED), act(ActKind.SLIP_GIVEN)], IN_2026)
    assert done.stage is Stage.DECISION
    assert done.is_sealed


def test_data_that_are_out_of_date_are_corrected_before_anything_is_captured() -> None:
    acts = [*begun(IN_2026)[:2], act(ActKind.LOOKED_UP, data_right=False, service=Service.CHANGE)]
    state = fold(acts, IN_2026)
    assert state.stage is Stage.CORRECTION
    sample = act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT)
    assert [no.code for no in why_not(state, sample, on=DAY)] == [Code.NOT_NOW]
    assert fold([*acts, act(ActKind.CORRECTED)], IN_2026).stage is Stage.FEATURES


def test_a_part_out_of_its_order_is_refused() -> None:
    state = fold(begun(IN_2026), IN_2026)
    refused = why_not(state, act(ActKind.SAMPLE_ADDED, part=Part.SLAP_LEFT), on=DAY)
    assert [no.code for no in refused] == [Code.OUT_OF_ORDER]
    assert why_not(state, act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT), on=DAY) == ()


def test_an_iris_is_not_taken_where_the_rules_of_the_day_do_not_ask_for_it() -> None:
    state = fold(begun(IN_2021), IN_2021)
    refused = why_not(state, act(ActKind.SAMPLE_ADDED, part=Part.IRIS_LEFT), on=DAY)
    assert [no.code for no in refused] == [Code.NOT_ASKED]


def test_a_missing_finger_leaves_its_place_with_a_reason_and_the_case_goes_on() -> None:
    cut = BiometricException(subject=Finger.RIGHT_RING, reason=ExceptionReason.CUT)
    acts = [*begun(IN_2026), act(ActKind.EXCEPTION_RECORDED, exception=cut)]
    for part in IN_2026.parts:
        if part is Part.ROLLED_RIGHT_RING:
            assert next_part(fold(acts, IN_2026)) is Part.ROLLED_RIGHT_LITTLE
            continue
        acts.append(act(ActKind.SAMPLE_ADDED, part=part))
        if part is Part.FACE:
            acts.append(act(ActKind.FRAME_CHOSEN, frame=0))
    state = fold(acts, IN_2026)
    assert state.stage is Stage.PRINT_SIGN
    assert second_reasons(state) == (SecondReason.EXCEPTION,)


def test_a_hand_without_fingers_is_not_asked_for_its_slap() -> None:
    acts = begun(IN_2026)
    for finger in RIGHT_HAND:
        exception = BiometricException(subject=finger, reason=ExceptionReason.CONTRACTURE)
        acts.append(act(ActKind.EXCEPTION_RECORDED, exception=exception))
    assert next_part(fold(acts, IN_2026)) is Part.SLAP_LEFT


def test_with_every_finger_and_both_eyes_excused_the_photo_is_still_taken() -> None:
    acts = begun(IN_2026)
    for finger in Finger:
        exception = BiometricException(subject=finger, reason=ExceptionReason.WORN)
        acts.append(act(ActKind.EXCEPTION_RECORDED, exception=exception))
    assert fold(acts, IN_2026).stage is Stage.PHOTO
    acts += [act(ActKind.SAMPLE_ADDED, part=Part.FACE), act(ActKind.FRAME_CHOSEN, frame=0)]
    for eye in Eye:
        exception = BiometricException(subject=eye, reason=ExceptionReason.EYE_CLOUDED)
        acts.append(act(ActKind.EXCEPTION_RECORDED, exception=exception))
    assert fold(acts, IN_2026).stage is Stage.PRINT_SIGN


def test_the_same_finger_is_not_excused_twice_and_an_eye_has_an_eyes_reason() -> None:
    cut = BiometricException(subject=Finger.LEFT_INDEX, reason=ExceptionReason.CUT)
    state = fold([*begun(IN_2026), act(ActKind.EXCEPTION_RECORDED, exception=cut)], IN_2026)
    again = why_not(state, act(ActKind.EXCEPTION_RECORDED, exception=cut), on=DAY)
    assert [no.code for no in again] == [Code.EXCEPTION_KNOWN]
    with pytest.raises(ValueError, match="does not belong"):
        BiometricException(subject=Eye.LEFT, reason=ExceptionReason.CUT)


def test_a_poor_slap_waits_until_it_is_taken_again_or_kept() -> None:
    acts = [*begun(IN_2026), act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT, score=41)]
    assert next_part(fold(acts, IN_2026)) is Part.SLAP_RIGHT
    better = [*acts, act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT, score=79)]
    assert next_part(fold(better, IN_2026)) is Part.SLAP_LEFT
    kept = [*acts, act(ActKind.SAMPLE_KEPT, part=Part.SLAP_RIGHT)]
    assert next_part(fold(kept, IN_2026)) is Part.SLAP_LEFT
    assert second_reasons(fold(kept, IN_2026)) == (SecondReason.POOR_QUALITY,)


def test_an_unmeasured_sample_counts_and_is_not_called_poor() -> None:
    state = fold([*begun(IN_2026), act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT)], IN_2026)
    assert next_part(state) is Part.SLAP_LEFT
    assert second_reasons(state) == ()


def test_a_part_is_not_taken_a_third_time() -> None:
    poor = act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT, score=20)
    state = fold([*begun(IN_2026), poor, poor], IN_2026)
    refused = why_not(state, poor, on=DAY)
    assert [no.code for no in refused] == [Code.PART_TRIES_USED]
    assert why_not(state, act(ActKind.SAMPLE_KEPT, part=Part.SLAP_RIGHT), on=DAY) == ()


def test_two_failed_tries_of_a_gentle_visit_end_the_trying_and_name_the_day() -> None:
    acts = begun(IN_2026)
    acts[0] = act(ActKind.CHECKED_IN, gentle=True, at_home=True)
    failed = act(ActKind.TRY_FAILED, part=Part.SLAP_RIGHT)
    state = fold([*acts, failed, failed], IN_2026)
    (refused,) = why_not(state, act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT), on=DAY)
    assert refused.code is Code.TRIES_USED
    assert refused.details == {"tries": 2, "day": date(2026, 12, 8)}
    assert why_not(state, act(ActKind.STOPPED, why=WhyStopped.STOP_WORD), on=DAY) == ()


def test_after_a_stop_the_next_visit_begins_where_the_person_left_with_its_tries_renewed() -> None:
    acts = [
        *begun(IN_2026),
        act(ActKind.SAMPLE_ADDED, part=Part.SLAP_RIGHT),
        act(ActKind.TRY_FAILED, part=Part.SLAP_LEFT),
        act(ActKind.STOPPED, why=WhyStopped.STOP_WORD),
    ]
    stopped = fold(acts, IN_2026)
    assert stopped.stage is Stage.STOPPED
    arrived = [*acts, act(ActKind.CHECKED_IN, gentle=True, at_home=True), act(ActKind.CALLED)]
    again = fold(arrived, IN_2026)
    assert again.stage is Stage.PRINTS
    assert next_part(again) is Part.SLAP_LEFT
    assert again.failed_tries == 0
    assert again.visits == 2


def test_the_form_is_signed_only_after_it_was_printed_and_a_new_sample_makes_it_old() -> None:
    acts = captured(IN_2026)
    sign = act(ActKind.FORM_SIGNED, signing=OWN_HAND)
    assert [no.code for no in why_not(fold(acts, IN_2026), sign, on=DAY)] == [Code.FORM_NOT_PRINTED]
    printed = [*acts, act(ActKind.FORM_PRINTED)]
    assert why_not(fold(printed, IN_2026), sign, on=DAY) == ()
    retaken = [*printed, act(ActKind.SAMPLE_ADDED, part=Part.SLAP_LEFT)]
    assert [no.code for no in why_not(fold(retaken, IN_2026), sign, on=DAY)] == [Code.FORM_NOT_PRINTED]


def test_a_new_photo_after_printing_asks_for_the_choice_again() -> None:
    acts = [*captured(IN_2026), act(ActKind.SAMPLE_ADDED, part=Part.FACE)]
    state = fold(acts, IN_2026)
    assert state.stage is Stage.PHOTO
    refused = why_not(state, act(ActKind.FRAME_CHOSEN, frame=2), on=DAY)
    assert [no.code for no in refused] == [Code.NO_SUCH_FRAME]
    assert fold([*acts, act(ActKind.FRAME_CHOSEN, frame=1)], IN_2026).stage is Stage.PRINT_SIGN


def test_a_second_seal_is_refused() -> None:
    sealed = fold([*closed(IN_2026), act(ActKind.SEALED)], IN_2026)
    assert [no.code for no in why_not(sealed, act(ActKind.SEALED), on=DAY)] == [Code.SEALED_ALREADY]


def test_no_slip_before_the_seal() -> None:
    refused = why_not(fold(closed(IN_2026), IN_2026), act(ActKind.SLIP_GIVEN), on=DAY)
    assert [no.code for no in refused] == [Code.NOT_SEALED]


def test_a_doubtful_photo_asks_for_a_second_signature_before_the_seal() -> None:
    acts = closed(IN_2021)
    at = next(index for index, one in enumerate(acts) if one.kind is ActKind.FRAME_CHOSEN)
    acts[at] = act(ActKind.FRAME_CHOSEN, frame=0, concerns=(PhotoConcern.TILTED,))
    state = fold(acts, IN_2021)
    assert state.stage is Stage.SECOND_SIGNATURE
    assert [no.code for no in why_not(state, act(ActKind.SEALED), on=DAY)] == [Code.NOT_NOW]
    assert fold([*acts, act(ActKind.COUNTERSIGNED)], IN_2021).stage is Stage.SEAL


def test_after_a_wish_to_meet_again_the_form_is_signed_anew_and_nothing_is_paid_twice() -> None:
    signing = Signing(signer=Signer.REPRESENTATIVE, mark=Mark.SIGNATURE, has_document=True)
    acts = closed(IN_2021)
    at = next(index for index, one in enumerate(acts) if one.kind is ActKind.FORM_SIGNED)
    acts[at] = act(ActKind.FORM_SIGNED, signing=signing)
    acts += [
        act(ActKind.MEET_AGAIN, why=WhyStopped.MEET_AGAIN),
        act(ActKind.CHECKED_IN, gentle=False, at_home=False),
        act(ActKind.CALLED),
    ]
    assert fold(acts, IN_2021).stage is Stage.PRINT_SIGN
    acts += [act(ActKind.FORM_PRINTED), act(ActKind.FORM_SIGNED, signing=OWN_HAND)]
    assert fold(acts, IN_2021).stage is Stage.SEAL


def test_the_step_line_shows_only_what_the_rules_of_the_day_ask_for() -> None:
    stages = [stage for stage, _ in marks_of(fold(begun(IN_2021), IN_2021))]
    assert Stage.IRIS not in stages
    marks = dict(marks_of(fold(begun(IN_2026), IN_2026)))
    assert marks[Stage.CORRECTION] == "left_out"
    assert marks[Stage.LOOK_UP] == "done"
    assert marks[Stage.PRINTS] == "now"
    assert marks[Stage.IRIS] == "todo"


def test_every_stage_stands_in_the_table_and_every_act_somewhere() -> None:
    assert set(LEGAL) == set(Stage)
    assert set().union(*LEGAL.values()) == set(ActKind)


@st.composite
def any_act(draw: st.DrawFn) -> EnrolAct:
    subject: Finger | Eye = draw(st.sampled_from([*Finger, *Eye]))
    reason = ExceptionReason.EYE_ABSENT if isinstance(subject, Eye) else ExceptionReason.WOUND
    signer = draw(st.sampled_from([Signer.PERSON, Signer.REPRESENTATIVE]))
    return EnrolAct(
        kind=draw(st.sampled_from(list(ActKind))),
        part=draw(st.sampled_from(list(Part))),
        score=draw(st.none() | st.integers(0, 100)),
        frames=1,
        frame=draw(st.integers(0, 2)),
        data_right=draw(st.booleans()),
        service=Service.FIRST,
        exception=BiometricException(subject=subject, reason=reason),
        why=WhyStopped.ANOTHER_DAY,
        signing=Signing(signer=signer, mark=Mark.SIGNATURE, has_document=True),
        old_paper=OldPaper.LOST,
        gentle=draw(st.booleans()),
        at_home=False,
    )


def walk(course: Course, wanted: list[EnrolAct], hurry: bool) -> tuple[EnrolState, list[EnrolAct]]:
    """Offer acts one after another and keep the lawful ones.

    In a hurry the next right act is offered as well.
    """
    done: list[EnrolAct] = []
    state = fold(done, course)
    for one in wanted:
        offers = [one, *(_next_right(state, one) if hurry else [])]
        for offer in offers:
            if not why_not(state, offer, on=DAY):
                done.append(offer)
                state = fold(done, course)
    return state, done


def _next_right(state: EnrolState, like: EnrolAct) -> list[EnrolAct]:
    kinds = [kind for kind in LEGAL[state.stage] if kind not in (ActKind.STOPPED, ActKind.NOT_HERE)]
    part = next_part(state)
    return [
        EnrolAct(
            kind=kind,
            part=part,
            frame=0,
            data_right=like.data_right,
            signing=like.signing,
            old_paper=like.old_paper,
            exception=like.exception,
            service=like.service,
            why=like.why,
        )
        for kind in sorted(kinds)
        if kind is not ActKind.EXCEPTION_RECORDED
    ]


@settings(max_examples=40, deadline=None)
@given(
    wanted=st.lists(any_act(), max_size=25),
    hurry=st.booleans(),
    course=st.sampled_from([IN_2021, IN_2026, course_for(regime_on(DAY), least_age=5)]),
)
def test_no_path_skips_a_step(wanted: list[EnrolAct], hurry: bool, course: Course) -> None:
    state, done = walk(course, wanted, hurry)
    kinds = [one.kind for one in done]
    assert kinds.count(ActKind.SEALED) <= 1
    if not state.is_sealed:
        return
    before = done[: kinds.index(ActKind.SEALED)]
    names = {one.kind for one in before}
    assert {ActKind.CHECKED_IN, ActKind.CALLED, ActKind.LOOKED_UP, ActKind.FORM_PRINTED} <= names
    assert {ActKind.FORM_SIGNED, ActKind.FEE_TAKEN, ActKind.OLD_PAPER_RECORDED} <= names
    looks = [one for one in before if one.kind is ActKind.LOOKED_UP]
    assert looks[-1].data_right or ActKind.CORRECTED in names
    excused = {
        one.exception.subject for one in before if one.exception and one.kind is ActKind.EXCEPTION_RECORDED
    }
    taken = {one.part for one in before if one.kind is ActKind.SAMPLE_ADDED}
    for part in course.parts:
        whole = part in taken or (part is not Part.FACE and all(s in excused for s in _subjects(part)))
        assert whole, part
    firsts = list(dict.fromkeys(one.part for one in before if one.kind is ActKind.SAMPLE_ADDED))
    order = [part for part in course.parts if part in firsts]
    assert firsts == order
    if second_reasons(state):
        assert ActKind.COUNTERSIGNED in names


def _subjects(part: Part) -> tuple[Finger | Eye, ...]:
    from tannha.enrol.rules.parts import subjects_of

    return subjects_of(part)


@settings(max_examples=8, deadline=None)
@given(wanted=st.lists(any_act(), min_size=10, max_size=20))
def test_folding_the_same_acts_gives_the_same_state(wanted: list[EnrolAct]) -> None:
    state, done = walk(IN_2021, wanted, hurry=True)
    assert fold(done, IN_2021) == state
    assert set(PRINTS) <= set(IN_2021.parts)


@given(acts=st.lists(any_act(), max_size=6), kind=st.sampled_from(list(ActKind)))
def test_what_the_table_forbids_is_refused_and_cannot_be_folded(acts: list[EnrolAct], kind: ActKind) -> None:
    state, done = walk(IN_2026, acts, hurry=True)
    one = act(kind, part=Part.SLAP_RIGHT, frame=0)
    if kind not in LEGAL[state.stage]:
        assert why_not(state, one, on=DAY)
        with pytest.raises(ValueError, match="not legal"):
            fold([*done, one], IN_2026)


@given(one=any_act())
def test_an_act_comes_back_from_the_store_as_it_was(one: EnrolAct) -> None:
    assert act_of(one.kind, json.loads(json.dumps(details_of(one)))) == one
