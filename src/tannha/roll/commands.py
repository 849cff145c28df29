"""`tannha import-roll`: a list of residents from a file, checked and, when asked, written."""

from __future__ import annotations

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
