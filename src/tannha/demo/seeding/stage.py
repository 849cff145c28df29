"""Stages of seeding: named, weighed, made of steps that follow the same order every time.

A step is one verb (one transaction) or one bulk write. Finished steps are counted outside the store; a
step that had been done when the process was killed is met again and refused by its own verb, or changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from tannha.demo.rules.ward import InventedWard
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local
from tannha.ground.models import User
from tannha.ground.sign_in import actor_of

Step = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """What all stages know: the ward's row, the invented ward, its day, the present moment, the console.

    `tell` hears how far a long step is, 0 to 1.
    """

    ward_id: UUID
    ward: InventedWard
    on: date
    now: datetime
    console: Actor
    tell: Callable[[float], None]

    def actor(self, username: str) -> Actor:
        """A member of the cast as acting person."""
        return actor_of(User.objects.get(username=username))

    def on_day_before(self, days: int, minute: int) -> datetime:
        """The moment at a local minute, so many days before the ward's day; never later than now."""
        return min(self.now, at_local(self.on - timedelta(days=days), minute))

    def user_id(self, username: str) -> UUID:
        """The account's id."""
        return User.objects.get(username=username).id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: the wire word told as progress, its share of the whole, and its steps in order.

    `steps` may be asked again after a kill; `count` is about how many there are, for the progress only.
    """

    key: str
    told: str
    weight: float
    count: int
    steps: Callable[[Seeding], Iterator[Step]]


class Order(IntEnum):
    """What comes before what within one day of the month."""

    WALK = 1
    PLAN = 2
    CAPTURE = 3
    APPROVE = 4
    CARD = 5
    HANDOVER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of the month, on its day."""

    on: date
    order: Order
    step: Step
