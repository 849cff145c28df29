"""Addresses of the pages for everybody: row `OWN` of the access table, or open to all."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.web import sign_in_views, views
from tannha.web.page import page

app_name = "web"
urlpatterns = [
    path("", page(views.today, may=May.PUBLIC, open_to_all=True), name="today"),
    path("sign-in/", page(sign_in_views.password_step, may=May.PUBLIC, open_to_all=True), name="sign-in"),
    path("sign-in/code/", page(sign_in_views.code_step, may=May.PUBLIC, open_to_all=True), name="code"),
    path(
        "sign-out/",
        page(sign_in_views.sign_out, may=May.PUBLIC, open_to_all=True, while_locked=True),
        name="sign-out",
    ),
    path("lock/", page(sign_in_views.lock, may=May.OWN, while_locked=True), name="lock"),
    path("lock/open/", page(sign_in_views.unlock, may=May.OWN, while_locked=True), name="unlock"),
    path("awake/", page(views.awake, may=May.OWN), name="awake"),
    path("pin/", page(sign_in_views.pin, may=May.OWN), name="pin"),
    path("password/", page(sign_in_views.password, may=May.OWN), name="password"),
    path("mine/", page(views.mine, may=May.OWN), name="mine"),
    path("help/", page(views.help_page, may=May.PUBLIC, open_to_all=True), name="help"),
    path(
        "language/",
        page(views.language, may=May.PUBLIC, open_to_all=True, while_locked=True),
        name="language",
    ),
    path("theme/", page(views.theme, may=May.PUBLIC, open_to_all=True, while_locked=True), name="theme"),
    path("keys/", page(views.keys, may=May.PUBLIC, open_to_all=True), name="keys"),
]
