"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tannha.desk import views
from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "desk"

NAV = [
    NavItem(label=gettext_noop("Check a card"), url_name="desk:check", may=May.DESK_CHECK),
    NavItem(label=gettext_noop("Look up later"), url_name="desk:later", may=May.DESK_CHECK),
]

urlpatterns = [
    path("check/", page(views.check, may=May.DESK_CHECK), name="check"),
    path("chip/", page(views.chip, may=May.DESK_CHECK), name="chip"),
    path("purpose/", page(views.purpose, may=May.DESK_CHECK), name="purpose"),
    path("check/<key:k>/", page(views.checked, may=May.DESK_CHECK), name="checked"),
    path("check/<key:k>/emergency/", page(views.emergency, may=May.DESK_CHECK), name="emergency"),
    path("emergency/", page(views.emergency_without_card, may=May.DESK_CHECK), name="emergency-without-card"),
    path("later/", page(views.later, may=May.DESK_CHECK), name="later"),
    path("later/<key:k>/close/", page(views.close, may=May.DESK_CHECK), name="close"),
]
