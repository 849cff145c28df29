"""Papers of the issuing room as PDF: an A5 receipt, drawn in memory by WeasyPrint from a template.

The library takes seconds to import, so it is imported when the first paper is drawn. Nothing outside the program is
read: style and fonts are its own static files, every other address is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

_SCHEME = "static:///"


def draw(template: str, context: dict[str, Any]) -> bytes:
    """Draw a template with the room's paper style as a PDF document."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _own_files()
    style = CSS(
        string=own_file("issue/paper.css").decode(),
        base_url=f"{_SCHEME}issue/",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    html = HTML(string=render_to_string(template, context), base_url=_SCHEME, url_fetcher=fetcher)
    return bytes(html.write_pdf(stylesheets=[style], font_config=fonts))


def _own_files() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Gives the program's own fonts, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file behind an address under `static:///`."""
            return URLFetcherResponse(url, own_file(url), {"Content-Type": "font/woff2"})

    return OwnFiles()


def own_file(address: str) -> bytes:
    """Read one static file of the program, by name or `static:///` address. Refuses (ValueError) every other."""
    name = address.removeprefix(_SCHEME)
    found = None if "://" in name else finders.find(name)
    if not isinstance(found, str):
        raise ValueError("papers load nothing from outside the program")
    return Path(found).read_bytes()
