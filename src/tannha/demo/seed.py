"""Seeds a demo folder: the invented ward, its cast, a month of work and a plan for tomorrow, in stages with progress.

What for: called by the demo's preparing process beside a server that already answers. Every act goes through the
verbs of the rooms. Killed in between, the next start goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from tannha.demo.rules.papers import Ages
from tannha.demo.rules.ward import InventedWard, invent_ward
from tannha.demo.seeding.stage import Seeding, Stage
from tannha.demo.seeding.stages import STAGES
from tannha.demo.state import DemoState, change_state, read_state
from tannha.ground import clock
from tannha.ground.accounts import ensure_ward
from tannha.ground.command import console_actor
from tannha.ground.refusal import Refused
from tannha.ground.regime import regime_on

Progress = Callable[[str, float], None]
SEED = 20261124
FIRST_MINUTE = 8 * 60 + 30
LAST_MORNING_MINUTE = 11 * 60


def is_seeded() -> bool:
    """Whether this folder's ward is complete."""
    return read_state().seeded


def run(progress: Progress, *, residents: int = 20_000, day: date | None = None, seed: int = SEED) -> None:
    """Seed the folder of this process, or go on with a seeding that was cut short; then its own figures hold.

    `progress` hears the stage's wire word and the share of the whole, 0 to 1.
    """
    begun = change_state(lambda state: state if state.day else _begin(state, residents, day, seed))
    ward = invented(begun)
    now = _seeding_moment(begun, ward.on)
    area = ensure_ward(now)
    before = 0.0
    for stage in STAGES:
        seeding = Seeding(
            ward_id=area.id,
            ward=ward,
            on=ward.on,
            now=now,
            console=console_actor(area.id),
            tell=partial(_tell, progress, stage, before),
        )
        _run_stage(stage, seeding)
        before += stage.weight
    change_state(lambda state: replace(state, seeded=True))
    progress(STAGES[-1].told, 1.0)


def _begin(state: DemoState, residents: int, day: date | None, seed: int) -> DemoState:
    """A fresh ward: its day, and its clock at the beginning of office hours where the real morning is young."""
    now = clock.now()
    on = day or clock.local_day(now)
    lead = int((clock.at_local(on, FIRST_MINUTE) - now).total_seconds()) + 1
    return replace(state, seed=seed, residents=residents, day=on.isoformat(), ahead_seconds=max(0, lead))


def _seeding_moment(state: DemoState, on: date) -> datetime:
    """The ward's present moment; for a day that is over, the end of its morning."""
    now = state.clock(clock.now())
    return now if clock.local_day(now) == on else clock.at_local(on, LAST_MORNING_MINUTE)


def invented(state: DemoState) -> InventedWard:
    """The ward of a folder's state, invented again from its seed."""
    on = state.seeded_on
    assert on is not None
    return invent_ward(seed=state.seed, residents=state.residents, on=on, ages=ages_on(on))


def ages_on(on: date) -> Ages:
    """The ages that the regime of a day sets."""
    regime = regime_on(on)
    return Ages(first=regime.required_from_age, change=regime.change_ages, grace_years=regime.grace_years)


def _tell(progress: Progress, stage: Stage, before: float, share: float) -> None:
    progress(stage.told, before + stage.weight * min(1.0, share))


def _run_stage(stage: Stage, seeding: Seeding) -> None:
    kept = read_state()
    done = kept.done_steps.get(stage.key, 0)
    met_again = kept.stage == stage.key
    change_state(lambda state: replace(state, stage=stage.key))
    for number, step in enumerate(stage.steps(seeding), start=1):
        if number <= done:
            continue
        with suppress(Refused) if met_again else nullcontext():
            step()
        met_again = False
        _count(stage.key, number)
        seeding.tell(number / stage.count)


def _count(key: str, number: int) -> None:
    change_state(lambda state: replace(state, done_steps={**state.done_steps, key: number}))
