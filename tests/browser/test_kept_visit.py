"""A visit typed on a phone whose network is gone: kept sealed in that browser, sent once, gone after signing out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tannha.canvass.models import Visit
from tannha.ground.ids import format_key
from tests.browser.chromium import Console, access_faults, keep_picture, sideways_scroll
from tests.scenes import World
from tests.scenes.canvass import case_of_dao

KEPT = """async () => { const open = indexedDB.open('tannha-kept', 1);
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const ask = (store) => new Promise((done) => {
    if (!db.objectStoreNames.contains(store)) { done([]); return; }
    const got = db.transaction(store).objectStore(store).getAll(); got.onsuccess = () => done(got.result); });
  const kept = await ask('kept');
  const base = await ask('base');
  return { states: kept.map((one) => one.state).sort(), owners: kept.length && typeof kept[0].owner,
    text: kept.map((one) => new TextDecoder('latin1').decode(one.sealed)).join(''),
    keys: base.length, hours: kept.map((one) => (one.until - one.at) / 3600000),
    extractable: base.map((one) => one.extractable) }; }"""


@pytest.fixture
def visit(cast, ward, monkeypatch):
    """Bác Đào's visit page, at an hour when one may knock; as the clock of the server says now."""
    real = datetime.now(tz=UTC)
    morning = real.replace(hour=2, minute=30)
    monkeypatch.setattr("tannha.canvass.service.visits.why_not", lambda *args, **kwargs: None)
    case = case_of_dao(World(cast=cast, ward=ward, now=morning))
    return f"/canvass/visit/{format_key(case.pk)}/"


@pytest.fixture
def phone(open_page: Callable[..., Page], visit: str) -> Page:
    page = open_page("lan", visit, size="phone")
    expect(page.locator("#kept-state")).to_be_visible()
    return page


def choose(page: Page, outcome: str) -> None:
    page.locator(f'label[for="outcome-{outcome}"]').click()


def test_a_visit_saved_without_network_is_kept_sealed_and_sent_once_when_it_is_back(phone: Page) -> None:
    heard = Console(phone)
    phone.context.set_offline(True)
    choose(phone, "wants_to_think")
    phone.locator("main .act").click()
    expect(phone.locator("#kept-state")).to_contain_text("Chưa có mạng")
    expect(phone.locator("#kept")).to_contain_text("1")
    keep_picture(phone, "kept-waiting-phone-vi")
    assert sideways_scroll(phone) <= 0
    assert access_faults(phone) == []
    kept = phone.evaluate(KEPT)
    assert kept["states"] == ["draft", "waiting"] or kept["states"] == ["waiting"]
    assert "wants_to_think" not in kept["text"]
    assert kept["extractable"] == [False]
    assert kept["hours"] == [24] * len(kept["hours"])
    assert Visit.objects.count() == 0
    phone.context.set_offline(False)
    expect(phone.locator("#kept-state")).to_contain_text("Đã có mạng", timeout=20000)
    keep_picture(phone, "kept-sent-phone-vi")
    assert Visit.objects.get().outcome == "wants_to_think"
    assert phone.evaluate(KEPT)["states"] == []
    assert [line for line in heard.said if "ERR_INTERNET_DISCONNECTED" not in line] == []


def test_what_is_typed_survives_a_reload_and_the_tab_that_was_closed(phone: Page, visit: str) -> None:
    choose(phone, "agreed")
    phone.locator("details.more-below summary").nth(1).click()
    phone.fill('input[name="hours_from"]', "9:30")
    phone.fill('input[name="hours_to"]', "10:30")
    phone.wait_for_timeout(800)
    before = phone.locator('#main input[name="act_id"]').input_value()
    other = phone.context.new_page()
    phone.close()
    other.goto(visit)
    expect(other.locator('input[name="hours_from"]')).to_have_value("9:30")
    expect(other.locator("#outcome-agreed")).to_be_checked()
    assert other.locator('#main input[name="act_id"]').input_value() == before
    keep_picture(other, "kept-restored-phone-vi")


