"""What families ask for: written down once, folded, without names for planning, closed with an answer."""

from __future__ import annotations

import pytest

from tannha.canvass import service
from tannha.canvass.models import FamilyRequest
from tannha.canvass.refusals import Code
from tannha.canvass.rules.needs import ServiceWay
from tannha.ground.ids import format_key, new_id
from tannha.ground.refusal import Refused

pytestmark = pytest.mark.django_db
ASKED = {
    "asked_by": "Hạnh",
    "relation": "con gái",
    "phone": "0912345678",
    "channel": "phone",
    "words": "Mẹ yếu",
}


def ask(cast, dao, now, **more):
    return service.take_family_request(
        cast["hoa"], resident_id=dao.pk, act_id=new_id(), way=ServiceWay.HOME, now=now, **{**ASKED, **more}
    )


def test_asking_opens_the_case_and_keeps_the_wished_way(cast, dao, now):
    ask(cast, dao, now)
    assert service.find_case(dao.pk).wished_way == "home"


def test_repeats_stand_together_and_are_closed_together(cast, dao, now):
    row = ask(cast, dao, now)
    ask(cast, dao, now, asked_by="Bình", relation="con trai")
    (shown,) = service.show_family_requests(cast["hoa"], now=now)
    assert (shown.times, shown.asked_by) == (2, "Bình")
    service.close_family_request(cast["hoa"], request_id=row.pk, done=True, answer="Hẹn thứ Năm", now=now)
    assert not FamilyRequest.objects.filter(state="open").exists()


def test_planning_sees_age_and_place_and_no_name(cast, dao, now):
    ask(cast, dao, now)
    (shown,) = service.show_family_requests(cast["tuan"], now=now)
    assert (shown.strip, shown.words, shown.asked_by, shown.age) == (None, "", "", "78-79")
    with pytest.raises(Refused):
        ask({"hoa": cast["tuan"]}, dao, now)


def test_a_wish_that_nobody_comes_stays(cast, dao, case, now):
    service.set_do_not_visit(cast["hoa"], case_id=case.pk, household=True, now=now)
    ask(cast, dao, now)
    assert service.has_do_not_visit(dao)


def test_without_an_answer_it_stays_open(cast, dao, now):
    row = ask(cast, dao, now)
    with pytest.raises(Refused) as refused:
        service.close_family_request(cast["hoa"], request_id=row.pk, done=False, answer=" ", now=now)
    assert refused.value.refusal.code == Code.REQUEST_ANSWER


def test_the_pages_take_one_request_however_often_they_are_sent(cast, dao, client_as, now):
    browser, key = client_as("hoa"), format_key(dao.pk)
    sent = {"act_id": str(new_id()), "asked_by": "Hạnh", "channel": "phone", "way": "home"}
    for _ in range(2):
        assert browser.post(f"/canvass/requests/new/{key}/", sent).status_code == 303
    assert FamilyRequest.objects.count() == 1
    page = browser.get("/canvass/requests/").content.decode()
    assert "Hạnh" in page
    row = format_key(FamilyRequest.objects.get().pk)
    assert browser.post("/canvass/requests/", {"request": row, "answer": ""}).status_code == 422
    assert (
        browser.post("/canvass/requests/", {"request": row, "answer": "Đã hẹn", "done": "1"}).status_code
        == 303
    )
    assert "TRẦN" not in client_as("tuan").get("/canvass/requests/").content.decode()


def test_somebody_on_no_list_is_added_in_the_roll(client_as, dao):
    assert client_as("lan").get("/canvass/new/").headers["Location"] == "/roll/add/"
