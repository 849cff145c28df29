"""Addresses of planning, each with its row of the access table."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.plan.views import days, drive, live, offers, pictures, replay
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
    path("", page(days.next_day, may=May.PLAN), name="next"),
    path("drive/", page(drive.drive, may=May.PLAN), name="drive"),
    path("drive/prove/", page(drive.prove, may=May.PLAN), name="drive_prove"),
    path("drive/proof/", page(drive.proof, may=May.PLAN), name="drive_proof"),
    path("drive/calendar/", page(drive.calendar, may=May.PLAN), name="drive_calendar"),
    path("drive/rota/", page(drive.rota, may=May.PLAN), name="drive_rota"),
    path("replay/", page(replay.replay, may=May.PLAN), name="replay"),
    path("times/", page(offers.callers, may=May.PLAN), name="callers"),
    path("times/<key:k>/", page(offers.times, may=May.PLAN), name="times"),
    path("times/<key:k>/ask/", page(offers.whom_to_ask, may=May.PLAN), name="whom_to_ask"),
    path("mission/", page(days.missions, may=May.READ_RUN_SHEET), name="missions"),
    path("mission/<key:k>/", page(days.mission, may=May.READ_RUN_SHEET), name="mission"),
    path("mission/<key:k>/arrived/<key:case>/", page(days.arrived, may=May.READ_RUN_SHEET), name="arrived"),
    path("mission/<key:k>/late/<key:case>/", page(days.late, may=May.READ_RUN_SHEET), name="late"),
    path("notices/<day:on>/", page(days.notices, may=May.PRINT_NOTICES), name="notices"),
    path("notices/<day:on>/paper/", page(days.notices_paper, may=May.PRINT_NOTICES), name="paper"),
    path("notices/<day:on>/told/<key:k>/", page(days.told, may=May.PRINT_NOTICES), name="told"),
    path("notice/<key:k>/", page(days.one_paper, may=May.PRINT_NOTICES), name="notice"),
    path("<day:on>/", page(days.day, may=May.PLAN), name="day"),
    path("<day:on>/map/", page(pictures.day_map, may=May.PLAN), name="map"),
    path("<day:on>/load/", page(pictures.load, may=May.PLAN), name="load"),
    path("<day:on>/make/", page(days.make, may=May.PLAN), name="make"),
    path("<day:on>/live/", page(live.live, may=May.PLAN), name="live"),
    path("<day:on>/live/urgent/", page(live.urgent, may=May.PLAN), name="urgent"),
    path("<day:on>/live/<slug:what>/<key:k>/", page(live.report, may=May.PLAN), name="report"),
    path("live/<key:k>/keep/", page(live.keep_all, may=May.PLAN), name="keep_all"),
    path("live/<key:k>/answer/", page(live.answer, may=May.PLAN), name="answer"),
    path("<day:on>/unserved/", page(days.unserved, may=May.PLAN), name="unserved"),
    path("<day:on>/unserved/<key:k>/take/", page(days.take_offer, may=May.PLAN), name="take"),
    path("<day:on>/why/<key:k>/", page(days.why, may=May.PLAN), name="why"),
    path("<day:on>/why/<key:k>/move/", page(days.move, may=May.PLAN), name="move"),
    path("<day:on>/why/<key:k>/withdraw/", page(days.withdraw, may=May.PLAN), name="withdraw"),
    path("<day:on>/review/", page(days.review, may=May.PLAN), name="review"),
    path("<day:on>/publish/", page(days.publish, may=May.PLAN), name="publish"),
]

NAV = [
    NavItem(label=gettext_noop("Day plan"), url_name="plan:next", may=May.PLAN),
    NavItem(label=gettext_noop("Times for a caller"), url_name="plan:callers", may=May.PLAN),
    NavItem(label=gettext_noop("Missions"), url_name="plan:missions", may=May.READ_RUN_SHEET),
]
