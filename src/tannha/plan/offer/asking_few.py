"""When nothing can be promised: the fewest people whose consented move would free a time for the caller. Pure.

Nobody is moved here. Each answer is tried out on a copy of its day: the people named are taken out, the caller is
promised a time, then everybody named is promised another one, by the same rules as any caller.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tannha.plan.offer.asking import Caller, Choice, OfferSettings
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing
from tannha.plan.offer.taking import take
from tannha.plan.rules.instance import Client, Promise, TimeWindow, Way

MOST_ASKED = 2
DAYS_TRIED = 3
TRIES_ALONE, TRIES_IN_PAIRS = 80, 40

Elsewhere = Callable[[Client], Choice | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody to be asked: what they were told, and the time they would have instead."""

    client: str
    way: Way
    told: TimeWindow
    instead: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """The caller's time, and whom to ask for it."""

    choice: Choice
    moves: tuple[Move, ...]


def fewest_to_ask(
    days: Sequence[Standing], caller: Caller, settings: OfferSettings, *, elsewhere: Elsewhere | None = None
) -> Freed | None:
    """Whom to ask so that the caller gets a time: one person if one is enough, else two; None where two do not help.

    Among as many people those of least weight are asked, then those whose time moves least. ``days`` are kept days; the
    first ``DAYS_TRIED`` within the horizon are tried. ``elsewhere`` finds a time on another day for somebody who has
    none left on their own (those days are not changed). Somebody who has been moved by consent already is left alone,
    and so is whoever is on the way or done.
    """
    last = caller.called_on + timedelta(days=settings.horizon_days)
    near = sorted(
        (one for one in days if caller.called_on <= one.instance.day <= last),
        key=lambda one: one.instance.day,
    )[:DAYS_TRIED]
    for count, tries in ((1, TRIES_ALONE), (2, TRIES_IN_PAIRS)):
        found: list[tuple[tuple[int, ...], Freed]] = []
        for standing in near:
            for people in itertools.islice(_groups(standing, caller, count), tries):
                freed = _tried(standing, people, caller, settings, elsewhere)
                if freed is not None:
                    found.append((_rank(standing, freed, people), freed))
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def _groups(standing: Standing, caller: Caller, count: int) -> Iterator[tuple[Promise, ...]]:
    """Who might be asked, lightest first: promised people whose teams or machines the caller would need."""
    clients = standing.day.clients
    begun = {stop.client for stop in standing.instance.frozen.stops} | standing.day.under_way
    free = [
        promise for promise in standing.promises
        if not promise.consent and promise.client in standing.day.served and promise.client not in begun
        and _in_the_way(promise, caller)
    ]  # fmt: skip
    free.sort(key=lambda one: (clients[one.client].weight, one.window.start, one.client))
    return itertools.combinations(free, count)


def _in_the_way(promise: Promise, caller: Caller) -> bool:
    """Visits take the time of teams, slots that of machines; a ride needs both a car and a slot."""
    outdoors = {Way.HOME} & caller.client.ways
    machines = {Way.WALK_IN, Way.RIDE} & caller.client.ways
    return bool(outdoors) if promise.way is Way.HOME else bool(machines)


def _tried(
    standing: Standing, people: tuple[Promise, ...], caller: Caller, settings: OfferSettings,
    elsewhere: Elsewhere | None,
) -> Freed | None:  # fmt: skip
    day = standing.twin()
    for promise in people:
        day.release(promise.client)
    choices = offer([day], caller, settings)
    for choice in choices:
        trial = day.twin()
        if take(trial, caller, choice, settings, told_at="") is None:
            continue
        moves = []
        for promise in people:
            instead = _instead(trial, promise, caller, settings, elsewhere)
            if instead is None:
                break
            moves.append(Move(client=promise.client, way=promise.way, told=promise.window, instead=instead))
        if len(moves) == len(people):
            return Freed(choice=choice, moves=tuple(moves))
    return None


def _instead(
    day: Standing, promise: Promise, caller: Caller, settings: OfferSettings, elsewhere: Elsewhere | None
) -> Choice | None:
    """Another time for somebody asked: on the same day, nearest to what they were told, else on another one."""
    client = replace(day.day.clients[promise.client], ways=frozenset({promise.way}))
    asked = replace(caller, client=client, good_hours=(), turned_up=False)
    same = offer([day], asked, settings)
    if same:
        instead = min(same, key=lambda one: (abs(one.start - promise.window.start), one.start))
        take(day, asked, instead, settings, told_at="")
        return instead
    return elsewhere(client) if elsewhere is not None else None


def _rank(standing: Standing, freed: Freed, people: tuple[Promise, ...]) -> tuple[int, ...]:
    clients, day = standing.day.clients, standing.instance.day
    weight = sum(clients[one.client].weight for one in people)
    days = sum(abs((move.instead.day - day).days) for move in freed.moves)
    shift = sum(abs(move.instead.start - move.told.start) for move in freed.moves)
    return (weight, days, day.toordinal(), shift)
