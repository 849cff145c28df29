"""`tannha bench peak-day`: a peak day replayed many times (`--size` days), beside the goals it has to reach.

Ours is run on the normal day with three kits and on the careful day with six, its plan mended as the day goes; the
other ways of working on the normal day. Events a second are those of the processor, the best of five runs of the same
eight days (for ours: with a plan made before and mended by nobody), because other work on the machine only takes away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tannha.plan.invented import DayKind
from tannha.plan.simulation import loop, policies
from tannha.plan.simulation.draws import RATES, Draws
from tannha.plan.simulation.evening import EveningPlanner
from tannha.plan.simulation.figures import GOALS as OURS_GOALS
from tannha.plan.simulation.figures import summary, ways_of
from tannha.plan.simulation.policies import Policy
from tannha.plan.simulation.replay import DayResult, Setting, people_of, plan_of, replay_day
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears

SIZE = 20
LOOP_DAYS, LOOP_RUNS = 8, 5
ARTICLE_HOURS = 26.5
GOALS: dict[str, tuple[str, float]] = {
    **{f"{kind}_{name}": goal for kind in ("normal", "careful") for name, goal in OURS_GOALS.items()},
    "article_off_hours": ("most", 0.5),
    "events_per_second": ("least", 150_000.0),
    "ours_events_per_second": ("least", 150_000.0),
}


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """All ways of working on the normal day, ours on the careful day, and how fast the loop is."""
    normal = summary(_days(size, Setting(), tuple(Policy), say))["policies"]
    careful = summary(_days(size, Setting(kind=DayKind.CAREFUL, kits=6), (Policy.OURS,), say))["policies"]
    figures: dict[str, Any] = {"gear": gears.COMPILED if gears.is_warm() else gears.INTERPRETED}
    figures["article_off_hours"] = round(
        abs(normal[Policy.ARTICLE]["closes_hours_median"] - ARTICLE_HOURS), 2
    )
    plain = ways_of((Policy.ARTICLE, Policy.STATION))
    figures["events_per_second"] = max(_loop_rate(plain) for _ in range(LOOP_RUNS))
    figures["ours_events_per_second"] = max(_loop_rate(((Policy.OURS, True),)) for _ in range(LOOP_RUNS))
    for kind, found in (("normal", normal), ("careful", careful)):
        figures |= {f"{kind}_{name}": found[Policy.OURS][name] for name in OURS_GOALS}
    return figures | {"normal": normal, "careful": careful}


def _days(
    size: int, setting: Setting, asked: tuple[Policy, ...], say: Callable[[str], None]
) -> list[DayResult]:
    found: list[DayResult] = []
    for seed in range(1, size + 1):
        found += replay_day(
            seed, ways_of(asked), setting=setting, solver=EveningPlanner(), clock=time.process_time
        )
        if seed % 10 == 0:
            say(f"{setting.kind.value}: {seed} of {size} days")
    return found


def _loop_rate(ways: tuple[tuple[Policy, bool], ...]) -> int:
    """Events a second of days whose plan, if they need one, lies ready and is mended by nobody."""
    begun = []
    for seed in range(LOOP_DAYS):
        draws = Draws(seed)
        for policy, pipelined in ways:
            people = people_of(seed, Setting())
            draws.draw_ahead(len(people.clients))
            day = policies.peak_day(people, RATES, machines=3, pipelined=pipelined)
            plan = plan_of(day, draws, Setting(), Greedy())[1] if policy is Policy.OURS else None
            start = policies.begin(policy, day, draws, pipelined=pipelined, plan=plan)
            begun.append((loop.begin(start.state, start.events), draws))
    began = time.process_time()
    handled = sum(loop.run(one, policies.handle, draws).handled for one, draws in begun)
    return round(handled / (time.process_time() - began))
