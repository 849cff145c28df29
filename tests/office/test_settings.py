"""Settings: with owner, day and reason; protective limits only become stricter; the program does what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tannha.canvass.service import limits
from tannha.fleet.service.duty import limits_of as hours_of
from tannha.ground import adjust, sign_in
from tannha.ground.models import AdminArea, JournalEntry, SettingChange
from tannha.ground.refusal import Refused
from tannha.ground.refusals import Code
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

# Every setting and in which direction it protects: the value as delivered is the loosest one.
LOOSEST_IS_HIGHEST = {
    "canvass.visits_a_round",
    "canvass.visits_a_week",
    "canvass.calls_a_round",
    "canvass.last_hour",
    "fleet.day_hours",
    "fleet.week_hours",
    "roll.look_ups_an_hour",
    "roll.look_ups_a_day",
    "roll.misses",
    "roll.look_ups_of_the_station",
    "enrol.tries_a_visit",
    "ground.lock_minutes",
    "ground.log_out_minutes",
    "ground.sign_in_tries",
}
LOOSEST_IS_LOWEST = {
    "canvass.round_days",
    "canvass.first_hour",
    "canvass.cool_down_days",
    "canvass.visitors",
    "fleet.rest_hours",
    "roll.pause_minutes",
    "ground.rest_minutes",
}


NO_LIMIT = {"plan.offer_days", "plan.reserve_far", "plan.reserve_near", "plan.release_hour"}
"""What a ward holds back and promises ahead: a choice of its supervisors within bounds, no limit on officers."""


def change(cast: Cast, name: str, value: int | str, now: datetime, by: str = "phuc") -> SettingChange:
    return adjust.change_setting(cast[by], name=name, value=value, reason="thử", now=now)


def refusal_of(call: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as caught:
        call()
    code = caught.value.refusal.code
    assert isinstance(code, Code)
    return code


def test_every_limit_is_delivered_at_its_loosest() -> None:
    figures = {setting.name: setting for setting in adjust.declared() if not setting.pattern}
    assert set(figures) == LOOSEST_IS_HIGHEST | LOOSEST_IS_LOWEST | NO_LIMIT
    for setting in figures.values():
        assert setting.low < setting.high and setting.low <= setting.default <= setting.high
    for name in LOOSEST_IS_HIGHEST | LOOSEST_IS_LOWEST:
        setting = figures[name]
        assert setting.default == (setting.high if name in LOOSEST_IS_HIGHEST else setting.low), name


def test_a_setting_keeps_owner_reason_and_bounds(cast: Cast, ward: AdminArea, now: datetime) -> None:
    name = "canvass.cool_down_days"
    assert adjust.value_of(ward.id, name) == 14
    change(cast, name, 20, now)
    assert adjust.value_of(ward.id, name) == 20
    assert adjust.values_of(ward.id)[name].owner == cast.user("phuc")
    for value, reason in ((13, "thử"), (181, "thử"), (20, "  "), ("x", "thử"), ("-20", "thử")):
        refused = refusal_of(
            lambda value=value, reason=reason: adjust.change_setting(  # type: ignore[misc]
                cast["phuc"], name=name, value=value, reason=reason, now=now
            )
        )
        assert refused is Code.SETTING_VALUE
    assert refusal_of(lambda: change(cast, name, 21, now, by="hoa")) is Code.SECOND_PERSON
    assert JournalEntry.objects.filter(what="ground.setting_changed").count() == 1


def test_the_newest_change_holds_and_another_ward_keeps_its_own(
    cast: Cast, ward: AdminArea, other_ward: AdminArea, now: datetime
) -> None:
    change(cast, "fleet.rest_hours", 12, now)
    change(cast, "fleet.rest_hours", 11, now + timedelta(minutes=1))
    assert adjust.value_of(ward.id, "fleet.rest_hours") == 11
    assert len(adjust.list_changes(ward.id, "fleet.rest_hours")) == 2
    assert adjust.list_changes(other_ward.id, "fleet.rest_hours") == []


def test_a_figure_beyond_todays_bounds_is_drawn_to_them(cast: Cast, ward: AdminArea, now: datetime) -> None:
    SettingChange.objects.create(
        ward=ward, name="canvass.visits_a_round", value="9", reason="cũ", owner=cast.user("phuc"), at=now
    )
    assert adjust.value_of(ward.id, "canvass.visits_a_round") == 3


def test_the_program_does_what_the_settings_say(cast: Cast, ward: AdminArea, now: datetime) -> None:
    change(cast, "canvass.visits_a_round", 1, now)
    change(cast, "canvass.first_hour", 9, now)
    change(cast, "fleet.week_hours", 40, now)
    change(cast, "ground.sign_in_tries", 3, now)
    found = limits()
    assert (found.visits_a_round, found.visits_a_week, found.first_minute) == (1, 1, 540)
    assert hours_of(ward.id).week_minutes == 2400
    for _ in range(2):
        assert refusal_of(lambda: sign_in.check_password_step("lan", "falsch", now=now)) is Code.WRONG_SIGN_IN
    assert refusal_of(lambda: sign_in.check_password_step("lan", "falsch", now=now)) is Code.LOCKED_OUT


def test_a_shorter_lock_reaches_the_page_and_the_session(
    cast: Cast, ward: AdminArea, now: datetime, client_as: Callable[[str], Client]
) -> None:
    lan = client_as("lan")
    assert 'data-lock-after="180"' in lan.get(reverse("web:mine")).content.decode()
    change(cast, "ground.lock_minutes", 1, now)
    assert 'data-lock-after="60"' in lan.get(reverse("web:mine")).content.decode()


def test_the_wards_telephone_is_a_number_and_stands_on_papers(
    cast: Cast, ward: AdminArea, now: datetime
) -> None:
    for text in ("<script>", "không có", "12"):
        assert refusal_of(lambda text=text: change(cast, "ground.ward_phone", text, now)) is Code.SETTING_TEXT  # type: ignore[misc]
    change(cast, "ground.ward_phone", "024 3825 1234", now)
    assert adjust.text_of(ward.id, "ground.ward_phone") == "024 3825 1234"


def test_the_pages_show_and_change_a_setting(cast: Cast, client_as: Callable[[str], Client]) -> None:
    office = client_as("phuc")
    listed = office.get(reverse("office:settings")).content.decode()
    assert listed.count('scope="row"') == len(adjust.declared())
    address = reverse("office:setting", kwargs={"name": "roll.misses"})
    assert office.get(address).status_code == 200
    wrong = office.post(address, {"value": "6", "reason": "nới lỏng"})
    assert wrong.status_code == 409 and "nới lỏng" in wrong.content.decode()
    assert office.post(address, {"value": "4", "reason": "chặt hơn"}).status_code == 303
    assert "chặt hơn" in office.get(address).content.decode()
    phone = reverse("office:setting", kwargs={"name": "ground.ward_phone"})
    assert office.post(phone, {"value": "0912 345 678", "reason": "mới có"}).status_code == 303
    assert "0912 345 678" in office.get(reverse("office:settings")).content.decode()
