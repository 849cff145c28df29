"""A form is done once: sent again from the same showing of its page it leads where it led before, and does nothing.

The showing is known by the form's own token, which is masked anew on each page. Only acts that end with a redirect are
remembered; what was refused or filled in wrongly may be sent again.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from tannha.ground import sent_forms
from tannha.web.notice import leave
from tannha.web.paths import back_path

TOKEN = "csrfmiddlewaretoken"
# Hiding the screen, signing in and out, another language: asked for twice, they are meant twice.
EACH_TIME = frozenset({"web", "demo", "tour"})
PATIENCE_SECONDS = 15.0
STEP_SECONDS = 0.1


def digest_of(request: HttpRequest) -> str | None:
    """Who sent what from which showing of a page; None for what is no form of a signed-in person's work."""
    actor = getattr(request, "actor", None)
    if request.method != "POST" or actor is None or TOKEN not in request.POST:
        return None
    place = request.resolver_match
    if place is None or place.namespace in EACH_TIME:
        return None
    files = [(name, file.name, file.size) for name, found in request.FILES.lists() for file in found]
    sent = [
        str(actor.user_id),
        request.get_full_path(),
        sorted(request.POST.lists()),
        sorted(map(str, files)),
    ]
    return hashlib.sha256(json.dumps(sent, ensure_ascii=False).encode()).hexdigest()


def once(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of a view; for a form that was sent already, the way its first sending went."""
    digest = digest_of(request)
    if digest is None:
        return answer()
    if not sent_forms.claim(digest, now=request.now):  # type: ignore[attr-defined] # set by the middleware
        first = _first_answer(request, digest)
        if first is not None:
            redirect = HttpResponseRedirect(first or back_path(request))
            redirect.status_code = 303
            return redirect
        sent_forms.claim(digest, now=request.now)  # type: ignore[attr-defined]
    location = ""
    try:
        response = answer()
        location = response.headers.get("Location", "") if response.status_code == 303 else ""
        return response
    finally:
        if location:
            sent_forms.answered(digest, location)
        else:
            sent_forms.came_to_nothing(digest)


def _first_answer(request: HttpRequest, digest: str) -> str | None:
    """Where the first sending led; waits a while for its answer. Empty: still none. None: it came to nothing."""
    location = sent_forms.answer_of(digest)
    if location:
        leave(request, _("This was sent already. It was done once."))
        return location
    end = time.monotonic() + PATIENCE_SECONDS
    while location == "" and time.monotonic() < end:
        time.sleep(STEP_SECONDS)
        location = sent_forms.answer_of(digest)
    return location
