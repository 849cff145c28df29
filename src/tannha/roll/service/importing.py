"""A list on its way into the roll: read and staged, settled by groups of findings, accepted, undone as a whole.

Reading and comparing happen outside transactions; rows go in by short ones; the import counts from the moment its last
row says so, in the transaction of its journal act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tannha.ground import journal, vault
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.data_folder import DataFolder
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import ColumnMemory, ImportBatch, ImportFile, ImportState
from tannha.roll.reading import is_large, read_book
from tannha.roll.reading.beside import ListsBeside
from tannha.roll.reading.lists import Lists, ListsHere
from tannha.roll.reading.ward_names import names_in
from tannha.roll.refusals import Code
from tannha.roll.rules.cells import Book, CellRow, Sheet
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import KINDS, FindingCode, Repair
from tannha.roll.rules.headings import headings_key
from tannha.roll.rules.summary import tally
from tannha.roll.service.inserting import longer_log
from tannha.roll.service.telling import keeping
from tannha.roll.service.uncollected import uncollected
from tannha.roll.service.writing import (
    Progress,
    Writer,
    count_built_on,
    release_shared,
    remove_rows,
    roll_rows,
    stand_again,
    sweep_leftovers,
    this_writer,
)

LARGE_ROWS = 3000
UNDER_WAY = (ImportState.READING, ImportState.WAITING, ImportState.WRITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readied:
    """A file read into lists, with the mapping proposed for it."""

    ward_id: UUID
    file_name: str
    digest: str
    data: bytes | None
    lists: Lists
    mapping: dict[str, Field]

    def close(self) -> None:
        """Let go of the lists."""
        self.lists.close()


def read_list(actor: Actor, *, file_name: str, data: bytes, counted: Progress | None = None) -> Readied:
    """Read a file's bytes into lists with a proposed mapping, the ward's own last one first. Writes nothing.

    A large file is read by a process beside this one; `close` what is given. `counted` hears of rows read.
    """
    _demand_import(actor)
    lists = _lists(data, file_name, counted)
    return _ready(actor, lists, file_name, hashlib.sha256(data).hexdigest(), data)


def _lists(data: bytes, file_name: str, counted: Progress | None = None) -> Lists:
    if is_large(data):
        return ListsBeside(data, file_name, counted)
    with uncollected():
        return ListsHere(read_book(data, file_name))


def ready_rows(
    actor: Actor, *, name: str, headings: Sequence[str], rows: Iterable[CellRow], groups: str = ""
) -> Readied:
    """The same from rows in memory: headings as in a file, cells as a workbook would hold them."""
    _demand_import(actor)
    book = Book(sheets=(Sheet(name=groups, rows=[list(headings), *rows]),), encoding="memory")
    return _ready(actor, ListsHere(book), name, hashlib.sha256(name.encode()).hexdigest(), None)


def _ready(actor: Actor, lists: Lists, file_name: str, digest: str, data: bytes | None) -> Readied:
    try:
        lists.areas = names_in(DataFolder.current().path)
    except Refused:
        lists.close()
        raise
    return Readied(
        ward_id=actor.ward_id,
        file_name=file_name[-200:],
        digest=digest,
        data=data,
        lists=lists,
        mapping=lists.guess | _remembered(actor.ward_id, lists),
    )


def preview_list(
    actor: Actor, *, readied: Readied, now: datetime, counted: Progress | None = None
) -> dict[str, object]:
    """The figures of a list against the roll, without keeping anything. `counted` hears of rows compared."""
    _demand_import(actor)
    return summarise(actor.ward_id, readied, now, counted)


def stage_import(actor: Actor, *, file_name: str, data: bytes, now: datetime) -> ImportBatch:
    """Read a file, compare it with the roll, keep it with its figures. Nothing is written to the roll."""
    with closing(read_list(actor, file_name=file_name, data=data)) as readied:
        return keep_staged(actor, readied=readied, summary=summarise(actor.ward_id, readied, now), now=now)


def import_readied(
    actor: Actor,
    *,
    readied: Readied,
    decisions: Mapping[FindingCode, Repair] | None = None,
    now: datetime,
    progress: Progress | None = None,
    counted: Progress | None = None,
) -> ImportBatch:
    """Stage and accept in one go, reading the rows once: the command's `--accept`, and lists made in memory.

    `progress` hears of residents written, `counted` of rows compared.
    """
    batch = keep_staged(actor, readied=readied, summary={}, now=now)
    return _write(actor, batch, readied, decisions or {}, now, progress, counted)


def accept_import(
    actor: Actor, *, batch_id: UUID, now: datetime, progress: Progress | None = None
) -> ImportBatch:
    """Write what needs no decision or has one. What still waits stays pending and may be accepted later."""
    batch = get_import(actor, batch_id)
    if batch.state not in (ImportState.STAGED, ImportState.WAITING, ImportState.ACCEPTED):
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    if batch.state == ImportState.WAITING:
        ImportBatch.objects.filter(pk=batch.pk).update(writer=this_writer(), touched_at=now, rows_read=0)
    with closing(reread(actor, batch, keeping(batch, "rows_read"))) as readied:
        decisions = decisions_of(batch)
        if batch.state == ImportState.ACCEPTED:
            batch = start_round(batch, now)
        return _write(actor, batch, readied, decisions, now, progress)


def _write(
    actor: Actor,
    batch: ImportBatch,
    readied: Readied,
    decisions: Mapping[FindingCode, Repair],
    now: datetime,
    progress: Progress | None,
    counted: Progress | None = None,
) -> ImportBatch:
    sweep_leftovers(now)
    _begin_writing(batch, now)
    try:
        with uncollected(), longer_log():
            persons = readied.lists.persons(
                mapping=readied.mapping,
                decisions=decisions,
                roll=roll_rows(batch.ward_id),
                on=local_day(now),
                counted=counted,
            )
            written = Writer(batch, now=now).write(persons, progress)
        return finish_import(actor, batch=batch, written=written, summary=readied.lists.summary, now=now)
    except BaseException:
        _leave_nothing(batch)
        raise


def _begin_writing(batch: ImportBatch, now: datetime) -> None:
    try:
        with transaction.atomic():
            begun = ImportBatch.objects.filter(
                pk=batch.pk, state__in=(ImportState.STAGED, ImportState.WAITING)
            ).update(state=ImportState.WRITING, writer=this_writer(), touched_at=now, written=0)
    except IntegrityError as error:
        if batch.continues_id is not None:
            stand_again(batch)
        raise Refused(Refusal(Code.IMPORT_UNDER_WAY)) from error
    if not begun:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))


def _leave_nothing(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    remove_rows(batch)
    stand_again(batch)


def start_round(batch: ImportBatch, now: datetime) -> ImportBatch:
    """A second round over an accepted list, for rows that waited for a decision; undone together with the first."""
    return ImportBatch.objects.create(
        ward_id=batch.ward_id,
        file_name=batch.file_name,
        digest=batch.digest,
        mapping=batch.mapping,
        decisions=batch.decisions,
        staged_at=now,
        staged_by_id=batch.staged_by_id,
        continues=batch.continues or batch,
    )


@act(May.IMPORT_ROLL)
def keep_staged(actor: Actor, *, readied: Readied, summary: dict[str, object], now: datetime) -> ImportBatch:
    """Keep a list that was read, with its figures; refused for another ward's."""
    _demand_own(actor, readied.ward_id)
    batch = ImportBatch.objects.create(
        ward_id=actor.ward_id,
        file_name=readied.file_name,
        digest=readied.digest,
        mapping={label: field.value for label, field in readied.mapping.items()},
        summary=summary,
        staged_at=now,
        staged_by_id=actor.user_id,
    )
    if readied.data is not None:
        ImportFile.objects.create(batch=batch, kept=vault.keep(readied.data))
    journal.act(
        actor, "roll.import_staged", now=now, details={"import": str(batch.pk), "digest": readied.digest}
    )
    return batch


