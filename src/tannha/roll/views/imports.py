"""Pages of an import: file, columns, findings, accept, undo. Four steps; nothing is written before the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tannha.ground.ids import format_key
from tannha.ground.refusal import Refusal, Refused
from tannha.roll import service
from tannha.roll.forms import ColumnsForm, DecisionsForm, FileForm, ReasonForm, posted
from tannha.roll.refusals import Code
from tannha.roll.rules.findings import KINDS, FindingCode, Weight, needs_decision
from tannha.roll.rules.summary import tally
from tannha.roll.service import ImportBatch, ImportState
from tannha.roll.tasks import read_file, write_import
from tannha.roll.texts import STATES, evidence_text, field_text, finding_text
from tannha.web import notice
from tannha.web.page import to
from tannha.web.parts import Head, Row, StepMark, Table
from tannha.web.templatetags.tannha import local_moment, number

_UNPROCESSABLE = 422
_ROWS_SHOWN = 30


def imports(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; below, the lists of this ward."""
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        data = upload.read()
        if service.is_large(data):
            batch = service.take_file(
                request.actor,  # type: ignore[attr-defined] # set by the middleware
                file_name=upload.name,
                data=data,
                now=request.now,  # type: ignore[attr-defined]
            )
            read_file.enqueue(str(batch.pk), str(request.actor.user_id), request.now.isoformat())  # type: ignore[attr-defined]
            return to(_review_address(batch))
        batch = service.stage_import(
            request.actor,  # type: ignore[attr-defined]
            file_name=upload.name,
            data=data,
            now=request.now,  # type: ignore[attr-defined]
        )
        return to(reverse("roll:import-columns", args=[format_key(batch.pk)]))
    pages = Paginator(service.list_imports(request.actor), 25)  # type: ignore[attr-defined]
    shown = pages.get_page(request.GET.get("page"))
    context = {"form": form, "steps": _steps(1), "page": shown, "table": _table_of_imports(list(shown))}
    return render(request, "roll/imports.html", context, status=_UNPROCESSABLE if form.errors else 200)


