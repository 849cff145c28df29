from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.utils import translation
from typer.testing import CliRunner

from tannha.plan.check import check_plan
from tannha.plan.commands import register
from tannha.plan.explain import explain_all
from tannha.plan.rules.instance import PlanInstance, Way, encode_instance
from tannha.plan.rules.plan import Plan, Reason, ReasonCode, Unserved, decode_plan, encode_plan
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own.engine import Search
from tannha.plan.words import file_reason_in_words

from .days import day, hours, person, team, walker

app = typer.Typer()
register(app)
app.command("other")(lambda: None)
runner = CliRunner()


def files(tmp_path: Path) -> tuple[Path, Path]:
    instance = tmp_path / "day.json"
    instance.write_text(encode_instance(day([person("a"), walker("b")])), encoding="utf-8")
    return instance, tmp_path / "plan.json"


def test_a_day_is_solved_checked_and_explained_from_files(tmp_path: Path) -> None:
    instance, plan = files(tmp_path)
    solved = runner.invoke(app, ["plan", "solve", str(instance), "--out", str(plan), "--json"])
    assert solved.exit_code == 0 and json.loads(solved.stdout.splitlines()[-1])["unserved"] == 0
    assert decode_plan(plan.read_text(encoding="utf-8")).engine == "own"
    checked = runner.invoke(app, ["plan", "check", str(instance), str(plan), "--json"])
    assert checked.exit_code == 0 and json.loads(checked.stdout.splitlines()[-1])["count"] == 0
    told = runner.invoke(app, ["plan", "explain", str(instance), str(plan), "a", "--json"])
    assert told.exit_code == 0 and json.loads(told.stdout.splitlines()[-1])["placed"] is True


def test_a_broken_plan_gives_1_and_bad_files_give_2(tmp_path: Path) -> None:
    instance, plan = files(tmp_path)
    runner.invoke(app, ["plan", "solve", str(instance), "--out", str(plan)])
    data = json.loads(plan.read_text(encoding="utf-8"))
    data["score"]["total"] -= 1
    plan.write_text(json.dumps(data), encoding="utf-8")
    assert runner.invoke(app, ["plan", "check", str(instance), str(plan)]).exit_code == 1
    plan.write_text("{", encoding="utf-8")
    assert runner.invoke(app, ["plan", "check", str(instance), str(plan)]).exit_code == 2
    assert runner.invoke(app, ["plan", "check", str(instance), str(tmp_path / "none.json")]).exit_code == 2
    assert runner.invoke(app, ["plan", "explain", str(instance), str(plan), "x"]).exit_code == 2
    assert runner.invoke(app, ["plan", "make", "2026-31-12"]).exit_code == 2


