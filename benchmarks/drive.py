"""`tannha bench drive`: a ward of 120 groups over 140 days, from its quotas to sampled days planned for real.

Seconds are those of the processor. `--size` takes another number of groups. Beside it the same ward with groups of
which no two are alike, where nothing can be taken together. Sampled days are planned by the engine and judged by the
checker; `moved` tells how many people found no place there and were given another day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tannha.plan.drive.invented import make_ward
from tannha.plan.drive.making import make_drive
from tannha.plan.drive.programme import programme_of
from tannha.plan.drive.quotas import Drive
from tannha.plan.drive.ward import DriveWard
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Own

SIZE = 120
DAYS = 140
GOALS: dict[str, tuple[str, float]] = {
    "processor_seconds": ("most", 10.0),
    "unlike_groups_seconds": ("most", 10.0),
    "not_routable": ("most", 0.0),
    "above_duals": ("most", 0.0),
}


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The drive of the invented ward, and of the one without groups alike."""
    ward = make_ward(1, groups=size, days=DAYS)
    seconds, drive = _timed(ward)
    say(f"{size} groups, {DAYS} days: {seconds:.1f} s, last day {drive.last_day}")
    unlike, other = _timed(_unlike(ward))
    programme = programme_of(ward)
    return {
        "gear": gears.COMPILED if gears.is_warm() else gears.INTERPRETED,
        "variables": sum(int(cell.days.sum()) for cell in programme.cells),
        "processor_seconds": round(seconds, 2),
        "unlike_groups_seconds": round(unlike, 2),
        "rounds": drive.rounds,
        "kit_percent": drive.kit_percent,
        "car_percent": drive.car_percent,
        "sampled_days": len(drive.samples),
        "not_routable": sum(one.asked - one.placed for one in (*drive.samples, *other.samples)),
        "moved": sum(one.moved for one in (*drive.samples, *other.samples)),
        "above_duals": sum(one.days_sooner > one.at_most + 1 for one in (*drive.one_more, *other.one_more)),
        "last_day": drive.last_day.isoformat() if drive.last_day else None,
        "left": sum(one.persons for one in drive.left),
        "one_more": {one.means.value: one.days_sooner for one in drive.one_more},
    }


def _timed(ward: DriveWard) -> tuple[float, Drive]:
    began = time.process_time()
    drive = make_drive(ward, Own(iterations=16, compiled_iterations=2_000))
    return time.process_time() - began, drive


def _unlike(ward: DriveWard) -> DriveWard:
    """The same ward where no two groups take alike (other ways, other doors, a quiet day of their own) and no two crews
    work alike."""
    groups = tuple(
        replace(
            group,
            way_minutes=3 + number % 12,
            inside_minutes=3 + number // 12,
            quiet_days=(ward.first_day + timedelta(days=number % ward.days),),
        )
        for number, group in enumerate(ward.groups)
    )
    crews = tuple(replace(crew, minutes=540 + 5 * number) for number, crew in enumerate(ward.crews))
    return replace(ward, groups=groups, crews=crews)
