"""The frame in a browser: keyboard only, without scripts, the curtain, the scanner, forms sent once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tannha.ground.access import May
from tannha.ground.today import NavItem
from tests.browser.chromium import Console, access_faults, keep_picture, sideways_scroll
from tests.conftest import PASSWORD, PIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frame_alone")]


def focus_is_visible(page) -> bool:
    """Whether the focused element has its ring of ink and amber."""
    return page.evaluate(
        """() => { const look = getComputedStyle(document.activeElement);
        return look.outlineStyle === 'solid' && parseFloat(look.outlineWidth) >= 3
            && look.boxShadow.includes('255, 176, 0'); }"""
    )


def tab_until(page, wanted: str, most: int = 25) -> list[str]:
    """Press Tab until an element matches; every stop must show its focus. Gives the stops' texts."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name || ''")
        )
        assert focus_is_visible(page), stops
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return stops
    raise AssertionError(f"{wanted} was not reached: {stops}")


def test_signing_in_by_keyboard_alone(open_page, cast):
    page = open_page("nobody", "/", size="desk")
    assert tab_until(page, "a.skip") == ["Đến thẳng nội dung"]
    tab_until(page, "main a.act")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/")
    tab_until(page, "#id_username")
    page.keyboard.type("hoa")
    tab_until(page, "#id_password", 1)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    tab_until(page, "#id_code")
    page.keyboard.insert_text(cast.code("hoa", datetime.now(tz=UTC)))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/")
    page.wait_for_selector("text=Hiện không có việc nào chờ.")
    stops = tab_until(page, "main a")
    assert stops.index("Hôm nay") > stops.index("Thêm")


