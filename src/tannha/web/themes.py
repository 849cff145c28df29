"""The themes a person can choose on a screen, kept in a cookie that says nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

COOKIE = "tannha_theme"
THEMES = ("light", "dark", "sun")
_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """The chosen theme, or nothing: light or dark as the screen itself is set."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def keep_theme(response: HttpResponseBase, theme: str) -> None:
    """Remember a theme on this screen; an unknown one forgets the choice."""
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=_YEAR, httponly=True, samesite="Strict")
    else:
        response.delete_cookie(COOKIE, samesite="Strict")
