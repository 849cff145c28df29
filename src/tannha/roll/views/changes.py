"""Pages of changes: somebody new, a value, a status, a move, an old number; or the same as a proposal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.ids import format_key, new_id
from tannha.roll import service
from tannha.roll.forms import CorrectionForm, posted
from tannha.roll.people_forms import (
    DecisionForm,
    EvidenceForm,
    MoveForm,
    OldNumberForm,
    PersonForm,
    StatusForm,
)
from tannha.roll.rules.proposals import ProposalKind
from tannha.roll.texts import CHANGED, PROPOSAL_STATES, PROPOSALS, value_text
from tannha.web import notice
from tannha.web.page import to

UNFIT = 422


def proposes(actor: Actor) -> bool:
    """Whether this account's changes wait for a supervisor."""
    found = cell(actor.role, May.CHANGE_ROLL)
    return found is not None and found.scope is Scope.PROPOSES


def decides(actor: Actor) -> bool:
    """Whether this account decides proposals and doubles."""
    found = cell(actor.role, May.CHANGE_ROLL)
    return found is not None and found.scope is Scope.WARD


def form_page(request: Any, k: UUID, form: Any, title: str, action: str, lead: str = "") -> HttpResponse:
    """A form about one person."""
    view = service.show_resident(request.actor, resident_id=k, now=request.now)
    context = {
        "form": form,
        "key": format_key(k),
        "strip": view.strip,
        "heading": title,
        "action": action,
        "lead": lead or (_waits() if proposes(request.actor) else ""),
    }
    return render(request, "roll/change.html", context, status=UNFIT if form.errors else 200)


def _waits() -> str:
    return _("Nothing changes at once: a supervisor looks at it and decides.")


def back(request: HttpRequest, k: UUID, sentence: str) -> HttpResponseBase:
    """To the person's page, with one sentence."""
    notice.leave(request, sentence)
    return to(reverse("roll:resident", args=[format_key(k)]))


def _proposed(request: Any, k: UUID | None) -> HttpResponseBase:
    notice.leave(request, _("Proposed. A supervisor decides; nothing has changed yet."), mark="wish")
    return to(reverse("roll:resident", args=[format_key(k)]) if k else reverse("roll:proposals"))


