"""The example day and plan in docs/formats decode, belong together and are lawful."""

from __future__ import annotations

import json

from tannha.plan.check import check_plan
from tannha.plan.rules.instance import decode_instance, encode_instance
from tannha.plan.rules.plan import decode_plan, encode_plan
from tannha.plan.rules.schema import instance_schema, plan_schema
from tannha.plan.travel.spots import read_spots
from tannha.plan.travel.table import read_table, table_travel

from .test_examples import FORMATS, example


def test_the_example_plan_belongs_to_the_example_day_and_breaks_no_rule() -> None:
    instance = decode_instance(example("plan-instance.md", "json"))
    plan = decode_plan(example("plan.md", "json"))
    assert check_plan(instance, plan) == ()
    assert json.loads(encode_instance(instance)) == json.loads(example("plan-instance.md", "json"))
    assert json.loads(encode_plan(plan)) == json.loads(example("plan.md", "json"))


def test_the_schemas_in_the_docs_are_those_of_the_value_types() -> None:
    for name, schema in (("plan-instance", instance_schema()), ("plan", plan_schema())):
        assert json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf-8")) == schema


def test_the_example_table_and_spots_belong_together() -> None:
    table = read_table(example("travel.md", "csv"))
    spots = read_spots(example("travel.md", "csv", number=1))
    assert table.spots <= set(spots)
    travel = table_travel(table, [("s", "station"), ("a", "tower A")], profiles=("team", "car"))
    assert [periods[-1][0][1] for periods in travel.seconds] == [480, 340]
