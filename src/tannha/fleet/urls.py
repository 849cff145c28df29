"""Addresses of the fleet, each with its row of the access table."""

from __future__ import annotations

from django.urls import path

from tannha.fleet import stock_views, views
from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.web.page import page

app_name = "fleet"

urlpatterns = [
    path("", page(views.fleet, may=May.PLAN), name="fleet"),
    path("new/<slug:kind>/", page(stock_views.enter, may=May.PLAN), name="enter"),
    path("change/<slug:kind>/<key:k>/", page(stock_views.change, may=May.PLAN), name="change"),
    path("working/<slug:kind>/<key:k>/", page(stock_views.working, may=May.PLAN), name="working"),
    path("retire/<slug:kind>/<key:k>/", page(stock_views.retire, may=May.PLAN), name="retire"),
    path("back/<slug:kind>/<key:k>/", page(stock_views.bring_back, may=May.PLAN), name="bring-back"),
    path("shifts/", page(views.shifts, may=May.PLAN), name="shifts"),
    path("shifts/<key:k>/remove/", page(views.remove, may=May.PLAN), name="remove"),
]

NAV = [NavItem(label=gettext_noop("Fleet"), url_name="fleet:fleet", may=May.PLAN)]
