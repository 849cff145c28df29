"""The order of doors on a walk, and what is still to do there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_NUMBERS = re.compile(r"\d+|[^\d]+")


class DoorState(StrEnum):
    """How a door stands on the day of the walk."""

    TO_DO = "to_do"
    DONE = "done"
    NOBODY_HOME = "nobody_home"
    NOT_TODAY = "not_today"
    DO_NOT_VISIT = "do_not_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """Where a household's door is: a tower flat or a house in an alley."""

    household_id: UUID
    tower: str
    floor: int | None
    flat: str
    alley: str
    address: str


def door_order(doors: Iterable[Doorway]) -> list[Doorway]:
    """Tower by tower, floor by floor, flat by flat; then alley by alley, house by house."""
    return sorted(doors, key=_place)


def _place(door: Doorway) -> tuple[object, ...]:
    if door.tower:
        return (0, natural(door.tower), door.floor or 0, natural(door.flat or door.address))
    return (1, natural(door.alley), 0, natural(door.address))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which P9 stands before P10 and 12/3 before 12/3A."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in _NUMBERS.findall(text)
    )


def next_door(states: list[tuple[UUID, DoorState]], after: UUID | None = None) -> UUID | None:
    """The next case to do after one, going round once; None when every door is done."""
    ids = [case_id for case_id, _ in states]
    start = ids.index(after) + 1 if after in ids else 0
    for case_id, state in states[start:] + states[:start]:
        if state is DoorState.TO_DO and case_id != after:
            return case_id
    return None
