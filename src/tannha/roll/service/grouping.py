"""Residential groups and who leads them; no residents are shown here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.names import fold, nfc
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import GroupHead, ResidentialGroup
from tannha.roll.refusals import Code
from tannha.roll.service.people import scope_of
from tannha.roll.service.values import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group with who leads it now and who did before."""

    id: UUID
    name: str
    number: int | None
    head: GroupHead | None
    earlier: tuple[GroupHead, ...]


def get_group(actor: Actor, group_id: UUID) -> GroupView:
    """One group of the own ward with its heads, who serve openly; refuses another ward's like none."""
    row = _group(actor, group_id)
    heads = list(row.heads.all())
    return GroupView(
        id=row.pk,
        name=row.name,
        number=row.number,
        head=next((head for head in heads if head.until is None), None),
        earlier=tuple(head for head in reversed(heads) if head.until is not None),
    )


def heads_of(ward_id: UUID) -> dict[str, GroupHead]:
    """Who leads each group of a ward now, by the group's name."""
    rows = GroupHead.objects.filter(group__ward_id=ward_id, until=None).select_related("group")
    return {row.group.name: row for row in rows}


@act(May.CHANGE_ROLL)
def save_group(
    actor: Actor, *, group_id: UUID | None, name: str, number: int | None, now: datetime
) -> ResidentialGroup:
    """Add a residential group, or give one its right name and number; a name stands once in a ward."""
    _demand_ward(actor)
    text = nfc(name)
    if not text or len(text) > 80 or (number is not None and not 1 <= number <= 999):
        raise Refused(Refusal(Code.GROUP_UNFIT))
    if any(
        fold(other) == fold(text)
        for key, other in ResidentialGroup.every.filter(ward_id=actor.ward_id).values_list("id", "name")
        if key != group_id
    ):
        raise Refused(Refusal(Code.GROUP_TAKEN))
    row = _group(actor, group_id) if group_id else ResidentialGroup(ward_id=actor.ward_id)
    row.name, row.number = text, number
    row.save()
    journal.act(actor, "roll.group_saved", now=now, details={"group": str(row.pk)})
    return row


@act(May.CHANGE_ROLL)
def set_group_head(
    actor: Actor, *, group_id: UUID, name: str, phone: str, since: date, now: datetime
) -> GroupHead:
    """Record who leads a group from a day on; whoever led it before ends on that day and stays on record."""
    _demand_ward(actor)
    group = _group(actor, group_id)
    before = group.heads.select_for_update().filter(until=None).first()
    if since > local_day(now) or (before is not None and since < before.since):
        raise Refused(Refusal(Code.HEAD_DAY))
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    row = GroupHead.objects.create(
        group=group,
        name=name_of(name),
        phone=phone.strip()[:40],
        since=since,
        noted_at=now,
        noted_by_id=actor.user_id,
    )
    journal.act(actor, "roll.group_head_set", now=now, details={"group": str(group.pk)})
    return row


def _group(actor: Actor, group_id: UUID) -> ResidentialGroup:
    row = ResidentialGroup.objects.filter(pk=group_id, ward_id=actor.ward_id).first()
    if row is None:
        raise Refused(not_there())
    return row


def _demand_ward(actor: Actor) -> None:
    if scope_of(actor, May.CHANGE_ROLL) is not Scope.WARD:
        raise Refused(not_there())
