"""The session's clocks: lock after 3 idle minutes, log-out after 15, 12 hours at most. Pure."""

from __future__ import annotations

LOCK_SECONDS = 3 * 60
LOG_OUT_SECONDS = 15 * 60
LONGEST_SECONDS = 12 * 60 * 60
