"""What is checked, lane by lane, fastest first. A lane is a list of commands; nothing is run here.

A pytest command counts its tests, any other command counts as one check. What a lane needs of the machine
stands in `needs`; a lane that cannot run makes the full run fail, and is named when `--quick` leaves it out.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tannha.checks.postgres import find_programs

ROOT = Path(__file__).resolve().parents[3]
CARD_PARTS = (
    ("pcscd", "/usr/sbin/pcscd"),
    ("vsmartcard-vpcd", "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
    ("opensc", "/usr/bin/opensc-tool"),
)
"""Debian package and a file of it, for each part of the virtual card reader."""
OWN_LANES = ("tests/architecture", "tests/messages", "tests/browser", "tests/journeys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a lane: its words, and whether it is pytest (then its tests are counted one by one)."""

    words: tuple[str, ...]
    is_pytest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One named group of checks.

    `database` goes into TANNHA_TEST_DATABASE; `needs` names what it must have ("postgres", "chromium", "pcsc").
    """

    name: str
    what: str
    commands: tuple[Command, ...]
    in_quick: bool = True
    database: str = "sqlite"
    needs: tuple[str, ...] = ()


def tool(name: str, *words: str) -> Command:
    """A tool that the environment brings, run by its file beside this Python."""
    return Command(words=(str(Path(sys.executable).parent / name), *words))


def tests(*paths: str, marks: str, workers: int = 0) -> Command:
    """A pytest command over paths, with a mark expression, on so many workers (0: in one process)."""
    spread = ("-n", str(workers), "--dist", "loadscope") if workers else ("-p", "no:xdist")
    words = (sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *spread)
    return Command(words=(*words, "-m", marks, *paths), is_pytest=True)


def room_tests(root: Path) -> tuple[str, ...]:
    """The test folders of the rooms: everything below `tests` that has no lane of its own."""
    folders = sorted(path for path in (root / "tests").iterdir() if any(path.rglob("test_*.py")))
    names = (f"tests/{path.name}" for path in folders if path.is_dir())
    return tuple(name for name in names if name not in OWN_LANES)


def lanes(root: Path = ROOT, *, night: bool = False, quick: bool = False) -> tuple[Lane, ...]:
    """All lanes in the order in which they run. `night` adds the tests that carry full counts, `quick` leaves the
    slow ones out of the lane of the embedded store."""
    plain = "not browser and not program" if night else "not browser and not program and not night"
    browser = "browser" if night else "browser and not night"
    rooms = room_tests(root)
    return (
        Lane(
            name="format", what="one layout for all code", commands=(tool("ruff", "format", "--check", "."),)
        ),
        Lane(
            name="lint",
            what="faults that can be seen without running, and spelling",
            commands=(tool("ruff", "check", "."), tool("codespell", "src", "tests", "docs", "README.md")),
        ),
        Lane(
            name="contracts",
            what="order of rooms, floor plan, map, house rules",
            commands=(tool("lint-imports"), tests("tests/architecture", marks=plain)),
        ),
        Lane(
            name="messages",
            what="every text complete in both languages",
            commands=(tests("tests/messages", marks=plain),),
        ),
        Lane(name="types", what="annotations hold", commands=(tool("mypy", "src"),)),
        Lane(
            name="sqlite",
            what="rules, services and pages on the embedded store",
            commands=(tests(*rooms, marks=f"{plain} and not slow" if quick else plain, workers=2),),
        ),
        Lane(
            name="programs",
            what="the real program started, stopped, killed, backed up",
            commands=(tests(*rooms, marks="program"),),
            in_quick=False,
            needs=("postgres",),
        ),
        Lane(
            name="cards",
            what="a card in the virtual reader, read over PC/SC by pyscard, opensc-tool and our own reader",
            commands=(tests("tests/issue", marks="program"),),
            in_quick=False,
            needs=("pcsc",),
        ),
        Lane(
            name="journeys",
            what="the real program from a list to a card",
            commands=(tests("tests/journeys", marks=plain),),
            in_quick=False,
        ),
        Lane(
            name="postgres",
            what="rules, services and pages on PostgreSQL",
            commands=(tests(*rooms, marks=plain, workers=2),),
            in_quick=False,
            database="postgres",
            needs=("postgres",),
        ),
        Lane(
            name="journeys-postgres",
            what="the same journeys on PostgreSQL",
            commands=(tests("tests/journeys", marks=plain),),
            in_quick=False,
            database="postgres",
            needs=("postgres",),
        ),
        Lane(
            name="browser",
            what="pages and journeys in a real browser",
            commands=(tests("tests/browser", marks=browser), tests("tests/journeys", marks=browser)),
            in_quick=False,
            needs=("chromium", "postgres"),
        ),
    )


def why_not(lane: Lane) -> str | None:
    """Why a lane cannot run on this machine, in one sentence; None when it can."""
    if "postgres" in lane.needs and find_programs() is None:
        return "PostgreSQL is not on this machine. To have it: sudo apt-get install postgresql"
    if "chromium" in lane.needs and not find_chromium():
        return "Chromium is not on this machine. To have it: sudo apt-get install chromium"
    return why_no_card_reader() if "pcsc" in lane.needs else None


def why_no_card_reader() -> str | None:
    """Why no card can be put into a virtual reader on this machine, in one sentence; None when it can."""
    lacking = [package for package, path in CARD_PARTS if not _is_there(path)]
    if lacking:
        packages = " ".join(lacking)
        return f"The virtual card reader is not on this machine. To have it: sudo apt-get install {packages}"
    if find_spec("smartcard") is None:
        tools = "swig libpcsclite-dev gcc python3-dev"
        return (
            f"pyscard is not in the environment. To have it: sudo apt-get install {tools}, then ./tannha test"
        )
    return None


def _is_there(path: str) -> bool:
    return Path(path).exists() or bool(shutil.which(Path(path).name))


def find_chromium() -> str | None:
    """Path of a Chromium that tests can drive; None when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)
