"""Writes persons of an import under its id, in short transactions; knows nothing of who may or what it means.

Rows are invisible until the import is accepted by its last row, so a power cut leaves nothing to see. What an ended
writer left behind is swept before the next import and at the start of the program.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from tannha.roll.models import (
    HeldDocument,
    Household,
    ImportBatch,
    ImportFile,
    ImportState,
    Resident,
    ResidentialGroup,
    ResidentNumber,
    Supporter,
)
from tannha.roll.rules.analysis import RollRow
from tannha.roll.rules.due import DocumentKind
from tannha.roll.rules.people import Person
from tannha.roll.rules.quick import sorted_name
from tannha.roll.service.inserting import Insert, new_keys, stored_day, stored_key, stored_moment

CHUNK = 500
_PAUSE_SHARE = 0.5
Row = tuple[Any, ...]
_GROUP_COLUMNS = ("id", "ward_id", "name", "number", "import_batch_id")
_DOOR_COLUMNS = (
    *("id", "ward_id", "group_id", "address", "address_key", "tower", "floor", "flat"),
    *("house_number", "alley", "has_lift", "import_batch_id"),
)
_RESIDENT_COLUMNS = (
    *(
        "id",
        "ward_id",
        "household_id",
        "group_id",
        "full_name",
        "name_key",
        "name_sort",
        "spoken_name",
        "sex",
    ),
    *(
        "birth",
        "birth_year",
        "personal_number",
        "status",
        "phone",
        "note",
        "row_key",
        "changes",
        "import_batch_id",
    ),
)
_NUMBER_COLUMNS = ("id", "ward_id", "resident_id", "kind", "value")
_DOCUMENT_COLUMNS = (
    "id",
    "resident_id",
    "kind",
    "issued_on",
    "expires_on",
    "no_expiry",
    "noted_at",
    "ended_on",
)
_SUPPORTER_COLUMNS = ("id", "resident_id", "name", "phone", "relation", "noted_at", "ended_at")
_SWEEP_CHUNK = 2000
_SILENT = timedelta(minutes=10)

Progress = Callable[[int], None]


def roll_rows(ward_id: UUID) -> Iterator[RollRow]:
    """The ward's roll as an import compares with it, resident by resident."""
    old_numbers = dict(
        ResidentNumber.objects.filter(ward_id=ward_id, kind=ResidentNumber.Kind.CMND9).values_list(
            "resident_id", "value"
        )
    )
    rows = (
        Resident.counted.filter(ward_id=ward_id)
        .order_by()
        .values_list(
            "id",
            "row_key",
            "name_key",
            Cast("birth", CharField()),
            "sex",
            "personal_number",
            "household__address_key",
            "group__name",
            "phone",
            "full_name",
        )
    )
    for resident_id, row_key, name_key, birth, sex, number, door, group, phone, name in rows.iterator(
        chunk_size=5000
    ):
        yield RollRow(
            row_key,
            name_key,
            birth or "",
            sex,
            number,
            old_numbers.get(resident_id, ""),
            "" if door.startswith("?") else door,
            group or "",
            phone,
            name,
        )


