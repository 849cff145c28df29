"""Planted faults: each changes a lawful plan by one thing and must be reported under the right rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tannha.plan.check import check_plan
from tannha.plan.rules.instance import Client, Frozen, FrozenStop, PlanInstance, Promise, Way, digest_of
from tannha.plan.rules.plan import Mission, Plan, Slot, Stop, StopKind, Unserved
from tannha.plan.rules.score import with_score
from tannha.plan.solvers.greedy import UNTOLD, Greedy

from .days import HOUR, car, day, hours, machine, person, team, walker

Change = Callable[[PlanInstance, Plan], tuple[PlanInstance, Plan]]


def ward_day() -> tuple[PlanInstance, Plan]:
    """Two home visits, one ride, one slot, an upstairs machine left empty; everything lawful."""
    clients = [
        person("dao", "home-1", time_windows=(hours(9, 11),)),
        person("tam", "home-2", gentle=True, calm_windows=(hours(14, 16),), weight=5),
        person("ride", "home-3", ways=frozenset({Way.RIDE}), wheelchair=True, step_free=True, entries=2),
        walker("walk"),
    ]
    machines = (machine("m1"), machine("m3", step_free=False))
    window = hours(9, 11)
    promises = (Promise(client="dao", way=Way.HOME, window=window, told_at="yesterday"),)
    instance = day(clients, machines=machines, teams=(team("t1"), team("t2")), promises=promises)
    plan = Greedy().solve(instance)
    assert check_plan(instance, plan) == () and plan.unserved == ()
    return instance, plan


def with_client(
    instance: PlanInstance, plan: Plan, name: str, **changes: object
) -> tuple[PlanInstance, Plan]:
    """Change a person instead of the plan: the plan then breaks the rule."""
    clients = tuple(replace(c, **changes) if c.id == name else c for c in instance.clients)
    return signed(replace(instance, clients=clients), plan)


def signed(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    """Digest and score made right again, so that only the planted fault is left."""
    return instance, with_score(instance, replace(plan, instance_digest=digest_of(instance)))


def with_stops(plan: Plan, change: Callable[[Stop], Stop | None]) -> Plan:
    missions = []
    for mission in plan.missions:
        stops = tuple(new for stop in mission.stops if (new := change(stop)) is not None)
        missions.append(replace(mission, stops=stops))
    return replace(plan, missions=tuple(missions))


def at(client: str, kind: StopKind, **changes: object) -> Callable[[Plan], Plan]:
    def changed(plan: Plan) -> Plan:
        def one(stop: Stop) -> Stop:
            hit = stop.client == client and stop.kind is kind
            return (
                replace(stop, **{name: _new(stop, name, value) for name, value in changes.items()})
                if hit
                else stop
            )

        return with_stops(plan, one)

    return changed


def _new(stop: Stop | Slot, name: str, value: object) -> object:
    return value(getattr(stop, name)) if callable(value) else value


def slot(client: str, **changes: object) -> Callable[[Plan], Plan]:
    def changed(plan: Plan) -> Plan:
        slots = tuple(
            replace(
                s,
                **{
                    name: value(getattr(s, name)) if callable(value) else value
                    for name, value in changes.items()
                },
            )
            if s.client == client
            else s
            for s in plan.slots
        )
        return replace(plan, slots=slots)

    return changed


def only_plan(change: Callable[[Plan], Plan]) -> Change:
    return lambda instance, plan: signed(instance, change(plan))


def later(seconds: int) -> Callable[[int], int]:
    return lambda value: value + seconds


def moved(client: str, kind: StopKind, seconds: int) -> Change:
    shift = later(seconds)
    return only_plan(at(client, kind, arrive=shift, start=shift, depart=shift))


def without(client: str, *kinds: StopKind) -> Change:
    return only_plan(
        lambda plan: with_stops(plan, lambda s: None if s.client == client and s.kind in kinds else s)
    )


def unserve(client: str) -> Change:
    def changed(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
        plan = with_stops(plan, lambda s: None if s.client == client else s)
        missions = tuple(m for m in plan.missions if any(s.client for s in m.stops))
        left = (*plan.unserved, Unserved(client=client, why=UNTOLD, relax=()))
        slots = tuple(s for s in plan.slots if s.client != client)
        return signed(instance, replace(plan, missions=missions, slots=slots, unserved=left))

    return changed


def with_settings(**changes: object) -> Change:
    return lambda instance, plan: signed(
        replace(instance, settings=replace(instance.settings, **changes)), plan
    )


def with_teams(**changes: object) -> Change:
    return lambda instance, plan: signed(
        replace(instance, teams=tuple(replace(t, **changes) for t in instance.teams)), plan
    )


def with_cars(**changes: object) -> Change:
    return lambda instance, plan: signed(
        replace(instance, vehicles=tuple(replace(v, **changes) for v in instance.vehicles)), plan
    )


def with_machines(**changes: object) -> Change:
    return lambda instance, plan: signed(
        replace(instance, machines=tuple(replace(m, **changes) for m in instance.machines)), plan
    )


def with_kits(**changes: object) -> Change:
    return lambda instance, plan: signed(
        replace(instance, kits=tuple(replace(k, **changes) for k in instance.kits)), plan
    )


def person_is(name: str, **changes: object) -> Change:
    return lambda instance, plan: with_client(instance, plan, name, **changes)


def family(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    clients = tuple(replace(c, family="f" if c.id in ("dao", "tam") else "") for c in instance.clients)
    return signed(replace(instance, clients=clients), plan)


def family_of_three(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return signed(replace(instance, clients=tuple(replace(c, family="f") for c in instance.clients)), plan)


def family_of_slots(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    clients = tuple(replace(c, family="f" if c.id in ("ride", "tam") else "") for c in instance.clients)
    return signed(replace(instance, clients=clients), plan)


def doubled_slot(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    again = next(s for s in plan.slots if s.client == "walk")
    return signed(instance, replace(plan, slots=(*plan.slots, replace(again, start=again.start + 4_500))))


def visit_and_slot(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    extra = Slot(client="dao", machine="m1", start=15 * HOUR, entries=2)
    return signed(instance, replace(plan, slots=(*plan.slots, extra)))


def same_entry(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    taken = next(s for s in plan.slots if s.client == "ride")
    return signed(instance, slot("walk", machine=taken.machine, start=taken.start)(plan))


def one_kit_for_both(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    stop = next(s for m in plan.missions for s in m.stops if s.client == "tam")
    rest = with_stops(plan, lambda s: None if s.client == "tam" else s)
    lunch = Stop(kind=StopKind.LUNCH, client="", place="station", arrive=11 * HOUR, start=11 * HOUR,
                 depart=11 * HOUR + 2_700)  # fmt: skip
    other = Mission(team="t2", vehicle="", stops=(lunch, stop))
    shared = replace(instance, teams=tuple(replace(t, kit="kit-t1") for t in instance.teams))
    return signed(shared, replace(rest, missions=(*rest.missions, other)))


def two_legs_in_two_cars(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    instance = replace(instance, vehicles=(*instance.vehicles, car("v2", lunch_seconds=0)))
    drop = next(s for m in plan.missions for s in m.stops if s.kind is StopKind.BACK_DROP)
    rest = with_stops(plan, lambda s: None if s.kind is StopKind.BACK_DROP else s)
    return signed(
        instance, replace(rest, missions=(*rest.missions, Mission(team="", vehicle="v2", stops=(drop,))))
    )


def dropped_a_second_late(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    start = next(s.start for s in plan.slots if s.client == "ride")
    return signed(instance, at("ride", OD, depart=start + 1)(plan))


def swapped_drop(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return signed(instance, at("ride", StopKind.OUT_DROP, place="home-2")(plan))


def more_now(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return signed(replace(instance, now=12 * HOUR), plan)


def begun_elsewhere(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    begun = FrozenStop(owner="t1", kind="visit", client="dao", start=8 * HOUR)
    return signed(replace(instance, frozen=Frozen(stops=(begun,))), plan)


def begun_and_gone(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    begun = FrozenStop(owner="v1", kind="lunch", client="", start=8 * HOUR)
    return signed(replace(instance, frozen=Frozen(stops=(begun,))), plan)


def promise_by_car(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    instance, plan = with_client(instance, plan, "dao", ways=frozenset({Way.HOME, Way.RIDE}))
    return signed(replace(instance, promises=(replace(instance.promises[0], way=Way.RIDE),)), plan)


def promise_a_second_off(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    start = next(s.start for m in plan.missions for s in m.stops if s.client == "dao")
    window = replace(instance.promises[0].window, start=start + 1)
    return signed(replace(instance, promises=(replace(instance.promises[0], window=window),)), plan)


def lie(**changes: int) -> Change:
    def changed(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
        told = {name: getattr(plan.score, name) + value for name, value in changes.items()}
        return instance, replace(plan, score=replace(plan.score, **told))

    return changed


def stranger(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, replace(plan, unserved=(Unserved(client="nobody", why=UNTOLD, relax=()),))


def forgotten(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, replace(plan, slots=tuple(s for s in plan.slots if s.client != "walk"))


def twice_a_mission(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, replace(plan, missions=(*plan.missions, plan.missions[0]))


def another_day(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return replace(instance, day=date(2026, 11, 26)), plan


def served_and_not(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, replace(plan, unserved=(Unserved(client="walk", why=UNTOLD, relax=()),))


def unknown_machine(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, slot("walk", machine="m9")(plan)


def unknown_door(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return instance, at("dao", V, place="nowhere")(plan)


def left_in_the_car(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return unserve("ride")(replace(instance, frozen=Frozen(on_board=("ride",))), plan)


def left_at_the_station(instance: PlanInstance, plan: Plan) -> tuple[PlanInstance, Plan]:
    return unserve("walk")(replace(instance, frozen=Frozen(at_station=("walk",))), plan)


V, OP, OD, BP, BD, L = (StopKind.VISIT, StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP,
                        StopKind.BACK_DROP, StopKind.LUNCH)  # fmt: skip
FAULTS: list[tuple[str, str, Change]] = [
    ("C1", "a second slot", doubled_slot),
    ("C1", "a visit and a slot", visit_and_slot),
    ("C1", "a way that is not the person's", person_is("walk", ways=frozenset({Way.HOME}))),
    ("C1", "a visit at another door", only_plan(at("dao", V, place="home-2"))),
    ("C2", "no way home", without("ride", BP, BD)),
    ("C2", "one leg in two cars", two_legs_in_two_cars),
    ("C2", "dropped at a wrong door", swapped_drop),
    ("C2", "never picked up", without("ride", OP)),
    ("C3", "a second before the window", person_is("walk", time_windows=(hours(10, 17),))),
    ("C3", "a visit after the window", person_is("dao", time_windows=(hours(8, 8.5),))),
    ("C3", "no window at all", person_is("ride", time_windows=())),
    ("C4", "calm only in the morning", person_is("tam", calm_windows=(hours(8, 12),))),
    ("C4", "a second too long for calm", person_is("tam", calm_windows=(hours(14, 14.99),))),
    ("C4", "no calm window", person_is("tam", calm_windows=())),
    ("C5", "a visit a second short", only_plan(at("dao", V, depart=later(-1)))),
    ("C5", "boarding a second short", only_plan(at("ride", OP, depart=later(-1)))),
    ("C5", "frail people need longer", with_settings(frail_home_seconds=3_601)),
    ("C6", "a second too early at the drop", only_plan(at("ride", OD, arrive=later(-1)))),
    ("C6", "at the second door too early", only_plan(at("tam", V, arrive=later(-7_200)))),
    ("C6", "at lunch before leaving", only_plan(at("", L, arrive=later(-3_600)))),
    ("C7", "a ride a second too long", person_is("ride", max_ride_time=1)),
    ("C7", "boarded too early", moved("ride", OP, -1_500)),
    ("C7", "home too late", moved("ride", BD, 1_500)),
    ("C8", "dropped after the slot began", moved("ride", OD, 1_300)),
    ("C8", "dropped long before", only_plan(slot("ride", start=later(450 * 3)))),
    ("C8", "dropped a second late", dropped_a_second_late),
    ("C9", "fetched before the end", moved("ride", BP, -1)),
    ("C9", "waiting too long", moved("ride", BP, 1_801)),
    ("C9", "fetched long after an earlier slot", only_plan(slot("ride", start=later(-4_500)))),
    ("C10", "no seats", with_cars(seats=1)),
    ("C10", "no wheelchair place", with_cars(wheelchairs=0)),
    ("C10", "a larger party", person_is("ride", party=4)),
    ("C11", "two people in one entry", same_entry),
    ("C11", "off the beat", only_plan(slot("walk", start=later(1)))),
    ("C11", "the machine is closed", with_machines(open=(hours(15, 17),))),
    ("C12", "a machine upstairs", only_plan(slot("ride", machine="m3"))),
    ("C12", "a person who cannot climb", person_is("walk", step_free=True)),
    ("C12", "no step-free machine any more", with_machines(step_free=False)),
    ("C13", "the shift ends before", with_teams(shift=hours(7.5, 14))),
    ("C13", "the shift begins later", with_teams(shift=hours(10, 17))),
    ("C13", "a shorter working day", with_teams(longest_shift_seconds=3 * HOUR)),
    ("C14", "no lunch", only_plan(lambda plan: with_stops(plan, lambda s: None if s.kind is L else s))),
    ("C14", "a lunch a second short", only_plan(at("", L, depart=later(-1)))),
    ("C14", "a lunch out of its hours", with_teams(lunch=hours(15, 16))),
    ("C15", "a team not trained for calm", with_teams(skills=frozenset())),
    ("C15", "another skill instead", with_teams(skills=frozenset({"other"}))),
    ("C15", "no place for the wheelchair", with_cars(wheelchairs=0)),
    ("C16", "one officer alone", with_teams(officers=1)),
    ("C16", "no kit", with_teams(kit="")),
    ("C16", "an empty battery", with_kits(battery_enrolments=1)),
    ("C16", "no slips left", with_kits(cards=1)),
    ("C16", "one kit in two places", one_kit_for_both),
    ("C17", "asked not to be visited", person_is("dao", do_not_visit=True)),
    ("C17", "not before tomorrow", person_is("walk", not_before=date(2026, 11, 26))),
    ("C17", "outside the hours of visits", with_settings(visit_hours=hours(12, 20))),
    ("C18", "the promised person is left out", unserve("dao")),
    ("C18", "served another way", promise_by_car),
    ("C18", "a second before the promise", promise_a_second_off),
    ("C19", "something new before now", more_now),
    ("C19", "a begun visit at another time", begun_elsewhere),
    ("C19", "a begun stop is gone", begun_and_gone),
    ("C19", "somebody in a car is left out", left_in_the_car),
    ("C19", "somebody at the station is left out", left_at_the_station),
    ("C20", "a family torn apart", family),
    ("C20", "a family of all", family_of_three),
    ("C20", "a family of ride and visit", family_of_slots),
    ("C21", "too many at once", with_settings(crowd_cap=0)),
    ("C21", "a party too large for the hall", with_settings(crowd_cap=1)),
    ("C21", "one guest more", person_is("walk", party=121)),
    ("C22", "everything reserved", with_settings(reserve_percent=100)),
    ("C22", "an entry more than allowed", with_settings(reserve_percent=98)),
    ("C22", "the ordinary person takes more", with_settings(reserve_percent=99)),
    ("C23", "a stranger", stranger),
    ("C23", "an unknown machine", unknown_machine),
    ("C23", "an unknown door", unknown_door),
    ("C23", "somebody forgotten", forgotten),
    ("C23", "a mission twice", twice_a_mission),
    ("C23", "a plan for another day", another_day),
    ("C23", "served and unserved", served_and_not),
    ("C24", "a better total", lie(total=-1)),
    ("C24", "less unserved", lie(unserved_weight=-1)),
    ("C24", "less travel", lie(cost_seconds=-1)),
    ("C24", "a fairer spread", lie(spread_seconds=1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "fault", "change"), FAULTS, ids=[f"{rule} {name}" for rule, name, _ in FAULTS]
)
def test_a_planted_fault_is_found_under_its_rule(rule: str, fault: str, change: Change) -> None:
    instance, plan = change(*ward_day())
    assert rule in {violation.constraint for violation in check_plan(instance, plan)}, fault


def test_an_unknown_id_hides_no_other_fault() -> None:
    instance, plan = without("ride", BP, BD)(*ward_day())
    plan = replace(plan, slots=(*plan.slots, Slot(client="nobody", machine="m9", start=0, entries=1)))
    rules = {violation.constraint for violation in check_plan(instance, plan)}
    assert {"C2", "C23"} <= rules


def test_a_changed_day_is_told_and_still_judged() -> None:
    instance, plan = ward_day()
    clients = tuple(replace(c, do_not_visit=c.id == "dao") for c in instance.clients)
    rules = {violation.constraint for violation in check_plan(replace(instance, clients=clients), plan)}
    assert {"C17", "C23"} <= rules


def test_every_rule_has_three_faults_at_least() -> None:
    rules = [rule for rule, _, _ in FAULTS]
    assert {rules.count(f"C{number}") >= 3 for number in range(1, 25)} == {True}


def test_a_released_promise_binds_no_more() -> None:
    instance, plan = ward_day()
    released = replace(instance.promises[0], consent="act-1")
    instance, plan = unserve("dao")(replace(instance, promises=(released,)), plan)
    assert check_plan(instance, plan) == ()


def test_amounts_are_exact() -> None:
    instance, plan = ward_day()
    instance, plan = with_client(instance, plan, "dao", time_windows=(hours(9, 9),))
    start = next(s.start for m in plan.missions for s in m.stops if s.client == "dao")
    found = [v for v in check_plan(instance, plan) if v.constraint == "C3"]
    assert [v.amount for v in found] == ([start - 9 * HOUR] if start > 9 * HOUR else [])


def test_client_rules_need_a_client() -> None:
    assert isinstance(ward_day()[0].clients[0], Client)
