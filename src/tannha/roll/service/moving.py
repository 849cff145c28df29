"""Moves within the ward and out of it, alone or with everybody of the home; and old numbers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import Resident, ResidentialGroup, ResidentNumber
from tannha.roll.refusals import Code
from tannha.roll.service.changing import demand_change, note_change, note_status
from tannha.roll.service.people import get_resident
from tannha.roll.service.values import demand_evidence, household_at
from tannha.roll.texts import CORRECTABLE as LABELS


@act(May.CHANGE_ROLL)
def move_home(
    actor: Actor,
    *,
    resident_id: UUID,
    address: str,
    group_id: UUID | None,
    everyone: bool,
    evidence: str,
    now: datetime,
) -> list[Resident]:
    """Move a resident, or everybody of the home, to another address of the ward; the old one is kept as a change.

    Who had moved out and comes back is here again. Refuses an empty address and another ward's group.
    """
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    kept_for = demand_evidence(evidence)
    if not address.strip() or len(address) > 300:
        raise Refused(Refusal(Code.VALUE_UNFIT, field=LABELS["address"]))
    group = ResidentialGroup.objects.filter(pk=group_id, ward_id=actor.ward_id).first() if group_id else None
    if group_id and group is None:
        raise Refused(not_there())
    movers = _of_home(resident) if everyone else [resident]
    home = household_at(actor.ward_id, address, group)
    for mover in movers:
        old = mover.household.address
        mover.household, mover.group = home, group or home.group or mover.group
        mover.save(update_fields=["household", "group"])
        note_change(mover, "address", old, home.address, evidence=kept_for, actor=actor, now=now)
        if mover.status == Resident.Status.MOVED_OUT:
            note_status(mover, Resident.Status.PRESENT, evidence=kept_for, actor=actor, now=now)
    journal.act(actor, "roll.moved_within", now=now, people=[mover.pk for mover in movers])
    return movers


@act(May.CHANGE_ROLL)
def move_out(
    actor: Actor, *, resident_id: UUID, everyone: bool, evidence: str, now: datetime
) -> list[Resident]:
    """A resident, or everybody of the home, has left the ward; what waits for them ends."""
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    movers = _of_home(resident) if everyone else [resident]
    for mover in movers:
        note_status(mover, Resident.Status.MOVED_OUT, evidence=evidence, actor=actor, now=now)
    journal.act(actor, "roll.moved_out", now=now, people=[mover.pk for mover in movers])
    return movers


def _of_home(resident: Resident) -> list[Resident]:
    others = Resident.objects.filter(
        household_id=resident.household_id, status=Resident.Status.PRESENT
    ).exclude(pk=resident.pk)
    return [resident, *others.select_related("household", "group").order_by("name_sort")]


@act(May.CHANGE_ROLL)
def record_old_number(
    actor: Actor, *, resident_id: UUID, value: str, evidence: str, now: datetime
) -> ResidentNumber:
    """Record a number the person had: nine digits of an old paper, or twelve that were cancelled; search finds it.

    Refuses any other count of digits and a number the person has already.
    """
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    digits = "".join(letter for letter in value if letter not in " .-\u00a0")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (9, 12)):
        raise Refused(Refusal(Code.OLD_NUMBER_UNFIT))
    if digits == resident.personal_number or resident.numbers.filter(value=digits).exists():
        raise Refused(Refusal(Code.STATUS_ALREADY))
    kind = ResidentNumber.Kind.CMND9 if len(digits) == 9 else ResidentNumber.Kind.FORMER
    row = ResidentNumber.objects.create(ward_id=resident.ward_id, resident=resident, kind=kind, value=digits)
    note_change(resident, "old_number", "", f"…{digits[-4:]}", evidence=evidence, actor=actor, now=now)
    journal.act(
        actor, "roll.old_number_recorded", now=now, people=[resident.pk], details={"kind": kind.value}
    )
    return row


@act(May.CHANGE_ROLL)
def drop_old_number(
    actor: Actor, *, resident_id: UUID, number_id: UUID, evidence: str, now: datetime
) -> Resident:
    """Take a wrongly recorded old number off a person, with the evidence."""
    demand_change(actor)
    resident = get_resident(actor, resident_id, May.CHANGE_ROLL, now)
    row = resident.numbers.filter(pk=number_id).first()
    if row is None:
        raise Refused(not_there())
    note_change(resident, "old_number", f"…{row.value[-4:]}", "", evidence=evidence, actor=actor, now=now)
    row.delete()
    journal.act(actor, "roll.old_number_dropped", now=now, people=[resident.pk])
    return resident
