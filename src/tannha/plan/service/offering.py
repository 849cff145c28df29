"""While a caller is on the line or at the counter: up to three times that can be promised now, and promising one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import Case, find_case_by_id, note_step, plannable_by_day, plannable_days
from tannha.fleet.service import days_on_duty, duties_on
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.figures import figures_of
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.plan.live.standing import begun_at
from tannha.plan.models import DayState, PlanDay, Promise, PromiseState
from tannha.plan.offer.asking import CALLER_FORMAT, Caller, Choice, Forecast, OfferSettings
from tannha.plan.offer.choosing import of_days, offer
from tannha.plan.offer.standing import Fetch, Standing
from tannha.plan.offer.taking import choice_at, kept, take
from tannha.plan.refusals import Code
from tannha.plan.rules.instance import Client, PlanInstance, Way, decode_instance, digest_of, encode_instance
from tannha.plan.rules.instance import Promise as PlannedPromise
from tannha.plan.rules.plan import PLAN_FORMAT, Plan, decode_plan, encode_plan
from tannha.plan.rules.score import score_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.service.building import bound_client, instance_of, window_of
from tannha.plan.service.carrying import has_begun
from tannha.plan.service.faces import Face, faces_of
from tannha.plan.service.rows import note_missions
from tannha.plan.settings import offer_settings_from

ENOUGH_DAYS = 2
LEEWAY_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """What is told to a caller: their face, up to three choices, the promise they have already, if any."""

    face: Face
    choices: tuple[Choice, ...]
    promise: Promise | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    standing: Standing
    plan: Plan
    row: PlanDay | None
    client: Client


@reads(May.PLAN)
def show_offer(actor: Actor, *, case_id: UUID, now: datetime) -> OfferView:
    """Up to three times for somebody who agreed; none where a promise binds already."""
    today = local_day(now)
    case = own_case(actor, case_id)
    face = faces_of([case_id], today).get(case_id)
    if face is None:
        raise Refused(not_there())
    journal.read(
        actor,
        "plan.times_offered",
        now=now,
        people=[face.resident_id],
        purpose="plan",
        fields=("needs", "place"),
    )
    promise = (
        Promise.objects.filter(case_id=case_id, state=PromiseState.OPEN).select_related("plan_day").first()
    )
    if promise is not None:
        return OfferView(face=face, choices=(), promise=promise)
    choices = _times(actor.ward_id, case, settings_of_ward(actor.ward_id, today), now)
    return OfferView(face=face, choices=choices, promise=None)


@act(May.PLAN)
def promise_time(actor: Actor, *, case_id: UUID, on: date, way: Way, start: int, now: datetime) -> Promise:
    """Promise the caller one of the times they were told (``start`` in seconds of the day). Refused where somebody else
    has it by now, or the person has a time already."""
    today = local_day(now)
    if on < today:
        raise Refused(Refusal(Code.DAY_IS_PAST, on=on.isoformat()))
    case = own_case(actor, case_id)
    settings = settings_of_ward(actor.ward_id, today)
    PlanDay.objects.select_for_update().filter(ward_id=actor.ward_id, on=on).first()  # locks the day
    taken = Promise.objects.filter(case_id=case_id, state=PromiseState.OPEN).exists()
    if taken or not plannable_days(case, [on]):
        raise Refused(Refusal(Code.OFFER_GONE))
    day = KeptDays(actor.ward_id, [on], case_id, now).kept(on)
    if day is None:
        raise Refused(Refusal(Code.OFFER_GONE))
    caller = caller_of(day.client, now)
    choice = choice_at(day.standing, caller, way, start, settings)
    if choice is None:
        raise Refused(Refusal(Code.OFFER_GONE))
    if take(day.standing, caller, choice, settings, told_at=now.isoformat()) is None:
        raise Refused(Refusal(Code.OFFER_GONE))
    stored = _stored(actor, on, day, now)
    promise = Promise.objects.create(case=case, told_at=now, **_columns(actor.ward_id, stored, choice))
    details = {"on": on.isoformat(), "way": way.value}
    note_step(case, CaseActKind.PROMISED, actor=actor, now=now, details=details)
    journal.act(
        actor, "plan.time_promised", now=now, people=[case.resident_id], case_id=case_id,
        details={"day": str(stored.id), **details},
    )  # fmt: skip
    return promise


def settings_of_ward(ward_id: UUID, today: date) -> OfferSettings:
    """The offer's settings in force."""
    return offer_settings_from(figures_of(ward_id), since=today.replace(month=1, day=1).isoformat())


