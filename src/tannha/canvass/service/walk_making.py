"""Walks made for one worker and day, from the doors where somebody waits; places to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from tannha.canvass.models import Case, CaseAct, Walk, WalkDoor
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import Act, CaseActKind, CaseState, Step, apply
from tannha.canvass.rules.limits import Home, Limits, why_no_visit_today
from tannha.canvass.rules.walk import Doorway, door_order, natural
from tannha.canvass.service.cases import further_by_case, homes_of, limits, states_of
from tannha.canvass.words import place_of_walk
from tannha.ground import journal
from tannha.ground.access import May, Role, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import format_key
from tannha.ground.models import User
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.roll.service import Resident, due_of, list_groups

MOST_DOORS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a walk can go: one tower, one alley or one residential group. Exactly one is set."""

    tower: str = ""
    alley: str = ""
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """A place with how many doors stand there; no names."""

    key: str
    name: str
    doors: int


def list_places(ward_id: UUID) -> list[PlaceChoice]:
    """Towers, alleys and groups of a ward with their inhabited doors, as a form offers them."""
    homes = Resident.objects.filter(ward_id=ward_id, status=Resident.Status.PRESENT).order_by()
    counted = {
        kind: dict(homes.values_list(f"household__{kind}").annotate(Count("household", distinct=True)))
        for kind in ("tower", "alley", "group")
    }
    names = {name: name for kind in ("tower", "alley") for name in counted[kind] if name}
    names |= dict(list_groups(ward_id))
    found = []
    for kind in ("tower", "alley", "group"):
        known = [key for key in counted[kind] if key in names]
        for key in sorted(known, key=lambda key: natural(names[key])):
            shown = place_of_walk(key, "", "") if kind == "tower" else names[key]
            wire = format_key(key) if kind == "group" else key
            found.append(PlaceChoice(key=f"{kind}:{wire}", name=shown, doors=counted[kind][key]))
    return found


def list_walkers(ward_id: UUID) -> list[tuple[UUID, str]]:
    """Canvassers and operators of a ward by display name: account id and name."""
    roles = (Role.CANVASSER.value, Role.OPERATOR.value)
    users = User.objects.filter(ward_id=ward_id, role__in=roles, is_active=True).order_by("display_name")
    return list(users.values_list("id", "display_name"))


@act(May.RECORD_VISIT)
def make_walk(
    actor: Actor,
    *,
    place: Place,
    on: date,
    walker_id: UUID | None = None,
    second_walker_id: UUID | None = None,
    most_doors: int = 20,
    now: datetime,
) -> Walk:
    """A worker's list of doors for a day: a supervisor's for anybody, a canvasser's own.

    Takes the doors of the place where somebody is due and may be visited that day, in the order of legs and
    lifts, and opens their cases. Doors that asked us not to come are left out. Refuses a past day and an
    empty walk.
    """
    walker = _walker(actor, walker_id)
    second = _walker_row(actor, second_walker_id) if second_walker_id else None
    if on < local_day(now):
        raise Refused(Refusal(Code.DAY_IS_PAST))
    people = _waiting_at(actor.ward_id, place, on)
    doors = _doors_of(people)[: min(most_doors, MOST_DOORS)]
    if not doors:
        raise Refused(Refusal(Code.NOBODY_ON_WALK))
    walk = Walk.objects.create(
        ward_id=actor.ward_id,
        walker=walker,
        second_walker=second,
        on=on,
        place=_name_of(place, people),
        in_tower=bool(place.tower),
        made_at=now,
        made_by=actor.user_id,
    )
    WalkDoor.objects.bulk_create(
        WalkDoor(walk=walk, household_id=door.household_id, position=number)
        for number, door in enumerate(doors, start=1)
    )
    chosen = {door.household_id for door in doors}
    on_walk = [person for person in people if person.household_id in chosen]
    open_cases(on_walk, actor=actor, now=now)
    journal.act(
        actor,
        "canvass.walk_made",
        now=now,
        people=[person.pk for person in on_walk],
        details={"doors": len(doors), "on": on.isoformat()},
    )
    return walk


