"""Tables that leave the house: the roll with names, by two persons and named in the journal; figures by group.

Who asked that their data be used for nothing beyond the office's duty is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import format_partial
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.regime import regime_on
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act
from tannha.roll.models import HeldDocument, Resident, ResidentialGroup, ResidentNumber
from tannha.roll.refusals import Code
from tannha.roll.rules.due import DocumentKind, Held, due_status
from tannha.roll.service.changing import LIVING_STATUSES
from tannha.roll.service.searching import count_groups
from tannha.roll.service.sheet import SheetForm, as_file
from tannha.roll.texts import EXPORT_HEADS, SEX_WORDS, STATUS_WORDS, due_text

FEWEST = 10
_AT_ONCE = 500
_STORED = {
    "full_name": "full_name",
    "birth": "birth",
    "sex": "sex",
    "personal_number": "personal_number",
    "address": "household__address",
    "group": "group__name",
    "phone": "phone",
    "status": "status",
}


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
    no reason, an empty table, and the whole number for whom the table does not show it. For tables at once; a large
    one is asked for (`ask_table`).
    """
    ids = tell_export(actor, wanted=wanted, reason=reason, second=second, now=now)
    content = table_of(actor.ward_id, wanted, ids, now=now)
    return Exported(name=name_of(wanted.form, now), form=wanted.form, content=content, people=len(ids))


@act(May.EXPORT_NAMES)
def tell_export(
    actor: Actor, *, wanted: Wanted, reason: str, second: SecondPerson | None, now: datetime
) -> frozenset[UUID]:
    """Write down that these people leave in a table, with columns, reason and the second person; gives whom."""
    return told_export(actor, wanted=wanted, reason=reason, second=second, now=now).ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was written down: the entry's number, whom it names, and who confirmed it."""

    entry: int
    ids: frozenset[UUID]
    witness: Actor


def told_export(
    actor: Actor, *, wanted: Wanted, reason: str, second: SecondPerson | None, now: datetime
) -> Told:
    """The part of an act that checks and journals a table with names; inside its transaction."""
    if not reason.strip():
        raise Refused(Refusal(Code.EXPORT_REASON))
    if not wanted.columns or not set(wanted.columns) <= set(EXPORT_HEADS):
        raise Refused(Refusal(Code.EXPORT_EMPTY))
    if "personal_number" in wanted.columns and cell(actor.role, May.FULL_NUMBER) is None:
        raise Refused(Refusal(Code.EXPORT_NUMBERS))
    people = _chosen(actor.ward_id, wanted)
    witness = confirm(actor, second, May.EXPORT_NAMES, now=now)
    ids = frozenset(people.order_by().values_list("pk", flat=True))
    if not ids:
        raise Refused(Refusal(Code.EXPORT_EMPTY))
    entry = journal.act(
        actor,
        "roll.exported",
        now=now,
        people=ids,
        purpose=reason.strip()[:80],
        second=witness,
        details={"columns": list(wanted.columns), "form": wanted.form.value, "people": len(ids)},
    )
    return Told(entry=entry, ids=ids, witness=witness)


def count_chosen(ward_id: UUID, wanted: Wanted) -> int:
    """How many people a table would hold; no names."""
    return _chosen(ward_id, wanted).count()


def name_of(form: SheetForm, now: datetime) -> str:
    """The name of a file with names: it holds a day, never a person."""
    return f"roll-{local_day(now)}.{form}"


def table_of(
    ward_id: UUID,
    wanted: Wanted,
    ids: Collection[UUID],
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> bytes:
    """The file of those of the chosen people whom the journal names; who asked since to be left out is left out.

    `progress` is told now and then how many rows stand.
    """
    heads = [str(EXPORT_HEADS[column]) for column in wanted.columns]
    return as_file(wanted.form, heads, _rows(ward_id, wanted, ids, now, progress))


def _chosen(ward_id: UUID, wanted: Wanted) -> QuerySet[Resident]:
    people = Resident.objects.filter(ward_id=ward_id, restriction=None)
    if wanted.group_id is not None:
        if not ResidentialGroup.objects.filter(pk=wanted.group_id, ward_id=ward_id).exists():
            raise Refused(not_there())
        people = people.filter(group_id=wanted.group_id)
    statuses = [status for status in wanted.statuses if status in LIVING_STATUSES]
    if statuses:
        people = people.filter(status__in=statuses)
    return people.order_by("group__number", "group__name", "name_sort", "id")


def _rows(
    ward_id: UUID,
    wanted: Wanted,
    ids: Collection[UUID],
    now: datetime,
    progress: Callable[[int], None],
) -> Iterator[list[str]]:
    """Rows of plain values: an object for each of 90,000 people would cost ten times the memory and the time."""
    columns = wanted.columns
    numbered = bool({"old_numbers", "due"} & set(columns))
    fields = ("id", *(_STORED[column] for column in columns if column in _STORED), "birth")
    order = [pk for pk in _chosen(ward_id, wanted).values_list("id", flat=True) if pk in ids]
    done = 0
    for start in range(0, len(order), _AT_ONCE):
        portion = order[start : start + _AT_ONCE]
        found = {row[0]: row for row in Resident.objects.filter(pk__in=portion).values_list(*fields)}
        numbers = _numbers_of(portion) if numbered else {}
        documents = _documents_of(portion) if "due" in columns else {}
        for pk in portion:
            if pk not in found:
                continue
            values = dict(zip(fields, found[pk], strict=True))
            yield [
                _due(values, documents.get(pk, ()), numbers.get(pk, ()), now)
                if column == "due"
                else ", ".join(value for _, value in numbers.get(pk, ()))
                if column == "old_numbers"
                else _cell(column, values[_STORED[column]])
                for column in columns
            ]
        done += len(portion)
        progress(done)


def _cell(column: str, value: Any) -> str:
    if column == "birth":
        return format_partial(value, "vi") if value else ""
    if column == "sex":
        return str(SEX_WORDS[value])
    if column == "status":
        return str(STATUS_WORDS[value])
    return str(value or "")


def _numbers_of(ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Kind and value of the old numbers of each, in the order in which they stand."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = ResidentNumber.objects.filter(resident_id__in=ids).order_by("kind", "value")
    for resident_id, kind, value in rows.values_list("resident_id", "kind", "value"):
        found[resident_id].append((kind, value))
    return found


def _documents_of(ids: Sequence[UUID]) -> dict[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = defaultdict(list)
    rows = HeldDocument.objects.filter(resident_id__in=ids, ended_on=None).order_by("noted_at", "id")
    for resident_id, kind, issued, expires, endless in rows.values_list(
        "resident_id", "kind", "issued_on", "expires_on", "no_expiry"
    ):
        found[resident_id].append(
            Held(kind=DocumentKind(kind), issued_on=issued, expires_on=expires, no_expiry=endless)
        )
    return found


def _due(
    values: dict[str, Any], documents: Sequence[Held], numbers: Sequence[tuple[str, str]], now: datetime
) -> str:
    """What is held; an old nine-digit number stands for its paper."""
    on = local_day(now)
    paper = [Held(kind=DocumentKind.CMND9)] if any(kind == "cmnd9" for kind, _ in numbers) else []
    due = due_status(
        birth=values["birth"], documents=[*documents, *paper], asked=False, regime=regime_on(on), on=on
    )
    return due_text(due.kind, due.reason)[0]


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
