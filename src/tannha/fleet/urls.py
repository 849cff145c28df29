"""Addresses of the fleet, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.fleet.views import shifts, stock
from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "fleet"

urlpatterns = [
    path("", page(shifts.fleet, may=May.PLAN), name="fleet"),
    path("new/<slug:kind>/", page(stock.enter, may=May.PLAN), name="enter"),
    path("change/<slug:kind>/<key:k>/", page(stock.change, may=May.PLAN), name="change"),
    path("working/<slug:kind>/<key:k>/", page(stock.working, may=May.PLAN), name="working"),
    path("retire/<slug:kind>/<key:k>/", page(stock.retire, may=May.PLAN), name="retire"),
    path("back/<slug:kind>/<key:k>/", page(stock.bring_back, may=May.PLAN), name="bring-back"),
    path("shifts/", page(shifts.shifts, may=May.PLAN), name="shifts"),
    path("shifts/<key:k>/remove/", page(shifts.remove, may=May.PLAN), name="remove"),
]

NAV = [NavItem(label=gettext_noop("Fleet"), url_name="fleet:fleet", may=May.PLAN)]
