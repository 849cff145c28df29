"""`tannha bench plan`: engines on invented ward days and on public instances, one judge for all.

Ward days are re-timed by one linear programme, scored by the program's own score and judged by its own checker, whoever
planned them; routes of public files are judged by ``planning.legs.judge`` in real numbers. Every engine has one
thread; seconds are those of the processor, so that other work on the machine does not count. Peers are adapters
in ``planning`` (extra ``bench``), told as absent where they are not installed.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from planning.away import Run, one_run_by_name
from planning.curves import drawn, gaps_over_time
from planning.legs import LegNumbers, Routing, judge, read, routes_of

from tannha.plan.check import check_plan
from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import anneal, gears
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.bound import proof_of
from tannha.plan.solvers.own.engine import Search, solve_within
from tannha.plan.solvers.own.numbers import Tuning

SIZE = 20
OURS = ("own", "greedy")
FLEETS = {"lc101": 10, "lr101": 19, "lr103": 13, "lrc101": 14, "lrc105": 13}
GOALS: dict[str, tuple[str, float]] = {"violations": ("most", 0.0)}
LEG_TUNING = Tuning(most_out=13, string=10, heat=(60_000, 12_000), notes=1 << 15)
STOP_TUNING = Tuning(most_out=10, string=10, heat=(600_000, 20_000))
BEST_KNOWN = {
    "a2-16": 294.25, "a2-20": 344.83, "a3-24": 344.83, "a3-36": 583.19, "a4-32": 485.50, "a4-48": 668.82,
    "a5-40": 498.41, "a6-72": 916.05, "a7-84": 1033.37, "a8-96": 1229.66, "R1a": 190.02, "R1b": 164.46,
    "R3a": 532.00, "R5b": 577.29, "lc101": 828.94, "lr101": 1650.80, "lr103": 1292.68, "lrc101": 1708.80,
    "lrc105": 1637.62,
}  # fmt: skip
Say = Callable[[str], None]


def compare(
    *, engines: list[str], instances: Path | None, days: list[str], seeds: list[int], budget: dict[str, float],
    say: Say, jobs: int = 1, picture: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """All runs asked for, and what they come to: rows, violations, gaps, on how many days own is better."""
    gone = _missing(engines)
    for name in gone:
        say(f"{name} is not installed and left out")
    runs = list(_runs([name for name in engines if name not in gone], instances, days, seeds, budget))
    rows = []
    for row in _all(runs, jobs):
        rows.append(row)
        say(
            f"{len(rows)}/{len(runs)} {row['instance']:<20} seed {row['seed']:<3} {row['engine']:<8}"
            f" {row['score']:>10} gap {row.get('gap_percent')} {row['wrong']}"
        )
    figures: dict[str, Any] = {
        "machine": f"{platform.processor() or platform.machine()} Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1), "missing": gone,
        "gear": gears.COMPILED if gears.is_warm() else gears.INTERPRETED,
        "runs": len(rows), "violations": sum(row["violations"] for row in rows if row["engine"] in OURS),
        "invalid": [f"{row['engine']} {row['instance']} {row['seed']}: {row['wrong']}" for row in rows if row["wrong"]],
        "rows": rows,
    }  # fmt: skip
    figures["gaps"] = _gaps(rows)
    figures |= _comparison(rows) | _proofs(rows)
    curves = gaps_over_time(rows)
    figures["gap_over_time"] = curves
    if picture is not None:
        picture.write_text(drawn(curves), encoding="utf-8")
    return figures


def _missing(engines: list[str]) -> list[str]:
    from planning import named

    return named.missing(engines)


def _runs(
    engines: list[str], instances: Path | None, days: list[str], seeds: list[int], budget: dict[str, float]
) -> Iterator[Run]:
    for kind in days:
        for seed in seeds:
            for teams in (3, 6) if kind == DayKind.CAREFUL else (None,):
                for engine in engines:
                    seconds = budget["own" if engine in OURS else "peers"]
                    yield Run(engine=engine, seed=seed, family=kind, teams=teams, seconds=seconds)
    for path in sorted(instances.rglob("*.txt")) if instances is not None else ():
        if path.parent.name in ("darp", "vrptw", "pdptw"):
            for seed in seeds:
                for engine in engines:
                    if engine != "greedy":
                        yield Run(
                            engine=engine,
                            seed=seed,
                            family=path.parent.name,
                            file=path,
                            seconds=budget["darp"],
                        )


def _all(runs: list[Run], jobs: int) -> Iterator[dict[str, Any]]:
    """The rows in order of the runs; every process plans one thing at a time."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if jobs <= 1:
        yield from map(one_run, runs)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one_run_by_name, runs)


