"""What is asked of a day, what a place for the caller is, and every entry of a machine that may be theirs. Pure.

Promised people keep their windows in every place found; phantoms may be pushed out, and are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from tannha.plan.offer.asking import OfferSettings, Rank
from tannha.plan.offer.reserve import chance_of, expected_still, held_entries, held_step_free
from tannha.plan.offer.standing import Bench, Standing
from tannha.plan.rules.instance import Client, Way
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import HALF_HOUR, Placement
from tannha.plan.solvers.schedule import first_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One way to serve the caller: the placement, when it starts, what it costs, which phantoms lose their place."""

    placement: Placement
    start: int
    cost: int
    pushed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question put to one day: who, of which rank, the share held at this hour, not before which second."""

    client: Client
    rank: Rank
    percent: int
    earliest: int
    settings: OfferSettings


def slot_places(standing: Standing, asked: Asked, way: Way) -> list[Place]:
    """Every entry the caller may have, cheapest machine for each start; for a ride the car is still to be found."""
    client = asked.client
    spans = standing.day.spans_for(client, way)
    found: dict[int, Place] = {}
    limits, fetched = _limits(standing, asked), _fetched(standing)
    for bench in standing.benches:
        if client.step_free and not bench.machine.step_free:
            continue
        for number, start in enumerate(bench.starts):
            if start < asked.earliest or first_start(spans, start) != start:
                continue
            pushed = _pushed(standing, bench, number, client, fetched)
            if pushed is None or not _inside_reserve(standing, asked, bench, number, pushed, limits):
                continue
            cost = entry_price(standing, asked, bench, start) * client.entries
            cost += sum(standing.day.clients[one].weight for one in pushed) * unserved_seconds(standing)
            if start not in found or cost < found[start].cost:
                slot = Slot(client=client.id, machine=bench.machine.id, start=start, entries=client.entries)
                placement = Placement(client=client.id, way=way, cost=0, slot=slot)
                found[start] = Place(placement=placement, start=start, cost=cost, pushed=pushed)
    return [found[start] for start in sorted(found)]


def _pushed(
    standing: Standing, bench: Bench, number: int, client: Client, fetched: set[str]
) -> tuple[str, ...] | None:
    """Phantoms sitting where the caller would; None where somebody promised sits, the machine shuts or it is full."""
    machine, start, last = bench.machine, bench.starts[number], number + client.entries
    if (
        last > len(bench.starts)
        or bench.starts[last - 1] - start != (client.entries - 1) * machine.entry_seconds
    ):
        return None
    owners = {owner for owner in bench.owners[number:last] if owner}
    if any(not standing.is_phantom(owner) or owner in fetched for owner in owners):
        return None
    end = machine.slot_end(start, client.entries)
    if not any(window.start <= start and end <= window.end for window in machine.open):
        return None
    if client.gentle and not any(w.start <= start and end <= w.end for w in client.calm_windows):
        return None
    cap = standing.instance.settings.crowd_cap
    for half in range(start // HALF_HOUR, (end - 1) // HALF_HOUR + 1):
        if standing.crowd[half] + client.party > cap:
            return None
    return tuple(sorted(owners))


def _fetched(standing: Standing) -> set[str]:
    """Phantoms who come by car: they keep their entry, since their car is routed to it."""
    return {
        task.client
        for tasks in standing.day.routes.values()
        for task in tasks
        if task.kind is StopKind.OUT_DROP
    }


def _limits(standing: Standing, asked: Asked) -> dict[int, tuple[int, int]]:
    """For each block how many ordinary entries, and how many on step-free machines, this rank may fill in all."""
    found = {}
    for block, entries in standing.capacity.items():
        step_free = standing.step_free_capacity[block]
        held = held_entries(
            asked.settings, standing.forecast, asked.rank,
            percent=asked.percent, block=entries, whole=standing.whole,
        )  # fmt: skip
        held_free = held_step_free(
            asked.settings, standing.forecast, asked.rank,
            percent=asked.percent, block=step_free, whole=standing.whole_step_free,
        )  # fmt: skip
        plain = -(-entries * standing.instance.settings.reserve_percent // 100)
        found[block] = (entries - max(held, plain), step_free - held_free)
    return found


def _inside_reserve(
    standing: Standing, asked: Asked, bench: Bench, number: int, pushed: tuple[str, ...],
    limits: dict[int, tuple[int, int]],
) -> bool:  # fmt: skip
    if asked.rank is Rank.FRAIL:
        return True
    for entry in range(number, number + asked.client.entries):
        block = bench.starts[entry] // standing.block_seconds
        owner = bench.owners[entry]
        freed = int(bool(owner) and standing.is_ordinary(standing.day.clients[owner]))
        most, most_step_free = limits[block]
        wanted = asked.client.entries - freed
        if standing.ordinary[block] + wanted > most:
            return False
        if bench.machine.step_free and standing.ordinary_step_free[block] + wanted > most_step_free:
            return False
    return True


def entry_price(standing: Standing, asked: Asked, bench: Bench, start: int) -> int:
    """The shadow price of an entry in seconds: the chance that a frail person misses it, at their weight."""
    block = start // standing.block_seconds
    settings, forecast = asked.settings, standing.forecast
    entries = standing.capacity[block]
    mean = expected_still(settings, forecast.frail_entries, asked.percent) * entries // max(standing.whole, 1)
    free = entries - standing.taken[block]
    chance = chance_of(max(mean - standing.frail_taken[block], 0), free)
    if bench.machine.step_free and not asked.client.step_free:
        all_step_free = standing.step_free_capacity[block]
        due = expected_still(settings, forecast.step_free_entries, asked.percent)
        due = due * all_step_free // max(standing.whole_step_free, 1) - standing.frail_taken[block]
        left = all_step_free - standing.ordinary_step_free[block] - standing.frail_taken[block]
        chance = max(chance, chance_of(max(due, 0), left))
    return chance * unserved_seconds(standing) * standing.instance.settings.frail_weight // 1_000


def unserved_seconds(standing: Standing) -> int:
    """What one weight left out costs, in seconds."""
    return 60 * standing.instance.settings.unserved_price
