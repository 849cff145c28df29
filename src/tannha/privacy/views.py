"""Pages of residents' rights: requests with their clocks, looks, the register, incidents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tannha.ground.access import May, cell
from tannha.ground.clock import at_local, local_day
from tannha.ground.ids import format_key, parse_key
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import candidates
from tannha.privacy import service
from tannha.privacy.forms import (
    AnswerForm,
    EraseForm,
    ExtendForm,
    IncidentForm,
    LooksForm,
    RequestForm,
    ToldForm,
)
from tannha.privacy.rules.purposes import REGISTER
from tannha.privacy.rules.rights import Outcome, RequestKind, RequestState
from tannha.privacy.words import CHANNELS, FIELDS, FOLLOWS, KINDS, OTHER_FIELD, OUTCOMES, STATES
from tannha.web import notice
from tannha.web.page import to
from tannha.web.parts import Head, Row, Table
from tannha.web.templatetags.frame import role_word

UNFIT = 422
_both = require_http_methods(["GET", "HEAD", "POST"])


def _posted(request: Any, name: str = "") -> Any:
    return request.POST if request.method == "POST" and (not name or name in request.POST) else None


@require_safe
def requests(request: Any) -> HttpResponse:
    """Open requests, the nearest last day first; closed ones on demand."""
    closed = "closed" in request.GET
    rows = service.show_requests(request.actor, closed=closed, now=request.now)
    context = {
        "closed": closed,
        "rows": [(row, KINDS[row.kind], *STATES[row.state], OUTCOMES.get(row.outcome, "")) for row in rows],  # type: ignore[call-overload] # "" while open
    }
    return render(request, "privacy/requests.html", context)


@_both
def take(request: Any) -> HttpResponseBase:
    """A request is written down."""
    about = request.GET.get("about", "")
    resident_id = _key_in(about)
    form = RequestForm(
        _posted(request), about=resident_id is not None, initial={"received_on": local_day(request.now)}
    )
    if request.method == "POST" and form.is_valid():
        row = service.take_request(
            request.actor, resident_id=resident_id, now=request.now, **form.cleaned_data
        )
        notice.leave(request, _("Written down; the clock runs from the day it was received."))
        return to(reverse("privacy:request", args=[format_key(row.pk)]))
    return render(
        request, "privacy/take.html", {"form": form, "about": about}, status=UNFIT if form.errors else 200
    )


def _key_in(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return parse_key(text)
    except ValueError:
        raise Refused(not_there()) from None


@_both
def one_request(request: Any, k: UUID) -> HttpResponseBase:
    """One request: acknowledge, extend, answer."""
    if "acknowledge" in request.POST:
        service.acknowledge_request(request.actor, request_id=k, now=request.now)
        return _again(request, k, _("Written down: the first answer was given."))
    extend = ExtendForm(_posted(request, "extend"))
    if extend.is_bound and extend.is_valid():
        service.extend_request(request.actor, request_id=k, now=request.now, **extend.cleaned_data)
        return _again(request, k, _("The time is extended, once."))
    shown = service.show_request(request.actor, request_id=k, now=request.now)
    answer = AnswerForm(_posted(request, "outcome"), kind=shown.kind)
    if answer.is_bound and answer.is_valid():
        service.answer_request(request.actor, request_id=k, now=request.now, **answer.cleaned_data)
        return _again(request, k, _("Answered and closed."))
    seen = cell(request.actor.role, May.LOOK_UP)
    context = {
        "row": shown,
        "kind": KINDS[shown.kind],
        "follows": FOLLOWS[shown.kind],
        "state": STATES[shown.state],
        "channel": CHANNELS.get(shown.channel, ""),
        "outcome": OUTCOMES[Outcome(shown.outcome)] if shown.outcome else "",
        "form": answer,
        "extend": extend,
        "open": shown.state is not RequestState.CLOSED,
        "may_acknowledge": shown.state is RequestState.RECEIVED,
        "may_copy": shown.kind is RequestKind.SEE
        and shown.resident_id
        and seen is not None
        and not seen.masked,
        "may_erase": shown.kind is RequestKind.ERASE
        and shown.resident_id
        and cell(request.actor.role, May.ERASE) is not None,
    }
    unfit = extend.errors or answer.errors
    return render(request, "privacy/request.html", context, status=UNFIT if unfit else 200)


def _again(request: Any, k: UUID, sentence: str) -> HttpResponseBase:
    notice.leave(request, sentence)
    return to(reverse("privacy:request", args=[format_key(k)]))


@_both
def erase(request: Any, k: UUID) -> HttpResponseBase:
    """What is held beyond the duty is erased, by two persons."""
    colleagues = candidates(request.actor, May.ERASE)
    form = EraseForm(_posted(request), colleagues=colleagues)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            service.erase_voluntary(
                request.actor,
                request_id=k,
                answer=form.cleaned_data["answer"],
                second=form.second(),
                now=request.now,
            )
            return _again(request, k, _("Erased; what the law has the ward keep stays."))
        except Refused as refused:
            refusal = refused.refusal
    context = {"form": form, "key": format_key(k), "refusal": refusal}
    return render(
        request, "privacy/erase.html", context, status=UNFIT if form.errors else 409 if refusal else 200
    )


@require_safe
def copy(request: Any, k: UUID) -> HttpResponse:
    """The copy that is handed over."""
    made = service.hand_copy(request.actor, request_id=k, now=request.now)
    context = {"copy": made, "key": format_key(k), "rows": [(line.label, line.value) for line in made.lines]}
    return render(request, "privacy/copy.html", context)


@_both
def looks(request: Any) -> HttpResponseBase:
    """Who looked at one person; and which accounts look most, in figures."""
    form = LooksForm(_posted(request, "number"))
    context: dict[str, Any] = {"form": form}
    about = request.POST.get("about", "")
    if request.method == "POST" and (about or form.is_valid()):
        asked = request.POST.get("before", "")
        number = "" if about else form.cleaned_data["number"]
        reason = request.POST.get("reason", "")
        view = service.show_looks(
            request.actor,
            number=number,
            resident_id=_key_in(about),
            reason=reason,
            before=int(asked) if asked.isdecimal() and len(asked) < 18 else None,
            now=request.now,
        )
        context |= {"view": view, "reason": reason, "key": format_key(view.resident_id)}
        context["rows"] = [
            (look, role_word(look.role), ", ".join(_fields(look.fields))) for look in view.looks
        ]
    else:
        context["watched"] = _watched(request)
    return render(request, "privacy/looks.html", context, status=UNFIT if form.errors and not about else 200)


def _fields(fields: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(str(FIELDS.get(field, OTHER_FIELD)) for field in fields))


def _watched(request: Any) -> Table:
    return Table(
        caption=_("Accounts in the last seven days"),
        heads=(
            Head(_("Who")),
            Head(_("Role")),
            Head(_("People seen"), figure=True),
            Head(_("Whole numbers"), figure=True),
            Head(_("Look-ups today"), figure=True),
            Head(_("Tables with names"), figure=True),
        ),
        rows=[
            Row(cells=(row.who, role_word(row.role), row.people, row.numbers, row.look_ups_today, row.tables))
            for row in service.list_watched(request.actor, now=request.now)
        ],
    )


@require_safe
def register(request: Any) -> HttpResponse:
    """Purposes with their law."""
    rows = [(_(one.purpose), _(one.data), one.law, one.since, one.consent, _(one.kept)) for one in REGISTER]
    return render(request, "privacy/register.html", {"rows": rows})


@require_safe
def incidents(request: Any) -> HttpResponse:
    """Incidents, newest first."""
    rows = service.list_incidents(request.actor.ward_id, request.now)
    return render(request, "privacy/incidents.html", {"rows": rows})


@_both
def new_incident(request: Any) -> HttpResponseBase:
    """Something happened that should not have."""
    form = IncidentForm(_posted(request), initial={"day": local_day(request.now)})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        moment = given.pop("time")
        detected_at = at_local(given.pop("day"), moment.hour * 60 + moment.minute)
        row = service.note_incident(request.actor, detected_at=detected_at, now=request.now, **given)
        notice.leave(request, _("Written down; the hours run from the moment it was found."), mark="look")
        return to(reverse("privacy:incident", args=[format_key(row.pk)]))
    return render(request, "privacy/new_incident.html", {"form": form}, status=UNFIT if form.errors else 200)


@_both
def incident(request: Any, k: UUID) -> HttpResponseBase:
    """One incident: who was told, what was done, closing."""
    if "close" in request.POST:
        service.close_incident(request.actor, incident_id=k, now=request.now)
        notice.leave(request, _("Closed; the file is kept for five years."))
        return to(reverse("privacy:incidents"))
    form = ToldForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        service.note_incident_told(request.actor, incident_id=k, now=request.now, **form.cleaned_data)
        notice.leave(request, _("Written down."))
        return to(reverse("privacy:incident", args=[format_key(k)]))
    view = service.get_incident(request.actor, k, request.now)
    if view.row.authority_told_at:
        del form.fields["authority"]
    if view.row.people_told_at:
        del form.fields["people"]
    form.initial["measures"] = view.row.measures
    return render(
        request, "privacy/incident.html", {"view": view, "form": form}, status=UNFIT if form.errors else 200
    )
