"""What large lists leave to the background worker: reading, reading again under other columns, writing.

A page keeps the bytes, hands them over and shows how far it is; the worker does it as the person who handed it over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from uuid import UUID

from tannha.ground import journal, vault
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.verb import act
from tannha.roll.models import ImportBatch, ImportFile, ImportState
from tannha.roll.reading import refuse_at_sight
from tannha.roll.refusals import Code
from tannha.roll.rules.fields import Field
from tannha.roll.rules.people import Outcome
from tannha.roll.rules.summary import tally
from tannha.roll.service.importing import (
    decisions_of,
    get_import,
    going_on,
    reread,
    start_round,
    summarise,
)
from tannha.roll.service.telling import keeping
from tannha.roll.service.writing import this_writer


@act(May.IMPORT_ROLL)
def take_file(actor: Actor, *, file_name: str, data: bytes, now: datetime) -> ImportBatch:
    """Keep a large file for the worker to read; what can be told at sight is refused at once."""
    refuse_at_sight(data, file_name)
    batch = ImportBatch.objects.create(
        ward_id=actor.ward_id,
        state=ImportState.READING,
        file_name=file_name[-200:],
        digest=hashlib.sha256(data).hexdigest(),
        staged_at=now,
        staged_by_id=actor.user_id,
    )
    ImportFile.objects.create(batch=batch, kept=vault.keep(data))
    journal.act(
        actor, "roll.import_staged", now=now, details={"import": str(batch.pk), "digest": batch.digest}
    )
    return batch


@act(May.IMPORT_ROLL)
def set_columns_later(
    actor: Actor, *, batch_id: UUID, mapping: Mapping[str, Field], now: datetime
) -> ImportBatch:
    """Say what each column holds; the worker makes the figures anew. One column at least must be the full name."""
    batch = get_import(actor, batch_id)
    if batch.state != ImportState.STAGED:
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    if Field.FULL_NAME not in mapping.values():
        raise Refused(Refusal(Code.NO_NAME_COLUMN))
    batch.mapping = batch.mapping | {
        label: field.value for label, field in mapping.items() if label in batch.mapping
    }
    batch.state, batch.decisions = ImportState.READING, {}
    batch.save(update_fields=["mapping", "state", "decisions"])
    journal.act(actor, "roll.import_columns_set", now=now, details={"import": str(batch.pk)})
    return batch


def read_taken(actor: Actor, *, batch_id: UUID, now: datetime) -> bool:
    """The worker's part: read a kept file and make its figures; a refused one is put aside with the reason."""
    batch = get_import(actor, batch_id)
    if batch.state != ImportState.READING:
        return False
    ImportBatch.objects.filter(pk=batch.pk).update(
        writer=this_writer(), touched_at=now, rows_read=0, rows_compared=0
    )
    try:
        with closing(reread(actor, batch, keeping(batch, "rows_read"))) as readied:
            keeping(batch, "rows_read")(readied.lists.rows)
            summary = summarise(batch.ward_id, readied, now, keeping(batch, "rows_compared"))
    except Refused as refused:
        ImportFile.objects.filter(batch=batch).delete()
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportState.REFUSED,
            refusal_code=str(refused.refusal.code),
            summary={"refusal": {name: str(value) for name, value in refused.refusal.details.items()}},
            writer="",
        )
        return False
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READING).update(
        state=ImportState.STAGED,
        mapping={label: field.value for label, field in readied.mapping.items()},
        summary=summary,
        writer="",
    )
    return True


@act(May.IMPORT_ROLL)
def queue_import(actor: Actor, *, batch_id: UUID, now: datetime) -> ImportBatch:
    """Hand a large list to the worker, which accepts it as this actor; gives the round that will be written."""
    batch = get_import(actor, batch_id)
    if batch.state not in (ImportState.STAGED, ImportState.ACCEPTED):
        raise Refused(Refusal(Code.IMPORT_NOT_STAGED))
    if going_on(batch) is not None or ImportBatch.objects.filter(
        ward_id=actor.ward_id, state=ImportState.WRITING
    ):
        raise Refused(Refusal(Code.IMPORT_UNDER_WAY))
    to_write = tally(batch.summary, decisions_of(batch)).new
    if batch.state == ImportState.ACCEPTED:
        to_write -= batch.summary.get("outcomes", {}).get(Outcome.NEW.value, 0)
        batch = start_round(batch, now)
    batch.state, batch.to_write = ImportState.WAITING, to_write
    batch.save(update_fields=["state", "to_write"])
    journal.act(actor, "roll.import_queued", now=now, details={"import": str(batch.pk)})
    return batch


def take_back(batch_id: UUID) -> None:
    """A list whose background writing was refused stands staged again; a further round of one is as if never asked."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportState.WAITING)
    if not waiting.filter(continues__isnull=False).delete()[0]:
        waiting.update(state=ImportState.STAGED, writer="")


def put_aside(batch_id: UUID) -> None:
    """A file that nobody may read any more is put aside."""
    if ImportBatch.objects.filter(pk=batch_id, state=ImportState.READING).update(state=ImportState.REFUSED):
        ImportFile.objects.filter(batch=batch_id).delete()
