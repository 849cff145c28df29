"""From a stop of a plan to a halt on the road: a little early where the promise allows it, in good hours. Pure."""

from __future__ import annotations

from tannha.plan.rules.instance import Client, Team
from tannha.plan.rules.plan import Stop, StopKind
from tannha.plan.rules.score import mover_of
from tannha.plan.simulation.draws import MINUTE
from tannha.plan.simulation.movers import Halt, Mover, Outdoors
from tannha.plan.simulation.standby import lunch_task, promised

EARLY_VISIT, EARLY_PICKUP = 15 * MINUTE, 5 * MINUTE
RIDER_FIRST = 30 * MINUTE


def halt_of(outdoors: Outdoors, mover: Mover, stop: Stop, person: int, told: int) -> Halt:
    """The stop as it is done by this mover; ``told`` is the moment that the person was told."""
    early = {StopKind.VISIT: EARLY_VISIT, StopKind.OUT_PICKUP: EARLY_PICKUP}.get(stop.kind, 0)
    earliest, task = 0.0, None
    if stop.kind is StopKind.LUNCH:
        earliest = mover.lunch_from
        team = mover_of(outdoors.instance, mover.id)
        task = lunch_task(team) if isinstance(team, Team) else None
    elif early:
        earliest = _not_before(outdoors.client(person), stop.kind, stop.start, stop.start - early)
    if stop.kind is StopKind.VISIT:
        task = promised(outdoors.client(person), outdoors.instance, told)
    return Halt(
        kind=stop.kind,
        person=person,
        place=stop.place,
        earliest=earliest,
        planned=told,
        start=stop.start,
        task=task,
    )


def _not_before(client: Client, kind: StopKind, planned: int, early: float) -> float:
    """A little before the planned time, but never before the good hours that the plan chose."""
    if kind is not StopKind.VISIT:
        return early
    windows = client.calm_windows if client.gentle else client.time_windows
    return max([early, *(window.start for window in windows if window.start <= planned <= window.end)])