@act(May.IMPORT_ROLL)
def finish_import(
    actor: Actor, *, batch: ImportBatch, written: int, summary: dict[str, object], now: datetime
) -> ImportBatch:
    """The last row: from here on the import counts. Refused unless this very process has been writing it."""
    _demand_own(actor, batch.ward_id)
    done = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.WRITING, writer=this_writer()).update(
        state=ImportState.ACCEPTED, accepted_at=now, written=written, summary=summary, writer=""
    )
    if not done:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    batch.refresh_from_db()
    if batch.continues_id is not None:
        ImportBatch.objects.filter(pk=batch.continues_id).update(summary=summary)
    _remember(batch, now)
    journal.act(
        actor, "roll.import_accepted", now=now, details={"import": str(batch.pk), "residents": written}
    )
    return batch


def set_columns(actor: Actor, *, batch_id: UUID, mapping: Mapping[str, Field], now: datetime) -> ImportBatch:
    """Say what each column holds; the figures are made anew. One column at least must be the full name."""
    batch = get_import(actor, batch_id)
    if batch.state != ImportState.STAGED:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    if Field.FULL_NAME not in mapping.values():
        raise Refused(Refusal(Code.NO_NAME_COLUMN))
    with closing(reread(actor, batch)) as readied:
        known = {label: mapping.get(label, field) for label, field in readied.mapping.items()}
        summary = summarise(actor.ward_id, replace(readied, mapping=known), now)
    return keep_columns(actor, batch=batch, mapping=known, summary=summary, now=now)