def _walker(actor: Actor, walker_id: UUID | None) -> User:
    found = cell(actor.role, May.RECORD_VISIT)
    own = found is not None and found.scope is Scope.ASSIGNED
    if own and walker_id not in (None, actor.user_id):
        raise Refused(not_there())
    return _walker_row(actor, walker_id or actor.user_id)


def _walker_row(actor: Actor, user_id: UUID | None) -> User:
    if user_id is None:
        raise Refused(not_there())
    user = User.objects.filter(pk=user_id, ward_id=actor.ward_id, is_active=True).first()
    if user is None or cell(Role(user.role), May.RECORD_VISIT) is None:
        raise Refused(not_there())
    return user


def _name_of(place: Place, people: Sequence[Resident]) -> str:
    if place.tower:
        return place.tower
    if place.alley:
        return place.alley
    group = people[0].group or people[0].household.group
    return group.name if group else ""


def _waiting_at(ward_id: UUID, place: Place, on: date) -> list[Resident]:
    """Who lives at a place, is due or asked, is not beyond canvassing, and may be visited on that day."""
    where = Q(household__tower=place.tower) if place.tower else Q(household__alley=place.alley)
    if place.group_id is not None:
        where = Q(household__group_id=place.group_id)
    people = list(
        Resident.objects.filter(where, ward_id=ward_id, status=Resident.Status.PRESENT)
        .select_related("household__group", "group")
        .prefetch_related("documents", "numbers")
        .order_by("name_sort")
    )
    homes = homes_of(people, on)
    cases = {
        case.resident_id: case
        for case in Case.objects.filter(resident__in=people)
        .exclude(step=Step.CLOSED)
        .select_related("resident")
    }
    states = states_of(cases.values())
    further = further_by_case(cases.values(), on)
    figures = limits()
    return [
        person
        for person in people
        if _may_stand_on_walk(person, homes[person.pk], cases.get(person.pk), states, further, on, figures)
    ]


def _may_stand_on_walk(
    person: Resident,
    home: Home,
    case: Case | None,
    states: dict[UUID, CaseState],
    further: dict[UUID, int],
    on: date,
    figures: Limits,
) -> bool:
    if case is None:
        fresh = CaseState(step=Step.CANVASS, opened_on=on)
        return due_of(person, on=on).due and why_no_visit_today(fresh, home, on, limits=figures) is None
    if Step(case.step) not in (Step.CANVASS, Step.REFUSED):
        return False
    return (
        why_no_visit_today(states[case.pk], home, on, limits=figures, further_allowed=further.get(case.pk, 0))
        is None
    )


def _doors_of(people: Sequence[Resident]) -> list[Doorway]:
    homes = {person.household_id: person.household for person in people}
    return door_order(
        Doorway(
            household_id=home.pk,
            tower=home.tower,
            floor=home.floor,
            flat=home.flat,
            alley=home.alley,
            address=home.address,
        )
        for home in homes.values()
    )


def open_cases(people: Iterable[Resident], *, actor: Actor, now: datetime) -> list[Case]:
    """Open the cases of those who have none, inside another verb's transaction; nobody here asked not to be
    visited.
    """
    residents = list(people)
    known = set(
        Case.objects.filter(resident__in=residents)
        .exclude(step=Step.CLOSED)
        .values_list("resident_id", flat=True)
    )
    day = local_day(now)
    opened = apply(CaseState(), Act(seq=1, kind=CaseActKind.OPENED, on=day))
    cases = [
        Case(
            ward_id=person.ward_id,
            resident=person,
            step=opened.step.value,
            opened_at=now,
            opened_on=day,
            last_seq=1,
        )
        for person in residents
        if person.pk not in known
    ]
    Case.objects.bulk_create(cases)
    CaseAct.objects.bulk_create(
        CaseAct(case=case, seq=1, kind=CaseActKind.OPENED.value, at=now, actor_id=actor.user_id)
        for case in cases
    )
    return cases
