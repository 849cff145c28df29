"""Who waits, by name: for supervisors of the ward, through a read that names everybody shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.canvass.service import list_open_cases
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.progress.rules.waiting import WaitingReason
from tannha.progress.service.figures import reason_of_case, sees_names, unreachable
from tannha.roll.service import list_groups, list_residents, place_of

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPerson:
    """One person who waits: who, where, how long, for what."""

    resident_id: UUID
    name: str
    place: str
    days: int
    reason: WaitingReason
    frail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingList:
    """One page of people who wait, longest first."""

    people: tuple[WaitingPerson, ...]
    in_all: int
    number: int
    pages: int


@reads(May.PROGRESS_NAMES)
def show_waiting(
    actor: Actor,
    *,
    reason: WaitingReason | None = None,
    group_id: UUID | None = None,
    frail: bool = False,
    number: int = 1,
    now: datetime,
) -> WaitingList:
    """Who waits, longest first, 25 a page, by name: for supervisors of the ward. Names everybody on the page."""
    known = {found for found, _name in list_groups(actor.ward_id)}
    if not sees_names(actor) or (group_id is not None and group_id not in known):
        raise Refused(not_there())
    day = local_day(now)
    stuck = unreachable(actor.ward_id, day)
    rows = [
        row
        for row in list_open_cases(actor.ward_id, group_id)
        if (reason is None or reason_of_case(row, stuck) is reason)
        and (not frail or (row.frail and reason_of_case(row) is not WaitingReason.AS_WISHED))
    ]
    pages = max((len(rows) + PAGE - 1) // PAGE, 1)
    number = min(max(number, 1), pages)
    part = rows[(number - 1) * PAGE : number * PAGE]
    people = {row.pk: row for row in list_residents([row.resident_id for row in part])}
    shown = [row for row in part if row.resident_id in people]
    journal.read(
        actor,
        "progress.waiting_shown",
        now=now,
        people=[row.resident_id for row in shown],
        purpose="progress",
        fields=["name", "address", "step"],
    )
    return WaitingList(
        people=tuple(
            WaitingPerson(
                resident_id=row.resident_id,
                name=people[row.resident_id].full_name,
                place=place_of(people[row.resident_id]),
                days=max((day - row.opened_on).days, 0),
                reason=reason_of_case(row, stuck),
                frail=row.frail,
            )
            for row in shown
        ),
        in_all=len(rows),
        number=number,
        pages=pages,
    )
