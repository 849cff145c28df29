"""Doors in the order of legs and lifts."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tannha.canvass.rules.walk import DoorState, Doorway, door_order, next_door


def door(number: int, **where: object) -> Doorway:
    plain = {"tower": "", "floor": None, "flat": "", "alley": "", "address": ""}
    return Doorway(household_id=UUID(int=number), **{**plain, **where})  # type: ignore[arg-type]


def test_towers_come_floor_by_floor_and_flat_by_flat() -> None:
    doors = [
        door(1, tower="A", floor=15, flat="P1504"),
        door(2, tower="A", floor=9, flat="P910"),
        door(3, tower="A", floor=9, flat="P902"),
        door(4, tower="B", floor=1, flat="P101"),
        door(5, alley="ngõ 1150", address="số 12/3A"),
    ]
    assert [found.household_id.int for found in door_order(doors)] == [3, 2, 1, 4, 5]


def test_house_numbers_of_an_alley_come_as_they_stand_in_it() -> None:
    doors = [
        door(number, alley="ngõ 85", address=address)
        for number, address in enumerate(("số 12/10", "số 12/3A", "số 2", "số 12/3"))
    ]
    assert [found.address for found in door_order(doors)] == ["số 2", "số 12/3", "số 12/3A", "số 12/10"]


def test_the_next_door_goes_on_round_and_ends_when_all_is_done() -> None:
    a, b, c = (UUID(int=number) for number in (1, 2, 3))
    to_do, done = DoorState.TO_DO, DoorState.DONE
    assert next_door([(a, done), (b, to_do), (c, to_do)]) == b
    assert next_door([(a, to_do), (b, done), (c, done)], after=c) == a
    assert next_door([(a, done), (b, to_do)], after=b) is None
    assert next_door([], after=None) is None


def test_a_door_with_a_wish_is_never_the_next_one() -> None:
    a, b = UUID(int=1), UUID(int=2)
    assert next_door([(a, DoorState.DO_NOT_VISIT), (b, DoorState.NOT_TODAY)]) is None


@given(st.permutations([door(number, tower="A", floor=number % 4, flat=f"P{number}") for number in range(9)]))
def test_the_order_does_not_depend_on_how_the_doors_were_found(doors: list[Doorway]) -> None:
    assert door_order(doors) == door_order(list(reversed(doors)))