def test_double_taps_two_tabs_and_lost_answers_make_one_visit(phone: Page, visit: str) -> None:
    choose(phone, "nobody_home")
    phone.wait_for_timeout(800)
    second = phone.context.new_page()
    second.goto(visit)
    expect(second.locator("#outcome-nobody_home")).to_be_checked()
    lost = {"count": 0}

    def lose(route, request):
        if request.method == "POST" and lost["count"] == 0:
            lost["count"] += 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.route("**/canvass/visit/**", lose)
    phone.evaluate("() => { const b = document.querySelector('main .act'); b.click(); b.click(); }")
    expect(phone.locator("#kept-state")).to_contain_text("Chưa có mạng")
    assert Visit.objects.count() == 1
    second.locator("main .act").click()
    second.wait_for_url(lambda url: "/canvass/visit/" not in url or url.endswith("/"))
    phone.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(phone.locator("#kept-state")).to_contain_text("Đã có mạng", timeout=20000)
    assert Visit.objects.count() == 1


def test_a_refusal_tile_works_without_network_too(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.locator('button[value="refused"]').click()
    expect(phone.locator("#kept-state")).to_contain_text("Chưa có mạng")
    phone.context.set_offline(False)
    expect(phone.locator("#kept-state")).to_contain_text("Đã có mạng", timeout=20000)
    assert Visit.objects.get().outcome == "refused"


def test_with_network_the_form_goes_on_as_ever_and_nothing_stays(phone: Page) -> None:
    choose(phone, "nobody_home")
    phone.locator("main .act").click()
    phone.wait_for_url("**/canvass/walks/")
    expect(phone.locator("main")).to_contain_text("Đã ghi")
    assert Visit.objects.count() == 1
    assert phone.evaluate(KEPT)["states"] == []


def test_a_form_without_an_outcome_is_not_lost_without_network(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.locator("main .act").click()
    expect(phone.locator("#kept-state")).to_contain_text("Chọn")
    assert "/canvass/visit/" in phone.url


def test_signing_out_says_what_is_not_sent_and_then_erases_it_with_its_key(phone: Page) -> None:
    phone.context.set_offline(True)
    choose(phone, "agreed")
    phone.locator("main .act").click()
    expect(phone.locator("#kept")).to_contain_text("1")
    phone.route(
        "**/canvass/visit/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    phone.context.set_offline(False)
    phone.goto("/help/")
    expect(phone.locator("#kept")).to_contain_text("1")
    phone.locator("details.more summary").click()
    phone.locator("form[data-sign-out] button").click()
    expect(phone.locator("#kept")).to_contain_text("Đăng xuất")
    keep_picture(phone, "kept-sign-out-phone-vi")
    if not phone.locator("form[data-sign-out] button").is_visible():
        phone.locator("details.more summary").click()
    phone.locator("form[data-sign-out] button").click()
    phone.wait_for_url("**/sign-in/")
    after = phone.evaluate(KEPT)
    assert (after["states"], after["keys"]) == ([], 0)
    assert Visit.objects.count() == 0


def test_another_person_on_the_same_phone_cannot_open_what_is_kept(
    phone: Page, client_as, visit: str
) -> None:
    phone.context.set_offline(True)
    choose(phone, "agreed")
    phone.locator("main .act").click()
    expect(phone.locator("#kept")).to_contain_text("1")
    origin = "/".join(phone.url.split("/")[:3])
    phone.route(
        "**/canvass/visit/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    phone.context.set_offline(False)
    phone.context.add_cookies(
        [{"name": "tannha_session", "value": client_as("hoa").cookies["tannha_session"].value, "url": origin}]
    )
    phone.goto("/help/")
    phone.wait_for_timeout(500)
    expect(phone.locator("#kept")).to_be_hidden()
    assert "waiting" in phone.evaluate(KEPT)["states"]
    assert Visit.objects.count() == 0


def test_what_is_over_a_day_old_is_gone(phone: Page) -> None:
    phone.context.set_offline(True)
    choose(phone, "agreed")
    phone.locator("main .act").click()
    expect(phone.locator("#kept")).to_contain_text("1")
    phone.evaluate(
        """async () => { const open = indexedDB.open('tannha-kept', 1);
        const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
        await new Promise((done) => { const t = db.transaction('kept', 'readwrite'); const s = t.objectStore('kept');
          s.getAll().onsuccess = (e) => e.target.result.forEach((r) => s.put({ ...r, until: Date.now() - 1 }));
          t.oncomplete = done; }); }"""
    )
    phone.context.set_offline(False)
    phone.goto("/help/")
    phone.wait_for_timeout(500)
    assert phone.evaluate(KEPT)["states"] == []
    assert Visit.objects.count() == 0