def own_case(actor: Actor, case_id: UUID) -> Case:
    """The case if it is of the actor's ward, else the same answer as for none."""
    case = find_case_by_id(case_id)
    if case is None or case.ward_id != actor.ward_id:
        raise Refused(not_there())
    return case


def caller_of(client: Client, now: datetime) -> Caller:
    """Somebody as a caller of this minute."""
    return Caller(
        format=CALLER_FORMAT,
        client=client,
        called_on=local_day(now),
        called_at=local_minute(now) * 60,
    )


def _times(ward_id: UUID, case: Case, settings: OfferSettings, now: datetime) -> tuple[Choice, ...]:
    """The times on the next days on which somebody works, looked at until enough of them have a place."""
    today = local_day(now)
    coming = days_on_duty(ward_id, today, today + timedelta(days=settings.horizon_days))
    coming = plannable_days(case, coming)
    days = KeptDays(ward_id, coming, case.pk, now)
    found: list[tuple[Choice, ...]] = []
    for on in coming:
        day = days.kept(on)
        choices = offer([day.standing], caller_of(day.client, now), settings) if day is not None else ()
        found += [choices] if choices else []
        if len(found) == ENOUGH_DAYS:
            break
    return of_days(found)


def _open(ward_id: UUID, days: Iterable[date]) -> dict[date, list[Promise]]:
    found: dict[date, list[Promise]] = {}
    rows = Promise.objects.filter(ward_id=ward_id, on__in=list(days), state=PromiseState.OPEN).order_by("id")
    for promise in rows:
        found.setdefault(promise.on, []).append(promise)
    return found


class KeptDays:
    """Some coming days with what is promised on them and one caller, read together: the number of queries does not
    grow with the days."""

    def __init__(
        self,
        ward_id: UUID,
        days: Sequence[date],
        case_id: UUID,
        now: datetime,
        *,
        others: Iterable[UUID] = (),
    ) -> None:
        """``others`` stand in every day beside the caller, so that another time can be looked for with them too."""
        self.case_id, self.now, self.people = case_id, now, frozenset({case_id, *others})
        self.rows = {row.on: row for row in PlanDay.objects.filter(ward_id=ward_id, on__in=days)}
        self.promises = _open(ward_id, days)
        self.stored = {on: decode_instance(row.instance) for on, row in self.rows.items()}
        lacking = [on for on in days if not self._is_in(on)]
        wanted = {on: {*self.people, *_planned(self.rows.get(on)), *self._bound(on)} for on in lacking}
        self.cases = plannable_by_day(wanted) if wanted else {}
        self.duties = duties_on(ward_id, lacking) if lacking else {}

    def _is_in(self, on: date) -> bool:
        stored = self.stored.get(on)
        return stored is not None and {str(one) for one in self.people} <= {one.id for one in stored.clients}

    def _bound(self, on: date) -> dict[UUID, Promise]:
        return {promise.case_id: promise for promise in self.promises.get(on, [])}

    def kept(self, on: date) -> _Kept | None:
        """A day with the caller, with the hours of its weekday, as one of its people; None where its plan no longer
        fits."""
        row, bound = self.rows.get(on), self._bound(on)
        fresh = on in self.cases
        instance = instance_of(on, self.cases[on], bound, self.duties[on]) if fresh else self.stored[on]
        client = next(one for one in instance.clients if one.id == str(self.case_id))
        plan = decode_plan(row.plan) if row is not None else _nothing_planned(instance)
        binding = {str(case_id): promise for case_id, promise in bound.items()}
        instance = _with(instance, client, binding)
        if row is not None and has_begun(row, self.now):
            instance = begun_at(instance, plan, local_minute(self.now) * 60)
        try:
            standing = Standing(
                instance, plan, forecast=expected_of(instance), fetches=fetches_of(bound.values())
            )
        except BadInput:
            return None
        if client.id in standing.day.served:
            standing.remove(client.id)
        return _Kept(standing=standing, plan=plan, row=row, client=client)


