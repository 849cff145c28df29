"""What a picture's first bytes say: JPEG or JPEG 2000, and its size in pixels. Pure; nothing is decoded.

For: DG2. Follows ISO/IEC 10918-1 (markers) and ISO/IEC 15444-1 (boxes, SIZ marker). Not for: showing pictures.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

MOST_SEGMENTS = 512
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_BOXES = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_CODESTREAM = b"\xff\x4f\xff\x51"


class PictureKind(enum.IntEnum):
    """Image data types of ISO/IEC 19794-5."""

    JPEG = 0
    JPEG_2000 = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureHead:
    """Kind and size of a picture."""

    kind: PictureKind
    width: int
    height: int


def picture_head(data: bytes) -> PictureHead | None:
    """Say what a picture is; None when the bytes are neither kind or end before their size."""
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    if data[:12] == _BOXES:
        at = data.find(_CODESTREAM)
        return None if at < 0 else _codestream(data[at : at + 24])
    if data[:4] == _CODESTREAM:
        return _codestream(data[:24])
    return None


def _jpeg(data: bytes) -> PictureHead | None:
    at = 2
    for _ in range(MOST_SEGMENTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD9:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = (int.from_bytes(data[at + place : at + place + 2], "big") for place in (5, 7))
            return PictureHead(kind=PictureKind.JPEG, width=width, height=height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _codestream(data: bytes) -> PictureHead | None:
    if len(data) < 24:
        return None
    right, bottom, left, top = (int.from_bytes(data[at : at + 4], "big") for at in (8, 12, 16, 20))
    if not (left < right and top < bottom):
        return None
    return PictureHead(kind=PictureKind.JPEG_2000, width=right - left, height=bottom - top)
