"""Two gears from one source: the kernel interpreted over lists, or compiled by numba over arrays.

Compiling takes a quarter of a minute once and is kept in a cache folder named by the kernel's own text: inside
the package where that may be written, else in the user's cache folder. numba is an extra; without it the
interpreted gear is all there is, and plans are the same.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tannha.plan.solvers.own import anneal, insert, ruin, schedule, slots, state, walkers
from tannha.plan.solvers.own.state import State

KERNEL = (schedule, insert, slots, ruin, walkers, anneal)
INTERPRETED, COMPILED = "interpreted", "compiled"
READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gear:
    """The one entry of the kernel (see ``anneal.work``) and how a state is carried to it."""

    name: str
    work: Callable[[State, int, int, int, int], None]
    carry: Callable[[State], State]


def has_numba() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


def cache_folder() -> Path:
    """Where compiled code is kept for this kernel, this Python and this processor's kind."""
    here = Path(__file__).resolve().parent
    files = [Path(inspect.getfile(module)) for module in (state, *KERNEL)]
    texts = [file.read_bytes() for file in (*files, here / "flat.py")]
    mark = f"{sys.version_info[:2]} {os.uname().machine}".encode()
    digest = hashlib.sha256(b"".join([mark, *texts])).hexdigest()[:16]
    if os.access(here, os.W_OK):
        return here / "__pycache__" / f"compiled-{digest}"
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "tannha" / f"compiled-{digest}"


def is_warm() -> bool:
    """Whether compiled code lies ready, so that it loads in a moment."""
    return has_numba() and (cache_folder() / READY).exists()


def interpreted() -> Gear:
    """The gear that is always there."""
    return Gear(name=INTERPRETED, work=anneal.work, carry=list)


def gear_now() -> Gear:
    """The compiled gear when it lies ready, else the interpreted one; never waits for compiling."""
    return compiled() if is_warm() else interpreted()


def gear_named(name: str) -> Gear:
    """The gear asked for by name; any other name takes the best that lies ready."""
    if name == INTERPRETED:
        return interpreted()
    return compiled() if name == COMPILED else gear_now()


@functools.cache
def compiled() -> Gear:
    """The compiled gear; compiles when nothing is kept. ImportError without numba."""
    os.environ.setdefault("NUMBA_OPT", "1")
    numba: Any = importlib.import_module("numba")
    numpy: Any = importlib.import_module("numpy")
    extending: Any = importlib.import_module("numba.extending")
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    numba.config.CACHE_DIR = str(folder)
    for module in KERNEL:
        for function in functions_of(module):
            if function is not anneal.copy:
                extending.register_jitable(function)
    flat: Any = importlib.import_module("tannha.plan.solvers.own.flat")

    def carry(found: State) -> State:
        return numpy.array(found, dtype=numpy.int64)  # type: ignore[no-any-return]

    return Gear(name=COMPILED, work=flat.work, carry=carry)


def functions_of(module: ModuleType) -> list[Callable[..., Any]]:
    """The kernel functions written in a module."""
    found = [one for one in vars(module).values() if inspect.isfunction(one)]
    return [one for one in found if one.__module__ == module.__name__]


def warm(example: State) -> None:
    """Compile everything by running it on an example, and mark the cache as ready."""
    gear = compiled()
    carried = gear.carry(example)
    gear.work(carried, anneal.BEGIN, 0, 0, 1)
    (cache_folder() / READY).touch()