def fetches_of(promises: Iterable[Promise]) -> dict[str, Fetch]:
    """What people who are fetched were told about the car, by client."""
    return {
        str(promise.case_id): Fetch(
            fetch_from=(promise.fetch_minute - LEEWAY_MINUTES) * 60,
            fetch_until=(promise.fetch_minute + LEEWAY_MINUTES) * 60,
            home_by=promise.home_minute * 60,
        )
        for promise in promises
        if promise.fetch_minute is not None and promise.home_minute is not None
    }


def _planned(row: PlanDay | None) -> set[UUID]:
    """The cases that have a place in a day's plan, none where there is no plan yet."""
    if row is None:
        return set()
    plan = decode_plan(row.plan)
    stops = (stop.client for mission in plan.missions for stop in mission.stops if stop.client)
    return {UUID(client) for client in (*stops, *(slot.client for slot in plan.slots))}


def _nothing_planned(instance: PlanInstance) -> Plan:
    return Plan(
        format=PLAN_FORMAT, instance_digest=digest_of(instance), engine="offer", seed=0, iterations=0, missions=(),
        slots=(), unserved=(), score=score_of(instance, (), ()),
    )  # fmt: skip


def bound_instance(instance: PlanInstance, binding: Mapping[str, Promise]) -> PlanInstance:
    """The instance with the promises that bind today (by client), each person served as told."""
    clients = tuple(
        bound_client(one, binding[one.id]) if one.id in binding else one for one in instance.clients
    )
    here = {one.id for one in clients}
    promises = tuple(
        PlannedPromise(
            client=key, way=Way(promise.way), window=window_of(promise), told_at=str(promise.told_at or "")
        )
        for key, promise in binding.items()
        if key in here
    )
    return replace(instance, clients=clients, promises=promises)


def _with(instance: PlanInstance, client: Client, binding: Mapping[str, Promise]) -> PlanInstance:
    """The same with the caller among its people, as they are without a promise."""
    others = tuple(one for one in instance.clients if one.id != client.id)
    bound = bound_instance(replace(instance, clients=others), binding)
    return replace(bound, clients=(*bound.clients, client))


def expected_of(instance: PlanInstance) -> Forecast:
    """Frail people in the day, promised or only waiting, as what is expected of it."""
    frail = [one for one in instance.clients if one.weight >= instance.settings.frail_weight or one.step_free]
    at_machine = [one for one in frail if Way.HOME not in one.ways]
    at_home = [one for one in frail if Way.HOME in one.ways]
    minutes = [max(one.service_duration, instance.settings.frail_home_seconds) // 60 for one in at_home]
    return Forecast(
        frail_entries=sum(one.entries for one in at_machine),
        step_free_entries=sum(one.entries for one in at_machine if one.step_free),
        frail_kit_minutes=sum(minutes),
        frail_visit_minutes=max(minutes, default=60),
    )


def _stored(actor: Actor, on: date, day: _Kept, now: datetime) -> PlanDay:
    """The day's row with the caller in it; a day nobody planned yet begins as a draft."""
    instance, plan = kept(day.standing, day.plan)
    row = day.row or PlanDay(ward_id=actor.ward_id, on=on, version=0, made_at=now)
    row.instance, row.plan, row.version = encode_instance(instance), encode_plan(plan), row.version + 1
    if row.state == DayState.PUBLISHED:
        row.published_plan = row.plan
    row.save()
    note_missions(row, plan)
    return row


def _columns(ward_id: UUID, day: PlanDay, choice: Choice) -> dict[str, object]:
    machine = choice.owner if choice.way is not Way.HOME else ""
    fetch, home = choice.fetch_from, choice.home_by
    return {
        "ward_id": ward_id,
        "plan_day": day,
        "way": choice.way.value,
        "on": choice.day,
        "start_minute": choice.window.start // 60,
        "end_minute": max(choice.window.end // 60 - 1, choice.window.start // 60),
        "fetch_minute": fetch // 60 + LEEWAY_MINUTES if fetch is not None else None,
        "home_minute": home // 60 if home is not None else None,
        "machine_id": UUID(machine) if machine else None,
        "team_id": UUID(choice.owner) if choice.way is Way.HOME else None,
    }
