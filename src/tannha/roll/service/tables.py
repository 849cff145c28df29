"""Large tables with names: asked for by two persons, made by the worker, taken by either of the two, gone after a day.

The entry that two persons made names everybody who leaves; the worker puts nobody else into the file. The file lies
encrypted in the store, each taking is an act, and after `KEPT` the bytes are deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from tannha.ground import journal, vault
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.models import JournalPerson, User
from tannha.ground.one_time_code import take_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code as Common
from tannha.ground.refusals import not_there
from tannha.ground.second_person import SecondPerson
from tannha.ground.sign_in import actor_of
from tannha.ground.verb import act
from tannha.roll.models import NamesTable
from tannha.roll.refusals import Code
from tannha.roll.service.exporting import Exported, Wanted, name_of, table_of, told_export
from tannha.roll.service.sheet import SheetForm

KEPT = timedelta(hours=24)
LARGE = 2000


@act(May.EXPORT_NAMES)
def ask_table(
    actor: Actor, *, wanted: Wanted, reason: str, second: SecondPerson | None, now: datetime
) -> NamesTable:
    """Two persons ask for a large table; the journal names everybody in it, and the worker makes the file."""
    sweep_tables(now)
    told = told_export(actor, wanted=wanted, reason=reason, second=second, now=now)
    assert actor.user_id is not None and told.witness.user_id is not None
    return NamesTable.objects.create(
        ward_id=actor.ward_id,
        entry=told.entry,
        columns=list(wanted.columns),
        group_id=wanted.group_id,
        statuses=list(wanted.statuses),
        form=wanted.form.value,
        language=translation.get_language() or "vi",
        people=len(told.ids),
        asked_at=now,
        asked_by_id=actor.user_id,
        second_id=told.witness.user_id,
        ends_at=now + KEPT,
    )


def make_table(table_id: UUID, *, now: datetime) -> bool:
    """The worker's part: the file of exactly those whom the entry names. False where it was made or ended already."""
    waiting = NamesTable.objects.filter(pk=table_id, state=NamesTable.State.WAITING, ends_at__gt=now)
    if not waiting.update(state=NamesTable.State.MAKING):
        return False
    table = NamesTable.objects.get(pk=table_id)
    ids = frozenset(JournalPerson.objects.filter(entry_id=table.entry).values_list("person_id", flat=True))

    def told(done: int) -> None:
        NamesTable.objects.filter(pk=table_id).update(made=done)

    try:
        with translation.override(table.language):
            content = table_of(table.ward_id, _wanted(table), ids, now=now, progress=told)
    except BaseException:
        NamesTable.objects.filter(pk=table_id).update(state=NamesTable.State.WAITING, made=0)
        raise
    table.refresh_from_db(fields=["made"])
    table.kept, table.state, table.ready_at = vault.keep(content), NamesTable.State.READY, now
    table.save(update_fields=["kept", "state", "ready_at"])
    return True


@act(May.EXPORT_NAMES)
def take_table(actor: Actor, *, table_id: UUID, now: datetime) -> Exported:
    """Take the file, as one of the two who asked for it; each taking is written down.

    Refuses everybody else as if it were not there, and a table that is not made yet or is gone.
    """
    table = find_table(actor, table_id)
    if table.state != NamesTable.State.READY or table.ends_at <= now or table.kept is None:
        raise Refused(Refusal(Code.TABLE_NOT_READY))
    journal.act(actor, "roll.table_taken", now=now, details={"entry": table.entry, "people": table.people})
    form = SheetForm(table.form)
    return Exported(
        name=name_of(form, table.asked_at),
        form=form,
        content=vault.reveal(bytes(table.kept)),
        people=table.people,
    )


def take_table_with_code(username: str, code: str, *, table_id: UUID, now: datetime) -> Exported:
    """At a terminal: one of the two proves who they are by a one-time code, and takes the file as on the page."""
    with transaction.atomic():
        user = (
            User.objects.select_for_update()
            .filter(username=username.strip().casefold(), is_active=True)
            .first()
        )
        if user is None or not take_code(user, code, now):
            raise Refused(Refusal(Common.SECOND_PERSON))
        user.save(update_fields=["totp_last_step"])
        return take_table(actor_of(user), table_id=table_id, now=now)


def find_table(actor: Actor, table_id: UUID) -> NamesTable:
    """A table of the own ward, for the two who asked for it; refused as not there for everybody else."""
    asked = Q(asked_by_id=actor.user_id) | Q(second_id=actor.user_id)
    table = NamesTable.objects.filter(asked, pk=table_id, ward_id=actor.ward_id).first()
    if table is None or actor.user_id is None:
        raise Refused(not_there())
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One asked table as its page shows it; nobody is named."""

    id: UUID
    form: str
    people: int
    made: int
    ready: bool
    asked_at: datetime
    ends_at: datetime


def list_tables(actor: Actor, now: datetime) -> list[TableRow]:
    """Tables that this account asked for or confirmed and that are not gone, newest first."""
    asked = Q(asked_by_id=actor.user_id) | Q(second_id=actor.user_id)
    rows = NamesTable.objects.filter(asked, ward_id=actor.ward_id, ends_at__gt=now).defer("kept")
    return [
        TableRow(
            id=row.pk,
            form=row.form,
            people=row.people,
            made=row.made,
            ready=row.state == NamesTable.State.READY,
            asked_at=row.asked_at,
            ends_at=row.ends_at,
        )
        for row in rows.order_by("-asked_at", "-id")
    ]


def sweep_tables(now: datetime, *, at_start: bool = False) -> int:
    """Delete what has had its time; at the start of the program, let what a dead worker had begun be made anew."""
    if at_start:
        NamesTable.objects.filter(state=NamesTable.State.MAKING).update(
            state=NamesTable.State.WAITING, made=0
        )
    gone, _ = NamesTable.objects.filter(ends_at__lte=now).delete()
    return gone


def form_of_table(table_id: UUID) -> str:
    """In which form a table was asked for; "" where there is none. Nobody is named."""
    return NamesTable.objects.filter(pk=table_id).values_list("form", flat=True).first() or ""


def waiting_tables(now: datetime) -> list[UUID]:
    """Tables that nobody has begun, oldest first."""
    waiting = NamesTable.objects.filter(state=NamesTable.State.WAITING, ends_at__gt=now)
    return list(waiting.order_by("asked_at", "id").values_list("pk", flat=True))


def _wanted(table: NamesTable) -> Wanted:
    return Wanted(
        columns=tuple(table.columns),
        group_id=table.group_id,
        statuses=tuple(table.statuses),
        form=SheetForm(table.form),
    )
