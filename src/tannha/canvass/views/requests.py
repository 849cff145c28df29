"""Pages of what families ask for, and the way to somebody who is on no list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.canvass import service
from tannha.canvass.forms import AnswerFamilyForm, FamilyRequestForm
from tannha.canvass.views.visits import key_in
from tannha.canvass.words import CHANNELS, WAYS
from tannha.ground.access import May, cell
from tannha.ground.ids import format_key, new_id
from tannha.web.notice import leave
from tannha.web.page import to

UNFIT = 422


def new_person(request: HttpRequest) -> HttpResponseBase:
    """Somebody met at a door who is on no list: added, or proposed, in the roll."""
    return to(reverse("roll:add"))


def requests(request: Any) -> HttpResponseBase:
    """Who is asked for and waits; closing one says what the family was told."""
    closing = key_in(request.POST.get("request", "")) if request.method == "POST" else None
    form = AnswerFamilyForm(request.POST if closing else None)
    if closing and form.is_valid():
        service.close_family_request(
            request.actor,
            request_id=closing,
            done="done" in request.POST,
            answer=form.cleaned_data["answer"],
            now=request.now,
        )
        leave(request, _("Closed; the family's question is answered."))
        return to(reverse("canvass:requests"))
    rows = service.show_family_requests(request.actor, now=request.now)
    found = cell(request.actor.role, May.SEE_REQUESTS)
    context = {
        "rows": [
            (row, WAYS.get(row.way, "") if row.way else "", CHANNELS.get(row.channel, "")) for row in rows
        ],
        "masked": found is None or found.masked,
        "answers": form if form.errors else AnswerFamilyForm(),
        "form": form,
        "closing": closing,
    }
    return render(request, "canvass/requests.html", context, status=UNFIT if form.errors else 200)


def take(request: Any, k: UUID) -> HttpResponseBase:
    """Somebody asks for this resident."""
    form = FamilyRequestForm(request.POST if request.method == "POST" else None, initial={"act_id": new_id()})
    if request.method == "POST" and form.is_valid():
        if service.find_family_request(form.cleaned_data["act_id"]) is None:
            service.take_family_request(request.actor, resident_id=k, now=request.now, **form.taken())
        leave(request, _("Written down. The case is open; nobody is promised a time yet."))
        return to(reverse("canvass:way", args=[format_key(k)]))
    shown = service.show_way(request.actor, resident_id=k, now=request.now)
    context = {"form": form, "way": shown, "key": format_key(k)}
    return render(request, "canvass/take_request.html", context, status=UNFIT if form.errors else 200)
