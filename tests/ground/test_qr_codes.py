"""QR codes: Vietnamese texts and any bytes come back, from straight pictures and from bad ones."""

from __future__ import annotations

import random

import numpy
import pytest
from PIL import Image, ImageFilter

from tannha.ground.qr_codes import LARGEST_BYTES, read_code, write_image, write_svg

TEXT = "099147000001|012345678|Trần Thị Mẫu|15011947|Nữ|P1504 chung cư HUD, Hoàng Liệt, Hoàng Mai, Hà Nội|20102022"


def picture(contents: str | bytes, scale: int = 5) -> Image.Image:
    return Image.fromarray(numpy.array(write_image(contents, scale=scale)))


def test_a_vietnamese_text_comes_back_letter_by_letter() -> None:
    code = read_code(write_image(TEXT), patient=False)
    assert code is not None
    assert (code.text, code.data) == (TEXT, TEXT.encode())


@pytest.mark.parametrize("size", [1, 100, 180, 700, LARGEST_BYTES])
def test_any_bytes_come_back(size: int) -> None:
    data = random.Random(size).randbytes(size)
    code = read_code(picture(data))
    assert code is not None
    assert code.data == data


def test_every_clean_print_is_read_by_the_quick_step() -> None:
    chance = random.Random(6)
    for _ in range(60):
        text = TEXT.replace("000001", f"{chance.randrange(10**6):06d}")
        code = read_code(write_image(text, scale=chance.choice([2, 3, 4])), patient=False)
        assert code is not None
        assert code.text == text


def test_a_turned_inverted_blurred_print_needs_patience() -> None:
    bad = picture(TEXT).rotate(90, expand=True).filter(ImageFilter.GaussianBlur(1.2)).point(lambda v: 255 - v)
    assert read_code(bad, patient=False) is None
    code = read_code(bad)
    assert code is not None
    assert code.text == TEXT


def test_a_picture_without_a_code_gives_none_and_too_much_is_refused() -> None:
    assert read_code(Image.new("L", (200, 200), 255)) is None
    for contents in ("", bytes(LARGEST_BYTES + 1)):
        with pytest.raises(ValueError, match="bytes"):
            write_svg(contents)
    assert write_svg(TEXT).startswith("<?xml")
