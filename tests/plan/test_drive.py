from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tannha.plan.check import check_plan
from tannha.plan.commands import register
from tannha.plan.drive import solving
from tannha.plan.drive.invented import make_ward
from tannha.plan.drive.making import make_drive, quota_of, sampled_days, with_one_more
from tannha.plan.drive.papers import calendar_of, rota_of
from tannha.plan.drive.programme import LIMITS, programme_of
from tannha.plan.drive.proving import day_of, prove
from tannha.plan.drive.quotas import Drive, Limit, Means, decode_drive, encode_drive
from tannha.plan.drive.rounding import Dealt
from tannha.plan.drive.solving import columns_of, minutes_needed, reduced_costs, solve, solve_within
from tannha.plan.drive.ward import DriveWard, Kind, decode_ward, encode_ward, is_there
from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Own

WHOLE = 1e-6


def few_walk_in(ward: DriveWard) -> DriveWard:
    """The same ward with few people who come by themselves, so that its days are soon planned."""
    return replace(ward, groups=tuple(replace(group, walk_in=4) for group in ward.groups))


def odd_ward(seed: int) -> DriveWard:
    """A small ward with gaps: machines and kits that come and go, quiet days, few crews, sometimes none of a kind."""
    chance = random.Random(seed)
    ward = make_ward(seed, groups=chance.randint(0, 6), days=chance.randint(1, 20))
    later = ward.first_day + timedelta(days=chance.randint(0, 9))

    def some(having: tuple[object, ...]) -> tuple[object, ...]:
        kept = [one for one in having if chance.random() < 0.7]
        return tuple(replace(one, since=later) if chance.random() < 0.3 else one for one in kept)

    groups = tuple(
        replace(
            group,
            walk_in=chance.choice([0, 5, 90]),
            not_before=chance.choice([None, later]),
            quiet_days=tuple(ward.first_day + timedelta(days=n) for n in range(8) if chance.random() < 0.3),
        )
        for group in ward.groups
    )
    crews = tuple(
        replace(c, days_a_week=chance.choice([0, 3, 5, 7])) for c in ward.crews if chance.random() < 0.6
    )
    crowd = chance.choice([0, 30])
    return replace(
        ward, groups=groups, machines=some(ward.machines), kits=some(ward.kits), cars=some(ward.cars), crews=crews,
        settings=replace(ward.settings, crowd_a_day=crowd),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_quotas_add_up_and_no_day_gives_more_than_it_has(seed: int) -> None:
    ward = odd_ward(seed)
    drive = make_drive(ward, None)
    given_to: Counter[tuple[str, Kind]] = Counter()
    for quota in drive.quotas:
        given_to[(quota.group, quota.kind)] += quota.persons
    for one in drive.left:
        given_to[(one.group, one.kind)] += one.persons
    assert given_to == Counter({(g.id, k): g.people(k) for g in ward.groups for k in Kind if g.people(k)})
    assert all(quota.persons > 0 for quota in drive.quotas) and all(one.persons > 0 for one in drive.left)
    groups = {group.id: group for group in ward.groups}
    for day, quotas in by_day(drive).items():
        persons = {(groups[quota.group], quota.kind): quota.persons for quota in quotas}
        assert ward.is_open((day - ward.first_day).days)
        for group, _ in persons:
            assert day not in group.quiet_days and (group.not_before or day) <= day
        assert_within(ward, drive, day, persons)


def by_day(drive: Drive) -> dict[object, list[object]]:
    found = defaultdict(list)
    for quota in drive.quotas:
        found[quota.day].append(quota)
    return found


def assert_within(
    ward: DriveWard, drive: Drive, day: object, persons: dict[tuple[object, Kind], int]
) -> None:
    """The day counted anew, by this test's own sums."""

    def total(field: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> int:
        return sum(getattr(ward.need(kind), field) * n for (_, kind), n in persons.items() if kind in kinds)

    def held(entries: int) -> int:
        return entries - -(-entries * ward.settings.reserve_percent // 100)

    machines = [m for m in ward.machines if is_there(m, day)]
    entries = [(m, m.open_minutes * 60 // m.entry_seconds) for m in machines]
    assert total("entries") <= held(sum(count for _, count in entries))
    step_free = sum(ward.need(k).entries * n for (_, k), n in persons.items() if ward.need(k).step_free)
    assert step_free <= held(sum(count for machine, count in entries if machine.step_free))
    kits = [kit for kit in ward.kits if is_there(kit, day)]
    at_home = {(g, k): n for (g, k), n in persons.items() if k in (Kind.HOME, Kind.GENTLE)}
    minutes = sum((ward.need(k).kit_minutes + g.inside_minutes) * n for (g, k), n in at_home.items())
    minutes += sum(2 * g.way_minutes for g in {g for g, _ in at_home})
    gentle = sum(
        (ward.need(k).kit_minutes + g.inside_minutes) * n for (g, k), n in at_home.items() if k is Kind.GENTLE
    )
    assert minutes <= sum(kit.minutes for kit in kits)
    assert gentle <= sum(kit.minutes for kit in kits if kit.gentle)
    assert sum(at_home.values()) <= sum(kit.battery_enrolments for kit in kits)
    driven = sum(
        (ward.need(k).car_minutes + 4 * g.way_minutes) * n for (g, k), n in persons.items() if k is Kind.RIDE
    )
    assert driven <= sum(car.minutes for car in ward.cars if is_there(car, day))
    beat = min((m.entry_seconds for m in ward.machines), default=450) / 60
    officers = total("entries") * beat + 2 * minutes + driven
    crews = {crew.id: crew for crew in ward.crews}
    on_duty = [crews[duty.crew] for duty in drive.rota if duty.day == day]
    assert len({crew.id for crew in on_duty}) == len(on_duty)
    assert officers <= sum(crew.officers * crew.minutes for crew in on_duty) + WHOLE
    if ward.settings.crowd_a_day:
        assert total("party") <= ward.settings.crowd_a_day


@settings(max_examples=12, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_no_crew_works_more_days_of_a_week_than_it_may(seed: int) -> None:
    ward = odd_ward(seed)
    worked: Counter[tuple[str, int]] = Counter()
    for duty in make_drive(ward, None).rota:
        worked[(duty.crew, (duty.day - ward.first_day).days // 7)] += 1
    most = {crew.id: crew.days_a_week for crew in ward.crews}
    assert all(count <= most[crew] for (crew, _), count in worked.items())


@settings(max_examples=8, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_dual_lies_between_what_a_little_more_brings_and_a_little_less_costs(seed: int) -> None:
    ward = make_ward(seed, groups=5, days=12)
    programme = programme_of(ward)
    plain = solve(programme)
    chance = random.Random(seed)
    little = 0.5
    for limit in chance.sample([one for one in LIMITS if one not in (Limit.OFFICER_MINUTES, Limit.CROWD)], 3):
        day = chance.choice([n for n in range(ward.days) if ward.is_open(n)])
        moved = []
        for sign in (1, -1):
            room = programme.has[limit].copy()
            room[day] += sign * little
            moved.append(solve(replace(programme, has={**programme.has, limit: room})).objective)
        gain, loss = plain.objective - moved[0], moved[1] - plain.objective
        dual = float(plain.duals[limit][day]) * little
        assert -WHOLE <= gain <= dual + WHOLE and dual <= loss + WHOLE


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_more_brings_what_solving_again_brings_and_never_more_than_the_duals_say(seed: int) -> None:
    ward = make_ward(seed, groups=12, days=21)
    ward = replace(ward, crews=ward.crews[:5])
    drive = make_drive(ward, None)
    before = solve(programme_of(ward)).objective
    assert {one.means for one in drive.one_more} == set(Means)
    for one in drive.one_more:
        bigger = with_one_more(ward, one.means)
        assert bigger is not None
        assert one.days_sooner == round(before - solve(programme_of(bigger)).objective)
        assert 0 <= one.days_sooner <= one.at_most + 1
    assert max(one.days_sooner for one in drive.one_more) > 0


def test_groups_taken_together_give_the_same_optimum_as_groups_apart() -> None:
    ward = make_ward(4, groups=6, days=15)
    together = solve(programme_of(ward))
    single = [programme_of(replace(ward, groups=(group,))).cells[0:] for group in ward.groups]
    apart = tuple(replace(cell, groups=(number,)) for number, cells in enumerate(single) for cell in cells)
    alone = solve(replace(programme_of(ward), cells=apart))
    assert len(apart) > len(programme_of(ward).cells)
    assert alone.objective == pytest.approx(together.objective)
    for limit in LIMITS:
        assert np.all(together.duals[limit] >= 0)


def unlike(ward: DriveWard, chance: random.Random) -> DriveWard:
    """The same ward where no two groups take alike: other ways, quiet days, begins; no two crews alike either."""
    groups = tuple(
        replace(
            group,
            way_minutes=3 + number,
            inside_minutes=chance.randint(3, 30),
            not_before=ward.first_day + timedelta(days=chance.randint(0, ward.days // 2)),
            quiet_days=tuple(ward.first_day + timedelta(days=chance.randrange(ward.days)) for _ in range(4)),
        )
        for number, group in enumerate(ward.groups)
    )
    crews = tuple(
        replace(crew, minutes=480 + 9 * number, days_a_week=3 + number % 4)
        for number, crew in enumerate(ward.crews)
    )
    return replace(ward, groups=groups, crews=crews)


@settings(max_examples=12, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_sifted_programme_has_the_same_optimum_as_the_whole_and_no_column_could_better_it(
    seed: int,
) -> None:
    chance = random.Random(seed)
    ward = unlike(make_ward(seed, groups=chance.randint(2, 12), days=chance.randint(5, 40)), chance)
    ward = replace(ward, crews=ward.crews[: chance.choice([2, 4, 8])])
    programme = programme_of(ward)
    whole = solve_within(programme, columns_of(programme))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "FEW_COLUMNS", 0)
        sifted = solve(programme)
        given_minutes = solve(programme, officer_minutes=np.full(ward.days, 1_500.0), near=sifted)
    assert sifted.objective == pytest.approx(whole.objective, abs=1e-4)
    reduced = reduced_costs(programme, sifted)
    assert (reduced[columns_of(programme)] >= -1e-5).all()
    assert np.allclose(reduced[sifted.served > 1e-4], 0, atol=1e-4)
    again = solve_within(programme, columns_of(programme), officer_minutes=np.full(ward.days, 1_500.0))
    assert given_minutes.objective == pytest.approx(again.objective, abs=1e-4)


def test_crews_who_do_not_suffice_are_priced_in_a_sifted_programme_too() -> None:
    ward = unlike(make_ward(3, groups=8, days=21), random.Random(3))
    programme = programme_of(replace(ward, crews=ward.crews[:2]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "FEW_COLUMNS", 0)
        found = solve(programme)
    assert found.duals[Limit.OFFICER_MINUTES].sum() > 0
    minutes = np.array([cell.minutes for cell in programme.crews]) @ found.duty
    assert (minutes_needed(programme, found) <= minutes + 1e-4).all()


def test_sampled_days_are_really_planned_and_lawful() -> None:
    ward = few_walk_in(make_ward(5, groups=4, days=20))
    engine = Own(gear=gears.interpreted(), iterations=16)
    drive = make_drive(ward, engine)
    assert drive.samples and all(sample.asked == sample.placed for sample in drive.samples)
    numbers = {group.id: number for number, group in enumerate(ward.groups)}
    persons = {
        ((quota.day - ward.first_day).days, numbers[quota.group], quota.kind): quota.persons
        for quota in drive.quotas
    }
    dealt = Dealt(persons=persons, used={})
    days = sampled_days(ward, dealt)
    assert [ward.day(day) for day in days] == [sample.day for sample in drive.samples]
    instance = day_of(ward, ward.day(days[0]), quota_of(dealt, days[0]))
    sample, plan, _ = prove(engine, instance, ward.settings.seed)
    assert check_plan(instance, plan) == () and sample.placed == drive.samples[0].placed


def hasty_ward(rounds: int) -> DriveWard:
    """A ward whose people all live far out, so that its days cannot be routed as the programme believes."""
    ward = few_walk_in(make_ward(1, groups=20, days=30))
    groups = tuple(replace(group, inside_minutes=0, way_minutes=25) for group in ward.groups)
    return replace(ward, groups=groups, settings=replace(ward.settings, rounds=rounds))


def test_where_days_cannot_be_routed_minutes_are_stretched_and_it_is_told() -> None:
    drive = make_drive(hasty_ward(3), Greedy())
    assert drive.rounds > 1 and max(drive.kit_percent, drive.car_percent) > 100


def test_who_finds_no_place_on_a_sampled_day_is_moved_and_what_stays_can_be_done() -> None:
    ward, heard = hasty_ward(1), []
    drive = make_drive(ward, Greedy(), on_sample=lambda *told: heard.append(told))
    assert sum(sample.moved for sample in drive.samples) > 0
    assert len(heard) == len(drive.samples) == heard[0][1]
    served = sum(quota.persons for quota in drive.quotas) + sum(one.persons for one in drive.left)
    assert served == sum(group.people(kind) for group in ward.groups for kind in Kind)
    for sample in drive.samples:
        instance = day_of(ward, sample.day, quotas_on(ward, drive, sample.day))
        again, plan, _ = prove(Greedy(), instance, ward.settings.seed)
        assert check_plan(instance, plan) == () and plan.unserved == ()
        assert (again.asked, again.placed) == (sample.asked, sample.placed)


def quotas_on(ward: DriveWard, drive: Drive, day: object) -> dict[tuple[int, Kind], int]:
    """The quota of a day as the drive's file tells it."""
    numbers = {group.id: number for number, group in enumerate(ward.groups)}
    return {(numbers[q.group], q.kind): q.persons for q in drive.quotas if q.day == day}


def test_a_plan_in_which_the_checker_finds_something_proves_nobody() -> None:
    class Sly(Greedy):
        """Says that everybody is served and cuts a visit short."""

        def solve(self, instance: PlanInstance, **how: object) -> Plan:
            plan = Greedy().solve(instance)
            first = plan.missions[0]
            stops = tuple(replace(stop, depart=stop.depart - 60) for stop in first.stops)
            return replace(plan, missions=(replace(first, stops=stops), *plan.missions[1:]))

    ward = few_walk_in(make_ward(5, groups=4, days=20))
    drive = make_drive(ward, None)
    instance = day_of(ward, ward.first_day, quotas_on(ward, drive, ward.first_day))
    assert check_plan(instance, Sly().solve(instance)) != ()
    _, plan, _ = prove(Sly(), instance, 1)
    assert check_plan(instance, plan) == () and plan == prove(Greedy(), instance, 1)[1]


def test_the_same_ward_gives_the_same_bytes_and_comes_back_as_it_was() -> None:
    ward = few_walk_in(make_ward(6, groups=3, days=10))
    drive = make_drive(ward, Greedy())
    assert encode_drive(drive) == encode_drive(make_drive(ward, Greedy()))
    assert decode_drive(encode_drive(drive)) == drive
    assert decode_ward(encode_ward(ward)) == ward


def test_nothing_to_do_and_nothing_to_do_it_with_are_drives_too() -> None:
    ward = make_ward(1, groups=2, days=5)
    bare = replace(ward, machines=(), kits=(), cars=(), crews=())
    drive = make_drive(bare, Greedy())
    assert drive.quotas == () and drive.last_day is None and drive.one_more == ()
    assert sum(one.persons for one in drive.left) == sum(g.people(k) for g in ward.groups for k in Kind)
    assert make_drive(replace(ward, groups=()), Greedy()).left == ()


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("format", "tannha-plan-drive/9", "format"),
        ("days", 0, "days"),
        ("days", 1.5, "days"),
        ("ward", "", "ward"),
        ("first_day", "2026-02-31", "first_day"),
        ("groups__0__id", "group-002", "groups.id"),
        ("groups__0__id", "", "groups.id"),
        ("groups__0__walk_in", -1, "groups.walk_in"),
        ("groups__0__way_minutes", -1, "groups.way_minutes"),
        ("groups__0__name", "Tổ 3", "groups[0].name"),
        ("kinds__0__kind", "ride", "kinds.kind"),
        ("kinds__0__kind", "fly", "kinds[0].kind"),
        ("kinds__0__weight", 0, "kinds.weight"),
        ("kinds__0__entries", 0, "kinds.entries"),
        ("kinds__2__kit_minutes", 0, "kinds.kit_minutes"),
        ("machines__0__entry_seconds", 0, "machines.entry_seconds"),
        ("machines__0__open_minutes", 2_000, "machines.open_minutes"),
        ("machines__0__since", "2027-01-01", "machines.until"),
        ("kits__0__officers", 1, "kits.officers"),
        ("cars__0__seats", -1, "cars.seats"),
        ("crews__0__days_a_week", 8, "crews.days_a_week"),
        ("closed_weekdays", [7], "closed_weekdays"),
        ("settings__reserve_percent", 101, "settings.reserve_percent"),
        ("settings__rounds", 0, "settings.rounds"),
        ("first_day", "9999-12-01", "first_day"),
        ("groups__0__way_minutes", 1_441, "groups.way_minutes"),
        ("groups__0__home", 100_001, "groups.home"),
        ("groups__0__id", "a" * 201, "groups.id"),
        ("groups__0__id", "tổ\n1", "groups.id"),
        ("kinds__0__weight", 10**18, "kinds.weight"),
        ("kinds__0__party", 10**9, "kinds.party"),
        ("kinds__2__kit_minutes", 10**9, "kinds.kit_minutes"),
        ("settings__owner", KeyError, "settings.owner"),
    ],
)
def test_a_bad_ward_is_refused_with_its_field(path: str, value: object, field: str) -> None:
    ward = make_ward(1, groups=2, days=5)
    closing = replace(ward.machines[0], until=ward.first_day)
    data = json.loads(encode_ward(replace(ward, machines=(closing,))))
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split("__")]
    target = data
    for step in steps:
        target = target[step]
    if value is KeyError:
        del target[last]
    else:
        target[last] = value
    with pytest.raises(BadInput) as refused:
        decode_ward(json.dumps(data))
    assert refused.value.field == field


def test_the_calendar_is_folded_and_the_rota_is_no_formula() -> None:
    ward = make_ward(1, groups=3, days=10)
    odd = replace(ward.groups[0], id="tổ dân phố; số 1, " + "á" * 40)
    ward = replace(
        ward, groups=(odd, *ward.groups[1:]), crews=tuple(replace(c, id=f"={c.id}") for c in ward.crews)
    )
    drive = make_drive(ward, None)
    text = calendar_of(drive, now=datetime(2026, 11, 30, tzinfo=UTC), language="vi")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == len({(q.day, q.group) for q in drive.quotas})
    assert "tổ dân phố\\; số 1\\, á" in unfolded and "được thăm tại nhà" in unfolded
    only = calendar_of(drive, now=datetime(2026, 11, 30, tzinfo=UTC), language="en", group="group-002")
    assert "group-003" not in only and "BEGIN:VEVENT" in only
    rows = rota_of(drive, language="en").splitlines()
    assert rows[0] == "day,crew" and len(rows) == len(drive.rota) + 1 and ",'=crew-" in rows[1]


app = typer.Typer()
register(app)
app.command("other")(lambda: None)
runner = CliRunner()


def test_the_command_makes_a_ward_and_its_drive(tmp_path: Path) -> None:
    ward, out = tmp_path / "w.json", tmp_path / "d.json"
    made = runner.invoke(
        app, ["plan", "make-ward", "--seed", "3", "--groups", "3", "--days", "10", "--out", str(ward)]
    )
    assert made.exit_code == 0
    papers = ["--calendar", str(tmp_path / "g.ics"), "--rota", str(tmp_path / "r.csv")]
    done = runner.invoke(
        app, ["plan", "drive", str(ward), "--out", str(out), *papers, "--no-prove", "--json"]
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    assert done.exit_code == 0 and answer["quotas"] == len(
        decode_drive(out.read_text(encoding="utf-8")).quotas
    )
    assert (tmp_path / "g.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")
    ward.write_text('{"format": "tannha-plan-drive/1"}', encoding="utf-8")
    refused = runner.invoke(app, ["plan", "drive", str(ward)])
    assert refused.exit_code == 2
