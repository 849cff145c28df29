"""A day under way carried on: how it stands in the tables, and how a changed plan comes into force.

Whatever has begun stays to the second and whatever was promised binds; nobody is planned into the past.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import find_case_by_id, note_step, who_asked_not_to_come
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.refusal import Refusal, Refused
from tannha.plan.explain import with_reasons
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.replan import replan
from tannha.plan.live.standing import first_moment, standing_of
from tannha.plan.models import DayState, PlanDay, Promise, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.relaxing import Relaxation, relaxed
from tannha.plan.rules import instance as shape
from tannha.plan.rules.instance import PlanInstance, decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import Plan, decode_plan, encode_plan
from tannha.plan.rules.promises import Told, told_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.building import open_promises, window_of
from tannha.plan.service.faces import has_phone
from tannha.plan.service.rows import columns_of, note_missions


def has_begun(day: PlanDay, now: datetime) -> bool:
    """Whether a day that somebody was told of has begun: today, published or with promises, first departure over."""
    if day.on != local_day(now):
        return False
    instance, plan = decode_instance(day.instance), decode_plan(day.published_plan or day.plan)
    first = first_moment(replace(instance, now=None), plan)
    if first is None or first > local_minute(now) * 60:
        return False
    return day.state == DayState.PUBLISHED or bool(open_promises(day.ward_id, day.on))


def carry_on(
    actor: Actor, day: PlanDay, *, extra: Iterable[Relaxation] = (), events: tuple[LiveEvent, ...] = (), now: datetime,
) -> int:  # fmt: skip
    """Plan the rest of a begun day anew: every promise kept, nothing begun moved. Who asked not to be visited since
    leaves at once; how many these are is given back. ``extra`` are offers taken now, ``events`` reports beside them.

    Refused where a report is about nothing that lies ahead.
    """
    instance, plan = standing_day(day)
    for one in extra:
        instance = relaxed(instance, one)
    plan = replace(plan, instance_digest=digest_of(instance))
    moment = local_minute(now) * 60
    about = {event.subject for event in events}
    wishes = tuple(event for event in wishes_of(instance, plan, moment) if event.subject not in about)
    try:
        kept = replan(instance, plan, (*wishes, *events), now=moment).kept
    except BadInput:
        raise Refused(Refusal(Code.NOTHING_AHEAD)) from None
    into_force(actor, day, kept.instance, with_reasons(kept.instance, kept.plan), {}, now)
    return len(wishes)


def wishes_of(instance: PlanInstance, plan: Plan, moment: int) -> tuple[LiveEvent, ...]:
    """A report for each person still ahead at ``moment`` (seconds) who asked not to be visited since the plan was
    made."""
    standing = standing_of(instance, plan, moment)
    ahead = sorted(standing.planned - standing.finished)
    unwanted = who_asked_not_to_come([UUID(one) for one in ahead], instance.day)
    return tuple(
        LiveEvent(id=f"wish-{number}", kind=EventKind.REFUSAL, subject=client)
        for number, client in enumerate(one for one in ahead if UUID(one) in unwanted)
    )


def standing_day(day: PlanDay) -> tuple[PlanInstance, Plan]:
    """The day as it is in force, with what its people were told as promises."""
    instance, plan = decode_instance(day.instance), decode_plan(day.published_plan or day.plan)
    known = {promise.client for promise in instance.promises}
    clients = {client.id for client in instance.clients}
    told = tuple(
        shape.Promise(
            client=str(row.case_id), way=shape.Way(row.way), window=window_of(row),
            told_at=row.told_at.isoformat() if row.told_at else "",
        )
        for row in open_promises(day.ward_id, day.on)
        if str(row.case_id) in clients - known
    )  # fmt: skip
    instance = replace(instance, promises=(*instance.promises, *told))
    return instance, replace(plan, instance_digest=digest_of(instance))


def into_force(
    actor: Actor, day: PlanDay, instance: PlanInstance, plan: Plan, said: dict[str, str], now: datetime
) -> None:
    """Make a plan the day's own: rows of promises follow it, who has no time any more waits for a new one."""
    told = {one.client: one for one in told_of(instance, plan)}
    before = {
        one.client
        for one in told_of(decode_instance(day.instance), decode_plan(day.published_plan or day.plan))
    }
    rows = open_promises(day.ward_id, day.on)
    new = [one for client, one in told.items() if client not in {str(row.case_id) for row in rows}]
    for row in rows:
        client = str(row.case_id)
        one = told.get(client)
        if one is None:
            if client in before:
                _withdraw(actor, row, now)
        elif client in said:
            for name, value in columns_of(day, one).items():
                setattr(row, name, value)
            row.consent, row.told_at = said[client], now
            row.save()
        else:
            row.machine_id = UUID(one.machine) if one.machine else None
            row.team_id = UUID(one.team) if one.team else None
            row.save(update_fields=["machine_id", "team_id"])
    day.instance, day.plan, day.version = encode_instance(instance), encode_plan(plan), day.version + 1
    if day.state == DayState.PUBLISHED:
        day.published_plan = day.plan
    day.save(update_fields=["instance", "plan", "published_plan", "version"])
    note_missions(day, plan)
    if day.state != DayState.PUBLISHED:
        return
    _promise_new(actor, day, [one for one in new if one.client not in before], now)


def _promise_new(actor: Actor, day: PlanDay, told: list[Told], now: datetime) -> None:
    """Whoever got a time by the change and had none is promised it, and stands on the call list until told."""
    for one in told:
        case = find_case_by_id(UUID(one.client))
        if case is None or case.promised:
            continue
        phone = one.way is not shape.Way.WALK_IN and has_phone(case.resident)
        Promise.objects.create(case=case, **columns_of(day, one), by_phone=phone)
        details = {"on": day.on.isoformat(), "way": one.way.value}
        note_step(case, CaseActKind.PROMISED, actor=actor, now=now, details=details)


def _withdraw(actor: Actor, row: Promise, now: datetime) -> None:
    row.state, row.closed_at = PromiseState.WITHDRAWN, now
    row.save(update_fields=["state", "closed_at"])
    case = find_case_by_id(row.case_id)
    if case is not None and case.promised:
        note_step(case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
