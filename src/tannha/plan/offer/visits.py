"""Visits at home for one caller in a day as it stands. Pure.

Positions are first sifted with the earliest times and latest starts of the routes; what survives is timed exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tannha.plan.offer.asking import Rank
from tannha.plan.offer.places import Asked, Place, unserved_seconds
from tannha.plan.offer.reserve import chance_of, expected_still, held_kit_minutes
from tannha.plan.offer.standing import Standing
from tannha.plan.rules.instance import Client, Team, Way
from tannha.plan.rules.plan import StopKind
from tannha.plan.solvers.day import Placement, task_for, visit_seconds
from tannha.plan.solvers.schedule import Task, Times, first_start, lunch_where_they_are, timed


def home_places(standing: Standing, asked: Asked) -> list[Place]:
    """The earliest and the cheapest visit of each team that may go, by start; phantoms are pushed only when needed."""
    client, day = asked.client, standing.day
    spans = tuple((max(first, asked.earliest), last) for first, last in day.spans_for(client, Way.HOME))
    spans = tuple(span for span in spans if span[0] <= span[1])
    if not spans or not _kit_minutes_left(standing, asked):
        return []
    price = _kit_price(standing, asked)
    task = replace(task_for(day, client, StopKind.VISIT), spans=spans)
    found = [place for team in day.instance.teams for place in _visits(standing, team, task, client, price)]
    if not found and asked.rank is Rank.FRAIL:
        found = [
            p for team in day.instance.teams for p in _visits_pushing(standing, team, task, client, price)
        ]
    return sorted(found, key=lambda place: (place.start, place.cost, place.placement.routes[0][0]))


def _visits(
    standing: Standing, team: Team, task: Task, client: Client, price: int, without: str = ""
) -> Iterator[Place]:
    day = standing.day
    if not day.may_visit(team, client):
        return
    route = tuple(one for one in day.routes[team.id] if one.client != without or not without)
    times = day.times[team.id] if not without else timed(team, route, day.table)
    if times is None:
        return
    closes = standing.closes(team.id) if not without else None
    chances = sorted(_visit_positions(standing, team, route, times, closes, task))
    seen: set[int] = set()
    pushed = (without,) if without else ()
    extra = day.clients[without].weight * unserved_seconds(standing) if without else 0
    for order in (chances, sorted(chances, key=lambda chance: (chance[1], chance[0]))):
        for _start, detour, position in order:
            if position in seen:
                break
            tasks = lunch_where_they_are([*route[:position], task, *route[position:]], team.start)
            exact = timed(team, tasks, day.table)
            if exact is None or not day.kit_is_free(team, tasks, exact):
                continue
            seen.add(position)
            start = next(t[1] for one, t in zip(tasks, exact, strict=True) if one.client == client.id)
            cost = max(detour, 0) + price + extra
            routes = ((team.id, tasks, exact),)
            placement = Placement(client=client.id, way=Way.HOME, cost=cost, routes=routes)
            yield Place(placement=placement, start=start, cost=cost, pushed=pushed)
            break


def _visits_pushing(
    standing: Standing, team: Team, task: Task, client: Client, price: int
) -> Iterator[Place]:
    """Visits in the place of one phantom of the team's route, the lightest that does."""
    clients = standing.day.clients
    phantoms = [
        one.client
        for one in standing.day.routes.get(team.id, ())
        if one.kind is StopKind.VISIT and standing.is_phantom(one.client)
    ]
    for phantom in sorted(phantoms, key=lambda one: (clients[one].weight, one)):
        found = list(_visits(standing, team, task, client, price, without=phantom))
        if found:
            yield from found
            return


def _visit_positions(
    standing: Standing, team: Team, route: tuple[Task, ...], times: Times, closes: list[int] | None, task: Task
) -> Iterator[tuple[int, int, int]]:  # fmt: skip
    """(start, detour, position) of every position that the neighbours' times allow; still to be timed exactly."""
    table = standing.day.table
    for position in range(len(route) + 1):
        before, leaving = (route[position - 1].place, times[position - 1][2]) if position else (
            team.start, team.shift.start,
        )  # fmt: skip
        there = table.seconds(team.profile, before, task.place, leaving)
        start = first_start(task.spans, leaving + there)
        if start is None:
            break
        after = route[position].place if position < len(route) else team.end
        if position < len(route) and route[position].kind is StopKind.LUNCH:
            after = task.place
        onward = table.least(team.profile, task.place, after)
        limit = closes[position] if closes and position < len(route) else team.shift.end
        if position < len(route) and not closes:
            limit = route[position].spans[-1][1] if route[position].spans else -1
        if start + task.duration + onward > limit:
            continue
        yield start, there + onward - table.least(team.profile, before, after), position


def _kit_minutes_left(standing: Standing, asked: Asked) -> bool:
    """Whether the visit leaves the kit minutes held for frail people."""
    if asked.rank is Rank.FRAIL:
        return True
    whole, free = standing.kit_seconds()
    held = held_kit_minutes(
        asked.settings, standing.forecast, asked.rank, percent=asked.percent, whole=whole // 60
    )
    length = visit_seconds(asked.client, standing.instance)
    frail = whole - free - standing.ordinary_kit_seconds
    still = max(held * 60 - frail, 0)
    return free - length >= still


def _kit_price(standing: Standing, asked: Asked) -> int:
    forecast = standing.forecast
    whole, free = standing.kit_seconds()
    length = 60 * max(forecast.frail_visit_minutes, 1)
    due = 60 * expected_still(asked.settings, forecast.frail_kit_minutes, asked.percent)
    still = max(due - (whole - free - standing.ordinary_kit_seconds), 0) // length
    chance = chance_of(still, free // length)
    return chance * unserved_seconds(standing) * standing.instance.settings.frail_weight // 1_000