class Writer:
    """Turns persons into rows of one import; keeps the ids of groups and doors it has met."""

    def __init__(self, batch: ImportBatch, *, now: datetime) -> None:
        """Reads the ward's groups and doors once."""
        self._new_key = new_keys().__next__
        self._batch = batch
        self._now = now
        self._moment = stored_moment(now)
        stored = stored_key()
        self._ward, self._import = stored(batch.ward_id), stored(batch.pk)
        self._groups: dict[str, Any] = {
            name: stored(pk)
            for name, pk in ResidentialGroup.every.filter(ward_id=batch.ward_id).values_list("name", "id")
        }
        self._doors: dict[str, Any] = {
            door: stored(pk)
            for door, pk in Household.every.filter(ward_id=batch.ward_id).values_list("address_key", "id")
        }
        self._inserts = [
            Insert(ResidentialGroup, _GROUP_COLUMNS),
            Insert(Household, _DOOR_COLUMNS),
            Insert(Resident, _RESIDENT_COLUMNS),
            Insert(ResidentNumber, _NUMBER_COLUMNS),
            Insert(HeldDocument, _DOCUMENT_COLUMNS),
            Insert(Supporter, _SUPPORTER_COLUMNS),
        ]

    def write(self, persons: Iterable[Person], progress: Progress | None = None) -> int:
        """Write all persons, chunk by chunk; gives how many. Each chunk is one short transaction.

        A third of the time the store is left to others, who wait for it by trying again.
        """
        written = 0
        for chunk in _chunks(persons):
            tables = self._rows(chunk)
            began = time.monotonic()
            with transaction.atomic():
                for insert, rows in zip(self._inserts, tables, strict=True):
                    insert.rows(rows)
                written += len(chunk)
                ImportBatch.objects.filter(pk=self._batch.pk).update(written=written, touched_at=self._now)
            time.sleep((time.monotonic() - began) * _PAUSE_SHARE)
            if progress is not None:
                progress(written)
        if written >= CHUNK:
            for insert in self._inserts:
                insert.count_anew()
        return written

    def _rows(self, persons: list[Person]) -> tuple[list[Row], ...]:
        """Rows of groups, doors, residents, numbers, documents, supporters, in the order in which they refer."""
        groups: list[Row] = []
        doors: list[Row] = []
        residents: list[Row] = []
        numbers: list[Row] = []
        documents: list[Row] = []
        supporters: list[Row] = []
        for person in persons:
            key = self._new_key()
            group = self._group(person, groups)
            residents.append(self._resident(person, key, group, self._door(person, group, doors)))
            if person.old_number:
                numbers.append((self._new_key(), self._ward, key, "cmnd9", person.old_number))
            if person.document_kind and person.document_kind != DocumentKind.NONE:
                documents.append(self._document(person, key))
            if person.supporter_name:
                supporters.append(
                    (
                        self._new_key(),
                        key,
                        person.supporter_name,
                        person.supporter_phone,
                        person.supporter_relation,
                        self._moment,
                        None,
                    )
                )
        return groups, doors, residents, numbers, documents, supporters

    def _group(self, person: Person, made: list[Row]) -> Any:
        if not person.group:
            return None
        if person.group not in self._groups:
            self._groups[person.group] = self._new_key()
            made.append(
                (self._groups[person.group], self._ward, person.group, person.group_number, self._import)
            )
        return self._groups[person.group]

    def _door(self, person: Person, group: Any, made: list[Row]) -> Any:
        place = person.address
        known = self._doors.get(place.key) if place.key else None
        if known is not None:
            return known
        key = self._new_key()
        address_key = place.key or f"?{str(key).replace('-', '')}"
        self._doors[address_key] = key
        made.append(
            (
                key,
                self._ward,
                group,
                place.text,
                address_key,
                place.tower,
                place.floor,
                place.flat,
                place.house_number,
                place.alley,
                person.has_lift,
                self._import,
            )
        )
        return key

    def _resident(self, person: Person, key: Any, group: Any, door: Any) -> Row:
        birth = person.birth
        return (
            key,
            self._ward,
            door,
            group,
            person.full_name,
            person.name_key,
            sorted_name(person.full_name),
            person.spoken_name,
            person.sex,
            person.birth_text or None,
            birth.year if birth is not None else None,
            person.personal_number,
            Resident.Status.PRESENT.value,
            person.phone,
            person.note,
            person.row_key,
            0,
            self._import,
        )

    def _document(self, person: Person, key: Any) -> Row:
        return (
            self._new_key(),
            key,
            person.document_kind,
            stored_day(person.document_issued_on),
            None if person.document_no_expiry else stored_day(person.document_expires_on),
            person.document_no_expiry,
            self._moment,
            None,
        )


