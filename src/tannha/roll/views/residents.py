"""Pages of people: look up, one resident, one household, groups, corrections by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.ids import format_key
from tannha.roll import service
from tannha.roll.forms import FindForm, ReasonForm, RepresentativeForm, SupporterForm, posted
from tannha.roll.texts import CHANGED, DOCUMENTS, due_text, value_text
from tannha.roll.views.changes import back, decides, form_page, proposes
from tannha.web.page import to
from tannha.web.templatetags.tannha import local_date, local_moment

_UNPROCESSABLE = 422


def find(request: HttpRequest) -> HttpResponseBase:
    """Purpose, then a number, or name with birth year and group. The answer is masked and counted."""
    groups = service.list_groups(request.actor.ward_id)  # type: ignore[attr-defined] # set by the middleware
    form = FindForm(groups, posted(request))
    may_import = cell(request.actor.role, May.IMPORT_ROLL) is not None  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "form": form,
        "may_import": may_import,
        "may_change": cell(request.actor.role, May.CHANGE_ROLL) is not None,  # type: ignore[attr-defined]
        "proposes": proposes(request.actor),  # type: ignore[attr-defined]
    }
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        context["answer"] = service.find_people(
            request.actor,  # type: ignore[attr-defined]
            purpose=asked["purpose"],
            number=asked["number"],
            name=asked["name"],
            birth_year=asked["birth_year"],
            group_id=asked["group"],
            now=request.now,  # type: ignore[attr-defined]
        )
    return render(request, "roll/find.html", context, status=_UNPROCESSABLE if form.errors else 200)


def resident(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """One person: what the office knows, whether a card is due and why, who helps, what was changed."""
    actor = request.actor  # type: ignore[attr-defined]
    one = service.stands_for(actor.ward_id, k)
    if one is not None:
        return to(reverse("roll:resident", args=[format_key(one)]))
    view = service.show_resident(actor, resident_id=k, now=request.now)  # type: ignore[attr-defined]
    return render(request, "roll/resident.html", _resident_context(view, k, actor))


def _resident_context(view: service.ResidentView, k: UUID, actor: Actor) -> dict[str, Any]:
    held, why = due_text(view.due.kind, view.due.reason)
    home = view.resident.household
    return {
        "view": view,
        "key": format_key(k),
        "held": held,
        "why": why,
        "household_key": format_key(home.pk),
        "home": [
            (_("Address as written"), home.address or _("not known")),
            *([(_("Tower"), home.tower)] if home.tower else []),
            *([(_("Alley or street"), home.alley)] if home.alley else []),
            (_("Floor"), home.floor if home.floor is not None else _("not known")),
            (_("Lift"), {True: _("yes"), False: _("no"), None: _("not known")}[home.has_lift]),
            (_("Residential group"), view.resident.group.name if view.resident.group else _("not known")),
        ],
        "documents": [
            (
                DOCUMENTS[document.kind],
                local_date(document.issued_on) or _("not known"),
                _("without end") if document.no_expiry else local_date(document.expires_on) or _("not known"),
                local_date(document.ended_on) if document.ended_on else "",
            )
            for document in view.documents
        ],
        "old_numbers": view.old_numbers,
        "changes": [
            (
                local_moment(change.made_at),
                CHANGED.get(change.field, change.field),
                value_text(change.field, change.old_value),
                value_text(change.field, change.new_value),
                change.evidence,
                change.by,
            )
            for change in view.changes
        ],
        "proposes": proposes(actor),
        "may_ask": cell(actor.role, May.RIGHTS) is not None,
        "merges": service.list_merges(k) if decides(actor) else [],
    }


def number(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """The whole number, after a reason that is kept."""
    form = ReasonForm(posted(request))
    context: dict[str, Any] = {"form": form, "key": format_key(k)}
    if request.method == "POST" and form.is_valid():
        context["number"] = service.show_number(
            request.actor,  # type: ignore[attr-defined]
            resident_id=k,
            reason=form.cleaned_data["reason"],
            now=request.now,  # type: ignore[attr-defined]
        )
    return render(request, "roll/number.html", context, status=_UNPROCESSABLE if form.errors else 200)


def household(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Who lives at one address."""
    view = service.show_household(request.actor, household_id=k, now=request.now)  # type: ignore[attr-defined]
    return render(request, "roll/household.html", {"view": view})


def supporter(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Who helps."""
    form = SupporterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.set_supporter(request.actor, resident_id=k, now=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
        return back(request, k, _("The supporter is recorded. This gives no legal power."))
    return form_page(request, k, form, _("Record a supporter"), _("Save the supporter"))


def representative(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Who acts by law, with a document."""
    form = RepresentativeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.set_representative(request.actor, resident_id=k, now=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
        return back(request, k, _("The representative is recorded with the document."))
    return form_page(request, k, form, _("Record a representative"), _("Save the representative"))
