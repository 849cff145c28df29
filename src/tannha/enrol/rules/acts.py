"""The acts of one enrolment, its stages, and the ONE table of which act is legal in which stage. Pure.

The order follows circular 59/2021/TT-BCA Art. 11 and circular 60/2021/TT-BCA Art. 5: look-up, correction
first where the data are out of date, features, prints, photo, irises, information form printed and signed,
fee, old paper, then the seal, and after the commit the appointment slip. State is never stored, always folded
from these acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tannha.enrol.rules.fingers import BiometricException
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.signing import Signing
from tannha.ground.regime import Service


class Stage(StrEnum):
    """Where one enrolment stands."""

    EXPECTED = "expected"
    WAITING = "waiting"
    LOOK_UP = "look_up"
    CORRECTION = "correction"
    FEATURES = "features"
    PRINTS = "prints"
    PHOTO = "photo"
    IRIS = "iris"
    PRINT_SIGN = "print_sign"
    FEE = "fee"
    OLD_PAPER = "old_paper"
    SECOND_SIGNATURE = "second_signature"
    SEAL = "seal"
    SLIP = "slip"
    DECISION = "decision"
    APPROVED = "approved"
    RETURNED = "returned"
    STOPPED = "stopped"


class ActKind(StrEnum):
    """What can happen in an enrolment."""

    CHECKED_IN = "checked_in"
    CALLED = "called"
    NOT_HERE = "not_here"
    LOOKED_UP = "looked_up"
    CORRECTED = "corrected"
    FEATURES_RECORDED = "features_recorded"
    SAMPLE_ADDED = "sample_added"
    SAMPLE_KEPT = "sample_kept"
    TRY_FAILED = "try_failed"
    EXCEPTION_RECORDED = "exception_recorded"
    FRAME_CHOSEN = "frame_chosen"
    RESTED = "rested"
    STOPPED = "stopped"
    FORM_PRINTED = "form_printed"
    FORM_SIGNED = "form_signed"
    FEE_TAKEN = "fee_taken"
    OLD_PAPER_RECORDED = "old_paper_recorded"
    COUNTERSIGNED = "countersigned"
    MEET_AGAIN = "meet_again"
    SEALED = "sealed"
    SLIP_GIVEN = "slip_given"
    APPROVED = "approved"
    RETURNED = "returned"


_PAUSE = frozenset({ActKind.RESTED, ActKind.STOPPED})
_CAPTURE = frozenset(
    {ActKind.SAMPLE_ADDED, ActKind.SAMPLE_KEPT, ActKind.TRY_FAILED, ActKind.EXCEPTION_RECORDED}
)

LEGAL: Mapping[Stage, frozenset[ActKind]] = {
    Stage.EXPECTED: frozenset({ActKind.CHECKED_IN}),
    Stage.WAITING: frozenset({ActKind.CALLED, ActKind.STOPPED}),
    Stage.LOOK_UP: frozenset({ActKind.LOOKED_UP, ActKind.NOT_HERE}) | _PAUSE,
    Stage.CORRECTION: frozenset({ActKind.CORRECTED}) | _PAUSE,
    Stage.FEATURES: frozenset({ActKind.FEATURES_RECORDED}) | _PAUSE,
    Stage.PRINTS: _CAPTURE | _PAUSE,
    Stage.PHOTO: _CAPTURE - {ActKind.EXCEPTION_RECORDED} | {ActKind.FRAME_CHOSEN} | _PAUSE,
    Stage.IRIS: _CAPTURE | _PAUSE,
    Stage.PRINT_SIGN: frozenset({ActKind.FORM_PRINTED, ActKind.FORM_SIGNED}) | _CAPTURE | _PAUSE,
    Stage.FEE: frozenset({ActKind.FEE_TAKEN}) | _PAUSE,
    Stage.OLD_PAPER: frozenset({ActKind.OLD_PAPER_RECORDED}) | _PAUSE,
    Stage.SECOND_SIGNATURE: frozenset({ActKind.COUNTERSIGNED, ActKind.MEET_AGAIN, ActKind.STOPPED}),
    Stage.SEAL: frozenset({ActKind.SEALED, ActKind.STOPPED}),
    Stage.SLIP: frozenset({ActKind.SLIP_GIVEN, ActKind.APPROVED, ActKind.RETURNED}),
    Stage.DECISION: frozenset({ActKind.SLIP_GIVEN, ActKind.APPROVED, ActKind.RETURNED}),
    Stage.APPROVED: frozenset({ActKind.SLIP_GIVEN}),
    Stage.RETURNED: frozenset(),
    Stage.STOPPED: frozenset({ActKind.CHECKED_IN}),
}

# Stages in which the person is in front of the operator and can say the stop word.
WITH_THE_PERSON = frozenset(stage for stage, kinds in LEGAL.items() if ActKind.STOPPED in kinds)
SEALED_STAGES = frozenset({Stage.SLIP, Stage.DECISION, Stage.APPROVED, Stage.RETURNED})


class OldPaper(StrEnum):
    """What became of the old card or paper."""

    COLLECTED = "collected"
    CORNER_CUT = "corner_cut"
    LOST = "lost"
    NONE_HELD = "none_held"


class PhotoConcern(StrEnum):
    """Why a chosen photo does not meet every rule and still is the best that can be had."""

    TILTED = "tilted"
    EYES_HALF_OPEN = "eyes_half_open"
    EARS_COVERED = "ears_covered"
    MEDICAL_DEVICE = "medical_device"
    UNEVEN_LIGHT = "uneven_light"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolAct:
    """One act, with only what folding needs.

    `score` is 0-100 as a device reports it; None means not measured.
    """

    kind: ActKind
    part: Part | None = None
    score: int | None = None
    frames: int = 1
    frame: int | None = None
    concerns: tuple[PhotoConcern, ...] = ()
    data_right: bool | None = None
    service: Service | None = None
    exception: BiometricException | None = None
    why: WhyStopped | None = None
    signing: Signing | None = None
    old_paper: OldPaper | None = None
    gentle: bool | None = None
    at_home: bool | None = None
