"""Papers of the issuing room as PDF: an A5 receipt, drawn by WeasyPrint from a template.

The library takes seconds to import, so it is imported when the first paper is drawn. Nothing outside the package is
read: fonts come from the page frame's own files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

FONTS = Path(__file__).resolve().parents[1] / "web" / "static" / "web" / "vendor"


class OutsideFile(ValueError):
    """A paper asked for something that is not one of the package's fonts."""


def draw(template: str, context: dict[str, Any]) -> bytes:
    """Draw a template as a PDF document."""
    from weasyprint import HTML

    return bytes(HTML(string=render_to_string(template, context), url_fetcher=_font).write_pdf())


def _font(address: str, *_: Any, **__: Any) -> dict[str, Any]:
    path = (FONTS / address.removeprefix("font:")).resolve()
    if not address.startswith("font:") or FONTS not in path.parents or path.suffix != ".woff2":
        raise OutsideFile("only the package's own fonts are read")
    return {"string": path.read_bytes(), "mime_type": "font/woff2"}
