"""The day under way: a report, the two ways on, what people answered, and the plan that comes into force.

Nothing that was promised moves by a report alone. What everybody's promise survives is taken at once; otherwise the
dispatcher keeps all promises, or asks, and the change happens when the last person asked has agreed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import find_case_by_id, note_step
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.plan.explain import with_reasons
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.replan import Outcome, Replan, replan
from tannha.plan.models import (
    AskAnswer,
    DayState,
    LiveReport,
    PlanDay,
    Promise,
    PromiseState,
    Proposal,
    ProposalAsk,
    ProposalState,
)
from tannha.plan.refusals import Code
from tannha.plan.rules import instance as shape
from tannha.plan.rules.instance import PlanInstance, decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import Plan, decode_plan, encode_plan
from tannha.plan.rules.promises import Told, told_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.building import open_promises, window_of
from tannha.plan.service.faces import has_phone
from tannha.plan.service.making import get_day, note_missions
from tannha.plan.service.promising import columns_of
from tannha.plan.service.waiting import taken_on, waiting_case

WISHES = frozenset({EventKind.REFUSAL, EventKind.DO_NOT_VISIT, EventKind.COOL_DOWN})


@act(May.PLAN)
def report(
    actor: Actor, *, on: date, kind: str, subject: UUID, until_minute: int | None = None,
    late_minutes: int = 0, now: datetime,
) -> Proposal:  # fmt: skip
    """Note what happened and look for ways on. A wish not to be visited, and whatever costs nobody a promise, is in
    force at once; else the answer is an open question, and always where somebody urgent is to be taken on
    (``subject`` is their case). ``until_minute`` is when it works again, or from when somebody may be tried again."""
    day = _day_under_way(actor, on, now)
    if EventKind(kind) is EventKind.URGENT_CLIENT:
        waiting_case(actor.ward_id, subject, on)
    Proposal.objects.filter(plan_day=day, state=ProposalState.OPEN).update(
        state=ProposalState.VOID, closed_at=now
    )
    noted = LiveReport.objects.create(
        plan_day=day, kind=EventKind(kind).value, subject=subject, at=now, until_minute=until_minute,
        late_minutes=late_minutes,
    )  # fmt: skip
    instance, plan = _standing(day)
    found = _mended(instance, plan, noted, now, firm=frozenset())
    proposal = _kept_as(day, noted, instance, found, now)
    free = not found.kept.fallen_out and EventKind(kind) is not EventKind.URGENT_CLIENT
    if free or EventKind(kind) in WISHES:
        _into_force(actor, day, found.kept.instance, decode_plan(proposal.kept_plan), {}, now)
        proposal.state, proposal.closed_at = ProposalState.KEPT, now
        proposal.save(update_fields=["state", "closed_at"])
    _note(actor, "plan.reported", day, noted, now)
    return proposal


@act(May.PLAN)
def keep_all(actor: Actor, *, proposal_id: UUID, now: datetime) -> Proposal:
    """Keep every promise that can be kept; those for whom there is no time today wait for a new one."""
    proposal = _open(actor, proposal_id)
    day = proposal.plan_day
    _into_force(actor, day, decode_instance(proposal.kept_instance), decode_plan(proposal.kept_plan), {}, now)
    _close(proposal, ProposalState.KEPT, now)
    _note(actor, "plan.promises_kept", day, proposal.report, now)
    return proposal


@act(May.PLAN)
def answer_ask(actor: Actor, *, ask_id: UUID, agreed: bool, consent: str = "", now: datetime) -> Proposal:
    """What one person said. A yes needs who agreed and how; after the last yes the change happens. After a no the
    question is put anew without this person."""
    ask = (
        ProposalAsk.objects.select_for_update(of=("self",))
        .select_related("proposal__plan_day", "proposal__report", "case")
        .filter(id=ask_id, proposal__plan_day__ward_id=actor.ward_id)
        .first()
    )
    if ask is None:
        raise Refused(not_there())
    proposal = _open(actor, ask.proposal_id)
    if agreed and not consent.strip():
        raise Refused(Refusal(Code.CONSENT_MISSING))
    ask.answer = AskAnswer.YES if agreed else AskAnswer.NO
    ask.consent, ask.answered_at = consent.strip()[:200], now
    ask.save(update_fields=["answer", "consent", "answered_at"])
    if not agreed:
        proposal = _asked_anew(proposal, now)
    elif not proposal.asks.exclude(answer=AskAnswer.YES).exists():
        said = {str(one.case_id): one.consent for one in proposal.asks.all()}
        instance = _with_consents(decode_instance(proposal.instance), said)
        plan = replace(decode_plan(proposal.plan), instance_digest=digest_of(instance))
        _into_force(actor, proposal.plan_day, instance, plan, said, now)
        _close(proposal, ProposalState.TAKEN, now)
    details = {"day": str(proposal.plan_day_id), "agreed": agreed}
    journal.act(
        actor,
        "plan.ask_answered",
        now=now,
        people=[ask.case.resident_id],
        case_id=ask.case_id,
        details=details,
    )
    return proposal


def day_of_ask(actor: Actor, ask_id: UUID) -> date:
    """The day a question belongs to; shows nobody."""
    ask = ProposalAsk.objects.filter(id=ask_id, proposal__plan_day__ward_id=actor.ward_id).first()
    if ask is None:
        raise Refused(not_there())
    return ask.proposal.plan_day.on


def _day_under_way(actor: Actor, on: date, now: datetime) -> PlanDay:
    day = get_day(actor, on)
    if on != local_day(now):
        raise Refused(Refusal(Code.DAY_NOT_UNDER_WAY))
    if day.state != DayState.PUBLISHED:
        raise Refused(Refusal(Code.NOT_PUBLISHED, on=on.isoformat()))
    return PlanDay.objects.select_for_update().get(pk=day.pk)


def _open(actor: Actor, proposal_id: UUID) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("plan_day", "report")
        .filter(id=proposal_id, plan_day__ward_id=actor.ward_id)
        .first()
    )
    if proposal is None:
        raise Refused(not_there())
    if proposal.state != ProposalState.OPEN or proposal.day_version != proposal.plan_day.version:
        raise Refused(Refusal(Code.QUESTION_CLOSED))
    return proposal


def _standing(day: PlanDay) -> tuple[PlanInstance, Plan]:
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


def _mended(
    instance: PlanInstance, plan: Plan, noted: LiveReport, now: datetime, *, firm: frozenset[str]
) -> Replan:
    kind, moment = EventKind(noted.kind), local_minute(now) * 60
    minute = noted.until_minute
    later = minute * 60 if minute is not None else None
    again = kind in (EventKind.NOT_CALM, EventKind.NO_SHOW)
    event = LiveEvent(
        id=str(noted.id), kind=kind, subject=str(noted.subject), again_from=later if again else None,
        until=None if again else later, late_seconds=noted.late_minutes * 60,
    )  # fmt: skip
    if kind is EventKind.URGENT_CLIENT:
        instance, plan, client = taken_on(noted.plan_day.ward_id, instance, plan, noted.subject, moment)
        event = replace(event, client=client, until=None)
    try:
        return replan(instance, plan, (event,), now=moment, firm=firm)
    except BadInput as bad:
        code = {"now": Code.DAY_NOT_UNDER_WAY, "events.until": Code.TIME_IS_PAST}.get(
            bad.field, Code.NOTHING_AHEAD
        )
        raise Refused(Refusal(code)) from None


def _kept_as(day: PlanDay, noted: LiveReport, before: PlanInstance, found: Replan, now: datetime) -> Proposal:
    kept, other = found.kept, found.proposal
    newcomer = str(noted.subject) if noted.kind == EventKind.URGENT_CLIENT else ""
    proposal = Proposal.objects.create(
        plan_day=day, report=noted, made_at=now, day_version=day.version, before=encode_instance(before),
        kept_instance=encode_instance(kept.instance), kept_plan=_told(kept),
        instance=encode_instance(other.instance), plan=_told(other),
        kept_missed=_missed(kept, newcomer), missed=_missed(other, newcomer),
    )  # fmt: skip
    ProposalAsk.objects.bulk_create(
        ProposalAsk(
            proposal=proposal, case_id=UUID(ask.client), way=ask.way.value,
            told_start_minute=ask.told.start // 60, told_end_minute=ask.told.end // 60,
            start_minute=None if ask.start is None else ask.start // 60,
        )
        for ask in other.asks
    )  # fmt: skip
    return proposal


def _missed(outcome: Outcome, newcomer: str) -> int:
    """Those with a promise for whom there is no time, and the urgent person if there is none for them either."""
    return len(outcome.fallen_out) + any(entry.client == newcomer for entry in outcome.plan.unserved)


def _told(outcome: Outcome) -> str:
    return encode_plan(with_reasons(outcome.instance, outcome.plan))


def _asked_anew(proposal: Proposal, now: datetime) -> Proposal:
    """Close this question and put it again; whoever said no keeps their time."""
    day, noted = proposal.plan_day, proposal.report
    refused = ProposalAsk.objects.filter(proposal__report=noted, answer=AskAnswer.NO)
    firm = frozenset(str(case_id) for case_id in refused.values_list("case_id", flat=True))
    _close(proposal, ProposalState.VOID, now)
    instance, plan = _standing(day)
    return _kept_as(day, noted, instance, _mended(instance, plan, noted, now, firm=firm), now)


def _with_consents(instance: PlanInstance, said: dict[str, str]) -> PlanInstance:
    promises = tuple(replace(p, consent=said.get(p.client, p.consent)) for p in instance.promises)
    return replace(instance, promises=promises)


def _into_force(
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
    day.published_plan = day.plan
    day.save(update_fields=["instance", "plan", "published_plan", "version"])
    note_missions(day, plan)
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


def _close(proposal: Proposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.closed_at = state, now
    proposal.save(update_fields=["state", "closed_at"])


def _note(actor: Actor, what: str, day: PlanDay, noted: LiveReport, now: datetime) -> None:
    case = find_case_by_id(noted.subject)
    people = [case.resident_id] if case is not None else []
    details = {"day": str(day.id), "kind": noted.kind, "subject": str(noted.subject)}
    journal.act(actor, what, now=now, people=people, case_id=case.pk if case else None, details=details)
