from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.canvass.service import count_to_serve
from tannha.plan import service
from tannha.plan.drive.quotas import Means, OneMore
from tannha.plan.drive.ward import Kind
from tannha.plan.views.drive import more_in_words, weeks_of

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_eve(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def test_the_coming_weeks_hold_everybody_who_waits_and_name_nobody(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    counts = count_to_serve(cast["tuan"].ward_id)
    assert sum(counts.values()) == len(people) and counts[(0, "home")] + counts.get((0, "gentle"), 0) == 2
    view = service.show_drive(cast["tuan"], now=now)
    served = sum(quota.persons for quota in view.drive.quotas)
    assert served == len(people) and view.drive.left == ()
    assert {kind for quota in view.drive.quotas for kind in [quota.kind]} <= set(Kind)
    assert sum(len(week.table.rows) for week in weeks_of(view.drive)) >= 1
    tuan = client_as("tuan")
    for language, words in (("vi", "Những tuần tới"), ("en", "The coming weeks")):
        tuan.cookies["tannha_language"] = language
        source = tuan.get("/plan/drive/").content.decode()
        assert words in source and "ĐÀO" not in source and "0912" not in source
    calendar = tuan.get("/plan/drive/calendar/")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR\r\n") and "text/calendar" in calendar["Content-Type"]
    assert b"day,crew" in tuan.get("/plan/drive/rota/").content


def test_a_promised_person_waits_no_more_and_a_ward_without_fleet_has_a_page(
    people: Any, client_as: As, cast: Any, now: datetime
) -> None:
    source = client_as("tuan").get("/plan/drive/").content.decode()
    assert str(len(people)) in source
    assert client_as("lan").get("/plan/drive/").status_code in (403, 404)


def test_what_brings_nothing_is_said_in_words() -> None:
    label, words = more_in_words(
        OneMore(means=Means.CAR, days_sooner=0, at_most=0, people_more=0, last_day=None)
    )
    assert label and words and "0" not in words
