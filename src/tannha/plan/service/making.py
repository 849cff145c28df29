"""Verbs that make a day: the plan, offers taken, somebody left for another day. The solver stands behind its
Protocol."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step, who_asked_not_to_come
from tannha.fleet.service import Machine, minutes_left_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.verb import act
from tannha.plan.explain import explain_all
from tannha.plan.models import PlanDay, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.relaxing import THE_PLANNER_DECIDES, Relaxation
from tannha.plan.rules.building import is_walker
from tannha.plan.rules.instance import PlanInstance, decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import Plan, ReasonCode, decode_plan, encode_plan
from tannha.plan.rules.score import score_of
from tannha.plan.service.building import allowances_from, build_instance, open_promises
from tannha.plan.service.carrying import carry_on, has_begun
from tannha.plan.service.rows import note_missions
from tannha.plan.solvers import Solver
from tannha.plan.solvers.own.bound.proof import proof_of
from tannha.plan.solvers.own.engine import Own

INTERPRETED_ITERATIONS, COMPILED_ITERATIONS = 16, 4_000
_solver: list[Solver] = [Own(iterations=INTERPRETED_ITERATIONS, compiled_iterations=COMPILED_ITERATIONS)]


def use_solver(solver: Solver) -> None:
    """Choose the engine of every later plan; wiring calls it once."""
    _solver[0] = solver


@act(May.PLAN)
def make_plan(actor: Actor, *, on: date, now: datetime) -> PlanDay:
    """Make the plan of a day, or make it anew around its promises. Nobody is told anything by this.

    On a day under way only the rest is planned anew: what has begun stays to the second, every promise is kept.
    """
    if on < local_day(now):
        raise Refused(Refusal(Code.DAY_IS_PAST, on=on.isoformat()))
    day = PlanDay.objects.select_for_update().filter(ward_id=actor.ward_id, on=on).first()
    if day is not None and has_begun(day, now):
        withdrawn = carry_on(actor, day, now=now)
    else:
        withdrawn = _let_go(actor, on, now)
        day = _solve_into(day, actor.ward_id, on, day.allowances if day else [], now)
    plan = decode_plan(day.plan)
    details = {
        "day": str(day.id),
        "on": on.isoformat(),
        "engine": plan.engine,
        "unserved": len(plan.unserved),
        "let_go": withdrawn,
    }
    journal.act(actor, "plan.made", now=now, details=details)
    return day


@act(May.PLAN)
def take_offer(actor: Actor, *, on: date, case_id: UUID, now: datetime) -> PlanDay:
    """Take the offer told for an unserved person where it is the planner's to give, and make the plan anew
    with it."""
    day = get_day(actor, on)
    if on < local_day(now):
        raise Refused(Refusal(Code.DAY_IS_PAST, on=on.isoformat()))
    entry = next((e for e in decode_plan(day.plan).unserved if e.client == str(case_id)), None)
    if entry is None:
        raise Refused(Refusal(Code.OFFER_GONE))
    if entry.why.code is ReasonCode.STEP_FREE_MACHINE:
        raise Refused(Refusal(Code.NO_REACHABLE_MACHINE, floor=_floor_upstairs(day)))
    if entry.why.code not in THE_PLANNER_DECIDES:
        raise Refused(Refusal(Code.OFFER_NOT_YOURS))
    offer = {"code": entry.why.code.value, "subject": entry.why.subject, "amount": entry.why.amount}
    if entry.why.code is ReasonCode.SHIFT_END:
        _refuse_long_shift(day, entry.why.subject, entry.why.amount, on)
    if has_begun(day, now):
        carry_on(actor, day, extra=allowances_from([offer]), now=now)
    else:
        day = _solve_into(day, actor.ward_id, on, [*day.allowances, offer], now)
    journal.act(actor, "plan.offer_taken", now=now, case_id=case_id, details={"day": str(day.id), **offer})
    return day


def note_bound(day: PlanDay, instance: PlanInstance, plan: Plan) -> None:
    """Keep with a new version what no plan of the day can leave out less than; a day under way has no bound."""
    day.least_unserved = proof_of(instance, plan).unserved_weight
    day.bounded_version = day.version if instance.now is None else 0


def get_day(actor: Actor, on: date) -> PlanDay:
    """The day's row of the actor's ward; refused where no plan was made."""
    day = PlanDay.objects.filter(ward_id=actor.ward_id, on=on).first()
    if day is None:
        raise Refused(Refusal(Code.NO_PLAN_YET, on=on.isoformat()))
    return day


def find_day(ward_id: UUID, on: date) -> PlanDay | None:
    """The day's row, None before a plan is made."""
    return PlanDay.objects.filter(ward_id=ward_id, on=on).first()


