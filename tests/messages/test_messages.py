"""Every text for people is complete in both languages: collected, translated, compiled, alike everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "tannha"
CATALOGUE = Path("locale/vi/LC_MESSAGES")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")
MARKS = re.compile(
    r"\b(gettext|gettext_lazy|gettext_noop|ngettext|pgettext|_)\(|{% *(translate|blocktranslate|trans) "
)


def has_texts(room: Path) -> bool:
    """Whether a room marks any text for translation."""
    sources = (path for ending in ("*.py", "*.html") for path in room.rglob(ending))
    return any(
        MARKS.search(path.read_text(encoding="utf-8")) for path in sources if "vendor" not in path.parts
    )


ROOMS = sorted(room.name for room in PACKAGE.iterdir() if room.is_dir() and has_texts(room))


def entries(room: str, name: str = "django.po") -> list[polib.POEntry]:
    """The living entries of a room's Vietnamese catalogue."""
    path = PACKAGE / room / CATALOGUE / name
    assert path.exists(), f"{room} marks texts, but has no {CATALOGUE / name}"
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def collected(room: str, folder: Path) -> set[tuple[str | None, str]]:
    """(context, text) of everything marked for translation in a room, collected anew in a copy of it."""
    copy = folder / room
    shutil.copytree(PACKAGE / room, copy, ignore=shutil.ignore_patterns("__pycache__", "locale", "vendor"))
    (copy / "locale").mkdir(exist_ok=True)
    words = ["makemessages", "-l", "vi", "--no-location", "--no-obsolete", "--ignore=vendor/*"]
    command = [str(Path(sys.executable).parent / "django-admin"), *words]
    variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=variables, check=True, capture_output=True, text=True)
    catalogue = polib.pofile(str(copy / CATALOGUE / "django.po"))
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


@pytest.mark.parametrize("room", ROOMS)
def test_every_marked_text_is_in_the_catalogue_and_nothing_else_is(room: str, tmp_path: Path) -> None:
    there = {(entry.msgctxt, entry.msgid) for entry in entries(room)}
    marked = collected(room, tmp_path)
    assert {"lacking": sorted(map(str, marked - there)), "left over": sorted(map(str, there - marked))} == {
        "lacking": [],
        "left over": [],
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_is_translated_and_none_is_in_doubt(room: str) -> None:
    catalogue = entries(room)
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    untranslated = [
        entry.msgid for entry in catalogue if not (entry.msgstr or any(entry.msgstr_plural.values()))
    ]
    assert untranslated == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_translation_keeps_the_named_placeholders(room: str) -> None:
    for entry in entries(room):
        for translated in [entry.msgstr, *entry.msgstr_plural.values()]:
            if translated:
                sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
                wanted = [sorted(PLACEHOLDER.findall(text)) for text in sources]
                assert any(set(PLACEHOLDER.findall(translated)) == set(found) for found in wanted), (
                    entry.msgid
                )


@pytest.mark.parametrize("room", ROOMS)
def test_the_compiled_catalogue_is_that_of_the_text(room: str) -> None:
    text = PACKAGE / room / CATALOGUE / "django.po"
    assert text.with_suffix(".mo").exists(), "not compiled: just compile-texts"
    compiled = polib.mofile(str(text.with_suffix(".mo")))
    meant = {(entry.msgctxt, entry.msgid, entry.msgstr) for entry in entries(room) if not entry.msgid_plural}
    kept = {(entry.msgctxt, entry.msgid, entry.msgstr) for entry in compiled if not entry.msgid_plural}
    assert kept == meant


@pytest.mark.parametrize("room", ROOMS)
def test_vietnamese_is_composed_unicode(room: str) -> None:
    import unicodedata

    loose = [e.msgid for e in entries(room) if e.msgstr != unicodedata.normalize("NFC", e.msgstr)]
    assert loose == []


def test_one_text_has_one_translation_in_the_whole_program() -> None:
    seen: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for room in ROOMS:
        if (PACKAGE / room / CATALOGUE / "django.po").exists():
            for entry in entries(room):
                seen[entry.msgctxt, entry.msgid].setdefault(entry.msgstr, room)
    assert {text: said for text, said in seen.items() if len(said) > 1} == {}
