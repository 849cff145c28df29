"""One enrolment as a state machine.

Folded from its acts, in the lawful order, with the reasons of every no. Pure.

`Course` says what the Regime of the case's date asks for; `fold` gives the state; `why_not` lists what stands
against an act, nearest first. No path can skip a step: a stage is left only by the act that does it, and a
part is left only when it is taken or lawfully excused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import (
    LEGAL,
    SEALED_STAGES,
    ActKind,
    EnrolAct,
    OldPaper,
    PhotoConcern,
    Stage,
)
from tannha.enrol.rules.fingers import BiometricException, is_excused
from tannha.enrol.rules.gentle import DEFAULT_LIMITS, Limits, WhyStopped, rest_until
from tannha.enrol.rules.parts import IRISES, PRINTS, Part, parts_in_order, subjects_of
from tannha.enrol.rules.signing import SecondReason, Signer, Signing
from tannha.ground.refusal import Refusal
from tannha.ground.regime import Modality, Regime, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the rules of the case's date ask for: what is captured in which order, and who may sign alone."""

    modalities: tuple[Modality, ...]
    own_signature_from: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part in the lawful order."""
        return parts_in_order(self.modalities)


def course_for(regime: Regime, *, least_age: int | None) -> Course:
    """The course of a person of this least age in whole years; None (birth unknown) is taken as grown up."""
    age = regime.required_from_age if least_age is None else least_age
    return Course(modalities=regime.modalities_for(age), own_signature_from=regime.required_from_age)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A part that was captured.

    Tries in this visit, best score (None: not measured), and whether it counts.
    """

    tries: int
    score: int | None
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolState:
    """Where one enrolment stands; `resume_at` is the stage that a called person comes to."""

    course: Course
    stage: Stage = Stage.EXPECTED
    resume_at: Stage = Stage.LOOK_UP
    visits: int = 0
    gentle: bool = False
    at_home: bool = False
    taken: Mapping[Part, Taken] = field(default_factory=lambda: MappingProxyType({}))
    exceptions: tuple[BiometricException, ...] = ()
    failed_tries: int = 0
    frames: int = 0
    frame: int | None = None
    concerns: tuple[PhotoConcern, ...] = ()
    service: Service | None = None
    corrected: bool = False
    printed: bool = False
    fee_taken: bool = False
    signing: Signing | None = None
    old_paper: OldPaper | None = None
    countersigned: bool = False
    why_stopped: WhyStopped | None = None
    slips: int = 0

    @property
    def is_sealed(self) -> bool:
        """Whether the packet is closed."""
        return self.stage in SEALED_STAGES


def fold(acts: Iterable[EnrolAct], course: Course, limits: Limits = DEFAULT_LIMITS) -> EnrolState:
    """The state after these acts, oldest first.

    Raises ValueError for an act that the table does not allow.
    """
    state = EnrolState(course=course)
    for act in acts:
        if act.kind not in LEGAL[state.stage]:
            raise ValueError(f"{act.kind} is not legal in {state.stage}")
        state = _after(state, act, limits)
    return state


def next_part(state: EnrolState) -> Part | None:
    """The first part that is neither taken nor excused; None when all are."""
    for part in state.course.parts:
        if not _settled(state, part):
            return part
    return None


def _settled(state: EnrolState, part: Part) -> bool:
    if is_excused(part, state.exceptions):
        return True
    taken = state.taken.get(part)
    if part is Part.FACE:
        return taken is not None and state.frame is not None
    return taken is not None and taken.counts


def poor_parts(state: EnrolState, limits: Limits = DEFAULT_LIMITS) -> tuple[Part, ...]:
    """Parts that count although a device reported less than the floor of good quality."""
    return tuple(
        part
        for part in state.course.parts
        if (taken := state.taken.get(part)) and taken.counts and _is_poor(taken.score, limits)
    )


def second_reasons(state: EnrolState, limits: Limits = DEFAULT_LIMITS) -> tuple[SecondReason, ...]:
    """Why this packet needs a second person; empty when it does not."""
    reasons = []
    if state.exceptions:
        reasons.append(SecondReason.EXCEPTION)
    if state.signing is not None and state.signing.signer is Signer.REPRESENTATIVE:
        reasons.append(SecondReason.REPRESENTATIVE)
    if poor_parts(state, limits) or state.concerns:
        reasons.append(SecondReason.POOR_QUALITY)
    return tuple(reasons)


