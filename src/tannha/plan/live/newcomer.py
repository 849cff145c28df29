"""Somebody taken on while the day is under way: their door joins the day's roads, and they weigh as much as any.

Pure. The times between the day's own places stay as they are: its plan was made with them.
"""

from __future__ import annotations

from dataclasses import replace

from tannha.plan.live.effects import starting_from
from tannha.plan.rules.instance import Client, PlanInstance, Travel
from tannha.plan.rules.wire import BadInput

URGENT_WEIGHT = 8


def urgent_from(client: Client, now: int) -> Client:
    """The person as somebody urgent: not before ``now`` (seconds), weighing as those who have waited longest. Without
    ways where their hours of this day are over."""
    return starting_from(replace(client, weight=max(client.weight, URGENT_WEIGHT)), now)


def with_door(instance: PlanInstance, place: str, wider: Travel) -> PlanInstance:
    """The day with one more place, its ways taken from ``wider``, which holds that place and all of the day's.

    The same instance where the place is known already. Raises BadInput where ``wider`` lacks a place or has other
    profiles or periods.
    """
    travel = instance.travel
    if place in travel.places:
        return instance
    places = (*travel.places, place)
    lacking = next((one for one in places if one not in wider.places), None)
    if lacking is not None:
        raise BadInput(field="travel.places", subject=lacking, problem="unknown id")
    if (wider.profiles, wider.period_starts) != (travel.profiles, travel.period_starts):
        raise BadInput(field="travel.profiles", problem="of another day")
    at = [wider.places.index(one) for one in places]

    def joined(
        old: tuple[tuple[int, ...], ...], new: tuple[tuple[int, ...], ...]
    ) -> tuple[tuple[int, ...], ...]:
        last = at[-1]
        rows = [(*row, new[at[number]][last]) for number, row in enumerate(old)]
        return (*rows, tuple(new[last][column] for column in at))

    seconds = tuple(
        tuple(joined(old, new) for old, new in zip(*pair, strict=True))
        for pair in zip(travel.seconds, wider.seconds, strict=True)
    )
    grown = Travel(
        profiles=travel.profiles, places=places, seconds=seconds, metres=joined(travel.metres, wider.metres),
        access_seconds=(*travel.access_seconds, wider.access_seconds[at[-1]]),
        period_starts=travel.period_starts,
    )  # fmt: skip
    return replace(instance, travel=grown)
