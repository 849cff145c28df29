"""Old Vietnamese letters in new files (TCVN3, VNI, UTF-8 read as Latin): recognised, turned to Unicode. Pure.

"NguyÔn V¨n S¬n" is TCVN3, "Nguyeãn Vaên Sôn" is VNI, "Nguyá»…n" is UTF-8 misread. A column is converted cell by cell:
only where the words become Vietnamese syllables that were none before, so what is fine already stays. The fonts of
TCVN3 had no capitals with tones; the name rule gives first letters theirs. Conversion is a proposal with samples.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from tannha.roll.rules.cells import Cell, CellRow
from tannha.roll.rules.syllables import is_syllable


class Letters(StrEnum):
    """Which old letters."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    MISREAD = "misread"


_TCVN3 = str.maketrans(
    dict(
        zip(
            "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
            "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
            strict=True,
        )
    )
)

# VNI writes a vowel and then a sign of its own for what stands on it.
_VNI_ON = dict(zip("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ", strict=True))
_VNI_ALONE = dict(zip("ñíìæóòôöîÑÍÌÆÓÒÔÖÎ", "đíìỉĩịơưỵĐÍÌỈĨỊƠƯỴ", strict=True))
_VNI = re.compile(f"([aeouyôöAEOUYÔÖ])([ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ])|[{''.join(_VNI_ALONE)}]")
_VOWELS = {"ô": "ơ", "ö": "ư"}

# Signs that old letters need and no Vietnamese text of today holds; and capitals inside small words.
_TODAY_TOO = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
_ONLY_OLD = ({chr(code) for code in _TCVN3} | set("øûïüëåäñæöîØÛÏÜËÅÄÑÆÖÎº")) - _TODAY_TOO
_TELLING = re.compile(f"[{re.escape(''.join(sorted(_ONLY_OLD)))}]|[a-zà-ỹ][À-Ý]")
_TODAY = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_REPAIRED_SHARE = 0.6
_SAMPLE = 500
_BROKEN_WORDS = 3000


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


def _vni_letter(found: re.Match[str]) -> str:
    vowel, sign = found.groups()
    if vowel is None:
        return _VNI_ALONE[found.group()]
    marked = unicodedata.normalize("NFD", _VNI_ON[sign.lower()])[1:]
    base = _VOWELS.get(vowel.lower(), vowel.lower())
    letter = unicodedata.normalize("NFC", base + marked)
    return letter.upper() if vowel.isupper() else letter


def _from_misread(text: str) -> str:
    try:
        return b"".join(map(_byte_of, text)).decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte_of(letter: str) -> bytes:
    """The byte that was shown as this letter, under Windows-1252 or Latin-1."""
    return letter.encode("latin-1" if letter <= "\xff" else "cp1252")


CONVERT: Mapping[Letters, Callable[[str], str]] = {
    Letters.TCVN3: _from_tcvn3,
    Letters.VNI: _from_vni,
    Letters.MISREAD: _from_misread,
}


def which_letters(texts: Iterable[str]) -> Letters | None:
    """The old letters that would make most of the broken words whole, or None where hardly any is broken or mended."""
    broken: list[str] = []
    for text in texts:
        broken += [word for word in _marked_words(text) if not is_syllable(word)]
        if len(broken) >= _BROKEN_WORDS:
            break
    if not broken:
        return None
    mended = {letters: sum(_mends(letters, word) for word in broken) for letters in Letters}
    best = max(Letters, key=lambda letters: mended[letters])
    return best if mended[best] >= len(broken) * _REPAIRED_SHARE else None


def _mends(letters: Letters, word: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", CONVERT[letters](word))
    return bool(parts) and all(map(is_syllable, parts))


def convert(text: str, letters: Letters, *, unmixed: bool) -> str:
    """The text in today's letters, or as it is where it gains nothing.

    `unmixed` says that the column holds no text of today, so that words which could be either are old too.
    """
    return text if text.isascii() else _convert(text, letters, unmixed)


@lru_cache(maxsize=65536)
def _convert(text: str, letters: Letters, unmixed: bool) -> str:
    if _TODAY.search(unicodedata.normalize("NFC", text)) and not _TELLING.search(text):
        return text
    turned = CONVERT[letters](text)
    before = sum(map(is_syllable, _marked_words(text)))
    after = sum(map(is_syllable, re.findall(r"[^\W\d_]+", turned)))
    plain = sum(word.isascii() and is_syllable(word) for word in text.split())
    if after > before + plain:
        return turned
    return turned if unmixed and letters is not Letters.MISREAD else text


def _marked_words(text: str) -> list[str]:
    return [word for word in unicodedata.normalize("NFC", text).split() if not word.isascii()]


def convert_columns(rows: Sequence[CellRow], headings: int) -> tuple[list[CellRow], dict[int, str]] | None:
    """The rows with old columns converted, and by row the first old cell as typed; None where no column is old.

    The first `headings` rows may name columns that hold no letters themselves, and are converted wherever it helps.
    """
    width = max((len(row) for row in rows), default=0)
    old: dict[int, tuple[Letters, bool]] = {}
    looked_at = [*rows[:_SAMPLE], *rows[_SAMPLE :: max(1, len(rows) // _SAMPLE)]]
    for place in range(width):
        seen = [cell for row in looked_at if place < len(row) and type(cell := row[place]) is str]
        if all(map(str.isascii, seen)):
            continue
        texts = [cell for row in rows if place < len(row) and type(cell := row[place]) is str and cell]
        joined = "\n".join(texts)
        if joined.isascii() or not _TELLING.search(joined):
            continue
        marked = [text for text in texts if not text.isascii()]
        letters = which_letters(marked)
        if letters is not None:
            old[place] = (letters, not any(_TODAY.search(text) for text in marked))
    if not old:
        return None
    common = _common(old)
    done: list[CellRow] = []
    typed: dict[int, str] = {}
    for index, row in enumerate(rows):
        fresh = list(row)
        if index < headings:
            fresh = [_as_heading(cell, common) for cell in fresh]
        for place, (letters, unmixed) in old.items():
            written: Cell = row[place] if place < len(row) else None
            if type(written) is str and not written.isascii():
                fresh[place] = turned = convert(written, letters, unmixed=unmixed)
                if turned != written:
                    typed.setdefault(index, written)
        done.append(fresh)
    return done, typed


def _common(old: Mapping[int, tuple[Letters, bool]]) -> Letters:
    found = [letters for letters, _ in old.values()]
    return max(found, key=found.count)


def _as_heading(cell: Cell, letters: Letters) -> Cell:
    return convert(cell, letters, unmixed=False) if type(cell) is str else cell
