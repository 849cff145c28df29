"""Addresses of the tour: mounted in a demo folder only."""

from __future__ import annotations

from django.urls import path

from tannha.demo import views
from tannha.demo.urls import open_page

app_name = "tour"
urlpatterns = [
    path("", open_page(views.tour_page), name="start"),
    path("begin/", open_page(views.tour_begin), name="begin"),
    path("stop/<int:number>/", open_page(views.tour_stop), name="stop"),
    path("code/", open_page(views.code), name="code"),
    path("exit/", open_page(views.tour_exit), name="exit"),
]
