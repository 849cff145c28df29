"""The ground's name rules over whole lists: the same answers, remembered word by word, since words repeat. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import is_normalized

from tannha.ground.names import fold, nfc, sort_key

_APOSTROPHES = re.compile("[’‘ʼ`´]")


def clean(text: str) -> str:
    """As `nfc`: composed, one kind of apostrophe, single spaces."""
    spaced = " ".join(text.split())
    if spaced.isalnum() and spaced.isascii():
        return spaced
    if is_normalized("NFC", spaced) and not _APOSTROPHES.search(spaced):
        return spaced
    return nfc(spaced)


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=16384)
def _sorted(word: str) -> str:
    return sort_key(word)


def folded_name(name: str) -> str:
    """As `fold`, for a name in its written form."""
    return " ".join(part for part in map(_folded, name.split()) if part)


def sorted_name(name: str) -> str:
    """As `sort_key`, for a name in its written form."""
    words = name.split()
    return " ".join(map(_sorted, words[-1:] + words[:-1]))[:255]


def letters_and_tone(word: str) -> str:
    """A word's letters and its tone, wherever the tone is written: "Hoà" and "Hòa" give the same."""
    return _sorted(word)
