"""`tannha bench NAME`: runs a measurement of `benchmarks/` on a folder of its own and prints what it found.

The measurements live in the clone, not in an installed package. A file holds `GOALS` (figure to most or least) and
`measure(folder, size, say) -> dict`. Exit 0 when every goal is met, 1 when one is missed.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, say

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
FILES = {
    "import": "import_roll",
    "search": "search_roll",
    "pages": "pages",
    "journal": "journal",
    "backup": "backup",
    "chip": "chip",
    "chip-live": "chip_live",
}


def load(name: str) -> ModuleType:
    """The measurement of this name; refuses with one sentence where there is none."""
    path = FOLDER / f"{FILES.get(name, name)}.py"
    spec = importlib.util.spec_from_file_location(f"tannha_benchmark_{name}", path)
    if name not in FILES or not path.exists() or spec is None or spec.loader is None:
        raise Stopped(f"There is no measurement {name}. In a clone there are: {', '.join(FILES)}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def missed(figures: dict[str, Any], goals: dict[str, tuple[str, float]]) -> list[str]:
    """A sentence for each goal that is not met: `most` may not be passed, `least` must be reached."""
    told = []
    for name, (kind, limit) in goals.items():
        seen = figures[name]
        if (kind == "most" and seen > limit) or (kind == "least" and seen < limit):
            told.append(f"{name} is {seen}, at {kind} {limit:g} is wanted")
    return told


@command
def bench(
    name: Annotated[str, typer.Argument(help="import, search, pages or journal.")],
    size: Annotated[int | None, typer.Option(min=1, help="How many rows, residents or entries.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Measure this machine: reading a list, looking people up, showing pages, verifying the journal."""
    module = load(name)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tannha-bench-") as folder:
        figures: dict[str, Any] = module.measure(Path(folder), size or module.SIZE, say)
    shortfalls = missed(figures, module.GOALS)
    result = {"bench": name, "size": size or module.SIZE, **figures}
    result |= {"seconds": round(time.perf_counter() - began, 1), "met": not shortfalls, "missed": shortfalls}
    lines = [f"{key:<24} {value}" for key, value in result.items()]
    answer(result, as_json=as_json, text="\n".join(lines))
    return 1 if shortfalls else 0


def register(app: typer.Typer) -> None:
    """Add `bench` to the program's commands."""
    app.command("bench")(bench)
