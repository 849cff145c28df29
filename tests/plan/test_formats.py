from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.plan.explain import explain_all
from tannha.plan.rules.instance import decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import decode_plan, encode_plan
from tannha.plan.rules.suspicions import suspicions_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.greedy import Greedy

from .days import HOUR, day, machine, person, random_day, team, walker


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_day_and_its_plan_come_back_as_they_were(seed: int) -> None:
    instance = random_day(seed, most=6)
    plan = explain_all(instance, Greedy().solve(instance))
    again = decode_instance(encode_instance(instance))
    assert again == instance and digest_of(again) == digest_of(instance)
    assert decode_plan(encode_plan(plan)) == plan


def text_with(**changes: object) -> str:
    data = json.loads(encode_instance(day([person("a"), walker("b")])))
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdecimal() else step for step in path.split("__")]
        target = data
        for step in steps:
            target = target[step]
        if value is KeyError:
            del target[last]
        else:
            target[last] = value
    return json.dumps(data)


def begun_with(**changes: object) -> dict[str, object]:
    """What has begun: one stop, with something odd about it."""
    stop = {"owner": "t1", "kind": "visit", "client": "a", "start": 9 * HOUR, **changes}
    return {"stops": [stop], "on_board": [], "at_station": []}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"format": "tannha-plan-instance/2"}, "format"),
        ({"clients__0__id": "b"}, "clients.id"),
        ({"clients__0__weight": -1}, "clients.weight"),
        ({"clients__0__weight": 1.5}, "clients[0].weight"),
        ({"clients__0__weight": float("nan")}, "clients[0].weight"),
        ({"travel__seconds__0__0__0__1": 5.0}, "travel.seconds[0][0][0][1]"),
        ({"teams__0__shift": {"start": 9, "end": 9}}, "teams.shift"),
        ({"frozen": {"stops": [], "on_board": ["nobody"], "at_station": []}}, "frozen.on_board"),
        ({"frozen": begun_with(kind="dance")}, "frozen.stops.kind"),
        ({"frozen": begun_with(client="nobody")}, "frozen.stops.client"),
        ({"frozen": begun_with(start=-1)}, "frozen.stops.start"),
        ({"frozen": {"stops": [], "on_board": [], "at_station": ["a", "a"]}}, "frozen.at_station.id"),
        ({"clients__0__place": "moon"}, "clients.place"),
        ({"clients__0__ways": ["fly"]}, "clients[0].ways[0]"),
        ({"clients__0__time_windows": [{"start": 9, "end": 8}]}, "clients.time_windows"),
        ({"clients__0__time_windows": [{"start": 9, "end": 90_000}]}, "clients.time_windows"),
        ({"clients__0__entries": 0}, "clients.entries"),
        ({"clients__0__weight": KeyError}, "clients[0].weight"),
        ({"clients__0__name": "Đào"}, "clients[0].name"),
        ({"teams__0__kit": "lost"}, "teams.kit"),
        ({"teams__0__profile": "boat"}, "teams.profile"),
        ({"machines__0__entry_seconds": 0}, "machines.entry_seconds"),
        ({"travel__metres": [[0]]}, "travel.metres"),
        ({"travel__seconds__0__0__0__1": -5}, "travel.seconds"),
        ({"now": 90_000}, "now"),
        ({"day": "2026-02-31"}, "day"),
        ({"clients__0__weight": 10**30}, "clients[0].weight"),
        ({"clients__0__weight": 10**9}, "clients.weight"),
        ({"clients__0__party": 10**12}, "clients.party"),
        ({"clients__0__service_duration": 10**12}, "clients.service_duration"),
        ({"machines__0__stay_seconds": 10**12}, "machines.stay_seconds"),
        ({"travel__seconds__0__0__0__1": 10**12}, "travel.seconds"),
        ({"travel__seconds__0__0__0__1": 10**30}, "travel.seconds[0][0][0]"),
        ({"travel__access_seconds__0": 10**12}, "travel.access_seconds"),
        ({"travel__profiles": ["car", "car"]}, "travel.profiles.id"),
        ({"settings__unserved_price": 10**12}, "settings.unserved_price"),
        ({"settings__moved_price": -1}, "settings.moved_price"),
    ],
)
def test_a_bad_day_is_refused_with_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        decode_instance(text_with(**changes))
    assert refused.value.field == field


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"format": "a", "format": "b"}', "null"])
def test_broken_files_are_refused(text: str) -> None:
    for decode in (decode_instance, decode_plan):
        with pytest.raises(BadInput):
            decode(text)


