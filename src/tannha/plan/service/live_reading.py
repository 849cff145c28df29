"""What a dispatcher looks at while the day is under way: what is still ahead, and the open question. No names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tannha.canvass.service import who_asked_not_to_come
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.verb import reads
from tannha.plan.live.events import EventKind
from tannha.plan.live.standing import standing_of
from tannha.plan.models import DayState, LiveReport, PlanDay, Proposal, ProposalAsk, ProposalState
from tannha.plan.rules.instance import PlanInstance, Way, decode_instance
from tannha.plan.rules.plan import Plan, decode_plan
from tannha.plan.rules.promises import Told, told_of
from tannha.plan.service.faces import Face, faces_of, labels_of
from tannha.plan.service.making import get_day


class What(StrEnum):
    """What a report can be about; the word in its address."""

    PERSON = "person"
    MACHINE = "machine"
    KIT = "kit"
    TEAM = "team"
    CAR = "car"
    URGENT = "urgent"


KINDS: dict[What, tuple[EventKind, ...]] = {
    What.PERSON: (
        EventKind.NOT_CALM, EventKind.NO_SHOW, EventKind.LATE, EventKind.REFUSAL, EventKind.DO_NOT_VISIT,
        EventKind.COOL_DOWN,
    ),
    What.MACHINE: (EventKind.MACHINE_DOWN,),
    What.KIT: (EventKind.KIT_DOWN,),
    What.TEAM: (EventKind.LATE,),
    What.CAR: (EventKind.VEHICLE_DOWN, EventKind.LATE),
    What.URGENT: (EventKind.URGENT_CLIENT,),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing a report can be about: its label, and for people when they are planned, how, and their face."""

    what: What
    id: UUID
    label: str
    start_minute: int | None = None
    way: Way | None = None
    face: Face | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody urgent whom the question is about: their time when nobody is asked, and when all asked agree."""

    face: Face
    kept: Told | None
    asked: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open proposal with the faces of those to be asked, and of somebody urgent who caused it."""

    proposal: Proposal
    asks: tuple[tuple[ProposalAsk, Face], ...]
    newcomer: Newcomer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """Everything of the page of a day under way. ``under_way`` is False for other days and unpublished ones;
    ``gone`` is how many still in the plan asked since not to be visited: nobody is sent there any more."""

    on: date
    day: PlanDay
    minute: int
    under_way: bool
    subjects: tuple[Subject, ...]
    question: Question | None
    reports: tuple[tuple[LiveReport, str], ...]
    gone: int


@reads(May.PLAN)
def show_live(actor: Actor, *, on: date, now: datetime) -> LiveView:
    """The day under way: what is still ahead, what was reported, and the open question if there is one."""
    day = get_day(actor, on)
    instance, plan = decode_instance(day.instance), decode_plan(day.published_plan or day.plan)
    under_way = day.state == DayState.PUBLISHED and on == local_day(now)
    minute = local_minute(now)
    labels = labels_of(actor.ward_id)
    proposal = (
        Proposal.objects.filter(plan_day=day, state=ProposalState.OPEN, day_version=day.version)
        .select_related("report")
        .first()
    )
    asks = list(proposal.asks.order_by("told_start_minute", "id")) if proposal else []
    ahead = _people_ahead(instance, plan, minute * 60) if under_way else {}
    unwanted = who_asked_not_to_come(ahead, on) if ahead else frozenset()
    ahead = {case_id: planned for case_id, planned in ahead.items() if case_id not in unwanted}
    reports = list(LiveReport.objects.filter(plan_day=day).order_by("-at", "-id"))
    seen = {*ahead, *(ask.case_id for ask in asks), *(one.subject for one in reports)}
    faces = faces_of(seen, on)
    journal.read(
        actor, "plan.live_shown", now=now, people=[face.resident_id for face in faces.values()], purpose="plan",
        fields=("needs", "place"),
    )  # fmt: skip
    things = _things(instance, plan, minute * 60, labels) if under_way else ()
    people = tuple(
        Subject(
            what=What.PERSON, id=case_id, label=faces[case_id].code, start_minute=start, way=way,
            face=faces[case_id],
        )
        for case_id, (start, way) in sorted(ahead.items(), key=lambda item: (item[1][0], str(item[0])))
        if case_id in faces
    )  # fmt: skip
    named = {thing.id: thing.label for thing in things} | {i: face.code for i, face in faces.items()}
    return LiveView(
        on=on, day=day, minute=minute, under_way=under_way, subjects=(*things, *people),
        question=Question(
            proposal=proposal, asks=tuple((ask, faces[ask.case_id]) for ask in asks if ask.case_id in faces),
            newcomer=_newcomer(proposal, faces),
        ) if proposal else None,
        reports=tuple((one, named.get(one.subject, labels.get(str(one.subject), ""))) for one in reports),
        gone=len(unwanted),
    )  # fmt: skip


def _newcomer(proposal: Proposal, faces: Mapping[UUID, Face]) -> Newcomer | None:
    case_id = proposal.report.subject
    if proposal.report.kind != EventKind.URGENT_CLIENT or case_id not in faces:
        return None
    return Newcomer(
        face=faces[case_id],
        kept=time_in(proposal.kept_instance, proposal.kept_plan, case_id),
        asked=time_in(proposal.instance, proposal.plan, case_id),
    )


def time_in(instance: str, plan: str, case_id: UUID) -> Told | None:
    """What a person would be told by a plan (both as their JSON text); None where it has no time for them."""
    told = told_of(decode_instance(instance), decode_plan(plan))
    return next((one for one in told if one.client == str(case_id)), None)


def _people_ahead(instance: PlanInstance, plan: Plan, now: int) -> dict[UUID, tuple[int, Way]]:
    """Who is planned and not finished: minute and way of each."""
    finished = standing_of(instance, plan, now).finished
    return {
        UUID(one.client): (one.start_minute, one.way)
        for one in told_of(instance, plan)
        if one.client not in finished
    }


def _things(instance: PlanInstance, plan: Plan, now: int, labels: Mapping[str, str]) -> tuple[Subject, ...]:
    busy = standing_of(instance, plan, now).on_the_way
    found = [
        Subject(what=What.MACHINE, id=UUID(one.id), label=labels.get(one.id, ""))
        for one in instance.machines if any(window.end > now for window in one.open)
    ]  # fmt: skip
    for team in instance.teams:
        if team.kit:
            found.append(Subject(what=What.KIT, id=UUID(team.kit), label=labels.get(team.id, "")))
        if team.id in busy:
            found.append(Subject(what=What.TEAM, id=UUID(team.id), label=labels.get(team.id, "")))
    found += [
        Subject(what=What.CAR, id=UUID(one.id), label=labels.get(one.id, ""))
        for one in instance.vehicles
    ]  # fmt: skip
    return tuple(found)
