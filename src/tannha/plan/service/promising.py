"""Promises: published, kept, withdrawn, moved with the person's yes; and what later rooms ask about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import find_case_by_id, note_step, plannable_cases, who_asked_not_to_come
from tannha.fleet.service import duty_on
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.plan.check import check_plan
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.standing import ahead_at, begun_at
from tannha.plan.models import DayState, PlanDay, Promise, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.rules.checks import Check, checks_of
from tannha.plan.rules.instance import (
    PlanInstance,
    TimeWindow,
    Way,
    decode_instance,
    digest_of,
    encode_instance,
)
from tannha.plan.rules.instance import Promise as PlannedPromise
from tannha.plan.rules.plan import Plan, decode_plan, encode_plan
from tannha.plan.rules.promises import Told, told_of
from tannha.plan.service.carrying import carry_on, has_begun
from tannha.plan.service.faces import has_phone
from tannha.plan.service.making import get_day
from tannha.plan.service.rows import columns_of, note_missions
from tannha.plan.solvers.day import from_plan
from tannha.plan.solvers.greedy import plan_of
from tannha.plan.solvers.insertion import best_insertion

RIDE_LEEWAY_MINUTES = 10
LEEWAY = {Way.HOME: 900, Way.RIDE: 600, Way.WALK_IN: 600}


def find_promise(case_id: UUID) -> Promise | None:
    """The open promise of a case with its machine and team, None when there is none."""
    return (
        Promise.objects.filter(case_id=case_id, state=PromiseState.OPEN)
        .select_related("machine", "team", "plan_day")
        .first()
    )


def note_promise_kept(promise: Promise, *, now: datetime) -> Promise:
    """Close a promise as kept, inside another verb's transaction. Done again it changes nothing."""
    if promise.state == PromiseState.OPEN:
        promise.state, promise.closed_at = PromiseState.KEPT, now
        promise.save(update_fields=["state", "closed_at"])
    return promise


def review_checks(day: PlanDay) -> tuple[Check, ...]:
    """The independent checks of the newest plan, against its instance and against what is true now."""
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    told = told_of(instance, plan)
    planned = {UUID(one.client) for one in told}
    unwanted = set(who_asked_not_to_come(planned, day.on)) | _moved_on(day, planned)
    found = check_plan(instance, plan)
    return checks_of(found, unwanted=len(unwanted), gone=_gone(day, instance, plan), moved=_rides_moved(told))


def _rides_moved(told: tuple[Told, ...]) -> int:
    """Promised rides whose car would come more than ten minutes off what was told, or bring the person home later."""
    rides = {UUID(one.client): one for one in told if one.fetch_minute is not None}
    promises = Promise.objects.filter(
        case_id__in=list(rides), state=PromiseState.OPEN, fetch_minute__isnull=False
    )
    return sum(1 for promise in promises if not _as_told(promise, rides[promise.case_id]))


def _as_told(promise: Promise, planned: Told) -> bool:
    fetch, home = promise.fetch_minute, promise.home_minute
    if None in (fetch, home, planned.fetch_minute, planned.home_minute):
        return True
    assert fetch is not None and home is not None
    assert planned.fetch_minute is not None and planned.home_minute is not None
    return abs(fetch - planned.fetch_minute) <= RIDE_LEEWAY_MINUTES and planned.home_minute <= home


def _moved_on(day: PlanDay, case_ids: set[UUID]) -> set[UUID]:
    """Planned cases that can no longer be promised and hold no promise."""
    promised = Promise.objects.filter(case_id__in=case_ids, state=PromiseState.OPEN)
    left = case_ids - set(promised.values_list("case_id", flat=True))
    return left - {case.case_id for case in plannable_cases(day.ward_id, day.on)} if left else left


def _gone(day: PlanDay, instance: PlanInstance, plan: Plan) -> int:
    duty = duty_on(day.ward_id, day.on)
    here = {str(shift.machine_id) for shift in duty.machines} | {
        str(shift.vehicle_id) for shift in duty.vehicles
    }
    for shift in duty.teams:
        has_kit = shift.team is not None and (shift.team.kit is None or shift.team.kit.working)
        if has_kit and duty.officers.get(shift.team_id or day.id, 0) >= 2:
            here.add(str(shift.team_id))
    used = {slot.machine for slot in plan.slots} | {mission.owner for mission in plan.missions}
    return len(used - here)


