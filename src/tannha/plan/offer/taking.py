"""Promising one of the times that were offered, and the day that comes of it: changes the standing day it is given."""

from __future__ import annotations

from dataclasses import replace

from tannha.plan.offer.asking import Caller, Choice, OfferSettings, rank_of
from tannha.plan.offer.choosing import Found, asked_of, choice_of, spans_of
from tannha.plan.offer.places import Asked, Place, slot_places
from tannha.plan.offer.rides import ride_place
from tannha.plan.offer.standing import FIVE_MINUTES, Fetch, Standing, tied_task
from tannha.plan.offer.visits import home_places
from tannha.plan.rules.instance import Client, PlanInstance, Promise, TimeWindow, Way, digest_of
from tannha.plan.rules.plan import PLAN_FORMAT, Plan, StopKind, Unserved
from tannha.plan.rules.score import score_of
from tannha.plan.solvers.day import Placement
from tannha.plan.solvers.greedy import UNTOLD
from tannha.plan.solvers.schedule import overlap, timed


def take(
    standing: Standing, caller: Caller, choice: Choice, settings: OfferSettings, *, told_at: str
) -> Promise | None:
    """Promise the choice on its day: the standing day then holds it. None when it cannot be had any more."""
    asked, client = asked_of(standing, caller, settings), caller.client
    if client.id in standing.day.served:
        return None
    place = _again(standing, asked, choice)
    if place is None:
        return None
    promise = Promise(client=client.id, way=choice.way, window=choice.window, told_at=told_at)
    fetch = None
    if choice.fetch_from is not None and choice.fetch_until is not None and choice.home_by is not None:
        fetch = Fetch(fetch_from=choice.fetch_from, fetch_until=choice.fetch_until, home_by=choice.home_by)
    bound = _bound(standing, place.placement, client, promise, fetch)
    if bound is None:
        return None
    for phantom in place.pushed:
        standing.remove(phantom)
    standing.add(client, promise, bound, fetch)
    for phantom in place.pushed:
        _resettle(standing, standing.day.clients[phantom], asked)
    return promise


def choice_at(
    standing: Standing, caller: Caller, way: Way, start: int, settings: OfferSettings
) -> Choice | None:
    """The choice of this day, way and start as it can be had now, None when it cannot any more."""
    asked = asked_of(standing, caller, settings)
    if caller.client.id in standing.day.served or way not in caller.client.ways:
        return None
    found: Place | None = None
    if way is Way.HOME:
        spans = overlap(spans_of(caller.client.time_windows), ((start, start + FIVE_MINUTES),))
        windows = tuple(TimeWindow(start=first, end=last) for first, last in spans)
        only = replace(asked.client, time_windows=windows, ways=frozenset({Way.HOME}))
        found = min(
            home_places(standing, replace(asked, client=only)), key=lambda one: one.cost, default=None
        )
    else:
        entry = next((one for one in slot_places(standing, asked, way) if one.start == start), None)
        found = ride_place(standing, asked, entry) if entry is not None and way is Way.RIDE else entry
    if found is None:
        return None
    return choice_of(Found(standing=standing, place=found, cost=found.cost), (), caller, settings)


def _resettle(standing: Standing, client: Client, asked: Asked) -> None:
    """Find another place for somebody only expected who lost theirs; without one they wait for a later plan."""
    again = replace(
        asked, client=client, rank=rank_of(client, False, standing.instance.settings.frail_weight)
    )
    places = slot_places(standing, again, Way.WALK_IN) if Way.WALK_IN in client.ways else []
    places += home_places(standing, again) if Way.HOME in client.ways else []
    places = [place for place in places if not place.pushed]
    if places:
        standing.add(client, None, min(places, key=lambda place: place.cost).placement, None)


def _again(standing: Standing, asked: Asked, choice: Choice) -> Place | None:
    if choice.way is Way.HOME:
        windows = (choice.window,)
        only = replace(asked.client, time_windows=windows, ways=frozenset({Way.HOME}))
        found = home_places(standing, replace(asked, client=only))
        same = [place for place in found if place.placement.routes[0][0] == choice.owner]
        return min(same or found, key=lambda place: place.cost, default=None)
    for entry in slot_places(standing, asked, choice.way):
        if entry.start == choice.start:
            return entry if choice.way is Way.WALK_IN else ride_place(standing, asked, entry)
    return None


def _bound(
    standing: Standing, placement: Placement, client: Client, promise: Promise, fetch: Fetch | None
) -> Placement | None:
    """The placement with the caller's halts tied to what is told, timed anew; None where that cannot be kept."""
    window = ((promise.window.start, promise.window.end),)
    routes = []
    for owner, tasks, _ in placement.routes:
        tied = tuple(
            task
            if task.client != client.id
            else replace(task, spans=overlap(task.spans, window))
            if task.kind is StopKind.VISIT
            else tied_task(task, fetch)
            for task in tasks
        )
        times = timed(standing.day.movers[owner], tied, standing.day.table)
        if times is None:
            return None
        routes.append((owner, tied, times))
    return replace(placement, routes=tuple(routes))


def kept(standing: Standing, plan: Plan) -> tuple[PlanInstance, Plan]:
    """The day as it stands as an instance and a plan again; ``plan`` is the one it was built from."""
    day = standing.day
    known = [day.clients[client.id] for client in standing.instance.clients]
    fresh = [client for name, client in day.clients.items() if name not in {one.id for one in known}]
    instance = replace(standing.instance, clients=(*known, *fresh), promises=tuple(standing.promises))
    missions, slots = day.missions(), day.all_slots()
    reasons = {entry.client: entry for entry in plan.unserved}
    missing = sorted(client for client in day.clients if client not in day.served)
    unserved = tuple(reasons.get(one, Unserved(client=one, why=UNTOLD, relax=())) for one in missing)
    made = Plan(
        format=PLAN_FORMAT,
        instance_digest=digest_of(instance),
        engine=plan.engine,
        seed=plan.seed,
        iterations=plan.iterations,
        missions=missions,
        slots=slots,
        unserved=unserved,
        score=score_of(instance, missions, slots),
    )
    return instance, made
