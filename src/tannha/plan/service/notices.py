"""Telling people: a printed notice for each promise and a list of calls. For supervisors; no health word on
paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import who_asked_not_to_come
from tannha.fleet.service import Station, list_members, station_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.plan.models import DayState, Promise, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.service.faces import code_of
from tannha.plan.service.making import get_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one person is told: name, way, times, place; who comes; nothing about health."""

    promise_id: UUID
    code: str
    name: str
    spoken: str
    address: str
    phone: str
    helper: str
    helper_phone: str
    way: str
    on: date
    start_minute: int
    end_minute: int
    fetch_minute: int | None
    home_minute: int | None
    machine: str
    floor: int
    needs_lift: bool
    officers: tuple[str, ...]
    by_phone: bool
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDay:
    """The notices of a day and where people come to."""

    on: date
    notices: tuple[Notice, ...]
    station: Station | None

    @property
    def calls(self) -> tuple[Notice, ...]:
        """Those to be called, not yet told."""
        return tuple(notice for notice in self.notices if notice.by_phone and notice.told_at is None)

    @property
    def paper(self) -> tuple[Notice, ...]:
        """Those who get the notice on paper."""
        return tuple(notice for notice in self.notices if not notice.by_phone)


@reads(May.PRINT_NOTICES)
def show_notices(actor: Actor, *, on: date, now: datetime) -> NoticeDay:
    """Everybody to be told about a published day, by time; nobody who since asked not to be visited."""
    return _notices(actor, on, now, only=None)


@reads(May.PRINT_NOTICES)
def show_one_notice(actor: Actor, *, promise_id: UUID, now: datetime) -> NoticeDay:
    """One person's notice, for printing it again."""
    promise = Promise.objects.filter(id=promise_id, ward_id=actor.ward_id, state=PromiseState.OPEN).first()
    if promise is None:
        raise Refused(not_there())
    return _notices(actor, promise.on, now, only=promise_id)


def _notices(actor: Actor, on: date, now: datetime, *, only: UUID | None) -> NoticeDay:
    day = get_day(actor, on)
    if day.state != DayState.PUBLISHED:
        raise Refused(Refusal(Code.NOT_PUBLISHED, on=on.isoformat()))
    rows = Promise.objects.filter(ward_id=actor.ward_id, on=on, state=PromiseState.OPEN)
    rows = rows.select_related("case__resident__household", "machine__station", "team").prefetch_related(
        "case__resident__supporters"
    )
    promises = [promise for promise in rows.order_by("start_minute", "id") if only in (None, promise.id)]
    unwanted = who_asked_not_to_come([promise.case_id for promise in promises], on)
    kept = [promise for promise in promises if promise.case_id not in unwanted]
    people = [promise.case.resident_id for promise in kept]
    fields = ("address", "name", "phone")
    journal.read(actor, "plan.notices_shown", now=now, people=people, purpose="tell", fields=fields)
    return NoticeDay(on=on, notices=_all(kept), station=station_of(actor.ward_id))


def _all(promises: Iterable[Promise]) -> tuple[Notice, ...]:
    teams: dict[UUID, tuple[str, ...]] = {}
    notices = []
    for promise in promises:
        if promise.team_id and promise.team_id not in teams:
            teams[promise.team_id] = tuple(user.display_name for user in list_members(promise.team_id))
        notices.append(_notice(promise, teams.get(promise.team_id, ()) if promise.team_id else ()))
    return tuple(notices)


def _notice(promise: Promise, officers: tuple[str, ...]) -> Notice:
    resident, machine = promise.case.resident, promise.machine
    helper = next((s for s in resident.supporters.all() if s.ended_at is None), None)
    return Notice(
        promise_id=promise.id,
        code=code_of(promise.case_id),
        name=resident.full_name,
        spoken=resident.spoken_name,
        address=resident.household.address,
        phone=resident.phone,
        helper=helper.name if helper else "",
        helper_phone=helper.phone if helper else "",
        way=promise.way,
        on=promise.on,
        start_minute=promise.start_minute,
        end_minute=promise.end_minute,
        fetch_minute=promise.fetch_minute,
        home_minute=promise.home_minute,
        machine=machine.label if machine else "",
        floor=machine.floor if machine else 1,
        needs_lift=bool(machine and machine.floor > 1 and machine.station.has_lift),
        officers=officers,
        by_phone=promise.by_phone,
        told_at=promise.told_at,
    )


@act(May.PRINT_NOTICES)
def note_told(actor: Actor, *, promise_id: UUID, now: datetime) -> Promise:
    """The person was called, or the notice was handed over. Done again it changes nothing but is journaled."""
    promise = Promise.objects.select_related("case").filter(id=promise_id, ward_id=actor.ward_id).first()
    if promise is None:
        raise Refused(not_there())
    if promise.state != PromiseState.OPEN:
        raise Refused(Refusal(Code.PROMISE_CLOSED))
    if promise.told_at is None:
        promise.told_at = now
        promise.save(update_fields=["told_at"])
    journal.act(
        actor, "plan.person_told", now=now, people=[promise.case.resident_id], case_id=promise.case_id
    )
    return promise


def count_calls(ward_id: UUID, on: date) -> int:
    """Calls still to be made for promises of a day."""
    return Promise.objects.filter(
        ward_id=ward_id, on=on, state=PromiseState.OPEN, by_phone=True, told_at__isnull=True
    ).count()