@act(May.PLAN)
def publish(actor: Actor, *, on: date, version: int, now: datetime) -> PlanDay:
    """Promise everybody in the plan their time. Refused unless every independent check holds and ``version``
    is current."""
    day = get_day(actor, on)
    if on < local_day(now):
        raise Refused(Refusal(Code.DAY_IS_PAST, on=on.isoformat()))
    if day.version != version:
        raise Refused(Refusal(Code.CHANGED_MEANWHILE))
    failed = [check for check in review_checks(day) if not check.holds]
    if failed:
        raise Refused(Refusal(Code.CHECK_FAILED, failed=len(failed)))
    promises = _promise_all(actor, day, now)
    if not promises and day.published_plan == day.plan:
        raise Refused(Refusal(Code.NOTHING_TO_TELL))
    day.state, day.published_plan, day.published_at = DayState.PUBLISHED, day.plan, now
    day.save(update_fields=["state", "published_plan", "published_at"])
    journal.act(
        actor,
        "plan.published",
        now=now,
        people=[promise.case.resident_id for promise in promises],
        details={"day": str(day.id), "on": on.isoformat(), "promises": len(promises)},
    )
    return day


def _promise_all(actor: Actor, day: PlanDay, now: datetime) -> list[Promise]:
    told = told_of(decode_instance(day.instance), decode_plan(day.plan))
    ids = [UUID(one.client) for one in told]
    open_for = {p.case_id: p for p in Promise.objects.filter(case_id__in=ids, state=PromiseState.OPEN)}
    made = []
    for one in told:
        if UUID(one.client) in open_for:
            _keep_exact(open_for[UUID(one.client)], one)
            continue
        case = find_case_by_id(UUID(one.client))
        if case is None:
            raise Refused(Refusal(Code.CHANGED_MEANWHILE))
        phone = one.way is not Way.WALK_IN and has_phone(case.resident)
        made.append(Promise(case=case, **columns_of(day, one), by_phone=phone))
        details = {"on": day.on.isoformat(), "way": one.way.value}
        note_step(case, CaseActKind.PROMISED, actor=actor, now=now, details=details)
    Promise.objects.bulk_create(made)
    return made


def _keep_exact(promise: Promise, told: Told) -> None:
    """A kept promise keeps its window and what was told of the car; which machine and team it is may change."""
    changed = {
        "machine_id": UUID(told.machine) if told.machine else None,
        "team_id": UUID(told.team) if told.team else None,
    }
    if any(getattr(promise, name) != value for name, value in changed.items()):
        for name, value in changed.items():
            setattr(promise, name, value)
        promise.save(update_fields=list(changed))


def _own_promise(actor: Actor, promise_id: UUID) -> Promise:
    promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("case__resident", "plan_day")
        .filter(id=promise_id, ward_id=actor.ward_id)
        .first()
    )
    if promise is None:
        raise Refused(not_there())
    if promise.state != PromiseState.OPEN:
        raise Refused(Refusal(Code.PROMISE_CLOSED))
    return promise


