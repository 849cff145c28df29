"""What the demo remembers beside the store: how far seeding came, and how far the ward's own clock runs
ahead.

One small file in the data folder, replaced as a whole; holds no person. The clock of an invented ward
only ever moves forward: the tour's visits lie on different days and within visiting hours, whenever
somebody looks at them.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from tannha.ground.data_folder import DataFolder

FILE = "invented-ward.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoState:
    """`done_steps` counts the finished steps of each stage of seeding; `ahead_seconds` is the clock's
    lead.
    """

    seed: int = 0
    residents: int = 0
    day: str = ""
    stage: str = ""
    share: float = 0.0
    seeded: bool = False
    done_steps: dict[str, int] = field(default_factory=dict)
    ahead_seconds: int = 0

    @property
    def seeded_on(self) -> date | None:
        """The day that the ward was invented for."""
        return date.fromisoformat(self.day) if self.day else None

    def clock(self, now: datetime) -> datetime:
        """The invented ward's time at the real moment `now`."""
        return now + timedelta(seconds=self.ahead_seconds)


def _path() -> Path:
    return DataFolder.current().path / FILE


def read_state() -> DemoState:
    """The state as last written; a fresh one where nothing was."""
    try:
        values = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return DemoState()
    return DemoState(**values)


def change_state(change: Callable[[DemoState], DemoState]) -> DemoState:
    """Read, change and write the state under a lock; gives what was written."""
    path = _path()
    with (path.parent / f"{FILE}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        after = change(read_state())
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps(asdict(after)), encoding="utf-8")
        fresh.replace(path)
    return after


def move_clock_to(moment: datetime, *, now: datetime) -> DemoState:
    """Let the ward's clock show at least `moment`; it never goes back."""

    def ahead(state: DemoState) -> DemoState:
        lead = int((moment - now).total_seconds()) + 1
        return replace(state, ahead_seconds=lead) if lead > state.ahead_seconds else state

    return change_state(ahead)
