"""What the planner looks at: the day board, who is not placed and why, the review, one person's time. No
names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import who_asked_not_to_come
from tannha.fleet.service import Machine
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.plan.explain import Explainer, WhyThisTime
from tannha.plan.models import Mission, PlanDay, Promise, PromiseState
from tannha.plan.relaxing import THE_PLANNER_DECIDES
from tannha.plan.rules.checks import Check
from tannha.plan.rules.instance import PlanInstance, Way, decode_instance
from tannha.plan.rules.plan import Plan, Reason, Relaxed, Stop, Unserved, decode_plan
from tannha.plan.rules.promises import Told, told_of
from tannha.plan.service.faces import Face, faces_of, has_phone, labels_of, residents_of
from tannha.plan.service.making import find_day, get_day
from tannha.plan.service.promising import review_checks
from tannha.plan.solvers.own.bound.proof import Proof, proof_of

A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """A team's or car's mission: its key, label and stops."""

    mission_id: UUID
    label: str
    is_team: bool
    stops: tuple[Stop, ...]
    shift_seconds: int
    busy_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """A machine's open hours and who has which slot."""

    machine_id: str
    label: str
    floor: int
    step_free: bool
    open: tuple[tuple[int, int], ...]
    slots: tuple[tuple[int, int, str], ...]
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedView:
    """Somebody without a time: face, reason, and whether the planner can take the offer."""

    face: Face
    reason: Reason
    can_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """Everything of the day board."""

    on: date
    day: PlanDay
    machines: tuple[MachineView, ...]
    lanes: tuple[LaneView, ...]
    faces: Mapping[UUID, Face]
    unserved: tuple[UnservedView, ...]
    served: int
    changed: bool
    labels: Mapping[str, str]
    proof: Proof | None

    @property
    def saved_minutes(self) -> int:
        """What the nightly search of this version brought."""
        return self.day.saved_seconds // 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedList:
    """One page of those without a time, its number (1 …), and how many people there are on all pages."""

    unserved: tuple[UnservedView, ...]
    total: int
    number: int
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """Everything of the review page: checks, changes since the last published version, whom it tells."""

    on: date
    day: PlanDay
    checks: tuple[Check, ...]
    added: int
    moved: int
    dropped: int
    to_tell: int
    by_phone: int
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """One person's place in a day: face, what they would be told, why this time or why none, the open
    promise."""

    on: date
    face: Face
    told: Told | None
    why: WhyThisTime | None
    reason: Reason | None
    relax: tuple[Relaxed, ...]
    can_take: bool
    promise: Promise | None
    owner_label: str
    labels: Mapping[str, str]


@reads(May.PLAN)
def show_day(actor: Actor, *, on: date, now: datetime) -> DayView | None:
    """The board of a day, None before a plan is made. Names nobody; the read still says whose places were
    shown."""
    day = find_day(actor.ward_id, on)
    if day is None:
        journal.read(actor, "plan.day_shown", now=now, people=(), purpose="plan")
        return None
    instance, plan = decode_instance(day.instance), _still_wanted(decode_plan(day.plan), on)
    seen = {UUID(stop.client) for mission in plan.missions for stop in mission.stops if stop.client}
    seen |= {UUID(entry.client) for entry in plan.unserved}
    faces = faces_of(seen, on)
    _note(actor, "plan.day_shown", faces, now)
    return _day_view(actor, day, instance, plan, faces, now)


def _still_wanted(plan: Plan, on: date) -> Plan:
    """The plan without the stops of people who asked since not to be visited; the next plan gives their time away."""
    clients = {stop.client for mission in plan.missions for stop in mission.stops if stop.client}
    unwanted = {str(case_id) for case_id in who_asked_not_to_come(map(UUID, clients), on)}
    if not unwanted:
        return plan
    missions = (
        replace(one, stops=tuple(stop for stop in one.stops if stop.client not in unwanted))
        for one in plan.missions
    )
    return replace(
        plan, missions=tuple(one for one in missions if any(stop.client for stop in one.stops)),
        slots=tuple(slot for slot in plan.slots if slot.client not in unwanted),
    )  # fmt: skip


