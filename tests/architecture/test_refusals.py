"""Every lawful no is complete: three sentences for a code, in both languages, with the same placeholders."""

from __future__ import annotations

import functools
import importlib
import re
from pathlib import Path
from types import ModuleType

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "tannha"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/refusals.py"))


def refusals(room: str) -> ModuleType:
    return importlib.import_module(f"tannha.{room}.refusals")


@functools.cache
def vietnamese() -> dict[str, str]:
    """All translated texts of all rooms; the program looks them up together."""
    texts: dict[str, str] = {}
    for path in PACKAGE.glob("*/locale/vi/LC_MESSAGES/django.po"):
        texts |= {
            entry.msgid: entry.msgstr
            for entry in polib.pofile(str(path))
            if not entry.obsolete and not entry.fuzzy
        }
    return texts


@pytest.mark.parametrize("room", ROOMS)
def test_every_code_has_its_sentences_and_no_sentence_lacks_a_code(room: str) -> None:
    module = refusals(room)
    assert set(module.CATALOGUE) == set(module.Code)


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_says_what_why_and_what_next(room: str) -> None:
    for code, sentences in refusals(room).CATALOGUE.items():
        for sentence in (sentences.cannot, sentences.why, sentences.next_step):
            assert len(sentence.split()) >= 2, code
            assert sentence[0].isupper() or sentence.startswith("%("), code
            assert sentence.rstrip().endswith((".", "?", "!")), code


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_stands_in_vietnamese_with_the_same_placeholders(room: str) -> None:
    for code, sentences in refusals(room).CATALOGUE.items():
        for sentence in (sentences.cannot, sentences.why, sentences.next_step):
            translated = vietnamese().get(sentence, "")
            assert translated, f"{code.value}: {sentence}"
            assert set(PLACEHOLDER.findall(translated)) == set(PLACEHOLDER.findall(sentence)), code


def test_codes_are_stable_words_that_begin_with_their_room() -> None:
    codes = [(room, code.value) for room in ROOMS for code in refusals(room).Code]
    assert [code for room, code in codes if not re.fullmatch(rf"{room}\.[a-z][a-z0-9_]*", code)] == []
    assert len({code for _, code in codes}) == len(codes)
