"""Vietnamese names: one written form (NFC), one key to search by, one to sort by, and MRZ letters. Pure.

Vietnamese is not ASCII with marks: đ is a letter of its own that Unicode does not decompose, Ê Đê and Ba Na names
carry breves and apostrophes, and both spellings of a tone (hoà, hòa) are in use.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = {ord(mark): "'" for mark in "’‘ʼ`´"}
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def nfc(text: str) -> str:
    """Composed form, one kind of apostrophe, single spaces, no spaces at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_APOSTROPHES)).strip()


def _bare(text: str) -> str:
    lowered = text.casefold().replace("đ", "d")
    return "".join(
        letter for letter in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(letter)
    )


def fold(text: str) -> str:
    """The search key: no marks, đ as d, lower case, apostrophes dropped, other signs as single spaces."""
    return _NOT_WORD.sub(" ", _bare(text.translate(_APOSTROPHES)).replace("'", "")).strip()


def given_name(full_name: str) -> str:
    """The last word: what a person is called by."""
    return full_name.split()[-1] if full_name.split() else ""


_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TONE_MARKS = frozenset(_TONES) - {""}


def _collation(word: str) -> str:
    """Order within a word as dictionaries have it: letters first (a ă â … d đ …), tones only to break ties."""
    letters: list[str] = []
    tone = "0"
    for character in unicodedata.normalize("NFC", word.casefold()):
        base = ""
        for part in unicodedata.normalize("NFD", character):
            if part in _TONE_MARKS:
                tone = _TONES[part]
            else:
                base += part
        letter = unicodedata.normalize("NFC", base)
        place = _LETTERS.find(letter)
        letters.append(f"{place:02}" if place >= 0 else f"z{letter}")
    return "".join(letters) + "." + tone


def sort_key(full_name: str) -> str:
    """Sorts by given name, then by the other words from the left (Vietnamese practice)."""
    words = nfc(full_name).split()
    return " ".join(_collation(word) for word in words[-1:] + words[:-1])[:255]


def mrz_letters(full_name: str) -> str:
    """Latin capitals and single spaces for a machine-readable zone (Doc 9303-3 §6): Đ becomes D, signs go."""
    return _SPACES.sub(" ", re.sub(r"[^A-Z ]", "", _bare(full_name.replace("-", " ")).upper())).strip()
