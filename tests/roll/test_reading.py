"""Files: encodings, separators, and everything that is not a list or wants to harm the machine."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tannha.ground.refusal import Refused
from tannha.roll.reading import LARGEST_MEGABYTES, read_book, workbook
from tannha.roll.refusals import Code
from tests.roll.lists import CLEAN, csv_text
from tests.roll.lists import workbook as xlsx

TEXT = csv_text(*CLEAN)


def refused(data: bytes, name: str = "ds.xlsx") -> Code:
    with pytest.raises(Refused) as told:
        read_book(data, name)
    assert isinstance(told.value.refusal.code, Code)
    return told.value.refusal.code


def rows(data: bytes, name: str = "ds.csv"):
    return [list(row) for row in read_book(data, name).sheets[0].rows]


def in_1258(text: str) -> bytes:
    """As Windows writes it: base letters with their own signs, tones as separate bytes."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(base + "".join(part for part in parts if part in tones))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (in_1258(TEXT), "windows-1258"),
    ],
)
def test_the_same_list_in_each_encoding_has_the_same_letters(data, encoding):
    book = read_book(data, "ds.csv")
    assert book.encoding == encoding
    assert book.sheets[0].rows[1][1] == "TRẦN THỊ ĐÀO"
    assert rows(data) == rows(TEXT.encode())


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_by_what_cuts_the_lines_alike(separator):
    assert [len(row) for row in rows(csv_text(*CLEAN, separator=separator).encode())] == [9, 9, 9, 9]


def test_a_quoted_cell_keeps_its_separators():
    assert rows('họ tên,ghi chú\n"Đào","già yếu, đi lại khó"\n'.encode())[1] == ["Đào", "già yếu, đi lại khó"]


def test_a_workbook_keeps_dates_texts_and_row_numbers():
    book = Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["Họ tên", "Ngày sinh", "Số"])
    sheet.append(["Trần Thị Đào", date(1947, 5, 21), "099147000001"])
    out = io.BytesIO()
    book.save(out)
    found = read_book(out.getvalue(), "ds.xlsx").sheets[0]
    assert found.first_row == 1
    assert list(found.rows[2]) == ["Trần Thị Đào", date(1947, 5, 21), "099147000001"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "ds.xlsx", Code.FILE_EMPTY),
        (b"\xef\xbb\xbf \r\n", "ds.csv", Code.FILE_EMPTY),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 512, "ds.xls", Code.FILE_OLD_EXCEL),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 512, "ds.xlsx", Code.FILE_LOCKED),
        (b"%PDF-1.7 ...", "ds.pdf", Code.FILE_NOT_A_LIST),
        (b"<html><table><tr><td>x</td></tr></table>", "ds.xls", Code.FILE_NOT_A_LIST),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "anh.csv", Code.FILE_NOT_A_LIST),
        (b"a;b\x01\x02\x03;c", "ds.csv", Code.FILE_NOT_A_LIST),
        (b"\x80\x81\x8d\x8f\x90\x9d" * 30, "ds.csv", Code.FILE_ENCODING),
        ("Żółta łódź;ąę\n".encode("cp1250"), "ds.csv", Code.FILE_ENCODING),
        (b"\xff\xfea\x00b", "ds.txt", Code.FILE_ENCODING),
    ],
)
def test_what_is_no_list_is_refused_with_its_own_sentence(data, name, code):
    assert refused(data, name) is code


def test_a_workbook_cut_short_is_called_damaged():
    data = xlsx(*CLEAN)
    assert refused(data[: len(data) // 2]) is Code.FILE_BROKEN


def test_a_changed_byte_is_a_list_or_a_refusal_and_never_a_crash():
    data = bytearray(xlsx(*CLEAN))
    for place in range(0, len(data), 211):
        changed = bytes(data[:place]) + bytes([data[place] ^ 0x5A]) + bytes(data[place + 1 :])
        try:
            read_book(changed, "ds.xlsx")
        except Refused as told:
            assert isinstance(told.refusal.code, Code)


def test_another_zip_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("thư.txt", "xin chào")
    assert refused(out.getvalue()) is Code.FILE_NOT_A_LIST


def with_sheet(xml: str) -> bytes:
    """A true workbook whose sheet's cells are replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(*CLEAN))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            body = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                head, _, _ = body.partition(b"<sheetData>")
                body = head + b"<sheetData>" + xml.encode() + b"</sheetData></worksheet>"
            target.writestr(part.filename, body)
    return out.getvalue()


def test_one_cell_at_the_far_corner_is_refused_before_it_is_read():
    data = with_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    started = time.monotonic()
    assert refused(data) is Code.FILE_FAR_CELL
    assert time.monotonic() - started < 5


def test_a_million_empty_rows_cost_nothing():
    data = with_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(f'<row r="{n}"/>' for n in range(2, 1_000_001))
    )
    started = time.monotonic()
    try:
        assert len(read_book(data, "ds.xlsx").sheets[0].rows) <= 2
    except Refused as told:
        assert told.refusal.code in (Code.FILE_FAR_CELL, Code.FILE_TOO_SLOW)
    assert time.monotonic() - started < 20


def test_a_million_empty_lines_after_a_list_cost_nothing():
    assert len(rows(TEXT.encode() + b";;;;;;;;\r\n" * 1_000_000)) == 4
    assert refused(b";;;\n" * 500_000 + b"x;y;z\n", "ds.csv") is Code.FILE_TOO_SLOW


def test_a_bomb_is_refused_by_its_unpacked_size():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            block = b" " * (1 << 20)
            for _ in range(workbook.UNPACKED_MEGABYTES + 1):
                part.write(block)
    assert refused(out.getvalue()) is Code.FILE_INFLATES


def test_a_lying_size_in_the_directory_does_not_help_a_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    data = out.getvalue().replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert refused(data) in (Code.FILE_BROKEN, Code.FILE_INFLATES)


def test_a_file_beyond_the_limit_is_refused_with_the_limit():
    assert refused(b"x;" * (LARGEST_MEGABYTES * 1024 * 1024), "ds.csv") is Code.FILE_TOO_LARGE


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(workbook, "SECONDS", 0.001)
    assert refused(xlsx(*CLEAN)) is Code.FILE_TOO_SLOW


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_refusal(data):
    try:
        read_book(data, "ds.csv")
    except Refused as told:
        assert isinstance(told.refusal.code, Code)
