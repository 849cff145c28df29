"""Addresses of planning, each with its row of the access table."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.plan import drive_views, live_views, offer_views, picture_views, views
from tannha.web.page import page


class DayConverter:
    """A day in an address: 2026-11-25."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Address to day; ValueError is a 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Day to address."""
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

app_name = "plan"

urlpatterns = [
    path("", page(views.next_day, may=May.PLAN), name="next"),
    path("drive/", page(drive_views.drive, may=May.PLAN), name="drive"),
    path("drive/calendar/", page(drive_views.calendar, may=May.PLAN), name="drive_calendar"),
    path("drive/rota/", page(drive_views.rota, may=May.PLAN), name="drive_rota"),
    path("times/<key:k>/", page(offer_views.times, may=May.PLAN), name="times"),
    path("mission/", page(views.missions, may=May.READ_RUN_SHEET), name="missions"),
    path("mission/<key:k>/", page(views.mission, may=May.READ_RUN_SHEET), name="mission"),
    path("mission/<key:k>/arrived/<key:case>/", page(views.arrived, may=May.READ_RUN_SHEET), name="arrived"),
    path("mission/<key:k>/late/<key:case>/", page(views.late, may=May.READ_RUN_SHEET), name="late"),
    path("notices/<day:on>/", page(views.notices, may=May.PRINT_NOTICES), name="notices"),
    path("notices/<day:on>/paper/", page(views.notices_paper, may=May.PRINT_NOTICES), name="paper"),
    path("notices/<day:on>/told/<key:k>/", page(views.told, may=May.PRINT_NOTICES), name="told"),
    path("notice/<key:k>/", page(views.one_paper, may=May.PRINT_NOTICES), name="notice"),
    path("<day:on>/", page(views.day, may=May.PLAN), name="day"),
    path("<day:on>/map/", page(picture_views.day_map, may=May.PLAN), name="map"),
    path("<day:on>/load/", page(picture_views.load, may=May.PLAN), name="load"),
    path("<day:on>/make/", page(views.make, may=May.PLAN), name="make"),
    path("<day:on>/live/", page(live_views.live, may=May.PLAN), name="live"),
    path("<day:on>/live/<slug:what>/<key:k>/", page(live_views.report, may=May.PLAN), name="report"),
    path("live/<key:k>/keep/", page(live_views.keep_all, may=May.PLAN), name="keep_all"),
    path("live/<key:k>/answer/", page(live_views.answer, may=May.PLAN), name="answer"),
    path("<day:on>/unserved/", page(views.unserved, may=May.PLAN), name="unserved"),
    path("<day:on>/unserved/<key:k>/take/", page(views.take_offer, may=May.PLAN), name="take"),
    path("<day:on>/why/<key:k>/", page(views.why, may=May.PLAN), name="why"),
    path("<day:on>/why/<key:k>/move/", page(views.move, may=May.PLAN), name="move"),
    path("<day:on>/why/<key:k>/withdraw/", page(views.withdraw, may=May.PLAN), name="withdraw"),
    path("<day:on>/review/", page(views.review, may=May.PLAN), name="review"),
    path("<day:on>/publish/", page(views.publish, may=May.PLAN), name="publish"),
]

NAV = [
    NavItem(label=gettext_noop("Day plan"), url_name="plan:next", may=May.PLAN),
    NavItem(label=gettext_noop("Missions"), url_name="plan:missions", may=May.READ_RUN_SHEET),
]
