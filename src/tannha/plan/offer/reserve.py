"""What is held on a day for people who still call or come: nested protection by Littlewood's rule, let go in steps.

A place is held for a higher rank as long as the chance that it will be asked for is at least the worth of the lower
rank divided by the worth of the higher (K. Littlewood 1972; nested as EMSR-b, P. Belobaba 1989). Demand is taken as
Poisson around the forecast of the whole day, so what is promised to the higher rank already counts. Beside it stands
the ward's plain share (constraint C22). Whole numbers in and out.
"""

from __future__ import annotations

import functools
import math
from datetime import date

from tannha.plan.offer.asking import Forecast, OfferSettings, Rank

LARGE_MEAN = 400


def percent_at(settings: OfferSettings, day: date, called_on: date, called_at: int) -> int:
    """The share of each block held at the moment of a call, in per cent (the reserve of constraint C22)."""
    ahead = (day - called_on).days
    if ahead >= 2:
        return settings.far_percent
    if ahead >= 1 or called_at < settings.release_hour * 3_600:
        return settings.near_percent
    return 0


def expected_still(settings: OfferSettings, mean: int, percent: int) -> int:
    """The part of a day's forecast that still counts once the share has sunk to ``percent``."""
    if settings.far_percent == 0:
        return mean if percent else 0
    return -(-mean * percent // settings.far_percent)


@functools.lru_cache(maxsize=4_096)
def protected(mean: int, lower_worth: int, higher_worth: int) -> int:
    """Littlewood's protection: the most places y for which P(demand ≥ y) is still above lower / higher worth."""
    if mean <= 0 or lower_worth >= higher_worth:
        return 0
    ratio = lower_worth / higher_worth
    if mean > LARGE_MEAN:
        return max(round(mean + _normal_quantile(1 - ratio) * math.sqrt(mean)), 0)
    places, at_least, term = 0, 1.0, math.exp(-mean)
    while True:
        at_least -= term
        if at_least <= ratio:
            return places
        places += 1
        term *= mean / places


@functools.lru_cache(maxsize=4_096)
def chance_of(mean: int, free: int) -> int:
    """The chance in per mille that at least ``free`` places are still asked for; shadow prices are made of it."""
    if free <= 0:
        return 1_000
    if mean <= 0:
        return 0
    if mean > LARGE_MEAN:
        return round(500 * math.erfc((free - mean) / math.sqrt(2 * mean)))
    at_least, term = 1.0, math.exp(-mean)
    for places in range(free):
        at_least -= term
        term *= mean / (places + 1)
    return max(round(1_000 * at_least), 0)


def _normal_quantile(share: float) -> float:
    """The standard normal quantile by bisection of the error function; enough for whole places."""
    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        if 0.5 * (1 + math.erf(middle / math.sqrt(2))) < share:
            low = middle
        else:
            high = middle
    return low


def held_entries(
    settings: OfferSettings, forecast: Forecast, rank: Rank, *, percent: int, block: int, whole: int
) -> int:
    """Entries of a block (of the day's ``whole``) that ``rank`` must leave to those ranked higher."""
    if rank is Rank.FRAIL or whole <= 0:
        return 0
    frail = expected_still(settings, forecast.frail_entries, percent)
    if rank is Rank.CALLER:
        asked = protected(frail, settings.worth_caller, settings.worth_frail)
        return max(-(-block * percent // 100), -(-asked * block // whole))
    both = frail + expected_still(settings, forecast.caller_entries, percent)
    worth = settings.worth_caller
    if both:
        worth = (frail * settings.worth_frail + (both - frail) * settings.worth_caller) // both
    asked = protected(both, settings.worth_walk_in, max(worth, settings.worth_walk_in))
    frail_only = protected(frail, settings.worth_walk_in, settings.worth_frail)
    return -(-max(min(asked, whole), frail_only) * block // whole)


def held_step_free(
    settings: OfferSettings, forecast: Forecast, rank: Rank, *, percent: int, block: int, whole: int
) -> int:
    """Step-free entries of a block that must be left to people who cannot take steps."""
    if rank is Rank.FRAIL or whole <= 0:
        return 0
    mean = expected_still(settings, forecast.step_free_entries, percent)
    worth = settings.worth_caller if rank is Rank.CALLER else settings.worth_walk_in
    share = -(-block * percent // 100) if rank is Rank.CALLER else 0
    return max(share, -(-protected(mean, worth, settings.worth_frail) * block // whole))


def held_kit_minutes(
    settings: OfferSettings, forecast: Forecast, rank: Rank, *, percent: int, whole: int
) -> int:
    """Kit minutes of a day that must be left to frail people's visits."""
    if rank is Rank.FRAIL:
        return 0
    minutes = expected_still(settings, forecast.frail_kit_minutes, percent)
    length = max(forecast.frail_visit_minutes, 1)
    visits = protected(-(-minutes // length), settings.worth_caller, settings.worth_frail)
    return max(-(-whole * percent // 100), visits * length)
