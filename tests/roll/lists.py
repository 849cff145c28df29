"""Small lists for the tests of the roll, made in memory: invented people, numbers with the prefix 099."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from tannha.ground.personal_number import make

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
DAO = (1, "TRẦN THỊ ĐÀO", "1947", "Nữ", "099147000001", "011234567", "P1504 tháp A", 12, "0912345678")
TAM = (2, "Nguyễn Văn Tâm", "30/09/1990", "Nam", "099090000002", "", "số 12/3A ngách 85/14 ngõ 1150", 7, "")
BINH = (3, "Lê Thanh Bình", "02/01/1983", "Nam", "099083000003", "", "6 ngõ 71 Pháp Vân", 12, "")
CLEAN = (DAO, TAM, BINH)


def workbook(
    *rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, before: Sequence[Sequence[Any]] = ()
) -> bytes:
    """An .xlsx with title rows, one heading row and these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*before, headings, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, separator: str = ";") -> str:
    """The same as text."""
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in (headings, *rows)) + "\r\n"


def many(count: int, *, start: int = 0) -> list[tuple[Any, ...]]:
    """So many different invented people, two to a door."""
    return [_one(number) for number in range(start, start + count)]


def _one(number: int) -> tuple[Any, ...]:
    sex, year, door = ("female" if number % 2 else "male"), 1930 + number % 80, number // 2
    tower = f"{'ABCDEFGH'[door // 360 % 8]}{door // 2880}"
    return (
        number + 1,
        f"Trần {_word(number)} {_word(number // 7 + 3)}",
        f"{number % 28 + 1:02}/{number % 12 + 1:02}/{year}",
        "Nữ" if sex == "female" else "Nam",
        make(province="099", sex=sex, year=year, serial=number),
        "",
        f"P{door % 30 + 1:02}{door // 30 % 12 + 1:02} tháp {tower}",
        number % 30 + 1,
        "",
    )


def _word(number: int) -> str:
    letters = "bcdghklmnpqrstvx"
    return (letters[number % 16] + "aeiou"[number // 16 % 5] + letters[number // 80 % 16]).title()
