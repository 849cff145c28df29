"""Addresses of the cast: mounted in a demo folder only, open to everybody, as nobody in it is real."""

from __future__ import annotations

from django.urls import path

from tannha.demo import views
from tannha.ground.access import May
from tannha.web.page import View, page


def open_page(view: View) -> View:
    """A page of the demo: for everybody, signed in or not, behind the lock curtain too."""
    return page(view, may=May.PUBLIC, open_to_all=True, while_locked=True)


app_name = "demo"
urlpatterns = [
    path("", open_page(views.cast), name="door"),
    path("as/<slug:username>/", open_page(views.sign_in), name="sign-in"),
    path("sample/<slug:kind>/<slug:name>.png", open_page(views.sample), name="sample"),
]
