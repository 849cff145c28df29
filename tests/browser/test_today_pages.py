"""Everybody's Today page in the running demo ward: both languages, three sizes, light and dark."""

from __future__ import annotations

import re

import pytest

from tests.browser.chromium import (
    SIZES,
    Console,
    access_faults,
    choose,
    forbidden_words,
    keep_picture,
    sideways_scroll,
)

MEMBERS = (
    "lan",
    "minh",
    "ha",
    "hoa",
    "binh",
    "tuan",
    "dung",
    "duc",
    "nga",
    "son",
    "phuc",
    "viet",
    "ngan",
    "yen",
    "oanh",
    "quynh",
    "vy",
    "khang",
)
ENGLISH_ONLY = re.compile(r"\b(?:Today|Sign out|Nothing|waiting|Open|Lock|Done today|people|with)\b")
VIETNAMESE_MARKS = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
SEEDED_NUMBER = re.compile(r"\b099\d{9}\b")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", MEMBERS)
def test_today(member_page, name, language):
    page = member_page(name)
    heard = Console(page)
    for theme in ("light", "dark"):
        choose(page, language=language, theme=theme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto("/")
            keep_picture(page, f"today-{name}-{language}-{size}-{theme}")
            assert page.get_attribute("html", "lang") == language
            assert page.locator("h1").count() == 1
            assert page.locator("main .act").count() <= 1
            assert sideways_scroll(page) == 0, size
            assert forbidden_words(page) == [], size
            if (theme, size) in (("light", "desk"), ("dark", "phone")):
                assert access_faults(page) == [], size
    assert heard.said == []


@pytest.mark.parametrize("name", MEMBERS)
def test_today_speaks_one_language(member_page, name):
    page = member_page(name)
    page.set_viewport_size({"width": 1280, "height": 800})
    choose(page, language="vi")
    page.goto("/")
    assert ENGLISH_ONLY.findall(page.locator("main").inner_text()) == []
    choose(page, language="en")
    page.goto("/")
    words = page.locator("main").inner_text()
    assert [line for line in words.splitlines() if VIETNAMESE_MARKS.search(line)] == []


@pytest.mark.parametrize("name", MEMBERS)
def test_every_word_of_the_rail_opens_a_page_for_its_role(member_page, name):
    page = member_page(name)
    heard = Console(page)
    choose(page, language="vi", theme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    assert page.locator(".rail").is_visible()
    links = page.eval_on_selector_all(".rail a", "all => all.map(a => a.getAttribute('href'))")
    assert 1 <= len(links) <= 6
    for link in links:
        answer = page.goto(link)
        assert answer is not None
        assert answer.status == 200, link
        keep_picture(page, f"rail-{name}{link.replace('/', '-')}desk")
        assert page.locator("h1").count() == 1, link
        assert sideways_scroll(page) == 0, link
        assert forbidden_words(page) == [], link
        assert access_faults(page) == [], link
        page.set_viewport_size({"width": 360, "height": 740})
        keep_picture(page, f"rail-{name}{link.replace('/', '-')}phone")
        assert sideways_scroll(page) == 0, link
        page.set_viewport_size({"width": 1280, "height": 800})
    assert heard.said == []


def test_a_planner_sees_no_number_of_anybody_on_any_page_of_the_rail(member_page):
    page = member_page("tuan")
    page.goto("/")
    links = page.eval_on_selector_all(".rail a", "all => all.map(a => a.getAttribute('href'))")
    assert len(links) > 1
    for link in links:
        page.goto(link)
        assert SEEDED_NUMBER.findall(page.content()) == [], link


@pytest.mark.parametrize("name", MEMBERS)
def test_the_first_row_leads_to_a_page_of_ones_own(member_page, name):
    page = member_page(name)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    assert page.locator(".rail").is_visible()
    for link in page.eval_on_selector_all("main .today a", "all => all.map(a => a.getAttribute('href'))"):
        answer = page.goto(link)
        assert answer is not None
        assert answer.status == 200, link
