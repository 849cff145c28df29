"""Every named part at once, with the hardest values: no sideways scroll, axe clean, console silent, marks whole."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.browser.chromium import (
    Console,
    access_faults,
    choose,
    forbidden_words,
    keep_picture,
    sideways_scroll,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frame_alone")]


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
@pytest.mark.parametrize("size", ["phone", "tablet", "desk"])
@pytest.mark.parametrize("path", ["/living/", "/living/?wrong=1"])
def test_all_parts(open_page, size, theme, path):
    page = open_page("hoa", "/help/", size=size)
    heard = Console(page)
    choose(page, theme=theme)
    page.goto(path)
    assert page.get_attribute("html", "data-theme") == theme
    keep_picture(page, f"parts-{'wrong-' if 'wrong' in path else ''}{size}-{theme}")
    assert sideways_scroll(page) == 0
    assert access_faults(page) == []
    assert forbidden_words(page) == []
    assert heard.said == []


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/help/", "/nowhere/"])
def test_pages_for_nobody(open_page, path, size, dark):
    page = open_page("nobody", "/help/", size=size, dark=dark)
    heard = Console(page)
    page.goto(path)
    keep_picture(page, f"nobody{path.replace('/', '-')}{size}-{'dark' if dark else 'light'}")
    assert sideways_scroll(page) == 0
    assert access_faults(page) == []
    assert heard.said == []


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/", "/mine/", "/help/", "/pin/", "/password/", "/nowhere/"])
def test_pages_for_everybody_signed_in(open_page, path, size, dark):
    page = open_page("hoa", "/help/", size=size, dark=dark)
    heard = Console(page)
    page.goto(path)
    keep_picture(page, f"somebody{path.replace('/', '-')}{size}-{'dark' if dark else 'light'}")
    assert sideways_scroll(page) == 0
    assert access_faults(page) == []
    assert heard.said == []


def test_a_narrow_phone_of_320_pixels_reflows(open_page):
    page = open_page("hoa", "/living/", size="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways_scroll(page) == 0


def test_at_200_percent_the_page_is_one_column_and_the_main_action_in_view(open_page):
    page = open_page("hoa", "/living/", size="desk")
    page.set_viewport_size({"width": 640, "height": 400})
    assert sideways_scroll(page) == 0
    box = page.locator(".bar .act").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 400
    side, content = page.locator(".side").bounding_box(), page.locator(".content").bounding_box()
    assert side is not None
    assert content is not None
    assert side["y"] >= content["y"] + content["height"]
    keep_picture(page, "parts-zoom-200", whole=False)


def test_wide_text_spacing_loses_nothing(open_page):
    page = open_page("hoa", "/living/", size="phone")
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('body *')) {
            e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em'; } }"""
    )
    assert sideways_scroll(page) <= 0


def ink(page, selector: str, roomy: bool) -> int:
    """How many dark pixels the element's text has; roomy lines cannot touch or cut each other."""
    element = page.locator(selector).first
    element.evaluate(
        """(e, roomy) => { e.style.background = '#fff'; e.style.color = '#000'; e.style.padding = '24px 0';
        e.style.lineHeight = roomy ? '3' : ''; e.style.position = 'static'; }""",
        roomy,
    )
    image = Image.open(io.BytesIO(element.screenshot())).convert("L")
    return sum(image.histogram()[:128])


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize(
    "selector", ["h1", ".person .name", ".rows li:nth-child(1) span", ".rows li:nth-child(5) span"]
)
def test_marks_of_names_are_whole_and_lines_apart(open_page, size, selector):
    page = open_page("hoa", "/living/", size=size)
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 2400})
    page.evaluate("document.fonts.ready")
    tight, roomy = ink(page, selector, False), ink(page, selector, True)
    assert tight > 100
    assert abs(tight - roomy) <= roomy * 0.01


def test_no_text_is_cut_with_an_ellipsis(open_page):
    page = open_page("hoa", "/living/", size="phone")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).textOverflow === 'ellipsis'
            || (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden' && e.clientWidth > 2))
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_the_browser_draws_names_in_the_houses_own_fonts(open_page):
    page = open_page("hoa", "/living/", size="desk")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert loaded >= 6
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'ẮẪỔŎĬ0')")


def test_targets_are_large_enough(open_page):
    for size, least in (("desk", 44), ("phone", 56)):
        page = open_page("hoa", "/living/", size=size)
        small = page.evaluate(
            """least => [...document.querySelectorAll('main button:not(.quiet), main .act, main .tile')]
                .filter(e => e.getBoundingClientRect().height < least).map(e => e.textContent.trim())""",
            least,
        )
        assert small == []
        tiny = page.evaluate(
            """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a')]
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([e, r]) => r.width && Math.min(r.height, r.width) < 24)
                .map(([e]) => e.outerHTML.slice(0, 90))"""
        )
        assert tiny == []


def test_grey_pictures_still_tell_all_states_apart(open_page):
    page = open_page("hoa", "/living/", size="desk")
    marks = page.evaluate(
        """[...document.querySelectorAll('h2 + p .status')]
            .map(s => [s.querySelector('use').getAttribute('href'), s.textContent])"""
    )
    assert len(marks) == 8
    assert len({shape for shape, _ in marks}) == 8
    assert len({word for _, word in marks}) == 8


def test_paper_shows_the_content_and_no_screen_furniture(open_page):
    page = open_page("hoa", "/living/", size="desk", dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    for furniture in (".head", ".rail", ".bar", "#curtain"):
        assert not page.locator(furniture).is_visible(), furniture
    assert page.locator("h1").is_visible()
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    keep_picture(page, "parts-print")


def test_a_page_weighs_at_most_150_kilobytes_and_its_fonts_120(open_page):
    page = open_page("nobody", "/help/", size="desk")
    weights: dict[str, int] = {}
    page.on(
        "response", lambda answer: weights.setdefault(answer.url, len(answer.body())) if answer.ok else None
    )
    page.goto("/living/")
    page.wait_for_load_state("networkidle")
    fonts = sum(weight for url, weight in weights.items() if url.endswith(".woff2"))
    rest = sum(weight for url, weight in weights.items() if not url.endswith(".woff2"))
    assert 0 < fonts <= 120_000
    assert 50_000 < rest <= 150_000
