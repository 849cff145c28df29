"""One resident's way to a card: where the case stands, what happened, what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.models import Case, CaseAct
from tannha.canvass.rules.case import CaseActKind, CaseState, Step, Wish
from tannha.canvass.rules.limits import Hours, why_no_visit_today
from tannha.canvass.service.cases import (
    further_allowed,
    good_hours_of,
    has_do_not_visit,
    helps_of,
    home_of,
    limits,
    reaches,
    state_of,
)
from tannha.canvass.words import ACTS
from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.roll.service import Resident, find_resident, strip_of

LAST_ACTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAct:
    """One thing that happened: its day, what, by whom; "" where no account did it."""

    on: date
    kind: CaseActKind
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """A resident's way: no case yet, or where it stands; `refusal` says why nobody may go there today."""

    resident_id: UUID
    case_id: UUID | None
    strip: PersonStrip
    state: CaseState
    good_hours: tuple[Hours, ...]
    refusal: Refusal | None
    do_not_visit: bool
    past: tuple[PastAct, ...]

    @property
    def may_be_visited(self) -> bool:
        """A visit can be recorded today."""
        visited_in = (Step.CANVASS, Step.PLAN, Step.REFUSED)
        return self.case_id is not None and self.refusal is None and self.state.step in visited_in

    @property
    def waits_for_family(self) -> bool:
        """Only the family's invitation opens the way again; not where they asked us not to come."""
        return self.state.wish in (Wish.REFUSED, Wish.STOPPED) and not self.do_not_visit


@reads(May.RECORD_VISIT)
def show_way(actor: Actor, *, resident_id: UUID, now: datetime) -> WayView:
    """The way of one resident, for whoever may visit them; names the person in the journal."""
    resident = find_resident(resident_id)
    if resident is None or not reaches(actor, resident, May.RECORD_VISIT, now):
        raise Refused(not_there())
    case = Case.objects.filter(resident=resident).order_by("-opened_at", "-id").first()
    day = local_day(now)
    state = state_of(case) if case else CaseState()
    sees_needs = case is not None and cell(actor.role, May.SEE_NEEDS) is not None
    journal.read(
        actor,
        "canvass.way_shown",
        now=now,
        people=[resident.pk],
        case_id=case.pk if case else None,
        purpose="visit",
        fields=["name", "birth", "address", "number_masked", "way", *(["needs"] if sees_needs else [])],
    )
    return WayView(
        resident_id=resident.pk,
        case_id=case.pk if case else None,
        strip=strip_of(resident, helps=helps_of(case) if case and sees_needs else ()),
        state=state,
        good_hours=good_hours_of(case) if case else (),
        refusal=why_no_visit_today(
            state,
            home_of(resident, day),
            day,
            limits=limits(),
            further_allowed=further_allowed(case, day) if case else 0,
        ),
        do_not_visit=has_do_not_visit(resident),
        past=_past(case) if case else (),
    )


def _past(case: Case) -> tuple[PastAct, ...]:
    rows = list(CaseAct.objects.filter(case=case).order_by("-seq")[:LAST_ACTS])
    known = User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})
    names = dict(known.values_list("id", "display_name"))
    return tuple(
        PastAct(
            on=local_day(row.at),
            kind=CaseActKind(row.kind),
            by=names.get(row.actor_id, "") if row.actor_id else "",
        )
        for row in rows
    )


def history_of(resident: Resident) -> list[tuple[date, str]]:
    """Every day on which something happened in a person's cases, in words, for the copy they may have; no officer."""
    rows = CaseAct.objects.filter(case__resident=resident).order_by("at", "seq")
    return [(local_day(row.at), str(ACTS[CaseActKind(row.kind)])) for row in rows]
