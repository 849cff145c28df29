"""What is told at a door, as plain values: outcome, time, needs with consent, good hours, the next step
liked. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tannha.canvass.rules.case import CaseActKind, VisitWay
from tannha.canvass.rules.limits import Hours
from tannha.canvass.rules.needs import NeedKind, ServiceWay


class VisitOutcome(StrEnum):
    """The six answers a knock can have; wire words."""

    AGREED = "agreed"
    WANTS_TO_THINK = "wants_to_think"
    REFUSED = "refused"
    NOBODY_HOME = "nobody_home"
    MOVED = "moved"
    DECEASED = "deceased"


ACT_OF: dict[VisitOutcome, CaseActKind | None] = {
    VisitOutcome.AGREED: CaseActKind.AGREED,
    VisitOutcome.WANTS_TO_THINK: CaseActKind.WANTS_TO_THINK,
    VisitOutcome.REFUSED: CaseActKind.REFUSED,
    VisitOutcome.NOBODY_HOME: None,
    VisitOutcome.MOVED: CaseActKind.MOVED,
    VisitOutcome.DECEASED: CaseActKind.DECEASED,
}
"""The act that follows the visit itself; nobody home adds none."""


class FollowUp(StrEnum):
    """What the family wishes after a no."""

    FAMILY_CALLS = "family_calls"
    ASK_AGAIN = "ask_again"


class Worry(StrEnum):
    """What the family may say, unasked and optional; used only to find a true answer, never against
    anybody.
    """

    CAMERA = "camera"
    TIRED = "tired"
    BUSY = "busy"
    NO_NEED_YET = "no_need_yet"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came with a visit. `at` is the moment at the door when it is recorded later (aware);
    `not_before` a day
    the person named; `needs` are kept only with `consent`; `good_hours` replace the known ones when given."""

    way: VisitWay = VisitWay.DOOR
    at: datetime | None = None
    needs: frozenset[NeedKind] | None = None
    consent: bool = False
    good_hours: tuple[Hours, ...] | None = None
    wished_way: ServiceWay | None = None
    not_before: date | None = None
    second_visitor: str = ""
