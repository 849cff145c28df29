"""Addresses of canvassing, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.canvass import request_views, views, wish_views
from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "canvass"

urlpatterns = [
    path("walks/", page(views.walks, may=May.RECORD_VISIT), name="walks"),
    path("walks/new/", page(views.new_walk, may=May.RECORD_VISIT), name="new-walk"),
    path("walk/<key:k>/", page(views.walk, may=May.LIST_TODAY), name="walk"),
    path("visit/<key:k>/", page(views.visit, may=May.RECORD_VISIT), name="visit"),
    path("way/<key:k>/", page(views.way, may=May.RECORD_VISIT), name="way"),
    path("start/<key:k>/", page(views.start, may=May.RECORD_VISIT), name="start"),
    path("undo/<key:k>/", page(views.undo, may=May.RECORD_VISIT), name="undo"),
    path("refusal/<key:k>/", page(views.refusal, may=May.RECORD_VISIT), name="refusal"),
    path("no-visit/<key:k>/", page(wish_views.no_visit, may=May.RECORD_VISIT), name="no-visit"),
    path("invited/<key:k>/", page(wish_views.invited, may=May.RECORD_VISIT), name="invited"),
    path("quiet/<key:k>/", page(wish_views.quiet, may=May.RECORD_VISIT), name="quiet"),
    path("slip/", page(views.slip, may=May.RECORD_VISIT), name="slip"),
    path("limits/", page(wish_views.limits, may=May.LIFT_DO_NOT_VISIT), name="limits"),
    path("limits/<key:k>/", page(wish_views.lift, may=May.LIFT_DO_NOT_VISIT), name="lift"),
    path("further/<key:k>/", page(wish_views.further, may=May.LIFT_DO_NOT_VISIT), name="further"),
    path("new/", page(request_views.new_person, may=May.CHANGE_ROLL), name="new"),
    path("requests/", page(request_views.requests, may=May.SEE_REQUESTS), name="requests"),
    path("requests/new/<key:k>/", page(request_views.take, may=May.RECORD_VISIT), name="take-request"),
    path("facts/", page(views.facts, may=May.RECORD_VISIT), name="facts"),
]

NAV = [
    NavItem(label=gettext_noop("Walks"), url_name="canvass:walks", may=May.RECORD_VISIT),
    NavItem(label=gettext_noop("Families ask"), url_name="canvass:requests", may=May.SEE_REQUESTS),
    NavItem(label=gettext_noop("Limits and wishes"), url_name="canvass:limits", may=May.LIFT_DO_NOT_VISIT),
]
