"""Pages for everybody: Today, one's own journal, help, and the switches of language, theme and keys."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_POST

from tannha.ground import clock
from tannha.ground.access import Role
from tannha.web import own_journal
from tannha.web.colleagues import list_on_call
from tannha.web.keys import KEYS, keep_keys
from tannha.web.page import to
from tannha.web.paths import own_path
from tannha.web.themes import keep_theme

_YEAR = 365 * 24 * 3600


@require_GET
def today(request: HttpRequest) -> HttpResponseBase:
    """What waits for me; for nobody, what this program is and where to sign in."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined] # set by the middleware
    if actor is None:
        return render(request, "web/welcome.html")
    rows = import_string("tannha.wiring.today_rows")(actor, now)
    day = own_journal.own_day(actor, now=now)
    signed_in_for = timedelta(seconds=clock.now().timestamp() - request.signed_in_since)  # type: ignore[attr-defined]
    return render(
        request, "web/today.html", {"rows": rows, "day": day, "now": now, "since": now - signed_in_for}
    )


@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I did and looked at, newest first."""
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    kind = request.GET.get("kind", "")
    actor, now = request.actor, request.now  # type: ignore[attr-defined] # set by the middleware
    entries = own_journal.list_own(actor, before=before, kind=kind)
    shown = entries[: own_journal.PAGE]
    older = shown[-1].seq if len(entries) > own_journal.PAGE else None
    context = {
        "entries": shown,
        "older": older,
        "newest": before is None,
        "kind": kind if kind in ("read", "act") else "",
        "day": own_journal.own_day(actor, now=now),
    }
    return render(request, "web/mine.html", context)


@require_GET
def help_page(request: HttpRequest) -> HttpResponseBase:
    """Keys, what the marks mean, whom to call."""
    actor = request.actor  # type: ignore[attr-defined]
    on_call = list_on_call(actor, (Role.SUPERVISOR, Role.ADMINISTRATOR)) if actor else []
    return render(request, "web/help.html", {"keys": KEYS, "on_call": on_call})


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Speak the chosen language from the same page on."""
    response = to(own_path(request, request.POST.get("next")))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(  # type: ignore[attr-defined] # a redirect carries cookies
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, httponly=True, samesite="Strict"
        )
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponseBase:
    """Show the chosen theme from the same page on."""
    response = to(own_path(request, request.POST.get("next")))
    keep_theme(response, request.POST.get("theme", ""))
    return response


@require_POST
def keys(request: HttpRequest) -> HttpResponseBase:
    """Switch the keys of the pages on or off on this screen."""
    response = to(own_path(request, request.POST.get("next")))
    keep_keys(response, request.POST.get("keys") != "off")
    return response


@require_POST
def awake(request: HttpRequest) -> HttpResponseBase:
    """Somebody types here: the middleware has moved the idle clock; nothing else happens."""
    return HttpResponse(status=204)
