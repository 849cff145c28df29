"""Whether a card is due, by the regime of the asked date, with its reason. Pure.

Law 59/2014/QH13 Art. 21, Law 26/2023/QH15 Art. 19 and 21. Old age exempts nobody: a person of ninety with an old
paper, or with none, is due. Where only the year of birth is known, each bound is taken so that nobody is told to come
too early as a child, and no card is believed longer than it surely holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.ground.dates import PartialDate, years_after
from tannha.ground.regime import Regime


class DocumentKind(StrEnum):
    """What a person may hold, in the order in which the documents followed each other."""

    NONE = "none"
    CMND9 = "cmnd9"
    CMND12 = "cmnd12"
    BARCODE = "barcode"
    CHIP = "chip"


_NEWNESS = {kind: place for place, kind in enumerate(DocumentKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One document; `expires_on` as printed on it, None where it is not known."""

    kind: DocumentKind
    issued_on: date | None = None
    expires_on: date | None = None
    no_expiry: bool = False


class DueKind(StrEnum):
    """What the person holds as far as it matters for the next card."""

    NONE = "none"
    CMND9 = "cmnd9"
    CMND12 = "cmnd12"
    BARCODE = "barcode"
    CHIP_VALID = "chip_valid"
    CHIP_EXPIRING = "chip_expiring"
    CHIP_EXPIRED = "chip_expired"
    NONE_NEEDED = "none_needed"


class DueReason(StrEnum):
    """Why a card is or is not due."""

    NO_DOCUMENT = "no_document"
    OLD_PAPER = "old_paper"
    NO_CHIP = "no_chip"
    VALID_UNTIL = "valid_until"
    VALID_END_UNKNOWN = "valid_end_unknown"
    CHANGE_OPEN = "change_open"
    EXPIRED = "expired"
    NO_EXPIRY = "no_expiry"
    UNDER_AGE = "under_age"
    UNDER_AGE_ASKED = "under_age_asked"
    TOO_YOUNG = "too_young"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The answer: what is held, whether a card is due, why, and the card's last day where there is one."""

    kind: DueKind
    due: bool
    reason: DueReason
    ends_on: date | None = None


def due_status(
    *, birth: PartialDate | None, documents: Iterable[Held], asked: bool, regime: Regime, on: date
) -> Due:
    """Whether a card is due on a day. `asked`: the person (or who acts for a child) asked for one.

    An unknown birth date is taken for an adult's. The best document decides: the newest kind, of these the last issued.
    """
    held = _best(documents)
    if birth is not None and birth.completed_years_on(on)[0] < regime.required_from_age:
        return _of_a_child(held, birth, asked, regime, on)
    if held.kind is DocumentKind.NONE:
        return Due(kind=DueKind.NONE, due=True, reason=DueReason.NO_DOCUMENT)
    if held.kind in (DocumentKind.CMND9, DocumentKind.CMND12):
        return Due(kind=DueKind(held.kind.value), due=True, reason=DueReason.OLD_PAPER)
    end, endless = end_of_card(held, birth=birth, regime=regime)
    if endless:
        return Due(kind=DueKind.NONE_NEEDED, due=False, reason=DueReason.NO_EXPIRY)
    if held.kind is DocumentKind.BARCODE:
        expired = end is not None and end < on
        reason = DueReason.EXPIRED if expired else DueReason.NO_CHIP
        return Due(kind=DueKind.BARCODE, due=True, reason=reason, ends_on=end)
    return _of_a_chip_card(end, asked, regime, on)


def end_of_card(held: Held, *, birth: PartialDate | None, regime: Regime) -> tuple[date | None, bool]:
    """The last day of a chip or barcode card, and whether it has none; (None, False) where it cannot be said.

    What is printed on the card holds. Else it ends at the first change age that lies more than the grace years after
    the day of issue; after the last such age it has no end.
    """
    if held.no_expiry:
        return None, True
    if held.expires_on is not None:
        return held.expires_on, False
    if held.issued_on is None or birth is None:
        return None, False
    for age in regime.change_ages:
        grace_begins = years_after(birth.latest, age - regime.grace_years)
        if held.issued_on < grace_begins:
            return years_after(birth.earliest, age), False
    return None, True


def _best(documents: Iterable[Held]) -> Held:
    return max(
        documents,
        key=lambda held: (_NEWNESS[held.kind], held.issued_on or date.min),
        default=Held(kind=DocumentKind.NONE),
    )


def _of_a_child(held: Held, birth: PartialDate, asked: bool, regime: Regime, on: date) -> Due:
    if held.kind in (DocumentKind.CHIP, DocumentKind.BARCODE):
        end, endless = end_of_card(held, birth=birth, regime=regime)
        if endless or end is None or end >= on:
            return Due(kind=DueKind.CHIP_VALID, due=False, reason=DueReason.VALID_UNTIL, ends_on=end)
    if not asked:
        return Due(kind=DueKind.NONE_NEEDED, due=False, reason=DueReason.UNDER_AGE)
    if birth.completed_years_on(on)[1] < regime.on_request_from_age:
        return Due(kind=DueKind.NONE_NEEDED, due=False, reason=DueReason.TOO_YOUNG)
    return Due(kind=DueKind.NONE, due=True, reason=DueReason.UNDER_AGE_ASKED)


def _of_a_chip_card(end: date | None, asked: bool, regime: Regime, on: date) -> Due:
    if end is None:
        reason = DueReason.ASKED if asked else DueReason.VALID_END_UNKNOWN
        return Due(kind=DueKind.CHIP_VALID, due=asked, reason=reason)
    if end < on:
        return Due(kind=DueKind.CHIP_EXPIRED, due=True, reason=DueReason.EXPIRED, ends_on=end)
    if on >= years_after(end, -regime.grace_years):
        return Due(kind=DueKind.CHIP_EXPIRING, due=True, reason=DueReason.CHANGE_OPEN, ends_on=end)
    reason = DueReason.ASKED if asked else DueReason.VALID_UNTIL
    return Due(kind=DueKind.CHIP_VALID, due=asked, reason=reason, ends_on=end)
