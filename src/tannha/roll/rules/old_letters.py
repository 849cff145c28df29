"""Old Vietnamese letters in new files: TCVN3 (ABC fonts), recognised and turned into Unicode. Pure.

Such a file looks like "NguyÔn V¨n S¬n". Letters are converted one for one; the fonts had no capitals with tones, so the
name rule gives first letters their capital. Conversion is a proposal with samples, never silent.
"""

from __future__ import annotations

from collections.abc import Iterable

_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TABLE = str.maketrans(_TCVN3)

# Signs that no Vietnamese Unicode text holds, all of them TCVN3 letters.
_TELLING = frozenset("¸µ¶·¹¨¾»¼½Æ©ÇËª®ÑÖ×ØÜÞß\u00ad«¬¡¢§£¤¥¦ÎÏøöæçåëîïñüûþäÔ")
_SEEN_SHARE = 0.3


def looks_old(texts: Iterable[str]) -> bool:
    """Whether cells are TCVN3: many hold its telling signs, hardly any a true Vietnamese letter."""
    marked = old = true = 0
    for text in texts:
        if text.isascii():
            continue
        marked += 1
        if any("\u1ea0" <= letter <= "\u1ef9" or letter in "ăđơưĂĐƠƯ" for letter in text):
            true += 1
        elif any(letter in _TELLING for letter in text):
            old += 1
    return marked > 0 and old >= marked * _SEEN_SHARE and true * 10 <= old


def convert(text: str) -> str:
    """TCVN3 to Unicode; ASCII stays as it is."""
    return text if text.isascii() else text.translate(_TABLE)
