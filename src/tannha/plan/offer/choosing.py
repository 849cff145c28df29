"""Up to three times for one caller out of the coming days. Pure.

Nothing is searched: each time shown is a single insertion into a day as it stands, so it can be promised at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tannha.plan.offer.asking import (
    Caller,
    Choice,
    Mark,
    OfferSettings,
    rank_of,
    validate_caller,
    validate_settings,
)
from tannha.plan.offer.places import Asked, Place, slot_places
from tannha.plan.offer.reserve import percent_at
from tannha.plan.offer.rides import ride_place
from tannha.plan.offer.standing import FIVE_MINUTES, Fetch, Standing, fetch_of
from tannha.plan.offer.visits import home_places
from tannha.plan.rules.instance import TimeWindow, Way
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.day import Placement
from tannha.plan.solvers.schedule import overlap

MOST_CHOICES = 3
LOOK_ON_DAYS = 4
PROBES_A_DAY = 6
APART_SECONDS = 7_200
LATER_DAY_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place on its day, and what it costs with the days until then."""

    standing: Standing
    place: Place
    cost: int


def offer(days: Sequence[Standing], caller: Caller, settings: OfferSettings) -> tuple[Choice, ...]:
    """Up to three choices: the soonest, the best for the day, one in the family's good hours; then other ones.

    ``days`` are the kept days in any order; those before the call, beyond the horizon or before the person's own wish
    are left out. No choice breaks a promise or what must be held (constraint C22) on its day. Raises BadInput where the
    caller is in one of the days already.
    """
    validate_caller(caller)
    validate_settings(settings)
    found = list(_places(days, caller, settings))
    if not found:
        return ()
    picked: list[tuple[Found, list[Mark]]] = []
    _pick(picked, min(found, key=_soonest), Mark.SOONEST)
    _pick(picked, min(found, key=lambda one: (one.cost, *_soonest(one))), Mark.BEST_FOR_DAY)
    liked = [one for one in found if any(w.holds(one.place.start) for w in caller.good_hours)]
    if liked:
        _pick(picked, min(liked, key=_soonest), Mark.GOOD_HOURS)
    while len(picked) < MOST_CHOICES:
        apart = [one for one in found if all(_apart(one, other) for other, _ in picked)]
        if not apart:
            break
        _pick(picked, min(apart, key=lambda one: (one.cost, *_soonest(one))), Mark.ANOTHER)
    picked.sort(key=lambda pair: _soonest(pair[0]))
    return tuple(choice_of(one, tuple(marks), caller, settings) for one, marks in picked)


