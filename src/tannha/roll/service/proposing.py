"""Changes that are only proposed: seen at a door by who may not change the roll, decided by a supervisor.

A proposal keeps what stood in the roll when it was made. Where that has changed since, it is stale and is not accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate
from tannha.ground.ids import new_id
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.models import Proposal, Resident, ResidentialGroup
from tannha.roll.refusals import Code
from tannha.roll.rules.proposals import PERSON_FIELDS, ProposalKind
from tannha.roll.service.changing import (
    LIVING_STATUSES,
    note_change,
    note_correction,
    note_new_resident,
    note_status,
)
from tannha.roll.service.people import get_resident, scope_of
from tannha.roll.service.values import (
    CORRECTABLE,
    count_change,
    demand_evidence,
    fitting,
    name_of,
    value_of,
)
from tannha.roll.texts import CORRECTABLE as LABELS

_WAITING = Proposal.State.WAITING


def find_proposal(act_id: UUID) -> Proposal | None:
    """The proposal that was saved under a page's act id, or None; asked before sending it again."""
    return Proposal.objects.filter(act_id=act_id).first()


@act(May.CHANGE_ROLL)
def propose_change(
    actor: Actor,
    *,
    kind: ProposalKind | str,
    resident_id: UUID | None = None,
    after: Mapping[str, str],
    evidence: str,
    act_id: UUID | None = None,
    now: datetime,
) -> Proposal:
    """Propose a correction, a move away or a death of somebody the actor may see, or a person who is on no list.

    `after` holds the new values as text: one field (correction), `status`, or the fields of a new person. Refuses what
    would not fit the roll, what stands there already, and the same proposal twice.
    """
    resident = get_resident(actor, resident_id, May.LOOK_UP, now) if resident_id else None
    if act_id is not None and find_proposal(act_id) is not None:
        raise Refused(Refusal(Code.PROPOSED_ALREADY))
    row = note_proposal(
        actor.ward_id,
        resident,
        ProposalKind(kind),
        after,
        evidence=evidence,
        act_id=act_id,
        actor=actor,
        now=now,
    )
    journal.act(
        actor,
        "roll.change_proposed",
        now=now,
        people=[resident.pk] if resident else [],
        details={"kind": row.kind, "fields": sorted(row.after)},
    )
    return row


def note_proposal(
    ward_id: UUID,
    resident: Resident | None,
    kind: ProposalKind,
    after: Mapping[str, str],
    *,
    evidence: str,
    actor: Actor,
    now: datetime,
    act_id: UUID | None = None,
) -> Proposal:
    """Write a proposal inside another verb's transaction (a visit that found somebody gone), without journal."""
    if (resident is None) is not (kind is ProposalKind.PERSON):
        raise Refused(not_there())
    wanted = _fit(kind, after, now)
    before = {field: _standing(resident, field) for field in wanted} if resident else {}
    if resident and before == wanted:
        raise Refused(Refusal(Code.STATUS_ALREADY))
    same = Proposal.objects.filter(ward_id=ward_id, resident=resident, kind=kind.value, state=_WAITING)
    if any(row.after == wanted for row in same):
        raise Refused(Refusal(Code.PROPOSED_ALREADY))
    if resident:
        count_change(resident)
    return Proposal.objects.create(
        act_id=act_id or new_id(),
        ward_id=ward_id,
        resident=resident,
        kind=kind.value,
        before=before,
        after=wanted,
        evidence=demand_evidence(evidence),
        proposed_at=now,
        proposed_by_id=actor.user_id,
    )


def note_gone(
    resident: Resident, status: str, *, evidence: str, act_id: UUID, actor: Actor, now: datetime
) -> None:
    """Propose that somebody moved away or died, inside another verb's transaction; nothing where that is known."""
    after = {"status": status}
    known = Proposal.objects.filter(resident=resident, state=_WAITING, after=after).exists()
    if resident.status != status and not known:
        note_proposal(
            resident.ward_id,
            resident,
            ProposalKind.STATUS,
            after,
            evidence=evidence,
            act_id=act_id,
            actor=actor,
            now=now,
        )


def _fit(kind: ProposalKind, after: Mapping[str, str], now: datetime) -> dict[str, str]:
    if kind is ProposalKind.STATUS:
        if set(after) != {"status"} or after["status"] not in LIVING_STATUSES:
            raise Refused(Refusal(Code.STATUS_ALREADY))
        return {"status": str(after["status"])}
    fields = set(PERSON_FIELDS) if kind is ProposalKind.PERSON else set(CORRECTABLE)
    if (
        not after
        or not set(after) <= fields | {"group"}
        or (kind is not ProposalKind.PERSON and "group" in after)
    ):
        raise Refused(not_there())
    kept: dict[str, str] = {}
    for field, value in after.items():
        try:
            kept[field] = value if field == "group" else fitting(field, value, today=local_day(now))
        except (ValueError, KeyError) as error:
            raise Refused(Refusal(Code.VALUE_UNFIT, field=LABELS[field])) from error
    if kind is ProposalKind.PERSON:
        kept["full_name"] = name_of(kept.get("full_name", ""))
    return kept


