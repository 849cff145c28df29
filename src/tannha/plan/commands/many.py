"""`tannha plan solve-many`: the days of many wards from a folder, by processes or by Dask. Needs no store."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, say, told
from tannha.plan.many.cluster import by_dask
from tannha.plan.many.jobs import Job, jobs_in, keep, undone, work_of
from tannha.plan.many.processes import by_processes


class Spread(StrEnum):
    """How the days are spread."""

    PROCESSES = "processes"
    DASK = "dask"


@command
def solve_many(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Days in tannha-plan-instance/1, one a file.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the plans are written.")],
    spread: Annotated[Spread, typer.Option("--by", help="By processes, or by Dask.")] = Spread.PROCESSES,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="How many; as many as there are cores.")
    ] = None,
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler, as tcp://host:8786."),
    ] = "",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same plans.")] = 0,
    iterations: Annotated[
        int, typer.Option("--iterations", min=1, max=100_000_000, help="How many iterations each day gets.")
    ] = 8_000,
    as_json: JsonOption = False,
) -> int:
    """Plan every day of a folder. A worker that is lost costs time only; run again, it goes on where it stopped."""
    if spread is Spread.DASK and find_spec("distributed") is None:
        raise Stopped(told("Dask is not installed (the extra cluster).", "Chưa cài Dask (phần cluster)."))
    jobs = jobs_in(folder)
    if not jobs:
        raise Stopped(told(f"There is no day in {folder.name}.", f"Trong {folder.name} không có ngày nào."))
    out.mkdir(parents=True, exist_ok=True)
    waiting = tuple(undone(jobs, out, seed=seed, iterations=iterations))
    count = workers or os.cpu_count() or 1
    began = time.perf_counter()
    for number, (job, plan) in enumerate(
        _spread(spread, waiting, seed, iterations, count, scheduler), start=1
    ):
        keep(job, plan, out)
        say(f"{number}/{len(waiting)}  {job.files[0].name}")
    seconds = round(time.perf_counter() - began, 2)
    result = {
        "days": len(jobs), "planned": len(waiting), "already_there": len(jobs) - len(waiting),
        "by": spread.value, "workers": count, "seconds": seconds,
    }  # fmt: skip
    text = told(
        f"{len(waiting)} days planned in {seconds} s, {len(jobs) - len(waiting)} were there already.",
        f"Đã xếp {len(waiting)} ngày trong {seconds} giây, {len(jobs) - len(waiting)} ngày đã có sẵn.",
    )
    answer(result, as_json=as_json, text=text)
    return 0


def _spread(
    spread: Spread, jobs: tuple[Job, ...], seed: int, iterations: int, workers: int, scheduler: str
) -> Iterator[tuple[Job, str]]:
    work = work_of(seed, iterations)
    try:
        if spread is Spread.DASK:
            yield from by_dask(jobs, work, workers=workers, scheduler=scheduler)
        else:
            yield from by_processes(jobs, work, workers=workers)
    except (BrokenProcessPool, OSError) as error:
        raise Stopped(
            told(
                f"The workers are gone ({type(error).__name__}). What is written stays; run it again.",
                f"Không còn tiến trình nào chạy ({type(error).__name__}). Phần đã ghi vẫn còn; hãy chạy lại.",
            )
        ) from error