def test_the_skip_link_leads_to_the_content(open_page):
    page = open_page("hoa", "/help/", size="desk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-place"


def test_everything_works_before_and_without_scripts(open_page, cast):
    page = open_page("nobody", "/sign-in/", size="phone", scripts=False)
    page.fill("#id_username", "hoa")
    page.fill("#id_password", PASSWORD)
    page.click("main .act")
    page.fill("#id_code", cast.code("hoa", datetime.now(tz=UTC)))
    page.click("main .act")
    assert "Hôm nay" in page.inner_text("h1")
    page.click("button[value=en]")
    assert "Today" in page.inner_text("h1")
    page.click("header form[action='/lock/'] button")
    assert page.inner_text("h1") == "Page hidden. Enter your PIN."
    page.fill("#pin", PIN)
    page.click(".act")
    assert "Today" in page.inner_text("h1")
    page.click("summary")
    page.click("button[value=sun]")
    assert page.get_attribute("html", "data-theme") == "sun"


def test_f8_hides_the_page_at_once_and_the_pin_brings_back_what_was_typed(open_page):
    page = open_page("lan", "/living/", size="phone")
    heard = Console(page)
    page.fill("#id_note", "con gái về lúc 19 giờ")
    page.keyboard.press("F8")
    assert page.locator("#curtain").is_visible()
    assert not page.locator("main").is_visible()
    assert not page.locator(".head").is_visible()
    assert page.evaluate("document.activeElement.name") == "pin"
    keep_picture(page, "curtain-phone", whole=False)
    page.wait_for_timeout(300)
    page.keyboard.type("000001")
    page.keyboard.press("Enter")
    page.wait_for_selector("#curtain-wrong:not([hidden])")
    assert "PIN" in page.inner_text("#curtain-wrong")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("main", state="visible")
    assert page.input_value("#id_note") == "con gái về lúc 19 giờ"
    assert page.evaluate("document.activeElement.id") == "id_note"
    assert heard.said == []


def test_while_hidden_the_server_gives_no_page(open_page):
    page = open_page("lan", "/living/", size="desk")
    with page.expect_response("**/lock/"):
        page.keyboard.press("F8")
    page.goto("/mine/")
    assert page.url.endswith("/lock/?next=%2Fmine%2F")


def test_three_minutes_without_work_hide_the_page_and_work_keeps_it(open_page):
    page = open_page("lan", "/help/", size="desk")
    page.clock.install()
    page.goto("/help/")
    for _ in range(3):
        page.clock.fast_forward(100_000)
        page.keyboard.press("Shift")
        assert not page.locator("#curtain").is_visible()
    page.clock.fast_forward(181_000)
    page.wait_for_selector("#curtain", state="visible")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_menu_behind_more_is_whole_and_closes_with_escape(open_page, size, monkeypatch):
    nav = [NavItem(label=f"Từ thứ {n}", url_name="web:help", may=May.OWN) for n in range(8)]
    monkeypatch.setattr("tannha.wiring.nav_items", lambda: nav)
    page = open_page("hoa", "/mine/", size=size)
    page.click(".more > summary")
    words = page.locator(".more-list").inner_text()
    assert ("Từ thứ 7" in words) and ("Đăng xuất" in words)
    assert ("Từ thứ 0" in words) is (size == "phone")
    assert access_faults(page) == []
    assert sideways_scroll(page) == 0
    keep_picture(page, f"menu-{size}", whole=False)
    for entry in page.locator(".more-list a:visible, .more-list button:visible").all():
        entry.focus()
        assert entry.evaluate(
            "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0; }"
        )
    page.keyboard.press("Escape")
    assert not page.locator(".more-list").is_visible()


def test_the_language_switch_keeps_page_and_place(open_page):
    page = open_page("hoa", "/mine/?before=5", size="phone")
    page.click("button[value=en]")
    assert page.url.endswith("/mine/?before=5")
    assert page.inner_text("h1") == "What I did and looked at"
    assert page.get_attribute("html", "lang") == "en"


def test_a_form_is_sent_once_however_often_it_is_pressed(open_page):
    page = open_page("hoa", "/living/", size="desk")
    page.evaluate(
        """() => { window.sent = 0; const form = document.getElementById('main');
        document.addEventListener('submit', e => { if (!e.defaultPrevented) window.sent += 1; e.preventDefault(); });
        const button = document.querySelector('.bar .act'); button.click(); button.click(); button.click(); }"""
    )
    assert page.evaluate("window.sent") == 1


TYPE_AS_SCANNER = """text => { for (const key of [...text, 'Enter'])
    document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); }"""


def test_a_scanner_is_heard_without_a_focused_field_and_slow_hands_are_not(open_page):
    page = open_page("vy", "/living/", size="desk")
    page.evaluate(
        """() => { document.body.insertAdjacentHTML('beforeend',
            '<form data-scan="code" data-many action="/nowhere/"><input name="code" type="hidden"></form>');
        window.scanned = [];
        document.addEventListener('submit', event => {
            event.preventDefault(); window.scanned.push(event.target.elements.code?.value); }, true);
        return import('/static/web/scan.js').then(module => module.listenToScanner(document)); }"""
    )
    page.evaluate(TYPE_AS_SCANNER, "099147000001|TRAN THI DAO|1947")
    assert page.evaluate("window.scanned") == ["099147000001|TRAN THI DAO|1947"]
    page.keyboard.type("0991470000012", delay=90)
    page.keyboard.press("Enter")
    page.evaluate(TYPE_AS_SCANNER, "short")
    assert page.evaluate("window.scanned.length") == 1


def test_a_list_of_the_day_is_filtered_with_marks_folded(open_page):
    page = open_page("lan", "/living/", size="desk")
    page.evaluate(
        """() => { document.querySelector('.rows').id = 'names';
        document.querySelector('main').insertAdjacentHTML('beforeend', '<input data-filter="#names" id="sift">');
        return import('/static/web/filter.js').then(module => module.filterLists(document)); }"""
    )
    page.fill("#sift", "hon kbur")
    page.fill("#sift", "ngang aao")
    shown = page.locator("#names li:visible").all_inner_texts()
    assert len(shown) == 1
    assert shown[0].startswith("NGUYỄN PHẠM")
    page.fill("#sift", "dao")
    assert page.locator("#names li:visible").all_inner_texts() == ["Đào"]
    page.fill("#sift", "")
    assert page.locator("#names li:visible").count() == 5


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("hoa", "/living/?wrong=1", size="phone")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.title().startswith("Lỗi:")
    page.click("#error-summary a[href='#id_day']")
    top = page.locator("#id_day").bounding_box()
    assert top is not None
    bar = page.locator(".bar").bounding_box()
    assert bar is not None
    assert top["y"] + top["height"] <= bar["y"]


def test_focus_is_never_under_the_bar(open_page):
    page = open_page("hoa", "/living/", size="phone")
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const e = document.activeElement; if (e.closest('.bar, .head, body > a')) return false;
            const bar = document.querySelector('.bar').getBoundingClientRect(), r = e.getBoundingClientRect();
            return r.top >= bar.top && r.bottom <= window.innerHeight; }"""
        )
        assert not hidden


def test_keys_press_what_a_page_names_and_stay_silent_in_fields(open_page):
    page = open_page("hoa", "/living/", size="desk")
    page.evaluate(
        """() => { window.pressed = []; document.querySelector('main').insertAdjacentHTML('beforeend',
        '<div data-letters><button type="button" data-key="N">N</button><button type="button" data-key="F4">F4</button>'
        + '<input id="typed"></div>');
        for (const b of document.querySelectorAll('[data-key]'))
            b.onclick = () => window.pressed.push(b.dataset.key); }"""
    )
    page.keyboard.press("F4")
    page.keyboard.press("n")
    assert page.evaluate("window.pressed") == ["F4"]
    page.focus("#typed")
    page.keyboard.type("nn")
    assert page.evaluate("window.pressed") == ["F4"]
    page.focus("[data-key=N]")
    page.keyboard.press("n")
    assert page.evaluate("window.pressed") == ["F4", "N"]
