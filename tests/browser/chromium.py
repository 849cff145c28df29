"""A headless Chromium, and looks at a page that every browser test repeats: overflow, access, forbidden words."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1280, 800)}
FORBIDDEN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bNone\b|\bnull\b|\bundefined\b|[{}]|\bUTC\b|%\("
)


def find_chromium() -> str | None:
    """The installed browser, or None."""
    return next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


@contextmanager
def started_browser() -> Iterator[Browser]:
    """One browser for a whole test run; as root without its sandbox."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        try:
            yield browser
        finally:
            browser.close()


def new_context(
    browser: Browser, *, base_url: str = "", size: str = "desk", dark: bool = False, scripts: bool = True
) -> BrowserContext:
    """A fresh visitor at one of the sizes, in Vietnam's time."""
    width, height = SIZES[size]
    return browser.new_context(
        base_url=base_url or None,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )


def choose(page: Page, **cookies: str) -> None:
    """Set what a visitor chose on this screen, `theme="dark"` or `language="en"`, for the pages opened after it."""
    origin = "/".join(page.url.split("/")[:3])
    page.context.add_cookies(
        [{"name": f"tannha_{name}", "value": value, "url": origin} for name, value in cookies.items()]
    )


class Console:
    """What the browser complains about on a page; a fetch answered 4xx on purpose is not a complaint."""

    def __init__(self, page: Page) -> None:
        """Starts listening."""
        self.said: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _heard(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") in ("error", "warning") and "Failed to load resource" not in text:
            self.said.append(text)


def sideways_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def access_faults(page: Page) -> list[str]:
    """axe's violations, each with where."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target']) for node in rule['nodes'][:5])}"
        for rule in found
    ]


def forbidden_words(page: Page) -> list[str]:
    """Raw ids, code words and braces in the visible text."""
    return FORBIDDEN.findall(page.inner_text("body"))


def keep_picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Save a picture into the folder named by TANNHA_PICTURES, if there is one."""
    folder = os.environ.get("TANNHA_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)