def _floor_upstairs(day: PlanDay) -> int:
    """The floor of the first machine that cannot be reached without steps."""
    stairs = [UUID(machine.id) for machine in decode_instance(day.instance).machines if not machine.step_free]
    row = Machine.objects.filter(id__in=stairs).order_by("label").first()
    return row.floor if row else 1


def _refuse_long_shift(day: PlanDay, team: str, seconds: int, on: date) -> None:
    instance = decode_instance(day.instance)
    if not any(one.id == team for one in instance.teams):
        return
    left = minutes_left_of(UUID(team), on)
    wanted = -(-seconds // 60)
    if wanted > left:
        raise Refused(Refusal(Code.OFFER_OVER_HOURS, over=wanted - left))


def _let_go(actor: Actor, on: date, now: datetime) -> int:
    """Withdraw promises to people who since asked not to be visited: their wish holds before any plan."""
    promises = {promise.case_id: promise for promise in open_promises(actor.ward_id, on)}
    unwanted = who_asked_not_to_come(promises, on) if promises else frozenset()
    for case_id in sorted(unwanted):
        promise = promises[case_id]
        promise.state, promise.closed_at = PromiseState.WITHDRAWN, now
        promise.save(update_fields=["state", "closed_at"])
        if promise.case.promised:
            note_step(promise.case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
    return len(unwanted)


def _solve_into(
    day: PlanDay | None, ward_id: UUID, on: date, allowances: list[dict[str, object]], now: datetime
) -> PlanDay:
    given: tuple[Relaxation, ...] = allowances_from(allowances)
    instance, later = build_instance(ward_id, on, allowances=given)
    if on == local_day(now):
        instance = replace(instance, now=local_minute(now) * 60)
    start = decode_plan(day.published_plan or day.plan) if day else None
    instance, plan, trimmed = _without_latecomers(instance, _solver[0].solve(instance, start=start))
    plan = explain_all(instance, plan)
    day = day or PlanDay(ward_id=ward_id, on=on, version=0)
    day.instance, day.plan = encode_instance(instance), encode_plan(plan)
    day.allowances, day.left_for_later = allowances, later + trimmed
    day.made_at, day.version = now, day.version + 1
    day.searched_at, day.saved_seconds = None, 0
    note_bound(day, instance, plan)
    day.save()
    note_missions(day, plan)
    return day


def _without_latecomers(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan, int]:
    """Leave those who come by themselves and found no slot for another day: they are not asked to come on
    this one."""
    bound = {promise.client for promise in instance.promises}
    walkers = {client.id for client in instance.clients if is_walker(client)} - bound
    late = {entry.client for entry in plan.unserved} & walkers
    if not late:
        return instance, plan, 0
    fewer = replace(instance, clients=tuple(c for c in instance.clients if c.id not in late))
    left = tuple(entry for entry in plan.unserved if entry.client not in late)
    score = score_of(fewer, plan.missions, plan.slots)
    return fewer, replace(plan, instance_digest=digest_of(fewer), unserved=left, score=score), len(late)
