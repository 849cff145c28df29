"""All addresses: the frame's own pages, then the rooms'."""

from __future__ import annotations

from django.urls import include, path, register_converter

from tannha.ground.ids import KeyConverter

register_converter(KeyConverter, "key")

from tannha import wiring  # noqa: E402 # the rooms' urls need the converter first
from tannha.health import healthz  # noqa: E402

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("tannha.web.urls")),
    *wiring.room_urls(),
]
handler400 = "tannha.web.errors.bad_request"
handler403 = "tannha.web.errors.not_found"
handler404 = "tannha.web.errors.not_found"
handler500 = "tannha.web.errors.broken"
