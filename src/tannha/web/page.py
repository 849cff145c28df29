"""The door of every page: who may open it, and what is answered when a verb refuses.

`page(view, may=May.X)` in a room's urls: signed out → sign-in; locked → the curtain; a role without a cell in
that row, or a verb's `NOT_THERE` → the same 404 page; any other refusal → 409 with the refusal panel.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tannha.ground.access import May, cell
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.web import errors
from tannha.web.once import once
from tannha.web.paths import back_path

View = Callable[..., HttpResponseBase]
SEE_OTHER = 303


def page(view: View, *, may: May, open_to_all: bool = False, while_locked: bool = False) -> View:
    """Guard a view by a row of the access table; the result carries `.may` and `.open_to_all` for tests.

    `open_to_all` pages answer nobody too. `while_locked` is for the few pages that work behind the curtain.
    """

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stopped = _stop(request, may, open_to_all, while_locked)
        if stopped is not None:
            return stopped
        try:
            response = once(request, lambda: view(request, *args, **kwargs))
        except Refused as refused:
            response = errors.refused(request, refused.refusal)
        if getattr(request, "actor", None) is not None or not open_to_all:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    shown.may = may  # type: ignore[attr-defined] # read by the role × route test
    shown.open_to_all = open_to_all  # type: ignore[attr-defined]
    return shown


def _stop(request: HttpRequest, may: May, open_to_all: bool, while_locked: bool) -> HttpResponseBase | None:
    actor = request.actor  # type: ignore[attr-defined] # set by the middleware
    if actor is None:
        return None if open_to_all else see_other("web:sign-in", next=_path(request))
    if request.locked and not while_locked:  # type: ignore[attr-defined]
        if is_fetch(request):
            return HttpResponse(status=423)
        return see_other("web:lock", next=_path(request))
    if not open_to_all and cell(actor.role, may) is None:
        return errors.refused(request, not_there())
    return None


def _path(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else back_path(request)


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asked, and not a person opening a page."""
    return request.headers.get("Sec-Fetch-Dest") == "empty" or "HX-Request" in request.headers


def see_other(name: str, **query: str) -> HttpResponseBase:
    """303 to a route of the frame, with what is not empty as its query."""
    kept = {key: value for key, value in query.items() if value and value != "/"}
    address = reverse(name) + (f"?{urlencode(kept)}" if kept else "")
    return to(address)


def to(address: str) -> HttpResponseBase:
    """303 to an address of our own."""
    response = redirect(address)
    response.status_code = SEE_OTHER
    return response
