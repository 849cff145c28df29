"""Messages of the process beside (`beside_child.py`): a kind and its parts, as pickles of this program's own making."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, BinaryIO

from tannha.ground.dates import PartialDate
from tannha.roll.rules.address import Address
from tannha.roll.rules.people import Person

_PERSONS_AT_ONCE = 500


def birth_again(year: int, month: int | None, day: int | None) -> PartialDate:
    """A partial date out of its parts."""
    return PartialDate(year=year, month=month, day=day)


def address_again(parts: tuple[Any, ...]) -> Address:
    """An address out of its parts."""
    text, key, tower, floor, flat, house_number, alley, group, numbers = parts
    return Address(
        text=text,
        key=key,
        tower=tower,
        floor=floor,
        flat=flat,
        house_number=house_number,
        alley=alley,
        group=group,
        numbers=numbers,
    )


def _birth_in_parts(birth: PartialDate) -> tuple[Any, ...]:
    return birth_again, (birth.year, birth.month, birth.day)


def _address_in_parts(one: Address) -> tuple[Any, ...]:
    parts = (one.text, one.key, one.tower, one.floor, one.flat, one.house_number, one.alley, one.group)
    return address_again, ((*parts, one.numbers),)


class Sender:
    """Writes messages; dates and addresses as their parts, which costs a third of what dataclasses cost."""

    def __init__(self, out: BinaryIO) -> None:
        """To the other end's pipe."""
        self._out = out
        self._pickler = pickle.Pickler(out, protocol=5)
        self._pickler.dispatch_table = {PartialDate: _birth_in_parts, Address: _address_in_parts}

    def send(self, kind: str, *parts: Any) -> None:
        """One message, at once."""
        self._pickler.clear_memo()
        self._pickler.dump((kind, *parts))
        self._out.flush()

    def counted(self, rows: int) -> None:
        """How many rows were read or compared."""
        self.send("counted", rows)

    def persons(self, persons: Iterator[Person]) -> None:
        """All persons, some at a time, as plain tuples."""
        some: list[tuple[Any, ...]] = []
        for person in persons:
            some.append(tuple(person))
            if len(some) >= _PERSONS_AT_ONCE:
                self.send("persons", some)
                some = []
        self.send("persons", some)
