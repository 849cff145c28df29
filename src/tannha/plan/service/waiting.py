"""Who waits for a time and could be taken on: cases by code, place and way. No names, no telephone numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.rules.plannable import PlannableCase
from tannha.canvass.service import find_case_by_id, plannable_cases, plannable_days, plannable_of
from tannha.fleet.service import duty_on
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.plan.live.newcomer import urgent_from, with_door
from tannha.plan.models import Promise, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.rules.building import client_of, reachable_ways
from tannha.plan.rules.instance import Client, PlanInstance, Way, digest_of
from tannha.plan.rules.plan import Plan
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.building import instance_of
from tannha.plan.service.faces import Face, code_of, faces_of

MOST_SHOWN = 40
OUTDOORS = frozenset({Way.HOME, Way.RIDE})
USUAL_BEAT_SECONDS = 450


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody without a time: how they can be served, and since how many days they wait."""

    face: Face
    ways: tuple[Way, ...]
    days_waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """Those shown, heaviest and longest first, and how many wait in all (of those whose code begins as asked)."""

    code: str
    rows: tuple[Waiting, ...]
    count: int


@reads(May.PLAN)
def show_waiting(actor: Actor, *, code: str = "", outdoors: bool = False, now: datetime) -> WaitingView:
    """Who may be given a time today or later; ``outdoors`` only those who are visited or fetched. ``code`` is the
    beginning of a case's code."""
    today = local_day(now)
    wanted = "".join(code.split()).upper()
    cases = [
        case for case in plannable_cases(actor.ward_id, today)
        if code_of(case.case_id).startswith(wanted) and (not outdoors or _ways(case) & OUTDOORS)
    ]  # fmt: skip
    cases.sort(key=lambda case: (-case.weight, -case.days_waited, str(case.case_id)))
    shown = cases[:MOST_SHOWN]
    faces = faces_of([case.case_id for case in shown], today)
    people = [face.resident_id for face in faces.values()]
    journal.read(actor, "plan.waiting_shown", now=now, people=people, purpose="plan", fields=("place",))
    rows = tuple(
        Waiting(face=faces[case.case_id], ways=_in_order(_ways(case)), days_waited=case.days_waited)
        for case in shown
        if case.case_id in faces
    )
    return WaitingView(code=wanted, rows=rows, count=len(cases))


@reads(May.PLAN)
def show_one_waiting(actor: Actor, *, case_id: UUID, now: datetime) -> Waiting:
    """One of those who are visited or fetched and may be taken on today; refused like the taking on itself."""
    today = local_day(now)
    case = waiting_case(actor.ward_id, case_id, today)
    face = faces_of([case_id], today)[case_id]
    journal.read(
        actor, "plan.waiting_shown", now=now, people=[face.resident_id], purpose="plan", fields=("place",)
    )
    return Waiting(face=face, ways=_in_order(_ways(case)), days_waited=case.days_waited)


def waiting_case(ward_id: UUID, case_id: UUID, on: date) -> PlannableCase:
    """The case as it is planned today; refused where it is not this ward's, has a time, asks for peace, or only comes
    by itself."""
    case = find_case_by_id(case_id)
    if case is None or case.ward_id != ward_id:
        raise Refused(not_there())
    promised = Promise.objects.filter(case_id=case_id, state=PromiseState.OPEN).exists()
    found = plannable_of([case_id], on)
    if promised or not plannable_days(case, [on]) or not found or not _ways(found[0]) & OUTDOORS:
        raise Refused(Refusal(Code.NOT_WAITING))
    return found[0]


def taken_on(
    ward_id: UUID, instance: PlanInstance, plan: Plan, case_id: UUID, now: int
) -> tuple[PlanInstance, Plan, Client]:
    """The day under way with the roads to somebody urgent, and this person from ``now`` (seconds) on.

    Refused as in ``waiting_case``, and where the hours of the person are over or no road leads there.
    """
    on = instance.day
    case = waiting_case(ward_id, case_id, on)
    beat = min((machine.entry_seconds for machine in instance.machines), default=USUAL_BEAT_SECONDS)
    client = client_of(case, beat_seconds=beat)
    if client.place not in instance.travel.places:
        everybody = plannable_of({case_id, *(UUID(one.id) for one in instance.clients)}, on)
        wider = instance_of(on, everybody, {}, duty_on(ward_id, on)).travel
        try:
            instance = with_door(instance, client.place, wider)
        except BadInput as bad:
            problem = Refusal(Code.BAD_INPUT, field=bad.field, subject="", problem=bad.problem)
            raise Refused(problem) from None
    client = urgent_from(reachable_ways(client, instance.travel), now)
    if not client.ways & OUTDOORS:
        raise Refused(Refusal(Code.NOT_WAITING))
    return instance, replace(plan, instance_digest=digest_of(instance)), client


def _ways(case: PlannableCase) -> frozenset[Way]:
    return frozenset(Way(way.value) for way in case.ways)


def _in_order(ways: Iterable[Way]) -> tuple[Way, ...]:
    found = set(ways)
    return tuple(way for way in Way if way in found)
