"""A worker's walk as the phone shows it: doors in order, who is behind them, what is done, which door comes
next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tannha.canvass.models import Case, Visit, Walk, WalkDoor
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import Step
from tannha.canvass.rules.limits import why_no_visit_today
from tannha.canvass.rules.visit import VisitOutcome
from tannha.canvass.rules.walk import DoorState, next_door
from tannha.canvass.service.cases import (
    further_by_case,
    good_hours_by_case,
    homes_of,
    limits,
    needs_by_case,
    states_of,
)
from tannha.canvass.words import helps_in_words, hours_in_words, place_of_walk
from tannha.ground import journal
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.roll.service import Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person behind a door."""

    case_id: UUID
    spoken: str
    birth_year: int | None
    helps: str
    hours: str
    state: DoorState
    outcome: VisitOutcome | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLine:
    """One door of a walk; a door that asked us not to come shows no people."""

    label: str
    floor: int | None
    state: DoorState
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkView:
    """A walk as the phone shows it."""

    walk_id: UUID
    place: str
    on: date
    mine: bool
    walkers: tuple[str, ...]
    doors: tuple[DoorLine, ...]
    done: int
    next_case: UUID | None
    next_label: str


@reads(May.LIST_TODAY)
def show_walk(actor: Actor, *, walk_id: UUID, now: datetime) -> WalkView:
    """The doors of one walk in order, for its workers or a supervisor of the ward; masked roles see none."""
    walk = get_walk(actor, walk_id)
    lines = _door_lines(walk, with_needs=cell(actor.role, May.SEE_NEEDS) is not None)
    cases = [(person.case_id, person.state) for door in lines for person in door.people]
    following = next_door(cases)
    shown = Case.objects.filter(pk__in=[case_id for case_id, _ in cases]).values_list(
        "resident_id", flat=True
    )
    journal.read(
        actor,
        "canvass.walk_shown",
        now=now,
        people=shown,
        purpose="visit",
        fields=["name", "birth_year", "address", "needs"],
    )
    return WalkView(
        walk_id=walk.pk,
        place=name_of_walk(walk),
        on=walk.on,
        mine=actor.user_id in (walk.walker_id, walk.second_walker_id),
        walkers=tuple(user.display_name for user in (walk.walker, walk.second_walker) if user),
        doors=tuple(lines),
        done=sum(door.state is not DoorState.TO_DO for door in lines),
        next_case=following,
        next_label=next(
            (door.label for door in lines for one in door.people if one.case_id == following), ""
        ),
    )


def name_of_walk(walk: Walk) -> str:
    """The place of a walk in words: "tower A", or the alley or group as written."""
    return place_of_walk(walk.place, "", "") if walk.in_tower else walk.place


def get_walk(actor: Actor, walk_id: UUID) -> Walk:
    """The walk if it is the actor's own, or of the ward for a supervisor; else the answer as for none."""
    walk = Walk.objects.select_related("walker", "second_walker").filter(pk=walk_id).first()
    found = cell(actor.role, May.LIST_TODAY)
    if walk is None or walk.ward_id != actor.ward_id or found is None or found.masked:
        raise Refused(not_there())
    if found.scope is Scope.ASSIGNED and actor.user_id not in (walk.walker_id, walk.second_walker_id):
        raise Refused(not_there())
    return walk


def _door_lines(walk: Walk, *, with_needs: bool) -> list[DoorLine]:
    doors = list(walk.doors.select_related("household").order_by("position"))
    cases = list(
        Case.objects.filter(resident__household__in=[door.household_id for door in doors])
        .filter(resident__status=Resident.Status.PRESENT)
        .select_related("resident__household")
        .order_by("resident__name_sort", "-opened_at", "-id")
    )
    visited = {
        visit.case_id: VisitOutcome(visit.outcome)
        for visit in Visit.objects.filter(case__in=cases, on=walk.on, undone_at__isnull=True).order_by(
            "at", "id"
        )
    }
    cases = [case for case in cases if Step(case.step) in (Step.CANVASS, Step.REFUSED) or case.pk in visited]
    people = _person_lines(walk, cases, visited, with_needs=with_needs)
    return [_door_line(door, people.get(door.household_id, [])) for door in doors]


