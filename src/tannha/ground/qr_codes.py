"""QR codes written and read: texts as cards carry them, bytes as seals do. Behind it stands zxing-cpp.

For: cards, slips and the checking desk. Reading goes in two steps: quickly for a straight, clean picture, then with all
patience (turned, inverted, small). The mask is fixed: choosing the prettiest of eight costs four times the writing, and
blurred, turned and noisy prints were read as often with any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MASK = 3
LARGEST_BYTES = 1_500
"""What a code of level M holds while a telephone still reads it from paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a picture's code said. `text` is None where it holds bytes."""

    data: bytes
    text: str | None


def write_svg(contents: str | bytes) -> str:
    """Draw a code (level M, quiet zone included) as SVG; texts in UTF-8. Refuses (ValueError) more than it can hold."""
    return str(encode_code(contents).to_svg(add_quiet_zones=True))


def write_inline_svg(contents: str | bytes) -> str:
    """Draw a code as an svg element to stand in a page or paper: rectangles only, nothing of the contents."""
    drawn = re.sub(r"<desc>.*?</desc>\s*", "", write_svg(contents), flags=re.DOTALL)
    size = re.search(r'<svg width="(\d+)" height="(\d+)"', drawn)
    if size is None:
        raise ValueError("the code was drawn in a way that is not known here")
    box = f'<svg viewBox="0 0 {size[1]} {size[2]}" shape-rendering="crispEdges"'
    return drawn[size.start() :].replace(size[0], box, 1).strip()


def write_image(contents: str | bytes, *, scale: int = 4) -> Any:
    """Draw a code as a grey picture that offers the buffer protocol, `scale` pixels a module."""
    return encode_code(contents).to_image(scale=scale, add_quiet_zones=True)


def encode_code(contents: str | bytes) -> Any:
    """Lay out a code without drawing it (level M). Refuses (ValueError) nothing, and more than it can hold."""
    import zxingcpp

    size = len(contents.encode() if isinstance(contents, str) else contents)
    if not 0 < size <= LARGEST_BYTES:
        raise ValueError(f"a code carries 1 to {LARGEST_BYTES} bytes")
    return zxingcpp.create_barcode(contents, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=MASK)


def read_code(picture: Any, *, patient: bool = True) -> Code | None:
    """Read one QR code from a picture (PIL image, grey array or anything with a fitting buffer); None when there is
    none. `patient` False stops after the quick step."""
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcode(
        picture, formats=only, try_rotate=False, try_downscale=False, try_invert=False
    )
    if found is None and patient:
        found = zxingcpp.read_barcode(picture, formats=only)
    if found is None:
        return None
    is_text = found.content_type in (zxingcpp.ContentType.Text, zxingcpp.ContentType.Mixed)
    return Code(data=bytes(found.bytes), text=str(found.text) if is_text else None)
