"""Run sheets: a mission as its team sees it (names and needs) or as the planner does (codes and doors);
arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import who_asked_not_to_come
from tannha.fleet.service import TeamMember, list_members
from tannha.ground import journal
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.plan.models import Arrival, DayState, Mission
from tannha.plan.rules.plan import Stop, StopKind, decode_plan
from tannha.plan.service.faces import Face, NamedFace, faces_of, named_faces_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStop:
    """One line of a run sheet. Exactly one of ``named`` (the team's) and ``face`` (the planner's) is set,
    none at lunch."""

    number: int
    stop: Stop
    case_id: UUID | None
    face: Face | None
    named: NamedFace | None
    arrived_at: datetime | None
    late_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A run sheet: whose, when, its stops; ``left_out`` counts stops that fell away because of a wish."""

    mission_id: UUID
    on: date
    number: int
    label: str
    is_team: bool
    kit: str
    officers: tuple[str, ...]
    stops: tuple[SheetStop, ...]
    masked: bool
    published: bool
    changed: bool
    left_out: int
    may_arrive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionCase:
    """One person on a mission of an officer: for later rooms (capture at home, handover at home)."""

    mission_id: UUID
    case_id: UUID
    kind: StopKind
    start_minute: int
    end_minute: int


def missions_for(user_id: UUID, on: date) -> list[MissionCase]:
    """The stops of an officer's team on a published day, in order; nobody who since asked not to be visited."""
    teams = TeamMember.objects.filter(user_id=user_id).values_list("team_id", flat=True)
    rows = Mission.objects.filter(
        team_id__in=list(teams), plan_day__on=on, plan_day__state=DayState.PUBLISHED
    ).select_related("plan_day")
    found = []
    for row in rows:
        stops = [stop for stop in _stops(row, published=True) if stop.client]
        unwanted = who_asked_not_to_come([UUID(stop.client) for stop in stops], on)
        found += [
            MissionCase(
                mission_id=row.id,
                case_id=UUID(stop.client),
                kind=stop.kind,
                start_minute=stop.start // 60,
                end_minute=-(-stop.depart // 60),
            )
            for stop in stops
            if UUID(stop.client) not in unwanted
        ]
    return sorted(found, key=lambda stop: stop.start_minute)


def list_missions(ward_id: UUID, on: date) -> list[Mission]:
    """All missions of a ward's day, by number; no names of people served."""
    rows = Mission.objects.filter(plan_day__ward_id=ward_id, plan_day__on=on)
    return list(rows.select_related("team", "vehicle", "plan_day").order_by("number"))


def assigned_to(actor: Actor, resident_id: UUID, now: datetime) -> bool:
    """Whether a resident stands on today's mission of the actor's team; roll and canvassing ask this of
    later rooms."""
    from tannha.canvass.service import find_case

    if actor.user_id is None:
        return False
    case = find_case(resident_id)
    return case is not None and any(
        stop.case_id == case.id for stop in missions_for(actor.user_id, local_day(now))
    )


@reads(May.READ_RUN_SHEET)
def show_run_sheet(actor: Actor, *, mission_id: UUID, now: datetime) -> Sheet:
    """A mission's sheet: with names for its own team and the supervisor, without for the planner; else not
    there."""
    mission = _mission(actor, mission_id)
    found = cell(actor.role, May.READ_RUN_SHEET)
    assert found is not None
    masked = found.masked
    published = mission.plan_day.state == DayState.PUBLISHED and bool(mission.plan_day.published_plan)
    if found.scope is Scope.ASSIGNED and not (published and _on_team(actor, mission)):
        raise Refused(not_there())
    stops = _stops(mission, published=published)
    ids = list(dict.fromkeys(UUID(stop.client) for stop in stops if stop.client))
    unwanted = who_asked_not_to_come(ids, mission.plan_day.on)
    kept = [stop for stop in stops if not stop.client or UUID(stop.client) not in unwanted]
    shown = [case_id for case_id in ids if case_id not in unwanted]
    faces = faces_of(shown, mission.plan_day.on) if masked else {}
    named = {} if masked else named_faces_of(shown, mission.plan_day.on)
    people = [f.resident_id for f in faces.values()] + [n.face.resident_id for n in named.values()]
    fields = ("door",) if masked else ("door", "name", "needs", "phone")
    journal.read(actor, "plan.run_sheet_shown", now=now, people=people, purpose="mission", fields=fields)
    arrivals = {arrival.case_id: arrival for arrival in mission.arrivals.all()}
    lines = []
    for number, stop in enumerate(kept, start=1):
        case_id = UUID(stop.client) if stop.client else None
        arrival = arrivals.get(case_id) if case_id else None
        lines.append(
            SheetStop(
                number=number,
                stop=stop,
                case_id=case_id,
                face=faces.get(case_id) if case_id else None,
                named=named.get(case_id) if case_id else None,
                arrived_at=arrival.at if arrival and not arrival.late_minutes else None,
                late_minutes=arrival.late_minutes if arrival else 0,
            )
        )
    return _sheet(actor, mission, lines, masked=masked, published=published, left_out=len(unwanted))


def _sheet(
    actor: Actor, mission: Mission, lines: list[SheetStop], *, masked: bool, published: bool, left_out: int
) -> Sheet:
    team, day = mission.team, mission.plan_day
    officers = tuple(user.display_name for user in list_members(team.id)) if team and not masked else ()
    owner = mission.team or mission.vehicle
    return Sheet(
        mission_id=mission.id,
        on=day.on,
        number=mission.number,
        label=owner.label if owner else "",
        is_team=team is not None,
        kit=team.kit.label if team and team.kit else "",
        officers=officers,
        stops=tuple(lines),
        masked=masked,
        published=published,
        changed=published and day.published_plan != day.plan,
        left_out=left_out,
        may_arrive=published and _on_team(actor, mission),
    )


def _mission(actor: Actor, mission_id: UUID) -> Mission:
    mission = (
        Mission.objects.select_related("plan_day", "team__kit", "vehicle")
        .filter(id=mission_id, plan_day__ward_id=actor.ward_id)
        .first()
    )
    if mission is None:
        raise Refused(not_there())
    return mission


def _on_team(actor: Actor, mission: Mission) -> bool:
    if mission.team_id is None or actor.user_id is None:
        return False
    return TeamMember.objects.filter(team_id=mission.team_id, user_id=actor.user_id).exists()


def _stops(mission: Mission, *, published: bool) -> tuple[Stop, ...]:
    text = mission.plan_day.published_plan if published else mission.plan_day.plan
    owner = str(mission.team_id or mission.vehicle_id)
    for one in decode_plan(text).missions if text else ():
        if one.owner == owner:
            return one.stops
    return ()


@act(May.READ_RUN_SHEET)
def note_arrival(
    actor: Actor, *, mission_id: UUID, case_id: UUID, late_minutes: int = 0, now: datetime
) -> Arrival:
    """The team stands at the door, or (``late_minutes`` above 0) tells that it will come later. Own team
    only."""
    mission = _mission(actor, mission_id)
    stops = [stop for stop in _stops(mission, published=True) if stop.client == str(case_id)]
    if not stops or not _on_team(actor, mission):
        raise Refused(not_there())
    arrival, _ = Arrival.objects.update_or_create(
        mission=mission, case_id=case_id, defaults={"at": now, "late_minutes": min(max(late_minutes, 0), 600)}
    )
    journal.act(
        actor,
        "plan.late_told" if late_minutes else "plan.arrived",
        now=now,
        people=[arrival.case.resident_id],
        case_id=case_id,
        details={"mission": str(mission_id), "late_minutes": late_minutes},
    )
    return arrival
