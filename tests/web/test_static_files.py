"""What is shipped to browsers: licences, weights, letters of all names, no inline style or script anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import tannha
import tannha.web

PACKAGE = Path(tannha.__file__).parent
STATIC = Path(tannha.web.__file__).parent / "static" / "web"
# Paper is set by its own engine, which reads its rules from the page itself.
TEMPLATES = sorted(
    path for path in PACKAGE.glob("*/templates/**/*.html") if "@page" not in path.read_text(encoding="utf-8")
)
ALWAYS = ("vendor/pico/pico.fluid.classless.min.css", "icons.svg", "favicon.svg")
NAMES = "NGUYỄN PHẠM HOÀNG NGẶNG ẮẪỔ THUỲ DƯƠNG H'Ŏn Kbŭr Y Bĭk Êban Ĕ Ŭ Ĭ ĕ ŏ ƀ Ƀ 0123456789 … – · × « »"


def test_every_vendored_folder_holds_its_licence_and_is_listed():
    listed = (STATIC / "vendor" / "VERSIONS.md").read_text(encoding="utf-8")
    folders = [folder for folder in (STATIC / "vendor").iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 200, folder.name
        assert f"| {folder.name} |" in listed


def test_no_vendored_file_or_list_names_a_package_registry():
    for path in STATIC.rglob("*"):
        if path.suffix in (".md", ".js", ".css", ".json"):
            assert not re.search(
                r"registry\.\w|npmjs|jsdelivr|unpkg|integrity", path.read_text(encoding="utf-8")
            ), path


def test_fonts_weigh_at_most_120_kilobytes():
    assert sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) <= 120_000


def test_styles_scripts_and_drawings_of_a_page_leave_room_within_150_kilobytes():
    own = [*STATIC.glob("*.css"), *STATIC.glob("*.js"), *(STATIC / name for name in ALWAYS)]
    seen = {path for path in own if path.name not in ("display.css", "starting.css")}
    assert sum(path.stat().st_size for path in seen) <= 130_000


def ranges(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def faces(weight: int) -> list[tuple[Path, set[int]]]:
    rules = re.findall(
        rf'font-weight: {weight};.*?url\("([^"]+)"\).*?unicode-range: ([^;]+);',
        (STATIC / "fonts.css").read_text(),
    )
    return [(STATIC / address, ranges(spoken)) for address, spoken in rules]


@pytest.mark.parametrize("weight", [400, 600])
def test_every_letter_of_every_name_has_a_shape_in_the_face_the_browser_picks(weight):
    declared = faces(weight)
    assert len(declared) == 5
    shapes = {path: set(TTFont(path).getBestCmap()) for path, _ in declared}
    for letter in set(NAMES):
        holders = [path for path, spoken in reversed(declared) if ord(letter) in spoken]
        assert holders, letter
        assert ord(letter) in shapes[holders[0]], letter


@pytest.mark.parametrize("weight", [400, 600])
def test_figures_are_equally_wide(weight):
    font = TTFont(STATIC / "vendor" / "noto-sans" / f"digits-{weight}.woff2")
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_styles_or_scripts_inline(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    assert "data-tooltip" not in text
    assert not re.search(r"aria-invalid=\"false\"", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_icon_asked_for_is_in_the_sprite(template):
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    text = template.read_text(encoding="utf-8")
    asked = re.findall(r"{% icon ['\"](\w+)['\"]", text) + re.findall(r"{% status ['\"](\w+)['\"]", text)
    assert set(asked) <= drawn