def _person_lines(
    walk: Walk, cases: Sequence[Case], visited: dict[UUID, VisitOutcome], *, with_needs: bool
) -> dict[UUID, list[PersonLine]]:
    ids = [case.pk for case in cases]
    needs = needs_by_case(ids) if with_needs else {}
    hours, states = good_hours_by_case(ids), states_of(cases)
    homes, further = homes_of((case.resident for case in cases), walk.on), further_by_case(cases, walk.on)
    lines: dict[UUID, list[PersonLine]] = defaultdict(list)
    figures = limits()
    for case in cases:
        resident, outcome = case.resident, visited.get(case.pk)
        refusal = why_no_visit_today(
            states[case.pk],
            homes[case.resident_id],
            walk.on,
            limits=figures,
            further_allowed=further.get(case.pk, 0),
        )
        lines[resident.household_id].append(
            PersonLine(
                case_id=case.pk,
                spoken=resident.spoken_name or resident.full_name,
                birth_year=resident.birth_year,
                helps=", ".join(helps_in_words(needs.get(case.pk, frozenset()))),
                hours=hours_in_words(hours.get(case.pk, ())),
                state=_person_state(outcome, refusal),
                outcome=outcome,
                refusal=refusal if outcome is None else None,
            )
        )
    return lines


def _person_state(outcome: VisitOutcome | None, refusal: Refusal | None) -> DoorState:
    if refusal is not None and refusal.code is Code.DO_NOT_VISIT:
        return DoorState.DO_NOT_VISIT
    if outcome is not None:
        return DoorState.NOBODY_HOME if outcome is VisitOutcome.NOBODY_HOME else DoorState.DONE
    return DoorState.NOT_TODAY if refusal is not None else DoorState.TO_DO


def _door_line(door: WalkDoor, people: list[PersonLine]) -> DoorLine:
    open_people = tuple(person for person in people if person.state is not DoorState.DO_NOT_VISIT)
    if any(person.state is DoorState.TO_DO for person in open_people):
        state = DoorState.TO_DO
    elif open_people:
        state = open_people[0].state
    else:
        state = DoorState.DO_NOT_VISIT if people else DoorState.DONE
    return DoorLine(label=door.household.door, floor=door.household.floor, state=state, people=open_people)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkRow:
    """One walk in a list: no names of residents."""

    walk_id: UUID
    place: str
    on: date
    doors: int
    left: int
    walker: str


def list_walks(actor: Actor, *, on: date) -> list[WalkRow]:
    """Walks from a day on: a supervisor's whole ward, everybody else's own. Counts only.

    For one's own walks of that day the doors left are those one may still knock at; else those nobody was at yet.
    """
    walks = Walk.objects.filter(ward_id=actor.ward_id, on__gte=on).select_related("walker")
    found = cell(actor.role, May.RECORD_VISIT)
    own = found is None or found.scope is Scope.ASSIGNED
    if own:
        walks = walks.filter(Q(walker_id=actor.user_id) | Q(second_walker_id=actor.user_id))
    rows = list(walks.order_by("on", "made_at", "id")[:50])
    left = _doors_left(rows)
    for walk in rows:
        if own and walk.on == on:
            lines = _door_lines(walk, with_needs=False)
            left[walk.pk] = (len(lines), sum(door.state is DoorState.TO_DO for door in lines))
    return [
        WalkRow(
            walk_id=walk.pk,
            place=name_of_walk(walk),
            on=walk.on,
            doors=left.get(walk.pk, (0, 0))[0],
            left=left.get(walk.pk, (0, 0))[1],
            walker=walk.walker.display_name,
        )
        for walk in rows
    ]


def _doors_left(walks: Iterable[Walk]) -> dict[UUID, tuple[int, int]]:
    """By walk: doors, and doors at which nobody was yet on the day of the walk. One query."""
    visited = Visit.objects.filter(
        case__resident__household=OuterRef("household"), on=OuterRef("walk__on"), undone_at__isnull=True
    )
    counted: dict[UUID, tuple[int, int]] = {}
    doors = WalkDoor.objects.filter(walk__in=list(walks)).annotate(visited=Exists(visited))
    for walk_id, seen in doors.values_list("walk_id", "visited"):
        total, left = counted.get(walk_id, (0, 0))
        counted[walk_id] = (total + 1, left + (not seen))
    return counted


def next_on_walk(actor: Actor, walk_id: UUID, after: UUID) -> tuple[UUID, str] | None:
    """The next case to knock for after one, with its door's label; None when the walk is done."""
    lines = _door_lines(get_walk(actor, walk_id), with_needs=False)
    cases = [(person.case_id, person.state) for door in lines for person in door.people]
    following = next_door(cases, after)
    if following is None:
        return None
    label = next(door.label for door in lines for person in door.people if person.case_id == following)
    return following, label


def walkers_of(actor: Actor, walk_id: UUID) -> tuple[str, ...]:
    """The names of the officers on a walk, for the slip left at a door."""
    walk = get_walk(actor, walk_id)
    return tuple(user.display_name for user in (walk.walker, walk.second_walker) if user)