def test_a_number_of_thousands_of_digits_is_refused_by_its_field() -> None:
    text = text_with(clients__0__weight=77_777).replace("77777", "7" * 5_000)
    with pytest.raises(BadInput) as refused:
        decode_instance(text)
    assert refused.value.field == "clients[0].weight"


def test_half_a_character_is_refused_before_anything_is_written() -> None:
    for changes in ({"seed_note": "\ud800"}, {"clients__0__id": "\udfff"}):
        with pytest.raises(BadInput) as refused:
            decode_instance(text_with(**changes))
        assert refused.value.problem == "half a character"
    assert decode_instance(text_with(seed_note="\U0001f6d6")).seed_note == "\U0001f6d6"


def test_ten_times_the_ward_is_refused_with_the_limit() -> None:
    data = json.loads(encode_instance(day([walker("a")])))
    data["clients"] = [data["clients"][0] | {"id": str(number)} for number in range(5_850)]
    with pytest.raises(BadInput) as refused:
        decode_instance(json.dumps(data))
    assert (refused.value.field, refused.value.problem) == ("clients", "more than 5000")


def test_what_looks_like_a_slip_is_told_and_not_refused() -> None:
    plain = day([person("a", service_duration=20 * HOUR), person("b"), person("c")])
    assert [one.subject for one in suspicions_of(plain)] == ["a"]
    far = plain.travel.places.index(plain.clients[1].place)
    table = [list(row) for row in plain.travel.seconds[0][0]]
    table[0][far] = 80_000
    seconds = ((tuple(map(tuple, table)),), *plain.travel.seconds[1:])
    odd = replace(plain, travel=replace(plain.travel, seconds=seconds))
    assert [one.field for one in suspicions_of(odd)] == ["travel.seconds", "clients.service_duration"]
    assert decode_instance(encode_instance(odd)) == odd


def test_a_promise_outside_the_persons_hours_is_refused() -> None:
    from tannha.plan.rules.instance import Promise, TimeWindow, Way, validate

    instance = day([person("a")])
    far = Promise(client="a", way=Way.HOME, window=TimeWindow(start=0, end=60), told_at="")
    with pytest.raises(BadInput) as refused:
        validate(replace(instance, promises=(far,)))
    assert refused.value.field == "promises.window" and refused.value.subject == "a"


def test_no_name_of_a_field_is_lost() -> None:
    data = json.loads(encode_instance(day([person("a")], machines=(machine(),), teams=(team(),))))
    assert {"day", "format", "machines", "kits", "teams", "vehicles", "clients", "travel", "settings"} <= set(
        data
    )
    assert {"time_windows", "calm_windows", "service_duration", "max_ride_time"} <= set(data["clients"][0])


def test_a_place_that_nobody_can_reach_is_refused_by_name() -> None:
    data = json.loads(encode_instance(day([person("a", "home-1"), walker("b")])))
    spot = data["travel"]["places"].index("home-1")
    for table in data["travel"]["seconds"][0]:
        for row in table:
            row[spot] = -1
    with pytest.raises(BadInput) as bad:
        decode_instance(json.dumps(data))
    assert (bad.value.field, bad.value.subject, bad.value.problem) == ("clients.place", "a", "no way there")
