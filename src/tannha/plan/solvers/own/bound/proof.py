"""The strong bound, made once a search is over: the same programme in whole people, and what it proves of a plan.

Branch and bound (HiGHS through SciPy) with a limit of nodes, never of time, so that the same day gives the same
bound everywhere; its dual bound is true wherever it stops. Days of more than ``MOST_VARIABLES`` keep the bound
in fractions.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers.own.bound.programme import Programme, bounded_by, programme_of

MOST_NODES = 200
MOST_VARIABLES = 8_000
WEAK_GAP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is proved of a plan that leaves out ``plan_weight``: no plan of the day leaves out less than
    ``unserved_weight``, none has a total below ``total``."""

    plan_weight: int
    unserved_weight: int
    total: int
    gap_percent: float
    proved: bool

    @property
    def is_weak(self) -> bool:
        """Whether the bound lies so far below the plan that it says little."""
        return self.gap_percent > WEAK_GAP


def proof_of(instance: PlanInstance, plan: Plan, least: int | None = None) -> Proof:
    """What is known of a plan of this day; ``least`` takes a bound made before."""
    if least is None:
        least = proved_least(instance, goal=plan.score.unserved_weight)
    score, total = plan.score, least * instance.settings.unserved_price
    gap = 100.0 * (score.total - total) / score.total if score.total else 0.0
    return Proof(
        plan_weight=score.unserved_weight,
        unserved_weight=least,
        total=total,
        gap_percent=round(gap, 3),
        proved=score.unserved_weight == least,
    )


def proved_least(instance: PlanInstance, *, goal: int | None = None) -> int:
    """The strongest bound there is, in weight; no more than the cheap one where that already reaches ``goal``."""
    programme = programme_of(instance)
    cheap = bounded_by(programme)
    if programme is None or not programme.gains or len(programme.gains) > MOST_VARIABLES:
        return cheap
    if goal is not None and cheap >= goal:
        return cheap
    return max(cheap, _in_whole_people(programme))


def _in_whole_people(programme: Programme) -> int:
    optimize: Any = importlib.import_module("scipy.optimize")
    table, limits = programme.table()
    found = optimize.milp(
        [-gain for gain in programme.gains],
        constraints=optimize.LinearConstraint(table, ub=limits),
        bounds=optimize.Bounds(0, programme.most),
        integrality=[int(gain > 0) for gain in programme.gains],
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if found.mip_dual_bound is None:
        return 0
    return programme.whole(programme.total + float(found.mip_dual_bound))
