"""A kept day searched anew overnight: promises are hard windows, what was told about cars holds, and so does what is
held for later callers. Pure.

A plan is only taken when it is better by the score, breaks no rule of the checker, and leaves the reserve at least as
whole as before; else the kept one stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tannha.plan.check import check_plan
from tannha.plan.live.walkers import place_walkers
from tannha.plan.offer.asking import Forecast, OfferSettings, Rank
from tannha.plan.offer.reserve import held_entries, held_kit_minutes, held_step_free
from tannha.plan.offer.standing import UNKNOWN, Fetch, Standing, fetches_broken
from tannha.plan.offer.taking import kept
from tannha.plan.rules.building import is_walker
from tannha.plan.rules.instance import PlanInstance, Way
from tannha.plan.rules.plan import Plan, Unserved
from tannha.plan.rules.score import score_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.greedy import UNTOLD
from tannha.plan.solvers.own.engine import Search
from tannha.plan.solvers.own.gears import COMPILED, Gear, gear_now

SEEDS = 3
COMPILED_ITERATIONS, INTERPRETED_ITERATIONS = 20_000, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """How far ordinary people reach into what is held: entries, step-free entries, seconds of kits."""

    entries: int
    step_free: int
    kit_seconds: int

    def within(self, other: Over) -> bool:
        """Whether this reaches nowhere further than the other."""
        return (
            self.entries <= other.entries
            and self.step_free <= other.step_free
            and self.kit_seconds <= other.kit_seconds
        )


def over_reserve(standing: Standing, settings: OfferSettings, percent: int) -> Over:
    """What of the reserve of a day is taken by people for whom nothing is held; ``percent`` is its share that night."""
    entries = step_free = 0
    for block, whole in standing.capacity.items():
        free = standing.step_free_capacity[block]
        held = held_entries(
            settings, standing.forecast, Rank.CALLER, percent=percent, block=whole, whole=standing.whole
        )
        held_free = held_step_free(
            settings,
            standing.forecast,
            Rank.CALLER,
            percent=percent,
            block=free,
            whole=standing.whole_step_free,
        )
        entries += max(standing.ordinary[block] - (whole - held), 0)
        step_free += max(standing.ordinary_step_free[block] - (free - held_free), 0)
    kits, _free = standing.kit_seconds()
    held_kits = 60 * held_kit_minutes(
        settings, standing.forecast, Rank.CALLER, percent=percent, whole=kits // 60
    )
    return Over(
        entries=entries, step_free=step_free,
        kit_seconds=max(standing.ordinary_kit_seconds - (kits - held_kits), 0),
    )  # fmt: skip


def searched(
    instance: PlanInstance, plan: Plan, settings: OfferSettings, *, percent: int, forecast: Forecast = UNKNOWN,
    fetches: Mapping[str, Fetch] | None = None, seed: int = 0, iterations: int = 0, gear: Gear | None = None,
) -> Plan | None:  # fmt: skip
    """A better plan of a day that has not begun, None where none was found. BadInput where the kept plan does not fit.

    ``percent`` is the share held for later callers; ``iterations`` 0 takes the number of the gear, for each of
    ``SEEDS`` searches. Same arguments, same plan.
    """
    before = Standing(instance, plan, forecast=forecast, fetches=fetches)
    limit, best = over_reserve(before, settings, percent), plan
    chosen = gear or gear_now()
    usual = COMPILED_ITERATIONS if chosen.name == COMPILED else INTERPRETED_ITERATIONS
    count = iterations or usual
    for number in range(SEEDS):
        for tried in (
            _as_told(before, _searched(instance, plan, seed + number, count, chosen)),
            _visits_anew(instance, plan, seed + number, count, chosen),
        ):
            if _worth(tried) < _worth(best) and _holds(before, tried, settings, percent, limit):
                best = tried
    return best if best is not plan else None


def _searched(instance: PlanInstance, start: Plan, seed: int, iterations: int, gear: Gear) -> Plan:
    search = Search(instance, seed=seed, start=start, gear=gear)
    search.run(iterations, iterations)
    return search.best(settled=True)


def _visits_anew(instance: PlanInstance, plan: Plan, seed: int, iterations: int, gear: Gear) -> Plan:
    """Only the teams' routes searched anew: cars and machines stay, so that nothing told about a car can break."""
    seated = {slot.client for slot in plan.slots}
    at_home = tuple(
        replace(client, ways=frozenset({Way.HOME}))
        for client in instance.clients
        if client.id not in seated and Way.HOME in client.ways
    )
    ids = {client.id for client in at_home}
    visits = replace(
        instance, clients=at_home, vehicles=(),
        promises=tuple(one for one in instance.promises if one.client in ids),
    )  # fmt: skip
    found = _searched(visits, plan, seed, iterations, gear)
    cars = tuple(mission for mission in plan.missions if mission.vehicle)
    missions = (*found.missions, *cars)
    served = seated | {stop.client for mission in missions for stop in mission.stops}
    known = {entry.client: entry for entry in plan.unserved}
    return replace(
        plan, engine=found.engine, seed=seed, iterations=iterations, missions=missions,
        unserved=tuple(
            known.get(client.id, Unserved(client=client.id, why=UNTOLD, relax=()))
            for client in sorted(instance.clients, key=lambda one: one.id)
            if client.id not in served
        ),
        score=score_of(instance, missions, plan.slots),
    )  # fmt: skip


def _worth(plan: Plan) -> tuple[int, int]:
    return plan.score.promises_broken_weight, plan.score.total


def _as_told(before: Standing, plan: Plan) -> Plan:
    """The same plan with its cars timed as their people were told, and whoever comes alone at their own entry again:
    moving them brings nothing, and might take a step-free entry that is held."""
    instance = before.instance
    walkers = [client for client in instance.clients if is_walker(client)]
    alone = {client.id for client in walkers}
    slots = place_walkers(
        instance, [slot for slot in plan.slots if slot.client not in alone], before.day.slots,
        {one.client: one for one in instance.promises}, walkers, asking=False,
    )  # fmt: skip
    taken = [slot for slot in plan.slots if slot.client not in alone] + list(slots.values())
    taken.sort(key=lambda slot: (slot.machine, slot.start, slot.client))
    own = replace(plan, slots=tuple(taken))
    try:
        after = Standing(instance, own, forecast=before.forecast, fetches=before.fetches)
    except BadInput:
        return plan
    return kept(after, plan)[1]


def _holds(before: Standing, plan: Plan, settings: OfferSettings, percent: int, limit: Over) -> bool:
    if check_plan(before.instance, plan) or fetches_broken(before, plan):
        return False
    try:
        after = Standing(before.instance, plan, forecast=before.forecast, fetches=before.fetches)
    except BadInput:
        return False
    return over_reserve(after, settings, percent).within(limit)
