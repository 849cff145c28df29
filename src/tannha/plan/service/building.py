"""Collecting a day from the tables: who agreed, who is on duty, what was promised. No verbs, no solving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from tannha.canvass.rules.plannable import PlannableCase
from tannha.canvass.service import plannable_cases, plannable_of, who_asked_not_to_come
from tannha.fleet.service import DayDuty, Shift, duty_on
from tannha.ground.data_folder import DataFolder
from tannha.ground.refusal import Refusal, Refused
from tannha.plan.models import Promise, PromiseState
from tannha.plan.refusals import Code
from tannha.plan.relaxing import Relaxation, relaxed
from tannha.plan.rules import instance as shape
from tannha.plan.rules.building import (
    STATION,
    asked_for_day,
    client_of,
    door_of,
    reachable_ways,
    settings_of,
)
from tannha.plan.rules.door import Door
from tannha.plan.rules.instance import INSTANCE_FORMAT, PlanInstance, TimeWindow, Way
from tannha.plan.rules.plan import ReasonCode
from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.sources import Roads, roads_between

LONGEST_DAY_SECONDS = 10 * 3_600
MINUTE = 60


def open_promises(ward_id: UUID, on: date) -> list[Promise]:
    """Promises of a day that bind, oldest first."""
    return list(
        Promise.objects.filter(ward_id=ward_id, on=on, state=PromiseState.OPEN)
        .select_related("case", "machine", "team")
        .order_by("id")
    )


def window_of(promise: Promise) -> TimeWindow:
    """The promised minutes as a window of starts in seconds, the last minute whole."""
    end = min(promise.end_minute * MINUTE + MINUTE - 1, shape.DAY_SECONDS)
    return TimeWindow(start=promise.start_minute * MINUTE, end=end)


def build_instance(
    ward_id: UUID, on: date, *, allowances: Sequence[Relaxation] = (), only: Iterable[UUID] | None = None
) -> tuple[PlanInstance, int]:
    """The instance of a day and how many who come by themselves were left for a later day.

    ``only`` limits those without a promise to given cases (to plan the same people again).
    """
    promised = {promise.case_id: promise for promise in open_promises(ward_id, on)}
    unwanted = who_asked_not_to_come(promised, on) if promised else frozenset()
    binding = {case_id: promise for case_id, promise in promised.items() if case_id not in unwanted}
    waiting = plannable_cases(ward_id, on)
    if only is not None:
        chosen_ids = set(only)
        waiting = [case for case in waiting if case.case_id in chosen_ids]
    duty = duty_on(ward_id, on)
    machines = tuple(_machine(shift) for shift in duty.machines)
    everybody = [*plannable_of(binding, on), *waiting]
    chosen = asked_for_day(everybody, kept=frozenset(binding), machines=machines)
    instance = _instance(on, chosen, binding, duty, machines)
    for allowance in allowances:
        instance = relaxed(instance, allowance)
    return instance, len({case.case_id for case in everybody}) - len(chosen)


def instance_of(
    on: date, cases: Sequence[PlannableCase], binding: dict[UUID, Promise], duty: DayDuty
) -> PlanInstance:
    """The instance of a day for exactly these cases, those in ``binding`` served as promised."""
    return _instance(on, cases, binding, duty, tuple(_machine(shift) for shift in duty.machines))


def _instance(
    on: date,
    cases: Sequence[PlannableCase],
    binding: dict[UUID, Promise],
    duty: DayDuty,
    machines: tuple[shape.Machine, ...],
) -> PlanInstance:
    beat = min((machine.entry_seconds for machine in machines), default=450)
    clients, promises, doors = [], [], {STATION: Door(key=STATION, spot=STATION)}
    for case in cases:
        client = client_of(case, beat_seconds=beat)
        promise = binding.get(case.case_id)
        if promise is not None:
            client = bound_client(client, promise)
            way, window = Way(promise.way), window_of(promise)
            told = promise.told_at.isoformat() if promise.told_at else ""
            promises.append(shape.Promise(client=client.id, way=way, window=window, told_at=told))
        if client.place != STATION:
            doors.setdefault(client.place, door_of(case))
        clients.append(client)
    roads = _roads(tuple(doors.values()))
    bound = {promise.client for promise in promises}
    clients = [one if one.id in bound else reachable_ways(one, roads.travel) for one in clients]
    kits = {
        str(s.team.kit.id): s.team.kit for s in duty.teams if s.team and s.team.kit and s.team.kit.working
    }
    return PlanInstance(
        format=INSTANCE_FORMAT,
        day=on,
        seed_note="",
        machines=machines,
        kits=tuple(
            shape.Kit(id=kit_id, battery_enrolments=kit.battery_enrolments, cards=kit.cards)
            for kit_id, kit in kits.items()
        ),
        teams=tuple(_team(shift, duty, frozenset(kits)) for shift in duty.teams),
        vehicles=tuple(_vehicle(shift) for shift in duty.vehicles),
        clients=tuple(clients),
        travel=roads.travel,
        settings=settings_of("ward", on.replace(month=1, day=1).isoformat()),
        promises=tuple(promises),
    )


def _roads(doors: tuple[Door, ...]) -> Roads:
    try:
        return roads_between(doors, DataFolder.current().path / "travel")
    except BadInput as bad:
        refusal = Refusal(Code.BAD_INPUT, field=bad.field, subject=bad.subject, problem=bad.problem)
        raise Refused(refusal) from None


def bound_client(client: shape.Client, promise: Promise) -> shape.Client:
    """A promised person is served as told: that way, that window, whatever changed since."""
    way, window = Way(promise.way), window_of(promise)
    covered = any(w.start <= window.start and window.end <= w.end for w in client.time_windows)
    windows = client.time_windows if covered else (*client.time_windows, window)
    place = client.place
    return replace(client, ways=frozenset({way}), time_windows=windows, place=place, not_before=None)


def _span(shift: Shift) -> TimeWindow:
    return TimeWindow(start=shift.start_minute * MINUTE, end=shift.end_minute * MINUTE)


def _lunch(shift: Shift) -> TimeWindow:
    return TimeWindow(start=shift.lunch_start_minute * MINUTE, end=shift.lunch_end_minute * MINUTE)


def _machine(shift: Shift) -> shape.Machine:
    machine = shift.machine
    assert machine is not None
    start = max(shift.start_minute, machine.open_start_minute) * MINUTE
    end = min(shift.end_minute, machine.open_end_minute) * MINUTE
    spans = [(start, end)]
    if shift.lunch_minutes:
        noon = shift.lunch_start_minute * MINUTE
        spans = [(start, min(end, noon)), (max(start, noon + shift.lunch_minutes * MINUTE), end)]
    return shape.Machine(
        id=str(machine.id),
        place=STATION,
        step_free=machine.step_free,
        open=tuple(TimeWindow(start=first, end=last) for first, last in spans if first < last),
        entry_seconds=machine.entry_seconds,
        stay_seconds=machine.stay_seconds,
    )


def _team(shift: Shift, duty: DayDuty, kits: frozenset[str]) -> shape.Team:
    team = shift.team
    assert team is not None
    kit = str(team.kit_id) if team.kit_id else ""
    return shape.Team(
        id=str(team.id),
        officers=duty.officers.get(team.id, 0),
        kit=kit if kit in kits else "",
        skills=frozenset({"gentle"} if team.gentle else ()),
        shift=_span(shift),
        start=STATION,
        end=STATION,
        lunch=_lunch(shift),
        lunch_seconds=shift.lunch_minutes * MINUTE,
        longest_shift_seconds=LONGEST_DAY_SECONDS,
    )


def _vehicle(shift: Shift) -> shape.Vehicle:
    vehicle = shift.vehicle
    assert vehicle is not None
    return shape.Vehicle(
        id=str(vehicle.id),
        profile="car",
        seats=vehicle.seats,
        wheelchairs=vehicle.wheelchairs,
        shift=_span(shift),
        start=STATION,
        end=STATION,
        lunch=_lunch(shift),
        lunch_seconds=shift.lunch_minutes * MINUTE,
        longest_shift_seconds=LONGEST_DAY_SECONDS,
    )


def allowances_from(rows: Iterable[dict[str, object]]) -> tuple[Relaxation, ...]:
    """The offers a planner has taken for a day, as kept on the row."""
    return tuple(
        Relaxation(
            code=ReasonCode(str(row["code"])), subject=str(row["subject"]), amount=int(str(row["amount"]))
        )
        for row in rows
    )
