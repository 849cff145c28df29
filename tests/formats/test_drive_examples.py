"""The example caller, ward, drive and replay in docs/formats decode, belong together and fit their schemas."""

from __future__ import annotations

import hashlib
import json

import pytest

from tannha.plan.drive.making import make_drive
from tannha.plan.drive.quotas import QUOTAS_FORMAT, Drive, decode_drive, encode_drive
from tannha.plan.drive.ward import DRIVE_FORMAT, DriveWard, decode_ward, encode_ward
from tannha.plan.offer.asking import CALLER_FORMAT, Caller, OfferSettings, decode_caller, encode_caller
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing
from tannha.plan.replays import REPLAY_FORMAT, Replayed, decode_replayed, encode_replayed
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.rules.schema import schema_of

from .test_examples import FORMATS, example


def test_the_example_caller_is_offered_times_on_the_example_day() -> None:
    caller = decode_caller(example("plan-caller.md", "json"))
    assert json.loads(encode_caller(caller)) == json.loads(example("plan-caller.md", "json"))
    day = Standing(
        decode_instance(example("plan-instance.md", "json")), decode_plan(example("plan.md", "json"))
    )
    assert offer([day], caller, OfferSettings(owner="test", since="2026-01-01"))


def test_the_example_drive_is_that_of_the_example_ward() -> None:
    ward = decode_ward(example("plan-drive.md", "json"))
    drive = decode_drive(example("plan-drive.md", "json", number=1))
    assert json.loads(encode_ward(ward)) == json.loads(example("plan-drive.md", "json"))
    assert json.loads(encode_drive(drive)) == json.loads(example("plan-drive.md", "json", number=1))
    assert drive.ward_digest == hashlib.sha256(encode_ward(ward).encode()).hexdigest()
    again = make_drive(ward, None)
    assert (again.last_day, again.left) == (drive.last_day, drive.left)


def test_the_example_replay_is_read_and_written_the_same() -> None:
    run = decode_replayed(example("plan-replay.md", "json"))
    assert json.loads(encode_replayed(run)) == json.loads(example("plan-replay.md", "json"))


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("plan-caller", Caller, CALLER_FORMAT),
        ("plan-drive", DriveWard, DRIVE_FORMAT),
        ("plan-drive-quotas", Drive, QUOTAS_FORMAT),
        ("plan-replay", Replayed, REPLAY_FORMAT),
    ],
)
def test_the_schemas_in_the_docs_are_those_of_the_value_types(name: str, kind: type, title: str) -> None:
    written = json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert written == schema_of(kind, title)
