"""What many replayed days come to: medians, shares and quantiles of each way of working. Pure.

Keys are those of ``tannha simulate peak-day --json``. Waits are those of everybody who was let into a machine, from
the moment they came, over all days together; other quantiles are over days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median
from typing import Any

from tannha.plan.simulation.draws import HOUR, MINUTE
from tannha.plan.simulation.policies import Policy
from tannha.plan.simulation.replay import DayResult

AT_SEVEN = 19 * HOUR
OWN_WAY = {Policy.ARTICLE: False, Policy.STATION: False, Policy.OURS: True}
GOALS = {
    "closes_by_19_share": ("least", 0.95),
    "wait_p95_minutes": ("most", 20.0),
    "frail_median": ("least", 60.0),
    "frail_p05": ("least", 58.0),
    "vain_median": ("most", 5.0),
    "carried": ("most", 0.0),
}


def way_name(policy: Policy, pipelined: bool) -> str:
    """The name of a way of working: the policy alone as it works by itself, else what is different."""
    if pipelined is OWN_WAY[policy]:
        return policy.value
    return f"{policy.value}_pipelined" if pipelined else f"{policy.value}_one_at_a_time"


def ways_of(asked: Iterable[Policy]) -> tuple[tuple[Policy, bool], ...]:
    """Each policy as it works by itself, then with or without the pipeline."""
    return tuple((one, way) for one in asked for way in (OWN_WAY[one], not OWN_WAY[one]))


def clock_of(seconds: float) -> str:
    """A moment of the day as 18:05; past midnight it begins again."""
    minutes = round(seconds / MINUTE)
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share does not pass; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def figures_of(days: list[DayResult]) -> dict[str, Any]:
    """The figures of one way of working over all its days."""
    closes = [day.closes_at for day in days]
    waits = sorted(wait for day in days for wait in day.waits)
    frail = [day.frail for day in days]
    vain = [day.in_vain for day in days]
    return {
        "closes_at_median": clock_of(median(closes)),
        "closes_hours_median": round(median(closes) / HOUR, 2),
        "closes_at_p05": clock_of(quantile(closes, 0.05)),
        "closes_at_p95": clock_of(quantile(closes, 0.95)),
        "closes_by_19_share": round(sum(1 for at in closes if at <= AT_SEVEN) / len(days), 4),
        "wait_p50_minutes": round(quantile(waits, 0.5), 1),
        "wait_p95_minutes": round(quantile(waits, 0.95), 1),
        "cards_median": median(day.cards for day in days),
        "frail_median": median(frail),
        "frail_p05": quantile(frail, 0.05),
        "vain_median": median(vain),
        "vain_p95": quantile(vain, 0.95),
        "visits_late_share": round(
            sum(day.late_visits for day in days) / max(sum(day.visits for day in days), 1), 4
        ),
        "carried": sum(day.carried for day in days),
        "carried_median": median(day.carried for day in days),
        "another_day_median": median(day.another_day for day in days),
        "mends_mean": round(sum(day.mends for day in days) / len(days), 2),
        "mends_left_mean": round(sum(day.mends_left for day in days) / len(days), 2),
        "mends_refused": sum(day.mends_refused for day in days),
        "officer_hours_median": round(median(day.officer_hours for day in days), 1),
    }


def summary(days: Iterable[DayResult]) -> dict[str, Any]:
    """All ways of working by name, how many events there were, how many a second of the loop (without the time of
    re-planning), and that time."""
    by_way: dict[str, list[DayResult]] = {}
    for day in days:
        by_way.setdefault(way_name(day.policy, day.pipelined), []).append(day)
    every = [day for found in by_way.values() for day in found]
    events = sum(day.events for day in every)
    seconds = sum(day.loop_seconds for day in every)
    return {
        "policies": {name: figures_of(found) for name, found in by_way.items()},
        "frail_people": sum(every[0].outcomes.values()) if every else 0,
        "events": events,
        "events_per_second": round(events / seconds) if seconds > 0 else 0,
        "mend_seconds": round(sum(day.mend_seconds for day in every), 1),
    }


def shortfalls(ours: dict[str, Any]) -> list[str]:
    """The goals of the issue that these figures of *ours* do not reach, a sentence each."""
    told = []
    for name, (kind, limit) in GOALS.items():
        seen = ours[name]
        if (kind == "most" and seen > limit) or (kind == "least" and seen < limit):
            told.append(f"{name} is {seen}, at {kind} {limit:g} is wanted")
    return told
