"""What the room of residents' rights asks of the roll: found by any number, a copy, restriction, erasure. No verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tannha.ground.dates import format_partial
from tannha.roll.models import Resident, ResidentNumber, Restriction
from tannha.roll.service.people import place_of
from tannha.roll.service.values import count_change
from tannha.roll.texts import CHANGED, DOCUMENTS, SEX_WORDS, STATUS_WORDS, value_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """One thing held about a person."""

    label: str
    value: str


def find_by_any_number(ward_id: UUID, number: str) -> Resident | None:
    """The resident of a ward by the whole current number or an earlier one, living here or not; None for nobody."""
    digits = "".join(letter for letter in number if letter not in " .-\u00a0")
    if not digits:
        return None
    earlier = ResidentNumber.objects.filter(ward_id=ward_id, value=digits).values("resident_id")
    rows = Resident.objects.filter(ward_id=ward_id).filter(Q(personal_number=digits) | Q(pk__in=earlier))
    return rows.select_related("household", "group").order_by("status", "pk").first()


def note_restricted(resident: Resident, *, now: datetime) -> None:
    """From now on no table with names holds this person, inside another verb's transaction; twice changes nothing."""
    Restriction.objects.get_or_create(resident=resident, defaults={"since": now})
    count_change(resident)


def note_voluntary_erased(resident: Resident) -> None:
    """Erase what the office holds beyond its duty, inside another verb's transaction: contact, way of calling, helpers.

    Earlier values of these fields go too; name, birth, numbers, documents and address stay by law.
    """
    beyond = ("phone", "spoken_name")
    for field in (*beyond, "note"):
        setattr(resident, field, "")
    resident.save(update_fields=[*beyond, "note"])
    resident.supporters.all().delete()
    resident.corrections.filter(field__in=beyond).update(old_value="", new_value="")
    count_change(resident)


def copy_of(resident: Resident) -> list[CopyLine]:
    """Everything the roll holds about one person, in words; for a verb that journals it."""
    lines = [
        (_("Full name"), resident.full_name),
        (_("Way of calling"), resident.spoken_name),
        (_("Date of birth"), format_partial(resident.birth) if resident.birth else ""),
        (_("Sex"), str(SEX_WORDS[resident.sex])),
        (_("Personal number"), resident.personal_number),
        (_("Old numbers"), ", ".join(row.value for row in resident.numbers.all())),
        (_("Address"), place_of(resident)),
        (_("Telephone"), resident.phone),
        (_("Lives here"), str(STATUS_WORDS[resident.status])),
        (_("Note in the list"), resident.note),
        *(
            (
                _("Document held") if row.ended_on is None else _("Document held before"),
                str(DOCUMENTS[row.kind]),
            )
            for row in resident.documents.all()
        ),
        *(
            (_("Who helps"), f"{row.name} {row.relation} {row.phone}".strip())
            for row in resident.supporters.all()
        ),
        *(
            (_("Representative (with document)"), f"{row.name}, {row.document}")
            for row in resident.representatives.all()
        ),
        *(
            (
                f"{_('Changes')}: {CHANGED.get(row.field, row.field)}",
                f"{value_text(row.field, row.old_value)} → {value_text(row.field, row.new_value)} ({row.evidence})",
            )
            for row in resident.corrections.all()
        ),
    ]
    return [CopyLine(label=str(label), value=value) for label, value in lines if value]
