"""What the roll puts on a Today page: lists that wait for a decision. No names."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.ids import format_key
from tannha.ground.today import TodayRow
from tannha.roll.models import ImportBatch, ImportState, Resident
from tannha.roll.rules.summary import tally
from tannha.roll.service.importing import decisions_of
from tannha.roll.service.proposals_shown import count_waiting_proposals

_ORDER_EMPTY = 5
_ORDER_STAGED = 45
_ORDER_PROPOSALS = 50
_ORDER_PENDING = 65


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """Lists read but not accepted, lists with rows that wait, and whether the roll is still empty."""
    if cell(actor.role, May.IMPORT_ROLL) is None:
        return []
    waiting = count_waiting_proposals(actor.ward_id)
    return [*([_proposals(waiting)] if waiting else []), *_lists(actor)]


def _proposals(waiting: int) -> TodayRow:
    return TodayRow(
        order=_ORDER_PROPOSALS,
        text=_("Changes of the roll are proposed"),
        detail=_("seen at a door; nothing changes before you decide"),
        count=waiting,
        url_name="roll:proposals",
        action=_("Decide the proposals"),
    )


def _lists(actor: Actor) -> list[TodayRow]:
    rows = [] if Resident.objects.filter(ward_id=actor.ward_id).exists() else [_empty_roll()]
    for batch in ImportBatch.objects.filter(
        ward_id=actor.ward_id,
        continues__isnull=True,
        state__in=(ImportState.STAGED, ImportState.WAITING, ImportState.WRITING, ImportState.ACCEPTED),
    ).order_by("-staged_at", "-id")[:20]:
        row = _row(batch)
        if row is not None:
            rows.append(row)
    return rows[:3]


def _empty_roll() -> TodayRow:
    return TodayRow(
        order=_ORDER_EMPTY,
        text=_("The roll is empty"),
        detail=_("Begin with a list of residents"),
        url_name="roll:import",
        action=_("Import a list"),
    )


def _row(batch: ImportBatch) -> TodayRow | None:
    counts = tally(batch.summary, decisions_of(batch))
    key = format_key(batch.pk)
    if batch.state == ImportState.STAGED and counts.new:
        return TodayRow(
            order=_ORDER_STAGED,
            text=_("A list waits to be accepted"),
            detail=_("%(name)s · nothing is written yet") % {"name": batch.file_name},
            count=counts.new,
            url_name="roll:import-review",
            url_args=(key,),
            action=_("Review the list"),
        )
    if batch.state in (ImportState.WAITING, ImportState.WRITING):
        return TodayRow(
            order=_ORDER_STAGED,
            text=_("A list is being written"),
            detail=batch.file_name,
            count=batch.to_write or None,
            url_name="roll:import-review",
            url_args=(key,),
            action=_("See how far it is"),
        )
    if batch.state == ImportState.ACCEPTED and counts.pending:
        return TodayRow(
            order=_ORDER_PENDING,
            text=ngettext(
                "%(count)s row of a list waits for a decision",
                "%(count)s rows of a list wait for a decision",
                counts.pending,
            )
            % {"count": counts.pending},
            detail=batch.file_name,
            count=counts.pending,
            url_name="roll:import-review",
            url_args=(key,),
            action=_("Decide the findings"),
        )
    return None
