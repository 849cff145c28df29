"""A stranger's first hour on a phone: the pages from the terminal's code to the first visit, one function a step."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tannha.ground.one_time_code import code_at
from tests.browser.chromium import access_faults, choose, forbidden_words, keep_picture, sideways_scroll

PASSWORDS = {
    "phuc": "gió mát trăng thanh",
    "hoa": "mưa rào cuối hạ",
    "lan": "cửa gỗ sơn xanh",
}
PINS = {"phuc": "258013", "hoa": "390517", "lan": "714920"}
LIST = """Họ và tên;Ngày sinh;Giới tính;Số định danh;Địa chỉ;Tổ
Trần Thị Đào;1947;Nữ;099147000001;P1504 tháp A;12
Nguyễn Văn Bình;02/03/1951;Nam;099051000002;P1502 tháp A;12
Lê Thị Cúc;15/08/1988;Nữ;099188000003;P0702 tháp A;12
"""


class Stranger:
    """A fresh visitor with a phone; every page is looked at before it is left."""

    def __init__(self, browser: Browser, address: str, clock: Callable[[], datetime], who: str) -> None:
        """A context of its own: another phone."""
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": 360, "height": 740},
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.clock, self.who = clock, who
        self.recovery: list[str] = []
        self.seed = b""

    def look(self, name: str) -> None:
        """No sideways scroll, nothing for axe, no raw words; kept as a picture, phone and desk, both languages."""
        page = self.page
        assert sideways_scroll(page) <= 0, name
        assert access_faults(page) == [], name
        assert forbidden_words(page) == [], name
        keep_picture(page, f"first-hour-{name}-360-vi")

    def look_both(self, name: str) -> None:
        """The same at both widths and in both languages; only for pages that may be loaded again."""
        for language in ("en", "vi"):
            choose(self.page, language=language)
            self.page.reload()
            for width, height in ((1280, 800), (360, 740)):
                self.page.set_viewport_size({"width": width, "height": height})
                assert sideways_scroll(self.page) <= 0, (name, language, width)
                assert access_faults(self.page) == [], (name, language, width)
                keep_picture(self.page, f"first-hour-{name}-{width}-{language}")

    def fill(self, **values: str) -> None:
        """Type into fields by their names."""
        for name, value in values.items():
            self.page.locator(f'#main [name="{name}"]').fill(value)

    def go_on(self) -> None:
        """Press the page's main action."""
        self.page.locator("main .act").click()
        self.page.wait_for_load_state()

    def type_code(self) -> str:
        """What this person's authenticator shows now."""
        return code_at(self.seed, self.clock())


def set_up(stranger: Stranger, code: str) -> dict[str, str]:
    """From the terminal's code to two invitation codes."""
    page = stranger.page
    page.goto("/office/first/")
    stranger.look_both("code")
    stranger.fill(code="aaaaa-aaaaa")
    stranger.go_on()
    stranger.look("code-wrong")
    stranger.fill(code=code)
    stranger.go_on()
    stranger.fill(name="Phường Mẫu", code="337", province="Hà Nội")
    stranger.go_on()
    expect(page.locator('[name="name"]')).to_have_value("Phường Mẫu")
    stranger.look("ward-mistake")
    stranger.fill(code="00337")
    stranger.go_on()
    stranger.fill(station="Trạm Công an phường", address="số 2 phố Mẫu", floors="3", machines="2")
    stranger.look("station")
    stranger.go_on()
    stranger.look_both("machines")
    stranger.fill(**{"m2-floor": "3"})
    stranger.go_on()
    expect(page.locator('[name="m2-floor"]')).to_have_value("3")
    stranger.look("machines-mistake")
    page.locator('[name="m2-step_free"]').uncheck()
    stranger.go_on()
    stranger.look("people")
    stranger.fill(administrator_name="Phúc", administrator="phuc", supervisor_name="Hoa", supervisor="hoa")
    stranger.go_on()
    stranger.look_both("check")
    stranger.go_on()
    stranger.look("done")
    shown = page.locator(".code-large").all_inner_texts()
    assert len(shown) == 2
    return dict(zip(("phuc", "hoa"), shown, strict=True))


