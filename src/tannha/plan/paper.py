"""Printed notices as PDF (A5, large type), made in memory with WeasyPrint, which is loaded only when one is
printed.

Nothing is fetched: style and fonts are the program's own static files, every other address is refused. A
notice holds name, times, place, who comes, the right to say no and a telephone number; no word about
health.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from tannha.plan.service.notices import Notice, NoticeDay

_SCHEME = "static:///"


def notices_pdf(day: NoticeDay, notices: tuple[Notice, ...]) -> bytes:
    """One page for each notice."""
    pdf: bytes = laid_out(notice_text(day, notices)).write_pdf()
    return pdf


def notice_text(day: NoticeDay, notices: tuple[Notice, ...]) -> str:
    """The notices as the HTML that is laid out."""
    context = {
        "notices": notices,
        "station": day.station,
        "ward_phone": getattr(settings, "TANNHA_WARD_PHONE", ""),
    }
    return render_to_string("plan/print/notices.html", context)


def laid_out(text: str) -> Any:
    """The pages, as WeasyPrint's document."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _own_files()
    style = CSS(
        string=_static("plan/paper.css").decode(),
        base_url=f"{_SCHEME}plan/",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    html = HTML(string=text, base_url=_SCHEME, url_fetcher=fetcher)
    return html.render(stylesheets=[style], font_config=fonts)


def _own_files() -> Any:
    """What WeasyPrint asks for a file: only the program's own static files answer."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Gives fonts and styles of the program, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file of an address under `static:///`; ValueError for every other."""
            return URLFetcherResponse(url, _static(url), {"Content-Type": "font/woff2"})

    return OwnFiles()


def _static(address: str) -> bytes:
    name = address.removeprefix(_SCHEME)
    found = None if "://" in name else finders.find(name)
    if not isinstance(found, str):
        raise ValueError("papers load nothing from outside the program")
    return Path(found).read_bytes()
