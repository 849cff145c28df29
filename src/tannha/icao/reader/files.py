"""Reading files off a chip: select, read, until the length in the file's own head is reached (Doc 9303-10, 3.6).

Nothing a chip says makes it read without end: a file has a largest size, and every answer must bring bytes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from tannha.icao.apdu import SHORT_ANSWER, Command, Response
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.lds import APPLICATION_ID
from tannha.icao.reader.link import Link
from tannha.icao.tlv import encode, header

LARGEST_FILE = 512 * 1024
LARGEST_PLAIN_OFFSET = 0x7FFF
SELECT, READ_BINARY, READ_BINARY_ODD = 0xA4, 0xB0, 0xB1
_EXTENDED_PIECE, _SMALL_PIECE = 4_096, 112
_HAS_DATA = frozenset({0x9000, 0x6282, 0x6281})
_HEAD = 8


class Reading(enum.StrEnum):
    """How the reading of a file ended."""

    READ = "read"
    MISSING = "missing"
    CLOSED = "closed"
    CUT_SHORT = "cut_short"
    TOO_LONG = "too_long"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file as it came: how the reading ended, its bytes (also of a file that ended early), the last status word,
    and how many bytes other than filling came behind the end that its head states (seen in short files only)."""

    identifier: int
    reading: Reading
    data: bytes = b""
    status: int = 0x9000
    surplus: int = 0


def select_application(link: Link, name: bytes = APPLICATION_ID) -> int:
    """Select the eMRTD application; gives the status word."""
    return link.send(Command(cla=0, ins=SELECT, p1=0x04, p2=0x0C, data=name)).status


def select_master_file(link: Link) -> int:
    """Select the master file; gives the status word (6D00 on Vietnamese cards, which need it not)."""
    return link.send(Command(cla=0, ins=SELECT, p1=0x00, p2=0x0C, data=b"\x3f\x00")).status


def read_file(link: Link, identifier: int, *, short: int | None = None) -> FileRead:
    """Select and read a whole file. With `short` the file is also tried by its short identifier when SELECT fails."""
    selected = link.send(
        Command(cla=0, ins=SELECT, p1=0x02, p2=0x0C, data=identifier.to_bytes(2, "big"))
    ).status
    if selected != 0x9000:
        if short is None or selected in (0x6A82, 0x6982):
            return FileRead(identifier=identifier, reading=_ending(selected), status=selected)
        first = _first(link, 0x80 | short)
    else:
        first = _first(link, 0)
    if first.status not in _HAS_DATA or not first.data:
        return FileRead(identifier=identifier, reading=_ending(first.status), status=first.status)
    wanted = whole_length(first.data)
    if wanted is None:
        return FileRead(identifier=identifier, reading=Reading.FAILED, data=first.data, status=first.status)
    if wanted > LARGEST_FILE:
        return FileRead(identifier=identifier, reading=Reading.TOO_LONG, data=first.data)
    return _rest(link, identifier, bytearray(first.data), wanted)


def _rest(link: Link, identifier: int, data: bytearray, wanted: int) -> FileRead:
    while len(data) < wanted:
        asked = min(_piece(link), wanted - len(data))
        if len(data) <= LARGEST_PLAIN_OFFSET:
            answer = link.send(
                Command(cla=0, ins=READ_BINARY, p1=len(data) >> 8, p2=len(data) & 0xFF, expected=asked)
            )
            piece = answer.data
        else:
            piece, answer = _odd_piece(link, len(data), asked)
        if answer.status not in _HAS_DATA or not piece:
            ending = Reading.CUT_SHORT if answer.status in (*_HAS_DATA, 0x6B00) else _ending(answer.status)
            return FileRead(identifier=identifier, reading=ending, data=bytes(data), status=answer.status)
        data += piece
    return FileRead(
        identifier=identifier,
        reading=Reading.READ,
        data=bytes(data[:wanted]),
        surplus=_surplus(bytes(data[wanted:])),
    )


def _first(link: Link, p1: int) -> Response:
    """The first piece; a card that finds it too long is asked for little pieces from then on."""
    first = link.send(Command(cla=0, ins=READ_BINARY, p1=p1, expected=_piece(link)))
    if first.status == 0x6700 and link.most > _SMALL_PIECE:
        link.most = _SMALL_PIECE
        first = link.send(Command(cla=0, ins=READ_BINARY, p1=p1, expected=_SMALL_PIECE))
    return first


def _surplus(behind: bytes) -> int:
    """How many bytes came behind the end; a file that is filled up with 00 or FF is none the worse for it."""
    return 0 if set(behind) in (set(), {0x00}, {0xFF}) else len(behind)


def _odd_piece(link: Link, offset: int, asked: int) -> tuple[bytes, Response]:
    size = max(2, (offset.bit_length() + 7) // 8)
    room = min(asked + 4, _piece(link))
    answer = link.send(
        Command(cla=0, ins=READ_BINARY_ODD, data=encode(0x54, offset.to_bytes(size, "big")), expected=room)
    )
    try:
        tag, start, stop = header(answer.data, 0, len(answer.data), Findings(strict=False))
    except Malformed:
        return b"", answer
    return (answer.data[start:stop] if tag == 0x53 else b""), answer


def _piece(link: Link) -> int:
    if link.extended:
        return min(_EXTENDED_PIECE, link.most)
    return min(link.channel.most_data if link.channel is not None else SHORT_ANSWER, link.most)


def whole_length(head: bytes) -> int | None:
    """How long a file is by its own head (tag and length); None when the head is none."""
    padded = head[:_HEAD]
    try:
        length_at = 2 if padded and padded[0] & 0x1F == 0x1F else 1
        first = padded[length_at]
        if first < 0x80:
            return length_at + 1 + first
        size = first & 0x7F
        if not 1 <= size <= 4 or len(padded) < length_at + 1 + size:
            return None
        return length_at + 1 + size + int.from_bytes(padded[length_at + 1 : length_at + 1 + size], "big")
    except IndexError:
        return None


def _ending(status: int) -> Reading:
    if status in (0x6A82, 0x6A83, 0x6A88):
        return Reading.MISSING
    if status in (0x6982, 0x6985, 0x6986, 0x6987, 0x6988, 0x6900):
        return Reading.CLOSED
    return Reading.FAILED
