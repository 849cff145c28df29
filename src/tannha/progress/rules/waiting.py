"""Why somebody still waits, in one word each, and sums of it. Pure; counts only, no names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tannha.canvass.rules.case import Step, Wish

SMALL_CELL = 10


class WaitingReason(StrEnum):
    """What a person's next step waits for; wire words, in the order of the way."""

    NOT_VISITED = "not_visited"
    NO_ANSWER = "no_answer"
    THINKING = "thinking"
    NO_GOOD_HOURS = "no_good_hours"
    NO_MACHINE = "no_machine"
    NOT_PLACED = "not_placed"
    PROMISED = "promised"
    AT_CAPTURE = "at_capture"
    AT_CARD = "at_card"
    AT_HANDOVER = "at_handover"
    AS_WISHED = "as_wished"


OURS = frozenset(WaitingReason) - {WaitingReason.AS_WISHED, WaitingReason.THINKING}
"""Reasons on our side; the others are the person's own wish and no backlog."""


def reason_of(
    step: Step, wish: Wish, *, promised: bool, frail: bool, has_good_hours: bool, visited: bool
) -> WaitingReason:
    """The nearest thing an open case waits for; the person's wish stands before everything of ours."""
    if wish >= Wish.REFUSED:
        return WaitingReason.AS_WISHED
    if step in (Step.ROLL, Step.CANVASS):
        if wish is Wish.THINKING:
            return WaitingReason.THINKING
        return WaitingReason.NO_ANSWER if visited else WaitingReason.NOT_VISITED
    if step is Step.PLAN:
        if promised:
            return WaitingReason.PROMISED
        return WaitingReason.NO_GOOD_HOURS if frail and not has_good_hours else WaitingReason.NOT_PLACED
    return {
        Step.ENROL: WaitingReason.AT_CAPTURE,
        Step.CARD: WaitingReason.AT_CARD,
        Step.HANDOVER: WaitingReason.AT_HANDOVER,
    }.get(step, WaitingReason.AS_WISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A count of people who wait alike, and since when the oldest does."""

    group_id: UUID | None
    reason: WaitingReason
    frail: bool
    count: int
    oldest_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many wait and since when the oldest does; None where nobody waits."""

    count: int = 0
    oldest_on: date | None = None

    def plus(self, waiting: Waiting) -> Sum:
        """One more heap of people."""
        oldest = waiting.oldest_on if self.oldest_on is None else min(self.oldest_on, waiting.oldest_on)
        return Sum(count=self.count + waiting.count, oldest_on=oldest)

    def days_on(self, day: date) -> int:
        """Days the oldest has waited."""
        return max((day - self.oldest_on).days, 0) if self.oldest_on else 0


def total(heaps: Iterable[Waiting]) -> Sum:
    """The sum of several heaps."""
    result = Sum()
    for heap in heaps:
        result = result.plus(heap)
    return result


def by_reason(heaps: Iterable[Waiting]) -> dict[WaitingReason, Sum]:
    """Sums by reason, in the order of the way; reasons without anybody are left out."""
    sums: dict[WaitingReason, Sum] = defaultdict(Sum)
    for heap in heaps:
        sums[heap.reason] = sums[heap.reason].plus(heap)
    return {reason: sums[reason] for reason in WaitingReason if reason in sums}


def by_group(heaps: Iterable[Waiting]) -> dict[UUID | None, Sum]:
    """Sums by residential group."""
    sums: dict[UUID | None, Sum] = defaultdict(Sum)
    for heap in heaps:
        sums[heap.group_id] = sums[heap.group_id].plus(heap)
    return dict(sums)


def may_show(count: int, *, exact: bool) -> bool:
    """Whether a cell of statistics may be shown as it is: small cells only to whoever sees the names anyway."""
    return exact or count == 0 or count >= SMALL_CELL
