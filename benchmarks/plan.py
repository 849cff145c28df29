"""`tannha bench plan`: engines on invented ward days and on public instances, one judge for all.

Ward days are judged by the program's own checker and re-timed by its own score; routes of public files by
``planning.legs.judge`` in real numbers. One thread; seconds are those of the processor, so that other work on
the machine does not count. Engines are files behind one function; peers are extras
(``bench``) and are told as absent where they are not installed.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from planning.legs import LegNumbers, Routing, judge, read, routes_of

from tannha.plan.check import check_plan
from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import anneal, gears
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.engine import Search, solve_within
from tannha.plan.solvers.own.numbers import Tuning

SIZE = 20
GOALS: dict[str, tuple[str, float]] = {"violations": ("most", 0.0)}
LEG_TUNING = Tuning(most_out=10, string=10, heat=(20_000, 400))
BEST_KNOWN = {
    "a2-16": 294.25, "a2-20": 344.83, "a3-24": 344.83, "a3-36": 583.19, "a4-32": 485.50, "a4-48": 668.82,
    "a5-40": 498.41, "a6-72": 916.05, "a7-84": 1033.37, "a8-96": 1229.66, "R1a": 190.02, "R1b": 164.46,
    "R3a": 532.00, "R5b": 577.29, "lc101": 828.94, "lr101": 1650.80, "lr103": 1292.68, "lrc101": 1708.80,
    "lrc105": 1637.62,
}  # fmt: skip
Say = Callable[[str], None]


def compare(
    *, engines: list[str], instances: Path | None, days: list[str], seeds: list[int], budget: dict[str, float],
    say: Say,
) -> dict[str, Any]:  # fmt: skip
    """All runs asked for, and what they come to: rows, violations, gaps, on how many days own is better."""
    rows = list(_day_rows(engines, days, seeds, budget, say))
    rows += list(_file_rows(engines, instances, seeds, budget, say))
    figures: dict[str, Any] = {
        "machine": f"{platform.processor() or platform.machine()} Python {platform.python_version()}",
        "gear": gears.COMPILED if gears.is_warm() else gears.INTERPRETED,
        "runs": len(rows), "violations": sum(row["violations"] for row in rows), "rows": rows,
    }  # fmt: skip
    figures["gaps"] = _gaps(rows)
    own = {(row["instance"], row["seed"]): row["score"] for row in rows if row["engine"] == "own"}
    others = [row for row in rows if row["engine"] != "own" and row["family"] != "files"]
    better = [row for row in others if own.get((row["instance"], row["seed"]), row["score"]) < row["score"]]
    figures["better_on"], figures["of"] = len(better), len(others)
    return figures


def _day_rows(
    engines: list[str], days: list[str], seeds: list[int], budget: dict[str, float], say: Say
) -> Iterator[dict[str, Any]]:
    for kind in days:
        for seed in seeds:
            for teams in (3, 6) if kind == DayKind.CAREFUL else (None,):
                instance = make_day(seed, DayKind(kind), teams=teams)
                name = f"{kind} {seed}" + (f" {teams} teams" if teams else "")
                for engine in engines:
                    began = time.process_time()
                    plan = _plan_by(engine, instance, seed, budget)
                    row = {
                        "family": kind, "instance": name, "seed": seed, "engine": engine,
                        "score": plan.score.total, "unserved_weight": plan.score.unserved_weight,
                        "violations": len(check_plan(instance, plan)), "iterations": plan.iterations,
                        "processor_seconds": round(time.process_time() - began, 2),
                    }  # fmt: skip
                    say(f"{name:<24} {engine:<10} {row['score']:>8} weight {row['unserved_weight']}")
                    yield row


def _plan_by(engine: str, instance: PlanInstance, seed: int, budget: dict[str, float]) -> Plan:
    if engine == "greedy":
        return Greedy().solve(instance, seed=seed)
    return solve_within(Search(instance, seed=seed), budget["own"], clock=time.process_time)


def _file_rows(
    engines: list[str], instances: Path | None, seeds: list[int], budget: dict[str, float], say: Say
) -> Iterator[dict[str, Any]]:
    if instances is None or "own" not in engines:
        return
    for path in sorted(instances.rglob("*.txt")):
        if path.parent.name not in ("darp", "vrptw", "pdptw"):
            continue
        routing = read(path)
        known = BEST_KNOWN.get(routing.name) or _solution(path)
        for seed in seeds:
            began = time.process_time()
            cost, wrong = judge(routing, _routes(routing, seed, budget["darp"]))
            row = {
                "family": path.parent.name, "instance": routing.name, "seed": seed, "engine": "own",
                "score": round(cost, 2), "violations": int(bool(wrong)), "wrong": wrong, "best_known": known,
                "gap_percent": round(100 * (cost / known - 1), 3) if known and not wrong else None,
                "processor_seconds": round(time.process_time() - began, 2),
            }  # fmt: skip
            say(f"{routing.name:<10} seed {seed}  {cost:.2f}  gap {row['gap_percent']} % {wrong}")
            yield row


def _solution(path: Path) -> float | None:
    """The cost in a solution file beside an instance, if there is one."""
    beside = path.with_suffix(".sol")
    lines = beside.read_text(encoding="ascii").splitlines() if beside.exists() else []
    costs = [line.split()[-1] for line in lines if line.lower().startswith("cost")]
    return float(costs[0]) if costs else None


def _routes(routing: Routing, seed: int, seconds: float) -> list[list[int]]:
    """Routes of the own engine for a public instance, within processor seconds."""
    gear = gears.gear_now()
    state = gear.carry(LegNumbers(routing, LEG_TUNING).state(seed))
    gear.work(state, anneal.BEGIN, 0, 0, 1)
    trial, count = gear.carry([int(number) for number in state]), 500
    began = time.process_time()
    gear.work(trial, anneal.SEARCH, 0, count, count)
    whole = max(int(count * seconds / max(time.process_time() - began, 1e-6)), count)
    gear.work(state, anneal.SEARCH, 0, whole, whole)
    gear.work(state, anneal.SETTLE, 0, 0, 1)
    found = [int(number) for number in state]
    anneal.load(found, at.TOP)
    return routes_of(routing, found)


def _gaps(rows: list[dict[str, Any]]) -> dict[str, Any]:
    families: dict[str, list[float]] = {}
    for row in rows:
        if row.get("gap_percent") is not None:
            families.setdefault(row["family"], []).append(row["gap_percent"])
    return {
        family: {"median": round(statistics.median(gaps), 3), "worst": max(gaps), "runs": len(gaps)}
        for family, gaps in families.items()
    }
