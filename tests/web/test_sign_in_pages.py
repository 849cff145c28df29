"""Signing in by pages: two steps, the same words for all who fail, the first PIN, the way back to the page asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tannha.ground.models import JournalEntry, User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frame_alone")]


def code_of(cast, name: str) -> str:
    return cast.code(name, datetime.now(tz=UTC))


def signed_in(client: Client) -> bool:
    return client.get("/mine/").status_code == 200


def give_password(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_nobody_sees_a_page_that_names_the_program_and_a_way_in(cast):
    page = Client().get("/")
    assert page.status_code == 200
    assert "Tận Nhà" in page.text
    assert 'href="/sign-in/"' in page.text


def test_password_then_code_opens_today(cast):
    client = Client()
    first = give_password(client, "Hoa")
    assert (first.status_code, first["Location"]) == (303, "/sign-in/code/")
    assert not signed_in(client)
    second = client.post("/sign-in/code/", {"code": code_of(cast, "hoa")})
    assert (second.status_code, second["Location"]) == (303, "/")
    assert "Hoa" in client.get("/").text
    assert JournalEntry.objects.filter(what="ground.signed_in").count() == 1


def test_a_code_pasted_with_a_blank_is_read(cast):
    client = Client()
    give_password(client, "hoa")
    code = code_of(cast, "hoa")
    assert client.post("/sign-in/code/", {"code": f"{code[:3]} {code[3:]} "}).status_code == 303


def test_signing_in_leads_back_to_the_page_that_was_asked_for(cast):
    client = Client()
    asked = client.get("/mine/?before=9")
    assert (asked.status_code, asked["Location"]) == (303, "/sign-in/?next=%2Fmine%2F%3Fbefore%3D9")
    form = client.get(asked["Location"])
    assert 'name="next" value="/mine/?before=9"' in form.text
    first = give_password(client, "hoa", next="/mine/?before=9")
    last = client.post("/sign-in/code/", {"code": code_of(cast, "hoa"), "next": "/mine/?before=9"})
    assert "next=%2Fmine" in first["Location"]
    assert last["Location"] == "/mine/?before=9"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\example.org"]
)
def test_signing_in_never_leads_elsewhere(cast, elsewhere):
    client = Client()
    give_password(client, "hoa")
    last = client.post("/sign-in/code/", {"code": code_of(cast, "hoa"), "next": elsewhere})
    assert last["Location"] == "/"


def test_an_unknown_account_and_a_wrong_password_get_the_same_page(cast):
    unknown, wrong = (
        give_password(Client(), "nobody-here"),
        give_password(Client(), "hoa", "sai mật khẩu rồi"),
    )
    assert unknown.status_code == wrong.status_code == 422
    assert b"ground.wrong_sign_in" in unknown.content

    def without_token(page) -> str:
        text = page.text.replace("nobody-here", "hoa")
        return "".join(part.partition('"')[2] for part in text.split('name="csrfmiddlewaretoken" value="'))

    assert without_token(unknown) == without_token(wrong)


def test_a_password_is_never_sent_back(cast):
    page = give_password(Client(), "hoa", "sai mật khẩu rồi")
    assert "sai mật khẩu rồi" not in page.text
    assert 'value="hoa"' in page.text


def test_empty_answers_are_named_and_the_title_says_so(cast):
    page = Client().post("/sign-in/", {"username": "", "password": ""})
    assert page.status_code == 422
    assert "<title>Lỗi: Đăng nhập" in page.text
    assert 'href="#id_username"' in page.text
    assert 'aria-invalid="true"' in page.text


def test_the_code_page_does_not_open_without_the_password(cast):
    page = Client().get("/sign-in/code/")
    assert (page.status_code, page["Location"]) == (303, "/sign-in/")


def test_a_wrong_code_keeps_the_step_and_a_used_code_is_no_code(cast):
    client = Client()
    give_password(client, "hoa")
    code = code_of(cast, "hoa")
    wrong = client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert "ground.wrong_code" in wrong.text
    assert client.post("/sign-in/code/", {"code": code}).status_code == 303
    again = Client()
    give_password(again, "hoa")
    assert again.post("/sign-in/code/", {"code": code}).status_code == 422


def test_five_wrong_passwords_put_the_account_to_rest_and_say_until_when(cast):
    client = Client()
    for _ in range(5):
        page = give_password(client, "hoa", "không phải mật khẩu")
    assert "ground.locked_out" in page.text
    assert "ground.locked_out" in give_password(client, "hoa").text


def test_a_stopped_account_cannot_sign_in_and_its_session_ends(cast, client_as):
    client = client_as("hoa")
    assert signed_in(client)
    User.objects.filter(username="hoa").update(is_active=False)
    assert not signed_in(client)
    assert give_password(Client(), "hoa").status_code == 422


def test_the_first_sign_in_asks_for_a_pin(cast):
    User.objects.filter(username="hoa").update(pin_hash="")
    client = Client()
    give_password(client, "hoa")
    asked = client.post("/sign-in/code/", {"code": code_of(cast, "hoa"), "next": "/mine/"})
    assert asked["Location"] == "/pin/?next=%2Fmine%2F"
    assert "ground.weak_pin" in client.post("/pin/", {"pin": "111111", "again": "111111"}).text
    differs = client.post("/pin/", {"pin": "258013", "again": "258014"})
    assert differs.status_code == 422
    kept = client.post("/pin/", {"pin": "258013", "again": "258013", "next": "/mine/"})
    assert kept["Location"] == "/mine/"
    assert "Đã giữ mã PIN" in client.get("/mine/").text
    assert "Đã giữ mã PIN" not in client.get("/mine/").text


def test_changing_the_password_needs_the_old_one(cast, client_as):
    client = client_as("hoa")
    wrong = client.post("/password/", {"old": "sai rồi nhé bạn", "new": "năm từ mới rất dài"})
    assert wrong.status_code == 422
    changed = client.post("/password/", {"old": PASSWORD, "new": "năm từ mới rất dài"})
    assert changed.status_code == 303
    assert give_password(Client(), "hoa", "năm từ mới rất dài").status_code == 303


def test_signing_out_ends_the_session_and_is_journaled(cast, client_as):
    client = client_as("hoa")
    client.get("/")
    assert client.post("/sign-out/").status_code == 303
    assert not signed_in(client)
    assert JournalEntry.objects.filter(what="ground.signed_out").count() == 1


def test_signing_in_changes_the_sessions_key(cast):
    client = Client()
    give_password(client, "hoa")
    before = client.cookies["tannha_session"].value
    client.post("/sign-in/code/", {"code": code_of(cast, "hoa")})
    assert client.cookies["tannha_session"].value != before
