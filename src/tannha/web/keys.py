"""The keys of the pages, as Help lists them, and the switch that turns them off on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_COOKIE = "tannha_keys"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and what it does."""

    key: str
    does: str | Promise


KEYS = (
    Key(key="Ctrl+K", does=_("Find: go to the field or page for finding somebody")),
    Key(key="Ctrl+Enter", does=_("Press the filled button of the page")),
    Key(key="F8", does=_("Hide the page at once; the PIN shows it again")),
    Key(key="Esc", does=_("Back to the page before; answers stay")),
    Key(key="F2", does=_("Call the next number, again to repeat")),
    Key(key="F4", does=_("This finger cannot be taken")),
    Key(key="F9", does=_("Stop, at once and without a question")),
    Key(key="Space", does=_("Take the sample")),
    Key(key="N", does=_("Accept the sample")),
    Key(key="1-9", does=_("Choose an answer by its place")),
)


def keys_on(request: HttpRequest) -> bool:
    """Whether this screen uses the keys."""
    return request.COOKIES.get(_COOKIE) != "off"


def keep_keys(response: HttpResponseBase, on: bool) -> None:
    """Remember the switch on this screen."""
    if on:
        response.delete_cookie(_COOKIE, samesite="Strict")
    else:
        response.set_cookie(_COOKIE, "off", max_age=_YEAR, httponly=True, samesite="Strict")
