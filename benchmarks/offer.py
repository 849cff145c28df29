"""`tannha bench offer`: three simulated weeks of calls, the offer beside first come, first served on the same calls.

Milliseconds are those of the processor. A frail caller counts where the capacity suffices: where they would have been
promised a time within seven days if nobody but frail people had called. `--size` takes another number of weeks.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tannha.plan.weeks.calls import calls_of
from tannha.plan.weeks.following import FIRST_COME, OURS, Followed, able, follow

SIZE = 3
SEED = 1
GOALS: dict[str, tuple[str, float]] = {
    "promises_broken": ("most", 0.0),
    "violations": ("most", 0.0),
    "frail_in_7_days_percent": ("least", 98.0),
    "idle_percent": ("most", 5.0),
    "offer_p95_ms": ("most", 100.0),
}


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Both policies over ``size`` weeks, and the goals read off ours."""
    calls = calls_of(SEED, weeks=size)
    suffices = able(SEED, calls, weeks=size)
    policies: dict[str, Any] = {}
    for policy in (OURS, FIRST_COME):
        found = follow(SEED, calls, policy, weeks=size, clock=time.process_time)
        policies[policy] = _figures(found, suffices)
        say(f"{policy:<12} " + "  ".join(f"{name} {value}" for name, value in policies[policy].items()))
    ours = policies[OURS]
    return {
        "calls": len(calls),
        "frail_able": len(suffices),
        "promises_broken": ours["broken"],
        "violations": ours["violations"],
        "frail_in_7_days_percent": ours["frail_in_7_days_percent"],
        "idle_percent": ours["idle_percent"],
        "offer_p95_ms": ours["offer_p95_ms"],
        "policies": policies,
    }


def _figures(found: Followed, suffices: frozenset[str]) -> dict[str, Any]:
    in_time = len(found.frail_in_days & suffices)
    spent = sorted(found.offer_ms)
    return {
        "promised": found.promised,
        "broken": found.broken,
        "violations": found.violations,
        "frail": found.frail,
        "frail_in_7_days_percent": round(100 * in_time / len(suffices), 2) if suffices else 100.0,
        "frail_wait_p95_days": found.frail_waits[int(0.95 * len(found.frail_waits))]
        if found.frail_waits
        else 0,
        "idle_percent": found.idle_percent,
        "walk_ins_served": found.walk_ins_served,
        "offer_p50_ms": round(statistics.median(spent), 1) if spent else 0.0,
        "offer_p95_ms": round(spent[int(0.95 * len(spent))], 1) if spent else 0.0,
    }
