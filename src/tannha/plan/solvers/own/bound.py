"""A lower bound of the unserved weight of a day: true for every plan, cheap, weak where routes are the limit.

Two relaxations, the better one counts. (1) Nobody rides: the heaviest matching of those who come by themselves
to all entries. (2) Counting entries: whoever can be served by a slot alone or by a ride needs their entries;
serving some of them leaves the rest of the entries to the heaviest of the others, windows ignored. Whoever
may be visited at home is taken as visited. Roads, shifts, kits, families and the reserve are ignored: each of
them only takes choices away.
"""

from __future__ import annotations

from dataclasses import replace

from tannha.plan.rules.instance import PlanInstance
from tannha.plan.solvers.day import Day
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own import walkers
from tannha.plan.solvers.own.numbers import DAY, Numbers


def least_unserved(instance: PlanInstance) -> int:
    """The bound, in weight (with promises the matching weighs otherwise and only the counting is used)."""
    unreserved = replace(instance, settings=replace(instance.settings, reserve_percent=0))
    numbers = Numbers(unreserved, Day(unreserved), DAY)
    names, trial = numbers.names(), numbers.state(0)
    alone = walkers.match(trial)
    ways = [trial[trial[at.C_WAYS] + number] for number in range(len(names.clients))]
    never = sum(client.weight for client, way in zip(names.clients, ways, strict=True) if not way)
    needing = [
        (client.weight, client.entries)
        for client, way in zip(names.clients, ways, strict=True)
        if way & 6 and not way & 1
    ]
    able = [trial[trial[at.W_CNT] + number] > 0 for number in range(len(names.walkers))]
    unable = sum(client.weight for client, may in zip(names.walkers, able, strict=True) if not may)
    units = sorted(client.weight for client, may in zip(names.walkers, able, strict=True) if may)
    counted = unable + _counted(units, needing, len(names.entries))
    return never + max(alone if not instance.promises else 0, counted)


def _counted(units: list[int], needing: list[tuple[int, int]], entries: int) -> int:
    """Least weight left out when only entries are counted: each entry a unit of somebody, by weight per entry."""
    pieces = [(weight, 1) for weight in units] + needing
    excess = sum(count for _, count in pieces) - entries
    lost = 0
    for weight, count in sorted(pieces, key=lambda piece: piece[0] * 1_000 // piece[1]):
        if excess <= 0:
            break
        if count > excess:
            return lost + -(-weight * excess // count)
        lost, excess = lost + weight, excess - count
    return lost
