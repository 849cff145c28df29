"""Changes to the roll by hand: somebody added, a value corrected with evidence, who helps, who acts by law.

`note_…` functions write inside the transaction of another room's verb and ask no permission of their own.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate
from tannha.ground.names import fold, nfc, sort_key
from tannha.ground.personal_number import is_well_formed
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import (
    Correction,
    Representative,
    Resident,
    ResidentialGroup,
    Supporter,
)
from tannha.roll.refusals import Code
from tannha.roll.service.following import followers
from tannha.roll.service.people import get_resident, scope_of
from tannha.roll.service.values import (
    count_change,
    demand_evidence,
    group_of_number,
    household_at,
    name_of,
    set_value,
    value_of,
)

LIVING_STATUSES = (Resident.Status.PRESENT, Resident.Status.MOVED_OUT, Resident.Status.DECEASED)


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
    demand_change(actor)
    group = ResidentialGroup.objects.filter(pk=group_id, ward_id=actor.ward_id).first()
    if group is None:
        raise Refused(not_there())
    demand_evidence(evidence)
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
    note_change(resident, "added", "", "", evidence=evidence, actor=actor, now=now)
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
    name = name_of(full_name)
    if personal_number and not is_well_formed(personal_number):
        raise Refused(Refusal(Code.VALUE_UNFIT, field=_("personal number")))
    group = group or group_of_number(ward_id, group_number)
    return Resident.objects.create(
        ward_id=ward_id,
        household=household_at(ward_id, address, group),
        group=group,
        full_name=name,
        name_key=fold(name),
        name_sort=sort_key(name),
        spoken_name=nfc(spoken_name)[:40],
        sex=sex,
        birth=birth,  # type: ignore[misc] # the field takes partial dates
        birth_year=birth.year if birth else None,
        personal_number=personal_number,
        phone=phone.strip()[:40],
        changes=1,
    )


def note_correction(
    resident: Resident, *, field: str, value: str, evidence: str, actor: Actor, now: datetime
) -> str:
    """Correct one value inside a running transaction, without journal; gives the old value.

    Refuses a correction without evidence and a field that is not corrected here.
    """
    demand_evidence(evidence)
    demand_evidence(evidence)
    old = set_value(resident, field, value, today=local_day(now))
    note_change(resident, field, old, value_of(resident, field), evidence=evidence, actor=actor, now=now)
    return old


def note_change(
    resident: Resident, field: str, old: str, new: str, *, evidence: str, actor: Actor, now: datetime
) -> None:
    """Keep what was changed on a row, what stood there before, on which evidence and by whom."""
    Correction.objects.create(
        resident=resident,
        field=field,
        old_value=old[:300],
        new_value=new[:300],
        evidence=demand_evidence(evidence),
        made_at=now,
        made_by_id=actor.user_id,
    )
    count_change(resident)


@act(May.CHANGE_ROLL)
def correct_resident(
    actor: Actor, *, resident_id: UUID, field: str, value: str, evidence: str, now: datetime
) -> Resident:
    """Correct one value with its evidence; a replaced number stays searchable as a former one."""
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    note_correction(resident, field=field, value=value, evidence=evidence, actor=actor, now=now)
    journal.act(actor, "roll.resident_corrected", now=now, people=[resident.pk], details={"field": field})
    return resident


@act(May.CHANGE_ROLL)
def change_status(actor: Actor, *, resident_id: UUID, status: str, evidence: str, now: datetime) -> Resident:
    """Record that a resident moved out, died, or is here after all. Who left is asked nothing more."""
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    note_status(resident, status, evidence=evidence, actor=actor, now=now)
    journal.act(actor, "roll.status_changed", now=now, people=[resident.pk], details={"status": status})
    return resident


@act(May.CHANGE_ROLL)
def set_representative(
    actor: Actor, *, resident_id: UUID, name: str, relation: str, document: str, phone: str, now: datetime
) -> Representative:
    """Record who acts by law for a person. Without a document this is refused: such a person is a supporter."""
    demand_change(actor)
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
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    row = note_supporter(resident, name=name, relation=relation, phone=phone, now=now)
    journal.act(actor, "roll.supporter_set", now=now, people=[resident.pk])
    return row


def note_supporter(
    resident: Resident, *, name: str, relation: str = "", phone: str = "", now: datetime
) -> Supporter:
    """Note who helps, inside another verb's transaction."""
    row = Supporter.objects.create(
        resident=resident, name=name_of(name), relation=relation.strip(), phone=phone.strip(), noted_at=now
    )
    count_change(resident)
    return row


def note_representative(
    resident: Resident, *, name: str, document: str, relation: str = "", phone: str = "", now: datetime
) -> Representative:
    """Note who acts by law, with the document that says so, inside another verb's transaction."""
    row = Representative.objects.create(
        resident=resident,
        name=name_of(name),
        document=document.strip(),
        relation=relation.strip(),
        phone=phone.strip(),
        noted_at=now,
    )
    count_change(resident)
    return row


def note_status(resident: Resident, status: str, *, evidence: str, actor: Actor, now: datetime) -> None:
    """Note that a resident moved out, died or is here, inside another verb's transaction.

    Later rooms end what waits for who has left. Refuses a status that is there already.
    """
    if status not in LIVING_STATUSES or status == resident.status:
        raise Refused(Refusal(Code.STATUS_ALREADY))
    old = resident.status
    resident.status = Resident.Status(status)
    resident.save(update_fields=["status"])
    note_change(resident, "status", old, status, evidence=evidence, actor=actor, now=now)
    if resident.status != Resident.Status.PRESENT:
        for follower in followers():
            follower.note_left(resident, status=status, actor=actor, now=now)


def demand_change(actor: Actor) -> None:
    """Refuse an actor who may only propose."""
    if scope_of(actor, May.CHANGE_ROLL) is Scope.PROPOSES:
        raise Refused(Refusal(Code.ONLY_PROPOSES))
