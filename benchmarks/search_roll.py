"""Whether looking somebody up finds the right person, and how long it takes: the real verb, on both databases.

Queries are written as people write them: without marks, in another order, a letter off, the middle word left out, the
old number, the whole number. Found means among the first three. Each engine runs in a process of its own. Beside the
time on the clock stands the work: processor time of the program and, on Linux, of PostgreSQL's process for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

SIZE = 100_000
QUERIES = 600
OFFICERS = 10
FIRST = 3
SEED = 41
GOALS = {"found_percent": ("least", 99.0), "p95_ms": ("most", 50.0)}


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The figures of SQLite and, where its programs are here, of PostgreSQL; the worse of both is compared."""
    from tannha.checks import postgres

    say(f"SQLite: a ward of {size} people …")
    engines = {"sqlite": _in_a_process(folder / "sqlite", size, None)}
    if postgres.find_programs() is not None:
        say(f"PostgreSQL: a ward of {size} people …")
        with postgres.temporary_postgres() as address:
            engines["postgres"] = _in_a_process(folder / "postgres", size, address)
    return {
        "found_percent": min(engine["found_percent"] for engine in engines.values()),
        "p95_ms": max(engine["p95_ms"] for engine in engines.values()),
        **{f"{name}_{key}": value for name, engine in engines.items() for key, value in engine.items()},
    }


def _in_a_process(folder: Path, size: int, address: str | None) -> dict[str, Any]:
    here = Path(__file__).resolve()
    paths = [str(here.parents[1]), str(here.parents[1] / "src")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    environment.pop("TANNHA_DATABASE_URL", None)
    if address is not None:
        environment["TANNHA_DATABASE_URL"] = address
    command = [sys.executable, str(here), str(folder), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def ask_all(folder: Path, size: int) -> dict[str, Any]:
    """Fill a store with invented people through the import, and ask for some of them."""
    from benchmarks import planted
    from tannha.ground.command import opened

    with opened(folder) as console:
        from tannha.roll import service

        rng = Random(SEED)
        people = planted.plant(seed=SEED, residents=size, doubles=0, alike=0).entries
        rows = [entry.cells(place) for place, entry in enumerate(people, start=1)]
        readied = service.ready_rows(console.actor, name="list", headings=planted.HEADINGS, rows=rows)
        began = time.perf_counter()
        service.import_readied(console.actor, readied=readied, now=console.now)
        written = time.perf_counter() - began
        officers = [_officer(console, number) for number in range(OFFICERS)]
        groups = {name: key for key, name in service.list_groups(console.actor.ward_id)}
        found, times, work, missed = 0, [], [], {}
        server_time = _server_clock()
        for turn, one in enumerate(rng.sample(people, QUERIES)):
            kind, query = query_for(rng, one)
            if "group" in query:
                query["group_id"] = groups[f"Tổ {query.pop('group')}"]
            began, worked = time.perf_counter(), time.process_time() + server_time()
            first = _first(service, officers[turn % OFFICERS], console.now, query)
            times.append((time.perf_counter() - began) * 1000)
            work.append((time.process_time() + server_time() - worked) * 1000)
            if any(_is(one, person) for person in first):
                found += 1
            else:
                missed[kind] = missed.get(kind, 0) + 1
    times.sort()
    work.sort()
    return {
        "found_percent": round(100 * found / len(times), 2),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "p50_work_ms": round(work[len(work) // 2], 1),
        "p95_work_ms": round(work[int(len(work) * 0.95)], 1),
        "load": round(os.getloadavg()[0], 1),
        "queries": len(times),
        "import_seconds": round(written, 1),
        "missed": missed,
    }


def _server_clock() -> Callable[[], float]:
    """Seconds of the processor that PostgreSQL has spent on this connection; 0 where there is no such process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(spent.read_text().split()[0]) / 1e9 if spent.exists() else 0.0


def query_for(rng: Random, one: Any) -> tuple[str, dict[str, Any]]:
    """A query for this person as somebody would write it, with its kind; by a number only where there is one."""
    from benchmarks import planted

    kinds = [
        "no_marks",
        "letter_off",
        "other_order",
        "without_middle",
        "shortened",
        "as_written",
        "letter_off_no_marks",
    ]
    kinds += ["number", "number_spaced"] if one.number else []
    kinds += ["old_number", "old_number"] if one.old_number else []
    kind = rng.choice(kinds)
    if kind == "number":
        return kind, {"number": one.number}
    if kind == "number_spaced":
        return kind, {"number": " ".join((one.number[:4], one.number[4:8], one.number[8:]))}
    if kind == "old_number":
        return kind, {"number": one.old_number}
    written = one
    for slip in planted.NAME_SLIPS:
        if slip.__name__.strip("_") in kind:
            written = slip(rng, written)
    return kind, {"name": written.name, "birth_year": int(one.birth[:4]), "group": one.group}


def _first(service: Any, asker: Any, now: Any, query: dict[str, Any]) -> tuple[Any, ...]:
    from tannha.roll.rules.search import Limits

    limits = Limits(per_hour=10**6, per_day=10**6, misses=10**6, station_per_day=10**6)
    answer = service.find_people(asker, purpose="family_asks", now=now, limits=limits, **query)
    people: tuple[Any, ...] = answer.people[:FIRST]
    return people


def _is(one: Any, person: Any) -> bool:
    born = person.birth.iso if person.birth is not None else ""
    return bool(person.name == one.name and born == one.birth)


def _officer(console: Any, number: int) -> Any:
    from tannha.ground.access import Role
    from tannha.ground.models import User
    from tannha.ground.sign_in import actor_of

    user = User.objects.create(
        username=f"asker-{number}",
        display_name=f"asker {number}",
        role=Role.SUPERVISOR.value,
        ward_id=console.actor.ward_id,
        made_at=console.now,
    )
    return actor_of(user)


if __name__ == "__main__":
    print(json.dumps(ask_all(Path(sys.argv[1]), int(sys.argv[2]))))
