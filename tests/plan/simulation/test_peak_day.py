from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from tannha.plan.commands.simulate import register

app = typer.Typer()
register(app)
runner = CliRunner()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--reps", "0"], "reps"),
        (["--seed", "-1"], "seed"),
        (["--machines", "-3"], "machines"),
        (["--kits", "-1"], "kits"),
        (["--cars", "-1"], "cars"),
        (["--jobs", "0"], "jobs"),
        (["--iterations", "0"], "iterations"),
        (["--mend", "-1"], "mend"),
        (["--beta", "90"], "beta"),
        (["--policy", "theirs"], "policy"),
        (["--policy", "ours,"], "policy"),
        (["--kind", "quiet"], "kind"),
    ],
)
def test_what_cannot_be_replayed_is_told_in_one_sentence(arguments: list[str], named: str) -> None:
    refused = runner.invoke(app, ["simulate", "peak-day", *arguments])
    assert refused.exit_code == 2
    (sentence,) = refused.stderr.splitlines()
    assert sentence.startswith(f"{named}: ")


def test_tickets_alone_serve_nobody_at_home_and_the_same_seed_gives_the_same_figures() -> None:
    asked = ["simulate", "peak-day", "--seed", "3", "--reps", "2", "--policy", "station", "--json"]
    found = [json.loads(runner.invoke(app, asked).stdout.splitlines()[-1]) for _ in range(2)]
    assert found[0]["policies"] == found[1]["policies"]
    assert set(found[0]["policies"]) == {"station", "station_pipelined"}
    pipelined = found[0]["policies"]["station_pipelined"]
    assert pipelined["frail_median"] == pipelined["vain_median"] == pipelined["carried"] == 0
    assert pipelined["closes_hours_median"] < found[0]["policies"]["station"]["closes_hours_median"]
    assert found[0]["events_per_second"] > 0
