"""The invented ward as a list of residents, in the columns that an office's list has; text of a CSV file.

What for: seeding brings people in through the roll's own import, exactly as a real list would come.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from tannha.demo.rules.cast import BY_KEY
from tannha.demo.rules.homes import Dwelling
from tannha.demo.rules.ward import InventedWard, Person

HEADINGS = (
    "STT",
    "Họ và tên",
    "Cách gọi",
    "Ngày sinh",
    "Giới tính",
    "Số định danh",
    "Số CMND",
    "Địa chỉ thường trú",
    "Tổ dân phố",
    "Tầng",
    "Thang máy",
    "Điện thoại",
    "Loại giấy tờ",
    "Ngày cấp",
    "Ngày hết hạn",
    "Người hỗ trợ",
    "Điện thoại người nhà",
    "Quan hệ người nhà",
)
OF_A_GROUP = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số định danh",
    "Địa chỉ thường trú",
    "Tổ dân phố",
)
"""What the head of a residential group writes down."""
_SEX = {"male": "Nam", "female": "Nữ"}
_HELD = {
    "none": "",
    "cmnd9": "CMND 9 số",
    "cmnd12": "CMND 12 số",
    "barcode": "CCCD mã vạch",
    "chip": "CCCD gắn chip",
}
_LIFT = {True: "có", False: "không", None: ""}
NO_END = "Không thời hạn"


def local_date(day: date | None) -> str:
    """As lists write it: 24/10/2025."""
    return day.strftime("%d/%m/%Y") if day else ""


def birth_as_written(birth: str) -> str:
    """A partial ISO date as lists write it: "1947", "11/1944", "12/03/1961"."""
    return "/".join(reversed(birth.split("-")))


def row_of(number: int, home: Dwelling, person: Person) -> list[str]:
    """One line of the list."""
    told = BY_KEY.get(person.cast_key)
    helper = told.helper if told else None
    return [
        str(number),
        person.full_name,
        person.spoken_name,
        birth_as_written(person.birth),
        _SEX[person.sex],
        person.personal_number,
        person.cmnd9,
        home.address,
        str(home.group),
        str(home.floor or ""),
        _LIFT[home.has_lift],
        person.phone,
        _HELD[person.held.kind],
        local_date(person.held.issued_on),
        NO_END if person.held.no_expiry else local_date(person.held.expires_on),
        helper.name if helper else "",
        helper.phone if helper else "",
        helper.relation if helper else "",
    ]


def list_file(rows: Iterable[tuple[Dwelling, Person]], columns: tuple[str, ...] = HEADINGS) -> bytes:
    """A CSV file (UTF-8 with its mark) of these people with these columns, headings first."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    places = [HEADINGS.index(column) for column in columns]
    for number, (home, person) in enumerate(rows, start=1):
        row = row_of(number, home, person)
        writer.writerow([row[place] for place in places])
    return out.getvalue().encode("utf-8-sig")


def ward_file(ward: InventedWard) -> bytes:
    """The whole ward as one list."""
    return list_file(ward.everyone())
