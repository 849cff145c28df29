"""`tannha import-roll`: a list from a file, checked and written; `export-roll`: figures, or a table by two persons."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tannha.ground.command import DataOption, JsonOption, Stopped, answer, command, opened, say, told

if TYPE_CHECKING:
    from tannha.ground.command import Console

_TOLD_EVERY = 5000
_SECONDS_BETWEEN = 2.0


def register(app: typer.Typer) -> None:
    """Add the roll's verbs to the program."""
    app.command("import-roll")(import_roll)
    app.command("export-roll")(export_roll)


@command
def import_roll(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list: .xlsx, .csv or .txt.")],
    accept: Annotated[bool, typer.Option("--accept", help="Write what needs no decision.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read a list of residents, say what is in it, and with --accept write what needs no decision."""
    content = _content(file)
    with opened(data) as console:
        started = time.monotonic()
        result = _import(console, file.name, content, accept)
        result["seconds"] = round(time.monotonic() - started, 3)
        answer(result, as_json=as_json, text=_in_words(result, accept))
    return 0


@command
def export_roll(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file: .xlsx or .csv.")],
    table: Annotated[
        str, typer.Option("--table", help="A table with names that two persons asked for on its page.")
    ] = "",
    username: Annotated[str, typer.Option("--as", help="One of the two, who proves it by a code.")] = "",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write figures by group without names; or, as one of the two who asked for it on its page, a table with names."""
    form = file.suffix.removeprefix(".").lower()
    if form not in ("xlsx", "csv") or file.exists():
        raise Stopped(
            told(
                "Name a new file that ends in .xlsx or .csv; no file is written over.",
                "Hãy đặt tên một tệp mới kết thúc bằng .xlsx hoặc .csv; không ghi đè lên tệp nào.",
            )
        )
    with opened(data) as console:
        done = _table(console, form, table, username) if table else _group_figures(console, form)
        _write_new(file, done.content)
        answer(
            {"file": file.name, "people": done.people},
            as_json=as_json,
            text=told(
                f"{file.name} is written: {done.people} people with names, {len(done.content)} bytes.",
                f"Đã ghi {file.name}: {done.people} người có tên, {len(done.content)} byte.",
            ),
        )
    return 0


def _group_figures(console: Console, form: str) -> Any:
    from tannha.roll import service

    if console.actor.ward_id is None:
        raise Stopped(told("This folder has no ward yet.", "Thư mục này chưa có phường."))
    heads = (told("Group", "Tổ"), told("Homes", "Số nhà"), told("Residents", "Số cư dân"))
    return service.export_figures(
        console.actor.ward_id, service.SheetForm(form), heads=heads, now=console.now
    )


def _table(console: Console, form: str, key: str, username: str) -> Any:
    from tannha.ground.ids import parse_key
    from tannha.roll import service

    try:
        table_id = parse_key(key)
    except ValueError as error:
        raise Stopped(
            told(
                "This is no key of a table. It stands on its page.",
                "Đây không phải mã của bảng. Mã có trên trang.",
            )
        ) from error
    asked = service.form_of_table(table_id)
    if asked and asked != form:
        raise Stopped(
            told(
                f"This table was asked for as .{asked}. Name the file so.",
                f"Bảng này được yêu cầu ở dạng .{asked}. Hãy đặt tên tệp như vậy.",
            )
        )
    if table_id in service.waiting_tables(console.now):
        say(told("Making the table", "Đang lập bảng"))
        service.make_table(table_id, now=console.now)
    code = typer.prompt(told("One-time code", "Mã dùng một lần"), hide_input=True, err=True)
    return service.take_table_with_code(username, code, table_id=table_id, now=console.now)


def _write_new(file: Path, content: bytes) -> None:
    """A file that only its owner may read, and that was not there before."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
    except OSError as error:
        raise Stopped(
            told(
                f"The file {file.name} cannot be written ({error.strerror}).",
                f"Không ghi được tệp {file.name} ({error.strerror}).",
            )
        ) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Stopped(
            told(
                f"The file {file.name} cannot be opened ({error.strerror}). Check its name and place.",
                f"Không mở được tệp {file.name} ({error.strerror}). Hãy kiểm tra tên và nơi để tệp.",
            )
        ) from error


def _import(console: Console, name: str, content: bytes, accept: bool) -> dict[str, Any]:
    from tannha.roll import service

    say(told(f"Reading {name}", f"Đang đọc {name}"))
    with closing(
        service.read_list(console.actor, file_name=name, data=content, counted=_tell_read())
    ) as readied:
        rows = readied.lists.rows
        say(
            told(
                f"{rows} rows read, comparing them with the roll",
                f"Đã đọc {rows} dòng, đang đối chiếu với danh sách",
            )
        )
        counted = _tell_compared(rows)
        if not accept:
            summary = service.preview_list(console.actor, readied=readied, now=console.now, counted=counted)
            return _figures(summary, summary["outcomes"]["new"])  # type: ignore[index] # plain values of our own
        batch = service.import_readied(
            console.actor, readied=readied, now=console.now, progress=_tell, counted=counted
        )
    return _figures(batch.summary, batch.written) | {"import": str(batch.pk)}


def _tell(written: int) -> None:
    if written % _TOLD_EVERY == 0:
        say(told(f"{written} residents written", f"Đã ghi {written} cư dân"))


def _tell_read() -> Callable[[int], None]:
    return _seldom(lambda rows: told(f"{rows} rows read", f"Đã đọc {rows} dòng"))


def _tell_compared(rows: int) -> Callable[[int], None]:
    return _seldom(
        lambda done: told(f"{done} of {rows} rows compared", f"Đã đối chiếu {done} trên {rows} dòng")
    )


def _seldom(sentence: Callable[[int], str]) -> Callable[[int], None]:
    """Says how far it is at most every other second, so that a short list is not talked about at all."""
    said_at = time.monotonic()

    def tell(count: int) -> None:
        nonlocal said_at
        if count and time.monotonic() - said_at >= _SECONDS_BETWEEN:
            said_at = time.monotonic()
            say(sentence(count))

    return tell


def _figures(summary: Any, accepted: int) -> dict[str, Any]:
    outcomes = summary["outcomes"]
    return {
        "rows": summary["rows"],
        "accepted": accepted,
        "same": outcomes["same"],
        "pending": outcomes["pending"],
        "refused": outcomes["refused"],
        "findings": {code: found["count"] for code, found in summary["findings"].items()},
        "doubles": summary["doubles"],
        "columns": {column["label"]: column["field"] for column in summary["columns"]},
    }


def _in_words(result: dict[str, Any], accept: bool) -> str:
    lines = [
        told(
            f"{result['rows']} rows. {result['accepted']} {'written' if accept else 'can be written'}, "
            f"{result['same']} already in the roll, {result['pending']} wait for a decision, "
            f"{result['refused']} cannot be written.",
            f"{result['rows']} dòng. {'Đã ghi' if accept else 'Ghi được'} {result['accepted']}, "
            f"đã có sẵn {result['same']}, chờ quyết định {result['pending']}, "
            f"không ghi được {result['refused']}.",
        )
    ]
    from tannha.roll.texts import finding_text

    lines += [f"  {finding_text(code)}: {count}" for code, count in result["findings"].items()]
    if not accept:
        lines.append(
            told(
                "Nothing was written. Add --accept to write.",
                "Chưa ghi gì vào hệ thống. Thêm --accept để ghi.",
            )
        )
    return "\n".join(lines)
