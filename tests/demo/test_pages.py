"""Pages of the demo: the cast to sign in as, the strip above every page, the ward's clock, the tour's beginning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tannha.canvass.models import Case
from tannha.demo import tour
from tannha.demo.rules.cast import BY_KEY, TOUR_PEOPLE
from tannha.demo.rules.officers import OFFICERS
from tannha.demo.rules.stops import STOPS
from tannha.demo.service import list_cast, unused_code
from tannha.demo.state import DemoState, change_state, move_clock_to, read_state
from tannha.demo.stops import ACTS
from tannha.ground.models import JournalEntry, User
from tannha.ground.one_time_code import take_code
from tannha.roll.models import ImportBatch

from .conftest import forget_state


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/demo/", "/tour/", "/demo/as/hoa/", "/tour/begin/"])
def test_outside_a_demo_folder_there_is_no_such_page(address: str) -> None:
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded", "demo_site")
class TestPages:
    """Within a demo folder."""

    def test_the_cast_page_names_everybody_with_a_button_each(self) -> None:
        page = Client().get("/demo/").content.decode()
        for officer in OFFICERS:
            assert f'action="/demo/as/{officer.username}/"' in page
            assert officer.display_name in page

    def test_a_ward_whose_day_is_gone_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tannha.ground.clock.now", lambda: datetime(2026, 11, 25, 3, 0, tzinfo=UTC))
        assert "--data DIR" not in Client().get("/demo/").content.decode()
        monkeypatch.setattr("tannha.ground.clock.now", lambda: datetime(2027, 3, 1, 3, 0, tzinfo=UTC))
        page = Client().get("/demo/").content.decode()
        assert "24/11/2026" in page and "--data DIR" in page

    def test_one_click_signs_in_and_is_journaled(self) -> None:
        client = Client()
        answer = client.post("/demo/as/tuan/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        page = client.get("/").content.decode()
        assert "anh Tuấn" in page
        last = JournalEntry.objects.filter(what="demo.signed_in_by_click").latest("seq")
        assert last.actor_id == User.objects.get(username="tuan").id

    def test_nobody_outside_the_cast_can_be_clicked_and_a_look_does_not_sign_in(self) -> None:
        assert Client().post("/demo/as/admin/").status_code == 404
        assert Client().get("/demo/as/hoa/").status_code == 405

    def test_every_page_says_that_the_ward_is_invented_but_the_family_s_own_screen_does_not_show_a_strip(
        self,
    ) -> None:
        client = Client()
        client.post("/demo/as/minh/")
        for address in ("/", "/demo/", "/tour/", "/help/"):
            page = client.get(address).content.decode()
            assert page.count('class="demo-strip') == 1
            assert page.index('class="demo-strip') < page.index('<header class="head">')
        family = client.get("/enrol/bedside/0123456789abcdefghjkmnpqrs/family/").content.decode()
        assert 'class="demo-strip' not in family

    def test_files_and_answers_without_a_page_are_left_as_they_are(self) -> None:
        answer = Client().get("/demo/sample/portrait/specimen.png")
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
        assert Client().get("/demo/sample/voice/specimen.png").status_code == 404

    def test_the_tour_page_lists_ten_stops_and_begins_with_bac_dao(self) -> None:
        page = Client().get("/tour/").content.decode()
        assert page.count("<li") >= len(STOPS) == 10
        assert "ác Đào" in page
        assert 'action="/tour/begin/"' in page

    def test_beginning_stages_the_list_and_opens_hoas_review_page(self) -> None:
        client = Client()
        answer = client.post("/tour/begin/")
        assert answer.status_code == 303
        batch = ImportBatch.objects.get(file_name__startswith="danh-sach-to-12")
        assert batch.state == "staged"
        assert batch.summary["outcomes"]["new"] == 4
        assert batch.summary["outcomes"]["same"] == 1
        page = client.get(answer.headers["Location"]).content.decode()
        assert "on-tour" in page and "cô Hoa" in page

    def test_a_stop_cannot_be_jumped_over(self) -> None:
        client = Client()
        first = client.post("/tour/begin/").headers["Location"]
        assert client.post("/tour/stop/9/").headers["Location"] == first
        assert client.post("/tour/stop/77/").headers["Location"] == "/tour/"
        assert Client().post("/tour/stop/2/").headers["Location"] == "/tour/"

    def test_beginning_twice_prepares_once(self) -> None:
        first = Client().post("/tour/begin/").headers["Location"]
        again = Client().post("/tour/begin/").headers["Location"]
        assert first == again
        assert ImportBatch.objects.filter(file_name__startswith="danh-sach-to-12").count() == 1

    def test_the_tour_can_be_left(self) -> None:
        client = Client()
        client.post("/tour/begin/")
        assert client.post("/tour/exit/").headers["Location"] == "/demo/"
        assert "on-tour" not in client.get("/").content.decode()

    def test_after_a_no_in_the_tour_the_family_invites_again_and_the_way_goes_on(self) -> None:
        client = Client()
        answer = client.post("/tour/begin/")
        key = answer.headers["Location"].rstrip("/").rsplit("/", 1)[1]
        client.post(f"/roll/import/{key}/accept/")
        visit = client.post("/tour/stop/2/").headers["Location"]
        saved = client.post(visit, {"outcome": "refused", "way": "door"})
        assert saved.status_code == 303
        case = Case.objects.get(resident__personal_number=BY_KEY["dao"].number)
        assert case.step == "refused"
        assert ACTS["visit"].is_done(BY_KEY["dao"])
        later = client.post("/tour/stop/3/")
        assert later.status_code == 303
        case.refresh_from_db()
        assert case.step == "canvass"

    def test_everybody_of_the_tour_is_at_its_first_stop_in_a_fresh_ward(self) -> None:
        for key in TOUR_PEOPLE:
            assert tour.first_open_stop(BY_KEY[key]).number == 1
        assert tour.next_person() == BY_KEY["dao"]

    def test_codes_shown_are_good_and_the_next_one_is_free_when_one_was_used(self) -> None:
        now = datetime.now(tz=UTC)
        shown = {member.officer.username: member.code for member in list_cast(now)}
        hoa = User.objects.get(username="hoa")
        assert take_code(hoa, shown["hoa"], now)
        hoa.save()
        assert not take_code(hoa, shown["hoa"], now)
        assert take_code(hoa, unused_code("hoa", now=now), now)

    def test_a_lasting_code_is_still_good_half_a_minute_later(self) -> None:
        now = datetime(2027, 1, 5, 2, 0, 29, tzinfo=UTC)
        code = unused_code("binh", now=now, lasting=True)
        assert take_code(User.objects.get(username="binh"), code, now + timedelta(seconds=31))


class TestClock:
    """The invented ward's own clock."""

    def test_it_moves_forward_only(self) -> None:
        forget_state()
        now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
        assert read_state() == DemoState()
        ahead = move_clock_to(now + timedelta(hours=3), now=now)
        assert ahead.clock(now) >= now + timedelta(hours=3)
        assert move_clock_to(now + timedelta(hours=1), now=now) == ahead
        change_state(lambda state: state)
        assert read_state() == ahead
        forget_state()