def one_run(run: Run) -> dict[str, Any]:
    """Plan one instance by one engine and judge it."""
    began = time.process_time()
    row = _file_row(run) if run.file is not None else _day_row(run)
    return {**row, "processor_seconds": round(time.process_time() - began, 2)}


def _day_row(run: Run) -> dict[str, Any]:
    from planning import finish, peers

    instance = make_day(run.seed, DayKind(run.family), teams=run.teams)
    trace: list[tuple[float, int]] = []
    dropped: list[str] = []
    if run.engine in OURS:
        plan = _own_plan(run, instance, trace)
        plan, dropped = finish.finish(
            instance, finish.draft_of(instance, plan), engine=run.engine, seed=run.seed
        )
    else:
        plan, dropped = peers.plan_day(run.engine, instance, run.seconds, run.seed)
    found = check_plan(instance, plan)
    walkers = {client.id for client in instance.clients if client.id.startswith("walk")}
    return {
        "family": f"{run.family} {run.teams} teams" if run.teams else run.family,
        "instance": f"{run.family} {run.seed}" + (f" {run.teams} teams" if run.teams else ""),
        "seed": run.seed, "engine": run.engine, "score": plan.score.total,
        "unserved_weight": plan.score.unserved_weight,
        "unserved_outdoors": sum(u.client not in walkers for u in plan.unserved),
        "violations": len(found), "dropped": len(dropped), "trace": trace,
        "wrong": " ".join(sorted({violation.constraint for violation in found})),
        **(_proof(instance, plan) if run.engine == "own" else {}),
    }  # fmt: skip


def _proof(instance: PlanInstance, plan: Plan) -> dict[str, Any]:
    """What the bound says of a plan, and what saying it cost."""
    began = time.process_time()
    proof = proof_of(instance, plan)
    return {
        "bound_weight": proof.unserved_weight, "bound": proof.total, "gap_to_bound_percent": proof.gap_percent,
        "weak_bound": proof.is_weak, "proved": proof.proved,
        "bound_seconds": round(time.process_time() - began, 2),
    }  # fmt: skip