@act(May.PLAN)
def withdraw_promise(actor: Actor, *, promise_id: UUID, now: datetime) -> PlanDay:
    """Take a promise back: the person waits for a new time and leaves the day's plan; everybody else stays
    as told."""
    promise = _own_promise(actor, promise_id)
    day = promise.plan_day
    if has_begun(day, now):
        _withdraw_under_way(actor, day, promise, now)
        return day
    promise.state, promise.closed_at = PromiseState.WITHDRAWN, now
    promise.save(update_fields=["state", "closed_at"])
    note_step(promise.case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    client = str(promise.case_id)
    instance = replace(
        instance,
        clients=tuple(c for c in instance.clients if c.id != client),
        promises=tuple(p for p in instance.promises if p.client != client),
    )
    state = from_plan(instance, plan)
    if state is not None:
        _store(
            day,
            instance,
            plan,
            plan_of(state, seed=plan.seed, iterations=plan.iterations, engine=plan.engine),
        )
    journal.act(
        actor, "plan.promise_withdrawn", now=now, people=[promise.case.resident_id], case_id=promise.case_id,
        details={"day": str(day.id)},
    )  # fmt: skip
    return day


def _withdraw_under_way(actor: Actor, day: PlanDay, promise: Promise, now: datetime) -> None:
    """Like a report that the person does not want it today: the team goes on from where it is."""
    event = LiveEvent(id=f"withdrawn-{promise.pk}", kind=EventKind.REFUSAL, subject=str(promise.case_id))
    carry_on(actor, day, events=(event,), now=now)
    promise.refresh_from_db()
    if promise.state == PromiseState.OPEN:  # somebody in a car or at the station is still brought home
        promise.state, promise.closed_at = PromiseState.WITHDRAWN, now
        promise.save(update_fields=["state", "closed_at"])
        note_step(promise.case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
    journal.act(
        actor, "plan.promise_withdrawn", now=now, people=[promise.case.resident_id], case_id=promise.case_id,
        details={"day": str(day.id)},
    )  # fmt: skip


@act(May.PLAN)
def move_promise(
    actor: Actor, *, promise_id: UUID, start_minute: int, consent: str, now: datetime
) -> PlanDay:
    """Move a promise to another minute of its day with the person's yes (``consent`` says who agreed and
    how).

    Refused where nobody is free then without breaking another promise.
    """
    promise = _own_promise(actor, promise_id)
    if not consent.strip():
        raise Refused(Refusal(Code.CONSENT_MISSING))
    day = promise.plan_day
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    client_id, way = str(promise.case_id), Way(promise.way)
    start, moment = start_minute * 60, local_minute(now) * 60
    if has_begun(day, now):
        if client_id not in ahead_at(instance, plan, moment):
            raise Refused(Refusal(Code.PROMISE_CLOSED))
        instance = begun_at(instance, plan, moment)
    wished = TimeWindow(start=max(start - LEEWAY[way], 0), end=min(start + LEEWAY[way], 86_399))
    client = next((c for c in instance.clients if c.id == client_id), None)
    if client is None:
        raise Refused(Refusal(Code.PROMISE_CLOSED))
    free = replace(client, ways=frozenset({way}), time_windows=(wished,))
    bound = PlannedPromise(client=client_id, way=way, window=wished, told_at=now.isoformat())
    others = tuple(p for p in instance.promises if p.client != client_id)
    instance = replace(
        instance,
        clients=tuple(free if c.id == client_id else c for c in instance.clients),
        promises=(*others, bound),
    )
    keep = frozenset(told.client for told in told_of(instance, plan)) - {client_id}
    state = from_plan(instance, plan, keep=keep)
    placement = best_insertion(state, free) if state is not None else None
    if state is None or placement is None:
        raise Refused(Refusal(Code.TIME_NOT_FREE))
    state.apply(placement)
    moved = plan_of(state, seed=plan.seed, iterations=plan.iterations, engine=plan.engine)
    _store(day, instance, plan, moved)
    told = next(one for one in told_of(instance, moved) if one.client == client_id)
    for name, value in columns_of(day, told).items():
        setattr(promise, name, value)
    promise.consent, promise.told_at = consent.strip()[:200], now
    promise.save()
    journal.act(
        actor, "plan.promise_moved", now=now, people=[promise.case.resident_id], case_id=promise.case_id,
        details={"day": str(day.id)},
    )  # fmt: skip
    return day


def _store(day: PlanDay, instance: PlanInstance, before: Plan, plan: Plan) -> None:
    """Keep a plan changed by hand as newest and as published; reasons of those unserved stay as told."""
    reasons = {entry.client: entry for entry in before.unserved}
    unserved = tuple(reasons.get(entry.client, entry) for entry in plan.unserved)
    plan = replace(plan, unserved=unserved, instance_digest=digest_of(instance))
    day.instance, day.plan, day.version = encode_instance(instance), encode_plan(plan), day.version + 1
    if day.state == DayState.PUBLISHED:
        day.published_plan = day.plan
    day.save()
    note_missions(day, plan)
