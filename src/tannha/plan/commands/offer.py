"""`tannha plan offer`: which times one caller can be promised now, from files. Needs no store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import JsonOption, Stopped, answer, command, told
from tannha.plan.files import (
    InstanceFile,
    PlanFile,
    read_caller,
    read_instance,
    read_plan,
    stopped_for,
    write_file,
)
from tannha.plan.offer.asking import Choice, OfferSettings
from tannha.plan.offer.asking_few import Freed, fewest_to_ask
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing
from tannha.plan.offer.taking import kept, take
from tannha.plan.rules.instance import Way, encode_instance
from tannha.plan.rules.plan import Plan, encode_plan
from tannha.plan.rules.wire import BadInput, to_plain

CallerFile = Annotated[Path, typer.Argument(metavar="CALLER.json", help="A caller in tannha-plan-caller/1.")]


@command
def offer_times(
    instance_file: InstanceFile,
    plan_file: PlanFile,
    caller_file: CallerFile,
    more: Annotated[
        list[Path] | None,
        typer.Option("--more", metavar="INSTANCE.json", help="Another day, with --more-plan."),
    ] = None,
    more_plan: Annotated[
        list[Path] | None, typer.Option("--more-plan", metavar="PLAN.json", help="The plan of that day.")
    ] = None,
    choice: Annotated[
        int | None, typer.Option("--take", min=1, max=3, help="Promise this choice and write its day.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="With --take: instance.json and plan.json.")
    ] = None,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask", help="Where nothing can be promised: the fewest people to ask for another time."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Say up to three times that can be promised to a caller without breaking a promise or the reserve."""
    caller = read_caller(caller_file)
    files = [(instance_file, plan_file), *_pairs(more or [], more_plan or [])]
    if (choice is None) != (out is None):
        raise Stopped(told("take: --take and --out go together.", "take: --take và --out phải đi cùng nhau."))
    days: dict[str, tuple[Standing, Plan]] = {}
    for day_file, its_plan in files:
        instance, plan = read_instance(day_file), read_plan(its_plan)
        try:
            standing = Standing(instance, plan)
        except BadInput as bad:
            raise stopped_for(its_plan, bad) from None
        if instance.day.isoformat() in days:
            raise stopped_for(day_file, BadInput(field="day", problem="named twice"))
        if caller.client.id not in standing.promised and caller.client.id in standing.day.served:
            standing.remove(caller.client.id)
        days[instance.day.isoformat()] = (standing, plan)
    settings = OfferSettings(owner="ward", since=instance.day.replace(month=1, day=1).isoformat())
    try:
        choices = offer([standing for standing, _ in days.values()], caller, settings)
    except BadInput as bad:
        raise stopped_for(caller_file, bad) from None
    result: dict[str, object] = {"client": caller.client.id, "choices": to_plain(choices)}
    lines = [f"{number}. {in_words(one)}" for number, one in enumerate(choices, start=1)]
    text = "\n".join(lines) or told(
        "No time can be promised in these days.", "Không có giờ nào hứa được trong những ngày này."
    )
    if ask and not choices:
        freed = fewest_to_ask([standing for standing, _ in days.values()], caller, settings)
        result["ask"] = to_plain(freed)
        text += "\n" + whom_to_ask(freed)
    if choice is not None and out is not None:
        if choice > len(choices):
            raise Stopped(told(f"take: there is no choice {choice}.", f"take: không có lựa chọn {choice}."))
        chosen = choices[choice - 1]
        standing, plan = days[chosen.day.isoformat()]
        told_at = f"{caller.called_on.isoformat()}T{clock(caller.called_at)}"
        take(standing, caller, chosen, settings, told_at=told_at)
        instance, plan = kept(standing, plan)
        out.mkdir(parents=True, exist_ok=True)
        write_file(out / "instance.json", encode_instance(instance))
        write_file(out / "plan.json", encode_plan(plan))
        result["taken"] = choice
    answer(result, as_json=as_json, text=text)
    return 0


def whom_to_ask(freed: Freed | None) -> str:
    """The shortest list of people to ask, by their ids."""
    if freed is None:
        return told(
            "Asking one or two people would not free a time.", "Hỏi một hai người cũng không có thêm giờ."
        )
    lines = []
    for move in freed.moves:
        hours, instead = f"{clock(move.told.start)}-{clock(move.told.end)}", in_words(move.instead)
        lines.append(
            told(f"Ask {move.client} ({hours}): {instead}", f"Hỏi {move.client} ({hours}): {instead}")
        )
    return "\n".join([*lines, told(f"Then: {in_words(freed.choice)}", f"Khi đó: {in_words(freed.choice)}")])


def _pairs(days: list[Path], plans: list[Path]) -> list[tuple[Path, Path]]:
    if len(days) != len(plans):
        raise Stopped(
            told("more: each --more needs its --more-plan.", "more: mỗi --more cần một --more-plan đi kèm.")
        )
    return list(zip(days, plans, strict=True))


def clock(seconds: int) -> str:
    """Seconds since midnight as 09:40."""
    return f"{seconds // 3_600:02}:{seconds % 3_600 // 60:02}"


def in_words(choice: Choice) -> str:
    """A choice as it is said to the caller, in the language of the console."""
    first, last, start = clock(choice.window.start), clock(choice.window.end), clock(choice.start)
    if choice.way is Way.HOME:
        return told(
            f"{choice.day}: at your home, we come between {first} and {last}.",
            f"{choice.day}: tại nhà, chúng tôi đến trong khoảng {first} đến {last}.",
        )
    if choice.fetch_from is not None and choice.fetch_until is not None and choice.home_by is not None:
        fetch, until, home = clock(choice.fetch_from), clock(choice.fetch_until), clock(choice.home_by)
        return told(
            f"{choice.day}: the car is at your door from {fetch} to {until}, you are home by {home}.",
            f"{choice.day}: xe đến cửa nhà từ {fetch} đến {until}, đưa về đến nhà trước {home}.",
        )
    return told(
        f"{choice.day}: at the station at {start}, ten minutes earlier or later.",
        f"{choice.day}: tại trạm lúc {start}, sớm hay muộn mười phút.",
    )
