"""Files that nobody should have to fear, made in memory: bombs, far cells, endless rows, broken and foreign ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.roll.lists import CLEAN, DAO, HEADINGS, workbook

_SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one part put in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(part, content)
    return out.getvalue()


def _sheet(rows: str) -> bytes:
    whole = f'<?xml version="1.0"?><worksheet {_NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'
    return whole.encode()


def _row(number: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


_LIST = _row(1, "Họ và tên", "Ngày sinh") + _row(2, "Trần Thị Đào", "1947")


def far_cell() -> bytes:
    """A list, and one cell at the last corner of the sheet."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return _with_part(workbook(*CLEAN), _SHEET, _sheet(_LIST + far))


def endless_empty_rows() -> bytes:
    """A million rows without a cell that holds anything, then one."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 1_000_003))
    return _with_part(
        workbook(*CLEAN), _SHEET, _sheet(_LIST + empty + _row(1_000_010, "Lê Văn Bình", "1950"))
    )


def empty_rows_below() -> bytes:
    """The same million, and nothing after them: a list of one."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 1_000_003))
    return _with_part(workbook(*CLEAN), _SHEET, _sheet(_LIST + empty))


def bomb_that_says_so() -> bytes:
    """Half a gigabyte of zeros in the sheet, as the archive itself says."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = b"\x00" * (1 << 20)
    packed = b"".join(packer.compress(chunk) for _ in range(512)) + packer.flush()
    return _raw_entry(_SHEET, packed, size=512 << 20)


def bomb_that_lies() -> bytes:
    """The same, in an archive that says a kilobyte; built like a sheet, so that a parser follows it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = _sheet(_LIST).removesuffix(b"</sheetData></worksheet>")
    chunk = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 20_000
    packed = packer.compress(head) + b"".join(packer.compress(chunk) for _ in range(500)) + packer.flush()
    return _raw_entry(_SHEET, packed, size=1024)


def _raw_entry(name: str, packed: bytes, *, size: int) -> bytes:
    """A workbook whose sheet is these packed bytes under a size of our choice."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*CLEAN))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        at = out.tell()
        raw = name.encode()
        out.write(
            struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, 0, len(packed), size, len(raw), 0)
        )
        out.write(raw + packed)
        told = zipfile.ZipInfo(name)
        told.compress_type, told.compress_size, told.file_size, told.header_offset = 8, len(packed), size, at
        told.CRC = 0
        new.filelist.append(told)
        new.NameToInfo[name] = told
        new.start_dir = out.tell()
        new._didModify = True
    return out.getvalue()


def huge_shared_strings() -> bytes:
    """Two hundred megabytes of shared strings that no cell uses."""
    strings = b"<si><t>" + b"x" * 1000 + b"</t></si>"
    content = f'<?xml version="1.0"?><sst {_NAMESPACE}>'.encode() + strings * 200_000 + b"</sst>"
    return _with_part(workbook(*CLEAN), "xl/sharedStrings.xml", content)


def external_entities() -> bytes:
    """Entities that would fetch a file and blow themselves up."""
    inside = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
        '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>'
        f"<worksheet {_NAMESPACE}><sheetData>{_LIST}{_row(3, '&f;', '&e;')}</sheetData></worksheet>"
    )
    return _with_part(workbook(*CLEAN), _SHEET, inside.encode())


def truncated() -> bytes:
    """The first half of a workbook."""
    whole = workbook(*CLEAN)
    return whole[: len(whole) // 2]


def broken_sheet() -> bytes:
    """A whole archive around a sheet that stops in the middle of a tag."""
    return _with_part(workbook(*CLEAN), _SHEET, _sheet(_LIST)[:-60])


def locked() -> bytes:
    """What Excel writes for a workbook with a password: an old container around encrypted bytes."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\x00" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x07" * 4096
    )


def picture() -> bytes:
    """A PNG."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x07" * 300


def program() -> bytes:
    """A program of Windows."""
    return b"MZ\x90\x00\x03" + b"\x00\x07" * 400


def no_headings() -> bytes:
    """People without a row that names the columns."""
    return workbook(*CLEAN[1:], headings=CLEAN[0])


def only_headings() -> bytes:
    """Nothing below the headings."""
    return workbook()


def unknown_letters() -> bytes:
    """Polish in Windows-1250."""
    return "Imię;Łódź;żółć\nŻaneta;Gdańsk;ąęśćń\n".encode("cp1250")


def archive_of_something_else() -> bytes:
    """A zip that is no workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<x/>")
        made.writestr("[Content_Types].xml", "<x/>")
    return out.getvalue()


def one_endless_line() -> bytes:
    """Twenty megabytes without a line's end."""
    return b"Ho ten;Nam sinh\n" + b"x" * (20 << 20)


REFUSED: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "far_cell": ("ds.xlsx", far_cell, ("roll.file_far_cell",)),
    "endless_empty_rows": ("ds.xlsx", endless_empty_rows, ("roll.file_far_cell", "roll.file_too_slow")),
    "bomb_that_says_so": ("ds.xlsx", bomb_that_says_so, ("roll.file_inflates",)),
    "bomb_that_lies": (
        "ds.xlsx",
        bomb_that_lies,
        ("roll.file_inflates", "roll.file_broken", "roll.file_too_slow", "roll.file_far_cell"),
    ),
    "truncated": ("ds.xlsx", truncated, ("roll.file_broken",)),
    "broken_sheet": ("ds.xlsx", broken_sheet, ("roll.file_broken",)),
    "locked": ("ds.xlsx", locked, ("roll.file_locked",)),
    "old_excel": ("ds.xls", locked, ("roll.file_old_excel",)),
    "picture": ("ds.xlsx", picture, ("roll.file_broken", "roll.file_not_a_list")),
    "picture_as_text": ("ds.csv", picture, ("roll.file_not_a_list",)),
    "program": ("ds.csv", program, ("roll.file_not_a_list",)),
    "no_headings": ("ds.xlsx", no_headings, ("roll.no_heading",)),
    "only_headings": ("ds.xlsx", only_headings, ("roll.no_rows",)),
    "unknown_letters": ("ds.csv", unknown_letters, ("roll.file_encoding",)),
    "archive_of_something_else": ("ds.xlsx", archive_of_something_else, ("roll.file_not_a_list",)),
    "one_endless_line": (
        "ds.csv",
        one_endless_line,
        ("roll.file_not_a_list", "roll.file_too_slow", "roll.no_rows"),
    ),
    "empty": ("ds.xlsx", bytes, ("roll.file_empty",)),
    "external_entities": ("ds.xlsx", external_entities, ("roll.file_broken",)),
}
READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty_rows_below": ("ds.xlsx", empty_rows_below),
    "huge_shared_strings": ("ds.xlsx", huge_shared_strings),
    "text_named_xlsx": ("ds.xlsx", lambda: "Họ và tên;Ngày sinh\nTrần Thị Đào;1947\n".encode()),
    "workbook_named_csv": ("ds.csv", lambda: workbook(DAO)),
}
FORMULAS = (
    (1, "=1+1", "1947", "Nữ", "", "", '=HYPERLINK("http://x")', 12, "+84912345678"),
    (2, "<script>alert(1)</script> Đào", "1947", "Nữ", "", "", "@SUM(A1)", 12, "-1"),
)

__all__ = ["FORMULAS", "HEADINGS", "READ", "REFUSED"]
