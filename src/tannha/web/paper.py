"""Papers as PDF, drawn in memory by WeasyPrint from a room's template and its paper style.

The library takes seconds to import, so it is imported when the first paper is drawn. Nothing outside the program
is read: styles and fonts are its own static files, every other address is refused. Fonts and style are kept for the
life of the process, and one paper is drawn at a time, since the font map belongs to no thread.
"""

from __future__ import annotations

import atexit
import functools
import threading
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

_SCHEME = "static:///"
_one_at_a_time = threading.Lock()


def draw(template: str, context: dict[str, Any], *, style: str) -> bytes:
    """A template with a paper style ("plan/paper.css") as a PDF document."""
    text = render_to_string(template, context)
    with _one_at_a_time:
        return bytes(laid_out(text, style=style).write_pdf())


def laid_out(text: str, *, style: str) -> Any:
    """HTML text on its pages, as WeasyPrint's document."""
    from weasyprint import HTML

    fonts, sheet, fetcher = _drawing_tools(style)
    html = HTML(string=text, base_url=_SCHEME, url_fetcher=fetcher)
    return html.render(stylesheets=[sheet], font_config=fonts)


@functools.cache
def _drawing_tools(style: str) -> tuple[Any, Any, Any]:
    """Fonts, style sheet and file giver of one paper style."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Gives fonts and styles of the program, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file of an address under `static:///`; ValueError for every other."""
            return URLFetcherResponse(url, own_file(url), {"Content-Type": "font/woff2"})

    fonts, fetcher = FontConfiguration(), OwnFiles()
    base = f"{_SCHEME}{style.rpartition('/')[0]}/"
    sheet = CSS(string=own_file(style).decode(), base_url=base, url_fetcher=fetcher, font_config=fonts)
    return fonts, sheet, fetcher


atexit.register(_drawing_tools.cache_clear)  # the fonts' folder is given back while Python still stands


def own_file(address: str) -> bytes:
    """One static file of the program, by name or `static:///` address. Refuses (ValueError) every other."""
    name = address.removeprefix(_SCHEME)
    found = None if "://" in name else finders.find(name)
    if not isinstance(found, str):
        raise ValueError("papers load nothing from outside the program")
    return Path(found).read_bytes()