@reads(May.PLAN)
def show_unserved(actor: Actor, *, on: date, now: datetime, page: int = 1) -> UnservedList:
    """Those without a time on a day, with reasons and offers: one page of them, the nearest that there is."""
    unserved = decode_plan(get_day(actor, on).plan).unserved
    number = max(1, min(page, -(-len(unserved) // A_PAGE)))
    shown = unserved[(number - 1) * A_PAGE : number * A_PAGE]
    faces = faces_of([UUID(entry.client) for entry in shown], on)
    _note(actor, "plan.unserved_shown", faces, now)
    return UnservedList(
        unserved=_unserved(shown, faces, open_day=on >= local_day(now)),
        total=len(unserved),
        number=number,
        labels=labels_of(actor.ward_id),
    )


def _unserved(
    entries: Iterable[Unserved], faces: Mapping[UUID, Face], *, open_day: bool
) -> tuple[UnservedView, ...]:
    """People without a time; the offers of a day that is over are nobody's to take."""
    return tuple(
        UnservedView(
            face=faces[UUID(entry.client)],
            reason=entry.why,
            can_take=open_day and entry.why.code in THE_PLANNER_DECIDES,
        )
        for entry in entries
        if UUID(entry.client) in faces
    )


@reads(May.PLAN)
def show_review(actor: Actor, *, on: date, now: datetime) -> ReviewView:
    """The independent checks and what publishing would do; numbers only, nobody is shown."""
    day = get_day(actor, on)
    journal.read(actor, "plan.review_shown", now=now, people=(), purpose="plan")
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    told = {one.client: one for one in told_of(instance, plan)}
    promised = {str(p.case_id): p for p in Promise.objects.filter(plan_day=day, state=PromiseState.OPEN)}
    moved = [
        one for client, one in told.items()
        if client in promised and not _same(promised[client], one)
    ]  # fmt: skip
    fresh = [UUID(client) for client in told if client not in promised]
    phones = _with_phone(told, fresh, on)
    return ReviewView(
        on=on,
        day=day,
        checks=review_checks(day),
        added=len(fresh),
        moved=len(moved),
        dropped=len(set(promised) - set(told)),
        to_tell=len(fresh),
        by_phone=phones,
        labels=labels_of(actor.ward_id),
    )


@reads(May.PLAN)
def show_why(actor: Actor, *, on: date, case_id: UUID, now: datetime) -> WhyView:
    """Why one person has this time, or none."""
    day = get_day(actor, on)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    client = str(case_id)
    face = faces_of([case_id], on).get(case_id)
    if face is None or not any(one.id == client for one in instance.clients):
        raise Refused(not_there())
    _note(actor, "plan.why_shown", {case_id: face}, now)
    told = next((one for one in told_of(instance, plan) if one.client == client), None)
    reason = next((entry.why for entry in plan.unserved if entry.client == client), None)
    labels = labels_of(actor.ward_id)
    return WhyView(
        on=on,
        face=face,
        told=told,
        why=Explainer(instance, plan).why_this_time(client),
        reason=reason,
        relax=next((entry.relax for entry in plan.unserved if entry.client == client), ()),
        can_take=on >= local_day(now) and reason is not None and reason.code in THE_PLANNER_DECIDES,
        promise=Promise.objects.filter(case_id=case_id, state=PromiseState.OPEN).first(),
        owner_label=labels.get(told.team or told.machine, "") if told else "",
        labels=labels,
    )


def _note(actor: Actor, what: str, faces: Mapping[UUID, Face], now: datetime) -> None:
    people = [face.resident_id for face in faces.values()]
    journal.read(actor, what, now=now, people=people, purpose="plan", fields=("needs", "place"))


def _same(promise: Promise, told: Told) -> bool:
    return promise.start_minute <= told.end_minute and told.start_minute <= promise.end_minute


def _with_phone(told: Mapping[str, Told], fresh: list[UUID], on: date) -> int:
    goes_out = [case_id for case_id in fresh if told[str(case_id)].way is not Way.WALK_IN]
    return sum(1 for resident in residents_of(goes_out, on).values() if has_phone(resident))


def _day_view(
    actor: Actor, day: PlanDay, instance: PlanInstance, plan: Plan, faces: Mapping[UUID, Face], now: datetime
) -> DayView:
    labels = labels_of(actor.ward_id)
    return DayView(
        on=day.on,
        day=day,
        machines=_machines(instance, plan, labels),
        lanes=_lanes(day, instance, plan, labels),
        faces=faces,
        unserved=_unserved(plan.unserved, faces, open_day=day.on >= local_day(now)),
        served=len(told_of(instance, plan)),
        changed=bool(day.published_plan) and day.published_plan != day.plan,
        labels=labels,
        proof=_proof(day, instance, plan),
    )


def _proof(day: PlanDay, instance: PlanInstance, plan: Plan) -> Proof | None:
    """What is proven of this version; None where nothing is left out or no bound was made for it."""
    if day.bounded_version != day.version or not plan.unserved:
        return None
    return proof_of(instance, plan, day.least_unserved)


def _machines(instance: PlanInstance, plan: Plan, labels: Mapping[str, str]) -> tuple[MachineView, ...]:
    rows = {
        str(row.id): row for row in Machine.objects.filter(id__in=[UUID(m.id) for m in instance.machines])
    }
    views = []
    for machine in instance.machines:
        row = rows.get(machine.id)
        slots = tuple(
            (slot.start, machine.slot_end(slot.start, slot.entries), slot.client)
            for slot in plan.slots
            if slot.machine == machine.id
        )
        views.append(
            MachineView(
                machine_id=machine.id,
                label=labels.get(machine.id, ""),
                floor=row.floor if row else 1,
                step_free=machine.step_free,
                open=tuple((window.start, window.end) for window in machine.open),
                slots=slots,
                entries=sum((w.end - w.start) // machine.entry_seconds for w in machine.open),
            )
        )
    return tuple(views)


def _lanes(
    day: PlanDay, instance: PlanInstance, plan: Plan, labels: Mapping[str, str]
) -> tuple[LaneView, ...]:
    keys = {str(row.team_id or row.vehicle_id): row.id for row in Mission.objects.filter(plan_day=day)}
    shifts = {team.id: team.shift for team in instance.teams} | {
        car.id: car.shift for car in instance.vehicles
    }
    return tuple(
        LaneView(
            mission_id=keys[mission.owner],
            label=labels.get(mission.owner, ""),
            is_team=bool(mission.team),
            stops=mission.stops,
            shift_seconds=shifts[mission.owner].end - shifts[mission.owner].start,
            busy_seconds=mission.stops[-1].depart - mission.stops[0].arrive,
        )
        for mission in plan.missions
        if mission.owner in keys
    )
