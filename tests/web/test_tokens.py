"""The colours of tokens.css keep the ratios of the design; recomputed from the file itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tannha.web

TOKENS = Path(tannha.web.__file__).parent / "static" / "web" / "tokens.css"
_PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
_ONE = re.compile(r"--([\w-]+): (#[0-9A-F]{6});")


def rule(selector: str) -> str:
    text = TOKENS.read_text(encoding="utf-8")
    start = text.index(selector + " {")
    return text[start : text.index("\n}", start)]


def light() -> dict[str, str]:
    return {name: first for name, first, _ in _PAIR.findall(rule(":root"))} | dict(
        _ONE.findall(rule(":root"))
    )


def dark() -> dict[str, str]:
    return {name: second for name, _, second in _PAIR.findall(rule(":root"))} | dict(
        _ONE.findall(rule(":root"))
    )


def sun() -> dict[str, str]:
    return light() | dict(_ONE.findall(rule('[data-theme="sun"]')))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    ("ink", "ground"),
    ("ink", "card"),
    ("soft", "ground"),
    ("soft", "card"),
    ("primary", "ground"),
    ("primary", "card"),
    ("primary", "primary-tint"),
    ("primary-deep", "ground"),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
    ("ink", "primary-tint"),
    ("done", "done-tint"),
    ("done", "ground"),
    ("wait", "wait-tint"),
    ("stop", "stop-tint"),
    ("stop", "ground"),
    ("ground", "stop"),
    ("calm", "calm-tint"),
    ("soft", "calm-tint"),
    ("soft", "primary-tint"),
    ("ink", "calm-tint"),
    ("ink", "done-tint"),
    ("ink", "wait-tint"),
]


@pytest.mark.parametrize("theme", [light, dark, sun])
@pytest.mark.parametrize(("text", "paper"), TEXT)
def test_text_stands_out_from_its_paper(theme, text, paper):
    colours = theme()
    assert ratio(colours[text], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", [light, dark, sun])
@pytest.mark.parametrize(
    ("mark", "paper"),
    [("edge", "ground"), ("edge", "card"), ("fill-1", "card"), ("fill-2", "card"), ("fill-3", "card")],
)
def test_borders_of_controls_and_fills_of_charts_are_seen(theme, mark, paper):
    colours = theme()
    assert ratio(colours[mark], colours[paper]) >= 3


@pytest.mark.parametrize(
    ("theme", "text", "paper", "promised"),
    [
        (light, "ink", "ground", 14.9),
        (light, "soft", "ground", 7.0),
        (light, "edge", "ground", 3.8),
        (light, "primary", "ground", 7.3),
        (light, "on-primary", "primary", 7.6),
        (light, "done", "done-tint", 5.7),
        (light, "wait", "wait-tint", 6.9),
        (light, "stop", "stop-tint", 7.0),
        (light, "calm", "calm-tint", 7.3),
        (dark, "ink", "ground", 15.4),
        (dark, "soft", "ground", 9.5),
        (dark, "edge", "ground", 5.0),
        (dark, "primary", "ground", 9.7),
        (dark, "done", "done-tint", 7.8),
        (dark, "wait", "wait-tint", 8.3),
        (dark, "stop", "stop-tint", 7.3),
        (dark, "calm", "calm-tint", 7.7),
        (dark, "amber", "ground", 9.8),
        (sun, "primary", "ground", 12.2),
    ],
)
def test_the_ratios_named_in_the_design_hold(theme, text, paper, promised):
    colours = theme()
    assert ratio(colours[text], colours[paper]) == pytest.approx(promised, abs=0.11)


def test_the_wall_display_is_read_from_afar():
    colours = dict(_ONE.findall(rule('[data-theme="display"]')))
    assert ratio(colours["ink"], colours["ground"]) > 18
    assert ratio(colours["called"], colours["ground"]) > 12


def test_no_other_style_sheet_names_a_colour_of_its_own():
    for sheet in TOKENS.parent.glob("*.css"):
        if sheet.name == "tokens.css":
            continue
        found = re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsl\(", sheet.read_text(encoding="utf-8"))
        allowed = ["#000"] if sheet.name == "print.css" else []
        assert [colour for colour in found if colour not in allowed] == [], sheet.name
