"""Addresses of canvassing, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.canvass.views import requests, visits, wishes
from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "canvass"

urlpatterns = [
    path("walks/", page(visits.walks, may=May.RECORD_VISIT), name="walks"),
    path("walks/new/", page(visits.new_walk, may=May.RECORD_VISIT), name="new-walk"),
    path("walk/<key:k>/", page(visits.walk, may=May.LIST_TODAY), name="walk"),
    path("visit/<key:k>/", page(visits.visit, may=May.RECORD_VISIT), name="visit"),
    path("way/<key:k>/", page(visits.way, may=May.RECORD_VISIT), name="way"),
    path("start/<key:k>/", page(visits.start, may=May.RECORD_VISIT), name="start"),
    path("undo/<key:k>/", page(visits.undo, may=May.RECORD_VISIT), name="undo"),
    path("refusal/<key:k>/", page(visits.refusal, may=May.RECORD_VISIT), name="refusal"),
    path("no-visit/<key:k>/", page(wishes.no_visit, may=May.RECORD_VISIT), name="no-visit"),
    path("invited/<key:k>/", page(wishes.invited, may=May.RECORD_VISIT), name="invited"),
    path("quiet/<key:k>/", page(wishes.quiet, may=May.RECORD_VISIT), name="quiet"),
    path("slip/", page(visits.slip, may=May.RECORD_VISIT), name="slip"),
    path("limits/", page(wishes.limits, may=May.LIFT_DO_NOT_VISIT), name="limits"),
    path("limits/<key:k>/", page(wishes.lift, may=May.LIFT_DO_NOT_VISIT), name="lift"),
    path("further/<key:k>/", page(wishes.further, may=May.LIFT_DO_NOT_VISIT), name="further"),
    path("new/", page(requests.new_person, may=May.CHANGE_ROLL), name="new"),
    path("requests/", page(requests.requests, may=May.SEE_REQUESTS), name="requests"),
    path("requests/new/<key:k>/", page(requests.take, may=May.RECORD_VISIT), name="take-request"),
    path("facts/", page(visits.facts, may=May.RECORD_VISIT), name="facts"),
]

NAV = [
    NavItem(label=gettext_noop("Walks"), url_name="canvass:walks", may=May.RECORD_VISIT),
    NavItem(label=gettext_noop("Families ask"), url_name="canvass:requests", may=May.SEE_REQUESTS),
    NavItem(label=gettext_noop("Limits and wishes"), url_name="canvass:limits", may=May.LIFT_DO_NOT_VISIT),
]