@act(May.IMPORT_ROLL)
def keep_columns(
    actor: Actor,
    *,
    batch: ImportBatch,
    mapping: Mapping[str, Field],
    summary: dict[str, object],
    now: datetime,
) -> ImportBatch:
    """Keep what the columns mean, with the figures made under it; decisions are asked for again."""
    _demand_own(actor, batch.ward_id)
    batch.mapping = {label: field.value for label, field in mapping.items()}
    batch.summary, batch.decisions = summary, {}
    batch.save(update_fields=["mapping", "summary", "decisions"])
    journal.act(actor, "roll.import_columns_set", now=now, details={"import": str(batch.pk)})
    return batch


@act(May.IMPORT_ROLL)
def settle_findings(
    actor: Actor, *, batch_id: UUID, decisions: Mapping[FindingCode, Repair | None], now: datetime
) -> ImportBatch:
    """Decide groups of findings, or take decisions back (None)."""
    batch = get_import(actor, batch_id)
    if batch.state not in (ImportState.STAGED, ImportState.ACCEPTED):
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    made = dict(batch.decisions)
    for code, repair in decisions.items():
        made.pop(code.value, None)
        if repair is not None:
            if repair not in KINDS[code].repairs:
                raise Refused(not_there())
            made[code.value] = repair.value
    batch.decisions = made
    batch.save(update_fields=["decisions"])
    journal.act(actor, "roll.import_settled", now=now, details={"import": str(batch.pk), "decisions": made})
    return batch


def rounds_of(first: ImportBatch) -> list[ImportBatch]:
    """An import and those in force that continued it, whose rows count and are undone together."""
    return [first, *first.continued_by.filter(state=ImportState.ACCEPTED)]


def undo_import(actor: Actor, *, batch_id: UUID, reason: str, now: datetime) -> int:
    """Take an import back as a whole, with its later rounds; refused once work rests on it. Gives residents removed."""
    mark_undone(actor, batch_id=batch_id, reason=reason, now=now)
    return sweep_leftovers(now)


@act(May.IMPORT_ROLL)
def mark_undone(actor: Actor, *, batch_id: UUID, reason: str, now: datetime) -> None:
    """From here on the import and its later rounds no longer count; their rows are swept after."""
    batch = get_import(actor, batch_id)
    if batch.state != ImportState.ACCEPTED:
        raise Refused(Refusal(Code.UNDO_NOT_ACCEPTED))
    if not reason.strip():
        raise Refused(Refusal(Code.REASON_MISSING))
    first = batch.continues or batch
    rounds = rounds_of(first)
    built_on = count_built_on(rounds)
    if built_on:
        raise Refused(Refusal(Code.UNDO_BUILT_ON, count=built_on))
    release_shared(rounds)
    ImportBatch.objects.filter(pk__in=[one.pk for one in rounds]).update(state=ImportState.UNDONE)
    ImportFile.objects.filter(batch__in=rounds).delete()
    journal.act(
        actor,
        "roll.import_undone",
        now=now,
        purpose=reason.strip()[:80],
        details={"import": str(first.pk), "residents": sum(one.written for one in rounds)},
    )


@act(May.IMPORT_ROLL)
def drop_import(actor: Actor, *, batch_id: UUID, now: datetime) -> None:
    """Put a staged list aside for good: its bytes are deleted."""
    batch = get_import(actor, batch_id)
    if batch.state != ImportState.STAGED:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    ImportFile.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.REFUSED)
    journal.act(actor, "roll.import_dropped", now=now, details={"import": str(batch.pk)})


