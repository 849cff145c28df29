"""The example reports in docs/formats decode, fit the example day, and have the shapes of their schema."""

from __future__ import annotations

import json

from tannha.plan.check import check_plan
from tannha.plan.live.events import EVENTS_FORMAT, EventList, decode_events, encode_events
from tannha.plan.live.replan import replan
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.rules.schema import schema_of
from tannha.plan.solvers.own import gears

from .test_examples import FORMATS, example

HALF_PAST_NINE = 34_200


def test_the_example_reports_mend_the_example_day() -> None:
    events = decode_events(example("plan-events.md", "json"))
    assert decode_events(encode_events(events)) == events
    instance = decode_instance(example("plan-instance.md", "json"))
    plan = decode_plan(example("plan.md", "json"))
    found = replan(instance, plan, events, now=HALF_PAST_NINE, gear=gears.interpreted(), iterations=4)
    for outcome in (found.kept, found.proposal):
        assert check_plan(outcome.instance, outcome.plan) == ()


def test_the_schema_of_reports_is_that_of_the_value_types() -> None:
    written = json.loads((FORMATS / "plan-events.schema.json").read_text(encoding="utf-8"))
    assert written == schema_of(EventList, EVENTS_FORMAT)