def _proofs(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """On how many ward days no plan can serve more weight than own's does, as its bound proves."""
    asked = [row for row in rows if "proved" in row]
    families = sorted({row["family"] for row in asked})
    return {
        "proved_on": sum(row["proved"] for row in asked), "proved_of": len(asked),
        "proved_by_family": {
            name: [sum(row["proved"] for row in asked if row["family"] == name),
                   sum(row["family"] == name for row in asked)]
            for name in families
        },
    }  # fmt: skip


def _own_plan(run: Run, instance: PlanInstance, trace: list[tuple[float, int]]) -> Plan:
    if run.engine == "greedy":
        return Greedy().solve(instance, seed=run.seed)
    gears.gear_now()  # Loading what lies compiled is no planning; building the numbers and the first plan is.
    began = time.process_time()

    def note(_search: Search, plan: Plan) -> None:
        trace.append((round(time.process_time() - began, 2), plan.score.total))

    search = Search(instance, seed=run.seed)
    left = run.seconds - (time.process_time() - began) if search.gear.name == gears.COMPILED else run.seconds
    plan = solve_within(search, max(left, 0.1), clock=time.process_time, on_progress=note)
    note(search, plan)
    return plan


def _file_row(run: Run) -> dict[str, Any]:
    from planning import peers

    assert run.file is not None
    routing = read(run.file)
    known = BEST_KNOWN.get(routing.name) or _solution(run.file)
    if run.engine == "own":
        routes = _routes(routing, run.seed, run.seconds)
    else:
        routes = peers.routes(run.engine, routing, run.seconds, run.seed)
    cost, wrong = judge(routing, routes)
    return {
        "family": run.family, "instance": routing.name, "seed": run.seed, "engine": run.engine,
        "score": round(cost, 2), "violations": int(bool(wrong)), "wrong": wrong, "best_known": known,
        "vehicles": sum(bool(route) for route in routes), "fleet_known": FLEETS.get(routing.name),
        "gap_percent": round(100 * (cost / known - 1), 3) if known and not wrong else None,
    }  # fmt: skip


def _comparison(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """On how many ward days and files own is better than each peer; on files no worse counts, both may be best."""
    own = {(row["instance"], row["seed"]): row for row in rows if row["engine"] == "own"}
    better: dict[str, int] = {}
    of: dict[str, int] = {}
    worse = []
    for row in rows:
        ours = own.get((row["instance"], row["seed"]))
        if row["engine"] == "own" or ours is None or "best_known" in row:
            continue
        name = row["engine"]
        won = row["violations"] > 0 or ours["score"] < row["score"]
        better[name], of[name] = better.get(name, 0) + won, of.get(name, 0) + 1
        if not won:
            worse.append(f"{name} {row['instance']}: {ours['score']} against {row['score']}")
    return {
        "better_on": sum(better.values()), "of": sum(of.values()), "better_by_engine": better,
        "of_by_engine": of, "not_better": worse,
    }  # fmt: skip


def _solution(path: Path) -> float | None:
    """The cost in a solution file beside an instance, if there is one."""
    beside = path.with_suffix(".sol")
    lines = beside.read_text(encoding="ascii").splitlines() if beside.exists() else []
    costs = [line.split()[-1] for line in lines if line.lower().startswith("cost")]
    return float(costs[0]) if costs else None


def _routes(routing: Routing, seed: int, seconds: float) -> list[list[int]]:
    """Routes of the own engine for a public instance, within processor seconds."""
    began = time.process_time()
    fleet = _least_fleet(routing, seed, seconds / 4) if routing.fewest else routing.vehicles
    return _searched(replace(routing, vehicles=fleet), seed, seconds - (time.process_time() - began))


def _least_fleet(routing: Routing, seed: int, seconds: float) -> int:
    """The fewest vehicles with which short searches serve everybody: one fewer each time, from those last used."""
    began, fleet, short = time.process_time(), routing.vehicles, seconds / 8
    while fleet > 1 and time.process_time() - began < seconds:
        routes = _searched(replace(routing, vehicles=fleet - 1), seed, short)
        if sum(map(len, routes)) < len({spot for order in routing.orders for spot in order}):
            break
        fleet = sum(bool(route) for route in routes)
    return fleet


def _searched(routing: Routing, seed: int, seconds: float) -> list[list[int]]:
    gear = gears.gear_now()
    began = time.process_time()
    tuning = LEG_TUNING if any(one != other for one, other in routing.orders) else STOP_TUNING
    state = gear.carry(LegNumbers(routing, tuning).state(seed))
    gear.work(state, anneal.BEGIN, 0, 0, 1)

    def rate(count: int) -> float:
        """Iterations a second of a whole search so long, on a copy that is thrown away."""
        trial, start = gear.carry([int(number) for number in state]), time.process_time()
        gear.work(trial, anneal.SEARCH, 0, count, count)
        return count / max(time.process_time() - start, 1e-6)

    def left() -> float:
        return seconds - (time.process_time() - began)

    def search(first: int, whole: int) -> float:
        start = time.process_time()
        gear.work(state, anneal.SEARCH, first, whole - first, whole)
        return (whole - first) / max(time.process_time() - start, 1e-6)

    pace = rate(max(int(rate(500) * seconds / 16), 500))
    pace = search(0, max(int(pace * left()), 500))
    while left() > seconds / 16:  # Notes make it faster than the trial was: once more from half the heat.
        more = max(int(pace * left() * 0.95), 100)
        pace = search(more, 2 * more)
    gear.work(state, anneal.SETTLE, 0, 0, 1)
    found = [int(number) for number in state]
    anneal.load(found, at.TOP)
    return routes_of(routing, found)


def _gaps(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Gaps to the best known by family and engine: median, worst, how many runs, how many of them invalid."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        if row.get("best_known"):
            for name in _families(row):
                found.setdefault(name, {}).setdefault(row["engine"], []).append(row)
    return {
        family: {
            engine: {
                "median": round(statistics.median(gaps), 3) if gaps else None,
                "worst": max(gaps, default=None), "runs": len(of), "invalid": len(of) - len(gaps),
            }
            for engine, of in by_engine.items()
            for gaps in [[row["gap_percent"] for row in of if row["gap_percent"] is not None]]
        }
        for family, by_engine in found.items()
    }  # fmt: skip


def _families(row: dict[str, Any]) -> tuple[str, ...]:
    """The family of a file, and within dial-a-ride its set or the instance itself."""
    if row["family"] != "darp":
        return (row["family"],)
    return ("darp", "darp a" if row["instance"].startswith("a") else f"darp {row['instance']}")
