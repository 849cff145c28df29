"""Why a card is asked for, and which facts each purpose needs. Pure.

Care is never refused: at a hospital a valid copy is enough to receive the patient (931/BYT-BH; Decree
188/2025 Art. 37-38), and where something cannot be checked the patient is received and looked up later. A
contract needs the chip and the face: a copy proves nobody.
"""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What the desk is doing this for; stated before any scan."""

    HEALTH_INSURANCE = "health_insurance"
    TREATMENT = "treatment"
    CONTRACT = "contract"


class Enough(StrEnum):
    """The answer in one word; the page says it as a sentence."""

    ENOUGH = "enough"
    ENOUGH_LOOK_UP_LATER = "enough_look_up_later"
    ANOTHER_PAPER = "another_paper"
    NEEDS_CHIP = "needs_chip"


class CheckState(StrEnum):
    """Where a check stands: nobody decided yet, or what the desk did."""

    OPEN = "open"
    RECEIVED = "received"
    EMERGENCY = "emergency"
    LATER = "later"
    LOOKED_UP = "looked_up"


class Decision(StrEnum):
    """What the desk does with a check."""

    RECEIVE = "receive"
    EMERGENCY = "emergency"
    LATER = "later"
    CLOSE = "close"


LEGAL: dict[tuple[CheckState, Decision], CheckState] = {
    (CheckState.OPEN, Decision.RECEIVE): CheckState.RECEIVED,
    (CheckState.OPEN, Decision.EMERGENCY): CheckState.EMERGENCY,
    (CheckState.OPEN, Decision.LATER): CheckState.LATER,
    (CheckState.LATER, Decision.CLOSE): CheckState.LOOKED_UP,
}
"""The state table: (state, decision) to the next state; what is not here is refused."""
