"""Chance by name: every draw comes from ``uniform(seed, person, purpose, count)``, from nothing drawn before.

So a person has the same service times, punctuality and calm under every way of working (common random numbers),
and differences between ways are differences of the ways. The numbers come from SplitMix64 (Steele, Lea and Flood
2014), three rounds over seed, person, purpose and count. ``Rates`` are the means: guesses of planning.md section
12 where nothing is known; ``between_seconds`` was set once so that *article* ends at 02:30, and is frozen.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from enum import IntEnum
from statistics import NormalDist

MASK = (1 << 64) - 1
HOUR, MINUTE = 3_600, 60
_normal = NormalDist().inv_cdf


class Purpose(IntEnum):
    """What a draw is for."""

    STAGE = 1
    REPEAT = 2
    BREAKDOWN = 3
    REPAIR = 4
    NO_SHOW = 5
    ARRIVAL = 6
    PUNCTUALITY = 7
    ANNOUNCED = 8
    REQUEST = 9
    SERVICE = 10
    BOARDING = 11
    TRAVEL = 12
    CALM = 13
    PATIENCE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Means in seconds, shares, and coefficients of variation (cv) of lognormal times."""

    stage_seconds: tuple[float, ...] = (90.0, 132.0, 114.0)
    stage_cv: float = 0.3
    repeat_share: float = 0.06
    between_seconds: float = 23.0
    running_seconds: float = 10.0 * HOUR
    repair_seconds: float = 35.0 * MINUTE
    repair_cv: float = 0.5
    no_show_share: float = 0.08
    not_calm_gentle: float = 0.25
    not_calm_flash: float = 0.60
    service_cv: float = 0.35
    travel_cv: float = 0.20
    frail_station_seconds: float = 15.0 * MINUTE
    patience_seconds: float = 8.0 * HOUR
    patience_cv: float = 0.4
    before_nine_share: float = 0.55
    unannounced_share: float = 0.20


RATES = Rates()


def _round(value: int) -> int:
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def uniform(seed: int, person: int, purpose: int, count: int = 0) -> float:
    """A number strictly between 0 and 1 that depends on these four and on nothing else."""
    return _share(_round(_round(seed & MASK) ^ (person & MASK)) ^ (purpose << 32 | count))


def _share(value: int) -> float:
    return ((_round(value) >> 11) + 0.5) / 9_007_199_254_740_992.0


def lognormal(chance: float, cv: float) -> float:
    """A factor with mean 1 and this coefficient of variation, at this quantile."""
    deviation, half = _spread(cv)
    return math.exp(deviation * _normal(chance) - half)


@functools.cache
def _spread(cv: float) -> tuple[float, float]:
    spread = math.log1p(cv * cv)
    return math.sqrt(spread), spread / 2


class Draws:
    """All chance of one day. Remembers stage times, which every way of working asks for again."""

    def __init__(self, seed: int, rates: Rates = RATES) -> None:
        self.seed, self.rates = seed, rates
        self._seed = _round(seed & MASK)
        self._stages: dict[int, tuple[float, ...]] = {}

    def share(self, person: int, purpose: Purpose, count: int = 0) -> float:
        """A number between 0 and 1."""
        return _share(_round(self._seed ^ (person & MASK)) ^ (purpose << 32 | count))

    def factor(self, person: int, purpose: Purpose, cv: float, count: int = 0) -> float:
        """A lognormal factor with mean 1."""
        return lognormal(self.share(person, purpose, count), cv)

    def normal(self, person: int, purpose: Purpose) -> float:
        """A standard normal number."""
        return _normal(self.share(person, purpose))

    def stage_seconds(self, person: int, stage: int) -> float:
        """How long this person takes at this stage of a machine; the last holds every photo taken again."""
        known = self._stages.get(person)
        if known is None:
            known = self._stages[person] = self._drawn(person)
        return known[stage]

    def draw_ahead(self, people: int) -> None:
        """Draw the stage times of everybody below this number once, for all ways of working."""
        for person in range(people):
            self._stages[person] = self._drawn(person)

    def _drawn(self, person: int) -> tuple[float, ...]:
        rates = self.rates
        means, last = rates.stage_seconds, len(rates.stage_seconds) - 1
        own = _round(self._seed ^ (person & MASK)) ^ (Purpose.STAGE << 32)
        times = [mean * lognormal(_share(own ^ n), rates.stage_cv) for n, mean in enumerate(means)]
        again = 0
        while self.share(person, Purpose.REPEAT, again) < rates.repeat_share:
            again += 1
            times[last] += means[last] * lognormal(_share(own ^ (last + again)), rates.stage_cv)
        return tuple(times)

    def running_seconds(self, machine: int, count: int) -> float:
        """How long a machine runs until its next breakdown: exponential."""
        return -math.log(self.share(machine, Purpose.BREAKDOWN, count)) * self.rates.running_seconds

    def repair_seconds(self, machine: int, count: int) -> float:
        """How long a repair takes: lognormal."""
        return self.rates.repair_seconds * self.factor(machine, Purpose.REPAIR, self.rates.repair_cv, count)
