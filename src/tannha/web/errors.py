"""Pages for a lawful no, for what is not there, for a form that came too late, and for a fault of ours."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tannha.ground.refusal import Refusal
from tannha.ground.refusals import Code, not_there

_log = logging.getLogger("tannha.web")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409 with the refusal panel; not yours and not there alike are the 404 page."""
    if refusal.code == Code.NOT_THERE:
        return not_found(request)
    return render(request, "web/refused.html", {"refusal": refusal}, status=409)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one 404 page."""
    return render(request, "web/not_found.html", {"refusal": not_there()}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of ours sends."""
    return HttpResponse(render_to_string("web/broken.html", {"ours": False}), status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token or from another site: nothing was written."""
    return render(request, "web/form_expired.html", status=403)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """A fault of ours: said plainly, without the store, since the store may be the fault."""
    _log.error("page %s broke", getattr(getattr(request, "resolver_match", None), "view_name", "unknown"))
    return HttpResponse(render_to_string("web/broken.html", {"ours": True}), status=500)
