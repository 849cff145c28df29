"""The independent checker: judges the times written in a plan against the numbered rules of planning.md
section 3.

Shares no code with any solver and re-times nothing; only the value types are common. Everything named twice
in a plan is a violation. A plan may be wrong in any way a file can be: unknown ids are C23, never an
exception, and the rest of the plan is judged all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from tannha.plan.checking.counts import Counts
from tannha.plan.checking.people import People
from tannha.plan.checking.roads import Roads
from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.rules.violation import Violation

__all__ = ["Judge", "Violation", "check_plan"]


def check_plan(instance: PlanInstance, plan: Plan) -> tuple[Violation, ...]:
    """Every violation of the plan, in the order of the rules; empty when the plan is lawful."""
    judge = Judge(instance, plan)
    found = list(judge.ids())
    if found and (known := judge.known_part()) is not plan:
        judge = Judge(instance, known)
    found += [violation for rule in judge.rules() for violation in rule]
    return tuple(sorted(found, key=lambda v: (int(v.constraint[1:]), v.subject, v.amount)))


class Judge(People, Roads, Counts):
    """All rules over one plan."""

    def rules(self) -> tuple[Iterator[Violation], ...]:
        """All rules but C23, each as an iterator of violations."""
        return (
            self.once(), self.whole_rides(), self.windows(), self.calm(), self.stays(), self.travel(),
            self.ride_time(), self.waits(), self.loads(), self.entries(), self.step_free(), self.shifts(),
            self.lunches(), self.skills(), self.kits(), self.limits(), self.promises(), self.frozen(),
            self.families(), self.crowd(), self.reserve(), self.score(),
        )  # fmt: skip
