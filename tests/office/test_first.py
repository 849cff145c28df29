"""The set-up of a new ward: the terminal's code, four steps, a last look, then everything or nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tannha.fleet.models import Machine, Station
from tannha.ground import set_up
from tannha.ground.actor import Actor
from tannha.ground.data_folder import DataFolder
from tannha.ground.models import AdminArea, JournalEntry, User
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code

pytestmark = pytest.mark.django_db

WARD = {"name": "Phường Mới", "code": "00337", "province": "Hà Nội"}
STATION = {"station": "Trạm Công an", "address": "số 2 phố Mới", "floors": 3, "has_lift": "on", "machines": 2}
MACHINES = {
    "m1-label": "Máy 1",
    "m1-floor": 1,
    "m1-step_free": "on",
    "m1-open_from": "07:30",
    "m1-open_to": "17:00",
    "m2-label": "Máy 2",
    "m2-floor": 3,
    "m2-open_from": "8:00",
    "m2-open_to": "16:30",
}
PEOPLE = {
    "administrator_name": "Phúc",
    "administrator": "phuc",
    "supervisor_name": "Hoa",
    "supervisor": "Hoa",
}


def opened(code: str | None = None) -> Client:
    browser = Client()
    answer = browser.post(reverse("office:first"), {"code": code or set_up.new_set_up_code()})
    assert answer.status_code == 303
    return browser


def walk(browser: Client) -> None:
    for step, typed in (("ward", WARD), ("station", STATION), ("machines", MACHINES), ("people", PEOPLE)):
        answer = browser.post(reverse(f"office:first-{step}"), typed)
        assert answer.status_code == 303, answer.content.decode()


def test_the_steps_write_ward_station_machines_and_two_accounts_in_one_act(console: Actor) -> None:
    browser = opened()
    walk(browser)
    assert not User.objects.exists() and not Station.objects.exists()
    seen = browser.get(reverse("office:first-check")).content.decode()
    assert "Phường Mới" in seen and "Máy 2" in seen and "Phúc" in seen
    done = browser.post(reverse("office:first-check"))
    assert done.status_code == 200 and done.content.decode().count("code-large") == 2
    assert set(User.objects.values_list("username", "role")) == {
        ("phuc", "administrator"),
        ("hoa", "supervisor"),
    }
    station = Station.objects.get()
    assert (station.name, station.floors, station.has_lift) == ("Trạm Công an", 3, True)
    assert list(Machine.objects.order_by("label").values_list("label", "floor", "step_free")) == [
        ("Máy 1", 1, True),
        ("Máy 2", 3, False),
    ]
    assert AdminArea.objects.get(id=console.ward_id).name == "Phường Mới"
    assert JournalEntry.objects.get().what == "ground.ward_set_up"
    assert browser.get(reverse("office:first")).status_code == 404
    assert browser.post(reverse("office:first-check")).status_code == 404
    assert User.objects.count() == 2


def test_no_step_opens_without_the_code_or_before_its_turn(console: Actor) -> None:
    for step in ("ward", "station", "machines", "people", "check"):
        answer = Client().get(reverse(f"office:first-{step}"))
        assert answer.headers["Location"] == reverse("office:first")
    browser = opened()
    for step in ("station", "machines", "people", "check"):
        answer = browser.get(reverse(f"office:first-{step}"))
        assert answer.headers["Location"] == reverse("office:first-ward")


def test_a_mistake_comes_back_with_what_was_typed(console: Actor) -> None:
    browser = opened()
    answer = browser.post(reverse("office:first-ward"), WARD | {"code": "337"})
    assert answer.status_code == 422 and "Phường Mới" in answer.content.decode()
    browser.post(reverse("office:first-ward"), WARD)
    browser.post(reverse("office:first-station"), STATION)
    for wrong in (
        {"m2-floor": 4},
        {"m2-label": "máy 1 "},
        {"m2-open_to": "7:00"},
    ):
        answer = browser.post(reverse("office:first-machines"), MACHINES | wrong)
        assert answer.status_code == 422 and "Máy 1" in answer.content.decode(), wrong
    browser.post(reverse("office:first-machines"), MACHINES)
    answer = browser.post(reverse("office:first-people"), PEOPLE | {"supervisor": "PHUC"})
    assert answer.status_code == 422


def test_a_building_that_loses_its_lift_asks_for_the_machines_again(console: Actor) -> None:
    browser = opened()
    walk(browser)
    browser.post(reverse("office:first-machines"), MACHINES | {"m2-step_free": "on"})
    browser.post(reverse("office:first-station"), {k: v for k, v in STATION.items() if k != "has_lift"})
    answer = browser.post(reverse("office:first-check"))
    assert answer.headers["Location"] == reverse("office:first-machines")
    answer = browser.post(reverse("office:first-machines"), MACHINES | {"m2-step_free": "on"})
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_a_code_bears_twenty_wrong_tries_and_then_not_even_the_right_one(console: Actor) -> None:
    code = set_up.new_set_up_code()
    browser = Client()
    for _ in range(set_up.TRIES):
        answer = browser.post(reverse("office:first"), {"code": "aaaaa-aaaaa"})
        assert answer.status_code == 409
    answer = browser.post(reverse("office:first"), {"code": code})
    assert answer.status_code == 409
    with pytest.raises(Refused) as caught:
        set_up.check_set_up_code(code)
    assert caught.value.refusal.code is Code.SET_UP_TRIES


def test_a_new_start_ends_the_old_code_and_keeps_what_was_typed(console: Actor) -> None:
    browser = opened()
    browser.post(reverse("office:first-ward"), WARD)
    code = set_up.new_set_up_code()
    answer = browser.post(reverse("office:first-station"), STATION)
    assert answer.headers["Location"] == reverse("office:first")
    browser.post(reverse("office:first"), {"code": code.upper().replace("-", " ")})
    assert "Phường Mới" in browser.get(reverse("office:first-ward")).content.decode()


def test_the_code_itself_is_kept_nowhere(console: Actor, now: datetime) -> None:
    code = set_up.new_set_up_code()
    browser = opened(code)
    kept = (DataFolder.current().path / "set-up.json").read_text() + repr(dict(browser.session))
    assert code not in kept and code.replace("-", "") not in kept


def test_two_last_presses_make_one_ward(console: Actor) -> None:
    code = set_up.new_set_up_code()
    one, other = opened(code), opened(code)
    walk(one)
    walk(other)
    assert one.post(reverse("office:first-check")).status_code == 200
    assert other.post(reverse("office:first-check")).status_code == 404
    assert User.objects.count() == 2 and Station.objects.count() == 1
