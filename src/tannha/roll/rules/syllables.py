"""Whether a word is a Vietnamese syllable: its sounds in their order, one tone at most; words typed as raw keys. Pure.

After Thompson, A Vietnamese Reference Grammar (1987), ch. 2. Foreign and minority names are often none; that is a fact
about spelling here, not about names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(
    "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    "(?:i[êe]u|yêu|oai|oao|oay|oeo|uao|uây|uôi|uya|uyê|uyu|ươi|ươu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    "(?:ch?|m|ng?|nh|p|t)?"
)


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether the word alone, in any one case, could be Vietnamese; capitals inside a small word are no word."""
    text = unicodedata.normalize("NFC", word).strip(".,;:()\"'-")
    if not text or (text[1:] != text[1:].lower() and text != text.upper()):
        return False
    letters: list[str] = []
    tones = 0
    for part in unicodedata.normalize("NFD", text.lower()):
        if part in _TONES:
            tones += 1
        else:
            letters.append(part)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters))))


_FOLDED = re.compile(
    "(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    "(?:ieu|yeu|oai|oao|oay|oeo|uao|uay|uoi|uya|uye|uyu|uou|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|a|e|i|o|u|y)"
    "(?:ch?|m|ng?|nh|p|t)?"
)
_KEYS = str.maketrans({"w": ""})
_DOUBLED = re.compile("(dd|aa|ee|oo)")
_I_OR_Y = re.compile("(?:h|k|l|m|qu|s|t|v)y")
_TONE_KEYS = "fsrxj"


@lru_cache(maxsize=16384)
def as_meant(folded: str) -> str:
    """A folded word as two hands would both mean it: "ly" and "li" are one, "nguyeenx" is "nguyen" in raw Telex keys.

    Words that do not become a syllable so stay as they are: a foreign name is not touched.
    """
    if _I_OR_Y.fullmatch(folded):
        return f"{folded[:-1]}i"
    if not folded.isalpha() or _FOLDED.fullmatch(folded):
        return folded
    plain = _DOUBLED.sub(lambda found: found.group()[0], folded.translate(_KEYS))
    for meant in (plain, plain[:-1] if plain[-1:] in _TONE_KEYS else ""):
        if meant and _FOLDED.fullmatch(meant):
            return meant
    return folded
