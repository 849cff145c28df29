"""Addresses as they are written in a ward: tower, floor and flat, or house, alley and street. Pure.

The text is kept as written; the key is what two spellings of the same door share ("9 Ng. 12 Bằng Liệt" and
"9 ngõ 12 Bằng Liệt"). Nothing is guessed: what is not understood stays in the text alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tannha.ground.names import fold
from tannha.roll.rules.quick import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address: the text as written, its key ("" for no address), the parts that were understood.

    `numbers` are those of the door in rising order, which most spellings of it share.
    """

    text: str = ""
    key: str = ""
    tower: str = ""
    floor: int | None = None
    flat: str = ""
    house_number: str = ""
    alley: str = ""
    group: int | None = None
    numbers: str = ""


NO_ADDRESS = Address()
_HIGHEST_FLOOR = 120

# Spellings that mean the same word, in the order in which they are tried; applied to text between commas.
_WORDS = ("ngách ", "hẻm ", "ngõ ", "đường ", "chung cư ", "P", "tầng ", "căn ")
_SHORT_WORD = re.compile(
    r"\b(?:"
    r"((?:ngách|ngach|ngh|nch|ng/)\b\.?(?=\s*\d))|"
    r"((?:hẻm|hem|h)\b\.?(?=\s*\d))|"
    r"((?:ngõ|ngo|ng)\b\.?(?=\s*\d))|"
    r"((?:đường|duong|đg)\b\.?|đ\.(?=\s*\w))|"
    r"((?:chung cư|chung cu|c\.cư|cc)\b\.?)|"
    r"((?:phòng|phong)\b\.?(?=\s*\d))|"
    r"((?:tầng|tâng|tang)\b\.?(?=\s*\d)|t\.(?=\s*\d))|"
    r"((?:căn hộ|can ho|ch\.?)(?=\s*\d))"
    r")",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_NUMBERS = re.compile(r"\d+")
_DOTTED_FLAT = re.compile(r"\b(P|căn |phòng |phong |CH )\s*(\d{1,2})\.(\d{2})\b(?!\.)", re.IGNORECASE)
_AREA = re.compile(
    r"^(?:phường|phuong|p\.|quận|quan|q\.|thành phố|thanh pho|tp\.?|hà nội|ha noi|huyện|tỉnh|việt nam|viet nam)"
    r"(?=\W|$)(?!\s*\d{3})",
    re.IGNORECASE,
)
# Wards of Hoàng Mai before and since 1 July 2025, its district and city, folded: names that follow a street unprefixed.
_AREA_NAMES = frozenset(
    name
    for line in (
        "hoang liet|dai kim|dinh cong|giap bat|hoang van thu|linh nam|mai dong|tan mai|thanh tri|thinh liet",
        "tran phu|tuong mai|vinh hung|yen so|hoang mai|ha noi|tp ha noi|hn|viet nam",
    )
    for name in line.split("|")
)
_PLACE_WORD = re.compile(
    r"\d+\w*|[/.,\-–]|\b(?:số|nhà|sn|ngõ|ngách|hẻm|ng|ngh|so|nha|ngo|ngach|hem|p)\b", re.IGNORECASE
)
_GROUP = re.compile(r"^(?:tổ dân phố|to dan pho|tdp|tổ|to)\s*(?:số\s*)?(\d{1,3})$", re.IGNORECASE)
_GROUP_TAIL = re.compile(r"\s+(?:tổ dân phố|to dan pho|tdp|tổ)\s*(?:số\s*)?(\d{1,3})$", re.IGNORECASE)
_FLAT_FIRST = re.compile(r"^P\.?\s*(\d{3,4})([A-Z]?)\s*[-–,]?\s*(.*)$", re.IGNORECASE)
_FLAT_AND_FLOOR = re.compile(
    r"^căn\s*(?:số\s*)?(\w{1,6})\s*[-–,]?\s*tầng\s*(\d{1,3})\s*[-–,]?\s*(.+)$", re.IGNORECASE
)
_FLOOR_AND_FLAT = re.compile(
    r"^tầng\s*(\d{1,3})\s*[-–,]?\s*(?:căn|P)\s*(?:số\s*)?(\w{1,6})\s*[-–,]?\s*(.+)$", re.IGNORECASE
)
_BARE_FLAT = re.compile(
    r"^(?:căn\s*)?(\d{3,4})([A-Z]?)\s*[-–]?\s+((?:tòa|toà|tháp|nhà|chung cư|block)\s.+)$", re.IGNORECASE
)
_TOWER_WORD = re.compile(r"^(?:tòa nhà|toà nhà|tòa|toà|toa|tháp|thap|nhà|chung cư|block)\s+", re.IGNORECASE)
_HOUSE = re.compile(
    r"^(?:số nhà|so nha|số|so|sn|nhà số|nhà)?\.?\s*(\d[\w]*(?:/\w+)*(?:-\d+)?)\s*[,]?\s+(.+)$", re.IGNORECASE
)
_ALLEY_WORD = re.compile(r"^(?:ngách|ngõ|hẻm|đường|phố)\b", re.IGNORECASE)


def parse_address(text: str) -> Address:
    """Read an address; every text gives an answer, an empty one the address without a key."""
    written = clean(text)
    return _parse(written) if written else NO_ADDRESS


@lru_cache(maxsize=65536)
def _parse(written: str) -> Address:
    bare, group = _without_areas(written)
    plain = _DOTTED_FLAT.sub(r"\1\2\3", bare)
    plain = _SHORT_WORD.sub(lambda found: _WORDS[(found.lastindex or 1) - 1], plain)
    plain = _SPACES.sub(" ", plain).strip(" ,;")
    found = _in_tower(written, plain, group) or _in_alley(written, plain, group)
    if found is not None:
        return found
    key = f"o|{fold(plain)}"[:200]
    return Address(text=written, key=key, group=group, numbers=numbers_of_key(key))


def with_floor(address: Address, floor: str) -> Address:
    """The address with the floor that a column of its own gives, where the text does not say it."""
    if address.floor is not None or not floor.isdigit() or not 0 < int(floor) <= _HIGHEST_FLOOR:
        return address
    return replace(address, floor=int(floor))


def numbers_of_key(key: str) -> str:
    """The numbers of a door in rising order, from its key: what most spellings of the door share."""
    if key.startswith("t|"):
        floor, _, flat = key.rpartition("|")[2].partition(".")
        return f"{floor}{flat:0>2}"
    return " ".join(sorted(_NUMBERS.findall(key)))


def in_parts(
    *, tower: str = "", floor: str = "", flat: str = "", house_number: str = "", street: str = ""
) -> str:
    """Write an address out of columns that hold its parts, so that one rule reads both."""
    flat, floor = flat.strip(), floor.strip()
    if tower.strip() and flat:
        if floor and not _floor_in_flat(flat, floor):
            return f"Căn {flat} tầng {floor} {tower.strip()}"
        return f"P{flat.removeprefix('P').removeprefix('p')} {tower.strip()}"
    return " ".join(part for part in (house_number.strip(), street.strip(), tower.strip(), flat) if part)


def _floor_in_flat(flat: str, floor: str) -> bool:
    digits = re.sub(r"\D", "", flat)
    return len(digits) >= 3 and floor.isdigit() and int(digits[:-2]) == int(floor)


def _without_areas(written: str) -> tuple[str, int | None]:
    group: int | None = None
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s*", written):
        as_group = _GROUP.match(part)
        if as_group:
            group = int(as_group.group(1))
        elif part and not (_AREA.match(part) and parts):
            parts.append(part)
    while len(parts) > 1 and fold(parts[-1]) in _AREA_NAMES and names_a_street(parts[:-1]):
        parts.pop()
    bare = ", ".join(parts)
    tail = _GROUP_TAIL.search(bare)
    if tail:
        group, bare = int(tail.group(1)), bare[: tail.start()]
    return bare, group


def names_a_street(parts: list[str]) -> bool:
    """Whether the parts say more than numbers of house and alley, so that what follows them is no street."""
    return bool(_PLACE_WORD.sub("", " ".join(parts)).strip())


def _in_tower(written: str, plain: str, group: int | None) -> Address | None:
    floor: int
    if found := _FLAT_FIRST.match(plain) or _BARE_FLAT.match(plain):
        digits, letter, rest = found.groups()
        floor, flat = int(digits[:-2]), f"P{digits}{letter.upper()}"
        door = f"{floor}.{int(digits[-2:])}{letter.lower()}"
    elif found := _FLAT_AND_FLOOR.match(plain):
        flat_text, floor_text, rest = found.groups()
        floor, flat, door = (
            int(floor_text),
            f"Căn {flat_text}",
            f"{int(floor_text)}.{_door(flat_text, floor_text)}",
        )
    elif found := _FLOOR_AND_FLAT.match(plain):
        floor_text, flat_text, rest = found.groups()
        floor, flat, door = (
            int(floor_text),
            f"Căn {flat_text}",
            f"{int(floor_text)}.{_door(flat_text, floor_text)}",
        )
    else:
        return None
    tower = rest.strip(" ,;-–")
    if not tower or floor > _HIGHEST_FLOOR:
        return None
    short = _TOWER_WORD.sub("", tower).strip() or tower
    key = f"t|{_tower_key(short)}|{door}"[:200]
    return Address(
        text=written,
        key=key,
        tower=short[:80],
        floor=floor,
        flat=flat[:20],
        group=group,
        numbers=numbers_of_key(key),
    )


@lru_cache(maxsize=1024)
def _tower_key(short: str) -> str:
    return fold(short)


def _door(flat: str, floor: str) -> str:
    """The flat's number on its floor, whether the floor is repeated in it or not: 1504 on floor 15 is 4."""
    if flat.isdigit():
        number = int(flat)
        return str(number % 100) if len(flat) >= 3 and number // 100 == int(floor) else str(number)
    return flat.lower()


def _in_alley(written: str, plain: str, group: int | None) -> Address | None:
    found = _HOUSE.match(plain)
    if not found:
        return None
    house, rest = found.group(1).upper(), found.group(2).strip(" ,;")
    if not _ALLEY_WORD.match(rest) and not rest[:1].isalpha():
        return None
    key = f"a|{_alley_key(rest)}|{house.lower()}"[:200]
    return Address(
        text=written,
        key=key,
        house_number=house[:40],
        alley=rest[:200],
        group=group,
        numbers=numbers_of_key(key),
    )


@lru_cache(maxsize=8192)
def _alley_key(rest: str) -> str:
    kept = rest.replace("/", " x ")
    return re.sub(r"^(?:duong|pho) ", "", fold(kept.replace(",", " ")))


def door_order(
    household_key: tuple[str, int | None, str, str, str],
) -> tuple[str, int, str, list[tuple[int, str]]]:
    """Sort key of a door: (tower, floor, flat, alley, house number) in the order in which one walks."""
    tower, floor, flat, alley, house = household_key
    numbers = [
        (int(part), "") if part.isdigit() else (10**6, part.lower())
        for part in re.findall(r"\d+|[^\W\d]+", flat or house)
    ]
    return (tower or f"~{fold(alley)}", floor if floor is not None else -99, "", numbers)
