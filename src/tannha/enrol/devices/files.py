"""Files as the source of samples.

What a file really is, whether it is whole, and whether it is within the limits.

The kind is read from the content, never from the name. Sizes are read and checked before anything is decoded;
then a picture is decoded once, in memory, to know that it is whole. WSQ files are walked along their markers
(FBI IAFIS-IC-0110), since their pixels are not needed here. Nothing is written anywhere.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image

from tannha.enrol.refusals import Code
from tannha.enrol.rules.packet import MAX_MEGAPIXELS, MAX_SAMPLE_BYTES, MIB
from tannha.enrol.rules.parts import Part
from tannha.ground.refusal import Refusal, Refused

PNG, JPEG, JPEG2000, WSQ = "image/png", "image/jpeg", "image/jp2", "image/x-wsq"
KINDS_OF_PICTURES = {PNG: "PNG", JPEG: "JPEG", JPEG2000: "JPEG 2000"}
KINDS_OF_PRINTS = {**KINDS_OF_PICTURES, WSQ: "WSQ"}
_STARTS = {
    PNG: (b"\x89PNG\r\n\x1a\n",),
    JPEG: (b"\xff\xd8\xff",),
    JPEG2000: (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
    WSQ: (b"\xff\xa0\xff",),
}
_ENDS = {PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9", WSQ: b"\xff\xa1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """A file that may be kept: its bytes, what they are, and the size in pixels."""

    body: bytes
    media_type: str
    width: int
    height: int


def read_sample(body: bytes, part: Part) -> SampleFile:
    """Look at the bytes of an upload for one part. Raises `Refused` with the nearest reason."""
    if not body:
        raise Refused(Refusal(Code.SAMPLE_EMPTY))
    if len(body) > MAX_SAMPLE_BYTES:
        raise Refused(Refusal(Code.SAMPLE_TOO_LARGE, limit=MAX_SAMPLE_BYTES // MIB))
    kinds = KINDS_OF_PICTURES if part in (Part.FACE, Part.IRIS_RIGHT, Part.IRIS_LEFT) else KINDS_OF_PRINTS
    media_type = sniff(body)
    if media_type not in kinds:
        raise Refused(Refusal(Code.SAMPLE_KIND, kinds=", ".join(kinds.values())))
    end = _ENDS.get(media_type)
    if end is not None and not body.rstrip(b"\x00").endswith(end):
        raise Refused(Refusal(Code.SAMPLE_BROKEN))
    width, height = _wsq_size(body) if media_type == WSQ else _decoded_size(body, media_type)
    return SampleFile(body=body, media_type=media_type, width=width, height=height)


def sniff(body: bytes) -> str | None:
    """The kind of picture these bytes begin as; None when it is none that is kept here."""
    for media_type, starts in _STARTS.items():
        if body.startswith(starts):
            return media_type
    return None


def smaller(body: bytes, *, longest: int) -> bytes:
    """A JPEG of at most `longest` pixels a side, without metadata, for looking at.

    The input was read before.
    """
    with Image.open(io.BytesIO(body), formats=("PNG", "JPEG", "JPEG2000")) as picture:
        picture.draft("RGB", (longest, longest))
        small = picture.convert("RGB")
    small.thumbnail((longest, longest))
    written = io.BytesIO()
    small.save(written, "JPEG", quality=85)
    return written.getvalue()


def _too_many_pixels(width: int, height: int) -> bool:
    return width * height > MAX_MEGAPIXELS * 1_000_000


def _decoded_size(body: bytes, media_type: str) -> tuple[int, int]:
    name = {PNG: "PNG", JPEG: "JPEG", JPEG2000: "JPEG2000"}[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=(name,)) as picture:
                width, height = picture.size
                if _too_many_pixels(width, height):
                    raise Refused(Refusal(Code.SAMPLE_PIXELS, limit=MAX_MEGAPIXELS))
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(Refusal(Code.SAMPLE_PIXELS, limit=MAX_MEGAPIXELS)) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, MemoryError) as error:
        raise Refused(Refusal(Code.SAMPLE_BROKEN)) from error
    return width, height


def _wsq_size(body: bytes) -> tuple[int, int]:
    """Walk the markers of a WSQ file up to its first block of data; the frame header says the size."""
    size, at = None, 2
    while at + 4 <= len(body):
        marker, length = struct.unpack_from(">HH", body, at)
        if marker == 0xFFA2 and length >= 17 and at + 10 <= len(body):
            height, width = struct.unpack_from(">HH", body, at + 6)
            size = (width, height)
        if marker == 0xFFA3:
            break
        if marker >> 8 != 0xFF or length < 2:
            raise Refused(Refusal(Code.SAMPLE_BROKEN))
        at += 2 + length
    if size is None or 0 in size or at + 4 > len(body):
        raise Refused(Refusal(Code.SAMPLE_BROKEN))
    if _too_many_pixels(*size):
        raise Refused(Refusal(Code.SAMPLE_PIXELS, limit=MAX_MEGAPIXELS))
    return size
