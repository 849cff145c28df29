"""The stages of seeding in order, with the word told as progress and the share of the time each takes."""

from __future__ import annotations

from tannha.demo.seeding.people import account_steps, roll_steps, station_steps
from tannha.demo.seeding.stage import Stage
from tannha.demo.seeding.visits import visit_steps

STAGES: tuple[Stage, ...] = (
    Stage(key="accounts", told="people", weight=0.08, count=22, steps=account_steps),
    Stage(key="station", told="people", weight=0.07, count=40, steps=station_steps),
    Stage(key="roll", told="people", weight=0.40, count=1, steps=roll_steps),
    Stage(key="visits", told="visits", weight=0.25, count=27, steps=visit_steps),
)
