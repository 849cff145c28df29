"""Changes to the roll by hand: somebody added, a value corrected with evidence, who helps, who acts by law.

`note_…` functions write inside the transaction of another room's verb and ask no permission of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.dates import PartialDate
from tannha.ground.names import fold, nfc, sort_key
from tannha.ground.personal_number import is_well_formed
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import (
    Correction,
    HeldDocument,
    Household,
    Representative,
    Resident,
    ResidentialGroup,
    ResidentNumber,
    Supporter,
)
from tannha.roll.refusals import Code
from tannha.roll.rules.address import parse_address
from tannha.roll.service.people import get_resident, scope_of


@act(May.CHANGE_ROLL)
def add_resident(
    actor: Actor,
    *,
    full_name: str,
    birth: PartialDate | None,
    sex: str,
    address: str,
    group_id: UUID,
    personal_number: str = "",
    spoken_name: str = "",
    phone: str = "",
    evidence: str,
    now: datetime,
) -> Resident:
    """Add someone who is on no list, to a group of the own ward, with the paper or statement it rests on."""
    _demand_change(actor)
    group = ResidentialGroup.objects.filter(pk=group_id, ward_id=actor.ward_id).first()
    if group is None:
        raise Refused(not_there())
    if not evidence.strip():
        raise Refused(Refusal(Code.EVIDENCE_MISSING))
    resident = note_new_resident(
        ward_id=actor.ward_id,
        full_name=full_name,
        birth=birth,
        sex=sex,
        address=address,
        group=group,
        personal_number=personal_number,
        spoken_name=spoken_name,
        phone=phone,
    )
    Correction.objects.create(
        resident=resident,
        field="added",
        evidence=evidence.strip()[:200],
        made_at=now,
        made_by_id=actor.user_id,
    )
    journal.act(actor, "roll.resident_added", now=now, people=[resident.pk])
    return resident


def note_new_resident(
    *,
    ward_id: UUID,
    full_name: str,
    birth: PartialDate | None,
    sex: str,
    address: str,
    group: ResidentialGroup | None = None,
    group_number: int | None = None,
    personal_number: str = "",
    spoken_name: str = "",
    phone: str = "",
) -> Resident:
    """Write a resident inside another verb's transaction; refuses an empty name and a number without twelve digits.

    The group is given as a row or by its number, which makes it where it is new.
    """
    name = nfc(full_name)
    if not name:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=_("full name")))
    if personal_number and not is_well_formed(personal_number):
        raise Refused(Refusal(Code.VALUE_UNFIT, field=_("personal number")))
    group = group or _group(ward_id, group_number)
    return Resident.objects.create(
        ward_id=ward_id,
        household=_household(ward_id, address, group),
        group=group,
        full_name=name,
        name_key=fold(name),
        name_sort=sort_key(name),
        spoken_name=nfc(spoken_name),
        sex=sex,
        birth=birth,  # type: ignore[misc] # the field takes partial dates
        birth_year=birth.year if birth else None,
        personal_number=personal_number,
        phone=phone.strip(),
        changes=1,
    )


CORRECTABLE = (
    "full_name",
    "birth",
    "sex",
    "personal_number",
    "phone",
    "spoken_name",
    "address",
    "has_lift",
    "floor",
)


def note_correction(
    resident: Resident, *, field: str, value: str, evidence: str, actor: Actor, now: datetime
) -> str:
    """Correct one value inside a running transaction, without journal; gives the old value.

    Refuses a correction without evidence and a field that is not corrected here.
    """
    if not evidence.strip():
        raise Refused(Refusal(Code.EVIDENCE_MISSING))
    if field not in CORRECTABLE:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=field))
    old = _set_value(resident, field, nfc(value))
    Correction.objects.create(
        resident=resident,
        field=field,
        old_value=old[:300],
        new_value=nfc(value)[:300],
        evidence=evidence.strip()[:200],
        made_at=now,
        made_by_id=actor.user_id,
    )
    _count_change(resident)
    return old


@act(May.CHANGE_ROLL)
def correct_resident(
    actor: Actor, *, resident_id: UUID, field: str, value: str, evidence: str, now: datetime
) -> Resident:
    """Correct one value with its evidence; a replaced number stays searchable as a former one."""
    _demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    note_correction(resident, field=field, value=value, evidence=evidence, actor=actor, now=now)
    journal.act(actor, "roll.resident_corrected", now=now, people=[resident.pk], details={"field": field})
    return resident


@act(May.CHANGE_ROLL)
def change_status(actor: Actor, *, resident_id: UUID, status: str, evidence: str, now: datetime) -> Resident:
    """Record that a resident moved out, died, or is here after all."""
    _demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    if not evidence.strip():
        raise Refused(Refusal(Code.EVIDENCE_MISSING))
    old = resident.status
    note_status(resident, status)
    Correction.objects.create(
        resident=resident,
        field="status",
        old_value=old,
        new_value=status,
        evidence=evidence.strip()[:200],
        made_at=now,
        made_by_id=actor.user_id,
    )
    journal.act(actor, "roll.status_changed", now=now, people=[resident.pk], details={"status": status})
    return resident


@act(May.CHANGE_ROLL)
def set_representative(
    actor: Actor, *, resident_id: UUID, name: str, relation: str, document: str, phone: str, now: datetime
) -> Representative:
    """Record who acts by law for a person. Without a document this is refused: such a person is a supporter."""
    _demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    if not document.strip():
        raise Refused(Refusal(Code.DOCUMENT_MISSING))
    row = note_representative(resident, name=name, relation=relation, document=document, phone=phone, now=now)
    journal.act(actor, "roll.representative_set", now=now, people=[resident.pk])
    return row


@act(May.CHANGE_ROLL)
def set_supporter(
    actor: Actor, *, resident_id: UUID, name: str, relation: str, phone: str, now: datetime
) -> Supporter:
    """Record family or a neighbour who helps; this gives no legal power."""
    _demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    row = note_supporter(resident, name=name, relation=relation, phone=phone, now=now)
    journal.act(actor, "roll.supporter_set", now=now, people=[resident.pk])
    return row


def note_document(
    resident: Resident,
    kind: str,
    issued_on: date | None,
    expires_on: date | None,
    no_expiry: bool,
    now: datetime,
) -> HeldDocument:
    """Note a document the person now holds, inside another verb's transaction (a handover)."""
    row = HeldDocument.objects.create(
        resident=resident,
        kind=HeldDocument.Kind(kind),
        issued_on=issued_on,
        expires_on=None if no_expiry else expires_on,
        no_expiry=no_expiry,
        noted_at=now,
    )
    _count_change(resident)
    return row


