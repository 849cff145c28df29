"""The frame's own pages and the living style sheet, without the rooms."""

from __future__ import annotations

from django.urls import include, path, register_converter

from tannha.ground.access import May
from tannha.ground.ids import KeyConverter
from tannha.web.page import page
from tests.web.living import living

register_converter(KeyConverter, "key")

urlpatterns = [
    path("", include("tannha.web.urls")),
    path("living/", page(living, may=May.PUBLIC, open_to_all=True), name="living"),
]
handler404 = "tannha.web.errors.not_found"
handler500 = "tannha.web.errors.broken"
