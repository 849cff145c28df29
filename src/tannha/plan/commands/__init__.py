"""Planning at the terminal: `tannha plan …` and `tannha simulate …`. Most of it works on files and needs no store."""

from __future__ import annotations

import typer

from tannha.plan.commands import days, drive, live, many, offer, overnight, simulate, solve, travel


def register(app: typer.Typer) -> None:
    """Offer the commands to the root."""
    plan = typer.Typer(help="The day: make, check, solve, explain.", no_args_is_help=True)
    for name, verb in (
        ("make", days.make), ("check", days.check), ("solve", solve.solve), ("explain", days.explain),
        ("make-day", days.make_invented_day), ("warm", solve.warm), ("replan", live.replan),
        ("travel", travel.travel), ("solve-many", many.solve_many), ("offer", offer.offer_times),
        ("drive", drive.drive), ("make-ward", drive.make_invented_ward),
        ("overnight", overnight.overnight),
    ):  # fmt: skip
        plan.command(name)(verb)
    app.add_typer(plan, name="plan")
    simulate.register(app)