def _standing(resident: Resident, field: str) -> str:
    return str(resident.status) if field == "status" else value_of(resident, field)


@act(May.CHANGE_ROLL)
def accept_proposal(actor: Actor, *, proposal_id: UUID, now: datetime) -> Proposal:
    """Make the proposed change, as this supervisor. Refuses a decided one, and a stale one whose ground has changed."""
    row = _to_decide(actor, proposal_id)
    kind = ProposalKind(row.kind)
    resident = row.resident
    if kind is ProposalKind.PERSON:
        resident = _add(row, actor, now)
        row.resident = resident
    else:
        assert resident is not None
        if not Resident.objects.filter(pk=resident.pk).exists() or is_stale(row):
            raise Refused(Refusal(Code.PROPOSAL_STALE))
        if kind is ProposalKind.STATUS:
            note_status(resident, row.after["status"], evidence=row.evidence, actor=actor, now=now)
        else:
            for field, value in row.after.items():
                note_correction(
                    resident, field=field, value=value, evidence=row.evidence, actor=actor, now=now
                )
    _decide(row, Proposal.State.ACCEPTED, actor, now)
    journal.act(
        actor,
        "roll.proposal_accepted",
        now=now,
        people=[resident.pk],
        details={"kind": row.kind, "proposed_by": str(row.proposed_by_id or "")},
    )
    return row


def _add(row: Proposal, actor: Actor, now: datetime) -> Resident:
    given = row.after
    group = ResidentialGroup.objects.filter(
        ward_id=row.ward_id, pk__in=[given["group"]] if given.get("group") else []
    ).first()
    resident = note_new_resident(
        ward_id=actor.ward_id,
        full_name=given["full_name"],
        birth=PartialDate.from_iso(given["birth"]) if given.get("birth") else None,
        sex=given.get("sex") or Resident.Sex.UNKNOWN.value,
        address=given.get("address", ""),
        group=group,
        personal_number=given.get("personal_number", ""),
        spoken_name=given.get("spoken_name", ""),
        phone=given.get("phone", ""),
    )
    note_change(resident, "added", "", "", evidence=row.evidence, actor=actor, now=now)
    return resident


@act(May.CHANGE_ROLL)
def decline_proposal(actor: Actor, *, proposal_id: UUID, reason: str, now: datetime) -> Proposal:
    """Leave the roll as it is, with a reason that the proposer reads."""
    row = _to_decide(actor, proposal_id)
    if not reason.strip():
        raise Refused(Refusal(Code.DECISION_REASON))
    row.reason = reason.strip()[:200]
    _decide(row, Proposal.State.DECLINED, actor, now)
    journal.act(
        actor,
        "roll.proposal_declined",
        now=now,
        people=[row.resident_id] if row.resident_id else [],
        details={"kind": row.kind, "proposed_by": str(row.proposed_by_id or "")},
    )
    return row


@act(May.CHANGE_ROLL)
def withdraw_proposal(actor: Actor, *, proposal_id: UUID, now: datetime) -> Proposal:
    """Take one's own waiting proposal back."""
    row = (
        Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id, ward_id=actor.ward_id).first()
    )
    if row is None or actor.user_id is None or row.proposed_by_id != actor.user_id:
        raise Refused(not_there())
    if row.state != _WAITING:
        raise Refused(Refusal(Code.PROPOSAL_DECIDED))
    _decide(row, Proposal.State.WITHDRAWN, actor, now)
    journal.act(
        actor, "roll.proposal_withdrawn", now=now, people=[row.resident_id] if row.resident_id else []
    )
    return row


def note_withdrawn(act_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Take a waiting proposal back inside another verb's transaction: the visit it came from was undone."""
    row = Proposal.objects.select_for_update(of=("self",)).filter(act_id=act_id, state=_WAITING).first()
    if row is not None:
        _decide(row, Proposal.State.WITHDRAWN, actor, now)


def is_stale(row: Proposal) -> bool:
    """Whether what the proposal rests on stands no longer in the roll."""
    resident = row.resident
    return resident is not None and any(
        _standing(resident, field) != old for field, old in row.before.items()
    )


def _to_decide(actor: Actor, proposal_id: UUID) -> Proposal:
    row = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("resident__household", "resident__group")
        .filter(pk=proposal_id, ward_id=actor.ward_id)
        .first()
    )
    if row is None or scope_of(actor, May.CHANGE_ROLL) is not Scope.WARD:
        raise Refused(not_there())
    if row.state != _WAITING:
        raise Refused(Refusal(Code.PROPOSAL_DECIDED))
    if row.proposed_by_id is not None and row.proposed_by_id == actor.user_id:
        raise Refused(Refusal(Code.OWN_PROPOSAL))
    return row


def _decide(row: Proposal, state: Proposal.State, actor: Actor, now: datetime) -> None:
    row.state = state
    row.decided_at, row.decided_by_id = now, actor.user_id
    row.save(update_fields=["state", "decided_at", "decided_by", "reason", "resident"])
