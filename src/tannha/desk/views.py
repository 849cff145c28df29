"""Pages of the desk: purpose first, then a scan, then facts and one decision."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.desk import chip_reading, service
from tannha.desk.forms import ChipForm, EmergencyForm, PurposeForm, ScanForm
from tannha.desk.rules.code_and_chip import compare
from tannha.desk.rules.purpose import CheckState, Decision, Enough, Purpose
from tannha.desk.texts import NAMES, PURPOSES, STATES, answer_text, code_and_chip_text, fact_text
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import format_key, parse_key
from tannha.ground.personal_number import SYNTHETIC_PREFIX
from tannha.ground.refusal import Refused
from tannha.issue.service import chip_fact
from tannha.web import notice
from tannha.web.page import to

_PURPOSE = "desk_purpose"
_NOT_CARDS = frozenset(service.CODE_OF.values())


def check(request: HttpRequest) -> HttpResponseBase:
    """Scan a card; without a purpose, that comes first."""
    purpose = _purpose(request)
    if purpose is None:
        return to(reverse("desk:purpose"))
    form = ScanForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = service.check_card(
                _actor(request), purpose=purpose, scanned=form.cleaned_data["scanned"], now=_now(request)
            )
        except Refused as refused:
            if refused.refusal.code not in _NOT_CARDS:
                raise
            refusal, form = refused.refusal, ScanForm()
        else:
            return to(reverse("desk:checked", args=[made.pk]))
    context = {
        "form": form,
        "refusal": refusal,
        "purpose": PURPOSES[purpose],
        "later": service.count_later(_actor(request).user_id),
    }
    return render(request, "desk/check.html", context, status=409 if refusal else 200)


def chip(request: HttpRequest) -> HttpResponseBase:
    """Read the chip of the card on the reader; without a purpose, that comes first."""
    purpose = _purpose(request)
    if purpose is None:
        return to(reverse("desk:purpose"))
    form = ChipForm(request.POST if request.method == "POST" else None)
    scanned = _scanned(request)
    context: dict[str, object] = {"form": form, "purpose": PURPOSES[purpose]}
    if scanned is not None:
        context["check"] = format_key(scanned.check.pk)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            inspection = chip_reading.read_chip(form.cleaned_data["number"], now=_now(request))
        except Refused as refused:
            context |= {"refusal": refused.refusal, "form": ChipForm()}
            status = 409
        else:
            reading = chip_reading.show_chip_reading(
                _actor(request), inspection=inspection, purpose=purpose, now=_now(request)
            )
            facts = [chip_fact(fact.as_plain) for fact in reading.facts]
            if scanned is not None and scanned.copy is not None:
                found = compare(scanned.copy, zone=reading.zone, name=reading.name)
                facts.insert(0, code_and_chip_text(found))
            context |= {
                "reading": reading,
                "facts": facts,
                "portrait": b64encode(reading.portrait).decode() if reading.portrait else "",
            }
    elif form.errors:
        status = 422
    return render(request, "desk/chip.html", context, status=status)


def purpose(request: HttpRequest) -> HttpResponseBase:
    """Choose what the checks are for; kept in the session until the day ends."""
    kept = _purpose(request)
    form = PurposeForm(
        request.POST if request.method == "POST" else None, initial={"purpose": kept.value if kept else None}
    )
    if request.method == "POST" and form.is_valid():
        request.session[_PURPOSE] = [form.purpose_chosen().value, local_day(_now(request)).isoformat()]
        return to(reverse("desk:check"))
    return render(request, "desk/purpose.html", {"form": form}, status=422 if form.errors else 200)


def checked(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """The facts of one check and what they are enough for; receive, or keep the look-up for later."""
    actor, now = _actor(request), _now(request)
    if request.method == "POST":
        decision = Decision.LATER if request.POST.get("decision") == Decision.LATER else Decision.RECEIVE
        service.decide(actor, check_id=k, decision=decision, now=now)
        done = _("Received. The look-up waits in the list.") if decision is Decision.LATER else _("Received.")
        notice.leave(request, done)
        return to(reverse("desk:check"))
    view = service.show_check(actor, check_id=k, now=now)
    copy = view.copy
    context = {
        "view": view,
        "copy": copy,
        "facts": [fact_text(fact) for fact in view.facts],
        "purpose": PURPOSES[view.purpose],
        "answer": answer_text(view.purpose, view.enough) if view.enough else "",
        "is_open": view.state is CheckState.OPEN,
        "is_care": view.purpose is not Purpose.CONTRACT,
        "enough": view.enough in (Enough.ENOUGH, Enough.ENOUGH_LOOK_UP_LATER),
        "invented": copy is not None and copy.personal_number.startswith(SYNTHETIC_PREFIX),
        "state": STATES[view.state],
        "can": copy.personal_number[-6:] if copy else "",
    }
    return render(request, "desk/checked.html", context)


def emergency(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Receive as an emergency, with the reason."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        service.decide(
            _actor(request),
            check_id=k,
            decision=Decision.EMERGENCY,
            reason=form.cleaned_data["reason"],
            now=_now(request),
        )
        notice.leave(request, _("Emergency written down. Care goes on."))
        return to(reverse("desk:check"))
    view = service.show_check(_actor(request), check_id=k, now=_now(request))
    context = {"form": form, "view": view, "copy": view.copy}
    return render(request, "desk/emergency.html", context, status=422 if form.errors else 200)


def emergency_without_card(request: HttpRequest) -> HttpResponseBase:
    """Receive an emergency whose card cannot be had."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        service.receive_without_card(
            _actor(request),
            purpose=_purpose(request) or Purpose.TREATMENT,
            reason=form.cleaned_data["reason"],
            now=_now(request),
        )
        notice.leave(request, _("Emergency written down. Care goes on."))
        return to(reverse("desk:check") if _purpose(request) else reverse("desk:purpose"))
    return render(request, "desk/emergency.html", {"form": form}, status=422 if form.errors else 200)


