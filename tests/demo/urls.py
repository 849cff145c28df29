"""The program's addresses with those of the demo, as a demo folder mounts them."""

from __future__ import annotations

from django.urls import include, path

from tannha.urls import handler404, handler500, urlpatterns

urlpatterns = [
    *urlpatterns,
    path("demo/", include("tannha.demo.urls")),
    path("tour/", include("tannha.demo.tour_urls")),
]

__all__ = ["handler404", "handler500", "urlpatterns"]
