"""Addresses of progress, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.progress import views
from tannha.web.page import page

app_name = "progress"

urlpatterns = [
    path("", page(views.ward, may=May.PROGRESS_FIGURES), name="ward"),
    path("group/<key:k>/", page(views.group, may=May.PROGRESS_FIGURES), name="group"),
    path("waiting/", page(views.waiting, may=May.PROGRESS_NAMES), name="waiting"),
    path("longest/", page(views.longest, may=May.PROGRESS_NAMES), name="longest"),
    path("hours/", page(views.hours, may=May.PROGRESS_FIGURES), name="hours"),
]

NAV = [NavItem(label=gettext_noop("Progress"), url_name="progress:ward", may=May.PROGRESS_FIGURES)]
