"""Shapes remembered: what is read by comparison is what a full reading would give, whatever varies."""

from __future__ import annotations

import random

import pytest

from tannha.icao import cms
from tannha.icao.deviations import Malformed
from tannha.icao.frames import MOST_LENGTHS, MOST_PER_LENGTH, Frames
from tannha.icao.sod import Sod, SodWriter, decode_sod
from tests.icao.authority import authority_of


def fresh(data: bytes, *, strict: bool) -> Sod | str:
    cms._SHAPES.forget()
    return read(data, strict=strict)


def read(data: bytes, *, strict: bool) -> Sod | str:
    try:
        return decode_sod(data, strict=strict)
    except Malformed as error:
        return str(error)


@pytest.mark.parametrize("strict", [True, False])
def test_a_remembered_shape_reads_as_a_fresh_mind_does(strict: bool) -> None:
    made, other, chance = authority_of(), authority_of(number=3), random.Random(9)
    groups = {1: b"one", 2: b"two", 13: b"three"}
    sods = [
        SodWriter(each.signer, each.signer_certificate).write(groups) for each in (made, made, other, other)
    ]
    changed = []
    for _ in range(300):
        data = bytearray(chance.choice(sods))
        for _ in range(chance.choice([0, 1, 1, 2, 6])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        changed.append(bytes(data))
    expected = [fresh(data, strict=strict) for data in changed]
    cms._SHAPES.forget()
    for data in sods:
        read(data, strict=True)
    for data, wanted in zip(changed, expected, strict=True):
        found = read(data, strict=strict)
        assert found == wanted
        if isinstance(found, Sod) and isinstance(wanted, Sod):
            assert (found.deviations, found.signed) == (wanted.deviations, wanted.signed)


def test_shapes_do_not_pile_up() -> None:
    frames: Frames[int] = Frames()
    for number in range(3 * MOST_LENGTHS):
        frames.remember(bytes(number), [], number)
    for number in range(3 * MOST_PER_LENGTH):
        frames.remember(bytes((number,)) * 9, [(2, 4)], number)
    assert frames.find(bytes((1,)) * 9) is None
    last = 3 * MOST_PER_LENGTH - 1
    assert frames.find(bytes((last, last, 7, 8)) + bytes((last,)) * 5) == (last, [bytes((7, 8))])
