"""What the ward answers to a visit that a browser kept: one visit, at the time somebody was at the door, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tannha.canvass.forms import made_at
from tannha.canvass.models import Visit
from tannha.canvass.refusals import Code
from tannha.ground.ids import format_key, new_id
from tannha.ground.refusal import Refusal
from tests.scenes import World
from tests.scenes.canvass import case_of_dao


@pytest.mark.parametrize(
    ("age", "seconds"), [("3600", 3600), ("86400", 86400), ("999999", 0), ("-5", 0), ("x", 0), ("", 0)]
)
def test_an_age_of_a_day_at_most_is_believed(age, seconds):
    now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert made_at(age, now) == (now - timedelta(seconds=seconds) if seconds else None)


@pytest.fixture
def address(cast, ward, monkeypatch):
    """Bác Đào's visit page at any hour of the real clock."""
    monkeypatch.setattr("tannha.canvass.service.visits.why_not", lambda *args, **kwargs: None)
    case = case_of_dao(World(cast=cast, ward=ward, now=datetime.now(tz=UTC)))
    return f"/canvass/visit/{format_key(case.pk)}/"


@pytest.mark.django_db
def test_a_kept_visit_is_saved_once_at_its_own_time(address, client_as):
    browser = client_as("lan")
    sent = {"act_id": str(new_id()), "way": "door", "outcome": "nobody_home", "age": "7200"}
    for _ in range(3):
        answer = browser.post(address, sent, headers={"X-Kept": "1"})
        assert (answer.status_code, answer.json()["saved"]) == (200, True)
    visit = Visit.objects.get()
    assert abs((visit.saved_at - visit.at) - timedelta(hours=2)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_a_lawful_no_comes_back_in_words(address, client_as, monkeypatch):
    monkeypatch.setattr(
        "tannha.canvass.service.visits.why_not", lambda *args, **kwargs: Refusal(Code.DO_NOT_VISIT)
    )
    sent = {"act_id": str(new_id()), "way": "door", "outcome": "refused"}
    answer = client_as("lan").post(address, sent, headers={"X-Kept": "1"})
    assert answer.status_code == 409
    assert "đừng đến" in answer.json()["said"]
    assert not Visit.objects.exists()


@pytest.mark.django_db
def test_a_form_that_lacks_its_outcome_is_not_saved(address, client_as):
    answer = client_as("lan").post(address, {"act_id": str(new_id()), "way": "door"}, headers={"X-Kept": "1"})
    assert (answer.status_code, Visit.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_who_is_signed_out_is_sent_to_sign_in_and_nothing_is_saved(address, client_as):
    sent = {"act_id": str(new_id()), "way": "door", "outcome": "nobody_home"}
    assert client_as("nobody").post(address, sent, headers={"X-Kept": "1"}).status_code == 303
    assert not Visit.objects.exists()


@pytest.mark.django_db
def test_the_word_that_seals_stands_only_on_pages_of_who_goes_to_doors(address, client_as):
    page = client_as("lan").get("/help/").content.decode()
    assert "data-keep=" in page
    assert "data-keep=" not in client_as("phuc").get("/help/").content.decode()
    assert "data-keep=" not in client_as("nobody").get("/help/").content.decode()


@pytest.mark.django_db
def test_signing_out_clears_what_this_browser_kept(client_as):
    assert client_as("lan").post("/sign-out/").headers["Clear-Site-Data"] == '"storage"'
