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
from typing import Any, TypeVar

from tannha.enrol.rules.fingers import BiometricException, ExceptionReason, subject_named
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.ground.regime import Service

Words = TypeVar("Words", bound=StrEnum)


class Place(StrEnum):
    """Where a person is enrolled."""

    COUNTER = "counter"
    HOME = "home"


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


def details_of(act: EnrolAct) -> dict[str, Any]:
    """The act as the store keeps it: wire words and figures, only what is set."""
    known: dict[str, Any] = {
        "part": act.part,
        "score": act.score,
        "frames": act.frames if act.frames != 1 else None,
        "frame": act.frame,
        "concerns": list(act.concerns) or None,
        "data_right": act.data_right,
        "service": act.service,
        "why": act.why,
        "old_paper": act.old_paper,
        "gentle": act.gentle,
        "at_home": act.at_home,
    }
    if act.exception is not None:
        known |= {"subject": act.exception.subject, "reason": act.exception.reason}
    if act.signing is not None:
        known |= {
            "signer": act.signing.signer,
            "mark": act.signing.mark,
            "document": act.signing.has_document,
            "supporter": act.signing.supporter_present,
        }
    return {name: value for name, value in known.items() if value is not None}


def act_of(kind: str, details: Mapping[str, Any]) -> EnrolAct:
    """The act from what the store kept. Raises ValueError for words of another version."""
    exception = signing = None
    if "subject" in details:
        exception = BiometricException(
            subject=subject_named(details["subject"]), reason=ExceptionReason(details["reason"])
        )
    if "signer" in details:
        signing = Signing(
            signer=Signer(details["signer"]),
            mark=Mark(details["mark"]),
            has_document=details["document"],
            supporter_present=details["supporter"],
        )
    return EnrolAct(
        kind=ActKind(kind),
        part=_word(Part, details, "part"),
        score=details.get("score"),
        frames=details.get("frames", 1),
        frame=details.get("frame"),
        concerns=tuple(PhotoConcern(word) for word in details.get("concerns", ())),
        data_right=details.get("data_right"),
        service=_word(Service, details, "service"),
        exception=exception,
        why=_word(WhyStopped, details, "why"),
        signing=signing,
        old_paper=_word(OldPaper, details, "old_paper"),
        gentle=details.get("gentle"),
        at_home=details.get("at_home"),
    )


def _word(words: type[Words], details: Mapping[str, Any], name: str) -> Words | None:
    return words(details[name]) if name in details else None
