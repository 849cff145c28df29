"""Letting one rule of a day give way by an amount: what explanations claim and what an accepted offer
applies. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from tannha.plan.rules.instance import (
    DAY_SECONDS,
    Client,
    Kit,
    Machine,
    PlanInstance,
    Settings,
    Team,
    TimeWindow,
    Vehicle,
)
from tannha.plan.rules.plan import ReasonCode

EXTRA = "one-more"
Mover = TypeVar("Mover", Team, Vehicle)
WORKDAY = TimeWindow(start=27_000, end=61_200)
WHOLE_DAY = TimeWindow(start=0, end=DAY_SECONDS)
NOON = TimeWindow(start=39_600, end=46_800)

CONSTRAINT_OF = {
    ReasonCode.SHIFT_END: "C13",
    ReasonCode.LUNCH: "C14",
    ReasonCode.WAIT: "C8",
    ReasonCode.RIDE_LIMIT: "C7",
    ReasonCode.GOOD_HOURS: "C3",
    ReasonCode.NO_HOURS: "C3",
    ReasonCode.MACHINE_HOURS: "C11",
    ReasonCode.RESERVE: "C22",
    ReasonCode.CROWD: "C21",
    ReasonCode.APART_FROM_FAMILY: "C20",
    ReasonCode.NOT_BEFORE: "C17",
    ReasonCode.DO_NOT_VISIT: "C17",
    ReasonCode.NO_WAY: "C1",
    ReasonCode.ONE_MORE_KIT: "C16",
    ReasonCode.ONE_MORE_CAR: "C10",
    ReasonCode.STEP_FREE_MACHINE: "C12",
    ReasonCode.ONE_MORE_MACHINE: "C11",
    ReasonCode.OTHER_PROMISE: "C18",
    ReasonCode.KIT_AND_HOURS: "C16",
    ReasonCode.TWO_CHANGES: "C1",
    ReasonCode.MORE_CHANGES: "C1",
    ReasonCode.NO_SINGLE_CHANGE: "C1",
    ReasonCode.THERE_IS_ROOM: "C1",
}
OF_THE_PERSON = frozenset(
    {
        ReasonCode.GOOD_HOURS,
        ReasonCode.NO_HOURS,
        ReasonCode.RIDE_LIMIT,
        ReasonCode.NOT_BEFORE,
        ReasonCode.APART_FROM_FAMILY,
    }
)
THE_PLANNER_DECIDES = frozenset(
    {ReasonCode.SHIFT_END, ReasonCode.LUNCH, ReasonCode.WAIT, ReasonCode.MACHINE_HOURS, ReasonCode.RESERVE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One rule, whose it is ("" if nobody's in particular), and by how much it gives way."""

    code: ReasonCode
    subject: str
    amount: int


def relaxed_client(client: Client, relaxation: Relaxation) -> Client:
    """The same person with their own rule widened: good hours, ride limit, not-before day, the family's half hour."""
    amount = relaxation.amount
    if relaxation.code in (ReasonCode.GOOD_HOURS, ReasonCode.KIT_AND_HOURS):
        return replace(
            client,
            time_windows=tuple(_wider(window, amount) for window in client.time_windows),
            calm_windows=tuple(_wider(window, amount) for window in client.calm_windows),
        )
    if relaxation.code is ReasonCode.RIDE_LIMIT:
        return replace(client, max_ride_time=client.max_ride_time + amount)
    if relaxation.code is ReasonCode.NO_HOURS:
        calm = client.calm_windows or ((WHOLE_DAY,) if client.gentle else ())
        return replace(client, time_windows=client.time_windows or (WHOLE_DAY,), calm_windows=calm)
    if relaxation.code is ReasonCode.APART_FROM_FAMILY:
        return replace(client, family="")
    if relaxation.code is ReasonCode.NOT_BEFORE and client.not_before is not None:
        return replace(client, not_before=client.not_before - timedelta(days=amount))
    return client


