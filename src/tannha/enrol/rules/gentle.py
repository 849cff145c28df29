"""The gentle way of capturing, and the limits that protect a person from being tried again and again. Pure.

Limits: at most two tries a visit, a stop word that ends at once, at least fourteen days' rest, and then only
by the family's invitation. They are settings with their defaults here, never law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tannha.canvass.rules.needs import GENTLE as GENTLE_NEEDS
from tannha.enrol.refusals import Code
from tannha.ground.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Tries of one part (or failed tries of a gentle visit), rest after a stop in days, the floor of good
    quality.
    """

    tries_a_visit: int = 2
    rest_days: int = 14
    quality_floor: int = 60
    frames_a_try: int = 5


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureProfile:
    """How the camera and the room behave. The gentle one never flashes, chimes or counts."""

    flash: bool
    steady_light: bool
    chime: bool
    figures_visible: bool
    family_in_sight: bool


ORDINARY = CaptureProfile(
    flash=False, steady_light=True, chime=True, figures_visible=True, family_in_sight=False
)
GENTLE = CaptureProfile(
    flash=False, steady_light=True, chime=False, figures_visible=False, family_in_sight=True
)


class WhyStopped(StrEnum):
    """What brought the visit to its end."""

    STOP_WORD = "stop_word"
    ANOTHER_DAY = "another_day"
    MEET_AGAIN = "meet_again"


class Calmed(StrEnum):
    """What helped the person, kept only with consent and only to prepare the next visit."""

    MUSIC = "music"
    HELD_HAND = "held_hand"
    CHAIR_WITH_BACK = "chair_with_back"
    FAMILY_NEAR = "family_near"
    SHOWN_FIRST = "shown_first"
    REST = "rest"


def profile_for(*, gentle: bool) -> CaptureProfile:
    """The profile of this capture."""
    return GENTLE if gentle else ORDINARY


def is_gentle(*, at_home: bool, needs: Iterable[str]) -> bool:
    """Whether the gentle way is chosen from the start: at every bedside, and for needs that name it."""
    return at_home or bool(GENTLE_NEEDS & set(needs))


def rest_until(why: WhyStopped, stopped_on: date, limits: Limits) -> date:
    """The first day of another try.

    After the stop word a promised rest, else the day that suits the person.
    """
    days = limits.rest_days if why is WhyStopped.STOP_WORD else 0
    return stopped_on + timedelta(days=days)


def why_not_again(*, why: WhyStopped, not_before: date, on: date) -> Refusal | None:
    """Whether a stopped capture may be taken up on a day; an invitation does not shorten the rest."""
    if why is WhyStopped.STOP_WORD and on < not_before:
        return Refusal(Code.RESTING, day=not_before)
    return None
