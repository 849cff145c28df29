"""What later rooms must do when two rows become one person, are parted again, or somebody leaves the ward.

Wiring registers them; the roll knows none by name. Each works inside the transaction of the roll's verb.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal
from tannha.roll.models import Resident


class Follower(Protocol):
    """A later room's answer to changes of the roll."""

    def why_not_join(self, kept: Resident, merged: Resident) -> Refusal | None:
        """Why these two may not become one now, or None."""

    def note_joined(self, kept: Resident, merged: Resident, *, actor: Actor, now: datetime) -> None:
        """The second row no longer stands for anybody."""

    def note_parted(self, kept: Resident, merged: Resident, *, actor: Actor, now: datetime) -> None:
        """The second row stands for a person again."""

    def note_left(self, resident: Resident, *, status: str, actor: Actor, now: datetime) -> None:
        """The person moved out or died."""


_followers: list[Follower] = []


def changes_followed_by(follower: Follower) -> None:
    """Tell the roll of a room that follows its changes; wiring calls it once for each."""
    if follower not in _followers:
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    """Every room that follows."""
    return tuple(_followers)
