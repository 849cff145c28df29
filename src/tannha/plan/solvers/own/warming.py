"""`python -m tannha.plan.solvers.own.warming`: the child that compiles the engine, at the lowest priority."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys

from tannha.plan.invented import DayKind, make_day
from tannha.plan.solvers.day import Day
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.numbers import DAY, Numbers


def main() -> int:
    """Compile unless it is done or another child is at it; exit 1 without numba."""
    if not gears.has_numba():
        return 1
    with contextlib.suppress(OSError):
        os.nice(10)
    folder = gears.cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not gears.is_warm():
            instance = make_day(1, DayKind.NORMAL)
            gears.warm(Numbers(instance, Day(instance), DAY).state(1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
