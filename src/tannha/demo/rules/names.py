"""Invented Vietnamese names by sex and era, from a small frequency table of our own.

What for: residents of the demo ward whose names look like a ward's list: Thị and Văn for the old, two-part
given names for the young, a few names of the Ê Đê, H'Mông, Tày and Khmer. Not a statistic and drawn from no
list of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

MALE = "male"
FEMALE = "female"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """Words with running weights, ready for `Random.choices`."""

    words: tuple[str, ...]
    running: tuple[int, ...]

    def draw(self, rng: Random) -> str:
        """One word, the likelier the heavier its weight."""
        return rng.choices(self.words, cum_weights=self.running)[0]


def weighted(text: str) -> Weighted:
    """A table from `word weight, word weight, …`; words may hold spaces."""
    pairs = [entry.strip().rsplit(" ", 1) for entry in text.split(",")]
    return Weighted(
        words=tuple(word for word, _ in pairs), running=tuple(accumulate(int(weight) for _, weight in pairs))
    )


SURNAMES = weighted(
    "Nguyễn 310, Trần 105, Lê 92, Phạm 70, Hoàng 45, Vũ 48, Đặng 24, Bùi 26, Đỗ 28, Ngô 16, "
    "Phan 20, Dương 12, "
    "Đinh 11, Đào 10, Lý 6, Trịnh 10, Hà 8, Mai 7, Lương 8, Tạ 6, Chu 6, Cao 7, Kiều 3, Phùng 5, "
    "Quách 3, Vương 4, "
    "Tô 3, Lưu 5, Đoàn 8, Võ 6, Hồ 6, Lại 3, Khuất 2, Nghiêm 3, Thái 2, Nguyễn Đình 3, Nguyễn Văn 2"
)

_MIDDLE: dict[tuple[str, int], Weighted] = {
    (FEMALE, 1900): weighted("Thị 92, Ngọc 3, Thuý 2, Bích 3"),
    (FEMALE, 1960): weighted("Thị 72, Thu 6, Thanh 6, Ngọc 4, Bích 4, Kim 4, Minh 2, Hồng 2"),
    (FEMALE, 1985): weighted(
        "Thị 38, Thu 10, Thanh 9, Phương 8, Ngọc 9, Hồng 5, Thuỳ 7, Minh 6, Lan 4, Mai 4"
    ),
    (FEMALE, 2003): weighted(
        "Thị 10, Ngọc 12, Khánh 10, Bảo 9, Minh 12, Phương 10, Hà 7, Thảo 6, Gia 6, Quỳnh 6, Anh 6, Thuỳ 6"
    ),
    (MALE, 1900): weighted("Văn 70, Đình 8, Xuân 7, Hữu 6, Đức 5, Công 4"),
    (MALE, 1960): weighted("Văn 48, Đình 8, Xuân 8, Hữu 7, Đức 9, Công 5, Quang 7, Ngọc 4, Minh 4"),
    (MALE, 1985): weighted(
        "Văn 22, Đức 13, Minh 10, Quang 9, Anh 8, Tuấn 7, Hoàng 7, Việt 6, Mạnh 6, Duy 6, Xuân 3"
    ),
    (MALE, 2003): weighted(
        "Minh 16, Gia 12, Đức 11, Bảo 10, Quang 8, Anh 9, Nhật 7, Tuấn 6, Hải 5, Khôi 4, Văn 4"
    ),
}

_GIVEN: dict[tuple[str, int], Weighted] = {
    (FEMALE, 1900): weighted(
        "Lan 8, Mùi 5, Tý 4, Sửu 3, Gái 4, Nụ 4, Hợi 3, Thìn 4, Liên 8, Tâm 7, Bưởi 2, Cúc 6, Đào 3, "
        "Mận 4, Na 2, "
        "Hoa 8, Hiền 7, Ngọ 4, Tuất 2, Vượng 2, Thơm 4, Lộc 2, Chắt 2, Tỵ 3, Mẫn 1, Nhâm 2, Ất 1, Bính 2"
    ),
    (FEMALE, 1960): weighted(
        "Hương 10, Hoa 9, Hà 9, Lan 8, Mai 7, Thuỷ 8, Nga 9, Dung 7, Hạnh 8, Loan 6, Oanh 5, Yến 4, "
        "Thoa 3, Hằng 8, "
        "Tuyết 5, Bình 3, Vân 7, Phượng 4, Xuân 3, Minh 3, Hoà 4, Nhàn 3, Nguyệt 4, Ngặng 1, Thược 1"
    ),
    (FEMALE, 1985): weighted(
        "Trang 11, Linh 11, Hương 8, Huyền 9, Thảo 8, Ngọc 7, Hà 7, Nhung 7, Phương 9, Hằng 6, "
        "Quỳnh 5, Ly 3, "
        "Dương 3, My 3, Thương 4, Hiền 5, Yến 5, Duyên 4, Ngân 4, Thư 3, Anh 9"
    ),
    (FEMALE, 2003): weighted(
        "Anh 16, Linh 10, Chi 9, Ngọc 7, Nhi 7, An 6, Châu 6, Hân 6, Vy 6, Trâm 3, Thư 5, Mai 4, "
        "Ngân 5, Dương 4, "
        "My 5, Khuê 2, Diệp 3, Nguyên 2"
    ),
    (MALE, 1900): weighted(
        "Tý 3, Sửu 3, Thìn 4, Hợi 2, Ngọ 3, Tự 3, Thắng 6, Bình 7, Hoà 6, Lực 4, Mão 2, Cư 2, "
        "Khoát 2, Vinh 5, "
        "Thịnh 5, Nghĩa 4, Lễ 3, Tín 3, Nhân 3, Mẫu 2, Ngữ 2, Quý 4, Ước 2, Đạt 3"
    ),
    (MALE, 1960): weighted(
        "Hùng 11, Dũng 11, Tuấn 9, Cường 8, Hải 7, Thắng 7, Sơn 7, Long 6, Minh 6, Hoà 4, Thành 7, "
        "Khánh 3, Tiến 6, "
        "Chiến 5, Quân 3, Trung 5, Bình 5, Vượng 2, Đông 3, Hưng 4"
    ),
    (MALE, 1985): weighted(
        "Anh 8, Tuấn 8, Hiếu 7, Nam 8, Đức 7, Hoàng 6, Long 7, Trung 6, Tùng 6, Linh 3, Duy 5, "
        "Thành 6, Quân 5, "
        "Việt 4, Kiên 5, Tú 4, Cường 5, Đạt 5, Thắng 4, Huy 5"
    ),
    (MALE, 2003): weighted(
        "Minh 12, Anh 9, Khang 7, Bảo 7, Phúc 7, Huy 7, Khoa 5, Nam 5, Phong 6, Quân 6, Đăng 6, "
        "Kiệt 3, Long 5, "
        "Hưng 4, An 5, Nguyên 4, Khôi 5, Sơn 4, Dương 3"
    ),
}

_ERAS = (2003, 1985, 1960, 1900)

_EDE_CLANS = weighted("Êban 4, Kbŭr 3, Niê 6, Mlô 3, Ayŭn 3, Byă 2, Kđoh 1, Hđơk 1")
_EDE_FEMALE = weighted("H'Ŏn 3, H'Ăn 2, H'Lĭnh 3, H'Dung 2, H'Nga 2, H'Bla 1, H'Juăn 1")
_EDE_MALE = weighted("Y Bĭk 3, Y Thŭ 2, Y Bhăm 1, Y Wĭn 2, Y Tuĕ 1, Y Kŏ 1, Y Nguĕ 1")
_OTHER_CLANS = weighted("Giàng 3, Sùng 2, Vàng 2, Thào 2, Nông 5, Ma 2, Triệu 4, Thạch 2, Sầm 1, Đàm 3")
_OTHER_MALE = weighted("A Páo 2, A Sình 1, Văn Pín 1, Văn Thắng 2, Minh Tuyên 1, Seo Lềnh 1")
_OTHER_FEMALE = weighted("Thị Mỷ 2, Thị Dợ 1, Thị Xuân 2, Thị Nhình 1, Thị Sao 1, Thị Pà 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in written order, with the part that the family shares and the part one is called by."""

    full: str
    family: str
    given: str