def correct(request: Any, k: UUID) -> HttpResponseBase:
    """One value corrected with its evidence, or proposed."""
    form = CorrectionForm(posted(request), initial={"field": request.GET.get("field", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if proposes(request.actor):
            service.propose_change(
                request.actor,
                kind="correction",
                resident_id=k,
                after={given["field"]: given["value"]},
                evidence=given["evidence"],
                now=request.now,
            )
            return _proposed(request, k)
        service.correct_resident(request.actor, resident_id=k, now=request.now, **given)
        return back(request, k, _("Corrected; what stood there before is kept."))
    if proposes(request.actor):
        return form_page(request, k, form, _("Propose a correction"), _("Propose"))
    return form_page(request, k, form, _("Correct the roll"), _("Save the correction"))


def status(request: Any, k: UUID) -> HttpResponseBase:
    """Moved out, died, or here after all."""
    person = service.find_resident(k)
    form = StatusForm(posted(request), now_is=person.status if person else "")
    if proposes(request.actor):
        form.fields.pop("everyone", None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if proposes(request.actor):
            service.propose_change(
                request.actor,
                kind="status",
                resident_id=k,
                after={"status": given["status"]},
                evidence=given["evidence"],
                now=request.now,
            )
            return _proposed(request, k)
        return _set_status(request, k, given)
    action = _("Propose") if proposes(request.actor) else _("Save")
    return form_page(request, k, form, _("Moved out, died, or here after all"), action)


def _set_status(request: Any, k: UUID, given: dict[str, Any]) -> HttpResponseBase:
    if given["status"] == "moved_out":
        gone = service.move_out(
            request.actor,
            resident_id=k,
            everyone=bool(given.get("everyone")),
            evidence=given["evidence"],
            now=request.now,
        )
        return back(
            request, k, _("Saved: %(n)s moved out. What waited for them has ended.") % {"n": len(gone)}
        )
    service.change_status(
        request.actor, resident_id=k, status=given["status"], evidence=given["evidence"], now=request.now
    )
    if given["status"] == "deceased":
        return back(request, k, _("Saved. Nobody will call or write to the family any more about a card."))
    return back(request, k, _("Saved: the person lives here."))


def move(request: Any, k: UUID) -> HttpResponseBase:
    """To another address of the ward."""
    form = MoveForm(posted(request), groups=service.list_groups(request.actor.ward_id))
    if proposes(request.actor):
        del form.fields["everyone"], form.fields["group"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if proposes(request.actor):
            service.propose_change(
                request.actor,
                kind="correction",
                resident_id=k,
                after={"address": given["address"]},
                evidence=given["evidence"],
                now=request.now,
            )
            return _proposed(request, k)
        moved = service.move_home(
            request.actor,
            resident_id=k,
            address=given["address"],
            group_id=UUID(given["group"]) if given["group"] else None,
            everyone=given["everyone"],
            evidence=given["evidence"],
            now=request.now,
        )
        return back(request, k, _("Moved: %(n)s. The old address is kept under Changes.") % {"n": len(moved)})
    action = _("Propose") if proposes(request.actor) else _("Save the move")
    return form_page(request, k, form, _("Another address in this ward"), action)


def old_number(request: Any, k: UUID) -> HttpResponseBase:
    """A number of an earlier paper."""
    form = OldNumberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.record_old_number(request.actor, resident_id=k, now=request.now, **form.cleaned_data)
        return back(request, k, _("The old number is recorded; search finds the person by it."))
    return form_page(request, k, form, _("Record an old number"), _("Save the number"))


def drop_number(request: Any, k: UUID, number: UUID) -> HttpResponseBase:
    """An old number that belongs to somebody else is taken off."""
    form = EvidenceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.drop_old_number(
            request.actor, resident_id=k, number_id=number, now=request.now, **form.cleaned_data
        )
        return back(request, k, _("The number is taken off; the change is kept."))
    return form_page(request, k, form, _("Take this old number off"), _("Take it off"))


def add(request: Any) -> HttpResponseBase:
    """Somebody who is on no list; likely doubles are shown before anything is written."""
    only_proposes = proposes(request.actor)
    form = PersonForm(
        posted(request),
        groups=service.list_groups(request.actor.ward_id),
        group_needed=not only_proposes,
        initial={"act_id": new_id()},
    )
    likely: list[service.LikelyPerson] = []
    if request.method == "POST" and form.is_valid():
        if "sure" not in request.POST:
            likely = service.show_likely(request.actor, now=request.now, **_looks_like(form))
        if not likely:
            return _added(request, form, only_proposes)
    context = {
        "form": form,
        "likely": [(one, one.key) for one in likely],
        "proposes": only_proposes,
        "lead": _waits() if only_proposes else "",
    }
    return render(request, "roll/add.html", context, status=UNFIT if form.errors else 200)


def _looks_like(form: PersonForm) -> dict[str, str]:
    texts = form.as_proposed()
    return {
        "name": texts["full_name"],
        "birth": texts["birth"],
        "number": texts["personal_number"],
        "address": texts["address"],
    }


def _added(request: Any, form: PersonForm, only_proposes: bool) -> HttpResponseBase:
    given = form.cleaned_data
    if only_proposes:
        if service.find_proposal(given["act_id"]) is None:
            service.propose_change(
                request.actor,
                kind="person",
                after=form.as_proposed(),
                evidence=given["evidence"],
                act_id=given["act_id"],
                now=request.now,
            )
        return _proposed(request, None)
    person = service.add_resident(
        request.actor,
        full_name=given["full_name"],
        spoken_name=given["spoken_name"],
        birth=given["birth"],
        sex=given["sex"],
        address=given["address"],
        group_id=UUID(given["group"]),
        personal_number=given["personal_number"],
        phone=given["phone"],
        evidence=given["evidence"],
        now=request.now,
    )
    return back(request, person.pk, _("Added to the roll."))


def proposals(request: Any) -> HttpResponse:
    """Who decides: what waits. Who proposes: what became of one's own."""
    rows = service.show_proposals(request.actor, now=request.now)
    context = {
        "decides": decides(request.actor),
        "rows": [
            (row, PROPOSALS[ProposalKind(row.kind)], *PROPOSAL_STATES[row.state], _lines(row)) for row in rows
        ],
    }
    return render(request, "roll/proposals.html", context)


def proposal(request: Any, k: UUID) -> HttpResponseBase:
    """One proposal, before and after; accept it, or leave the roll as it is with a reason."""
    form = DecisionForm(posted(request) if "decline" in request.POST else None)
    if request.method == "POST" and "accept" in request.POST:
        done = service.accept_proposal(request.actor, proposal_id=k, now=request.now)
        assert done.resident_id is not None
        return back(request, done.resident_id, _("Accepted; the roll is changed."))
    if request.method == "POST" and "withdraw" in request.POST:
        service.withdraw_proposal(request.actor, proposal_id=k, now=request.now)
        notice.leave(request, _("Taken back."), mark="look")
        return to(reverse("roll:proposals"))
    if request.method == "POST" and "decline" in request.POST and form.is_valid():
        service.decline_proposal(request.actor, proposal_id=k, now=request.now, **form.cleaned_data)
        notice.leave(request, _("The roll stays as it is; the colleague reads your reason."))
        return to(reverse("roll:proposals"))
    shown = service.show_proposal(request.actor, proposal_id=k, now=request.now)
    context = {
        "row": shown,
        "kind": PROPOSALS[ProposalKind(shown.kind)],
        "state": PROPOSAL_STATES[shown.state],
        "lines": _lines(shown),
        "form": form,
        "decides": decides(request.actor) and shown.state == "waiting" and not shown.mine,
        "may_withdraw": shown.mine and shown.state == "waiting",
    }
    return render(request, "roll/proposal.html", context, status=UNFIT if form.errors else 200)


def _lines(row: service.ProposalView) -> list[tuple[str, str, str]]:
    return [
        (str(CHANGED[field]), value_text(field, before), value_text(field, after))
        for field, before, after in row.changes
        if before or after
    ]
