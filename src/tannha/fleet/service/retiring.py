"""Putting a machine, kit, team or car out of use for good, with a reason; and bringing it back. Nothing is deleted:
plans, shifts and papers of the past still name it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tannha.fleet.models import Kit, Machine, Team, Vehicle
from tannha.fleet.refusals import Code
from tannha.fleet.service.keeping import coming_shifts, own_row
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act

RETIRABLE: dict[str, type[Machine] | type[Kit] | type[Team] | type[Vehicle]] = {
    "machine": Machine,
    "kit": Kit,
    "team": Team,
    "vehicle": Vehicle,
}


def find_row(kind: str, row_id: UUID, ward_id: UUID, *, lock: bool = False) -> Machine | Kit | Team | Vehicle:
    """One machine, kit, team or car of the ward, in use or not; refused where there is none."""
    if kind not in RETIRABLE:
        raise Refused(not_there())
    return own_row(RETIRABLE[kind], row_id, ward_id, retired=True, lock=lock)


@act(May.PLAN)
def retire(actor: Actor, *, kind: str, row_id: UUID, reason: str, now: datetime) -> None:
    """Put something out of use for good, with a reason. Refused while it is on duty, and for a kit a team carries."""
    row = find_row(kind, row_id, actor.ward_id, lock=True)
    if row.retired_on is not None:
        raise Refused(not_there())
    why = _reason(reason)
    if isinstance(row, Kit):
        team = Team.objects.filter(kit=row, retired_on=None).order_by("label").first()
        if team is not None:
            raise Refused(Refusal(Code.KIT_CARRIED, team=team.label))
    elif shifts := coming_shifts(now, **{f"{kind}_id": row.pk}):
        raise Refused(Refusal(Code.ON_DUTY, on=f"{shifts[0].on:%d/%m/%Y}"))
    row.retired_on, row.retired_why = local_day(now), why
    row.save(update_fields=["retired_on", "retired_why"])
    journal.act(actor, "fleet.retired", now=now, details={"kind": kind, "row": str(row_id), "reason": why})


@act(May.PLAN)
def bring_back(actor: Actor, *, kind: str, row_id: UUID, reason: str, now: datetime) -> None:
    """Take something that was retired into use again, with a reason. A team whose kit is retired comes without."""
    row = find_row(kind, row_id, actor.ward_id, lock=True)
    if row.retired_on is None:
        raise Refused(not_there())
    why = _reason(reason)
    if isinstance(row, Team) and row.kit is not None and row.kit.retired_on is not None:
        row.kit = None
    row.retired_on, row.retired_why = None, ""
    row.save()
    journal.act(
        actor, "fleet.brought_back", now=now, details={"kind": kind, "row": str(row_id), "reason": why}
    )


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused(Refusal(Code.REASON_MISSING))
    return text.strip()[:200]