def later(request: HttpRequest) -> HttpResponseBase:
    """Look-ups that wait to be repeated; repeat them all."""
    actor, now = _actor(request), _now(request)
    if request.method == "POST":
        left = service.look_up_again(actor, now=now)
        text = ngettext("Looked up again; %(n)s stays open.", "Looked up again; %(n)s stay open.", left)
        notice.leave(request, text % {"n": left} if left else _("Looked up again; all are answered."))
        return to(reverse("desk:later"))
    lines = [
        {
            "line": line,
            "purpose": PURPOSES[line.purpose],
            "open": [str(NAMES[name]) for name in line.open_facts],
            "answer": answer_text(line.purpose, line.enough),
        }
        for line in service.list_later(actor, now=now)
    ]
    return render(request, "desk/later.html", {"lines": lines})


def close(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Close a look-up that is not needed any more; the copy is deleted."""
    if request.method == "POST":
        service.decide(_actor(request), check_id=k, decision=Decision.CLOSE, now=_now(request))
        notice.leave(request, _("Closed. The copy is deleted."))
    return to(reverse("desk:later"))


def _purpose(request: HttpRequest) -> Purpose | None:
    kept = request.session.get(_PURPOSE)
    if not kept or kept[1] != local_day(_now(request)).isoformat():
        return None
    return Purpose(kept[0]) if kept[0] in {purpose.value for purpose in Purpose} else None


def _scanned(request: HttpRequest) -> service.CheckView | None:
    """The check from which the chip is read; None where the chip is read without a scan."""
    try:
        key = parse_key(request.POST.get("check", ""))
    except ValueError:
        return None
    return service.show_check(_actor(request), check_id=key, now=_now(request))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined] # set by the middleware
    return actor


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined] # set by the middleware
    return now
