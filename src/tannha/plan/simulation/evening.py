"""The engine as a replay uses it: one search of a fixed length, no bound, no progress. Pure.

The same plan as ``Own`` gives for the same instance, seed and iterations, for about half the time, because nobody
looks at it before it is done.
"""

from __future__ import annotations

from collections.abc import Callable

from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers import Progress, never, quietly
from tannha.plan.solvers.own.engine import Own, Search
from tannha.plan.solvers.own.gears import Gear


class EveningPlanner:
    """Plans a day the evening before; ``gear`` None takes the best that lies ready."""

    name = Own.name

    def __init__(self, gear: Gear | None = None) -> None:
        self._gear = gear

    def solve(
        self,
        instance: PlanInstance,
        *,
        seed: int = 0,
        iterations: int = 0,
        start: Plan | None = None,
        should_stop: Callable[[], bool] = never,
        on_progress: Callable[[Progress], None] = quietly,
    ) -> Plan:
        """The plan after so many iterations; it is neither told about nor stopped on the way."""
        search = Search(instance, seed=seed, start=start, gear=self._gear)
        search.run(iterations, iterations)
        return search.best(settled=True)
