"""The day under way: a report, the two ways on, what people answered, and the plan that comes into force.

Nothing that was promised moves by a report alone. What everybody's promise survives is taken at once; otherwise the
dispatcher keeps all promises, or asks, and the change happens when the last person asked has agreed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import find_case_by_id
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
    Proposal,
    ProposalAsk,
    ProposalState,
)
from tannha.plan.refusals import Code
from tannha.plan.rules.instance import PlanInstance, decode_instance, digest_of, encode_instance
from tannha.plan.rules.plan import Plan, decode_plan, encode_plan
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.carrying import into_force, standing_day, wishes_of
from tannha.plan.service.making import get_day
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
    instance, plan = standing_day(day)
    found = _mended(instance, plan, noted, now, firm=frozenset())
    proposal = _kept_as(day, noted, instance, found, now)
    free = not found.kept.fallen_out and EventKind(kind) is not EventKind.URGENT_CLIENT
    if free or EventKind(kind) in WISHES:
        into_force(actor, day, found.kept.instance, decode_plan(proposal.kept_plan), {}, now)
        proposal.state, proposal.closed_at = ProposalState.KEPT, now
        proposal.save(update_fields=["state", "closed_at"])
    _note(actor, "plan.reported", day, noted, now)
    return proposal


@act(May.PLAN)
def keep_all(actor: Actor, *, proposal_id: UUID, now: datetime) -> Proposal:
    """Keep every promise that can be kept; those for whom there is no time today wait for a new one."""
    proposal = _open(actor, proposal_id)
    day = proposal.plan_day
    into_force(actor, day, decode_instance(proposal.kept_instance), decode_plan(proposal.kept_plan), {}, now)
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
        into_force(actor, proposal.plan_day, instance, plan, said, now)
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
        wishes = tuple(one for one in wishes_of(instance, plan, moment) if one.subject != event.subject)
        return replan(instance, plan, (*wishes, event), now=moment, firm=firm)
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
    instance, plan = standing_day(day)
    return _kept_as(day, noted, instance, _mended(instance, plan, noted, now, firm=firm), now)


def _with_consents(instance: PlanInstance, said: dict[str, str]) -> PlanInstance:
    promises = tuple(replace(p, consent=said.get(p.client, p.consent)) for p in instance.promises)
    return replace(instance, promises=promises)


def _close(proposal: Proposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.closed_at = state, now
    proposal.save(update_fields=["state", "closed_at"])


def _note(actor: Actor, what: str, day: PlanDay, noted: LiveReport, now: datetime) -> None:
    case = find_case_by_id(noted.subject)
    people = [case.resident_id] if case is not None else []
    details = {"day": str(day.id), "kind": noted.kind, "subject": str(noted.subject)}
    journal.act(actor, what, now=now, people=people, case_id=case.pk if case else None, details=details)
