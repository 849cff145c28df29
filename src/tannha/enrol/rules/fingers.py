"""Lawful absence of a finger or an eye: its reason is written in its place and the case goes on. Pure.

Circular 60/2021/TT-BCA Art. 5: when ten prints cannot be had, the state of each missing print is described
and the procedure continues; circular 07/2016 Art. 12 names cut, crooked, deformed. Nobody is refused for lack
of a finger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tannha.enrol.rules.parts import Eye, Finger, Part, subjects_of


class ExceptionReason(StrEnum):
    """Why a finger or an eye cannot be taken."""

    CUT = "cut"
    CROOKED = "crooked"
    CONTRACTURE = "contracture"
    WOUND = "wound"
    WORN = "worn"
    BANDAGED = "bandaged"
    TREMOR = "tremor"
    EYE_ABSENT = "eye_absent"
    EYE_CLOUDED = "eye_clouded"
    EYE_CANNOT_OPEN = "eye_cannot_open"


_OF_EYES = frozenset(
    {ExceptionReason.EYE_ABSENT, ExceptionReason.EYE_CLOUDED, ExceptionReason.EYE_CANNOT_OPEN}
)
FINGER_REASONS: tuple[ExceptionReason, ...] = tuple(r for r in ExceptionReason if r not in _OF_EYES)
EYE_REASONS: tuple[ExceptionReason, ...] = tuple(r for r in ExceptionReason if r in _OF_EYES)
# For a passing state a later visit may do better; the person is told so, and nothing waits for it.
MAY_HEAL = frozenset({ExceptionReason.WOUND, ExceptionReason.BANDAGED, ExceptionReason.TREMOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class BiometricException:
    """A lawful absence: which finger or eye, and why. Building a mismatched pair raises ValueError."""

    subject: Finger | Eye
    reason: ExceptionReason

    def __post_init__(self) -> None:
        """An eye has an eye's reason, a finger a finger's."""
        if (self.reason in _OF_EYES) != isinstance(self.subject, Eye):
            raise ValueError("this reason does not belong to this subject")


def subject_named(word: str) -> Finger | Eye:
    """The finger or eye of a wire word. Raises ValueError for anything else."""
    return Eye(word) if word in {eye.value for eye in Eye} else Finger(word)


def is_excused(part: Part, exceptions: Iterable[BiometricException]) -> bool:
    """Whether nothing of this part is left to take.

    All its fingers, or its eye, are excused. Never the face.
    """
    subjects = subjects_of(part)
    return bool(subjects) and set(subjects) <= {exception.subject for exception in exceptions}


def left_to_take(part: Part, exceptions: Iterable[BiometricException]) -> tuple[Finger | Eye, ...]:
    """The fingers of a part that are still to be laid on the glass (or the eye)."""
    excused = {exception.subject for exception in exceptions}
    return tuple(subject for subject in subjects_of(part) if subject not in excused)
