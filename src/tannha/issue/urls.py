"""Addresses of the issuing room."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.issue import views
from tannha.web.page import page

app_name = "issue"

NAV = [
    NavItem(label=gettext_noop("Approve"), url_name="issue:approve", may=May.APPROVE_PACKET),
    NavItem(label=gettext_noop("Make cards"), url_name="issue:batches", may=May.PERSONALISE),
    NavItem(label=gettext_noop("Hand over"), url_name="issue:waiting", may=May.HAND_OVER_HOME),
]

urlpatterns = [
    path("approve/", page(views.approve, may=May.APPROVE_PACKET), name="approve"),
    path("approve/<key:k>/", page(views.packet, may=May.APPROVE_PACKET), name="packet"),
    path("returned/", page(views.returned, may=May.CAPTURE), name="returned"),
    path("batches/", page(views.batches, may=May.PERSONALISE), name="batches"),
    path("waiting/", page(views.waiting, may=May.HAND_OVER_HOME), name="waiting"),
    path("handover/<key:k>/", page(views.handover, may=May.HAND_OVER_HOME), name="handover"),
    path("receipt/<key:k>/", page(views.receipt, may=May.HAND_OVER_HOME), name="receipt"),
    path("receipt/<key:k>/pdf/", page(views.receipt_paper, may=May.HAND_OVER_HOME), name="receipt-paper"),
    path("card/<key:k>/", page(views.card, may=May.HAND_OVER_HOME), name="card"),
    path("card/<key:k>/chip/", page(views.chip, may=May.PERSONALISE), name="chip"),
    path("card/<key:k>/revoke/", page(views.revoke, may=May.REVOKE_CARD), name="revoke"),
]
