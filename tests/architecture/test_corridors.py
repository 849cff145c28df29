"""Which room may know which, and by which door: read from the import graph. No exceptions are kept here."""

from __future__ import annotations

import functools
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tannha"

ROOMS = (
    "roll", "canvass", "fleet", "plan", "enrol", "issue", "eid", "desk", "sign",
    "progress", "office", "privacy",
)  # fmt: skip
LOOKS_EVERYWHERE = frozenset(ROOMS)
CORRIDORS: dict[str, frozenset[str]] = {
    "roll": frozenset(),
    "canvass": frozenset({"roll"}),
    "fleet": frozenset(),
    "plan": frozenset({"roll", "canvass", "fleet"}),
    "enrol": frozenset({"roll", "canvass", "plan", "fleet"}),
    "issue": frozenset({"enrol", "plan", "canvass", "roll", "fleet"}),
    "eid": frozenset({"issue", "canvass"}),
    "desk": frozenset({"eid", "issue", "roll"}),
    "sign": frozenset({"eid", "issue"}),
    "progress": LOOKS_EVERYWHERE,
    "office": LOOKS_EVERYWHERE,
    "privacy": LOOKS_EVERYWHERE,
}
READS_THE_CHIP = frozenset({"issue", "desk", "sign"})
DOORS = frozenset({"rules", "service"})
BELOW_ALL = frozenset({"ground", "web", "sync"})


@functools.cache
def imports() -> frozenset[tuple[str, str]]:
    """Every (importing, imported) pair of modules inside the package."""
    graph = grimp.build_graph("tannha", cache_dir=None)
    return frozenset(
        (one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)
    )


def parts(module: str) -> tuple[str, str]:
    """(`room`, `file or folder in it`) of a module's full name; empty where it has none."""
    words = module.split(".")
    return (words[1] if len(words) > 1 else "", words[2] if len(words) > 2 else "")


def between_rooms() -> list[tuple[str, str]]:
    """The imports that lead from one room into another."""
    return sorted(
        (one, other)
        for one, other in imports()
        if parts(one)[0] in ROOMS and parts(other)[0] in ROOMS and parts(one)[0] != parts(other)[0]
    )


def test_a_room_knows_only_the_rooms_of_its_corridors() -> None:
    strays = [pair for pair in between_rooms() if parts(pair[1])[0] not in CORRIDORS[parts(pair[0])[0]]]
    assert strays == []


def test_a_room_is_entered_by_its_rules_and_its_service_only() -> None:
    side_doors = [pair for pair in between_rooms() if parts(pair[1])[1] not in DOORS]
    assert side_doors == []


def test_the_chip_library_is_known_to_the_rooms_that_make_or_read_cards() -> None:
    readers = {parts(one)[0] for one, other in imports() if parts(other)[0] == "icao"} - {"icao"}
    assert readers <= READS_THE_CHIP | {"ground", "demo"}


def test_nothing_imports_the_invented_ward() -> None:
    assert [pair for pair in imports() if parts(pair[1])[0] == "demo" and parts(pair[0])[0] != "demo"] == []


def test_what_lies_below_all_rooms_knows_none_of_them() -> None:
    upward = [pair for pair in imports() if parts(pair[0])[0] in BELOW_ALL and parts(pair[1])[0] in ROOMS]
    assert upward == []


def test_rules_of_another_room_are_the_only_thing_that_rules_import() -> None:
    strays = [
        (one, other)
        for one, other in imports()
        if parts(one)[1] == "rules"
        and parts(other)[0] in ROOMS
        and parts(other)[1] not in {"rules", "refusals"}
    ]
    assert strays == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_folder_has_its_row_in_the_table_of_corridors(room: str) -> None:
    assert room in CORRIDORS
    assert CORRIDORS[room] <= LOOKS_EVERYWHERE


def test_no_folder_is_forgotten_by_this_test() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders - set(ROOMS) - BELOW_ALL == {"checks", "demo", "icao"}