def columns(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """What each column of the file means for us."""
    batch = service.get_import(request.actor, k)  # type: ignore[attr-defined]
    if batch.state != ImportState.STAGED:
        return to(_review_address(batch))
    form = ColumnsForm(batch.summary["columns"], posted(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.mapping()
        changed = {label: field.value for label, field in chosen.items()} != batch.mapping
        if changed and batch.summary["rows"] > service.LARGE_ROWS:
            service.set_columns_later(request.actor, batch_id=k, mapping=chosen, now=request.now)  # type: ignore[attr-defined]
            read_file.enqueue(str(k), str(request.actor.user_id), request.now.isoformat())  # type: ignore[attr-defined]
        elif changed:
            service.set_columns(request.actor, batch_id=k, mapping=chosen, now=request.now)  # type: ignore[attr-defined]
        return to(_review_address(batch))
    context = {"form": form, "batch": batch, "steps": _steps(2)}
    return render(request, "roll/columns.html", context, status=_UNPROCESSABLE if form.errors else 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of findings as the page shows it."""

    mark: str
    text: str
    count_text: str
    why: str
    field: Any


def review(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Findings by repair, with the counts of what would happen; saving decisions changes the counts."""
    batch = service.get_import(request.actor, k)  # type: ignore[attr-defined]
    if batch.state == ImportState.REFUSED and batch.refusal_code:
        raise Refused(_kept_refusal(batch))
    open_codes = [
        FindingCode(code) for code in batch.summary.get("findings", {}) if needs_decision(FindingCode(code))
    ]
    form = DecisionsForm(open_codes, service.decisions_of(batch), posted(request))
    if request.method == "POST" and form.is_valid():
        service.settle_findings(request.actor, batch_id=k, decisions=form.decisions(), now=request.now)  # type: ignore[attr-defined]
        return to(_review_address(batch))
    return render(request, "roll/review.html", _review_context(batch, form))


def _kept_refusal(batch: ImportBatch) -> Refusal:
    """Why the worker could not read a file, as it kept the reason."""
    return Refusal(Code(batch.refusal_code), **batch.summary.get("refusal", {}))


def _review_context(batch: ImportBatch, form: DecisionsForm) -> dict[str, Any]:
    counts = tally(batch.summary, service.decisions_of(batch))
    accepted = batch.state == ImportState.ACCEPTED
    already = batch.summary.get("outcomes", {}).get("new", 0) if accepted else 0
    to_write = counts.new - already
    running = service.going_on(batch)
    reading = batch.state == ImportState.READING
    return {
        "batch": batch,
        "key": format_key(batch.pk),
        "counts": counts,
        "to_write": to_write,
        "state": STATES[ImportState(batch.state)],
        "is_accepted": accepted,
        "is_staged": batch.state == ImportState.STAGED,
        "is_writing": running is not None,
        "progress": _progress_context(batch, running),
        "mapped": [
            (column["label"], field_text(column["field"]))
            for column in batch.summary.get("columns", [])
            if column["field"] not in ("skip", "row_number")
        ],
        "groups": _groups(batch, form),
        "form": form,
        "has_decisions": bool(form.fields),
        "steps": _steps(1 if reading else 4 if accepted else 3),
        "invented": batch.summary.get("invented", 0),
        "written": sum(one.written for one in service.rounds_of(batch)),
    }


def _groups(batch: ImportBatch, form: DecisionsForm) -> list[Group]:
    shown = []
    for code, found in batch.summary.get("findings", {}).items():
        finding = FindingCode(code)
        weight = KINDS[finding].weight
        why = [f"«{sample}»" for sample in found["samples"]]
        why += [f"{evidence_text(evidence)}: {count}" for evidence, count in found["evidence"].items()]
        if weight is not Weight.APART:
            why.append(_rows_text(found["rows"], found["count"]))
        shown.append(
            Group(
                mark="stop" if weight is Weight.REFUSED else "look",
                text=finding_text(code),
                count_text=ngettext("%(n)s row", "%(n)s rows", found["count"])
                % {"n": number(found["count"])},
                why=" · ".join(why),
                field=form[code] if code in form.fields else None,
            )
        )
    return sorted(shown, key=lambda group: (group.field is None, group.mark != "stop"))


def _rows_text(rows: list[str], count: int) -> str:
    named = ", ".join(rows[:_ROWS_SHOWN])
    if count > _ROWS_SHOWN:
        return _("rows %(rows)s and more") % {"rows": named}
    return ngettext("row %(rows)s", "rows %(rows)s", count) % {"rows": named}


@require_POST
def accept(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Write the list: at once where it is short, else by the background worker."""
    batch = service.get_import(request.actor, k)  # type: ignore[attr-defined]
    if batch.summary.get("rows", 0) > service.LARGE_ROWS:
        queued = service.queue_import(request.actor, batch_id=k, now=request.now)  # type: ignore[attr-defined]
        write_import.enqueue(str(queued.pk), str(request.actor.user_id), request.now.isoformat())  # type: ignore[attr-defined]
        return to(_review_address(batch))
    done = service.accept_import(request.actor, batch_id=k, now=request.now)  # type: ignore[attr-defined]
    notice.leave(
        request,
        ngettext("%(n)s resident written.", "%(n)s residents written.", done.written)
        % {"n": number(done.written)},
    )
    return to(reverse("roll:import-review", args=[format_key(done.continues_id or done.pk)]))


@require_safe
def progress(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """How far reading or writing is, for polling; done once nothing is under way any more."""
    batch = service.get_import(request.actor, k)  # type: ignore[attr-defined]
    running = service.going_on(batch)
    response = render(request, "roll/progress.html", _progress_context(batch, running))
    if running is None:
        response.headers["X-Done"] = "1"
    return response


def _progress_context(batch: ImportBatch, running: ImportBatch | None) -> dict[str, Any]:
    staged = batch.state == ImportState.STAGED
    return {
        "batch": running or batch,
        "under_way": running is not None,
        "reading": running is not None and running.state == ImportState.READING,
        "waiting": running is not None and running.state == ImportState.WAITING,
        "is_read": staged,
        "came_to_nothing": batch.state == ImportState.REFUSED,
        "address": reverse("roll:import-columns", args=[format_key(batch.pk)])
        if staged
        else _review_address(batch),
    }


@require_POST
def rejected(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """The rows that are not written, as a file with their reasons."""
    pieces = service.take_rejected(request.actor, batch_id=k, now=request.now)  # type: ignore[attr-defined]
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="rows-not-written.csv"'
    return response


def undo(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Take the whole import back: consequence, reason, confirm."""
    batch = service.get_import(request.actor, k)  # type: ignore[attr-defined]
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        removed = service.undo_import(
            request.actor,  # type: ignore[attr-defined]
            batch_id=k,
            reason=form.cleaned_data["reason"],
            now=request.now,  # type: ignore[attr-defined]
        )
        notice.leave(
            request,
            ngettext(
                "Import undone: %(n)s resident taken out.",
                "Import undone: %(n)s residents taken out.",
                removed,
            )
            % {"n": number(removed)},
        )
        return to(reverse("roll:import"))
    written = sum(one.written for one in service.rounds_of(batch))
    context = {"form": form, "batch": batch, "key": format_key(batch.pk), "written": written}
    return render(request, "roll/undo.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_POST
def drop(request: HttpRequest, k: UUID) -> HttpResponseBase:
    """Put a staged list aside; its bytes are deleted."""
    service.drop_import(request.actor, batch_id=k, now=request.now)  # type: ignore[attr-defined]
    notice.leave(request, _("The list was put aside; nothing was written."))
    return to(reverse("roll:import"))


def _review_address(batch: ImportBatch) -> str:
    return reverse("roll:import-review", args=[format_key(batch.pk)])


def _steps(now: int) -> list[StepMark]:
    words = (_("File"), _("Columns"), _("Review"), _("Write"))
    return [
        StepMark(word, "done" if place < now else "now" if place == now else "todo")
        for place, word in enumerate(words, start=1)
    ]


def _table_of_imports(batches: list[ImportBatch]) -> Table:
    rows = [
        Row(
            cells=(
                batch.file_name,
                local_moment(batch.staged_at),
                STATES[ImportState(batch.state)],
                number(batch.summary.get("rows", 0)),
                number(batch.written),
            ),
            url=_review_address(batch),
        )
        for batch in batches
    ]
    heads = (
        Head(_("File")),
        Head(_("Read on")),
        Head(_("State")),
        Head(_("Rows"), figure=True),
        Head(_("Written"), figure=True),
    )
    return Table(caption=_("Lists of this ward"), heads=heads, rows=rows)