def era_of(birth_year: int) -> int:
    """The first year of the era whose names are drawn for this birth year."""
    return next(era for era in _ERAS if birth_year >= era or era == _ERAS[-1])


def draw_name(rng: Random, *, sex: str, birth_year: int, family: str = "") -> Name:
    """A name of the majority; with `family` given, that family name is kept (children, brothers)."""
    era = era_of(birth_year)
    surname = family or SURNAMES.draw(rng)
    given = _GIVEN[sex, era].draw(rng)
    middle = _MIDDLE[sex, era].draw(rng)
    while middle == given:
        middle = _MIDDLE[sex, era].draw(rng)
    return Name(full=f"{surname} {middle} {given}", family=surname, given=given)


def draw_ede_name(rng: Random, *, sex: str, clan: str = "") -> Name:
    """An Ê Đê name: H' or Y before the given name, the mother's clan last."""
    shared = clan or _EDE_CLANS.draw(rng)
    called = (_EDE_FEMALE if sex == FEMALE else _EDE_MALE).draw(rng)
    return Name(full=f"{called} {shared}", family=shared, given=called)


def draw_northern_minority_name(rng: Random, *, sex: str, clan: str = "") -> Name:
    """A name as among H'Mông, Tày, Nùng or Khmer families, clan name first."""
    shared = clan or _OTHER_CLANS.draw(rng)
    rest = (_OTHER_FEMALE if sex == FEMALE else _OTHER_MALE).draw(rng)
    return Name(full=f"{shared} {rest}", family=shared, given=rest.split(" ")[-1])


def way_of_calling(*, given: str, sex: str, age: int) -> str:
    """How an officer speaks to the person: cụ, ông, bà, bác, cô, anh, chị, em, cháu and the given name."""
    woman = sex == FEMALE
    if age >= 85:
        word = "cụ"
    elif age >= 72:
        word = "bà" if woman else "ông"
    elif age >= 55:
        word = "cô" if woman else "bác"
    elif age >= 26:
        word = "chị" if woman else "anh"
    elif age >= 16:
        word = "em"
    else:
        word = "cháu"
    return f"{word} {given}"
