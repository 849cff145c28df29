"""Many days by Dask: a cluster of this machine, or one whose scheduler is named. Needs the extra ``cluster``.

Dask gives the jobs of a lost worker to the others; a job is keyed by its digest, so it is kept once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tannha.plan.many.jobs import Job, Work

RETRIES = 5


def by_dask(
    jobs: tuple[Job, ...], work: Work, *, workers: int, scheduler: str = ""
) -> Iterator[tuple[Job, str]]:
    """Each job with its plan, in the order in which they are done, each once.

    ``scheduler`` is the address of a running one ("" starts a cluster of ``workers`` processes here).
    """
    from distributed import Client, LocalCluster, as_completed

    with ExitStack() as open_until_done:
        address: object = scheduler
        if not scheduler:
            address = open_until_done.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    host="127.0.0.1",
                    silence_logs="ERROR",
                )
            )
        client = open_until_done.enter_context(Client(address))
        asked = {client.submit(work, job.text, key=f"day-{job.digest}", retries=RETRIES): job for job in jobs}
        for done in as_completed(list(asked)):
            yield asked[done], done.result()
