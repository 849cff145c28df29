"""Addresses of enrolment."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_noop as _

from tannha.enrol import views
from tannha.ground.access import May
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "enrol"

urlpatterns = [
    path("check-in/", page(views.check_in, may=May.QUEUE), name="check_in"),
    path("check-in/<key:k>/", page(views.arrival, may=May.QUEUE), name="arrival"),
    path("desk/1/", page(views.desk, may=May.CAPTURE), {"n": 1}, name="desk_first"),
    path("desk/<int:n>/", page(views.desk, may=May.CAPTURE), name="desk"),
    path("case/<key:k>/", page(views.case, may=May.CAPTURE), name="case"),
    path("case/<key:k>/exception/", page(views.exception, may=May.CAPTURE), name="exception"),
    path("case/<key:k>/stop/", page(views.stop, may=May.CAPTURE), name="stop"),
    path("case/<key:k>/stopped/", page(views.stopped, may=May.CAPTURE), name="stopped"),
    path("case/<key:k>/form/", page(views.information_form, may=May.CAPTURE), name="form"),
    path("case/<key:k>/slip/", page(views.slip, may=May.CAPTURE), name="slip"),
    path("case/<key:k>/frame/<int:number>/", page(views.frame, may=May.CAPTURE), name="frame"),
    path("bedside/<key:k>/", page(views.bedside, may=May.CAPTURE), name="bedside"),
    path("bedside/<key:k>/family/", page(views.family, may=May.CAPTURE), name="family"),
    path("correction/<key:k>/", page(views.correction, may=May.CAPTURE), name="correction"),
    path("exceptions/", page(views.exceptions, may=May.SEAL_EXCEPTION), name="exceptions"),
    path("exceptions/<key:k>/", page(views.exceptions, may=May.SEAL_EXCEPTION), name="exceptions_case"),
]

NAV = [
    NavItem(label=_("Counter"), url_name="enrol:desk_first", may=May.CAPTURE),
    NavItem(label=_("Check in"), url_name="enrol:check_in", may=May.QUEUE),
    NavItem(label=_("Second signature"), url_name="enrol:exceptions", may=May.SEAL_EXCEPTION),
]