@act(May.IMPORT_ROLL)
def take_rejected(actor: Actor, *, batch_id: UUID, now: datetime) -> Iterator[str]:
    """The rows that are not written, as CSV with a column of reasons, to be mended in the file they came from.

    Pieces of the text, made while they are taken, after the act; a large list is compared by a process beside.
    """
    batch = get_import(actor, batch_id)
    data = _kept(batch)
    counts = tally(batch.summary, decisions_of(batch))
    journal.act(
        actor,
        "roll.import_rows_taken",
        now=now,
        details={"import": str(batch.pk), "rows": counts.pending + counts.refused + counts.skipped},
    )
    return _rejected(actor, batch, data, now)


def _rejected(actor: Actor, batch: ImportBatch, data: bytes, now: datetime) -> Iterator[str]:
    with closing(_decided(actor, batch, data)) as readied:
        yield from readied.lists.rejected(
            mapping=readied.mapping,
            decisions=decisions_of(batch),
            roll=roll_rows(batch.ward_id),
            on=local_day(now),
        )


def going_on(batch: ImportBatch) -> ImportBatch | None:
    """The list itself, or a later round of it, where the worker has it in hand; None where nothing is under way."""
    if batch.state in UNDER_WAY:
        return batch
    return batch.continued_by.filter(state__in=UNDER_WAY).first()


def get_import(actor: Actor, batch_id: UUID) -> ImportBatch:
    """An import of the actor's ward, for who may import; not there otherwise."""
    _demand_import(actor)
    batch = ImportBatch.objects.filter(pk=batch_id, ward_id=actor.ward_id).first()
    if batch is None:
        raise Refused(not_there())
    return batch


def list_imports(actor: Actor) -> list[ImportBatch]:
    """The ward's imports, newest first; later rounds stand under their first."""
    _demand_import(actor)
    return list(
        ImportBatch.objects.filter(ward_id=actor.ward_id, continues__isnull=True)
        .select_related("staged_by")
        .order_by("-staged_at", "-id")[:50]
    )


def decisions_of(batch: ImportBatch) -> dict[FindingCode, Repair]:
    """The decisions made so far, by group."""
    return {FindingCode(code): Repair(repair) for code, repair in batch.decisions.items()}


def _demand_import(actor: Actor) -> None:
    if cell(actor.role, May.IMPORT_ROLL) is None:
        raise Refused(not_there())


def _demand_own(actor: Actor, ward_id: UUID) -> None:
    if ward_id != actor.ward_id:
        raise Refused(not_there())


def summarise(
    ward_id: UUID, readied: Readied, now: datetime, counted: Progress | None = None
) -> dict[str, object]:
    """The figures of a list against a ward's roll. `counted` hears of rows compared."""
    with uncollected():
        return readied.lists.figures(
            mapping=readied.mapping, roll=roll_rows(ward_id), on=local_day(now), counted=counted
        )


def reread(actor: Actor, batch: ImportBatch, counted: Progress | None = None) -> Readied:
    """The kept bytes of a file read again, under the mapping that was decided; `close` what is given."""
    return _decided(actor, batch, _kept(batch), counted)


def _kept(batch: ImportBatch) -> bytes:
    kept = ImportFile.objects.filter(batch=batch.continues or batch).first()
    if kept is None:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    return vault.reveal(bytes(kept.kept))


def _decided(actor: Actor, batch: ImportBatch, data: bytes, counted: Progress | None = None) -> Readied:
    lists = _lists(data, batch.file_name, counted)
    readied = _ready(actor, lists, batch.file_name, batch.digest, None)
    decided = {label: Field(field) for label, field in batch.mapping.items()}
    return replace(
        readied, mapping={label: decided.get(label, field) for label, field in readied.mapping.items()}
    )


def _remembered(ward_id: UUID, lists: Lists) -> dict[str, Field]:
    keys = [_memory_key(labels) for labels in lists.labels]
    found: dict[str, Field] = {}
    for row in ColumnMemory.objects.filter(ward_id=ward_id, headings_key__in=keys):
        found |= {label: Field(field) for label, field in row.mapping.items()}
    return found


def _remember(batch: ImportBatch, now: datetime) -> None:
    if batch.mapping:
        ColumnMemory.objects.update_or_create(
            ward_id=batch.ward_id,
            headings_key=_memory_key(tuple(batch.mapping)),
            defaults={"mapping": batch.mapping, "used_at": now},
        )


def _memory_key(labels: Sequence[str]) -> str:
    return hashlib.sha256(headings_key(labels).encode()).hexdigest()
