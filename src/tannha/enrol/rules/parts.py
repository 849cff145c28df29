"""What is captured of a person, in the order of circular 60/2021/TT-BCA Art. 5. Pure; takes no pictures.

Flat prints come first (four fingers right, four left, both thumbs), then ten rolled ones from the right thumb
to the left little finger, then the face, then the irises where the Regime asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tannha.ground.regime import Modality


class Finger(StrEnum):
    """The ten fingers, in the order in which they are rolled."""

    RIGHT_THUMB = "right_thumb"
    RIGHT_INDEX = "right_index"
    RIGHT_MIDDLE = "right_middle"
    RIGHT_RING = "right_ring"
    RIGHT_LITTLE = "right_little"
    LEFT_THUMB = "left_thumb"
    LEFT_INDEX = "left_index"
    LEFT_MIDDLE = "left_middle"
    LEFT_RING = "left_ring"
    LEFT_LITTLE = "left_little"


class Eye(StrEnum):
    """The two eyes."""

    RIGHT = "right_eye"
    LEFT = "left_eye"


class Part(StrEnum):
    """One thing to capture: a slap, a rolled print, the face, an iris."""

    SLAP_RIGHT = "slap_right"
    SLAP_LEFT = "slap_left"
    THUMBS = "thumbs"
    ROLLED_RIGHT_THUMB = "rolled_right_thumb"
    ROLLED_RIGHT_INDEX = "rolled_right_index"
    ROLLED_RIGHT_MIDDLE = "rolled_right_middle"
    ROLLED_RIGHT_RING = "rolled_right_ring"
    ROLLED_RIGHT_LITTLE = "rolled_right_little"
    ROLLED_LEFT_THUMB = "rolled_left_thumb"
    ROLLED_LEFT_INDEX = "rolled_left_index"
    ROLLED_LEFT_MIDDLE = "rolled_left_middle"
    ROLLED_LEFT_RING = "rolled_left_ring"
    ROLLED_LEFT_LITTLE = "rolled_left_little"
    FACE = "face"
    IRIS_RIGHT = "iris_right"
    IRIS_LEFT = "iris_left"


RIGHT_HAND = (Finger.RIGHT_INDEX, Finger.RIGHT_MIDDLE, Finger.RIGHT_RING, Finger.RIGHT_LITTLE)
LEFT_HAND = (Finger.LEFT_INDEX, Finger.LEFT_MIDDLE, Finger.LEFT_RING, Finger.LEFT_LITTLE)
BOTH_THUMBS = (Finger.RIGHT_THUMB, Finger.LEFT_THUMB)

ROLLED = tuple(Part(f"rolled_{finger.value}") for finger in Finger)
PRINTS: tuple[Part, ...] = (Part.SLAP_RIGHT, Part.SLAP_LEFT, Part.THUMBS, *ROLLED)
IRISES: tuple[Part, ...] = (Part.IRIS_RIGHT, Part.IRIS_LEFT)

PARTS_OF: dict[Modality, tuple[Part, ...]] = {
    Modality.FEATURES: (),
    Modality.SLAP_RIGHT: (Part.SLAP_RIGHT,),
    Modality.SLAP_LEFT: (Part.SLAP_LEFT,),
    Modality.THUMBS: (Part.THUMBS,),
    Modality.ROLLED: ROLLED,
    Modality.PHOTO: (Part.FACE,),
    Modality.IRIS: IRISES,
}

_SUBJECTS: dict[Part, tuple[Finger | Eye, ...]] = {
    Part.SLAP_RIGHT: RIGHT_HAND,
    Part.SLAP_LEFT: LEFT_HAND,
    Part.THUMBS: BOTH_THUMBS,
    **{Part(f"rolled_{finger.value}"): (finger,) for finger in Finger},
    Part.FACE: (),
    Part.IRIS_RIGHT: (Eye.RIGHT,),
    Part.IRIS_LEFT: (Eye.LEFT,),
}


def subjects_of(part: Part) -> tuple[Finger | Eye, ...]:
    """The fingers or the eye that a part shows; empty for the face, which has no lawful absence."""
    return _SUBJECTS[part]


def parts_in_order(modalities: Iterable[Modality]) -> tuple[Part, ...]:
    """Every part that these modalities ask for, in the Regime's order.

    Rolled prints from the right thumb on.
    """
    return tuple(part for modality in modalities for part in PARTS_OF[modality])