def of_days(days: Sequence[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """Three choices out of what several days offered one by one: the soonest, the best, then others on other days."""
    pool = sorted((choice for day in days for choice in day), key=lambda one: (one.day, one.start))
    if not pool:
        return ()
    best = min(pool, key=lambda one: (one.cost_seconds, one.day, one.start))
    order = [pool[0], best, *(one for one in pool if one.day != pool[0].day), *pool]
    picked: list[Choice] = []
    for one in order:
        if one not in picked and len(picked) < MOST_CHOICES:
            picked.append(one)
    marked = []
    for one in sorted(picked, key=lambda one: (one.day, one.start)):
        marks = tuple(
            mark
            for mark, holds in (
                (Mark.SOONEST, one == pool[0]),
                (Mark.BEST_FOR_DAY, one == best),
                (Mark.GOOD_HOURS, Mark.GOOD_HOURS in one.marks),
            )
            if holds
        )
        marked.append(replace(one, marks=marks or (Mark.ANOTHER,)))
    return tuple(marked)


def asked_of(standing: Standing, caller: Caller, settings: OfferSettings) -> Asked:
    """The caller's question as put to one day."""
    day = standing.instance.day
    weight = standing.instance.settings.frail_weight
    today = day == caller.called_on
    earliest = caller.called_at + settings.lead_minutes * 60 if today else 0
    return Asked(
        client=caller.client,
        rank=rank_of(caller.client, caller.turned_up, weight),
        percent=percent_at(settings, day, caller.called_on, caller.called_at),
        earliest=max(earliest, standing.instance.now or 0),
        settings=settings,
    )


def _places(days: Iterable[Standing], caller: Caller, settings: OfferSettings) -> Iterator[Found]:
    last = caller.called_on + timedelta(days=settings.horizon_days)
    left, probes = LOOK_ON_DAYS, settings.ride_probes
    for standing in sorted(days, key=lambda one: one.instance.day):
        day = standing.instance.day
        if not caller.called_on <= day <= last or left <= 0:
            continue
        if caller.client.id in standing.day.served:
            raise BadInput(field="client.id", subject=caller.client.id, problem="has a time already")
        if caller.client.place not in standing.instance.travel.places:
            raise BadInput(field="client.place", subject=caller.client.id, problem="unknown id")
        asked, any_found = asked_of(standing, caller, settings), False
        later = (day - caller.called_on).days * LATER_DAY_SECONDS * max(caller.client.weight, 1)
        for place in _of_day(standing, asked, caller, min(probes, PROBES_A_DAY)):
            any_found = True
            yield Found(standing=standing, place=place, cost=place.cost + later)
        if Way.RIDE in caller.client.ways:
            probes -= PROBES_A_DAY
        left -= int(any_found)


def _of_day(standing: Standing, asked: Asked, caller: Caller, probes: int) -> Iterator[Place]:
    client = asked.client
    if Way.WALK_IN in client.ways:
        yield from slot_places(standing, asked, Way.WALK_IN)
    if Way.HOME in client.ways:
        yield from _visits_apart(standing, asked)
        liked = overlap(spans_of(client.time_windows), spans_of(caller.good_hours))
        if liked and liked != spans_of(client.time_windows):
            windows = tuple(TimeWindow(start=first, end=last) for first, last in liked)
            narrowed = replace(client, time_windows=windows, ways=frozenset({Way.HOME}))
            yield from home_places(standing, replace(asked, client=narrowed))
    if Way.RIDE in client.ways:
        entries = slot_places(standing, asked, Way.RIDE)
        for entry in _spread(entries, caller, max(probes, 2)):
            ride = ride_place(standing, asked, entry)
            if ride is not None:
                yield ride


def _visits_apart(standing: Standing, asked: Asked) -> Iterator[Place]:
    """Visits of the day, and later ones at least ``APART_SECONDS`` after the first of those before."""
    for _ in range(MOST_CHOICES):
        found = home_places(standing, asked)
        if not found:
            return
        yield from found
        asked = replace(asked, earliest=found[0].start + APART_SECONDS)


def _spread(entries: list[Place], caller: Caller, most: int) -> list[Place]:
    """A few entries to try with the cars: evenly over the day, one of them in the good hours if there is one."""
    if len(entries) <= most:
        return entries
    picked = {round(number * (len(entries) - 1) / (most - 1)) for number in range(most)}
    liked = [n for n, entry in enumerate(entries) if any(w.holds(entry.start) for w in caller.good_hours)]
    if liked:
        picked.add(liked[len(liked) // 2])
    return [entries[number] for number in sorted(picked)]


def spans_of(windows: Iterable[TimeWindow]) -> tuple[tuple[int, int], ...]:
    """Windows as pairs of moments."""
    return tuple((window.start, window.end) for window in windows)


def _soonest(one: Found) -> tuple[object, ...]:
    return (one.standing.instance.day, one.place.start, one.cost, one.place.placement.way.value)


def _apart(one: Found, other: Found) -> bool:
    if one.standing.instance.day != other.standing.instance.day:
        return True
    return abs(one.place.start - other.place.start) >= APART_SECONDS


def _pick(picked: list[tuple[Found, list[Mark]]], found: Found, mark: Mark) -> None:
    for one, marks in picked:
        same_day = one.standing.instance.day == found.standing.instance.day
        if same_day and abs(one.place.start - found.place.start) < FIVE_MINUTES:
            marks.append(mark)
            return
    picked.append((found, [mark]))


# --- what is told ----------------------------------------------------------------------------------------------


def choice_of(found: Found, marks: tuple[Mark, ...], caller: Caller, settings: OfferSettings) -> Choice:
    """A place found, as it is told: its window, and for a ride the words about the car."""
    place, standing = found.place, found.standing
    placement = place.placement
    fetch = _fetch(placement, caller.client.id)
    slot = placement.slot
    return Choice(
        day=standing.instance.day,
        way=placement.way,
        window=window_for(standing, caller, placement.way, place.start, settings),
        start=place.start,
        owner=slot.machine if slot is not None else placement.routes[0][0],
        marks=marks,
        cost_seconds=found.cost,
        entries=slot.entries if slot is not None else 0,
        fetch_from=fetch.fetch_from if fetch else None,
        fetch_until=fetch.fetch_until if fetch else None,
        home_by=fetch.home_by if fetch else None,
    )


def window_for(
    standing: Standing, caller: Caller, way: Way, start: int, settings: OfferSettings
) -> TimeWindow:
    """The promised window of the start: a slot ± its leeway; a visit as one span from the start on (± 30 minutes, ± 15
    from the evening before), beginning at a full five minutes, inside the person's own hours."""
    day, called = standing.instance.day, caller.called_on
    near = day == called or (
        day == called + timedelta(days=1) and caller.called_at >= settings.evening_hour * 3_600
    )
    if way is Way.HOME:
        leeway = settings.home_leeway_near_minutes if near else settings.home_leeway_minutes
        first = start // FIVE_MINUTES * FIVE_MINUTES
        last = first + 2 * leeway * 60
    else:
        first, last = start - settings.slot_leeway_minutes * 60, start + settings.slot_leeway_minutes * 60
    own = next(w for w in caller.client.time_windows if w.holds(start))
    return TimeWindow(start=max(first, own.start, 0), end=min(last, own.end))


def _fetch(placement: Placement, client: str) -> Fetch | None:
    found = {}
    for _, tasks, times in placement.routes:
        for task, (_arrive, start, depart) in zip(tasks, times, strict=True):
            if task.client == client:
                found[task.kind] = depart if task.kind is StopKind.BACK_DROP else start
    if StopKind.OUT_PICKUP not in found:
        return None
    return fetch_of(found[StopKind.OUT_PICKUP], found[StopKind.BACK_DROP])
