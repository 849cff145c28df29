"""A form does its act once: a second tap, "back" and a resend lead where the first went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tannha.fleet.models import Vehicle
from tannha.ground import sent_forms
from tannha.ground.models import SentForm
from tannha.privacy.models import RightsRequest

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
ASKED = {
    "kind": "see",
    "asked_by": "cô Hạnh",
    "channel": "counter",
    "words": "xin xem dữ liệu",
    "received_on": "24/11/2026",
}


def typed(token: str, **more: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": token * 64, **ASKED, **more}


def test_a_request_sent_twice_from_one_page_is_taken_once(client_as: As) -> None:
    yen = client_as("yen")
    first = yen.post("/privacy/requests/new/", typed("a"))
    again = yen.post("/privacy/requests/new/", typed("a"))
    assert (first.status_code, again.status_code) == (303, 303), first.content.decode()
    assert first.headers["Location"] == again.headers["Location"] and RightsRequest.objects.count() == 1
    assert "Việc chỉ được làm một lần" in yen.get(again.headers["Location"]).content.decode()
    yen.post("/privacy/requests/new/", typed("b"))
    yen.post("/privacy/requests/new/", typed("a", words="xin sửa tên"))
    assert RightsRequest.objects.count() == 3


def test_what_was_filled_in_wrongly_or_refused_may_be_sent_again(client_as: As) -> None:
    tuan = client_as("tuan")
    car = {"csrfmiddlewaretoken": "a" * 64, "label": "Xe 1", "seats": "3", "wheelchairs": "x"}
    assert tuan.post("/fleet/new/vehicle/", car).status_code == 422
    assert tuan.post("/fleet/new/vehicle/", car).status_code == 422
    assert not SentForm.objects.exists()
    assert tuan.post("/fleet/new/vehicle/", car | {"wheelchairs": "0"}).status_code == 303
    assert Vehicle.objects.count() == 1


def test_one_person_s_form_is_not_another_s(client_as: As) -> None:
    for name in ("yen", "hoa"):
        assert client_as(name).post("/privacy/requests/new/", typed("a")).status_code == 303
    assert RightsRequest.objects.count() == 2


def test_a_second_sending_waits_for_the_first_and_takes_over_from_a_dead_one(
    client_as: As, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    yen, claimed = client_as("yen"), []
    monkeypatch.setattr("tannha.web.once.STEP_SECONDS", 0)
    real = sent_forms.claim

    def other_was_first(digest: str, *, now: Any) -> bool:
        claimed.append(digest)
        real(digest, now=now)
        return False

    def then_answered(digest: str) -> str | None:
        SentForm.objects.filter(digest=digest).update(location="/privacy/requests/")
        return ""

    monkeypatch.setattr(sent_forms, "claim", other_was_first)
    looks = iter([then_answered])
    read = sent_forms.answer_of
    monkeypatch.setattr(sent_forms, "answer_of", lambda digest: next(looks, read)(digest))
    answer = yen.post("/privacy/requests/new/", typed("a"))
    assert answer.headers["Location"] == "/privacy/requests/" and not RightsRequest.objects.exists()
    monkeypatch.undo()
    SentForm.objects.update(location="", at=now - sent_forms.DEAD * 2)
    assert sent_forms.claim(claimed[0], now=now)


def test_hiding_the_screen_is_meant_each_time(client_as: As) -> None:
    yen = client_as("yen")
    for _time in range(2):
        yen.post(reverse("web:lock"), {"csrfmiddlewaretoken": "a" * 64, "act": "lock"})
    assert not SentForm.objects.exists()
