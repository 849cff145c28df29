"""`tannha plan make`, `check`, `explain`, `make-day`. All but the first work on files and need no store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import (
    DataOption,
    JsonOption,
    Stopped,
    answer,
    command,
    language,
    opened,
    say,
    told,
)
from tannha.plan.check import check_plan
from tannha.plan.explain import Explainer
from tannha.plan.files import InstanceFile, PlanFile, read_instance, read_plan, told_suspicions, write_file
from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import decode_instance, encode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.rules.wire import to_plain


@command
def make(
    on: Annotated[str, typer.Argument(metavar="DATE", help="The day, as 2026-11-25.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make the plan of a day of this ward and say who is not placed. Nobody is told anything."""
    day_of_plan = _day(on)
    with opened(data) as console:
        from tannha.plan import service

        day = service.make_plan(console.actor, on=day_of_plan, now=console.now)
        plan = decode_plan(day.plan)
        reasons = Counter(entry.why.code.value for entry in plan.unserved)
        served = len(decode_instance(day.instance).clients) - len(plan.unserved)
        result = {
            "on": on,
            "served": served,
            "unserved": len(plan.unserved),
            "reasons": dict(sorted(reasons.items())),
            "left_for_later": day.left_for_later,
            "missions": len(plan.missions),
            "slots": len(plan.slots),
            "score": to_plain(plan.score),
        }
        text = told(
            f"{served} people have a time, {len(plan.unserved)} have none.",
            f"{served} người đã có giờ, {len(plan.unserved)} người chưa được xếp.",
        )
        answer(result, as_json=as_json, text=text)
    return 0


@command
def check(instance_file: InstanceFile, plan_file: PlanFile, as_json: JsonOption = False) -> int:
    """Judge a plan against its day, rule by rule. Exit 1 when anything is broken."""
    instance, plan = read_instance(instance_file), read_plan(plan_file)
    violations = check_plan(instance, plan)
    lines = [f"{v.constraint} {v.subject}: {v.amount} {v.unit}" for v in violations]
    text = "\n".join(lines) or told("No rule is broken.", "Không có gì sai.")
    warnings = told_suspicions(instance)
    for sentence in warnings:
        say(sentence)
    result = {"violations": to_plain(violations), "count": len(violations), "warnings": list(warnings)}
    answer(result, as_json=as_json, text=text)
    return 1 if violations else 0


@command
def explain(
    instance_file: InstanceFile,
    plan_file: PlanFile,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")],
    as_json: JsonOption = False,
) -> int:
    """Say why somebody has this time, or what would have to give way for them to have one."""
    instance, plan = read_instance(instance_file), read_plan(plan_file)
    if not any(one.id == client for one in instance.clients):
        raise Stopped(told(f"There is no client {client} in this day.", f"Trong ngày này không có {client}."))
    explainer = Explainer(instance, plan)
    if any(entry.client == client for entry in plan.unserved):
        told_why = explainer.why_not(client)
        with _words_in_the_terminals_language():
            from tannha.plan.words import file_reason_in_words

            text = "\n  ".join(file_reason_in_words(instance, told_why))
        result = {"client": client, "placed": False, "reason": to_plain(told_why.why)}
        answer(result | {"relax": to_plain(told_why.relax)}, as_json=as_json, text=text)
        return 0
    why = explainer.why_this_time(client)
    if why is None:
        raise Stopped(
            told(
                "This plan does not fit its day; check it first.",
                "Kế hoạch không khớp ngày; hãy kiểm tra trước.",
            )
        )
    with _words_in_the_terminals_language():
        from tannha.plan.words import clock, why_this_time_in_words

        starts = told(f"Starts at {clock(why.start)}.", f"Bắt đầu lúc {clock(why.start)}.")
        text = "\n  ".join((starts, *why_this_time_in_words(why)))
    answer({"client": client, "placed": True, "why": to_plain(why)}, as_json=as_json, text=text)
    return 0


@command
def make_invented_day(
    out: Annotated[Path, typer.Option("--out", metavar="INSTANCE.json", help="Where the day is written.")],
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="Which day: the same seed gives the same bytes.")
    ],
    kind: Annotated[DayKind, typer.Option("--kind", help="Which kind of day.")] = DayKind.NORMAL,
    teams: Annotated[
        int | None, typer.Option("--teams", min=0, max=100, help="Another number of teams with kits.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Invent a ward's day and write it as a file: home visits, rides and people who come by themselves."""
    instance = make_day(seed, kind, teams=teams)
    write_file(out, encode_instance(instance))
    result = {
        "kind": kind.value,
        "seed": seed,
        "clients": len(instance.clients),
        "teams": len(instance.teams),
    }
    text = told(
        f"Written: {out.name}. {len(instance.clients)} people, {len(instance.teams)} teams.",
        f"Đã ghi {out.name}. {len(instance.clients)} người, {len(instance.teams)} tổ.",
    )
    answer(result, as_json=as_json, text=text)
    return 0


@contextmanager
def _words_in_the_terminals_language() -> Iterator[None]:
    """The pages' sentences, without a store."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django
    from django.utils import translation

    django.setup()
    with translation.override(language()):
        yield


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stopped(
            told(
                f"{text} is not a day. Write it as 2026-11-25.",
                f"{text} không phải ngày. Hãy ghi như 2026-11-25.",
            )
        ) from None
