"""The process beside: reads a large file, compares it with the roll it is given, and hands the persons on.

Messages are pickles between two processes of this program (`beside.py` is the other end). It holds the list in its own
memory, with a limit, so that whoever serves pages or writes rows stays small; it steps back behind other work, and ends
as soon as nobody listens. It knows neither store nor keys.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
from typing import Any, BinaryIO

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.reading import read_book
from tannha.roll.reading.lists import guess_of, lists_of
from tannha.roll.reading.messages import Sender
from tannha.roll.refusals import Code
from tannha.roll.rules.analysis import Analysis, Listed, Roll, RollRow, analyse
from tannha.roll.rules.areas import AreaName
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.rejected import RejectedRows
from tannha.roll.rules.summary import summary_of

MEMORY_MEGABYTES = 480
_NICER = 5
_LETTERS_AT_ONCE = 1 << 16


def main() -> int:
    """Serve one parent until it lets go; exit 0."""
    os.nice(_NICER)
    limit = MEMORY_MEGABYTES << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    asked, sender = sys.stdin.buffer, Sender(sys.stdout.buffer)
    try:
        _serve(asked, sender)
    except (EOFError, BrokenPipeError):
        os._exit(0)
    return 0


def _serve(asked: BinaryIO, sender: Sender) -> None:
    try:
        data, file_name = pickle.load(asked)
        book = read_book(data, file_name, sender.counted)
        del data
        lists = lists_of(book)
        rows = sum(len(listed.rows) for listed in lists)
        labels = tuple(listed.heading.labels for listed in lists)
        guess = {label: field.value for label, field in guess_of(lists).items()}
        sender.send("lists", rows, book.encoding, labels, guess)
        del book
        while True:
            _compare(lists, pickle.load(asked), _roll(asked), sender)
    except Refused as refused:
        sender.send("refused", str(refused.refusal.code), dict(refused.refusal.details))
    except MemoryError:
        sender.send("refused", str(Refusal(Code.FILE_TOO_SLOW).code), {})


def _roll(asked: BinaryIO) -> Roll:
    roll = Roll()
    while some := pickle.load(asked):
        for row in some:
            roll.add(RollRow._make(map(sys.intern, row)))
    return roll


def _compare(lists: tuple[Listed, ...], wish: dict[str, Any], roll: Roll, sender: Sender) -> None:
    """One comparison: persons, or the figures alone, or the rows that are not written; its figures last."""
    mapping = {label: Field(field) for label, field in wish["mapping"].items()}
    decisions = {FindingCode(code): Repair(repair) for code, repair in wish["decisions"].items()}
    into = Analysis()
    text = RejectedRows(lists) if wish["what"] == "rejected" else None

    def reject(*row: Any) -> None:
        if text is not None:
            text.add(*row)
            if text.waiting > _LETTERS_AT_ONCE:
                sender.send("text", text.take())

    persons = analyse(
        lists,
        mapping=mapping,
        decisions=decisions,
        roll=roll,
        on=wish["on"],
        into=into,
        rejected=reject if text is not None else None,
        counted=sender.counted,
        areas=tuple(map(AreaName._make, wish["areas"])),
    )
    if wish["what"] == "persons":
        sender.persons(persons)
    else:
        for _person in persons:
            pass
    if text is not None:
        sender.send("text", text.take())
    sender.send("done", summary_of(lists, mapping, into))


if __name__ == "__main__":
    sys.exit(main())
