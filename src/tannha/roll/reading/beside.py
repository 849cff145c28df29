"""Lists read and compared by a process beside this one, so that both of a small machine's cores work.

The pipe between the two is the bounded queue: who reads waits for who writes. What goes over it is `beside_child.py`'s.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.refusals import Code
from tannha.roll.rules.analysis import Counted, RollRow
from tannha.roll.rules.areas import KNOWN, AreaName
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.people import Person

_PIPE_BYTES = 1 << 20
_ROLL_AT_ONCE = 2000


class ListsBeside:
    """Lists in the memory of a process beside this one; `close` ends it."""

    def __init__(self, data: bytes, file_name: str, counted: Counted | None = None) -> None:
        """Start it and let it read; refuses what cannot be read. `counted` hears how many rows have been read."""
        search = os.pathsep.join(path for path in sys.path if path)
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tannha.roll.reading.beside_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
            | {"PYTHONPATH": search},
        )
        self.summary: dict[str, Any] = {}
        self.areas: Sequence[AreaName] = KNOWN
        assert self._child.stdin is not None and self._child.stdout is not None
        self._ask, self._told = self._child.stdin, self._child.stdout
        with suppress(OSError):
            fcntl.fcntl(self._told, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        try:
            self._send((data, file_name))
            (said,) = [parts for kind, parts in self._heard("lists", counted) if kind == "lists"]
        except BaseException:
            self.close()
            raise
        self.rows, self.encoding, self.labels = said[0], said[1], said[2]
        self.guess = {label: Field(field) for label, field in said[3].items()}

    def persons(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> Iterator[Person]:
        """As `Lists.persons`."""
        self._wish("persons", mapping, decisions, roll, on)
        for kind, parts in self._heard("done", counted):
            if kind == "persons":
                yield from map(Person._make, parts[0])

    def figures(
        self,
        *,
        mapping: Mapping[str, Field],
        roll: Iterable[RollRow],
        on: date,
        counted: Counted | None = None,
    ) -> dict[str, Any]:
        """As `Lists.figures`."""
        self._wish("figures", mapping, {}, roll, on)
        for _heard in self._heard("done", counted):
            pass
        return self.summary

    def rejected(
        self,
        *,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
    ) -> Iterator[str]:
        """As `Lists.rejected`."""
        self._wish("rejected", mapping, decisions, roll, on)
        for kind, parts in self._heard("done", None):
            if kind == "text":
                yield parts[0]

    def close(self) -> None:
        """End the process beside."""
        if self._child.poll() is None:
            self._child.kill()
        with suppress(BrokenPipeError):
            self._ask.close()
        self._told.close()
        self._child.wait()

    def _wish(
        self,
        what: str,
        mapping: Mapping[str, Field],
        decisions: Mapping[FindingCode, Repair],
        roll: Iterable[RollRow],
        on: date,
    ) -> None:
        self._send(
            {
                "what": what,
                "mapping": {label: field.value for label, field in mapping.items()},
                "decisions": {code.value: repair.value for code, repair in decisions.items()},
                "on": on,
                "areas": tuple(map(tuple, self.areas)),
            }
        )
        rows = iter(roll)
        while some := [tuple(row) for row in islice(rows, _ROLL_AT_ONCE)]:
            self._send(some)
        self._send([])

    def _send(self, message: Any) -> None:
        with suppress(BrokenPipeError):
            pickle.dump(message, self._ask, protocol=5)
            self._ask.flush()

    def _heard(self, last: str, counted: Counted | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """What the other process says, up to and with the message `last`; its refusals, and its end, are raised."""
        while True:
            try:
                kind, *parts = pickle.load(self._told)
            except (EOFError, pickle.UnpicklingError) as error:
                raise Refused(Refusal(Code.FILE_TOO_SLOW)) from error
            if kind == "refused":
                raise Refused(Refusal(Code(parts[0]), **parts[1]))
            if kind == "counted":
                if counted is not None:
                    counted(parts[0])
                continue
            if kind == "done":
                self.summary = parts[0]
            yield kind, tuple(parts)
            if kind == last:
                return