def why_not(
    state: EnrolState, act: EnrolAct, *, on: date, limits: Limits = DEFAULT_LIMITS
) -> tuple[Refusal, ...]:
    """What stands against an act on a day, nearest reason first; empty when it may be done."""
    if act.kind not in LEGAL[state.stage]:
        return (_wrong_stage(state, act),)
    match act.kind:
        case ActKind.SAMPLE_ADDED | ActKind.TRY_FAILED:
            return _why_not_sample(state, act, on, limits)
        case ActKind.SAMPLE_KEPT:
            known = act.part in state.taken and act.part is next_part(state)
            return () if known and act.part is not Part.FACE else (Refusal(Code.OUT_OF_ORDER),)
        case ActKind.EXCEPTION_RECORDED:
            return _why_not_exception(state, act)
        case ActKind.FRAME_CHOSEN:
            good = act.frame is not None and 0 <= act.frame < state.frames
            return () if good else (Refusal(Code.NO_SUCH_FRAME),)
        case ActKind.FORM_SIGNED:
            return () if state.printed else (Refusal(Code.FORM_NOT_PRINTED),)
        case _:
            return ()


def _wrong_stage(state: EnrolState, act: EnrolAct) -> Refusal:
    if act.kind is ActKind.SEALED and state.is_sealed:
        return Refusal(Code.SEALED_ALREADY)
    if act.kind is ActKind.SLIP_GIVEN:
        return Refusal(Code.NOT_SEALED)
    if act.kind is ActKind.CHECKED_IN:
        return Refusal(Code.SEALED_ALREADY if state.is_sealed else Code.OPEN_ALREADY)
    if act.kind in (ActKind.APPROVED, ActKind.RETURNED) and state.is_sealed:
        return Refusal(Code.DECIDED_ALREADY)
    return Refusal(Code.NOT_NOW, stage=state.stage.value)


def _why_not_sample(state: EnrolState, act: EnrolAct, on: date, limits: Limits) -> tuple[Refusal, ...]:
    part = act.part
    if part not in state.course.parts:
        return (Refusal(Code.NOT_ASKED),)
    if state.gentle and state.failed_tries >= limits.tries_a_visit:
        day = rest_until(WhyStopped.STOP_WORD, on, limits)
        return (Refusal(Code.TRIES_USED, tries=limits.tries_a_visit, day=day),)
    taken = state.taken.get(part)
    if taken is None and part is not next_part(state):
        return (Refusal(Code.OUT_OF_ORDER),)
    if taken is not None and taken.tries >= limits.tries_a_visit:
        return (Refusal(Code.PART_TRIES_USED, tries=limits.tries_a_visit),)
    return ()


def _why_not_exception(state: EnrolState, act: EnrolAct) -> tuple[Refusal, ...]:
    exception = act.exception
    if exception is None:
        return (Refusal(Code.EXCEPTION_REASON),)
    if exception.subject in {known.subject for known in state.exceptions}:
        return (Refusal(Code.EXCEPTION_KNOWN),)
    asked = {
        subject
        for part in state.course.parts
        if state.stage in (_stage_of(part), Stage.PRINT_SIGN)
        for subject in subjects_of(part)
    }
    return () if exception.subject in asked else (Refusal(Code.NOT_ASKED),)


def _is_poor(score: int | None, limits: Limits) -> bool:
    return score is not None and score < limits.quality_floor


def _stage_of(part: Part) -> Stage:
    if part in PRINTS:
        return Stage.PRINTS
    return Stage.IRIS if part in IRISES else Stage.PHOTO


def _described(state: EnrolState) -> EnrolState:
    """Features come next, where the Regime records them at this age."""
    if Modality.FEATURES in state.course.modalities:
        return replace(state, stage=Stage.FEATURES)
    return _capture_stage(state)


def _capture_stage(state: EnrolState) -> EnrolState:
    """Go where the next part is, or to the printer when none is left.

    What was printed before is out of date.
    """
    part = next_part(state)
    return replace(state, stage=Stage.PRINT_SIGN if part is None else _stage_of(part), printed=False)


_STRAIGHT_ON = {
    ActKind.NOT_HERE: Stage.WAITING,
    ActKind.COUNTERSIGNED: Stage.SEAL,
    ActKind.SEALED: Stage.SLIP,
    ActKind.APPROVED: Stage.APPROVED,
    ActKind.RETURNED: Stage.RETURNED,
}


