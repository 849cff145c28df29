"""Pages of the issuing room: read the form, call one verb, choose a template."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.enrol.service import count_packets_waiting
from tannha.ground.access import May, Role, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import parse_key
from tannha.ground.qr_codes import write_inline_svg
from tannha.ground.refusal import Refused
from tannha.ground.regime import add_working_days
from tannha.ground.second_person import candidates
from tannha.issue import chip_texts, packet_texts, service, texts
from tannha.issue.forms import HandoverForm, ReturnForm, RevokeForm, RoundForm
from tannha.issue.refusals import Code
from tannha.issue.rules.handover import CardStatus, HandoverPlace, OldPaper, Receiver
from tannha.web import notice
from tannha.web.page import to
from tannha.web.paging import page_number
from tannha.web.paper import draw


def approve(request: HttpRequest) -> HttpResponseBase:
    """Packets that wait for a supervisor."""
    packets = service.list_packets_to_approve(_actor(request), now=_now(request))
    waiting = count_packets_waiting(_actor(request).ward_id)
    first = next((packet.packet_id for packet in packets if not packet.own), None)
    return render(request, "issue/approve.html", {"packets": packets, "waiting": waiting, "first": first})


def packet(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """One packet's summary; approve it, or send it back with a reason."""
    actor, now = _actor(request), _now(request)
    form = ReturnForm(request.POST if request.POST.get("decision") == "return" else None)
    if request.method == "POST":
        if request.POST.get("decision") == "approve":
            service.approve_packet(actor, packet_id=k, now=now)
            notice.leave(request, _("Approved. The card can be made."))
            return to(reverse("issue:approve"))
        if form.is_valid():
            service.return_packet(actor, packet_id=k, reason=form.cleaned_data["reason"], now=now)
            notice.leave(request, _("Returned. The person is met again."))
            return to(reverse("issue:approve"))
    view = service.show_packet(actor, packet_id=k, now=now)
    summary = view.summary
    context = {
        "view": view,
        "form": form,
        "face": base64.b64encode(summary.face).decode() if summary.face else "",
        "exceptions": packet_texts.exceptions_in_words(summary),
        "scores": packet_texts.scores_in_words(summary),
        "concerns": packet_texts.concerns_in_words(summary),
        "facts": packet_texts.facts_in_words(summary),
        "signing": packet_texts.signing_in_words(summary),
    }
    return render(request, "issue/packet.html", context, status=422 if form.errors else 200)


def returned(request: HttpRequest) -> HttpResponseBase:
    """Packets that came back, each with its reason."""
    return render(
        request, "issue/returned.html", {"packets": service.show_returned(_actor(request), now=_now(request))}
    )


def batches(request: HttpRequest) -> HttpResponseBase:
    """Approved packets without a card; make cards of those chosen."""
    actor, now = _actor(request), _now(request)
    apart: tuple[Any, ...] = ()
    if request.method == "POST":
        made = service.make_cards(actor, packet_ids=_chosen(request), now=now)
        done = len(made.cards)
        notice.leave(request, ngettext("%(n)s card made.", "%(n)s cards made.", done) % {"n": done})
        if not made.apart:
            return to(reverse("issue:batches"))
        apart = made.apart
    packets = service.list_to_make(actor, now=now)
    context = {"packets": packets, "apart": apart, "waiting": service.count_to_make(actor.ward_id)}
    return render(request, "issue/batches.html", context, status=409 if apart else 200)