def _chunks(persons: Iterable[Person]) -> Iterator[list[Person]]:
    source = iter(persons)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def this_writer() -> str:
    """This process, so that another can tell whether it still lives: machine, process id, its start in clock ticks."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def _started(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_dead(batch: ImportBatch, now: datetime) -> bool:
    """Whether the process that was writing an import has ended; of another machine, silence of ten minutes tells."""
    machine, _, rest = batch.writer.partition(":")
    process, _, started = rest.partition(":")
    if machine == socket.gethostname() and process.isdigit():
        return not started or _started(int(process)) != started
    return batch.touched_at is None or now - batch.touched_at > _SILENT


def sweep_leftovers(now: datetime) -> int:
    """Delete the rows of undone imports and of those whose writer ended; gives how many residents were removed.

    A list whose reading ended with its process is put aside; one that only waited to be written stands staged again.
    """
    removed = 0
    open_states = (ImportState.READING, ImportState.WAITING, ImportState.WRITING, ImportState.UNDONE)
    for batch in ImportBatch.objects.filter(state__in=open_states):
        if batch.state == ImportState.UNDONE:
            removed += remove_rows(batch)
        elif (batch.state == ImportState.WRITING or batch.writer) and is_dead(batch, now):
            removed += remove_rows(batch)
            stand_again(batch)
    return removed


def stand_again(batch: ImportBatch) -> None:
    """An import that came to nothing: staged as before, gone where it was a further round, put aside without bytes."""
    mine = ImportBatch.objects.filter(pk=batch.pk, writer=batch.writer).exclude(state=ImportState.ACCEPTED)
    if batch.continues_id is not None:
        mine.delete()
        return
    read = batch.state != ImportState.READING and hasattr(batch, "file")
    if not read:
        ImportFile.objects.filter(batch=batch).delete()
    state = ImportState.STAGED if read else ImportState.REFUSED
    mine.update(state=state, writer="", written=0, touched_at=None)


def remove_rows(batch: ImportBatch) -> int:
    """Delete what an import wrote that does not count, in short transactions."""
    removed = 0
    while ids := list(Resident.every.filter(import_batch=batch).values_list("id", flat=True)[:_SWEEP_CHUNK]):
        with transaction.atomic():
            for model in (ResidentNumber, HeldDocument, Supporter):
                _delete(model.objects.filter(resident_id__in=ids))
            _delete(Resident.every.filter(pk__in=ids))
        removed += len(ids)
    with transaction.atomic():
        _delete(Household.every.filter(import_batch=batch))
        _delete(ResidentialGroup.every.filter(import_batch=batch))
    return removed


def _delete(rows: QuerySet[Any]) -> None:
    """Delete without collecting what hangs on the rows: the caller has removed it, and the database would refuse."""
    rows.order_by()._raw_delete(rows.db)


def count_built_on(batches: list[ImportBatch]) -> int:
    """How many residents of these imports something else rests on: a later room's row, or a change made by hand."""
    mine = Q(import_batch__in=batches)
    touched = set(Resident.every.filter(mine, changes__gt=0).values_list("id", flat=True))
    for relation in Resident._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label != Resident._meta.app_label:
            held = model._base_manager.filter(**{f"{relation.field.name}__import_batch__in": batches})
            touched.update(held.annotate(whom=F(f"{relation.field.name}_id")).values_list("whom", flat=True))
    return len(touched)


def release_shared(batches: list[ImportBatch]) -> None:
    """Doors and groups of these imports where others live now stay, as if written by hand."""
    others = Resident.every.exclude(import_batch__in=batches) | Resident.every.filter(
        import_batch__isnull=True
    )
    kept_doors = Household.every.filter(import_batch__in=batches, pk__in=others.values("household_id"))
    kept_doors.update(import_batch=None)
    still = Household.every.exclude(import_batch__in=batches) | Household.every.filter(
        import_batch__isnull=True
    )
    ResidentialGroup.every.filter(import_batch__in=batches).filter(
        Q(pk__in=others.values("group_id")) | Q(pk__in=still.values("group_id"))
    ).update(import_batch=None)
