"""A replayed peak day as it is kept and shown: the file format ``tannha-plan-replay/1``. Pure.

Whole numbers only, moments in minutes since midnight of the day (past 1,440 it is the next day), medians over days
where nothing else is said. Only invented days are replayed, so the file says nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tannha.plan.rules.wire import BadInput, from_plain, from_text, to_text

REPLAY_FORMAT = "tannha-plan-replay/1"
WAYS = (
    "article",
    "article_pipelined",
    "station",
    "station_pipelined",
    "ours",
    "ours_one_at_a_time",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedWay:
    """One way of working (``name`` is one of ``WAYS``). ``by_seven_percent`` is the share of days closed by 19:00;
    waits are those of all people of all days; ``frail_low`` is not reached on one day in twenty; ``carried`` counts
    all days; ``mended_percent`` is a hundred times the mean number of mended plans a day."""

    name: str
    closes_minute: int
    by_seven_percent: int
    wait_half_minutes: int
    wait_most_minutes: int
    cards: int
    frail: int
    frail_low: int
    in_vain: int
    carried: int
    officer_hours: int
    mended_percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A run: which days, with what, and what came of each way of working."""

    format: str
    kind: str
    seed: int
    days: int
    machines: int
    kits: int
    cars: int
    frail_people: int
    ways: tuple[ReplayedWay, ...]


def replayed_of(result: dict[str, Any]) -> Replayed:
    """The run that ``tannha simulate peak-day --json`` prints, as it is kept."""
    ways = tuple(
        ReplayedWay(
            name=name,
            closes_minute=round(way["closes_hours_median"] * 60),
            by_seven_percent=round(way["closes_by_19_share"] * 100),
            wait_half_minutes=round(way["wait_p50_minutes"]),
            wait_most_minutes=round(way["wait_p95_minutes"]),
            cards=round(way["cards_median"]),
            frail=round(way["frail_median"]),
            frail_low=way["frail_p05"],
            in_vain=round(way["vain_median"]),
            carried=way["carried"],
            officer_hours=round(way["officer_hours_median"]),
            mended_percent=round(way["mends_mean"] * 100),
        )
        for name, way in result["policies"].items()
    )
    return Replayed(
        format=REPLAY_FORMAT, kind=result["kind"], seed=result["seed"], days=result["reps"],
        machines=result["machines"], kits=result["kits"], cars=result["cars"],
        frail_people=result["frail_people"], ways=ways,
    )  # fmt: skip


def encode_replayed(run: Replayed) -> str:
    """The file's text: sorted keys, the same run gives the same bytes."""
    return to_text(run)


def decode_replayed(text: str) -> Replayed:
    """Read a kept run. BadInput naming the field: broken JSON, unknown version or way, a way named twice, nothing."""
    data = from_text(text)
    if data.get("format") != REPLAY_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    run = from_plain(Replayed, data)
    if not run.ways:
        raise BadInput(field="ways", problem="missing")
    seen: set[str] = set()
    for way in run.ways:
        if way.name not in WAYS:
            raise BadInput(field="ways.name", subject=way.name, problem="unknown value")
        if way.name in seen:
            raise BadInput(field="ways.name", subject=way.name, problem="named twice")
        seen.add(way.name)
        for name in ReplayedWay.__slots__[1:]:
            if getattr(way, name) < 0:
                raise BadInput(field=f"ways.{name}", subject=way.name, problem="negative")
    return run
