"""Pages of likely doubles, of groups and their heads, and of tables that leave the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tannha.ground.access import May, cell
from tannha.ground.clock import local_day
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.ground.second_person import candidates
from tannha.roll import service
from tannha.roll.forms import posted
from tannha.roll.people_forms import DecisionForm, ExportForm, GroupForm, HeadForm, PairForm
from tannha.roll.tasks import make_names_table, sweep_names_tables
from tannha.roll.texts import CHANGED, evidence_text, value_text
from tannha.roll.views.changes import UNFIT, back, decides, form_page
from tannha.web import notice
from tannha.web.page import to
from tannha.web.paging import page_number
from tannha.web.parts import Head, Row, Table
from tannha.web.templatetags.tannha import local_date, local_moment
from tannha.web.templatetags.tannha import number as in_figures


def doubles(request: Any) -> HttpResponse:
    """Pairs that may be one person, strongest evidence first."""
    view = service.show_doubles(request.actor, page=page_number(request), now=request.now)
    context = {
        "view": view,
        "rows": [
            (
                pair,
                evidence_text(pair.evidence) if pair.evidence else "",
                format_key(pair.one_id),
                format_key(pair.other_id),
            )
            for pair in view.pairs
        ],
        "previous": view.page - 1,
        "next": view.page + 1 if view.page < view.pages else 0,
    }
    return render(request, "roll/doubles.html", context)


def _why(shown: service.PairView) -> str:
    return evidence_text(shown.evidence) if shown.evidence else ""


def pair(request: Any, k: UUID, other: UUID) -> HttpResponseBase:
    """Two rows side by side: one person, or two."""
    shown = service.show_pair(request.actor, one_id=k, other_id=other, now=request.now)
    ways = [
        (word, label)
        for word, label, refusal in (
            ("one", _("The left row stays"), shown.why_not_keep_one),
            ("other", _("The right row stays"), shown.why_not_keep_other),
        )
        if refusal is None
    ]
    apart = request.method == "POST" and "two" in request.POST
    form = PairForm(posted(request) if not apart else None, open_ways=ways)
    two = DecisionForm(request.POST if apart else None)
    if apart and two.is_valid():
        service.keep_two(request.actor, one_id=k, other_id=other, now=request.now, **two.cleaned_data)
        notice.leave(request, _("They are two people; the pair is not offered again."))
        return to(reverse("roll:doubles"))
    if request.method == "POST" and not apart and form.is_valid():
        kept, gone = (k, other) if form.cleaned_data["keep"] == "one" else (other, k)
        service.merge_residents(
            request.actor,
            kept_id=kept,
            merged_id=gone,
            evidence=form.cleaned_data["evidence"],
            now=request.now,
        )
        return back(
            request, kept, _("Joined into one row. It can be parted again, to the letter, under Changes.")
        )
    refusals = [one for one in (shown.why_not_keep_one, shown.why_not_keep_other) if one is not None]
    context = {
        "pair": shown,
        "evidence": _why(shown),
        "table": Table(
            caption=_("What the two rows say"),
            heads=(Head(_("Field")), Head(_("Left")), Head(_("Right"))),
            rows=[
                Row(cells=(CHANGED[field], value_text(field, one) or "—", value_text(field, right) or "—"))
                for field, one, right in shown.compared
            ],
        ),
        "form": form,
        "two": two,
        "ways": ways,
        "refusal": refusals[0] if refusals else None,
    }
    return render(request, "roll/pair.html", context, status=UNFIT if form.errors or two.errors else 200)


def part(request: Any, k: UUID, merge: UUID) -> HttpResponseBase:
    """Two joined rows are parted again, everything where it was."""
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = service.undo_merge(request.actor, merge_id=merge, now=request.now, **form.cleaned_data)
        return back(request, done.kept_id, _("Parted again; both rows stand as they did."))
    return form_page(
        request,
        k,
        form,
        _("Part the two rows again"),
        _("Part them"),
        _("Numbers, documents and helpers go back to where they were."),
    )


def groups(request: Any) -> HttpResponseBase:
    """The ward's residential groups with their heads and numbers; no residents."""
    heads = service.heads_of(request.actor.ward_id)
    keys = {name: format_key(key) for key, name in service.list_groups(request.actor.ward_id)}
    table = Table(
        caption=_("Residential groups"),
        heads=(
            Head(_("Group")),
            Head(_("Led by")),
            Head(_("Homes"), figure=True),
            Head(_("Residents"), figure=True),
        ),
        rows=[
            Row(
                cells=(
                    name,
                    heads[name].name if name in heads else _("not recorded"),
                    in_figures(homes),
                    in_figures(people),
                ),
                url=reverse("roll:group", args=[keys[name]]),
            )
            for name, homes, people in service.count_groups(request.actor.ward_id)
        ],
    )
    return render(request, "roll/groups.html", {"table": table, "decides": decides(request.actor)})


