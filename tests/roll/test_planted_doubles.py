"""Doubles planted in lists as wards have them: nearly all are found, and hardly anybody who only looks alike."""

from __future__ import annotations

import pytest

from benchmarks import doubles, planted, planted_otherwise
from tannha.roll.rules.analysis import Analysis, Roll, analyse, lists_in
from tannha.roll.rules.cells import Book, Sheet
from tannha.roll.rules.findings import FindingCode

pytestmark = pytest.mark.slow

MOST_FALSE_OF_THOUSAND = 2
LEAST_FOUND = 0.98


def places_called_doubles(rows, roll=None):
    """Places (from 1) of the rows called likely doubles."""
    lists = lists_in(Book(sheets=(Sheet(name="tổ", rows=[planted.HEADINGS, *rows]),)))
    found = set()

    def keep(reading, codes, outcome):
        if FindingCode.DOUBLE in codes or FindingCode.DOUBLE_IN_ROLL in codes:
            found.add(int(reading.row) - 1)

    people = analyse(
        lists,
        mapping=lists[0].heading.mapping,
        decisions={},
        roll=roll or Roll(),
        on=planted.ON,
        into=Analysis(),
        rejected=keep,
    )
    return found, list(people)


@pytest.mark.parametrize("numbered", [0.75, 0.15])
@pytest.mark.parametrize("seed", [71, 72])
def test_planted_doubles_are_found_and_people_who_only_look_alike_are_not(seed, numbered):
    made = planted.plant(seed=seed, residents=4000, doubles=160, alike=200, numbered=numbered)
    found, _ = places_called_doubles(made.rows)
    planted_places = set(made.doubles)
    assert len(planted_places & found) >= LEAST_FOUND * len(planted_places)
    assert len(found - planted_places) * 1000 <= MOST_FALSE_OF_THOUSAND * len(made.rows)


def test_the_same_holds_of_a_list_made_with_another_mind():
    made = planted_otherwise.plant(seed=75, residents=6000, doubles=220, alike=220)
    figures = doubles.judged(made)
    assert figures["found_percent"] >= 100 * LEAST_FOUND, figures["found"]
    assert figures["false_per_thousand"] <= MOST_FALSE_OF_THOUSAND, figures["false"]


@pytest.mark.night
@pytest.mark.parametrize("plant", [planted.plant, planted_otherwise.plant])
def test_in_ninety_thousand_rows_as_well(plant):
    figures = doubles.judged(plant(seed=76, residents=90_000, doubles=2700, alike=2700))
    assert figures["found_percent"] >= 100 * LEAST_FOUND, figures["found"]
    assert figures["false_per_thousand"] <= MOST_FALSE_OF_THOUSAND, figures["false"]


def test_every_kind_of_second_hand_is_met_with():
    made = planted.plant(seed=73, residents=4000, doubles=1500, alike=0)
    missed = {}
    found, _ = places_called_doubles(made.rows)
    kinds = {kind for typed in made.doubles.values() for kind in typed}
    assert {"no_marks", "letter_off", "other_order", "year_only", "digit_off", "other_spelling"} <= kinds
    for place, typed in made.doubles.items():
        if place not in found:
            for kind in typed:
                missed[kind] = missed.get(kind, 0) + 1
    for kind in kinds:
        times = sum(kind in typed for typed in made.doubles.values())
        assert missed.get(kind, 0) <= max(2, 0.05 * times), kind


def test_the_same_holds_against_people_of_the_roll():
    from tannha.roll.rules.doubles import known_of

    made = planted.plant(seed=74, residents=3000, doubles=150, alike=100)
    half = len(made.rows) // 2
    _, people = places_called_doubles(made.rows[:half])
    roll = Roll()
    for person in people:
        roll.seen.add(known_of(person)._replace(row=""))
    in_roll = {entry.who for entry in made.entries[:half]}
    second = list(enumerate(made.entries[half:], start=1))
    wanted = {place for place, entry in second if entry.who in in_roll and half + place in made.doubles}
    found, _ = places_called_doubles([entry.cells(place) for place, entry in second], roll)
    assert len(wanted & found) >= 0.95 * len(wanted) > 0
