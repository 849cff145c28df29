"""Pages of people: look up, one resident, one household, groups, corrections by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.ground.access import May, cell
from tannha.ground.ids import format_key
from tannha.roll import service
from tannha.roll.forms import CorrectionForm, FindForm, ReasonForm, RepresentativeForm, SupporterForm, posted
from tannha.roll.texts import CORRECTABLE, DOCUMENTS, due_text
from tannha.web import notice
from tannha.web.page import to
from tannha.web.parts import Head, Row, Table
from tannha.web.templatetags.tannha import local_date, local_moment
from tannha.web.templatetags.tannha import number as in_figures

_UNPROCESSABLE = 422


def find(request: HttpRequest) -> HttpResponseBase:
    """Purpose, then a number, or name with birth year and group. The answer is masked and counted."""
    groups = service.list_groups(request.actor.ward_id)  # type: ignore[attr-defined] # set by the middleware
    form = FindForm(groups, posted(request))
    may_import = cell(request.actor.role, May.IMPORT_ROLL) is not None  # type: ignore[attr-defined]
    context: dict[str, Any] = {"form": form, "may_import": may_import}
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
    view = service.show_resident(request.actor, resident_id=k, now=request.now)  # type: ignore[attr-defined]
    return render(request, "roll/resident.html", _resident_context(view, k))


def _resident_context(view: service.ResidentView, k: UUID) -> dict[str, Any]:
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
            )
            for document in view.documents
        ],
        "old_numbers": [value for _kind, value in view.old_numbers],
        "changes": [
            (local_moment(change.made_at), CORRECTABLE.get(change.field, change.field), change.evidence)
            for change in view.changes
        ],
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


def groups(request: HttpRequest) -> HttpResponseBase:
    """The ward's residential groups with their numbers; no names."""
    table = Table(
        caption=_("Residential groups"),
        heads=(Head(_("Group")), Head(_("Homes"), figure=True), Head(_("Residents"), figure=True)),
        rows=[
            Row(cells=(name, in_figures(homes), in_figures(people)))
            for name, homes, people in service.count_groups(request.actor.ward_id)  # type: ignore[attr-defined]
        ],
    )
    return render(request, "roll/groups.html", {"table": table})


def correct(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """One value corrected, with its evidence."""
    form = CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.correct_resident(
            request.actor,  # type: ignore[attr-defined]
            resident_id=k,
            field=form.cleaned_data["field"],
            value=form.cleaned_data["value"],
            evidence=form.cleaned_data["evidence"],
            now=request.now,  # type: ignore[attr-defined]
        )
        return _back(request, k, _("Corrected; what stood there before is kept."))
    return _form_page(request, k, form, _("Correct the roll"), _("Save the correction"))


def supporter(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Who helps."""
    form = SupporterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.set_supporter(request.actor, resident_id=k, now=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
        return _back(request, k, _("The supporter is recorded. This gives no legal power."))
    return _form_page(request, k, form, _("Record a supporter"), _("Save the supporter"))


def representative(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Who acts by law, with a document."""
    form = RepresentativeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.set_representative(request.actor, resident_id=k, now=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
        return _back(request, k, _("The representative is recorded with the document."))
    return _form_page(request, k, form, _("Record a representative"), _("Save the representative"))


def _form_page(request: HttpRequest, k: UUID, form: Any, title: str, action: str) -> HttpResponseBase:
    view = service.show_resident(request.actor, resident_id=k, now=request.now)  # type: ignore[attr-defined]
    context = {"form": form, "key": format_key(k), "strip": view.strip, "heading": title, "action": action}
    return render(request, "roll/change.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _back(request: HttpRequest, k: UUID, sentence: str) -> HttpResponseBase:
    notice.leave(request, sentence)
    return to(reverse("roll:resident", args=[format_key(k)]))
