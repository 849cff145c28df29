"""The two papers of enrolment as PDF (A4), made in memory with WeasyPrint, which is loaded only when one is
printed.

Nothing is fetched: style and fonts are read from the program's own static files, every other address is
refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

from tannha.enrol.service import AppointmentSlip, InformationForm
from tannha.enrol.words import (
    SERVICES,
    SEXES,
    exception_in_words,
    long_day,
)
from tannha.ground.clock import local_day

_SCHEME = "static:///"


def information_form_pdf(form: InformationForm) -> bytes:
    """The information form (CC02 until 30 June 2024, CC01 after), to be read and signed before the seal."""
    return _pdf(
        "enrol/print/information_form.html",
        {
            "form": form,
            "sex": SEXES.get(form.sex, ""),
            "service": SERVICES[form.service],
            "exceptions": [exception_in_words(exception) for exception in form.exceptions],
            "today": long_day(local_day(form.printed_at), get_language() or "vi"),
        },
    )


def appointment_slip_pdf(slip: AppointmentSlip) -> bytes:
    """The appointment slip (CC03 until 30 June 2024, CC02 after), given after the packet is sealed."""
    language = get_language() or "vi"
    return _pdf(
        "enrol/print/appointment_slip.html",
        {
            "slip": slip,
            "sealed_on": long_day(local_day(slip.sealed_on), language),
            "promised_on": long_day(slip.promised_on, language),
            "today": long_day(local_day(slip.printed_at), language),
        },
    )


def _pdf(template: str, context: dict[str, Any]) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _own_files()
    style = CSS(
        string=own_file("enrol/paper.css").decode(),
        base_url=f"{_SCHEME}enrol/",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    html = HTML(string=render_to_string(template, context), base_url=_SCHEME, url_fetcher=fetcher)
    pdf: bytes = html.write_pdf(stylesheets=[style], font_config=fonts)
    return pdf


def _own_files() -> Any:
    """What WeasyPrint asks for a file: only the program's own static files answer."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Gives fonts and styles of the program, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file of an address under `static:///`; ValueError for every other."""
            return URLFetcherResponse(url, own_file(url), {"Content-Type": "font/woff2"})

    return OwnFiles()


def own_file(address: str) -> bytes:
    """The bytes of one static file of the program, by name or by `static:///` address.

    ValueError for others.
    """
    name = address.removeprefix(_SCHEME)
    found = None if "://" in name else finders.find(name)
    if not isinstance(found, str):
        raise ValueError("papers load nothing from outside the program")
    return Path(found).read_bytes()
