"""Reading and writing the planner's files for commands: one sentence for whatever is wrong with them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from tannha.ground.command import Stopped, told
from tannha.plan.offer.asking import Caller, decode_caller
from tannha.plan.rules.instance import PlanInstance, decode_instance
from tannha.plan.rules.plan import Plan, decode_plan
from tannha.plan.rules.wire import BadInput

InstanceFile = Annotated[
    Path, typer.Argument(metavar="INSTANCE.json", help="A day in tannha-plan-instance/1.")
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan in tannha-plan/1.")]
LARGEST_FILE = 64 * 1024 * 1024


def read_instance(path: Path) -> PlanInstance:
    """A day from its file; refused with one sentence naming the field."""
    try:
        return decode_instance(text_of(path))
    except BadInput as bad:
        raise stopped_for(path, bad) from None


def told_suspicions(instance: PlanInstance) -> tuple[str, ...]:
    """A sentence for everything legal in the day that looks like a slip."""
    from tannha.plan.rules.suspicions import SuspicionCode, suspicions_of  # numpy comes with it

    sentences = []
    for one in suspicions_of(instance):
        if one.code is SuspicionCode.DETOUR_IS_SHORTER:
            sentences.append(
                told(
                    f"Warning: {one.field} ({one.subject}): {one.amount} ways are over a fifth longer than a detour.",
                    f"Lưu ý: {one.field} ({one.subject}): {one.amount} lối đi thẳng dài hơn lối vòng quá một phần năm.",
                )
            )
        else:
            sentences.append(
                told(
                    f"Warning: {one.field} ({one.subject}): {one.amount} seconds longer than any shift.",
                    f"Lưu ý: {one.field} ({one.subject}): dài hơn mọi ca {one.amount} giây.",
                )
            )
    return tuple(sentences)


def read_plan(path: Path) -> Plan:
    """A plan from its file; refused with one sentence naming the field."""
    try:
        return decode_plan(text_of(path))
    except BadInput as bad:
        raise stopped_for(path, bad) from None


def read_caller(path: Path) -> Caller:
    """A caller from its file; refused with one sentence naming the field."""
    try:
        return decode_caller(text_of(path))
    except BadInput as bad:
        raise stopped_for(path, bad) from None


def stopped_for(path: Path, bad: BadInput) -> Stopped:
    """The one sentence for what is wrong with a file."""
    about = f" ({bad.subject})" if bad.subject else ""
    return Stopped(
        told(
            f"{path.name} cannot be used: {bad.field}{about}, {bad.problem}.",
            f"Không dùng được {path.name}: {bad.field}{about}, {bad.problem}.",
        )
    )


def text_of(path: Path) -> str:
    """The text of a file; refused with one sentence where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(field="file", problem="larger than 64 MB")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Stopped(
            told(
                f"The file {path.name} cannot be opened ({error.strerror}).",
                f"Không mở được tệp {path.name} ({error.strerror}).",
            )
        ) from error
    except UnicodeDecodeError:
        raise BadInput(field="file", problem="not UTF-8") from None


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; what was half written is taken away again."""
    if not path.name:
        raise Stopped(told(f"{path} is not the name of a file.", f"{path} không phải tên tệp."))
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_text(text + "\n", encoding="utf-8")
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise Stopped(
            told(
                f"The file {path.name} cannot be written ({error.strerror}).",
                f"Không ghi được tệp {path.name} ({error.strerror}).",
            )
        ) from error
