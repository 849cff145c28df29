"""`tannha test`: the command line of the checks. Exit 0 all well, 1 something is wrong, 2 refused."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tannha.checks.lanes import ROOT, lanes
from tannha.checks.running import run_lanes, summary


def test(
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out browser, PostgreSQL, started programs and slow tests.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run this lane only; may be repeated.")
    ] = None,
    night: Annotated[bool, typer.Option("--night", help="Run the full counts too (hours).")] = False,
    list_lanes: Annotated[bool, typer.Option("--list", help="Name the lanes and stop.")] = False,
) -> None:
    """Check the whole program, lane by lane."""
    if not (ROOT / "pyproject.toml").exists():
        typer.echo("The checks run in a clone of the repository, not in an installed package.", err=True)
        raise typer.Exit(2)
    every = lanes(night=night, quick=quick)
    os.environ["TANNHA_TEST_COUNTS"] = "night" if night else "commit"
    if list_lanes:
        for lane in every:
            typer.echo(f"{lane.name:<20} {lane.what}" + ("" if lane.in_quick else "  (not in --quick)"))
        raise typer.Exit(0)
    names = [lane.name for lane in every]
    unknown = [name for name in only or [] if name not in names]
    if unknown:
        typer.echo(f"There is no lane {unknown[0]}. Lanes: {', '.join(names)}.", err=True)
        raise typer.Exit(2)
    chosen = [lane for lane in every if (lane.name in only if only else lane.in_quick or not quick)]
    left_out = [] if only else [lane for lane in every if lane not in chosen]
    try:
        results = run_lanes(chosen, ROOT, lambda line: typer.echo(line))
    except KeyboardInterrupt:
        typer.echo("Stopped before the end.", err=True)
        raise typer.Exit(130) from None
    for line in summary(results, left_out):
        typer.echo(line)
    raise typer.Exit(1 if any(result.count.failed for result in results) else 0)


def register(app: typer.Typer) -> None:
    """Add `test` to the program's commands."""
    app.command("test")(test)
