"""One broken rule of a plan, as the checker tells it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: its id, whom or what it concerns (client, team, vehicle, machine), by how much."""

    constraint: str
    subject: str
    amount: int
    unit: str