def relaxed(instance: PlanInstance, relaxation: Relaxation, client: str = "") -> PlanInstance:
    """The same day with one rule giving way; rules of the person apply to `client`."""
    code, amount = relaxation.code, relaxation.amount
    if amount == 0:
        return instance
    if code in OF_THE_PERSON or code is ReasonCode.KIT_AND_HOURS:
        people = tuple(relaxed_client(c, relaxation) if c.id == client else c for c in instance.clients)
        instance = replace(instance, clients=people)
    if code in (ReasonCode.ONE_MORE_KIT, ReasonCode.KIT_AND_HOURS):
        return _with_team(instance)
    if code in (ReasonCode.SHIFT_END, ReasonCode.LUNCH):
        teams = tuple(_longer(t, relaxation) if t.id == relaxation.subject else t for t in instance.teams)
        cars = tuple(_longer(v, relaxation) if v.id == relaxation.subject else v for v in instance.vehicles)
        return replace(instance, teams=teams, vehicles=cars)
    if code is ReasonCode.MACHINE_HOURS:
        machines = tuple(
            _open_longer(m, amount) if m.id == relaxation.subject else m for m in instance.machines
        )
        return replace(instance, machines=machines)
    if code is ReasonCode.STEP_FREE_MACHINE:
        machines = tuple(replace(m, step_free=True) for m in instance.machines)
        return replace(instance, machines=machines)
    if code is ReasonCode.ONE_MORE_MACHINE:
        return replace(instance, machines=(*instance.machines, _machine(instance)))
    if code is ReasonCode.ONE_MORE_CAR:
        return replace(instance, vehicles=(*instance.vehicles, _car(instance)))
    return replace(instance, settings=_settings(instance, relaxation))


def _settings(instance: PlanInstance, relaxation: Relaxation) -> Settings:
    settings, amount = instance.settings, relaxation.amount
    if relaxation.code is ReasonCode.WAIT:
        return replace(
            settings,
            wait_before_seconds=settings.wait_before_seconds + amount,
            wait_after_seconds=settings.wait_after_seconds + amount,
        )
    if relaxation.code is ReasonCode.RESERVE:
        return replace(settings, reserve_percent=max(settings.reserve_percent - amount, 0))
    if relaxation.code is ReasonCode.CROWD:
        return replace(settings, crowd_cap=settings.crowd_cap + amount)
    return settings


def _wider(window: TimeWindow, seconds: int) -> TimeWindow:
    return TimeWindow(start=max(window.start - seconds, 0), end=min(window.end + seconds, DAY_SECONDS))


def _longer(mover: Mover, relaxation: Relaxation) -> Mover:
    if relaxation.code is ReasonCode.LUNCH:
        return replace(mover, lunch=_wider(mover.lunch, relaxation.amount))
    shift = TimeWindow(start=mover.shift.start, end=min(mover.shift.end + relaxation.amount, DAY_SECONDS))
    return replace(mover, shift=shift, longest_shift_seconds=mover.longest_shift_seconds + relaxation.amount)


def _open_longer(machine: Machine, seconds: int) -> Machine:
    if not machine.open:
        return machine
    last = machine.open[-1]
    longer = TimeWindow(start=last.start, end=min(last.end + seconds, DAY_SECONDS))
    return replace(machine, open=(*machine.open[:-1], longer))


def _depot(instance: PlanInstance) -> str:
    for team in instance.teams:
        return team.start
    for car in instance.vehicles:
        return car.start
    for machine in instance.machines:
        return machine.place
    return instance.travel.places[0]


def _with_team(instance: PlanInstance) -> PlanInstance:
    depot = _depot(instance)
    kit = Kit(id=EXTRA, battery_enrolments=10, cards=20)
    profile = instance.teams[0].profile if instance.teams else instance.travel.profiles[0]
    extra = Team(
        id=EXTRA,
        officers=2,
        kit=EXTRA,
        skills=frozenset({"gentle"}),
        shift=WORKDAY,
        start=depot,
        end=depot,
        lunch=NOON,
        lunch_seconds=2_700,
        longest_shift_seconds=DAY_SECONDS,
        profile=profile,
    )
    return replace(instance, teams=(*instance.teams, extra), kits=(*instance.kits, kit))


def _car(instance: PlanInstance) -> Vehicle:
    depot = _depot(instance)
    profile = instance.vehicles[0].profile if instance.vehicles else instance.travel.profiles[-1]
    return Vehicle(
        id=EXTRA,
        profile=profile,
        seats=4,
        wheelchairs=1,
        shift=WORKDAY,
        start=depot,
        end=depot,
        lunch=NOON,
        lunch_seconds=2_700,
        longest_shift_seconds=DAY_SECONDS,
    )


def _machine(instance: PlanInstance) -> Machine:
    window = TimeWindow(start=28_800, end=61_200)
    place = instance.machines[0].place if instance.machines else _depot(instance)
    return Machine(id=EXTRA, place=place, step_free=True, open=(window,), entry_seconds=450, stay_seconds=450)
