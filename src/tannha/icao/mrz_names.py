"""Names in a machine readable zone: letters by table, and the cutting rules of Doc 9303.

For: turning a written name into the 30 characters of line 3 of a TD1 card. Not for: searching or sorting
people, which have their own keys. The table is Doc 9303-3, section 6 A (first choice of each row), with every
toned Vietnamese letter written out and the letters of Ê Đê and Ba Na names.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

FILLER = "<"
NAME_WIDTH = 30

_LETTERS: dict[str, str] = {
    "A": "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĀĄ",
    "AA": "Å",
    "AE": "ÄÆ",
    "C": "ÇĆĈĊČ",
    "D": "ĐÐĎ",
    "E": "ÈÉẺẼẸÊỀẾỂỄỆËĒĔĖĘĚ",
    "G": "ĜĞĠĢ",
    "H": "ĤĦ",
    "I": "ÌÍỈĨỊÎÏĪĬĮİ",
    "IJ": "Ĳ",
    "J": "Ĵ",
    "K": "Ķ",
    "L": "ĹĻĽĿŁ",
    "N": "ÑŃŅŇŊ",
    "O": "ÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢŌŎŐ",
    "OE": "ÖØŒ",
    "R": "ŔŖŘ",
    "S": "ŚŜŞŠȘ",
    "SS": "ẞ",
    "T": "ŢŤŦȚ",
    "TH": "Þ",
    "U": "ÙÚỦŨỤƯỪỨỬỮỰÛŨŪŬŮŰŲ",
    "UE": "Ü",
    "W": "Ŵ",
    "Y": "ỲÝỶỸỴŶŸ",
    "Z": "ŹŻŽ",
}
_TABLE: dict[str, str] = {letter: plain for plain, letters in _LETTERS.items() for letter in letters}
_DROPPED = frozenset("'’‘ʼʻ`´")
"""Apostrophes leave no trace: the parts they join stand together (Doc 9303-3, 4.6)."""
_PARTING = frozenset("-‐‑‒–—,.·")
"""Hyphens, commas and points part a name as a space does."""


class NotALetter(ValueError):
    """A character that no name in the machine readable zone can carry, such as a figure.

    The character is in `character`; the name itself is not repeated, for exception texts carry nothing
    personal.
    """

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"U+{ord(character):04X} has no letter in the machine readable zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """A name as the zone knows it: primary identifier (surname) and secondary identifiers, in plain A-Z
    words.
    """

    primary: tuple[str, ...]
    secondary: tuple[str, ...]


def letters_of(text: str) -> tuple[str, ...]:
    """Give the words of a written name in A-Z, by table: "Trần Thị Đào" gives ("TRAN", "THI", "DAO").

    Refuses (NotALetter) a character without a letter of its own. Marks that cannot be composed (Ê̆) are
    dropped.
    """
    words: list[str] = []
    word = ""
    for letter in unicodedata.normalize("NFC", text).replace("ß", "ẞ").upper():
        if letter in _DROPPED or unicodedata.combining(letter):
            continue
        if letter.isspace() or letter in _PARTING:
            words.append(word)
            word = ""
        elif "A" <= letter <= "Z":
            word += letter
        elif letter in _TABLE:
            word += _TABLE[letter]
        else:
            raise NotALetter(letter)
    words.append(word)
    return tuple(each for each in words if each)


def vietnamese_parts(full_name: str) -> NameParts:
    """Part a Vietnamese name: the first written word is the surname, the rest is given (TRAN<<THI<DAO).

    A word of several parts ("Y-Bhăm") counts as several; a name of one word has a surname only. Refuses an
    empty name (ValueError) and characters outside the table (NotALetter).
    """
    words = letters_of(full_name)
    if not words:
        raise ValueError("a name needs at least one letter")
    return NameParts(primary=words[:1], secondary=words[1:])


def name_field(parts: NameParts, width: int = NAME_WIDTH) -> str:
    """Write the name field: primary, two fillers, secondary, padded with fillers or cut to `width`
    characters.

    Cutting follows Doc 9303-5, 4.2.3: the primary identifier stays whole while at least one letter of the
    secondary fits; a cut field ends in a letter (never a filler), so that a reader sees that something may be
    missing.
    """
    if (
        len(FILLER.join(parts.primary)) + 2 + len(FILLER.join(parts.secondary)) <= width
        or not parts.secondary
    ):
        whole = _joined(parts.primary, parts.secondary)
        if len(whole) <= width:
            return whole.ljust(width, FILLER)
        return _cut_words(parts.primary, width)
    primary = FILLER.join(parts.primary)
    if len(primary) + 3 > width:
        primary = _cut_words(parts.primary, width - 3)
    room = width - len(primary) - 2
    secondary = _cut_words(parts.secondary, room)
    if secondary.endswith(FILLER):
        primary = primary[:-1]
        secondary = _cut_words(parts.secondary, room + 1)
    return primary + FILLER * 2 + secondary


def _joined(primary: tuple[str, ...], secondary: tuple[str, ...]) -> str:
    if not secondary:
        return FILLER.join(primary)
    return FILLER.join(primary) + FILLER * 2 + FILLER.join(secondary)


def _cut_words(words: tuple[str, ...], room: int) -> str:
    """Cut words to exactly `room` characters ending in a letter; a filler at the end is moved by one letter.

    Gives a text ending in a filler only when every word that fits has a single letter.
    """
    text = FILLER.join(words)[:room]
    if not text.endswith(FILLER):
        return text
    kept = text[:-1].split(FILLER)
    longest = max(range(len(kept)), key=lambda index: (len(kept[index]), index))
    if len(kept[longest]) == 1:
        return text
    kept[longest] = kept[longest][:-1]
    return FILLER.join((*kept, words[len(kept)][0]))


def parts_of_field(field: str) -> NameParts | None:
    """Read a name field back into its parts. None when its fillers are not those of a name (leading, doubled
    twice).
    """
    text = field.rstrip(FILLER)
    identifiers = text.split(FILLER * 2)
    if not text or len(identifiers) > 2 or any(part.startswith(FILLER) or not part for part in identifiers):
        return None
    split = [tuple(part.split(FILLER)) for part in identifiers]
    return NameParts(primary=split[0], secondary=split[1] if len(split) == 2 else ())
