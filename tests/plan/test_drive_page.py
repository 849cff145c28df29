from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from tannha.canvass.service import count_to_serve
from tannha.plan import service
from tannha.plan.check import check_plan
from tannha.plan.drive.proving import day_of, prove
from tannha.plan.drive.quotas import Means, OneMore
from tannha.plan.drive.ward import Kind
from tannha.plan.solvers.own.engine import Own
from tannha.plan.tasks import prove_drive
from tannha.plan.views import drive as views
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


def test_sampled_days_are_planned_by_the_worker_and_the_page_shows_what_came_of_it(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(views, "prove_drive", SimpleNamespace(enqueue=asked.append))
    tuan = client_as("tuan")
    tuan.cookies["tannha_language"] = "en"
    source = tuan.get("/plan/drive/").content.decode()
    assert "not yet planned" in source and "Plan sampled days" in source and "data-poll" not in source
    for _twice in range(2):
        assert tuan.post("/plan/drive/prove/").status_code == 303
    (key,) = asked
    source = tuan.get("/plan/drive/").content.decode()
    assert "waiting for their turn" in source and "data-poll" in source and "Plan sampled days" not in source
    assert "X-Done" not in tuan.get("/plan/drive/proof/")
    assert prove_drive.call(key) and not service.make_proof(UUID(key))
    told = tuan.get("/plan/drive/proof/")
    assert told["X-Done"] == "1" and "planned for real" in told.content.decode()
    view = service.show_drive(cast["tuan"], now=now)
    assert view.drive.samples and view.drive == (view.proof and view.proof.drive)
    for sample in view.drive.samples:
        quota = {
            (number, q.kind): q.persons
            for q in view.drive.quotas
            for number, group in enumerate(view.ward.groups)
            if q.day == sample.day and q.group == group.id
        }
        instance = day_of(view.ward, sample.day, quota)
        again, plan, _ = prove(Own(iterations=16), instance, view.ward.settings.seed)
        assert check_plan(instance, plan) == () and again.placed == sample.asked
    source = tuan.get("/plan/drive/").content.decode()
    assert "have their place" in source or "has its place" in source
    assert "ĐÀO" not in source and "data-poll" not in source


def test_a_proof_whose_worker_fell_silent_or_failed_can_be_asked_for_again(
    fleet: Any, people: Any, client_as: As, cast: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = service.ask_proof(cast["tuan"], now=now)
    assert first is not None and service.ask_proof(cast["tuan"], now=now) is None
    later = now + timedelta(minutes=11)
    assert service.ask_proof(cast["tuan"], now=later) == first

    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr("tannha.plan.drive.making.make_drive", broken)
        service.make_proof(first)
    proof = service.show_proof(cast["tuan"], now=later)
    assert proof is not None and proof.state == "ended" and not proof.under_way
    tuan = client_as("tuan")
    tuan.cookies["tannha_language"] = "en"
    source = tuan.get("/plan/drive/").content.decode()
    assert "did not come to its end" in source and "Plan sampled days" in source


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