def enrol(stranger: Stranger, invitation: str) -> None:
    """Invitation, password, authenticator, recovery codes; then the first sign-in with a recovery code, and the PIN."""
    page, who = stranger.page, stranger.who
    page.goto("/office/welcome/")
    stranger.fill(username=who, code=invitation)
    stranger.go_on()
    secret = page.locator("code[translate=no]").inner_text()
    stranger.seed = b32decode(secret + "=" * (-len(secret) % 8))
    stranger.look(f"welcome-{who}")
    stranger.fill(password=PASSWORDS[who], code=stranger.type_code())
    stranger.go_on()
    stranger.recovery = page.locator("ol code").all_inner_texts()
    assert len(stranger.recovery) == 8
    stranger.look(f"recovery-{who}")
    page.goto("/sign-in/")
    stranger.fill(username=who, password=PASSWORDS[who])
    stranger.go_on()
    stranger.fill(code=stranger.recovery[0])
    stranger.go_on()
    stranger.fill(pin=PINS[who], again=PINS[who])
    stranger.go_on()
    assert page.url.rstrip("/").endswith(str(page.context.pages[0].url.split("/")[2])), page.url
    stranger.look(f"today-{who}")


def import_list(hoa: Stranger, place: Path) -> None:
    """Hoa's list: read, mapped, looked over, written."""
    page = hoa.page
    page.goto("/roll/import/")
    file = place / "danh-sach.csv"
    file.write_text(LIST, encoding="utf-8")
    page.set_input_files('input[type="file"]', str(file))
    hoa.go_on()
    hoa.look("import-columns")
    for _ in range(3):
        if re.search(r"/roll/import/\w+/$", page.url):
            break
        hoa.go_on()
    hoa.look("import-review")
    hoa.go_on()
    expect(page.locator("main")).to_contain_text("3")
    hoa.look("import-done")


def invite_lan(phuc: Stranger) -> str:
    """Phúc invites the canvasser; gives the code on the slip."""
    page = phuc.page
    page.goto("/office/accounts/new/")
    phuc.fill(display_name="Lan", username="lan")
    page.locator('[name="role"]').select_option("canvasser")
    phuc.look("invite")
    phuc.go_on()
    phuc.look("invited")
    return page.locator(".code-large").inner_text()


def first_visit(lan: Stranger) -> None:
    """Lan makes her walk and knocks at the first door."""
    page = lan.page
    page.goto("/canvass/walks/")
    summary = page.locator("details.more-below summary").first
    if not page.locator('[name="place"]').first.is_visible():
        summary.click()
    lan.look("walks")
    place = page.locator('select[name="place"]')
    place.select_option(value="tower:A")
    page.locator('form[action$="/walks/new/"] button[type="submit"]').click()
    page.wait_for_load_state()
    lan.look("walk")
    page.locator('a[href*="/canvass/visit/"]').first.click()
    page.wait_for_load_state()
    lan.look("visit")
    page.locator('label[for="outcome-wants_to_think"]').click()
    door = page.url
    lan.go_on()
    page.wait_for_url(
        lambda address: address != door
    )  # The next door comes once the visit is sealed and sent.
    lan.look("visited")


def plan_a_day(hoa: Stranger) -> None:
    """What goes out entered by page: a kit, a team, their duty with a machine; then a plan is made of them."""
    page = hoa.page
    page.goto("/fleet/")
    hoa.look("fleet")
    page.goto("/fleet/new/kit/")
    hoa.fill(label="Bộ lưu động 1")
    hoa.go_on()
    page.goto("/fleet/new/team/")
    hoa.fill(label="Tổ 1")
    for name in ("Hoa", "Lan"):
        page.locator("label.tile", has_text=name).click()
    page.locator('[name="kit"]').select_option(label="Bộ lưu động 1")
    hoa.look("team")
    hoa.go_on()
    for owner in ("Tổ 1", "Máy 1"):
        page.goto("/fleet/shifts/")
        page.locator('[name="owner"]').select_option(label=owner)
        hoa.go_on()
    expect(page.locator("main ul.plain").first).to_contain_text("Tổ 1")
    hoa.look("shifts")
    page.goto("/plan/")
    hoa.go_on()
    page.wait_for_url("**/plan/*/")
    expect(page.locator("main")).to_contain_text("Máy 1")
    hoa.look("plan")
