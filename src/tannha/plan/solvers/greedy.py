"""The plain first plan: promises first, then the heaviest and tightest, each put in where it costs least.

Always lawful, also with no clients, no teams and all machines down; deterministic without a seed. Ends only
when for nobody left out any single insertion exists. It is the start and the fallback of later engines.
"""

from __future__ import annotations

from collections.abc import Callable

from tannha.plan.rules.instance import Client, PlanInstance, digest_of
from tannha.plan.rules.plan import PLAN_FORMAT, Plan, Reason, ReasonCode, Unserved
from tannha.plan.rules.score import score_of
from tannha.plan.solvers import Progress, never, quietly
from tannha.plan.solvers.day import Day, from_plan
from tannha.plan.solvers.insertion import best_insertion

UNTOLD = Reason(code=ReasonCode.NOT_YET_TOLD, constraint="", subject="", amount=0, unit="one")


class Greedy:
    """Plain insertion, one person after the other."""

    name = "greedy"

    def solve(
        self,
        instance: PlanInstance,
        *,
        seed: int = 0,
        iterations: int = 0,
        start: Plan | None = None,
        should_stop: Callable[[], bool] = never,
        on_progress: Callable[[Progress], None] = quietly,
    ) -> Plan:
        """A lawful plan; seed and iterations are recorded and change nothing here. Promised times of
        ``start`` are kept."""
        day = _started(instance, start)
        waiting = sorted(
            (c for c in instance.clients if c.id not in day.served), key=lambda c: _order(day, c)
        )
        rounds = 0
        while waiting and not should_stop():
            left = _one_round(day, waiting, should_stop)
            rounds += 1
            score = score_of(instance, day.missions(), day.all_slots())
            on_progress(Progress(iteration=rounds, best=score, bound=None))
            if len(left) == len(waiting):
                break
            waiting = left
        return plan_of(day, seed=seed, iterations=iterations, engine=self.name)


def plan_of(day: Day, *, seed: int, iterations: int, engine: str) -> Plan:
    """Freeze a day as a plan; reasons for the unserved are told by ``plan.explain`` afterwards."""
    missions, slots = day.missions(), day.all_slots()
    missing = sorted(client for client in day.clients if client not in day.served)
    return Plan(
        format=PLAN_FORMAT,
        instance_digest=digest_of(day.instance),
        engine=engine,
        seed=seed,
        iterations=iterations,
        missions=missions,
        slots=slots,
        unserved=tuple(Unserved(client=client, why=UNTOLD, relax=()) for client in missing),
        score=score_of(day.instance, missions, slots),
    )


def _started(instance: PlanInstance, start: Plan | None) -> Day:
    if start is None or not instance.promises:
        return Day(instance)
    kept = frozenset(promise.client for promise in instance.promises if not promise.consent)
    return from_plan(instance, start, keep=kept) or Day(instance)


def _order(day: Day, client: Client) -> tuple[int, int, int, str]:
    promised = client.id in day.promises
    width = sum(window.end - window.start for window in client.time_windows)
    return (0 if promised else 1, -client.weight, width, client.id)


def _one_round(day: Day, waiting: list[Client], should_stop: Callable[[], bool]) -> list[Client]:
    left = []
    full: set[tuple[object, ...]] = set()
    for client in waiting:
        alike = _alike(day, client)
        placement = None if should_stop() or alike in full else best_insertion(day, client)
        if placement is None:
            left.append(client)
            full.add(alike)
        else:
            day.apply(placement)
    return left


def _alike(day: Day, client: Client) -> tuple[object, ...]:
    """People for whom the same insertions exist: when one of them does not fit, the next one does not
    either."""
    promise = day.promises.get(client.id)
    same_for_all = (
        client.place,
        client.ways,
        client.time_windows,
        client.calm_windows,
        client.service_duration,
    )
    loads = (
        client.entries,
        client.boarding_seconds,
        client.alighting_seconds,
        client.party,
        client.max_ride_time,
    )
    needs = (client.wheelchair, client.step_free, client.gentle, client.not_before, client.do_not_visit)
    weight = client.weight >= day.instance.settings.frail_weight
    place = same_for_all if client.ways != frozenset({"walk_in"}) else same_for_all[1:]
    return (*place, *loads, *needs, weight, client.family, promise and (promise.way, promise.window))
