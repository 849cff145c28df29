"""No lying chip passes: each is read to its end, without an exception, and the fact that gives it away fails."""

from __future__ import annotations

import random

import pytest

from tannha.icao.facts import Outcome
from tests.icao.hostile_chips import FAMILIES, Family

pytestmark = pytest.mark.slow

SMOKE = 4


def judge(family: Family, count: int) -> None:
    for seed in range(count):
        hostile = family(random.Random(f"{family.__name__} {seed}"))
        found = hostile.inspector.inspect(hostile.card, hostile.passwords)
        failing = {fact.name for fact in found.facts if fact.outcome is Outcome.FAILS}
        assert failing & hostile.must_fail, f"{family.__name__} {seed}: only {sorted(failing)} fail"


@pytest.mark.parametrize(("family", "count"), FAMILIES, ids=[family.__name__ for family, _ in FAMILIES])
def test_a_lying_chip_is_given_away(family: Family, count: int) -> None:
    judge(family, SMOKE)


def test_there_are_two_thousand_of_them_at_night() -> None:
    assert sum(count for _, count in FAMILIES) >= 2_000


@pytest.mark.night
@pytest.mark.parametrize(("family", "count"), FAMILIES, ids=[family.__name__ for family, _ in FAMILIES])
def test_every_lying_chip_is_given_away(family: Family, count: int) -> None:
    judge(family, count)
