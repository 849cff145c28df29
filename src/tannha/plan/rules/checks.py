"""The independent checks as a planner reads them: violations grouped into a few facts with their numbers.
Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tannha.plan.rules.violation import Violation


class CheckName(StrEnum):
    """One line of the review page."""

    TIMES = "times"
    CARS = "cars"
    MACHINES = "machines"
    TEAMS = "teams"
    WISHES = "wishes"
    PROMISES = "promises"
    WHOLE = "whole"
    STILL_THERE = "still_there"
    HOURS = "hours"


CONSTRAINTS = {
    CheckName.TIMES: frozenset({"C3", "C4", "C5", "C6", "C14", "C19"}),
    CheckName.CARS: frozenset({"C7", "C8", "C9", "C10"}),
    CheckName.MACHINES: frozenset({"C11", "C12", "C21", "C22"}),
    CheckName.TEAMS: frozenset({"C15", "C16"}),
    CheckName.HOURS: frozenset({"C13"}),
    CheckName.WISHES: frozenset({"C17"}),
    CheckName.PROMISES: frozenset({"C18"}),
    CheckName.WHOLE: frozenset({"C1", "C2", "C20", "C23", "C24"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One independent check: its name, how many things break it, and the first of them."""

    name: CheckName
    broken: int
    first: Violation | None

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return self.broken == 0


def checks_of(violations: Iterable[Violation], *, unwanted: int, gone: int, moved: int) -> tuple[Check, ...]:
    """All checks. ``unwanted`` counts planned people who since asked not to be visited or whose case has moved on,
    ``gone`` what is no longer there (machines, kits, cars, teams), ``moved`` rides told at another time than planned.
    """
    found = tuple(violations)
    checks = []
    for name, constraints in CONSTRAINTS.items():
        broken = [violation for violation in found if violation.constraint in constraints]
        extra = {CheckName.WISHES: unwanted, CheckName.PROMISES: moved}.get(name, 0)
        checks.append(Check(name=name, broken=len(broken) + extra, first=broken[0] if broken else None))
    checks.append(Check(name=CheckName.STILL_THERE, broken=gone, first=None))
    return tuple(checks)
