"""The desk reads a chip beside the square code: facts one by one, SPECIMEN always said, trouble in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tannha.desk import chip_reading
from tannha.desk.refusals import Code
from tannha.desk.rules.purpose import Purpose
from tannha.ground.card_reader import MemoryReaders, NoReader, Trouble
from tannha.ground.refusal import Refused
from tannha.icao.chip.applet import Applet
from tannha.icao.reader.link import Transport
from tannha.issue.models import Card
from tannha.issue.service import lend_chip

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_the_reader(card: Card, cast: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Card:
    """Bác Đào's card lies on the desk's reader."""
    image = lend_chip(cast["dung"], resident_id=card.resident_id, now=now)
    monkeypatch.setattr(chip_reading, "PcscReaders", lambda: MemoryReaders({"desk": Applet(image)}))
    return card


def at_the_desk(client_as: Callable[[str], Client]) -> Client:
    vy = client_as("vy")
    vy.post(reverse("desk:purpose"), {"purpose": Purpose.HEALTH_INSURANCE.value})
    return vy


def test_the_page_shows_the_facts_the_face_and_that_it_is_a_specimen(
    client_as: Callable[[str], Client], on_the_reader: Card
) -> None:
    vy = at_the_desk(client_as)
    assert reverse("desk:chip") in vy.get(reverse("desk:check")).content.decode()
    answer = vy.post(reverse("desk:chip"), {"number": on_the_reader.number})
    shown = answer.content.decode()
    assert answer.status_code == 200
    for part in ("SPECIMEN", "data:image/jpeg;base64,", "Doc 9303-11, 6.1", "Chip không phải bản sao"):
        assert part in shown
    assert on_the_reader.mrz_lines[2] in shown.replace("&lt;", "<")


def test_from_a_scan_the_chip_is_one_press_away(
    client_as: Callable[[str], Client], on_the_reader: Card
) -> None:
    vy = at_the_desk(client_as)
    scanned = vy.post(reverse("desk:check"), {"scanned": on_the_reader.qr_text}, follow=True)
    page = scanned.content.decode()
    assert f'value="{on_the_reader.number[-6:]}"' in page
    assert vy.post(reverse("desk:chip"), {"number": on_the_reader.number[-6:]}).status_code == 200


def test_another_cards_number_opens_nothing_and_the_page_says_so(
    client_as: Callable[[str], Client], on_the_reader: Card
) -> None:
    shown = at_the_desk(client_as).post(reverse("desk:chip"), {"number": "123456"}).content.decode()
    assert "data:image/jpeg" not in shown
    assert "chip không nhận số" in shown


@pytest.mark.parametrize("number", ["12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_cannot_open_a_chip_is_refused_before_any_reader_is_touched(
    client_as: Callable[[str], Client], number: str
) -> None:
    answer = at_the_desk(client_as).post(reverse("desk:chip"), {"number": number})
    assert answer.status_code == 409
    assert Code.CHIP_NUMBER.value in answer.content.decode()


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_of_the_reader_is_one_refusal(
    client_as: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, trouble: Trouble
) -> None:
    class Troubled:
        @contextmanager
        def open(self, name: str | None = None, *, wait_seconds: float = 0.0) -> Iterator[Transport]:
            raise NoReader(trouble)
            yield

        def names(self) -> tuple[str, ...]:
            return ()

    with pytest.raises(Refused) as refused:
        chip_reading.read_chip("123456", now=datetime.now().astimezone(), readers=Troubled())
    assert refused.value.refusal.code == chip_reading.TROUBLES[trouble]
    monkeypatch.setattr(chip_reading, "PcscReaders", Troubled)
    assert at_the_desk(client_as).post(reverse("desk:chip"), {"number": "123456"}).status_code == 409


def test_without_a_purpose_that_comes_first(client_as: Callable[[str], Client]) -> None:
    assert client_as("vy").get(reverse("desk:chip")).status_code in (302, 303)


def test_after_a_scan_the_page_says_whether_code_and_chip_are_of_one_person(
    client_as: Callable[[str], Client], on_the_reader: Card
) -> None:
    vy = at_the_desk(client_as)
    scanned = vy.post(reverse("desk:check"), {"scanned": on_the_reader.qr_text})
    key = scanned["Location"].rstrip("/").rsplit("/", 1)[-1]
    words = {"number": on_the_reader.number[-6:], "check": key}
    shown = vy.post(reverse("desk:chip"), words).content.decode()
    assert "số, ngày sinh và họ tên khớp nhau" in shown
    assert reverse("desk:checked", args=[key]) in shown or f"/{key}/" in shown
    another = on_the_reader.qr_text.replace(on_the_reader.number, "099147000009")
    scanned = vy.post(reverse("desk:check"), {"scanned": another})
    words["check"] = scanned["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert "chip mang số khác" in vy.post(reverse("desk:chip"), words).content.decode()
