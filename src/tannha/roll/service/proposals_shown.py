"""The queue of proposals for who decides, and one's own proposals with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.roll.models import Proposal, Resident, ResidentialGroup
from tannha.roll.service.likely_in_roll import LikelyPerson, likely_residents
from tannha.roll.service.people import scope_of, strip_of
from tannha.roll.service.proposing import is_stale

_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """One proposal: about whom (None for a new person), field by field what stands and what is proposed."""

    id: UUID
    kind: str
    strip: PersonStrip | None
    changes: tuple[tuple[str, str, str], ...]
    evidence: str
    state: str
    by: str
    at: datetime
    reason: str
    stale: bool
    mine: bool
    likely: tuple[LikelyPerson, ...] = ()


@reads(May.CHANGE_ROLL)
def show_proposals(actor: Actor, *, now: datetime) -> list[ProposalView]:
    """Waiting proposals of the ward, oldest first, for who decides; for others their own of late, newest first."""
    rows = Proposal.objects.filter(ward_id=actor.ward_id)
    if scope_of(actor, May.CHANGE_ROLL) is Scope.WARD:
        rows = rows.filter(state=Proposal.State.WAITING)
    else:
        rows = rows.filter(proposed_by_id=actor.user_id).order_by("-proposed_at", "-id")
    shown = [_view(row, actor) for row in rows.select_related(*_WITH)[:_MOST]]
    _say(actor, now, "roll.proposals_shown", rows[:_MOST])
    return shown


@reads(May.CHANGE_ROLL)
def show_proposal(actor: Actor, *, proposal_id: UUID, now: datetime) -> ProposalView:
    """One proposal before and after, for who decides or who made it; a new person with likely doubles beside."""
    rows = Proposal.objects.filter(ward_id=actor.ward_id, pk=proposal_id)
    if scope_of(actor, May.CHANGE_ROLL) is not Scope.WARD:
        rows = rows.filter(proposed_by_id=actor.user_id)
    row = rows.select_related(*_WITH).first()
    if row is None:
        raise Refused(not_there())
    likely: tuple[LikelyPerson, ...] = ()
    if row.resident is None and scope_of(actor, May.CHANGE_ROLL) is Scope.WARD:
        likely = tuple(
            likely_residents(
                actor.ward_id,
                name=row.after["full_name"],
                birth=row.after.get("birth", ""),
                number=row.after.get("personal_number", ""),
                address=row.after.get("address", ""),
            )
        )
    _say(actor, now, "roll.proposal_shown", [row], also=[one.id for one in likely])
    return _view(row, actor, likely=likely)


@reads(May.CHANGE_ROLL)
def show_likely(
    actor: Actor, *, name: str, birth: str, number: str, address: str, now: datetime
) -> list[LikelyPerson]:
    """Residents who may be the person about to be added, masked, five at most; for whoever adds or proposes one."""
    found = likely_residents(actor.ward_id, name=name, birth=birth, number=number, address=address)
    journal.read(
        actor,
        "roll.likely_shown",
        now=now,
        people=[one.id for one in found],
        purpose="correction",
        fields=["name", "birth", "number_masked"],
    )
    return found


def count_waiting_proposals(ward_id: UUID) -> int:
    """How many proposals of a ward wait for a decision."""
    return Proposal.objects.filter(ward_id=ward_id, state=Proposal.State.WAITING).count()


_WITH = ("resident__household", "resident__group", "proposed_by")


def _say(actor: Actor, now: datetime, what: str, rows: object, also: list[UUID] | None = None) -> None:
    told = list(rows)  # type: ignore[call-overload] # rows or a list
    people = [row.resident_id for row in told if row.resident_id]
    number = any("personal_number" in row.after for row in told)
    journal.read(
        actor,
        what,
        now=now,
        people=[*people, *(also or ())],
        purpose="correction",
        fields=["name", "birth", "address", "personal_number" if number else "number_masked"],
    )


def _view(row: Proposal, actor: Actor, *, likely: tuple[LikelyPerson, ...] = ()) -> ProposalView:
    chosen = [row.after["group"]] if row.after.get("group") else []
    groups = dict(
        ResidentialGroup.objects.filter(ward_id=row.ward_id, pk__in=chosen).values_list("id", "name")
    )
    known = {str(key): name for key, name in groups.items()}
    resident: Resident | None = row.resident
    return ProposalView(
        id=row.pk,
        kind=row.kind,
        strip=strip_of(resident) if resident else None,
        changes=tuple(
            (field, row.before.get(field, ""), known.get(value, value) if field == "group" else value)
            for field, value in row.after.items()
        ),
        evidence=row.evidence,
        state=row.state,
        by=row.proposed_by.display_name if row.proposed_by else "",
        at=row.proposed_at,
        reason=row.reason,
        stale=row.state == Proposal.State.WAITING and is_stale(row),
        mine=row.proposed_by_id is not None and row.proposed_by_id == actor.user_id,
        likely=likely,
    )
