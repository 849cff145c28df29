"""A card's life and its handover: which act is legal in which state, and what a handover needs. Pure.

The receiver is the person or a representative with a document; family who helps is welcome to be there, and
does not receive. Nobody is refused a card for want of a finger: where no mark can be made, a sentence says
why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.ground.refusal import Refusal
from tannha.issue.refusals import Code


class CardActKind(StrEnum):
    """What is done to a card."""

    MADE = "made"
    HANDED_OVER = "handed_over"
    REVOKED = "revoked"


class CardStatus(StrEnum):
    """Where a card stands, folded from its acts."""

    MADE = "made"
    HANDED_OVER = "handed_over"
    REVOKED = "revoked"


LEGAL: dict[tuple[CardStatus | None, CardActKind], CardStatus] = {
    (None, CardActKind.MADE): CardStatus.MADE,
    (CardStatus.MADE, CardActKind.HANDED_OVER): CardStatus.HANDED_OVER,
    (CardStatus.MADE, CardActKind.REVOKED): CardStatus.REVOKED,
    (CardStatus.HANDED_OVER, CardActKind.REVOKED): CardStatus.REVOKED,
}
"""The state table: (state, act) to the next state; what is not here is refused."""


def fold(kinds: Iterable[CardActKind]) -> CardStatus:
    """Tell the state from the acts in order. Refuses (ValueError) acts that the table does not allow, or
    none.
    """
    status: CardStatus | None = None
    for kind in kinds:
        if (status, kind) not in LEGAL:
            raise ValueError(f"{kind} is not legal after {status}")
        status = LEGAL[status, kind]
    if status is None:
        raise ValueError("a card begins with an act")
    return status


class OldPaper(StrEnum):
    """What became of the paper held before."""

    COLLECTED = "collected"
    CORNER_CUT = "corner_cut"
    LOST = "lost"
    NONE_HELD = "none_held"


class Receiver(StrEnum):
    """Who takes the card. A supporter may be named by mistake, and is refused with a reason."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    SUPPORTER = "supporter"


class Mark(StrEnum):
    """How the receiver confirms."""

    SIGNED = "signed"
    FINGERPRINT = "fingerprint"
    NOT_POSSIBLE = "not_possible"


class HandoverPlace(StrEnum):
    """Where the card changes hands."""

    HOME = "home"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What was seen and done at a handover, as the officer states it; None is not answered yet."""

    place: HandoverPlace
    right_person: bool
    old_paper: OldPaper | None
    receiver: Receiver | None
    mark: Mark | None
    receiver_name: str = ""
    receiver_document: str = ""
    mark_reason: str = ""


def why_not_hand_over(
    status: CardStatus, handover: Handover, *, handed_over_on: date | None = None
) -> tuple[Refusal, ...]:
    """Say what keeps this card from being given now, nearest first; empty when it may be given.

    `handed_over_on` is the day of the first handover of a card given already.
    """
    if status is CardStatus.HANDED_OVER:
        return (Refusal(Code.ALREADY_GIVEN, on=spoken_day(handed_over_on)),)
    if status is CardStatus.REVOKED:
        return (Refusal(Code.CARD_REVOKED),)
    found = []
    if not handover.right_person:
        found.append(Refusal(Code.RIGHT_PERSON))
    if handover.old_paper is None:
        found.append(Refusal(Code.OLD_PAPER))
    if handover.receiver is Receiver.SUPPORTER:
        found.append(Refusal(Code.SUPPORTER_RECEIVES))
    elif handover.receiver is None:
        found.append(Refusal(Code.RECEIVER_MISSING))
    elif handover.receiver is Receiver.REPRESENTATIVE and not (
        handover.receiver_name.strip() and handover.receiver_document.strip()
    ):
        found.append(Refusal(Code.REPRESENTATIVE_DOCUMENT))
    if handover.mark is None or (handover.mark is Mark.NOT_POSSIBLE and not handover.mark_reason.strip()):
        found.append(Refusal(Code.MARK_MISSING))
    return tuple(found)


def why_not_revoke(status: CardStatus, *, reason: str) -> tuple[Refusal, ...]:
    """Say what keeps this card from being ended, nearest first."""
    if status is CardStatus.REVOKED:
        return (Refusal(Code.ALREADY_REVOKED),)
    if not reason.strip():
        return (Refusal(Code.REVOKE_REASON),)
    return ()


def spoken_day(day: date | None) -> str:
    """A day as it stands on paper, 03/11/2025; empty for None."""
    return f"{day:%d/%m/%Y}" if day is not None else ""
