"""The stages of seeding in order, with the word told as progress and the share of the time each takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tannha.demo.seeding.people import account_steps, roll_steps, station_steps
from tannha.demo.seeding.stage import Event, Seeding, Stage, Step
from tannha.demo.seeding.visits import visit_events
from tannha.demo.seeding.work import plan_tomorrow, work_events


def month_steps(seeding: Seeding) -> Iterator[Step]:
    """Walks, captures and cards of the month, in the order of the days."""

    def place(event: Event) -> tuple[int, int]:
        return event.on.toordinal(), event.order

    for event in sorted([*visit_events(seeding), *work_events(seeding)], key=place):
        yield event.step


def tomorrow_steps(seeding: Seeding) -> Iterator[Step]:
    """The plan for tomorrow."""
    yield partial(plan_tomorrow, seeding)


STAGES: tuple[Stage, ...] = (
    Stage(key="accounts", told="people", weight=0.09, count=22, steps=account_steps),
    Stage(key="station", told="people", weight=0.08, count=40, steps=station_steps),
    Stage(key="roll", told="people", weight=0.43, count=1, steps=roll_steps),
    Stage(key="month", told="visits", weight=0.36, count=34, steps=month_steps),
    Stage(key="tomorrow", told="plan", weight=0.04, count=1, steps=tomorrow_steps),
)
