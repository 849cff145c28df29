"""Tables that leave the house: the roll with names, by two persons and named in the journal; figures by group.

Who asked that their data be used for nothing beyond the office's duty is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import format_partial
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act
from tannha.roll.models import Resident, ResidentialGroup
from tannha.roll.refusals import Code
from tannha.roll.service.changing import LIVING_STATUSES
from tannha.roll.service.people import due_of
from tannha.roll.service.searching import count_groups
from tannha.roll.service.sheet import SheetForm, as_file
from tannha.roll.texts import EXPORT_HEADS, SEX_WORDS, STATUS_WORDS, due_text

FEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a table with names is to hold; `statuses` empty for all."""

    columns: tuple[str, ...]
    group_id: UUID | None = None
    statuses: tuple[str, ...] = ()
    form: SheetForm = SheetForm.XLSX


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A finished file: its name holds no personal data."""

    name: str
    form: SheetForm
    content: bytes
    people: int


def export_roll(
    actor: Actor, *, wanted: Wanted, reason: str, second: SecondPerson | None, now: datetime
) -> Exported:
    """The chosen columns of the ward's residents as a file, for a reason, by two persons; each person is journaled.

    The journal is written first, in a short transaction; the file is made after it, of nobody else. Refuses no columns,
    no reason, an empty table, and the whole number for whom the table does not show it.
    """
    ids = tell_export(actor, wanted=wanted, reason=reason, second=second, now=now)
    heads = [str(EXPORT_HEADS[column]) for column in wanted.columns]
    rows = _rows(_chosen(actor, wanted), wanted.columns, now, ids)
    content = as_file(wanted.form, heads, rows)
    return Exported(
        name=f"roll-{local_day(now)}.{wanted.form}", form=wanted.form, content=content, people=len(ids)
    )


@act(May.EXPORT_NAMES)
def tell_export(
    actor: Actor, *, wanted: Wanted, reason: str, second: SecondPerson | None, now: datetime
) -> frozenset[UUID]:
    """Write down that these people leave in a table, with columns, reason and the second person; gives whom."""
    if not reason.strip():
        raise Refused(Refusal(Code.EXPORT_REASON))
    if not wanted.columns or not set(wanted.columns) <= set(EXPORT_HEADS):
        raise Refused(Refusal(Code.EXPORT_EMPTY))
    if "personal_number" in wanted.columns and cell(actor.role, May.FULL_NUMBER) is None:
        raise Refused(Refusal(Code.EXPORT_NUMBERS))
    people = _chosen(actor, wanted)
    witness = confirm(actor, second, May.EXPORT_NAMES, now=now)
    ids = frozenset(people.order_by().values_list("pk", flat=True))
    if not ids:
        raise Refused(Refusal(Code.EXPORT_EMPTY))
    journal.act(
        actor,
        "roll.exported",
        now=now,
        people=ids,
        purpose=reason.strip()[:80],
        second=witness,
        details={"columns": list(wanted.columns), "form": wanted.form.value, "people": len(ids)},
    )
    return ids


def _chosen(actor: Actor, wanted: Wanted) -> QuerySet[Resident]:
    people = Resident.objects.filter(ward_id=actor.ward_id, restriction=None)
    if wanted.group_id is not None:
        if not ResidentialGroup.objects.filter(pk=wanted.group_id, ward_id=actor.ward_id).exists():
            raise Refused(not_there())
        people = people.filter(group_id=wanted.group_id)
    statuses = [status for status in wanted.statuses if status in LIVING_STATUSES]
    if statuses:
        people = people.filter(status__in=statuses)
    return people.order_by("group__number", "group__name", "name_sort")


def _rows(
    people: QuerySet[Resident], columns: Sequence[str], now: datetime, ids: frozenset[UUID]
) -> Iterator[list[str]]:
    loaded = people.select_related("household", "group")
    if {"old_numbers", "due"} & set(columns):
        loaded = loaded.prefetch_related("numbers", "documents")
    for person in loaded.iterator(chunk_size=2000):
        if person.pk in ids:
            yield [_cell(person, column, now) for column in columns]


def _cell(person: Resident, column: str, now: datetime) -> str:
    if column == "birth":
        return format_partial(person.birth, "vi") if person.birth else ""
    if column == "sex":
        return str(SEX_WORDS[person.sex])
    if column == "status":
        return str(STATUS_WORDS[person.status])
    if column == "group":
        return person.group.name if person.group else ""
    if column == "address":
        return person.household.address
    if column == "old_numbers":
        return ", ".join(row.value for row in person.numbers.all())
    if column == "due":
        due = due_of(person, on=local_day(now))
        return due_text(due.kind, due.reason)[0]
    return str(getattr(person, column) or "")


def count_left_out(ward_id: UUID) -> int:
    """How many present residents asked to stand in no table with names."""
    return Resident.objects.filter(ward_id=ward_id).exclude(restriction=None).count()


def export_figures(ward_id: UUID, form: SheetForm, *, heads: Sequence[str], now: datetime) -> Exported:
    """Homes and residents by group, without names; counts under ten are blurred, so that nobody is singled out."""
    rows = [(name, _blurred(homes), _blurred(people)) for name, homes, people in count_groups(ward_id)]
    content = as_file(form, heads, rows)
    return Exported(name=f"groups-{local_day(now)}.{form}", form=form, content=content, people=0)


def _blurred(count: int) -> str:
    return str(count) if count == 0 or count >= FEWEST else f"<{FEWEST}"
