"""Addresses of residents' rights, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.privacy import views
from tannha.web.page import page

app_name = "privacy"

NAV = [
    NavItem(label=gettext_noop("Requests about data"), url_name="privacy:requests", may=May.RIGHTS),
    NavItem(label=gettext_noop("Who looked at whom"), url_name="privacy:looks", may=May.READ_LOOKS),
    NavItem(label=gettext_noop("Register of purposes"), url_name="privacy:register", may=May.READ_LOOKS),
    NavItem(label=gettext_noop("Incidents"), url_name="privacy:incidents", may=May.RIGHTS),
]

urlpatterns = [
    path("requests/", page(views.requests, may=May.RIGHTS), name="requests"),
    path("requests/new/", page(views.take, may=May.RIGHTS), name="take"),
    path("request/<key:k>/", page(views.one_request, may=May.RIGHTS), name="request"),
    path("request/<key:k>/copy/", page(views.copy, may=May.RIGHTS), name="copy"),
    path("request/<key:k>/erase/", page(views.erase, may=May.ERASE), name="erase"),
    path("looks/", page(views.looks, may=May.READ_LOOKS), name="looks"),
    path("register/", page(views.register, may=May.READ_LOOKS), name="register"),
    path("incidents/", page(views.incidents, may=May.RIGHTS), name="incidents"),
    path("incidents/new/", page(views.new_incident, may=May.RIGHTS), name="new-incident"),
    path("incident/<key:k>/", page(views.incident, may=May.RIGHTS), name="incident"),
]
