"""The curtain: after three idle minutes, by hand, until the PIN; log-out after fifteen minutes and twelve hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tannha.ground import clock
from tannha.ground.models import JournalEntry
from tests.conftest import PIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frame_alone")]


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of the pages forward."""
    real, moved = clock.now, [timedelta()]
    monkeypatch.setattr("tannha.ground.clock.now", lambda: real() + moved[0])

    def move(**by: float) -> None:
        moved[0] += timedelta(**by)

    return move


def test_work_keeps_the_page_open(client_as, later):
    client = client_as("lan")
    for _ in range(10):
        later(minutes=2)
        assert client.get("/mine/").status_code == 200


def test_three_minutes_without_work_hide_every_page(client_as, later):
    client = client_as("lan")
    client.get("/mine/")
    later(minutes=3, seconds=1)
    for address in ("/", "/mine/", "/help/", "/pin/", "/password/"):
        hidden = client.get(address)
        assert hidden.status_code == 303, address
        assert hidden["Location"].startswith("/lock/"), address


def test_the_curtain_shows_the_clock_and_whose_shift_and_nothing_else(client_as, later):
    client = client_as("lan")
    later(minutes=4)
    page = client.get("/lock/?next=/mine/")
    assert page.status_code == 200
    assert "Ca của Lan." in page.text
    assert "Trang đã ẩn. Nhập mã để tiếp tục." in page.text
    assert "Phường Mẫu" not in page.text
    assert '<nav class="nav"' not in page.text


def test_the_pin_opens_the_page_that_was_hidden(client_as, later):
    client = client_as("lan")
    later(minutes=4)
    opened = client.post("/lock/open/", {"pin": PIN, "next": "/mine/"})
    assert (opened.status_code, opened["Location"]) == (303, "/mine/")
    assert client.get("/mine/").status_code == 200


def test_a_wrong_pin_says_so_and_the_fifth_puts_the_account_to_rest(client_as, later):
    client = client_as("lan")
    client.post("/lock/")
    for _ in range(4):
        wrong = client.post("/lock/open/", {"pin": "000001"})
        assert wrong.status_code == 422
        assert "ground.wrong_pin" in wrong.text
    assert "ground.locked_out" in client.post("/lock/open/", {"pin": "000001"}).text
    assert "ground.locked_out" in client.post("/lock/open/", {"pin": PIN}).text
    assert client.get("/mine/").status_code == 303


def test_locking_by_hand_hides_at_once(client_as):
    client = client_as("lan")
    assert client.post("/lock/", {"next": "/mine/"})["Location"] == "/lock/?next=%2Fmine%2F"
    assert client.get("/mine/").status_code == 303


def test_a_script_gets_short_answers(client_as):
    client = client_as("lan")
    fetch = {"Sec-Fetch-Dest": "empty"}
    assert client.post("/lock/", headers=fetch).status_code == 204
    assert client.post("/awake/", headers=fetch).status_code == 423
    wrong = client.post("/lock/open/", {"pin": "1"}, headers=fetch)
    assert wrong.status_code == 422
    assert "PIN" in wrong.json()["said"]
    assert client.post("/lock/open/", {"pin": PIN}, headers=fetch).status_code == 204
    assert client.post("/awake/", headers=fetch).status_code == 204


def test_a_background_question_does_not_count_as_work(client_as, later):
    client = client_as("lan")
    for _ in range(3):
        later(minutes=1, seconds=10)
        client.get("/mine/", headers={"X-Background": "1"})
    assert client.get("/mine/").status_code == 303


def test_fifteen_minutes_end_the_session_and_are_journaled(client_as, later):
    client = client_as("lan")
    client.get("/mine/")
    later(minutes=15, seconds=1)
    assert client.get("/mine/")["Location"].startswith("/sign-in/")
    assert JournalEntry.objects.filter(what="ground.signed_out").count() == 1
    assert client.post("/lock/open/", {"pin": PIN})["Location"].startswith("/sign-in/")


def test_twelve_hours_are_the_longest_even_with_work(client_as, later):
    client = client_as("lan")
    for _ in range(12 * 60 // 2):
        later(minutes=2)
        last = client.post("/awake/")
    assert last.status_code == 303


def test_language_and_theme_can_be_changed_behind_the_curtain(client_as):
    client = client_as("lan")
    client.post("/lock/")
    client.post("/language/", {"language": "en", "next": "/lock/"})
    assert "Page hidden. Enter your PIN." in client.get("/lock/").text
