"""Signing in, the lock-out, second persons and accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tannha.ground import accounts, second_person, sign_in
from tannha.ground.access import TABLE, May, Role, cell
from tannha.ground.models import JournalEntry, User
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code
from tests.conftest import PASSWORD, PIN, Cast

pytestmark = pytest.mark.django_db


def refusal_of(call: object) -> Code:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator]
    code = caught.value.refusal.code
    assert isinstance(code, Code)
    return code


def test_password_then_code_open_the_account_and_are_journaled_once(cast: Cast, now: datetime) -> None:
    user_id = sign_in.check_password_step("LAN", PASSWORD, now=now)
    assert sign_in.check_code_step(user_id, cast.code("lan", now), now=now).username == "lan"
    assert list(JournalEntry.objects.values_list("what", flat=True)) == ["ground.signed_in"]


def test_a_code_works_once(cast: Cast, now: datetime) -> None:
    code = cast.code("lan", now)
    sign_in.check_code_step(cast.user("lan").id, code, now=now)
    later = now + timedelta(seconds=10)
    assert (
        refusal_of(lambda: sign_in.check_code_step(cast.user("lan").id, code, now=later)) is Code.WRONG_CODE
    )


def test_an_unknown_name_and_a_wrong_password_are_told_alike(cast: Cast, now: datetime) -> None:
    answers = []
    for name in ("lan", "khong-co"):
        with pytest.raises(Refused) as caught:
            sign_in.check_password_step(name, "sai mật khẩu rồi", now=now)
        answers.append(caught.value.refusal)
    assert answers[0] == answers[1]


def test_five_wrong_tries_of_any_kind_rest_the_account_for_a_while(cast: Cast, now: datetime) -> None:
    lan = cast.user("lan")
    for _ in range(2):
        refusal_of(lambda: sign_in.check_password_step("lan", "sai mật khẩu rồi", now=now))
    refusal_of(lambda: sign_in.check_code_step(lan.id, "000000", now=now))
    refusal_of(lambda: sign_in.unlock(cast["lan"], "111222", now=now))
    assert refusal_of(lambda: sign_in.unlock(cast["lan"], "111222", now=now)) is Code.LOCKED_OUT
    assert refusal_of(lambda: sign_in.check_password_step("lan", PASSWORD, now=now)) is Code.LOCKED_OUT
    assert JournalEntry.objects.filter(what="ground.locked_out").count() == 1
    assert sign_in.check_password_step("lan", PASSWORD, now=now + timedelta(minutes=16)) == lan.id


def test_the_pin_opens_the_lock(cast: Cast, now: datetime) -> None:
    sign_in.unlock(cast["lan"], PIN, now=now)


@pytest.mark.parametrize("pin", ["111111", "123456", "987654", "12345", "1234567", "abcdef", "", "١٢٣٩٥٦"])
def test_a_weak_pin_is_refused(cast: Cast, now: datetime, pin: str) -> None:
    assert refusal_of(lambda: sign_in.set_pin(cast["lan"], pin=pin, now=now)) is Code.WEAK_PIN


def test_a_stopped_account_cannot_sign_in(cast: Cast, now: datetime) -> None:
    accounts.stop_account(cast["phuc"], user_id=cast.user("lan").id, now=now)
    assert refusal_of(lambda: sign_in.check_password_step("lan", PASSWORD, now=now)) is Code.WRONG_SIGN_IN


def test_the_second_person_is_another_of_the_same_ward_with_the_right_and_a_fresh_code(
    cast: Cast, now: datetime
) -> None:
    def ask(name: str, code: str = "", *, left_out: str = "") -> Code:
        typed = second_person.SecondPerson(username=name, code=code or cast.code(name, now))
        out = [cast.user(left_out).id] if left_out else []
        return refusal_of(
            lambda: second_person.confirm(cast["minh"], typed, May.SEAL_EXCEPTION, now=now, not_these=out)
        )

    assert ask("minh") is Code.SECOND_PERSON
    assert ask("hoa", "000000") is Code.SECOND_PERSON
    assert ask("lan") is Code.SECOND_PERSON_ROLE
    assert ask("khang") is Code.SECOND_PERSON_ROLE
    assert ask("hoa", left_out="hoa") is Code.SECOND_PERSON_ROLE
    confirmed = second_person.confirm(cast["minh"], cast.second("binh", now), May.SEAL_EXCEPTION, now=now)  # type: ignore[arg-type]
    assert confirmed.username == "binh"


def test_accounts_are_made_single_handed_only_until_two_of_each_guard_exist(
    cast: Cast, now: datetime
) -> None:
    new = {"display_name": "Mới", "role": Role.CANVASSER, "password": "bốn từ khác hẳn"}
    assert (
        refusal_of(lambda: accounts.make_account(cast["phuc"], username="moi", now=now, **new))
        is Code.SINGLE_HANDED  # type: ignore[arg-type]
    )
    User.objects.filter(username="viet").update(is_active=False)
    made = accounts.make_account(cast["phuc"], username="Moi", now=now, **new)  # type: ignore[arg-type]
    assert User.objects.get(id=made.user_id).username == "moi" and '"single_handed":true' in str(
        JournalEntry.objects.get(what="ground.account_made").body
    )
    assert (
        refusal_of(lambda: accounts.make_account(cast["phuc"], username="MOI", now=now, **new))
        is Code.USERNAME_TAKEN
    )  # type: ignore[arg-type]


def test_no_role_holds_rights_that_must_stay_apart() -> None:
    people = (May.LOOK_UP, May.FULL_NUMBER, May.SEE_NEEDS, May.CAPTURE)
    assert not any(cell(Role.ADMINISTRATOR, may) for may in people)
    assert not (cell(Role.ADJUDICATOR, May.CAPTURE) or cell(Role.OPERATOR, May.DECIDE_DOUBLE))
    assert cell(Role.PLANNER, May.FULL_NUMBER) is None and cell(Role.PLANNER, May.LOOK_UP) is None
    assert set(TABLE) == set(May)
