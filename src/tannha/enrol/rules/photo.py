"""What a photo must show, and how a kept frame is looked at. Pure; it measures nothing by itself.

Circular 60/2021/TT-BCA Art. 5(4): colour, white background, frontal, bare head, face and both ears clear, no
glasses, decent dress; religious or ethnic dress is allowed, a headscarf may stay while face and both ears
remain visible. No rule asks for a flash: even light without shadow or glare is what ISO/IEC 19794-5 asks for.
"""

from __future__ import annotations

from enum import StrEnum

CLAUSE = "TT 60/2021/TT-BCA Art. 5(4)"


class PhotoRule(StrEnum):
    """One thing the operator looks at before a frame is kept."""

    FRONTAL = "frontal"
    WHITE_BACKGROUND = "white_background"
    BARE_HEAD = "bare_head"
    BOTH_EARS = "both_ears"
    NO_GLASSES = "no_glasses"
    DECENT_DRESS = "decent_dress"
    EVEN_LIGHT = "even_light"


# Lawful departures that need no second signature: dress of religion or people, face and both ears seen.
LAWFUL_DRESS = frozenset({PhotoRule.BARE_HEAD, PhotoRule.DECENT_DRESS})


def least_pixels(*, width: int, height: int) -> bool:
    """Whether a face picture is large enough to be printed 20 × 30 mm at 300 dpi (240 × 354 pixels)."""
    return width >= 240 and height >= 320
