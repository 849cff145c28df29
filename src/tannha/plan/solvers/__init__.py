"""Solvers: one engine a file, all behind one Protocol. The engine of a day is chosen in ``wiring``.

A solver is a pure function of (instance, seed, iterations): no clock, no Django, no files. ``should_stop``
is asked between steps and ends the search with the best plan so far.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a solver tells while it works; ``bound`` None when it has none."""

    iteration: int
    best: Score
    bound: int | None


def never() -> bool:
    """Do not stop early."""
    return False


def quietly(progress: Progress) -> None:
    """Tell nobody."""


class Solver(Protocol):
    """What every engine offers: always a lawful plan, also for zero clients, zero teams, machines down."""

    name: str

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
        """A plan for the instance; ``start`` is the plan whose promised times are kept."""
        ...
