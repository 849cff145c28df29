"""What the roads of a day cost at least: shortest ways, and moats around doors that every route must cross.

A moat is a set of doors with a width in seconds. Whoever serves somebody behind it crosses it twice, and no way
between two places is shorter than the widths of all moats that part them; so twice the widths of the moats around
the people served is time that is driven in any plan (control zones and moats, Jünger and Pulleyblank 1993). They
grow around all doors at one speed until two of them touch, then both go on as one; a base does not grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tannha.plan.rules.instance import Travel

Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moat:
    """Doors (numbers in the order given to ``moats``) and the width around them in seconds."""

    doors: tuple[int, ...]
    width: float


def shortest(travel: Travel, profiles: Iterable[str]) -> Seconds:
    """Door to door seconds [from, to] on the shortest way over any places, at the best hour and profile of these;
    infinite where there is no way."""
    size = len(travel.places)
    best = np.full((size, size), np.inf)
    for profile in profiles:
        for table in travel.seconds[travel.profiles.index(profile)]:
            driven = np.array(table, dtype=np.float64).reshape(size, size)
            best = np.minimum(best, np.where(driven < 0, np.inf, driven))
    access = np.array(travel.access_seconds, dtype=np.float64)
    best = best + access[:, None] + access[None, :]
    np.fill_diagonal(best, 0.0)
    for over in range(size):
        np.minimum(best, best[:, over, None] + best[None, over, :], out=best)
    return best


def moats(ways: Seconds, doors: Sequence[int], bases: Iterable[int]) -> tuple[Moat, ...]:
    """The moats around these doors (places, one may be there twice), none of which holds a base."""
    spots = [*doors, *sorted(set(bases))]
    both = np.minimum(ways, ways.T)[np.ix_(spots, spots)]
    one, other = np.triu_indices(len(spots), 1)
    apart = both[one, other]
    group, grown = np.arange(len(spots)), np.zeros(len(spots))
    members = {number: [number] for number in range(len(spots))}
    growing = np.arange(len(spots)) < len(doors)
    since = np.zeros(len(spots))
    now, found = 0.0, []
    while len(apart):
        active = growing[group]
        speed = active[one].astype(np.int64) + active[other]
        waits = (apart - grown[one] - grown[other]) / np.maximum(speed, 1)
        waits = np.where((group[one] != group[other]) & (speed > 0), waits, np.inf)
        touching = int(np.argmin(waits))
        step = max(float(waits[touching]), 0.0)
        if not np.isfinite(step):
            break
        now += step
        grown[active] += step
        kept, gone = int(group[one[touching]]), int(group[other[touching]])
        for number in (kept, gone):
            if growing[number] and now > since[number]:
                found.append(Moat(doors=tuple(members[number]), width=now - float(since[number])))
        members[kept] += members.pop(gone)
        group[group == gone] = kept
        growing[kept] &= growing[gone]
        since[kept] = now
    return tuple(found)


def grown_around(found: Iterable[Moat], count: int) -> list[float]:
    """For each of ``count`` doors the width of all moats around it: what its way from any base costs at least."""
    widths = [0.0] * count
    for moat in found:
        for door in moat.doors:
            widths[door] += moat.width
    return widths
