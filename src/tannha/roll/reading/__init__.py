"""Reads files into sheets of cells: the only part of the roll that touches foreign bytes; one format per file."""

from __future__ import annotations

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.reading.text import read_text
from tannha.roll.reading.workbook import read_workbook, unpacked_size
from tannha.roll.refusals import Code
from tannha.roll.rules.analysis import Counted
from tannha.roll.rules.cells import Book

LARGEST_MEGABYTES = 32
LARGE_BYTES = 300_000
LARGE_UNPACKED_BYTES = 6_000_000
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_OTHER_FORMATS = (*_PICTURES, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"<?xml", b"MZ", b"\x7fELF")


def read_book(data: bytes, file_name: str, counted: Counted | None = None) -> Book:
    """Read a workbook or a text list from its bytes; the name serves only to tell .xls from a locked .xlsx.

    `counted` hears from time to time how many rows have been read.
    Refuses what is empty, too large, an old or locked workbook, no list at all, damaged, or too costly to read.
    """
    refuse_at_sight(data, file_name)
    return read_workbook(data, counted) if data.startswith(_ZIP) else read_text(data)


def is_large(data: bytes) -> bool:
    """Whether a file is better read by a process of its own: by its bytes, or by what it says it unpacks to."""
    if len(data) > LARGE_BYTES:
        return True
    return data.startswith(_ZIP) and unpacked_size(data) > LARGE_UNPACKED_BYTES


def refuse_at_sight(data: bytes, file_name: str) -> None:
    """Refuse what its size and first bytes tell: nothing is unpacked or decoded."""
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Refused(Refusal(Code.FILE_EMPTY))
    if len(data) > LARGEST_MEGABYTES * 1024 * 1024:
        raise Refused(Refusal(Code.FILE_TOO_LARGE, limit=LARGEST_MEGABYTES))
    if data.startswith(_OLD_OFFICE):
        old = file_name.lower().endswith(".xls")
        raise Refused(Refusal(Code.FILE_OLD_EXCEL if old else Code.FILE_LOCKED))
    if data.startswith(_ZIP):
        return
    if file_name.lower().endswith(".xlsx") and b"\x00" in data[:4096]:
        raise Refused(Refusal(Code.FILE_BROKEN))
    if data.startswith(_OTHER_FORMATS) or _is_html(data):
        raise Refused(Refusal(Code.FILE_NOT_A_LIST))


def _is_html(data: bytes) -> bool:
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith((b"<html", b"<!doctype", b"<table"))


__all__ = ["LARGEST_MEGABYTES", "LARGE_BYTES", "is_large", "read_book", "refuse_at_sight"]
