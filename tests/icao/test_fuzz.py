"""Hostile bytes: every parser reads them or refuses them with its one error, at once and within its memory.

A thousand cases a parser run at every commit, a million in the night (`just night`). A case that fails is told by its
parser and number, and `case(name, number)` makes it again.
"""

from __future__ import annotations

import random
import resource
import time

import pytest

from tannha.icao.deviations import Malformed
from tests.icao.fuzzing import Target, spoil, targets

pytestmark = pytest.mark.slow

COMMIT_COUNT, NIGHT_COUNT = 1_000, 1_000_000
LONGEST_SECONDS = 1.0
MOST_GROWTH_MEGABYTES = 200
NAMES = [target.name for target in targets()]


def target_of(name: str) -> Target:
    return next(target for target in targets() if target.name == name)


def case(name: str, number: int) -> bytes:
    """The bytes of one case."""
    return spoil(random.Random(f"{name} {number}"), target_of(name).seeds)


def fire(name: str, count: int) -> int:
    """Run the cases; give how many were read. Fails at the first that is neither read nor refused properly."""
    target, read = target_of(name), 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(count):
        data = case(name, number)
        began = time.process_time()
        try:
            target.parse(data)
            read += 1
        except Malformed:
            pass
        except Exception as error:
            raise AssertionError(f"{name} {number}: {type(error).__name__} {error}") from error
        assert time.process_time() - began < LONGEST_SECONDS, f"{name} {number} takes too long"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < MOST_GROWTH_MEGABYTES, f"{name} grew by {grown} MB"
    return read


@pytest.mark.parametrize("name", NAMES)
def test_hostile_bytes_are_read_or_refused(name: str) -> None:
    target = target_of(name)
    for seed in target.seeds:
        target.parse(seed)
    fire(name, COMMIT_COUNT)


@pytest.mark.night
@pytest.mark.parametrize("name", NAMES)
def test_a_million_hostile_inputs_are_read_or_refused(name: str) -> None:
    fire(name, NIGHT_COUNT)
