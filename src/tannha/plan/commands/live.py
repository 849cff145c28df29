"""`tannha plan replan`: a plan mended on files while the day is under way. Needs no store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, told
from tannha.plan.check import check_plan
from tannha.plan.explain import with_reasons
from tannha.plan.files import (
    InstanceFile,
    PlanFile,
    read_instance,
    read_plan,
    stopped_for,
    text_of,
    write_file,
)
from tannha.plan.live.events import decode_events
from tannha.plan.live.replan import Outcome, Replan
from tannha.plan.live.replan import replan as mend
from tannha.plan.rules.instance import PlanInstance, encode_instance
from tannha.plan.rules.plan import Plan, encode_plan
from tannha.plan.rules.wire import BadInput, to_plain
from tannha.plan.solvers.own import gears

CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
EventsFile = Annotated[
    Path, typer.Argument(metavar="EVENTS.json", help="What happened, in tannha-plan-events/1.")
]


@command
def replan(
    instance_file: InstanceFile,
    plan_file: PlanFile,
    events_file: EventsFile,
    now: Annotated[str, typer.Option("--now", metavar="HH:MM", help="The moment of the day.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PLAN.json",
            help="Where the plan that keeps every promise is written; its day and the proposal go beside it.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same plan.")] = 0,
    iterations: Annotated[
        int,
        typer.Option("--iterations", min=0, max=1_000_000, help="For each run; 0 takes the engine's own."),
    ] = 0,
    gear: Annotated[str, typer.Option("--gear", help="auto, interpreted or compiled.")] = "auto",
    as_json: JsonOption = False,
) -> int:
    """Mend a plan after something happened: once keeping every promise, once asking a few people first."""
    moment = _moment(now)
    instance, plan = read_instance(instance_file), read_plan(plan_file)
    if gear not in ("auto", gears.INTERPRETED, gears.COMPILED):
        raise Stopped(told(f"gear: {gear} is not known.", f"gear: không có {gear}."))
    try:
        events = decode_events(text_of(events_file))
    except BadInput as bad:
        raise stopped_for(events_file, bad) from None
    chosen = gears.gear_named(gear)
    try:
        refuse_unlawful(plan_file, instance, plan)
        found = mend(instance, plan, events, now=moment, seed=seed, iterations=iterations, gear=chosen)
    except BadInput as bad:
        raise stopped_for(_file_of(bad, instance_file, plan_file, events_file), bad) from None
    if out is not None:
        _write(out, found)
    answer(_result(found, now, chosen.name), as_json=as_json, text=_text(found))
    return 0


def _moment(text: str) -> int:
    found = CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) * 60 + int(found[2]) > 1_440:
        raise Stopped(
            told(
                f"now: {text} is not a time of day. Write it as 10:05.",
                f"now: {text} không phải giờ trong ngày. Hãy ghi như 10:05.",
            )
        )
    return int(found[1]) * 3_600 + int(found[2]) * 60


def refuse_unlawful(path: Path, instance: PlanInstance, plan: Plan) -> None:
    """Only a lawful plan is mended: what is broken before would be carried on."""
    broken = check_plan(instance, plan)
    if any(v.subject == "instance_digest" for v in broken):
        raise BadInput(field="instance_digest", problem="of another day")
    if broken:
        first = broken[0]
        raise Stopped(
            told(
                f"{path.name} cannot be mended: it breaks {first.constraint} ({first.subject}). Check it first.",
                f"Không sửa được {path.name}: sai {first.constraint} ({first.subject}). Hãy kiểm tra trước.",
            )
        )


def _file_of(bad: BadInput, instance_file: Path, plan_file: Path, events_file: Path) -> Path:
    if bad.field in ("now", "instance_digest"):
        return plan_file
    return events_file if bad.field.startswith(("events", "clients")) else instance_file


def _write(out: Path, found: Replan) -> None:
    """The plan in force at ``out``; beside it its day, the proposal and the proposal's day."""
    for part, outcome in (("", found.kept), (".proposal", found.proposal)):
        plan = with_reasons(outcome.instance, outcome.plan)
        write_file(out.with_name(f"{out.stem}{part}.day.json"), encode_instance(outcome.instance))
        write_file(out.with_name(f"{out.stem}{part}.json") if part else out, encode_plan(plan))


def _result(found: Replan, now: str, gear: str) -> dict[str, object]:
    return {
        "now": now,
        "gear": gear,
        "open_promises": found.open_promises,
        "kept": _one(found.kept),
        "proposal": _one(found.proposal),
        "released": list(found.released),
        "attempted": list(found.attempted),
        "moved_under_way": list(found.moved_under_way),
        "needs_transport": list(found.needs_transport),
        "no_machine": list(found.no_machine),
    }


def _one(outcome: Outcome) -> dict[str, object]:
    return {
        "unserved": len(outcome.plan.unserved),
        "score": to_plain(outcome.plan.score),
        "fallen_out": to_plain(outcome.fallen_out),
        "asks": to_plain(outcome.asks),
        "promises_moved": outcome.moved,
    }


def _text(found: Replan) -> str:
    missed, asked = len(found.kept.fallen_out), len(found.proposal.asks)
    left = len(found.proposal.fallen_out)
    lines = [
        told(
            f"Keep all promises: {missed} people with a promise have no time today.",
            f"Giữ mọi lời hẹn: {missed} người đã hẹn không còn giờ hôm nay.",
        )
    ]
    if asked:
        lines.append(
            told(
                f"Ask {asked} people first: then {left} have no time today.",
                f"Hỏi trước {asked} người: khi đó {left} người không còn giờ hôm nay.",
            )
        )
    return "\n".join(lines)
