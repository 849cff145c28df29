"""One finding of the doctor: what was looked at, how it stands, the sentence, and the next step. Pure but for words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tannha.ground.command import told

Both = tuple[str, str]
NOTHING: Both = ("", "")


class State(StrEnum):
    """How a thing stands: good, worth a look soon, or wrong."""

    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding: wire name of what was looked at, its state, a sentence, the next step ("" where none is needed)."""

    name: str
    state: State
    says: str
    next_step: str = ""


def good(name: str, says: Both) -> Finding:
    """All is well here."""
    return Finding(name=name, state=State.GOOD, says=told(*says))


def look(name: str, says: Both, next_step: Both) -> Finding:
    """Work goes on, but somebody should look."""
    return Finding(name=name, state=State.LOOK, says=told(*says), next_step=told(*next_step))


def wrong(name: str, says: Both, next_step: Both) -> Finding:
    """Something is wrong."""
    return Finding(name=name, state=State.WRONG, says=told(*says), next_step=told(*next_step))
