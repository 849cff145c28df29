from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from tannha.plan.commands import register
from tannha.plan.rules.instance import encode_instance
from tannha.plan.rules.plan import decode_plan

from .days import day, person, walker

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