def group(request: Any, k: UUID) -> HttpResponseBase:
    """One group: its name, who leads it since when, who did before."""
    view = service.get_group(request.actor, k)
    about_head = request.method == "POST" and "since" in request.POST
    form = HeadForm(request.POST if about_head else None, initial={"since": local_day(request.now)})
    names = GroupForm(
        posted(request) if not about_head else None,
        initial={"name": view.name, "number": view.number},
        prefix="group",
    )
    if about_head and form.is_valid():
        service.set_group_head(request.actor, group_id=k, now=request.now, **form.cleaned_data)
        notice.leave(request, _("The head of the group is recorded."))
        return to(reverse("roll:group", args=[format_key(k)]))
    if request.method == "POST" and not about_head and names.is_valid():
        service.save_group(request.actor, group_id=k, now=request.now, **names.cleaned_data)
        notice.leave(request, _("The group is saved."))
        return to(reverse("roll:group", args=[format_key(k)]))
    context = {
        "view": view,
        "form": form,
        "names": names,
        "earlier": [(head.name, local_date(head.since), local_date(head.until)) for head in view.earlier],
    }
    return render(request, "roll/group.html", context, status=UNFIT if form.errors or names.errors else 200)


def new_group(request: Any) -> HttpResponseBase:
    """A group the lists did not bring."""
    form = GroupForm(posted(request))
    if request.method == "POST" and form.is_valid():
        row = service.save_group(request.actor, group_id=None, now=request.now, **form.cleaned_data)
        notice.leave(request, _("The group is saved."))
        return to(reverse("roll:group", args=[format_key(row.pk)]))
    return render(request, "roll/new_group.html", {"form": form}, status=UNFIT if form.errors else 200)


def export(request: Any) -> HttpResponseBase:
    """A table with names for a reason, by two persons."""
    actor = request.actor
    form = ExportForm(
        posted(request),
        groups=service.list_groups(actor.ward_id),
        numbers=cell(actor.role, May.FULL_NUMBER) is not None,
        colleagues=candidates(actor, May.EXPORT_NAMES),
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _exported(request, form)
        except Refused as refused:
            refusal = refused.refusal
    context = {
        "form": form,
        "refusal": refusal,
        "left_out": service.count_left_out(actor.ward_id),
        "tables": [(row, format_key(row.id)) for row in service.list_tables(actor, request.now)],
    }
    return render(
        request, "roll/export.html", context, status=UNFIT if form.errors else 409 if refusal else 200
    )


def _exported(request: Any, form: ExportForm) -> HttpResponseBase:
    """The file at once; a large one is asked for and made by the worker."""
    wanted = form.wanted()
    given = {"wanted": wanted, "reason": form.cleaned_data["reason"], "second": form.second()}
    if service.count_chosen(request.actor.ward_id, wanted) <= service.LARGE:
        return as_download(service.export_roll(request.actor, now=request.now, **given))
    table = service.ask_table(request.actor, now=request.now, **given)
    make_names_table.enqueue(str(table.pk), request.now.isoformat())
    sweep_names_tables.using(run_after=table.ends_at).enqueue()
    return to(reverse("roll:table", args=[format_key(table.pk)]))


def table(request: Any, k: UUID) -> HttpResponseBase:
    """A large table that two persons asked for: how far it is, and taking it as one of the two."""
    if request.method == "POST":
        return as_download(service.take_table(request.actor, table_id=k, now=request.now))
    return render(request, "roll/table.html", _table_context(request, k))


@require_safe
def table_progress(request: Any, k: UUID) -> HttpResponse:
    """How far the file is, for polling; done once it stands."""
    context = _table_context(request, k)
    response = render(request, "roll/table_progress.html", context)
    if context["ready"]:
        response.headers["X-Done"] = "1"
    return response


def _table_context(request: Any, k: UUID) -> dict[str, Any]:
    row = service.find_table(request.actor, k)
    return {
        "row": row,
        "key": format_key(k),
        "ready": row.state == "ready",
        "waiting": row.state == "waiting",
        "ends": local_moment(row.ends_at),
    }


def figures(request: Any) -> HttpResponse:
    """Homes and residents by group, without names."""
    heads = (_("Group"), _("Homes"), _("Residents"))
    form = service.SheetForm.CSV if request.GET.get("form") == "csv" else service.SheetForm.XLSX
    return as_download(service.export_figures(request.actor.ward_id, form, heads=heads, now=request.now))


def as_download(done: service.Exported) -> HttpResponse:
    """A finished file as an answer; no browser keeps it."""
    response = HttpResponse(done.content, content_type=service.MEDIA[done.form])
    response.headers["Content-Disposition"] = f'attachment; filename="{done.name}"'
    return response
