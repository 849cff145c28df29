"""The frame round each page: languages, themes, headers, the door, the pages for a lawful no."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from tannha.ground import journal
from tannha.ground.access import May, Role, cell
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there
from tannha.ground.today import NavItem, TodayRow
from tannha.web import notice
from tannha.web.frame import context, places
from tannha.web.middleware import SameSite
from tannha.web.page import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frame_alone")]


def test_vietnamese_comes_first_whatever_the_browser_wishes(cast):
    answer = Client().get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="vi"' in answer.text
    assert answer["Content-Language"] == "vi"


def test_the_language_switch_keeps_the_page(client_as):
    client = client_as("hoa")
    switched = client.post("/language/", {"language": "en", "next": "/mine/?before=7"})
    assert (switched.status_code, switched["Location"]) == (303, "/mine/?before=7")
    text = client.get("/mine/?before=7").text
    assert '<html lang="en"' in text
    assert "What I did and looked at" in text
    client.post("/language/", {"language": "vi", "next": "/"})
    assert "Hôm nay" in client.get("/").text


def test_an_unknown_language_or_theme_changes_nothing(cast):
    client = Client()
    client.post("/language/", {"language": "xx", "next": "/"})
    client.post("/theme/", {"theme": "rainbow", "next": "/"})
    text = client.get("/").text
    assert '<html lang="vi">' in text


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
def test_a_theme_is_kept_on_this_screen_until_it_is_forgotten(cast, theme):
    client = Client()
    client.post("/theme/", {"theme": theme, "next": "/help/"})
    assert f'data-theme="{theme}"' in client.get("/").text
    client.post("/theme/", {"theme": "", "next": "/"})
    assert "data-theme" not in client.get("/").text


def test_the_keys_can_be_switched_off(cast):
    client = Client()
    client.post("/keys/", {"keys": "off", "next": "/help/"})
    assert 'data-keys="off"' in client.get("/help/").text


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/help/", "/nowhere/"])
def test_every_page_carries_the_guarding_headers(cast, path):
    answer = Client().get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_of_somebody_are_not_stored_by_the_browser(client_as):
    client = client_as("hoa")
    for path in ("/", "/mine/", "/help/"):
        assert client.get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver:81"}, True),
        ({"Origin": "null"}, True),
        ({}, False),
    ],
)
def test_a_writing_request_from_elsewhere_is_refused(cast, headers, foreign):
    assert SameSite.is_foreign(RequestFactory().post("/x/", headers=headers)) is foreign
    answer = Client().post("/theme/", {"theme": "dark", "next": "/"}, headers=headers)
    assert answer.status_code == (403 if foreign else 303)


def test_a_form_without_its_token_writes_nothing_and_says_what_to_do(client_as):
    client = client_as("hoa")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(
        "/password/", {"old": "x", "new": "y"}, headers={"Referer": "http://testserver/password/"}
    )
    assert answer.status_code == 403
    assert "Chưa ghi gì." in answer.text
    assert 'href="/password/"' in answer.text


def test_every_page_form_carries_its_token(client_as):
    for path in ("/", "/help/", "/password/", "/pin/", "/mine/"):
        text = client_as("hoa").get(path).text
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.DOTALL)
        assert forms
        assert all("csrfmiddlewaretoken" in form for form in forms), path


def test_every_address_of_the_frame_has_its_row_in_the_access_table():
    for pattern in get_resolver("tannha.web.urls").url_patterns:
        assert isinstance(pattern.callback.may, May)
        assert isinstance(pattern.callback.open_to_all, bool)


def answer_of(rf, view, actor, *, locked=False, **how):
    request = rf.get("/x/", headers={"Referer": "http://testserver/help/"})
    request.actor, request.locked, request.session = actor, locked, {}
    return page(view, **how)(request)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONSOLE])
def test_the_door_opens_exactly_where_the_table_has_a_cell(rf, cast, role):
    actor = next(cast[name] for name in cast if cast[name].role is role)
    for may in May:
        answer = answer_of(rf, lambda request: HttpResponse("in"), actor, may=may)
        assert answer.status_code == (200 if cell(role, may) else 404), (role, may)


def test_nobody_is_led_to_sign_in_and_a_locked_screen_to_the_curtain(rf, cast):
    def view(request):
        return HttpResponse("in")

    assert answer_of(rf, view, None, may=May.OWN)["Location"] == "/sign-in/?next=%2Fx%2F"
    assert answer_of(rf, view, cast["lan"], may=May.OWN, locked=True)["Location"] == "/lock/?next=%2Fx%2F"
    assert answer_of(rf, view, None, may=May.PUBLIC, open_to_all=True).content == b"in"


def test_a_refusal_is_409_with_its_three_sentences_and_a_way_back(rf, cast):
    def view(request):
        raise Refused(Refusal(Code.SECOND_PERSON))

    answer = answer_of(rf, view, cast["hoa"], may=May.OWN)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "ground.second_person" in text
    assert text.count("<p") >= 4
    assert 'href="/help/"' in text


def test_not_yours_and_not_there_are_the_same_page(rf, cast):
    def not_yours(request):
        raise Refused(not_there())

    mine = answer_of(rf, not_yours, cast["hoa"], may=May.OWN)
    wrong_role = answer_of(
        rf,
        not_yours,
        cast["hoa"],
        may=May.CAPTURE if not cell(Role.SUPERVISOR, May.CAPTURE) else May.DESK_CHECK,
    )
    assert mine.status_code == wrong_role.status_code == 404

    def plain(answer) -> str:
        return re.sub(r'value="[^"]{20,}"', "", answer.content.decode())

    assert plain(mine) == plain(wrong_role)
    assert "Không có trang này" in plain(mine)


def test_a_fault_of_ours_is_said_plainly_and_tells_nothing(client_as, monkeypatch):
    def broken(actor, now):
        raise RuntimeError("secret word 099147000001")

    monkeypatch.setattr("tannha.wiring.today_rows", broken)
    client = client_as("hoa")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "099147000001" not in answer.text
    assert "Traceback" not in answer.text
    assert "Tận Nhà" in answer.text


def test_today_shows_the_rows_in_order_and_one_filled_button(client_as, monkeypatch):
    rows = [
        TodayRow(
            order=1, text="Chờ chữ ký thứ hai", count=2, url_name="web:help", action="Xem hồ sơ đầu tiên"
        ),
        TodayRow(order=2, text="Cần hỗ trợ", count=1204, url_name="web:mine"),
        TodayRow(order=3, text="Chưa có trang", url_name="nowhere:at-all"),
    ]
    monkeypatch.setattr("tannha.wiring.today_rows", lambda actor, now: rows)
    text = client_as("hoa").get("/").text
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count('class="act"') == 1
    assert "Xem hồ sơ đầu tiên" in main
    assert "1.204" in main
    assert main.index("Chờ chữ ký") < main.index("Cần hỗ trợ") < main.index("Chưa có trang")


def test_an_empty_today_says_so_in_a_sentence(client_as):
    assert "Hiện không có việc nào chờ." in client_as("ngan").get("/").text


def test_the_rail_has_six_words_and_the_rest_of_the_role_stands_behind_more(rf, cast):
    nav = [NavItem(label=f"Word {n}", url_name="web:help", may=May.RECORD_VISIT) for n in range(9)]
    nav += [NavItem(label="Never", url_name="web:mine", may=May.DESK_CHECK)]
    request = rf.get("/help/")
    request.actor = cast["lan"]
    found = context(request, nav=nav)
    assert len(found["places"]) == 6
    assert [place.label for place in found["further"]] == ["Word 5", "Word 6", "Word 7", "Word 8"]
    assert [place.label for place in places(cast["tuan"], nav, "/")] == ["Hôm nay"]


def test_the_current_place_is_the_nearest_address(cast):
    nav = [
        NavItem(label="Mine", url_name="web:mine", may=May.OWN),
        NavItem(label="Help", url_name="web:help", may=May.OWN),
    ]
    current = [place.label for place in places(cast["lan"], nav, "/mine/x/") if place.current]
    assert current == ["Mine"]
    assert [place.label for place in places(cast["lan"], nav, "/") if place.current] == ["Hôm nay"]
    assert [place.label for place in places(cast["lan"], nav, "/pin/") if place.current] == []


def test_my_journal_tells_how_many_people_and_never_whom(client_as, cast, now):
    from django.db import transaction

    from tannha.ground.ids import new_id

    people = [new_id() for _ in range(3)]
    with transaction.atomic():
        journal.read(cast["lan"], "roll.resident_shown", now=now, people=people, purpose="visit")
        journal.act(cast["hoa"], "ground.pin_set", now=now)
    text = client_as("lan").get("/mine/").text
    assert ">3</td>" in text
    assert "Đặt mã PIN" not in text
    assert not any(str(person) in text for person in people)


def test_what_is_done_today_counts_acts_and_people_once_and_no_sign_ins(client_as, cast):
    from django.db import transaction

    from tannha.ground import clock
    from tannha.ground.ids import new_id

    person, moment = new_id(), clock.now()
    with transaction.atomic():
        journal.act(cast["lan"], "ground.signed_in", now=moment)
        journal.act(cast["lan"], "canvass.visit_recorded", now=moment, people=[person])
        journal.read(cast["lan"], "roll.resident_shown", now=moment, people=[person])
        journal.read(cast["lan"], "canvass.walk_shown", now=moment, people=[person, new_id()])
        journal.act(cast["hoa"], "canvass.visit_recorded", now=moment)
    text = client_as("lan").get("/").text
    assert "Đã ghi 1 việc." in text
    assert "Đã xem dữ liệu của 2 người." in text
    assert "Chưa ghi gì." in client_as("ngan").get("/").text


def test_an_entry_without_words_of_its_own_is_told_by_its_room(client_as, cast, now):
    from django.db import transaction

    with transaction.atomic():
        journal.act(cast["lan"], "roll.resident_added", now=now)
        journal.act(cast["lan"], "enrol.some_later_step", now=now)
        journal.act(cast["lan"], "unheard.of", now=now)
    text = client_as("lan").get("/mine/").text
    assert all(word in text for word in ("Thêm cư dân", "Việc thu nhận", "Việc khác"))
    assert "some_later_step" not in text


def test_my_journal_goes_on_where_the_page_before_ended(client_as, cast, now):
    from django.db import transaction

    with transaction.atomic():
        for _ in range(30):
            journal.act(cast["lan"], "ground.pin_set", now=now)
    client = client_as("lan")
    first = client.get("/mine/").text
    assert first.count("<tr>") == 26
    older = re.search(r'href="\?before=(\d+)"', first)
    assert older
    assert client.get(f"/mine/?before={older[1]}").text.count("<tr>") == 6
    assert client.get("/mine/?before=x'--").status_code == 200


def test_a_notice_is_shown_once(rf):
    request = rf.get("/")
    request.session = {}
    assert notice.take(request) is None
    notice.leave(request, "Đã ghi.", mark="wish", undo_url="/undo/")
    assert notice.take(request) == notice.Notice(text="Đã ghi.", mark="wish", undo_url="/undo/")
    assert notice.take(request) is None


def test_help_names_the_wards_own_supervisors_only(client_as, cast):
    text = client_as("lan").get("/help/").text
    assert "Hoa" in text
    assert "Khang" not in text
    assert "Hoa" not in Client().get("/help/").text
