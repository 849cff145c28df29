"""Many days beside one another: the same plans as one by one, each once, even when a worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tannha.plan.invented import make_day
from tannha.plan.many.cluster import by_dask
from tannha.plan.many.jobs import Job, jobs_in, keep, solve_text, undone, work_of
from tannha.plan.many.processes import by_processes
from tannha.plan.rules.instance import encode_instance
from tests.plan.days import random_day

SEED, ITERATIONS = 3, 40
Spread = Callable[..., Iterator[tuple[Job, str]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(6):
        path = tmp_path / f"ward-{seed}.json"
        path.write_text(encode_instance(random_day(seed, most=8)), encoding="utf-8")
    return tmp_path


def one_by_one(jobs: tuple[Job, ...]) -> dict[str, str]:
    return {job.digest: solve_text(job.text, seed=SEED, iterations=ITERATIONS) for job in jobs}


@pytest.mark.program
@pytest.mark.parametrize("spread", [by_processes, by_dask])
def test_a_killed_worker_loses_no_day_and_doubles_none(folder: Path, spread: Spread) -> None:
    jobs = jobs_in(folder)
    done: list[tuple[str, str]] = []
    for job, plan in spread(jobs, work_of(SEED, ITERATIONS), workers=2):
        if not done:
            _kill_a_worker()
        done.append((job.digest, plan))
    assert len(done) == len(jobs)
    assert dict(done) == one_by_one(jobs)


def _kill_a_worker() -> None:
    """Kill the youngest process that works for this one (the tracker of the pool is not one)."""
    ours = psutil.Process().children(recursive=True)
    workers = [child for child in ours if "spawn_main" in " ".join(child.cmdline())]
    os.kill(max(workers, key=lambda child: child.create_time()).pid, signal.SIGKILL)


def test_what_lies_there_already_is_not_planned_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "plans"
    out.mkdir()
    jobs = jobs_in(folder)
    plans = one_by_one(jobs[:4])
    for job in jobs[:4]:
        keep(job, plans[job.digest], out)
    (out / "ward-0.plan.json").write_text("{", encoding="utf-8")
    left = list(undone(jobs, out, seed=SEED, iterations=ITERATIONS))
    assert [job.files[0].name for job in left] == ["ward-0.json", "ward-4.json", "ward-5.json"]
    assert len(list(undone(jobs, out, seed=SEED + 1, iterations=ITERATIONS))) == 6


def test_the_same_day_in_two_files_is_one_job_with_two_plans(folder: Path, tmp_path: Path) -> None:
    (folder / "again.json").write_text((folder / "ward-0.json").read_text(encoding="utf-8"), encoding="utf-8")
    jobs = jobs_in(folder)
    assert len(jobs) == 6
    out = tmp_path / "plans"
    out.mkdir()
    keep(jobs[0], solve_text(jobs[0].text, seed=SEED, iterations=ITERATIONS), out)
    assert (out / "again.plan.json").read_bytes() == (out / "ward-0.plan.json").read_bytes()


@pytest.mark.night
@pytest.mark.parametrize("spread", [by_processes, by_dask])
def test_fifty_ward_days_with_a_worker_killed_in_the_middle(tmp_path: Path, spread: Spread) -> None:
    for seed in range(50):
        (tmp_path / f"ward-{seed:02}.json").write_text(encode_instance(make_day(seed)), encoding="utf-8")
    jobs = jobs_in(tmp_path)
    done: list[tuple[str, str]] = []
    for job, plan in spread(jobs, work_of(SEED, 2_000), workers=2):
        done.append((job.digest, plan))
        if len(done) == 25:
            _kill_a_worker()
    assert len(done) == 50 == len({digest for digest, _ in done})
    for digest, plan in done[20:30]:
        text = next(job.text for job in jobs if job.digest == digest)
        assert plan == solve_text(text, seed=SEED, iterations=2_000)
