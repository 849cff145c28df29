"""Pages of the everyday roll, of families' requests and of rights: they fit, read well, have one main action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tannha.canvass import service as canvass
from tannha.ground.clock import local_day
from tannha.ground.ids import format_key, new_id
from tannha.privacy import service as privacy
from tannha.roll import service as roll
from tests.browser.chromium import (
    Console,
    access_faults,
    choose,
    forbidden_words,
    keep_picture,
    sideways_scroll,
)
from tests.scenes import World
from tests.scenes.privacy import taken
from tests.scenes.roll import pair, proposed

SIZES = [("desk", "vi"), ("phone", "en"), ("phone", "vi"), ("desk", "en")]


def look(page: Page, addresses: dict[str, str], size: str, language: str) -> None:
    """Each page once: no sideways scroll, no fault for a screen reader, no raw words, one main action."""
    heard = Console(page)
    choose(page, language=language)
    for name, address in addresses.items():
        page.goto(address)
        keep_picture(page, f"everyday-{name}-{size}-{language}")
        assert sideways_scroll(page) <= 0, name
        assert access_faults(page) == [], name
        assert forbidden_words(page) == [], name
        assert page.locator("main .act").count() <= 1, name
    assert heard.said == []


@pytest.fixture
def world(cast, ward, now) -> World:
    return World(cast=cast, ward=ward, now=now)


@pytest.fixture
def roll_pages(world: World) -> dict[str, str]:
    """A pair of likely doubles, two proposals, a merge, a group with its head."""
    cast, now = world.cast, world.now
    dao, again = pair(world)
    person = f"/roll/resident/{format_key(dao.pk)}/"
    new = roll.propose_change(
        cast["lan"],
        kind="person",
        after={"full_name": "Trần Thị Đào", "birth": "1947", "group": str(dao.group_id)},
        evidence="Gặp tại nhà",
        now=now,
    )
    row = roll.propose_change(
        cast["binh"],
        kind="correction",
        resident_id=dao.pk,
        after={"birth": "21/5/1947"},
        evidence="Giấy khai sinh",
        now=now,
    )
    number = roll.record_old_number(
        cast["hoa"], resident_id=dao.pk, value="022222222", evidence="giấy cũ", now=now
    )
    roll.set_group_head(
        cast["hoa"],
        group_id=dao.group_id,
        name="Nguyễn Văn An",
        phone="0912345678",
        since=local_day(now) - timedelta(days=300),
        now=now,
    )
    return {
        "resident": person,
        "status": f"{person}status/",
        "move": f"{person}move/",
        "old-number": f"{person}old-number/",
        "drop-number": f"{person}old-number/{format_key(number.pk)}/",
        "add": "/roll/add/",
        "proposals": "/roll/proposals/",
        "proposal": f"/roll/proposal/{format_key(row.pk)}/",
        "proposal-new": f"/roll/proposal/{format_key(new.pk)}/",
        "doubles": "/roll/doubles/",
        "pair": f"/roll/doubles/{format_key(dao.pk)}/{format_key(again.pk)}/",
        "groups": "/roll/groups/",
        "group": f"/roll/group/{format_key(dao.group_id)}/",
        "new-group": "/roll/groups/new/",
        "export": "/roll/export/",
    }


@pytest.mark.parametrize(("size", "language"), SIZES[:2])
def test_the_everyday_roll(
    open_page: Callable[..., Page], roll_pages: dict[str, str], size: str, language: str
) -> None:
    look(open_page("hoa", "/help/", size=size), roll_pages, size, language)


@pytest.mark.parametrize(("size", "language"), SIZES[2:])
def test_residents_rights(open_page: Callable[..., Page], world: World, size: str, language: str) -> None:
    request, person = taken(world)
    canvass.take_family_request(
        world.cast["hoa"],
        resident_id=person,
        act_id=new_id(),
        asked_by="Hạnh",
        relation="con gái",
        phone="0912345678",
        channel="phone",
        way=None,
        words="Mẹ không xuống nhà được",
        now=world.now,
    )
    incident = privacy.note_incident(
        world.cast["yen"],
        detected_at=world.now - timedelta(hours=41),
        what="Gửi nhầm một bảng",
        people=12,
        biometrics=True,
        measures="",
        now=world.now,
    )
    key = format_key(request)
    addresses = {
        "requests": "/privacy/requests/",
        "request": f"/privacy/request/{key}/",
        "take": "/privacy/requests/new/",
        "looks": "/privacy/looks/",
        "register": "/privacy/register/",
        "incidents": "/privacy/incidents/",
        "incident": f"/privacy/incident/{format_key(incident.pk)}/",
        "new-incident": "/privacy/incidents/new/",
        "mine": "/mine/",
    }
    look(open_page("yen", "/help/", size=size), addresses, size, language)
    supervised = {
        "copy": f"/privacy/request/{key}/copy/",
        "families": "/canvass/requests/",
        "take-family": f"/canvass/requests/new/{format_key(person)}/",
    }
    look(open_page("hoa", "/help/", size=size), supervised, size, language)


def test_who_looked_reads_well_on_a_phone(open_page: Callable[..., Page], world: World) -> None:
    taken(world)
    page = open_page("ngan", "/privacy/looks/", size="phone")
    page.fill('input[name="number"]', "099147000001")
    page.fill('input[name="reason"]', "gia đình hỏi")
    page.locator("main .act").click()
    page.wait_for_selector("table")
    keep_picture(page, "everyday-looked-phone-vi")
    assert sideways_scroll(page) <= 0
    assert access_faults(page) == []
    assert "ĐÀO" not in page.inner_text("main")


def test_a_canvasser_proposes_somebody_new_and_sees_what_became_of_it(
    open_page: Callable[..., Page], world: World
) -> None:
    proposed(world)
    page = open_page("lan", "/roll/proposals/", size="phone")
    keep_picture(page, "everyday-own-proposals-phone-vi")
    assert sideways_scroll(page) <= 0
    page.goto("/canvass/new/")
    page.fill('input[name="full_name"]', "Trần Thị Đào")
    page.fill('input[name="birth_2"]', "1947")
    page.fill('input[name="address"]', "P1504 tháp A")
    page.fill('input[name="evidence"]', "Gặp tại nhà")
    page.locator("main .act").click()
    page.wait_for_selector("#likely-title")
    keep_picture(page, "everyday-likely-phone-vi")
    assert "099147000001" not in page.inner_text("main")
    page.locator("main .act").click()
    page.wait_for_url("**/roll/proposals/")
