"""A ward's day as one job: a day's text in, a plan's text out. Nothing is shared between jobs.

A job is named by the day's digest with seed and iterations, so that doing it twice (a worker was lost and the job
given to another) gives the same plan and is kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tannha.plan.explain import explain_all
from tannha.plan.files import read_instance, stopped_for, write_file
from tannha.plan.live.standing import is_under_way
from tannha.plan.rules.instance import decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import decode_plan, encode_plan
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Search

Work = Callable[[str], str]
PLAN_ENDING = ".plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One day to plan: the digest of its content, its text, and the files that hold it (mostly one)."""

    digest: str
    text: str
    files: tuple[Path, ...]


def jobs_in(folder: Path) -> tuple[Job, ...]:
    """Every day of a folder (``*.json``, without plans), in the order of names; the first bad one is refused.

    Days with the same content are one job.
    """
    found: dict[str, Job] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(PLAN_ENDING):
            continue
        instance = read_instance(path)
        if is_under_way(instance):
            raise stopped_for(
                path, BadInput(field="frozen", problem="the day is under way, solve it by itself")
            )
        digest = digest_of(instance)
        known = found[digest].files if digest in found else ()
        found[digest] = Job(digest=digest, text=encode_instance(instance), files=(*known, path))
    return tuple(found.values())


def work_of(seed: int, iterations: int) -> Work:
    """What a worker does with a day's text; can be sent to another process or machine."""
    return partial(solve_text, seed=seed, iterations=iterations)


def solve_text(text: str, *, seed: int, iterations: int) -> str:
    """Plan one day: the same text, seed and iterations give the same bytes on any worker, compiled or not."""
    instance = decode_instance(text)
    search = Search(instance, seed=seed, gear=gears.gear_named("auto"))
    search.run(iterations, iterations)
    return encode_plan(explain_all(instance, search.best(settled=True)))


def plan_file(path: Path, out: Path) -> Path:
    """Where the plan of a day's file goes."""
    return out / f"{path.stem}{PLAN_ENDING}"


def undone(jobs: tuple[Job, ...], out: Path, *, seed: int, iterations: int) -> Iterator[Job]:
    """Jobs whose plan does not lie there yet, so that a run that was cut off goes on where it stopped."""
    for job in jobs:
        if not all(_is_plan_of(job, plan_file(path, out), seed, iterations) for path in job.files):
            yield job


def _is_plan_of(job: Job, path: Path, seed: int, iterations: int) -> bool:
    try:
        plan = decode_plan(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadInput):
        return False
    asked = (job.digest, seed, iterations)
    return (plan.instance_digest, plan.seed, plan.iterations) == asked


def keep(job: Job, text: str, out: Path) -> None:
    """Write the plan beside each file that holds the day, whole or not at all."""
    for path in job.files:
        write_file(plan_file(path, out), text)