@pytest.mark.parametrize("out", ["", "folder", "none/plan.json"])
def test_where_a_plan_cannot_be_written_one_sentence_says_so_and_nothing_is_left(
    tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, _ = files(tmp_path)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    done = runner.invoke(app, ["plan", "solve", str(instance), "--iterations", "4", "--out", out])
    assert done.exit_code == 2 and "This did not work" not in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day.json", "folder"]


@pytest.mark.parametrize(("option", "value"), [("--budget", "inf"), ("--iterations", "100000001")])
def test_too_long_a_search_is_refused_as_too_long(tmp_path: Path, option: str, value: str) -> None:
    instance, plan = files(tmp_path)
    done = runner.invoke(app, ["plan", "solve", str(instance), "--out", str(plan), option, value])
    assert done.exit_code == 2 and f"{option[2:]}: more than" in done.output and not plan.exists()


def test_a_budget_and_iterations_together_are_refused(tmp_path: Path) -> None:
    instance, plan = files(tmp_path)
    asked = ["plan", "solve", str(instance), "--out", str(plan), "--budget", "1", "--iterations", "4"]
    done = runner.invoke(app, asked)
    assert done.exit_code == 2 and "either" in done.output and not plan.exists()


def test_a_file_with_the_mark_that_a_text_editor_puts_before_it_is_read(tmp_path: Path) -> None:
    instance, plan = files(tmp_path)
    instance.write_text(instance.read_text(encoding="utf-8"), encoding="utf-8-sig")
    done = runner.invoke(app, ["plan", "solve", str(instance), "--iterations", "4", "--out", str(plan)])
    assert done.exit_code == 0 and plan.exists()


@pytest.fixture
def _heeding_ctrl_c() -> Iterator[None]:
    """Ctrl-C as in a terminal, also where the tests were started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeding_ctrl_c")
def test_ctrl_c_ends_a_search_and_keeps_its_best_plan_with_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, plan = day([person("a"), walker("b", time_windows=(hours(5, 6),))]), tmp_path / "plan.json"
    (tmp_path / "day.json").write_text(encode_instance(instance), encoding="utf-8")
    run, pressed = Search.run, []

    def pressing(search: Search, step: int, whole: int) -> None:
        run(search, step, whole)
        if not pressed:
            pressed.append(search.done)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Search, "run", pressing)
    before = signal.getsignal(signal.SIGINT)
    asked = [
        "plan",
        "solve",
        str(tmp_path / "day.json"),
        "--out",
        str(plan),
        "--iterations",
        "1000000",
        "--json",
    ]
    done = runner.invoke(app, asked)
    told = json.loads(done.stdout.splitlines()[-1])
    assert done.exit_code == 0 and told["stopped"] is True and told["iterations"] <= pressed[0]
    kept = decode_plan(plan.read_text(encoding="utf-8"))
    assert check_plan(instance, kept) == () and kept.unserved[0].why.code is ReasonCode.GOOD_HOURS
    assert signal.getsignal(signal.SIGINT) is before


def explained(tmp_path: Path, instance: PlanInstance, client: str, *more: str) -> str:
    """What `plan explain` says of one client of a greedy plan."""
    day_file, plan_file = tmp_path / "day.json", tmp_path / "plan.json"
    day_file.write_text(encode_instance(instance), encoding="utf-8")
    plan_file.write_text(encode_plan(greedy(instance)), encoding="utf-8")
    done = runner.invoke(app, ["plan", "explain", str(day_file), str(plan_file), client, *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def greedy(instance: PlanInstance) -> Plan:
    return explain_all(instance, Greedy().solve(instance))


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("C.UTF-8", "Would fit if t1 worked 30 minutes longer. (C13: 1800 seconds)"),
        ("vi_VN.UTF-8", "Xếp được nếu t1 làm thêm 30 phút. (C13: 1800 giây)"),
    ],
)
def test_a_reason_is_told_in_words_with_the_rule_and_the_exact_amount_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, sentence: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    instance = day([person("a", time_windows=(hours(16, 17),))], teams=(team(shift=hours(7.5, 16.5)),))
    said = explained(tmp_path, instance, "a")
    wanted = greedy(instance).unserved[0].why
    assert (wanted.code, wanted.unit) == (ReasonCode.SHIFT_END, "seconds")
    minutes, seconds = -(-wanted.amount // 60), str(wanted.amount)
    assert said.strip() == sentence.replace("1800", seconds).replace("30", str(minutes))


def test_changes_that_help_only_together_have_a_line_each_and_nobody_else_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    instance = day([person("rider", ways=frozenset({Way.RIDE}))], teams=(), vehicles=(), machines=())
    said = explained(tmp_path, instance, "rider").splitlines()
    assert said[0] == "No single change would do; two together would."
    assert sorted(line[-5:] for line in said[1:]) == ["(C10)", "(C11)"]
    why = Reason(code=ReasonCode.OTHER_PROMISE, constraint="C18", subject="case-of-b", amount=1, unit="one")
    with translation.override("en"):
        (line,) = file_reason_in_words(instance, Unserved(client="rider", why=why, relax=()))
    assert line.endswith("(C18)") and "case-of-b" not in line


def test_a_time_is_told_with_what_binds_it_and_json_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    instance = day([person("a", time_windows=(hours(9, 10.5),))], vehicles=())
    said = explained(tmp_path, instance, "a").splitlines()
    assert said[0] == "Starts at 9:00."
    assert said[1:] == [
        "  No earlier: the hours that suit begin then.",
        "  No later than 10:30: the hours that suit end.",
    ]
    why = json.loads(explained(tmp_path, instance, "a", "--json").splitlines()[-1])["why"]
    assert why == {"start": 32400, "latest": 37800, "no_earlier": "hours", "no_later": "hours"}
