"""How many planted doubles are found, and who is called one without being one: by kind, in two wards' lists.

The rule was tuned on lists as `planted` makes them; `planted_otherwise` makes them with another mind. Three in a
hundred people are typed twice, as many only look like another.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import planted, planted_otherwise

SIZE = 90_000
SHARE = 0.03
SEED = 20261124
GOALS = {"found_percent": ("least", 98.0), "false_per_thousand": ("most", 2.0)}


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The worse of both lists for the goals, and each list's figures by kind; nothing is written."""
    some = max(1, int(size * SHARE))
    figures: dict[str, Any] = {}
    for name, plant in (("usual", planted.plant), ("otherwise", planted_otherwise.plant)):
        say(f"{name}: {size} people, {some} typed twice, {some} who look alike …")
        made = plant(seed=SEED, residents=size, doubles=some, alike=some)
        figures |= {f"{name}_{key}": value for key, value in judged(made).items()}
    return {
        "found_percent": min(figures["usual_found_percent"], figures["otherwise_found_percent"]),
        "false_per_thousand": max(
            figures["usual_false_per_thousand"], figures["otherwise_false_per_thousand"]
        ),
        **figures,
    }


def judged(made: planted.Planted) -> dict[str, Any]:
    """Found and false of one list: shares, then "found of planted" and "called of people" by kind."""
    worked = time.process_time()
    called = places_called_doubles(made.rows)
    worked = time.process_time() - worked
    doubles = made.doubles
    false = called - set(doubles)
    planted_of = Counter(kind for kinds in doubles.values() for kind in kinds or ("copied",))
    found_of = Counter(kind for place in called & set(doubles) for kind in doubles[place] or ("copied",))
    alike_of = Counter(entry.looks_like or "others" for entry in made.entries)
    false_of = Counter(made.entries[place - 1].looks_like or "others" for place in false)
    return {
        "found_percent": round(100 * len(called & set(doubles)) / max(1, len(doubles)), 2),
        "false_per_thousand": round(1000 * len(false) / len(made.entries), 2),
        "cpu_seconds": round(worked, 1),
        "found": {kind: f"{found_of[kind]} of {count}" for kind, count in sorted(planted_of.items())},
        "false": {kind: f"{false_of[kind]} of {count}" for kind, count in sorted(alike_of.items())},
    }


def places_called_doubles(rows: list[tuple[Any, ...]], roll: Any = None) -> set[int]:
    """Places (from 1) of the rows that the import would call likely doubles, within the list or of `roll`."""
    from tannha.roll.rules.analysis import Analysis, Roll, analyse, lists_in
    from tannha.roll.rules.cells import Book, Sheet
    from tannha.roll.rules.findings import FindingCode

    lists = lists_in(Book(sheets=(Sheet(name="1", rows=[planted.HEADINGS, *rows]),)))
    called: set[int] = set()

    def keep(reading: Any, codes: Any, outcome: Any) -> None:
        if FindingCode.DOUBLE in codes or FindingCode.DOUBLE_IN_ROLL in codes:
            called.add(int(reading.row) - 1)

    for _ in analyse(
        lists,
        mapping=lists[0].heading.mapping,
        decisions={},
        roll=roll or Roll(),
        on=planted.ON,
        into=Analysis(),
        rejected=keep,
    ):
        pass
    return called
