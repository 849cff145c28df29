"""Printed notices as PDF (A5, large type), one page each.

A notice holds name, times, place, who comes, the right to say no and a telephone number; no word about health.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from tannha.ground.figures import text_of
from tannha.ground.settings import WARD_PHONE
from tannha.ground.wards import folder_ward_id
from tannha.plan.service.notices import Notice, NoticeDay
from tannha.web.paper import draw

TEMPLATE = "plan/print/notices.html"
STYLE = "plan/paper.css"


def notices_pdf(day: NoticeDay, notices: tuple[Notice, ...]) -> bytes:
    """One page for each notice."""
    return draw(TEMPLATE, _context(day, notices), style=STYLE)


def notice_text(day: NoticeDay, notices: tuple[Notice, ...]) -> str:
    """The notices as the HTML that is laid out."""
    return render_to_string(TEMPLATE, _context(day, notices))


def _context(day: NoticeDay, notices: tuple[Notice, ...]) -> dict[str, Any]:
    phone = text_of(folder_ward_id(), WARD_PHONE)
    return {"notices": notices, "station": day.station, "ward_phone": phone}
