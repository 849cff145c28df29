"""`tannha plan replan` on files: what it writes, and the sentence for every bad input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tannha.plan.rules.instance import PlanInstance, decode_instance, encode_instance
from tannha.plan.rules.plan import decode_plan, encode_plan
from tannha.plan.rules.wire import to_plain
from tannha.plan.solvers.greedy import Greedy

from .days import day, hours, machine, person, team, walker
from .test_commands import app, runner

AFTERNOON = hours(13, 16)


def ward() -> PlanInstance:
    people = [
        person("first", time_windows=(hours(8, 9),)),
        person("later", "home-2", time_windows=(AFTERNOON,)),
    ]
    return day([*people, walker("w1"), walker("w2", time_windows=(AFTERNOON,))])


def written(tmp_path: Path, instance: PlanInstance, events: object) -> list[str]:
    """The three files of a command, as its arguments."""
    texts = {
        "day.json": encode_instance(instance),
        "plan.json": encode_plan(Greedy().solve(instance)),
        "events.json": events if isinstance(events, str) else json.dumps(events),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


def reports(*events: dict[str, object], version: int = 1) -> dict[str, object]:
    return {"format": f"tannha-plan-events/{version}", "events": list(events)}


def run(files: list[str], *more: str, now: str = "10:00") -> tuple[int, str, str]:
    arguments = ["plan", "replan", *files, "--now", now, "--iterations", "4", "--gear", "interpreted"]
    done = runner.invoke(app, [*arguments, *more])
    return done.exit_code, done.stdout, done.stderr


def test_both_plans_are_written_with_their_days_and_break_no_rule(tmp_path: Path) -> None:
    event = {"id": "e1", "kind": "machine_down", "subject": "m1", "until": 50_000}
    files = written(tmp_path, ward(), reports(event))
    code, told, _ = run(files, "--out", str(tmp_path / "new.json"), "--json")
    assert code == 0
    result = json.loads(told.splitlines()[-1])
    assert result["kept"]["asks"] == [] and result["open_promises"] == 1
    for name in ("new", "new.proposal"):
        pair = [str(tmp_path / f"{name}.day.json"), str(tmp_path / f"{name}.json")]
        assert runner.invoke(app, ["plan", "check", *pair]).exit_code == 0
    again = [str(tmp_path / "new.day.json"), str(tmp_path / "new.json"), files[2]]
    assert run(again, now="11:00")[0] == 0, "a mended plan can be mended again"


@pytest.mark.parametrize(
    ("events", "now", "field"),
    [
        ("{", "10:00", "line 1"),
        (reports(version=2), "10:00", "format"),
        (reports({"id": "e1", "kind": "earthquake"}), "10:00", "events[0].kind"),
        (reports({"id": "e1", "kind": "not_calm", "name": "Đào"}), "10:00", "events[0].name"),
        (reports({"kind": "not_calm"}), "10:00", "events[0].id"),
        (reports(*[{"id": "e1", "kind": "not_calm", "subject": "later"}] * 2), "10:00", "events.id"),
        (reports({"id": "e1", "kind": "not_calm", "subject": "nobody"}), "10:00", "events.subject"),
        (reports({"id": "e1", "kind": "not_calm", "subject": "first"}), "11:00", "events.subject"),
        (reports({"id": "e1", "kind": "machine_down", "subject": "t1"}), "10:00", "events.subject"),
        (
            reports({"id": "e1", "kind": "machine_down", "subject": "m1", "until": -1}),
            "10:00",
            "events.until",
        ),
        (
            reports({"id": "e1", "kind": "kit_down", "subject": "kit-t1", "until": 100}),
            "10:00",
            "events.until",
        ),
        (reports({"id": "e1", "kind": "late", "subject": "t1"}), "10:00", "events.late_seconds"),
        (
            reports({"id": "e1", "kind": "late", "subject": "t1", "late_seconds": 86_401}),
            "10:00",
            "events.late_seconds",
        ),
        (reports({"id": "e1", "kind": "no_show", "subject": "later", "at": 80_000}), "10:00", "events.at"),
        (reports({"id": "e1", "kind": "urgent_client"}), "10:00", "events.client"),
        (reports(), "03:00", "now"),
        (reports(), "25:00", "now"),
        (reports(), "soon", "now"),
    ],
)
def test_a_bad_report_or_moment_is_refused_by_name(
    tmp_path: Path, events: object, now: str, field: str
) -> None:
    code, told, error = run(written(tmp_path, ward(), events), now=now)
    assert code == 2 and told == ""
    assert field in error.splitlines()[-1]


def test_a_plan_of_another_day_is_refused(tmp_path: Path) -> None:
    files = written(tmp_path, ward(), reports())
    Path(files[0]).write_text(encode_instance(replace(ward(), seed_note="other")), encoding="utf-8")
    code, _, error = run(files)
    assert code == 2 and "instance_digest" in error


@pytest.mark.parametrize(
    "instance",
    [
        day([]),
        day([person("a"), walker("b")], teams=(), vehicles=()),
        day([person("a"), walker("b")], machines=(machine(open=()),)),
        day([person("a")], machines=(), teams=(team(kit=""),), vehicles=()),
    ],
    ids=["nobody", "no teams", "machines shut", "nothing works"],
)
def test_a_day_without_means_gives_a_lawful_plan_with_everyones_reason(
    tmp_path: Path, instance: PlanInstance
) -> None:
    down = [{"id": f"e-{m.id}", "kind": "machine_down", "subject": m.id} for m in instance.machines] + [
        {"id": f"e-{k.id}", "kind": "kit_down", "subject": k.id} for k in instance.kits
    ]
    files = written(tmp_path, instance, reports(*down))
    code, told, _ = run(files, "--out", str(tmp_path / "new.json"), "--json")
    assert code == 0
    pair = [str(tmp_path / "new.day.json"), str(tmp_path / "new.json")]
    assert runner.invoke(app, ["plan", "check", *pair]).exit_code == 0
    plan = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert all(entry["why"]["code"] != "not_yet_told" for entry in plan["unserved"])
    assert json.loads(told.splitlines()[-1])["kept"]["unserved"] == len(plan["unserved"])


def under_way(tmp_path: Path) -> tuple[str, str]:
    """A day mended at ten: its file with what has begun, and its plan."""
    files = written(tmp_path, ward(), reports())
    assert run(files, "--out", str(tmp_path / "ten.json"))[0] == 0
    return str(tmp_path / "ten.day.json"), str(tmp_path / "ten.json")


def test_a_day_under_way_is_not_solved_from_nothing(tmp_path: Path) -> None:
    day_file, _plan = under_way(tmp_path)
    assert json.loads(Path(day_file).read_text(encoding="utf-8"))["frozen"]["stops"]
    for command in (["solve", day_file, "--out", str(tmp_path / "new.json")],):
        done = runner.invoke(app, ["plan", *command])
        assert done.exit_code == 2 and "frozen" in done.stderr and "--start" in done.stderr
    folder = tmp_path / "many"
    folder.mkdir()
    Path(day_file).rename(folder / "day.json")
    done = runner.invoke(app, ["plan", "solve-many", str(folder), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2 and "frozen" in done.stderr
    assert not (tmp_path / "new.json").exists()


def test_solving_a_day_under_way_from_its_plan_loses_nothing_that_has_begun(tmp_path: Path) -> None:
    day_file, plan_file = under_way(tmp_path)
    out = tmp_path / "new.json"
    done = runner.invoke(
        app,
        ["plan", "solve", day_file, "--start", plan_file, "--out", str(out), "--iterations", "4", "--json"],
    )
    assert done.exit_code == 0 and json.loads(done.stdout.splitlines()[-1])["carried_on"] is True
    checked = runner.invoke(app, ["plan", "check", str(tmp_path / "new.day.json"), str(out)])
    assert checked.exit_code == 0, checked.stdout
    frozen = decode_instance(Path(day_file).read_text(encoding="utf-8")).frozen.stops
    made = decode_plan(out.read_text(encoding="utf-8"))
    starts = {(m.owner, s.kind.value, s.client, s.start) for m in made.missions for s in m.stops}
    assert frozen and {(s.owner, s.kind, s.client, s.start) for s in frozen} <= starts


def test_the_plan_of_another_day_is_no_start_for_a_day_under_way(tmp_path: Path) -> None:
    day_file, plan_file = under_way(tmp_path)
    other = tmp_path / "other.json"
    data = json.loads(Path(plan_file).read_text(encoding="utf-8")) | {"instance_digest": "0" * 64}
    other.write_text(json.dumps(data), encoding="utf-8")
    new = tmp_path / "new.json"
    done = runner.invoke(app, ["plan", "solve", day_file, "--start", str(other), "--out", str(new)])
    assert done.exit_code == 2 and "other.json" in done.stderr and "instance_digest" in done.stderr
    assert not new.exists()


def test_a_start_for_a_day_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    day_file, plan_file, _events = written(tmp_path, ward(), reports())
    done = runner.invoke(
        app, ["plan", "solve", day_file, "--start", plan_file, "--out", str(tmp_path / "new.json")]
    )
    assert done.exit_code == 2 and "start" in done.stderr


def test_somebody_with_a_time_is_not_urgent_and_nobody_is_urgent_twice(tmp_path: Path) -> None:
    later = to_plain(next(one for one in ward().clients if one.id == "later"))
    files = written(tmp_path, ward(), reports({"id": "e1", "kind": "urgent_client", "client": later}))
    code, _, said = run(files)
    assert code == 2 and "events.client.id" in said and "has a time already" in said
    new = [{"id": f"e{n}", "kind": "urgent_client", "client": {**later, "id": "new"}} for n in range(2)]
    code, _, said = run(written(tmp_path, ward(), reports(*new)))
    assert code == 2 and "events.client.id" in said and "named twice" in said
