"""Ids made many at once are as good as those made one by one."""

from __future__ import annotations

from itertools import islice
from uuid import RFC_4122, UUID

from tannha.ground.ids import new_id, new_ids_in_hex


def test_ids_made_in_heaps_are_as_those_made_one_by_one():
    made = list(islice(new_ids_in_hex(), 5000))
    assert len(set(made)) == 5000 and {len(one) for one in made} == {32}
    for one in (made[0], made[2047], made[2048], made[-1]):
        key = UUID(hex=one)
        assert key.version == 7 and key.variant == RFC_4122
        assert abs((key.int >> 80) - (new_id().int >> 80)) < 60_000


def test_ids_of_one_process_sort_in_the_order_they_were_made_also_within_a_millisecond() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made) and len(set(made)) == len(made)
    assert len({key.int >> 80 for key in made}) < len(made) / 10, "many of them share a millisecond"
