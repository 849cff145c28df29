"""`tannha bench replan`: single reports at 10:00 on invented ward days; what keeping promises and asking costs.

Each day is planned first, then mended once for each report. Beside it stands a free re-plan of the same moment,
as if nobody had been promised anything, with three times the iterations. Seconds are those of the processor, so
that other work on the machine does not count; one warm-up run before them loads what is compiled. ``size`` is the
number of days.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tannha.plan.check import check_plan
from tannha.plan.invented import make_day
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.replan import Mending, Outcome, replan
from tannha.plan.live.standing import standing_of
from tannha.plan.rules.instance import PlanInstance, TimeWindow
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Search

SIZE = 10
GOALS: dict[str, tuple[str, float]] = {
    "violations": ("most", 0.0),
    "kept_run_moved": ("most", 0.0),
    "moved_mean_percent": ("most", 5.0),
    "moved_most_percent": ("most", 10.0),
    "more_unserved_than_free": ("most", 3.0),
    "p95_seconds": ("most", 1.0),
}
TEN, HOUR = 36_000, 3_600
FIRST_PLAN, FREE = 4_000, 3_600
Say = Callable[[str], None]


def measure(folder: Path, size: int, say: Say) -> dict[str, Any]:
    """All reports on all days, and what they come to. ``folder`` is not used: nothing is written."""
    gear = gears.gear_now()
    rows = []
    for seed in range(1, size + 1):
        instance, plan = _planned(seed, gear)
        if seed == 1:
            replan(instance, plan, (), now=TEN, gear=gear)
        for name, event in reports(instance, plan):
            row = _mended(instance, plan, event, gear) | {"day": seed, "report": name}
            say(
                f"day {seed:>2} {name:<16} {row['seconds']:.2f} s  open {row['open']}  moved {row['moved']}"
                f"  unserved: kept {row['kept']}, proposed {row['proposed']}, free {row['free']}"
            )
            rows.append(row)
    shares = [100 * row["moved"] / max(row["open"], 1) for row in rows]
    seconds = sorted(row["seconds"] for row in rows)
    return {
        "gear": gear.name,
        "runs": len(rows),
        "violations": sum(row["violations"] for row in rows),
        "kept_run_moved": sum(row["kept_moved"] for row in rows),
        "moved_mean_percent": round(statistics.mean(shares), 2),
        "moved_most_percent": round(max(shares), 2),
        "kept_more_unserved_than_free": round(statistics.mean(r["kept"] - r["free"] for r in rows), 2),
        "more_unserved_than_free": round(statistics.mean(r["proposed"] - r["free"] for r in rows), 2),
        "asked_mean": round(statistics.mean(row["asked"] for row in rows), 1),
        "median_seconds": round(statistics.median(seconds), 2),
        "p95_seconds": round(seconds[int(0.95 * (len(seconds) - 1))], 2),
        "rows": rows,
    }


def _planned(seed: int, gear: gears.Gear) -> tuple[PlanInstance, Plan]:
    instance = make_day(seed)
    search = Search(instance, seed=seed, gear=gear)
    count = FIRST_PLAN if gear.name == gears.COMPILED else 60
    search.run(count, count)
    return instance, search.best(settled=True)


def reports(instance: PlanInstance, plan: Plan) -> list[tuple[str, LiveEvent]]:
    """One report of each kind about this day, about whoever and whatever it concerns at ten."""
    stops = [stop for mission in plan.missions for stop in mission.stops if stop.kind is StopKind.VISIT]
    visited = [stop.client for stop in stops if stop.start <= TEN < stop.depart]
    coming = [stop.client for stop in sorted(stops, key=lambda stop: stop.start) if stop.start > TEN + HOUR]
    now_or_next = (visited or coming)[0]
    new = next(client for client in instance.clients if client.id == coming[0])
    urgent = replace(
        new, id="urgent", case="urgent", weight=8, gentle=False, calm_windows=(),
        time_windows=(TimeWindow(start=TEN, end=63_000),),
    )  # fmt: skip
    kinds: list[tuple[str, EventKind, dict[str, Any]]] = [
        ("not calm", EventKind.NOT_CALM, {"subject": now_or_next, "again_from": TEN + HOUR}),
        ("kit, 2 h", EventKind.KIT_DOWN, {"subject": "kit-02", "until": TEN + 2 * HOUR}),
        ("kit, all day", EventKind.KIT_DOWN, {"subject": "kit-01"}),
        ("machine, 2 h", EventKind.MACHINE_DOWN, {"subject": "machine-01", "until": TEN + 2 * HOUR}),
        ("car, 2 h", EventKind.VEHICLE_DOWN, {"subject": "car-01", "until": TEN + 2 * HOUR}),
        ("car, all day", EventKind.VEHICLE_DOWN, {"subject": "car-02"}),
        ("team late", EventKind.LATE, {"subject": "team-01", "late_seconds": 1_800}),
        ("car late", EventKind.LATE, {"subject": "car-01", "late_seconds": 1_500}),
        ("no-show", EventKind.NO_SHOW, {"subject": now_or_next}),
        ("refusal", EventKind.REFUSAL, {"subject": coming[1]}),
        ("not to be visited", EventKind.DO_NOT_VISIT, {"subject": coming[2]}),
        ("urgent", EventKind.URGENT_CLIENT, {"client": urgent}),
    ]
    return [(name, LiveEvent(id="e1", kind=kind, **more)) for name, kind, more in kinds]


def _mended(instance: PlanInstance, plan: Plan, event: LiveEvent, gear: gears.Gear) -> dict[str, Any]:
    began = time.process_time()
    found = replan(instance, plan, (event,), now=TEN, gear=gear)
    seconds = time.process_time() - began
    mending = Mending(instance, plan, standing_of(instance, plan, TEN), (event,), frozenset())
    free = mending.free(seed=0, iterations=FREE if gear.name == gears.COMPILED else 36, gear=gear)
    best_free = min(_unserved(one) for one in (free, found.kept, found.proposal))
    return {
        "seconds": round(seconds, 3),
        "open": found.open_promises,
        "moved": found.proposal.moved,
        "kept_moved": found.kept.moved + len(found.kept.asks),
        "asked": len(found.proposal.asks),
        "kept": _unserved(found.kept),
        "proposed": _unserved(found.proposal),
        "free": best_free,
        "violations": sum(len(check_plan(one.instance, one.plan)) for one in (found.kept, found.proposal)),
    }


def _unserved(outcome: Outcome) -> int:
    return outcome.plan.score.unserved_weight
