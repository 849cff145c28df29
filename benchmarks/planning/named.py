"""The peers by name and whether they are installed; imports none of them."""

from __future__ import annotations

import importlib.util

PEERS = ("ortools", "pyvrp", "vroom")


def missing(engines: list[str]) -> list[str]:
    """Those of the engines whose package, or that of choosing slots, is not installed."""
    return [
        name for name in engines
        if name in PEERS and not all(map(importlib.util.find_spec, {name, "ortools", "scipy"}))
    ]  # fmt: skip
