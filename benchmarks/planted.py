"""Lists as wards have them, with doubles planted among people who only look alike; what was planted is told.

Everybody is invented (numbers begin with 099). A double is one person typed a second time by another hand: without
marks, in another order, a letter off, the year alone, a digit of the number off, the address in another spelling.
Non-doubles are twins, siblings, fathers and sons of one name, namesakes of one year. The seed decides everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from tannha.ground.names import fold

ON = date(2026, 11, 24)
HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số định danh",
    "Số CMND",
    "Địa chỉ",
    "Tổ dân phố",
    "Điện thoại",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list before it is written; `birth` as an ISO date, perhaps a year alone.

    `typed` is what the second hand did to a double, `looks_like` how somebody resembles another and is none.
    """

    who: int
    name: str
    birth: str
    sex: str
    number: str
    old_number: str
    address: str
    group: int
    phone: str = ""
    typed: tuple[str, ...] = ()
    looks_like: str = ""

    def cells(self, place: int) -> tuple[Any, ...]:
        """The cells under `HEADINGS`; the typed form of the date is this hand's."""
        written = "/".join(reversed(self.birth.split("-"))) if self.birth else ""
        sex = {"male": "Nam", "female": "Nữ"}.get(self.sex, "")
        return (
            place,
            self.name,
            written,
            sex,
            self.number,
            self.old_number,
            self.address,
            self.group,
            self.phone,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A list in the order in which it is typed; an entry whose `who` came before is a double."""

    entries: tuple[Entry, ...]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows under `HEADINGS`."""
        return [entry.cells(place) for place, entry in enumerate(self.entries, start=1)]

    @property
    def doubles(self) -> dict[int, tuple[str, ...]]:
        """Places (from 1) of entries whose person came before, with what the second hand did."""
        seen: dict[int, Entry] = {}
        found: dict[int, tuple[str, ...]] = {}
        for place, entry in enumerate(self.entries, start=1):
            if entry.who in seen:
                found[place] = entry.typed or seen[entry.who].typed
            seen[entry.who] = entry
        return found


def plant(*, seed: int, residents: int, doubles: int, alike: int, numbered: float = 0.75) -> Planted:
    """`residents` people of an invented ward, `doubles` of them typed twice, `alike` people added who only look so.

    `numbered` is the share of grown people whose line carries the number.
    """
    rng = Random(seed)
    people = _people(rng, seed, residents, numbered)
    for _ in range(alike):
        kind = rng.choice(_ALIKE)
        for one in kind(rng, rng.choice(people[:residents]), len(people)):
            people.append(replace(one, looks_like=kind.__name__.strip("_")))
    second = [_again(rng, one) for one in rng.sample(people, doubles)]
    lines = people + second
    rng.shuffle(lines)
    return Planted(entries=tuple(lines))


def _people(rng: Random, seed: int, residents: int, numbered: float) -> list[Entry]:
    from tannha.demo.rules.papers import Ages
    from tannha.demo.rules.ward import invent_ward
    from tannha.ground.regime import regime_on

    regime = regime_on(ON)
    ages = Ages(first=regime.required_from_age, change=regime.change_ages, grace_years=regime.grace_years)
    people = []
    for who, (home, person) in enumerate(
        invent_ward(seed=seed, residents=residents, on=ON, ages=ages).everyone()
    ):
        share = numbered if person.birth_year < ON.year - 14 else 0.3
        people.append(
            Entry(
                who=who,
                name=person.full_name,
                birth=person.birth,
                sex=person.sex,
                number=person.personal_number if rng.random() < share else "",
                old_number=person.cmnd9 if rng.random() < 0.5 else "",
                address=home.address,
                group=home.group,
                phone=person.phone if rng.random() < 0.3 else "",
            )
        )
    return people


# What another hand does to a line. Each leaves the person recognisable to somebody who knows them.


def _no_marks(rng: Random, one: Entry) -> Entry:
    return replace(one, name=fold(one.name).title())


def _capitals(rng: Random, one: Entry) -> Entry:
    return replace(one, name=one.name.upper())


def _letter_off(rng: Random, one: Entry) -> Entry:
    words = one.name.split()
    at = rng.randrange(len(words))
    words[at] = _mistyped(rng, words[at])
    return replace(one, name=" ".join(words))


def _mistyped(rng: Random, word: str) -> str:
    if len(word) < 2:
        return word + rng.choice("nhgm")
    at = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice("aeiouynhgmtcl") + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _other_order(rng: Random, one: Entry) -> Entry:
    words = one.name.split()
    return replace(
        one, name=" ".join(words[-1:] + words[:-1] if rng.random() < 0.5 else words[1:] + words[:1])
    )


def _without_middle(rng: Random, one: Entry) -> Entry:
    words = one.name.split()
    return replace(one, name=f"{words[0]} {words[-1]}") if len(words) > 2 else one


def _shortened(rng: Random, one: Entry) -> Entry:
    words = one.name.split()
    short = {"Nguyễn": "Ng.", "Thị": "T.", "Văn": "V.", "Trần": "Tr.", "Phạm": "Ph."}
    return replace(one, name=" ".join([short.get(word, word) for word in words[:-1]] + words[-1:]))


def _year_only(rng: Random, one: Entry) -> Entry:
    return replace(one, birth=one.birth[:4])


def _day_off(rng: Random, one: Entry) -> Entry:
    if len(one.birth) < 10:
        return one
    year, month, day = one.birth.split("-")
    if int(day) <= 12 and rng.random() < 0.5:
        return replace(one, birth=f"{year}-{day}-{month}")
    return replace(
        one, birth=f"{year}-{month}-{rng.choice([d for d in range(1, 29) if d % 10 == int(day) % 10]):02}"
    )


def _digit_off(rng: Random, one: Entry) -> Entry:
    if not one.number:
        return one
    at = rng.randrange(1, 12)
    if rng.random() < 0.4 and one.number[at - 1] != one.number[at]:
        swapped = one.number[: at - 1] + one.number[at] + one.number[at - 1] + one.number[at + 1 :]
        return replace(one, number=swapped)
    other = rng.choice([digit for digit in "0123456789" if digit != one.number[at]])
    return replace(one, number=one.number[:at] + other + one.number[at + 1 :])


def _no_number(rng: Random, one: Entry) -> Entry:
    return replace(one, number="", old_number="")


def _other_spelling(rng: Random, one: Entry) -> Entry:
    text = one.address
    for long, short in (("ngách", "ngh."), ("ngõ", "ng"), ("tháp", "tòa"), ("số ", "sn "), ("nhà ", "nha ")):
        if rng.random() < 0.7:
            text = text.replace(long, short)
    if rng.random() < 0.4:
        text = fold(text) if "/" not in text else text
    if rng.random() < 0.3:
        text = f"{text}, phường Hoàng Liệt, Hà Nội"
    return replace(one, address=text)


def _no_address(rng: Random, one: Entry) -> Entry:
    return replace(one, address="")


def _other_place_order(rng: Random, one: Entry) -> Entry:
    """ "P1504 tháp A" as "tháp A - P1504" or "A-1504"; "9 ngõ 12 Bằng Liệt" as "ngõ 12, số 9, Bằng Liệt"."""
    words = one.address.split()
    if one.address.startswith("P") and len(words) > 1:
        tower = " ".join(words[1:])
        form = rng.choice(
            ("{tower} - {flat}", "{short}-{number}", "Phòng {number} {tower}", "CH {number} {tower}")
        )
        flat = words[0]
        return replace(
            one, address=form.format(tower=tower, short=words[-1], flat=flat, number=flat.removeprefix("P"))
        )
    if len(words) > 3 and words[1] == "ngõ":
        return replace(one, address=f"ngõ {words[2]}, số {words[0]}, {' '.join(words[3:])}")
    return one


def _sex_left_out(rng: Random, one: Entry) -> Entry:
    return replace(one, sex="")


def _year_slip(rng: Random, one: Entry) -> Entry:
    """The year a digit off or the neighbouring one; only where number or door tell who it is."""
    year, day = one.birth[:4], one.birth[4:]
    if not day or rng.random() < 0.5:
        return replace(one, birth=f"{min(int(year) + rng.choice((-1, 1)), ON.year - 1)}{day}")
    decade = rng.choice(
        [digit for digit in "0123456789" if digit != year[2] and f"{year[:2]}{digit}{year[3]}" < "2026"]
    )
    return replace(one, birth=f"{year[:2]}{decade}{year[3]}{day}")


NAME_SLIPS = (_no_marks, _capitals, _letter_off, _other_order, _without_middle, _shortened)
_OTHER_SLIPS = (
    _year_only,
    _day_off,
    _digit_off,
    _no_number,
    _other_spelling,
    _other_place_order,
    _no_address,
    _sex_left_out,
)


def _again(rng: Random, one: Entry) -> Entry:
    """The same person by another hand: one slip of the name at most, one or two of the rest."""
    slips: list[Callable[[Random, Entry], Entry]] = []
    if rng.random() < 0.03:
        return replace(_year_slip(rng, one), typed=("year_slip",))
    if rng.random() < 0.75:
        slips.append(rng.choice(NAME_SLIPS))
    slips += rng.sample(_OTHER_SLIPS, rng.choice((0, 1, 1, 2)))
    if one.phone and rng.random() < 0.2:
        one = replace(one, phone="")
    done = one
    for slip in slips:
        done = slip(rng, done)
    done = replace(done, typed=tuple(slip.__name__.strip("_") for slip in slips))
    return done if _recognisable(one, done) else replace(one, typed=("copied",))


def _recognisable(one: Entry, other: Entry) -> bool:
    """Whether anybody could tell: a number, or the door, or the whole birth in the same group; a year needs a door."""
    if one.number and other.number:
        return True
    if one.address and other.address:
        return True
    return len(one.birth) == 10 and one.birth == other.birth


# People who look alike and are two.


def _twin(rng: Random, one: Entry, who: int) -> list[Entry]:
    words = one.name.split()
    twin = " ".join([*words[:-1], _another_given(rng, words[-1], one.sex)])
    number = one.number[:6] + f"{rng.randrange(10**6):06}" if one.number else ""
    return [replace(one, who=who, name=twin, number=number, old_number="", phone="")]


def _another_given(rng: Random, given: str, sex: str) -> str:
    names = {
        "male": "Anh Bảo Bình Cường Dũng Duy Đạt Đức Hải Hiếu Hoàng Hùng Huy Khang Khoa Kiên Long Minh Nam Nghĩa Phong "
        "Phúc Quân Sơn Thành Thắng Tiến Trung Tuấn Tùng Việt Vinh",
        "female": "An Anh Chi Diệp Dung Duyên Hà Hạnh Hằng Hiền Hoa Hương Huyền Khuê Lan Linh Loan Ly Mai My Ngân Nga "
        "Ngọc Nhi Nhung Oanh Phương Quỳnh Tâm Thảo Thư Trang Trâm Vân Vy Yến",
    }[sex if sex in ("male", "female") else "male"].split()
    return rng.choice([name for name in names if name != given])


def _sibling(rng: Random, one: Entry, who: int) -> list[Entry]:
    words = one.name.split()
    year = max(1920, min(ON.year - 1, int(one.birth[:4]) + rng.choice((-5, -3, -2, -1, 1, 2, 3, 5))))
    birth = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    name = " ".join([*words[:-1], _another_given(rng, words[-1], one.sex)])
    return [replace(one, who=who, name=name, birth=birth, number="", old_number="", phone="")]


def _son_of_one_name(rng: Random, one: Entry, who: int) -> list[Entry]:
    year = int(one.birth[:4]) + rng.randint(19, 40)
    if year > ON.year - 1:
        year = int(one.birth[:4]) - rng.randint(19, 40)
    birth = str(year) if rng.random() < 0.2 else f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return [replace(one, who=who, birth=birth, number="", old_number="", phone="")]


def _namesake(rng: Random, one: Entry, who: int) -> list[Entry]:
    birth = (
        one.birth[:4]
        if rng.random() < 0.2
        else f"{one.birth[:4]}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    )
    house, lane = rng.randint(1, 180), rng.randint(1, 90)
    group = one.group if rng.random() < 0.3 else rng.randint(1, 60)
    address = f"{house} ngõ {lane} Bằng Liệt"
    number = one.number[:6] + f"{rng.randrange(10**6):06}" if one.number else ""
    return [
        replace(
            one, who=who, birth=birth, address=address, group=group, number=number, old_number="", phone=""
        )
    ]


def _neighbour(rng: Random, one: Entry, who: int) -> list[Entry]:
    """Same birth, same family name, another name: a cousin in the same group."""
    words = one.name.split()
    name = " ".join(
        [words[0], rng.choice(("Thị", "Văn", "Minh", "Ngọc")), _another_given(rng, words[-1], one.sex)]
    )
    address = f"{rng.randint(1, 180)} ngõ {rng.randint(1, 90)} Bằng Liệt"
    return [replace(one, who=who, name=name, address=address, number="", old_number="", phone="")]


_ALIKE = (_twin, _sibling, _son_of_one_name, _namesake, _neighbour)