def _after(state: EnrolState, act: EnrolAct, limits: Limits) -> EnrolState:
    if act.kind in _STRAIGHT_ON:
        signed = state.countersigned or act.kind is ActKind.COUNTERSIGNED
        return replace(state, stage=_STRAIGHT_ON[act.kind], countersigned=signed)
    match act.kind:
        case ActKind.CHECKED_IN:
            return _checked_in(state, act)
        case ActKind.CALLED:
            return replace(state, stage=state.resume_at)
        case ActKind.LOOKED_UP:
            stage = Stage.FEATURES if act.data_right else Stage.CORRECTION
            looked = replace(state, stage=stage, corrected=not act.data_right, service=act.service)
            return _described(looked) if act.data_right else looked
        case ActKind.CORRECTED:
            return _described(state)
        case ActKind.FEATURES_RECORDED:
            return _capture_stage(state)
        case ActKind.SAMPLE_ADDED | ActKind.SAMPLE_KEPT | ActKind.TRY_FAILED:
            return _capture_stage(_sampled(state, act, limits))
        case ActKind.EXCEPTION_RECORDED if act.exception is not None:
            return _capture_stage(replace(state, exceptions=(*state.exceptions, act.exception)))
        case ActKind.FRAME_CHOSEN:
            return _capture_stage(replace(state, frame=act.frame, concerns=act.concerns))
        case ActKind.FORM_PRINTED:
            return replace(state, printed=True)
        case ActKind.FORM_SIGNED:
            return _after_signature(replace(state, signing=act.signing), limits)
        case ActKind.FEE_TAKEN:
            return _after_signature(replace(state, fee_taken=True), limits)
        case ActKind.OLD_PAPER_RECORDED:
            return _after_signature(replace(state, old_paper=act.old_paper), limits)
        case ActKind.STOPPED | ActKind.MEET_AGAIN:
            return _stopped(state, act)
        case ActKind.SLIP_GIVEN:
            stage = Stage.DECISION if state.stage is Stage.SLIP else state.stage
            return replace(state, stage=stage, slips=state.slips + 1)
        case _:
            return state


def _stopped(state: EnrolState, act: EnrolAct) -> EnrolState:
    """Remember where the person left; after the signatures the form is read and signed anew."""
    if state.stage is Stage.WAITING:
        return replace(state, stage=Stage.STOPPED, why_stopped=act.why)
    again = state.stage in (Stage.SECOND_SIGNATURE, Stage.SEAL)
    return replace(
        state,
        stage=Stage.STOPPED,
        resume_at=Stage.PRINT_SIGN if again else state.stage,
        why_stopped=act.why,
        printed=state.printed and not again,
        signing=None if again else state.signing,
        countersigned=False,
    )


def _checked_in(state: EnrolState, act: EnrolAct) -> EnrolState:
    """An arrival waits to be called; tries are counted anew for each visit."""
    return replace(
        state,
        stage=Stage.WAITING,
        visits=state.visits + 1,
        gentle=state.gentle if act.gentle is None else act.gentle,
        at_home=bool(act.at_home),
        taken=MappingProxyType({part: replace(taken, tries=0) for part, taken in state.taken.items()}),
        failed_tries=0,
        why_stopped=None,
    )


def _sampled(state: EnrolState, act: EnrolAct, limits: Limits) -> EnrolState:
    part = act.part
    if part is None:
        return state
    if act.kind is ActKind.TRY_FAILED:
        return replace(state, failed_tries=state.failed_tries + 1)
    before = state.taken.get(part)
    if act.kind is ActKind.SAMPLE_KEPT and before is not None:
        now = replace(before, counts=True)
    else:
        now = Taken(
            tries=(before.tries if before else 0) + 1,
            score=act.score,
            counts=part is Part.FACE or not _is_poor(act.score, limits),
        )
    taken = MappingProxyType({**state.taken, part: now})
    if part is Part.FACE:
        return replace(state, taken=taken, frames=state.frames + act.frames, frame=None, concerns=())
    return replace(state, taken=taken)


def _after_signature(state: EnrolState, limits: Limits) -> EnrolState:
    if not state.fee_taken:
        return replace(state, stage=Stage.FEE)
    if state.old_paper is None:
        return replace(state, stage=Stage.OLD_PAPER)
    needs_second = bool(second_reasons(state, limits))
    return replace(state, stage=Stage.SECOND_SIGNATURE if needs_second else Stage.SEAL)


def marks_of(state: EnrolState) -> tuple[tuple[Stage, str], ...]:
    """The step line: each stage the Regime asks for with done, now, todo or left_out.

    A stopped one at its place.
    """
    here = state.resume_at if state.stage is Stage.STOPPED else state.stage
    line = [Stage.LOOK_UP, Stage.CORRECTION]
    if Modality.FEATURES in state.course.modalities:
        line.append(Stage.FEATURES)
    line += list(dict.fromkeys(_stage_of(part) for part in state.course.parts))
    line += [Stage.PRINT_SIGN, Stage.FEE, Stage.OLD_PAPER]
    if second_reasons(state) or here is Stage.SECOND_SIGNATURE:
        line.append(Stage.SECOND_SIGNATURE)
    line += [Stage.SEAL, Stage.SLIP]
    order = list(Stage)
    marks = []
    for stage in line:
        if stage is here:
            mark = "now"
        elif stage is Stage.CORRECTION and not state.corrected and order.index(here) > order.index(stage):
            mark = "left_out"
        elif order.index(stage) < order.index(here):
            mark = "done"
        else:
            mark = "todo"
        marks.append((stage, mark))
    return tuple(marks)