def waiting(request: HttpRequest) -> HttpResponseBase:
    """Cards nobody has received yet; the issuer gives those for homes to an operator."""
    actor, now = _actor(request), _now(request)
    may_arrange = cell(actor.role, May.PERSONALISE) is not None
    carriers = service.list_carriers(actor.ward_id) if may_arrange else []
    tomorrow = add_working_days(local_day(now), 1)
    form = RoundForm(
        request.POST if request.method == "POST" else None, carriers=carriers, initial={"on": tomorrow}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        cards = service.arrange_round(
            actor, card_ids=_chosen(request), carrier=told["carrier"], on=told["on"], now=now
        )
        text = ngettext("%(n)s card is on the round.", "%(n)s cards are on the round.", len(cards))
        notice.leave(request, text % {"n": len(cards)})
        return to(reverse("issue:waiting"))
    at_home = request.GET.get("home") == "1"
    page = page_number(request)
    found = service.show_cards_waiting(actor, now=now, at_home_only=at_home, page=page)
    context = {
        "found": found,
        "form": form,
        "may_arrange": may_arrange and bool(found.cards),
        "own_round": actor.role is Role.OPERATOR,
        "at_home": at_home,
        "page": min(max(page, 1), found.pages),
        "chosen": set(_chosen(request)) if request.method == "POST" else set(),
    }
    return render(request, "issue/waiting.html", context, status=422 if form.errors else 200)


def handover(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Give a card; given already is a refusal with its receipt."""
    actor, now = _actor(request), _now(request)
    try:
        return _handover(request, actor, k, now)
    except Refused as refused:
        if refused.refusal.code is not Code.ALREADY_GIVEN:
            raise
        context = {"refusal": refused.refusal, "card_id": k}
        return render(request, "issue/already_given.html", context, status=409)


def _handover(request: HttpRequest, actor: Actor, k: UUID, now: datetime) -> HttpResponseBase:
    view = service.show_handover(actor, card_id=k, now=now)
    known = view.representatives[0] if view.representatives else None
    initial = {
        "place": (HandoverPlace.HOME if view.home_only or view.card.at_home else HandoverPlace.COUNTER).value,
        "receiver": Receiver.PERSON.value,
        "old_paper": OldPaper.COLLECTED.value if view.held else None,
        "receiver_name": known.name if known else "",
        "receiver_document": known.document if known else "",
    }
    person = view.strip.spoken or view.strip.name
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        person=person,
        home_only=view.home_only,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        service.hand_over(actor, card_id=k, handover=form.handover(), now=now)
        notice.leave(request, _("The card is handed over."))
        return to(reverse("issue:receipt", args=[k]))
    context = {"view": view, "form": form, "facts": texts.card_facts(view.card), "person": person}
    return render(request, "issue/handover.html", context, status=422 if form.errors else 200)


def receipt(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """The receipt of a handover."""
    view = service.show_receipt(_actor(request), card_id=k, now=_now(request))
    return render(request, "issue/receipt.html", _receipt_context(view))


def receipt_paper(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """The receipt as an A5 page to print and sign."""
    view = service.show_receipt(_actor(request), card_id=k, now=_now(request), printed=True)
    context = _receipt_context(view) | {
        "printed_at": _now(request),
        "printed_by": _actor(request).display_name,
        "seal": _seal(service.seal_of_receipt(view, now=_now(request))),
        "language": request.LANGUAGE_CODE,  # type: ignore[attr-defined] # set by the middleware
    }
    response = HttpResponse(
        draw("issue/receipt_paper.html", context, style="issue/paper.css"), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="receipt.pdf"'
    return response


def card(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """A card's life and what is written on it."""
    view = service.show_card(_actor(request), card_id=k, now=_now(request))
    context = {
        "view": view,
        "qr": _qr(view.card.qr_text),
        "seal": _seal(service.seal_of_card(view, now=_now(request))),
        "facts": texts.card_facts(view.card),
        "status": texts.STATUS[CardStatus(view.card.status)],
        "life": [(texts.ACTS[line.kind], line) for line in view.life],
        "given": view.card.status != CardStatus.MADE and view.card.handed_over_at is not None,
    }
    return render(request, "issue/card.html", context)


def chip(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """What was written on a card's chip and what a reader found; write one."""
    actor, now = _actor(request), _now(request)
    if request.method == "POST":
        service.write_chip(actor, card_id=k, now=now)
        notice.leave(request, _("Chip written and read back."))
        return to(reverse("issue:chip", args=[k]))
    view = service.show_chip(actor, card_id=k, now=now)
    context = {
        "view": view,
        "chip": view.chip,
        "facts": [chip_texts.shown(fact) for fact in view.chip.read_back] if view.chip else [],
        "refusal": None if view.chip else view.why_not,
    }
    return render(request, "issue/chip.html", context)


def revoke(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """End a card: consequence, reason, second person."""
    actor, now = _actor(request), _now(request)
    form = RevokeForm(
        request.POST if request.method == "POST" else None, colleagues=candidates(actor, May.REVOKE_CARD)
    )
    if request.method == "POST" and form.is_valid():
        service.revoke_card(
            actor, card_id=k, reason=form.cleaned_data["reason"], second=form.second(), now=now
        )
        notice.leave(request, _("The card is revoked."))
        return to(reverse("issue:card", args=[k]))
    view = service.show_card(actor, card_id=k, now=now)
    return render(
        request, "issue/revoke.html", {"view": view, "form": form}, status=422 if form.errors else 200
    )


def _receipt_context(view: service.ReceiptView) -> dict[str, Any]:
    return {
        "view": view,
        "receiver": texts.receiver_words(view.receipt, view.strip.name),
        "old_paper": texts.PAPERS[OldPaper(view.receipt.old_paper)],
        "place": texts.PLACES[HandoverPlace(view.receipt.place)],
        "mark": texts.mark_words(view.receipt),
    }


def _qr(text: str) -> SafeString:
    """The QR as an inline picture, 18 mm on the card; made of our own text, so safe to show."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=3, dark="#000", light="#fff"))  # digits and paths only


def _seal(sealed: bytes | None) -> SafeString | None:
    """The signed seal as an inline QR; None where this place's authority cannot sign."""
    return None if sealed is None else mark_safe(write_inline_svg(sealed))  # rectangles only


def _chosen(request: HttpRequest) -> list[UUID]:
    chosen = []
    for key in request.POST.getlist("chosen"):
        try:
            chosen.append(parse_key(key))
        except ValueError:
            continue
    return chosen


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined] # set by the middleware
    return actor


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined] # set by the middleware
    return now
