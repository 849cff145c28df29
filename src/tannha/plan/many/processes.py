"""Many days by processes of this machine. A killed process costs its jobs a second run, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from tannha.plan.many.jobs import Job, Work

MOST_LOSSES = 5


def by_processes(jobs: tuple[Job, ...], work: Work, *, workers: int) -> Iterator[tuple[Job, str]]:
    """Each job with its plan, in the order in which they are done, each once.

    Raises BrokenProcessPool when processes were lost more than ``MOST_LOSSES`` times.
    """
    left = {job.digest: job for job in jobs}
    losses = 0
    while left:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            asked = {pool.submit(work, job.text): job for job in left.values()}
            try:
                for done in as_completed(asked):
                    plan = done.result()
                    yield left.pop(asked[done].digest), plan
            except BrokenProcessPool:
                losses += 1
                if losses > MOST_LOSSES:
                    raise