def note_supporter(
    resident: Resident, *, name: str, relation: str = "", phone: str = "", now: datetime
) -> Supporter:
    """Note who helps, inside another verb's transaction."""
    row = Supporter.objects.create(
        resident=resident, name=_name(name), relation=relation.strip(), phone=phone.strip(), noted_at=now
    )
    _count_change(resident)
    return row


def note_representative(
    resident: Resident, *, name: str, document: str, relation: str = "", phone: str = "", now: datetime
) -> Representative:
    """Note who acts by law, with the document that says so, inside another verb's transaction."""
    row = Representative.objects.create(
        resident=resident,
        name=_name(name),
        document=document.strip(),
        relation=relation.strip(),
        phone=phone.strip(),
        noted_at=now,
    )
    _count_change(resident)
    return row


def note_status(resident: Resident, status: str) -> None:
    """Note that a resident moved out, died or is here, inside another verb's transaction."""
    resident.status = Resident.Status(status)
    resident.save(update_fields=["status"])
    _count_change(resident)


def _demand_change(actor: Actor) -> None:
    if scope_of(actor, May.CHANGE_ROLL) is Scope.PROPOSES:
        raise Refused(Refusal(Code.ONLY_PROPOSES))


def _count_change(resident: Resident) -> None:
    Resident.every.filter(pk=resident.pk).update(changes=F("changes") + 1)


def _name(text: str) -> str:
    name = nfc(text)
    if not name:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=_("full name")))
    return name


def _group(ward_id: UUID, number: int | None) -> ResidentialGroup | None:
    if number is None:
        return None
    found, _made = ResidentialGroup.objects.get_or_create(
        ward_id=ward_id, name=f"Tổ {number}", defaults={"number": number}
    )
    return found


def _household(ward_id: UUID, address: str, group: ResidentialGroup | None) -> Household:
    place = parse_address(address)
    found = Household.objects.filter(ward_id=ward_id, address_key=place.key).first() if place.key else None
    if found is not None:
        return found
    household = Household(
        ward_id=ward_id,
        group=group,
        address=place.text,
        tower=place.tower,
        floor=place.floor,
        flat=place.flat,
        house_number=place.house_number,
        alley=place.alley,
    )
    household.address_key = place.key or f"?{household.pk.hex}"
    household.save(force_insert=True)
    return household


def _set_value(resident: Resident, field: str, value: str) -> str:
    try:
        return _SETTERS.get(field, _set_plain)(resident, field, value)
    except (ValueError, KeyError) as error:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=field)) from error


def _set_plain(resident: Resident, field: str, value: str) -> str:
    old = str(getattr(resident, field) or "")
    setattr(resident, field, value)
    resident.save(update_fields=[field])
    return old


def _set_name(resident: Resident, _field: str, value: str) -> str:
    old, resident.full_name = resident.full_name, _name(value)
    resident.name_key, resident.name_sort = fold(value), sort_key(value)
    resident.save(update_fields=["full_name", "name_key", "name_sort"])
    return old


def _set_birth(resident: Resident, _field: str, value: str) -> str:
    old = resident.birth.iso if resident.birth else ""
    resident.birth = PartialDate.parse(value) if value else None
    resident.birth_year = resident.birth.year if resident.birth else None
    resident.save(update_fields=["birth", "birth_year"])
    return old


def _set_sex(resident: Resident, _field: str, value: str) -> str:
    old, resident.sex = resident.sex, Resident.Sex(value)
    resident.save(update_fields=["sex"])
    return old


def _set_number(resident: Resident, _field: str, value: str) -> str:
    number = value.replace(" ", "")
    if number and not is_well_formed(number):
        raise ValueError("twelve digits")
    old, resident.personal_number = resident.personal_number, number
    resident.save(update_fields=["personal_number"])
    if old and old != number:
        ResidentNumber.objects.get_or_create(
            ward_id=resident.ward_id, resident=resident, kind=ResidentNumber.Kind.FORMER, value=old
        )
    return old


def _set_address(resident: Resident, _field: str, value: str) -> str:
    old = resident.household.address
    resident.household = _household(resident.ward_id, value, resident.group)
    resident.save(update_fields=["household"])
    return old


def _set_home(resident: Resident, field: str, value: str) -> str:
    home = resident.household
    old = getattr(home, field)
    words: dict[str, bool | None] = {"yes": True, "no": False, "": None}
    setattr(home, field, words[value] if field == "has_lift" else int(value) if value else None)
    home.save(update_fields=[field])
    return "" if old is None else str(old)


_SETTERS: dict[str, Callable[[Resident, str, str], str]] = {
    "full_name": _set_name,
    "birth": _set_birth,
    "sex": _set_sex,
    "personal_number": _set_number,
    "address": _set_address,
    "has_lift": _set_home,
    "floor": _set_home,
}
