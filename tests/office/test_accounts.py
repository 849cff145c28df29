"""Accounts from the invitation to the first sign-in; the journal page."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tannha.ground import accounts, enrolling, one_time_code, sign_in
from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.ids import format_key
from tannha.ground.models import Invitation, User
from tannha.ground.paper_codes import note_recovery_codes, take_recovery_code
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code
from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "trời xanh mây trắng gió"


def refusal_of(call: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as caught:
        call()
    code = caught.value.refusal.code
    assert isinstance(code, Code)
    return code


def invite(cast: Cast, now: datetime, username: str = "moi") -> accounts.Invited:
    return accounts.invite_account(
        cast["phuc"],
        username=username,
        display_name="Mới",
        role=Role.CANVASSER,
        second=cast.second("viet", now),  # type: ignore[arg-type]
        now=now,
    )


def test_an_invited_person_sets_password_and_codes_alone_and_once(cast: Cast, now: datetime) -> None:
    invited = invite(cast, now)
    user_id = enrolling.open_invitation("MOI", invited.code.upper().replace("-", " "), now=now)
    seed = one_time_code.new_seed()
    code = one_time_code.code_at(seed, now)
    enrolled = enrolling.enrol(user_id, password=NEW_PASSWORD, seed=seed, code=code, now=now)
    assert len(enrolled.recovery_codes) == 8
    assert (
        refusal_of(lambda: enrolling.open_invitation("moi", invited.code, now=now)) is Code.WRONG_INVITATION
    )
    later = now + timedelta(minutes=1)
    from tannha.ground import sign_in

    found = sign_in.check_password_step("moi", NEW_PASSWORD, now=later)
    assert sign_in.check_code_step(found, enrolled.recovery_codes[0], now=later).username == "moi"
    again = sign_in.check_password_step("moi", NEW_PASSWORD, now=later)
    assert (
        refusal_of(lambda: sign_in.check_code_step(again, enrolled.recovery_codes[0], now=later))
        is Code.WRONG_CODE
    )


def test_an_invitation_ends_after_a_day_and_after_five_wrong_codes(cast: Cast, now: datetime) -> None:
    invited = invite(cast, now)
    late = now + timedelta(hours=25)
    assert (
        refusal_of(lambda: enrolling.open_invitation("moi", invited.code, now=late)) is Code.WRONG_INVITATION
    )
    for _ in range(5):
        refusal_of(lambda: enrolling.open_invitation("moi", "aaaaa-aaaaa", now=now))
    assert (
        refusal_of(lambda: enrolling.open_invitation("moi", invited.code, now=now)) is Code.WRONG_INVITATION
    )
    assert Invitation.objects.get(user__username="moi").tries == 5


def test_an_unknown_name_and_a_wrong_code_are_told_alike(cast: Cast, now: datetime) -> None:
    assert refusal_of(lambda: enrolling.open_invitation("nobody", "x", now=now)) is Code.WRONG_INVITATION


def test_a_reset_shuts_the_old_password_at_once(cast: Cast, now: datetime) -> None:
    from tannha.ground import sign_in

    accounts.reset_account(
        cast["phuc"],
        user_id=cast.user("lan").id,
        second=cast.second("viet", now),
        now=now,  # type: ignore[arg-type]
    )
    assert refusal_of(lambda: sign_in.check_password_step("lan", PASSWORD, now=now)) is Code.WRONG_SIGN_IN


def test_one_account_has_one_role_a_day(cast: Cast, now: datetime) -> None:
    from tannha.ground import sign_in

    lan = cast.user("lan").id
    sign_in.check_code_step(lan, cast.code("lan", now), now=now)
    later = now + timedelta(minutes=1)

    def change(moment: datetime) -> None:
        accounts.change_role(
            cast["phuc"],
            user_id=lan,
            role=Role.OPERATOR,
            second=cast.second("viet", moment),  # type: ignore[arg-type]
            now=moment,
        )

    assert refusal_of(lambda: change(later)) is Code.ROLE_TODAY
    change(now + timedelta(days=1))
    assert User.objects.get(id=lan).role == "operator"


def test_nobody_resets_their_own_account(cast: Cast, now: datetime) -> None:
    assert (
        refusal_of(lambda: accounts.reset_account(cast["phuc"], user_id=cast.user("phuc").id, now=now))
        is Code.OWN_ACCOUNT
    )


def test_a_new_person_comes_in_through_the_pages(cast: Cast, client_as: Callable[[str], Client]) -> None:
    now = datetime.now(tz=UTC)
    office = client_as("phuc")
    form = {"display_name": "Mới", "username": "moi", "role": "canvasser"}
    missing = office.post(reverse("office:new-account"), form)
    assert missing.status_code == 422
    second = {"second_username": "viet", "second_code": cast.code("viet", now)}
    shown = office.post(reverse("office:new-account"), form | second)
    assert shown.status_code == 200
    code = re.search(r'code-large"[^>]*>([a-z0-9-]+)<', shown.content.decode())
    assert code
    person = Client()
    assert person.post(reverse("office:welcome"), {"username": "moi", "code": "wrong"}).status_code == 409
    opened = person.post(reverse("office:welcome"), {"username": "moi", "code": code[1]})
    assert opened.headers["Location"] == reverse("office:set-up")
    page = person.get(reverse("office:set-up")).content.decode()
    secret = re.search(r'<code[^>]*translate="no">([A-Z2-7]+)</code>', page)
    assert secret and "<svg" in page
    seed = b32decode(secret[1] + "=" * (-len(secret[1]) % 8))
    given = {"password": NEW_PASSWORD, "code": one_time_code.code_at(seed, datetime.now(tz=UTC))}
    assert person.post(reverse("office:set-up"), given | {"password": "ngắn"}).status_code == 409
    done = person.post(reverse("office:set-up"), given)
    assert done.status_code == 200 and done.content.decode().count("<li>") >= 8
    assert person.get(reverse("office:set-up")).headers["Location"] == reverse("office:welcome")


def test_a_stopped_account_is_out_with_its_next_page(cast: Cast, client_as: Callable[[str], Client]) -> None:
    lan = client_as("lan")
    assert lan.get(reverse("web:mine")).status_code == 200
    stop = reverse("office:stop", kwargs={"k": format_key(cast.user("lan").id)})
    assert client_as("phuc").post(stop).status_code == 303
    assert lan.get(reverse("web:mine")).status_code == 303


def test_an_administrator_sees_technical_entries_only_and_no_people(
    cast: Cast, client_as: Callable[[str], Client], now: datetime
) -> None:
    from tannha.ground import journal
    from tannha.ground.ids import new_id

    journal.act(cast["lan"], "canvass.visit_recorded", now=now, people=[new_id()])
    journal.act(cast["phuc"], "ground.account_made", now=now)
    assert "Lan" not in client_as("phuc").get(reverse("office:journal")).content.decode()
    assert "Lan" in client_as("ngan").get(reverse("office:journal")).content.decode()


def page_status(browser: Client) -> int:
    return browser.get(reverse("web:mine")).status_code


def test_a_stop_ends_open_screens_even_if_the_account_works_again_at_once(
    cast: Cast, client_as: Callable[[str], Client], now: datetime
) -> None:
    lan = client_as("lan")
    assert page_status(lan) == 200
    moment = datetime.now(tz=UTC)
    lan_id = cast.user("lan").id
    accounts.stop_account(cast["phuc"], user_id=lan_id, now=moment)
    second = cast.second("viet", moment)
    accounts.restore_account(cast["phuc"], user_id=lan_id, second=second, now=moment)  # type: ignore[arg-type]
    assert page_status(lan) == 303


def test_a_reset_ends_open_screens_recovery_codes_and_earlier_invitations(
    cast: Cast, client_as: Callable[[str], Client]
) -> None:
    lan, moment = client_as("lan"), datetime.now(tz=UTC)
    user = cast.user("lan")
    recovery = note_recovery_codes(user)
    earlier = accounts.reset_account(
        cast["phuc"],
        user_id=user.id,
        second=cast.second("viet", moment),  # type: ignore[arg-type]
        now=moment,
    )
    assert page_status(lan) == 303
    assert refusal_of(lambda: sign_in.check_password_step("lan", PASSWORD, now=moment)) is Code.WRONG_SIGN_IN
    user.refresh_from_db()
    assert not take_recovery_code(user, recovery[0], moment)
    later = moment + timedelta(minutes=1)
    again = accounts.reset_account(
        cast["phuc"],
        user_id=user.id,
        second=cast.second("viet", later),  # type: ignore[arg-type]
        now=later,
    )
    assert (
        refusal_of(lambda: enrolling.open_invitation("lan", earlier.code, now=later)) is Code.WRONG_INVITATION
    )
    assert enrolling.open_invitation("lan", again.code, now=later) == user.id


def test_a_stopped_accounts_invitation_opens_nothing(cast: Cast, now: datetime) -> None:
    invited = invite(cast, now)
    accounts.stop_account(cast["phuc"], user_id=invited.user_id, now=now)
    assert (
        refusal_of(lambda: enrolling.open_invitation("moi", invited.code, now=now)) is Code.WRONG_INVITATION
    )
    later = now + timedelta(minutes=1)
    accounts.restore_account(
        cast["phuc"],
        user_id=invited.user_id,
        second=cast.second("viet", later),  # type: ignore[arg-type]
        now=later,
    )
    assert (
        refusal_of(lambda: enrolling.open_invitation("moi", invited.code, now=later)) is Code.WRONG_INVITATION
    )


def test_another_role_ends_open_screens_and_holds_with_the_next_sign_in(
    cast: Cast, client_as: Callable[[str], Client]
) -> None:
    lan, moment = client_as("lan"), datetime.now(tz=UTC)
    accounts.change_role(
        cast["phuc"],
        user_id=cast.user("lan").id,
        role=Role.PLANNER,
        second=cast.second("viet", moment),  # type: ignore[arg-type]
        now=moment,
    )
    assert page_status(lan) == 303
    assert User.objects.get(username="lan").role == "planner"


def test_a_changed_password_ends_the_other_screens_and_not_this_one(
    cast: Cast, client_as: Callable[[str], Client]
) -> None:
    here, there = client_as("lan"), client_as("lan")
    form = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert here.post(reverse("web:password"), form).status_code == 303
    assert page_status(here) == 200 and page_status(there) == 303


def test_nobody_confirms_alone_with_one_code_twice_or_for_their_own_account(
    cast: Cast, now: datetime
) -> None:
    second = cast.second("viet", now)
    accounts.invite_account(
        cast["phuc"],
        username="mot",
        display_name="Một",
        role=Role.OPERATOR,
        second=second,
        now=now,  # type: ignore[arg-type]
    )
    again = refusal_of(
        lambda: accounts.invite_account(
            cast["phuc"],
            username="hai",
            display_name="Hai",
            role=Role.OPERATOR,
            second=second,
            now=now,  # type: ignore[arg-type]
        )
    )
    assert again is Code.SECOND_PERSON
    for name in ("phuc", "lan", "khang"):
        asked = cast.second(name, now)
        code = refusal_of(
            lambda asked=asked: accounts.invite_account(  # type: ignore[misc]
                cast["phuc"], username="ba", display_name="Ba", role=Role.OPERATOR, second=asked, now=now
            )
        )
        assert code in (Code.SECOND_PERSON, Code.SECOND_PERSON_ROLE), name
    own = refusal_of(
        lambda: accounts.reset_account(
            cast["phuc"],
            user_id=cast.user("phuc").id,
            second=cast.second("viet", now),
            now=now,  # type: ignore[arg-type]
        )
    )
    assert own is Code.OWN_ACCOUNT
    helped = refusal_of(
        lambda: accounts.change_role(
            cast["phuc"],
            user_id=cast.user("viet").id,
            role=Role.AUDITOR,
            second=cast.second("viet", now + timedelta(minutes=1)),  # type: ignore[arg-type]
            now=now + timedelta(minutes=1),
        )
    )
    assert helped is Code.SECOND_PERSON_ROLE


def test_the_terminal_invites_again_where_nobody_came_in_time(console: Actor, now: datetime) -> None:
    first = accounts.invite_account(console, username="a", display_name="A", role=Role.ADMINISTRATOR, now=now)
    assert accounts.first_people(now) == "waiting"
    late = now + timedelta(hours=25)
    assert accounts.first_people(late) == "late"
    again = accounts.reset_account(console, user_id=first.user_id, now=late)
    assert accounts.first_people(late) == "waiting"
    assert enrolling.open_invitation("a", again.code, now=late) == first.user_id
