"""The two papers of enrolment as PDF (A4)."""

from __future__ import annotations

from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from tannha.enrol.service import AppointmentSlip, InformationForm
from tannha.enrol.words import (
    SERVICES,
    SEXES,
    exception_in_words,
    long_day,
)
from tannha.ground.clock import local_day
from tannha.ground.qr_codes import write_inline_svg
from tannha.web.paper import draw

STYLE = "enrol/paper.css"


def information_form_pdf(form: InformationForm) -> bytes:
    """The information form (CC02 until 30 June 2024, CC01 after), to be read and signed before the seal."""
    return draw(
        "enrol/print/information_form.html",
        {
            "form": form,
            "sex": SEXES.get(form.sex, ""),
            "service": SERVICES[form.service],
            "exceptions": [exception_in_words(exception) for exception in form.exceptions],
            "today": long_day(local_day(form.printed_at), get_language() or "vi"),
        },
        style=STYLE,
    )


def appointment_slip_pdf(slip: AppointmentSlip, *, seal: bytes | None = None) -> bytes:
    """The appointment slip (CC03 until 30 June 2024, CC02 after), given after the packet is sealed, with its seal."""
    language = get_language() or "vi"
    return draw(
        "enrol/print/appointment_slip.html",
        {
            "slip": slip,
            "seal": None if seal is None else mark_safe(write_inline_svg(seal)),  # rectangles only
            "sealed_on": long_day(local_day(slip.sealed_on), language),
            "promised_on": long_day(slip.promised_on, language),
            "today": long_day(local_day(slip.printed_at), language),
        },
        style=STYLE,
    )
