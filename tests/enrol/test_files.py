from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from tannha.enrol.devices.files import JPEG, JPEG2000, PNG, WSQ, read_sample, smaller
from tannha.enrol.refusals import Code
from tannha.enrol.rules.packet import MAX_SAMPLE_BYTES
from tannha.enrol.rules.parts import Part
from tannha.ground.refusal import Refused


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 80)) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(written, kind)
    return written.getvalue()


def wsq(width: int = 80, height: int = 96) -> bytes:
    frame = struct.pack(">HHBBHHBHBHBH", 0xFFA2, 17, 0, 255, height, width, 0, 0, 0, 0, 0, 0)
    return b"\xff\xa0" + frame + b"\xff\xa3\x00\x03\x00" + b"\x12\x34" + b"\xff\xa1"


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + chunk(b"IEND", b"")
    )


def refused(body: bytes, part: Part = Part.SLAP_RIGHT) -> Code:
    with pytest.raises(Refused) as caught:
        read_sample(body, part)
    code = caught.value.refusal.code
    assert isinstance(code, Code)
    return code


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", PNG), ("JPEG", JPEG), ("JPEG2000", JPEG2000)])
def test_a_whole_picture_is_read_by_its_content(kind: str, media_type: str) -> None:
    found = read_sample(picture(kind), Part.FACE)
    assert (found.media_type, found.width, found.height) == (media_type, 64, 80)


def test_a_wsq_file_is_read_for_prints_and_not_for_a_face() -> None:
    found = read_sample(wsq(), Part.THUMBS)
    assert (found.media_type, found.width, found.height) == (WSQ, 80, 96)
    assert refused(wsq(), Part.FACE) is Code.SAMPLE_KIND


@pytest.mark.parametrize(
    "body",
    [
        "Đây là văn bản đặt tên vân-tay.png".encode(),
        b"%PDF-1.7\n",
        b"PK\x03\x04zip",
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM" + bytes(60),
    ],
)
def test_what_is_no_picture_of_a_known_kind_is_refused_whatever_its_name(body: bytes) -> None:
    assert refused(body) is Code.SAMPLE_KIND


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "JPEG2000"])
def test_a_picture_cut_off_anywhere_is_refused(kind: str) -> None:
    whole = picture(kind)
    for share in (0.3, 0.6, 0.9):
        assert refused(whole[: int(len(whole) * share)]) is Code.SAMPLE_BROKEN


def test_a_wsq_file_without_a_frame_or_cut_off_is_refused() -> None:
    assert refused(b"\xff\xa0\xff\xa3\x00\x03\x00\xff\xa1") is Code.SAMPLE_BROKEN
    assert refused(wsq()[:12]) is Code.SAMPLE_BROKEN
    assert refused(b"\xff\xa0\xff\xa2\x00\x00\xff\xa1") is Code.SAMPLE_BROKEN


def test_something_hidden_behind_a_picture_is_refused() -> None:
    assert refused(picture("PNG") + b"PK\x03\x04 an archive") is Code.SAMPLE_BROKEN


@pytest.mark.parametrize("side", [6_400, 60_000, 2**31 - 1])
def test_a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_decoded(side: int) -> None:
    assert refused(png_that_says(side, side)) is Code.SAMPLE_PIXELS
    assert refused(wsq(65_535, 65_535)) is Code.SAMPLE_PIXELS


def test_forty_million_pixels_are_the_limit() -> None:
    written = io.BytesIO()
    Image.new("L", (8_000, 5_000), 7).save(written, "PNG")
    assert read_sample(written.getvalue(), Part.SLAP_RIGHT).width == 8_000
    written = io.BytesIO()
    Image.new("L", (8_000, 5_001), 7).save(written, "PNG")
    assert refused(written.getvalue()) is Code.SAMPLE_PIXELS


def test_an_empty_file_and_one_over_ten_megabytes_are_refused() -> None:
    assert refused(b"") is Code.SAMPLE_EMPTY
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(MAX_SAMPLE_BYTES)) is Code.SAMPLE_TOO_LARGE


def test_a_picture_for_looking_at_is_small_and_carries_no_metadata() -> None:
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a place"
    Image.new("RGB", (900, 1200), "white").save(written, "JPEG", exif=exif)
    small = smaller(written.getvalue(), longest=240)
    with Image.open(io.BytesIO(small)) as seen:
        assert max(seen.size) == 240
        assert not seen.getexif()
    assert b"a place" not in small
