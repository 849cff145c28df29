"""What a run in another process needs: both sides find it by its name, which the measurement itself has not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One engine on one instance from one seed: a ward day (kind, teams) or a file."""

    engine: str
    seed: int
    family: str
    teams: int | None = None
    file: Path | None = None
    seconds: float


def one_run_by_name(run: Run) -> dict[str, Any]:
    """``plan.one_run`` where the measurement is loaded anew."""
    from tannha import bench

    row: dict[str, Any] = bench.load("plan").one_run(run)
    return row
