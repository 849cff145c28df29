"""A run in another process, which must find the measurement by name."""

from __future__ import annotations

from typing import Any


def one_run_by_name(run: Any) -> dict[str, Any]:
    """``plan.one_run`` where the measurement is loaded anew."""
    from tannha import bench

    row: dict[str, Any] = bench.load("plan").one_run(run)
    return row
