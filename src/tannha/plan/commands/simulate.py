"""`tannha simulate peak-day`: a peak day replayed under three ways of working. Needs no store."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, say, told
from tannha.plan.files import write_file
from tannha.plan.invented import DayKind
from tannha.plan.replays import encode_replayed, replayed_of
from tannha.plan.simulation.evening import EveningPlanner
from tannha.plan.simulation.figures import shortfalls, summary, way_name, ways_of
from tannha.plan.simulation.policies import Policy
from tannha.plan.simulation.replay import DayResult, Setting, replay_day
from tannha.plan.solvers.own import gears

MOST = {
    "reps": 100_000,
    "machines": 50,
    "kits": 50,
    "cars": 50,
    "jobs": 64,
    "iterations": 1_000_000,
    "mend": 100_000,
}
LEAST = {"kits": 0, "cars": 0, "seed": 0, "mend": 0}


def register(app: typer.Typer) -> None:
    """Add `simulate` with its verb."""
    simulate = typer.Typer(help="Days that have not been, replayed from a seed.", no_args_is_help=True)
    simulate.callback()(_simulate)
    simulate.command("peak-day")(peak_day)
    app.add_typer(simulate, name="simulate")


def _simulate() -> None:
    """Days that have not been, replayed from a seed."""


@command
def peak_day(
    seed: Annotated[int, typer.Option("--seed", help="The first day; the others follow it.")] = 1,
    reps: Annotated[int, typer.Option("--reps", help="How many days.")] = 20,
    policy: Annotated[str, typer.Option("--policy", help="Ways of working.")] = "article,station,ours",
    kind: Annotated[str, typer.Option("--kind", help="normal, overloaded, careful or huge.")] = "normal",
    machines: Annotated[int, typer.Option("--machines", help="Machines at the station.")] = 3,
    kits: Annotated[int, typer.Option("--kits", help="Teams, each with a kit.")] = 3,
    cars: Annotated[int, typer.Option("--cars", help="Cars with a driver.")] = 2,
    beta: Annotated[
        int | None,
        typer.Option("--beta", help="Times planned, in per cent of their mean; else by kind of day."),
    ] = None,
    iterations: Annotated[
        int, typer.Option("--iterations", help="How long each plan is searched.")
    ] = Setting().iterations,
    mend: Annotated[
        int, typer.Option("--mend", help="How long a plan gone wrong is searched anew; 0: never.")
    ] = Setting().mend_iterations,
    jobs: Annotated[int, typer.Option("--jobs", help="Processes at a time.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Keep the figures; peak-day.json in the data folder is shown."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Replay a peak day: as the article tells it, with tickets only, and as this program plans it."""
    given = {"seed": seed, "reps": reps, "machines": machines, "kits": kits, "cars": cars, "jobs": jobs}
    _refuse_odd(given | {"iterations": iterations, "mend": mend})
    if beta is not None and not 100 <= beta <= 200:
        raise Stopped(told("beta: between 100 and 200 is wanted.", "beta: phải từ 100 đến 200."))
    asked, setting = (
        _policies(policy),
        Setting(
            kind=_kind(kind),
            machines=machines,
            kits=kits,
            cars=cars,
            beta_percent=beta,
            iterations=iterations,
            mend_iterations=mend,
        ),
    )
    if out is not None and not out.parent.is_dir():
        raise Stopped(told(f"out: there is no folder {out.parent}.", f"out: không có thư mục {out.parent}."))
    began = time.process_time()
    days = list(_days(range(seed, seed + reps), asked, setting, jobs))
    result: dict[str, Any] = {
        **given, "kind": kind, "beta_percent": setting.slack_percent, "iterations": iterations, "mend": mend,
        "engine": EveningPlanner.name, "gear": gears.COMPILED if gears.is_warm() else gears.INTERPRETED,
        **summary(days),
    }  # fmt: skip
    if jobs == 1:
        result["processor_seconds"] = round(time.process_time() - began, 1)
    ours = result["policies"].get(way_name(Policy.OURS, True))
    result["missed"] = shortfalls(ours) if ours else []
    if out is not None:
        write_file(out, encode_replayed(replayed_of(result)))
    answer(result, as_json=as_json, text=_table(result))
    return 0


def _refuse_odd(given: dict[str, int]) -> None:
    for name, value in given.items():
        least, most = LEAST.get(name, 1), MOST.get(name)
        if value < least or (most is not None and value > most):
            wanted = f"{least} … {most}" if most is not None else f"≥ {least}"
            raise Stopped(
                told(f"{name}: {value} is not in {wanted}.", f"{name}: {value} không nằm trong {wanted}.")
            )


def _kind(text: str) -> DayKind:
    if text not in list(DayKind):
        raise Stopped(
            told(
                f"kind: {text} is not known. There are: {', '.join(DayKind)}.",
                f"kind: không có {text}. Có: {', '.join(DayKind)}.",
            )
        )
    return DayKind(text)


def _policies(text: str) -> tuple[Policy, ...]:
    names = [word.strip() for word in text.split(",")]
    for name in names:
        if name not in list(Policy):
            raise Stopped(
                told(
                    f"policy: {name or 'nothing'} is not known. There are: {', '.join(Policy)}.",
                    f"policy: không có {name or 'gì'}. Có: {', '.join(Policy)}.",
                )
            )
    return tuple(Policy(name) for name in dict.fromkeys(names))


def _days(seeds: range, asked: tuple[Policy, ...], setting: Setting, jobs: int) -> Iterator[DayResult]:
    """Every day under every way, in the order of seeds whatever the number of processes."""
    work = [(seed, asked, setting) for seed in seeds]
    step = max(len(work) // 10, 1)
    if jobs == 1:
        found: Iterator[list[DayResult]] = map(one_day, work)
        yield from _telling(found, len(work), step)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from _telling(pool.map(one_day, work), len(work), step)


def one_day(work: tuple[int, tuple[Policy, ...], Setting]) -> list[DayResult]:
    """One day under all its ways; the work of one process."""
    seed, asked, setting = work
    return replay_day(seed, ways_of(asked), setting=setting, solver=EveningPlanner(), clock=time.process_time)


def _telling(found: Iterator[list[DayResult]], whole: int, step: int) -> Iterator[DayResult]:
    for number, days in enumerate(found, 1):
        if number % step == 0 and whole > 1:
            say(told(f"{number} of {whole} days", f"{number}/{whole} ngày"))
        yield from days


def _table(result: dict[str, Any]) -> str:
    """The figures for a person at a terminal, a line for each way of working."""
    names = told(
        "closes / by 19:00 / wait p50 / p95 / cards / frail / 5 % / in vain / carried",
        "đóng cửa / trước 19:00 / chờ p50 / p95 / thẻ / yếu thế / 5 % / đi không / phải khiêng",
    )
    lines = [f"{'':<22} {names}"]
    for name, way in result["policies"].items():
        days_later = int(way["closes_hours_median"] // 24)
        cells = [
            way["closes_at_median"] + (f" (+{days_later})" if days_later else ""),
            f"{way['closes_by_19_share']:.0%}", way["wait_p50_minutes"],
            way["wait_p95_minutes"], way["cards_median"], way["frail_median"], way["frail_p05"],
            way["vain_median"], way["carried"],
        ]  # fmt: skip
        lines.append(f"{name:<22} " + " / ".join(f"{cell}" for cell in cells))
    lines.append(
        told(
            f"{result['events_per_second']:,} events a second",
            f"{result['events_per_second']:,} sự kiện/giây",
        )
    )
    lines += result["missed"]
    return "\n".join(lines)
