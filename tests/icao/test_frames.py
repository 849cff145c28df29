"""Shapes remembered: what is read by comparison is what a full reading would give, whatever varies."""

from __future__ import annotations

import random

import pytest

from tannha.icao import sod as sods_module
from tannha.icao.deviations import Malformed
from tannha.icao.frames import MOST_LENGTHS, MOST_PER_LENGTH, Frames
from tannha.icao.pki import certificates as certificates_module
from tannha.icao.pki.certificates import Certificate, decode_certificate
from tannha.icao.sod import Sod, SodWriter, decode_sod
from tests.icao.authority import authority_of


def fresh(data: bytes, *, strict: bool) -> Sod | str:
    sods_module._SHAPES.forget()
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
    sods_module._SHAPES.forget()
    for data in sods:
        read(data, strict=True)
    for data, wanted in zip(changed, expected, strict=True):
        found = read(data, strict=strict)
        assert found == wanted
        if isinstance(found, Sod) and isinstance(wanted, Sod):
            assert (found.deviations, found.signed) == (wanted.deviations, wanted.signed)


def certificate(data: bytes, *, strict: bool) -> Certificate | str:
    try:
        return decode_certificate.__wrapped__(data, strict=strict)
    except Malformed as error:
        return str(error)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("kind", ["p256", "brainpool", "pss"])
def test_a_certificate_of_a_remembered_shape_reads_as_a_fresh_mind_does(kind: str, strict: bool) -> None:
    chance = random.Random(f"{kind} {strict}")
    raw = [authority_of(kind, number=number).signer_certificate.raw for number in (1, 3)]
    changed = []
    for _ in range(300):
        data = bytearray(chance.choice(raw))
        for _ in range(chance.choice([0, 1, 1, 2, 6])):
            data[chance.randrange(len(data))] = chance.choice((chance.randrange(256), 0, 0xFF))
        changed.append(bytes(data))
    expected = []
    for data in changed:
        certificates_module._SHAPES.forget()
        expected.append(certificate(data, strict=strict))
    certificates_module._SHAPES.forget()
    for data in raw:
        certificate(data, strict=True)
    for data, wanted in zip(changed, expected, strict=True):
        found = certificate(data, strict=strict)
        assert found == wanted
        if isinstance(found, Certificate) and isinstance(wanted, Certificate):
            assert (found.signed, found.key_raw, found.deviations) == (
                wanted.signed,
                wanted.key_raw,
                wanted.deviations,
            )
    certificates_module._SHAPES.forget()


def test_shapes_do_not_pile_up() -> None:
    frames: Frames[int] = Frames()
    for number in range(3 * MOST_LENGTHS):
        frames.remember(bytes(number), [], number)
    for number in range(3 * MOST_PER_LENGTH):
        frames.remember(bytes((number,)) * 9, [(2, 4)], number)
    assert frames.find(bytes((1,)) * 9) is None
    last = 3 * MOST_PER_LENGTH - 1
    assert frames.find(bytes((last, last, 7, 8)) + bytes((last,)) * 5) == last
