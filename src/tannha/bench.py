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
    "doubles": "doubles",
    "pages": "pages",
    "journal": "journal",
    "backup": "backup",
    "chip": "chip",
    "chip-live": "chip_live",
    "plan": "plan",
    "replan": "replan",
    "offer": "offer",
    "drive": "drive",
    "explain": "explain",
    "peak-day": "peak_day",
}
ENGINES = ("own", "greedy", "ortools", "pyvrp", "vroom")


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


def _engines(text: str) -> list[str]:
    names = [word for word in text.split(",") if word]
    for name in names:
        if name not in ENGINES:
            raise Stopped(f"There is no engine {name} here. There are: {', '.join(ENGINES)}.")
    return names


def _seeds(text: str) -> list[int]:
    """Seeds from "1-20" or "1,4,7"; refuses with one sentence what is neither."""
    found: list[int] = []
    for word in text.split(","):
        first, dash, last = word.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise Stopped(f"seeds: {text} is not read. Write 1-20 or 1,4.")
        found += range(int(first), int(last if dash else first) + 1)
    return found


def _budget(text: str) -> dict[str, float]:
    """Seconds by name from "own=1,darp=10"; refuses with one sentence what is not above zero."""
    found = {"own": 1.0, "darp": 10.0, "peers": 5.0}
    for word in text.split(","):
        name, _, seconds = word.partition("=")
        if name not in found or not seconds.replace(".", "", 1).isdecimal() or float(seconds) <= 0:
            raise Stopped(f"budget: {word} is not read. Write own=1,peers=5,darp=10, each above zero.")
        found[name] = float(seconds)
    return found


@command
def bench(
    name: Annotated[
        str,
        typer.Argument(
            help="import, search, doubles, pages, journal, backup, chip, chip-live, plan, offer, drive or explain."
        ),
    ],
    size: Annotated[int | None, typer.Option(min=1, help="How many rows, residents or entries.")] = None,
    engine: Annotated[str, typer.Option(help="plan: of own, greedy, ortools, pyvrp, vroom.")] = "own,greedy",
    instances: Annotated[
        Path | None, typer.Option(help="plan: a folder with public files in darp/, vrptw/ and pdptw/.")
    ] = None,
    days: Annotated[str, typer.Option(help="plan: kinds of days, as normal,overloaded,careful.")] = "normal",
    seeds: Annotated[str, typer.Option(help="plan: seeds, as 1-20 or 1,4.")] = "1-3",
    budget: Annotated[
        str, typer.Option(help="plan: seconds, as own=1,peers=5,darp=10 (darp: every public file).")
    ] = "own=1,peers=5,darp=10",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="plan: how many processes, one thread each.")] = 1,
    picture: Annotated[
        Path | None, typer.Option(help="plan: where the gap over time is drawn, as SVG.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Measure this machine: reading a list, looking people up, showing pages, verifying the journal, planning."""
    module = load(name)
    if name == "plan":
        figures: dict[str, Any] = module.compare(
            engines=_engines(engine),
            instances=instances,
            days=[word for word in days.split(",") if word],
            seeds=_seeds(seeds),
            budget=_budget(budget),
            say=say,
            jobs=jobs,
            picture=picture,
        )
        shortfalls = missed(figures, module.GOALS)
        result = {"bench": name, **figures, "met": not shortfalls, "missed": shortfalls}
        plain = {key: value for key, value in result.items() if key not in ("rows", "gap_over_time")}
        answer(result, as_json=as_json, text="\n".join(f"{key:<24} {value}" for key, value in plain.items()))
        return 1 if shortfalls else 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tannha-bench-") as folder:
        figures = module.measure(Path(folder), size or module.SIZE, say)
    shortfalls = missed(figures, module.GOALS)
    result = {"bench": name, "size": size or module.SIZE, **figures}
    result |= {"seconds": round(time.perf_counter() - began, 1), "met": not shortfalls, "missed": shortfalls}
    lines = [f"{key:<24} {value}" for key, value in result.items()]
    answer(result, as_json=as_json, text="\n".join(lines))
    return 1 if shortfalls else 0


def register(app: typer.Typer) -> None:
    """Add `bench` to the program's commands."""
    app.command("bench")(bench)
