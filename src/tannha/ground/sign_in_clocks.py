"""The session's clocks: lock after 3 idle minutes, log-out after 15, 12 hours at most. Pure."""

from __future__ import annotations

from dataclasses import dataclass

LOCK_SECONDS = 3 * 60
LOG_OUT_SECONDS = 15 * 60
LONGEST_SECONDS = 12 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of a ward's screens, in seconds."""

    lock_seconds: int = LOCK_SECONDS
    log_out_seconds: int = LOG_OUT_SECONDS
