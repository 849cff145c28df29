"""A second ward's list, written with another mind than `planted`: the rule for doubles was not tuned on it.

Nothing of the invented ward is used: few and very common names, tall towers of one kind of flat, births of old people
known by the year, numbers that few lines carry whole. Second hands slip as typists do: raw Telex keys, a tone of the
next village, a digit missing, the old nine digits, the address before the move. Beside them live people who only look
alike: twins with twin names, sisters, a father and his namesake, couples, five women of one name in one tower.
Everybody is invented (numbers begin with 099); the seed decides everything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.planted import Entry, Planted

_FAMILY = (
    "Nguyễn 38|Trần 11|Lê 10|Phạm 7|Hoàng 5|Phan 4|Vũ 4|Đặng 2|Bùi 2|Đỗ 2|"
    "Hồ 1|Ngô 1|Dương 1|Lý 1|Đào 1|Đoàn 1|Trịnh 1"
)
_MIDDLE = {
    "female": "Thị 55|Ngọc 7|Thu 6|Thanh 6|Minh 4|Phương 4|Thị Thu 4|Thị Thanh 3|Thị Ngọc 3|Thùy 2|Bích 2|Kim 2|Hải 1",
    "male": "Văn 40|Đức 8|Minh 7|Quang 6|Xuân 5|Hữu 5|Anh 4|Ngọc 4|Đình 4|Thanh 3|Quốc 3|Tiến 3|Trọng 2|Công 2|Hoàng 2",
}
_GIVEN = {
    "female": "Hoa 6|Lan 6|Hương 6|Hằng 5|Thảo 5|Trang 5|Linh 5|Hà 5|Nga 4|Mai 4|Thủy 4|Yến 3|Hiền 4|Anh 4|Hạnh 3|"
    "Dung 3|Loan 3|Nhung 3|Phượng 2|Oanh 2|Tuyết 2|Hòa 2|Vân 3|Hồng 3|Ngân 2|My 1|Vy 1|Quyên 1|Thoa 1|Liên 2",
    "male": "Hùng 6|Tuấn 6|Dũng 5|Minh 5|Nam 4|Sơn 4|Thắng 4|Hải 4|Cường 4|Long 4|Thành 4|Trung 3|Đức 3|Hoàng 3|Kiên 3|"
    "Huy 3|Tùng 3|Hà 2|Bình 3|Quân 2|Phúc 2|Khánh 2|Việt 2|Toàn 2|Lâm 1|Tú 1|Tâm 1|Hiếu 2|Đạt 2|Vinh 2",
}
_TWINS = {
    "female": "Hoài Anh,Hoài An|Ngọc Lan,Ngọc Linh|Thu Hà,Thu Hằng|Khánh Linh,Khánh Ly|Bảo Ngọc,Bảo Châu|"
    "Thùy Dung,Thùy Dương|Minh Anh,Minh Ánh|Hải Yến,Hải Vân|Mai Phương,Lan Phương|Thanh Trúc,Thanh Mai",
    "male": "Minh Tuấn,Minh Tú|Quang Huy,Quang Hiếu|Gia Bảo,Gia Khánh|Đức Anh,Đức Minh|Hoàng Nam,Hoàng Long|"
    "Tiến Đạt,Tiến Dũng|Anh Đức,Anh Tuấn|Nhật Minh,Nhật Nam|Hải Đăng,Hải Nam|Việt Hoàng,Việt Hùng",
}
_STREETS = (
    "Trương Định",
    "Giải Phóng",
    "Tân Mai",
    "Nguyễn Đức Cảnh",
    "Kim Đồng",
    "Lĩnh Nam",
    "Yên Duyên",
    "Bùi Xương Trạch",
)
_TOWERS = [f"HH{block}{wing}" for block in range(1, 5) for wing in "ABC"] + [
    f"CT{number}" for number in range(1, 13)
]
_YEAR = 2026


def plant(*, seed: int, residents: int, doubles: int, alike: int) -> Planted:
    """`residents` people, `doubles` of them typed twice, `alike` people added beside them who only look so."""
    rng = Random(seed)
    people = _ward(rng, residents)
    for turn in range(alike):
        kind = _ALIKE[turn % len(_ALIKE)]
        one, other = kind(rng, rng.choice(people[:residents]), len(people))
        alike_in = kind.__name__.strip("_")
        people[one.who] = replace(one, looks_like=alike_in)
        people.append(replace(other, looks_like=alike_in))
    people = _each_its_number(rng, people)
    second = [
        _again(rng, one, _HANDS[turn % len(_HANDS)]) for turn, one in enumerate(rng.sample(people, doubles))
    ]
    lines = people + second
    rng.shuffle(lines)
    return Planted(entries=tuple(lines))


def _each_its_number(rng: Random, people: list[Entry]) -> list[Entry]:
    taken: set[str] = set()
    numbered = []
    for one in people:
        while one.number in taken:
            one = replace(one, number=f"{one.number[:6]}{rng.randrange(10**6):06}")
        taken |= {one.number} - {""}
        numbered.append(one)
    return numbered


def _weighted(rng: Random, told: str) -> str:
    words = [part.rsplit(" ", 1) for part in told.split("|")]
    return rng.choices([word for word, _ in words], [int(weight) for _, weight in words])[0]


def _ward(rng: Random, residents: int) -> list[Entry]:
    people: list[Entry] = []
    while len(people) < residents:
        address, group = _home(rng)
        family = _weighted(rng, _FAMILY)
        parents = rng.randint(1935, 2000)
        for place in range(rng.choice((1, 2, 3, 3, 4, 4, 5))):
            if len(people) == residents:
                break
            sex = rng.choice(("male", "female"))
            own = family if place != 1 else _weighted(rng, _FAMILY)
            year = min(_YEAR - 1, parents + rng.randint(-4, 4) + (rng.randint(20, 38) if place > 1 else 0))
            people.append(_person(rng, len(people), own, sex, year, address, group))
    return people


def _home(rng: Random) -> tuple[str, int]:
    if rng.random() < 0.6:
        tower = rng.randrange(len(_TOWERS))
        floor, flat = rng.randint(2, 41), rng.randint(1, 20)
        name = _TOWERS[tower]
        written = (
            f"P{floor}{flat:02} {name}",
            f"Căn hộ {floor}{flat:02} tòa {name}",
            f"{floor}{flat:02} - {name}",
        )
        return written[tower % 3], 1 + tower * 4 + floor // 11
    street = rng.randrange(len(_STREETS))
    lane, house = (
        rng.randint(2, 240),
        rng.choice((f"{rng.randint(1, 90)}", f"{rng.randint(1, 60)}/{rng.randint(1, 30)}")),
    )
    return f"Số {house} ngõ {lane} {_STREETS[street]}", 100 + street * 12 + lane // 20


def _person(rng: Random, who: int, family: str, sex: str, year: int, address: str, group: int) -> Entry:
    name = f"{family} {_weighted(rng, _MIDDLE[sex])} {_weighted(rng, _GIVEN[sex])}"
    day = "" if year < 1960 and rng.random() < 0.3 else f"-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    if day and rng.random() < 0.03:
        day = "-01-01"
    number = _number(rng, sex, year) if rng.random() < 0.7 else ""
    old = f"0{rng.randint(10**7, 10**8 - 1)}" if year < 2002 and rng.random() < 0.4 else ""
    return Entry(
        who=who,
        name=name,
        birth=f"{year}{day}",
        sex=sex,
        number=number,
        old_number=old,
        address=address,
        group=group,
        phone=f"09{rng.randint(10**7, 10**8 - 1)}" if rng.random() < 0.2 else "",
    )


def _number(rng: Random, sex: str, year: int) -> str:
    century = (0 if year < 2000 else 2) + (sex == "female")
    return f"099{century}{year % 100:02}{rng.randrange(10**6):06}"


# What a second hand does; each leaves number, door, or name and whole birth to know the person by.

_TELEX_TONE = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_LETTER = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


def _raw_keys(word: str) -> str:
    tone, letters = "", []
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TELEX_TONE:
            tone = _TELEX_TONE[letter]
        else:
            letters.append(letter)
    plain = "".join(
        _TELEX_LETTER.get(letter, letter) for letter in unicodedata.normalize("NFC", "".join(letters))
    )
    return (plain + tone).capitalize()


def _telex(rng: Random, one: Entry) -> Entry:
    """The input method was off for one word: "Thị" is "Thij"."""
    words = one.name.split()
    marked = [at for at, word in enumerate(words) if not word.isascii()]
    if marked:
        at = rng.choice(marked)
        words[at] = _raw_keys(words[at])
    return replace(one, name=" ".join(words))


def _neighbours_tone(rng: Random, one: Entry) -> Entry:
    """Hỏi for ngã and ngã for hỏi, i for y: as the next village says it."""
    swapped = {"\u0309": "\u0303", "\u0303": "\u0309"}
    text = "".join(swapped.get(letter, letter) for letter in unicodedata.normalize("NFD", one.name))
    text = unicodedata.normalize("NFC", text)
    return replace(one, name=text if text != one.name else one.name.replace("Lý", "Lí").replace("Mỹ", "Mĩ"))


def _key_beside(rng: Random, one: Entry) -> Entry:
    beside = {
        "a": "s",
        "n": "m",
        "h": "g",
        "t": "r",
        "i": "o",
        "o": "p",
        "u": "y",
        "g": "f",
        "c": "v",
        "m": "n",
    }
    places = [at for at, letter in enumerate(one.name) if letter in beside]
    if not places:
        return one
    at = rng.choice(places)
    return replace(one, name=one.name[:at] + beside[one.name[at]] + one.name[at + 1 :])


def _middle_left_out(rng: Random, one: Entry) -> Entry:
    words = one.name.split()
    return replace(one, name=" ".join([words[0], *words[2:]]) if len(words) > 2 else one.name)


def _day_for_month(rng: Random, one: Entry) -> Entry:
    if len(one.birth) < 10 or int(one.birth[8:]) > 12:
        return replace(one, number=one.number and one.number[:11] + str((int(one.number[11]) + 3) % 10))
    return replace(one, birth=f"{one.birth[:4]}-{one.birth[8:]}-{one.birth[5:7]}")


def _digit_missing(rng: Random, one: Entry) -> Entry:
    at = rng.randrange(1, 12)
    return replace(one, number=one.number[:at] + one.number[at + 1 :])


def _year_alone(rng: Random, one: Entry) -> Entry:
    return replace(one, birth=one.birth[:4])


def _before_the_move(rng: Random, one: Entry) -> Entry:
    """Listed at the home before, in another group; known by the number or by name and whole birth."""
    address, group = _home(rng)
    whole = len(one.birth) == 10
    return replace(
        one, address=address, group=group, number=one.number if not whole or rng.random() < 0.5 else ""
    )


def _old_number_alone(rng: Random, one: Entry) -> Entry:
    """The column of the number holds the nine digits of the old paper."""
    return replace(one, number=one.old_number, old_number="")


def _door_otherwise(rng: Random, one: Entry) -> Entry:
    text = one.address.replace("Căn hộ ", "P").replace(" tòa ", " ").replace(" - ", " ").replace("Số ", "")
    text = text.replace("ngõ", "ng.") if rng.random() < 0.5 else f"{text}, Hoàng Mai, HN"
    return replace(one, address=text, number="", phone="")


def _capitals_and_sex_left_out(rng: Random, one: Entry) -> Entry:
    return replace(one, name=one.name.upper(), sex="", number="")


_HANDS: tuple[Callable[[Random, Entry], Entry], ...] = (
    _telex,
    _neighbours_tone,
    _key_beside,
    _middle_left_out,
    _day_for_month,
    _digit_missing,
    _year_alone,
    _before_the_move,
    _old_number_alone,
    _door_otherwise,
    _capitals_and_sex_left_out,
)


def _again(rng: Random, one: Entry, hand: Callable[[Random, Entry], Entry]) -> Entry:
    if hand is _before_the_move and len(one.birth) < 10 and not one.number:
        hand = _key_beside
    done = hand(rng, one)
    if rng.random() < 0.4 and done.number == one.number and hand is not _before_the_move:
        done = replace(done, number="")
    return replace(done, typed=(hand.__name__.strip("_"),), looks_like="")


# People who look alike and are two: each gives the one as changed, and the other.


def _twins(rng: Random, one: Entry, who: int) -> tuple[Entry, Entry]:
    first, second = rng.choice(_TWINS[one.sex].split("|")).split(",")
    family = one.name.split()[0]
    year = rng.randint(1990, _YEAR - 1)
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    numbers = rng.random() < 0.7
    one = replace(
        one,
        name=f"{family} {first}",
        birth=birth,
        old_number="",
        number=_number(rng, one.sex, year) if numbers else "",
    )
    return one, replace(
        one,
        who=who,
        name=f"{family} {second}",
        number=_number(rng, one.sex, year) if numbers else "",
        phone="",
    )


def _sisters(rng: Random, one: Entry, who: int) -> tuple[Entry, Entry]:
    """Hoa and Hòa, a year or two apart, at one door."""
    near = {
        "Hoa": "Hòa",
        "Lan": "Loan",
        "Hà": "Hạ",
        "Hằng": "Hạnh",
        "Hùng": "Hưng",
        "Tuấn": "Tuân",
        "Thủy": "Thùy",
    }
    words = one.name.split()
    words[-1] = near.get(words[-1], _weighted(rng, _GIVEN[one.sex]))
    year = min(_YEAR - 1, int(one.birth[:4]) + rng.choice((1, 2, 3)))
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return one, replace(
        one,
        who=who,
        name=" ".join(words),
        birth=birth,
        number=_some_number(rng, one.sex, year),
        old_number="",
        phone="",
    )


def _father_and_son(rng: Random, one: Entry, who: int) -> tuple[Entry, Entry]:
    year = int(one.birth[:4])
    year += rng.randint(20, 40) if year < 1985 else -rng.randint(20, 40)
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return one, replace(
        one, who=who, birth=birth, number=_some_number(rng, one.sex, year), old_number="", phone=""
    )


def _couple(rng: Random, one: Entry, who: int) -> tuple[Entry, Entry]:
    """Nguyễn Văn Hà and Nguyễn Thị Hà, of one year."""
    family, given = one.name.split()[0], one.name.split()[-1]
    sex = "female" if one.sex == "male" else "male"
    year = int(one.birth[:4])
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    one = replace(one, name=f"{family} {'Văn' if one.sex == 'male' else 'Thị'} {given}")
    other = f"{family} {'Văn' if sex == 'male' else 'Thị'} {given}"
    return one, replace(
        one,
        who=who,
        name=other,
        sex=sex,
        birth=birth,
        number=_some_number(rng, sex, year),
        old_number="",
        phone="",
    )


def _namesake_in_the_tower(rng: Random, one: Entry, who: int) -> tuple[Entry, Entry]:
    """Nguyễn Thị Hoa of the same year in the same tower, some floors up."""
    if not one.address[0].isdigit() and not one.address.startswith(("P", "Căn")):
        one = replace(one, address=f"P{rng.randint(2, 20)}{rng.randint(1, 20):02} {rng.choice(_TOWERS)}")
    address = f"P{rng.randint(21, 41)}{rng.randint(1, 20):02} {one.address.split()[-1]}"
    year = int(one.birth[:4])
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}" if rng.random() < 0.8 else f"{year}"
    return one, replace(
        one,
        who=who,
        address=address,
        birth=birth,
        number=_some_number(rng, one.sex, year),
        old_number="",
        phone="",
    )


def _some_number(rng: Random, sex: str, year: int) -> str:
    return _number(rng, sex, year) if rng.random() < 0.6 else ""


_ALIKE = (_twins, _sisters, _father_and_son, _couple, _namesake_in_the_tower)
