"""What every command shares: opening the store, acting as `console`, answers, exit codes; never a traceback.

Exit 0 done, 1 checked and found wrong, 2 refused with one sentence last on standard error. With `--json` the last line
of standard output is one object on one line and everything else goes to standard error.
"""

from __future__ import annotations

import functools
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.data_folder import VARIABLE, DataFolder

Params = ParamSpec("Params")

DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder; made if it is missing.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="End with one JSON object on one line.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The acting console and the moment of the command."""

    actor: Actor
    now: datetime


class Stopped(Exception):
    """A command's own refusal: one sentence in the user's language, exit 2."""


def say(text: str) -> None:
    """Tell the person at the terminal (standard error)."""
    print(text, file=sys.stderr, flush=True)


def answer(result: Mapping[str, Any], *, as_json: bool, text: str = "") -> None:
    """The command's answer: one JSON line, or the text (standard output)."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str), flush=True)
    elif text:
        print(text, flush=True)


def command(function: Callable[Params, int | None]) -> Callable[Params, None]:
    """Decorate a typer command: turns its result into the exit code and every failure into one sentence."""

    @functools.wraps(function)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> None:
        raise typer.Exit(_guarded(functools.partial(function, *args, **kwargs)))

    return run


def _guarded(call: Callable[[], int | None]) -> int:
    from tannha.ground.refusal import Refused

    try:
        return call() or 0
    except Stopped as stopped:
        say(str(stopped))
        return 2
    except Refused as refused:
        say(refusal_line(refused))
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        say(told("Stopped.", "Đã dừng."))
        return 2
    except typer.Exit:
        raise
    except Exception as error:
        if os.environ.get("TANNHA_TRACEBACK"):
            raise
        closed = _store_is_closed(error)
        say(
            told(*closed)
            if closed
            else told(
                f"This did not work ({type(error).__name__}). Run it again with TANNHA_TRACEBACK=1 to see where.",
                f"Việc này không thành ({type(error).__name__}). Chạy lại với TANNHA_TRACEBACK=1 để xem ở đâu.",
            )
        )
        return 2


def _store_is_closed(error: Exception) -> tuple[str, str] | None:
    """The sentence for a store that does not open or answer; None for any other error."""
    from django.db.utils import DatabaseError, OperationalError

    from tannha.ground.store import engines, reach

    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        return reach.why_closed(error, engines.address_in_force())
    return None


def refusal_line(refused: Any) -> str:
    """A refusal's sentences as one line, in the terminal's language."""
    from django.utils import translation

    from tannha.ground.refusal_texts import render

    with translation.override(language()):
        return render(refused.refusal).one_line


def language() -> str:
    """The terminal's language: Vietnamese where the locale says so, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if spoken.startswith("vi") else "en"


def told(english: str, vietnamese: str) -> str:
    """One of two sentences, by the terminal's language; for what must be said before Django is there."""
    return vietnamese if language() == "vi" else english


def choose_folder(data: Path | None) -> DataFolder:
    """Set the data folder of this process and make it; refuses with one sentence where it cannot be made."""
    if data is not None:
        os.environ[VARIABLE] = str(data.expanduser().resolve())
    folder = DataFolder.current()
    try:
        folder.make()
    except OSError as error:
        raise Stopped(
            told(
                f"The folder {folder.path} cannot be used ({error.strerror}). Name another one with --data DIR.",
                f"Không dùng được thư mục {folder.path} ({error.strerror}). Hãy nêu thư mục khác bằng --data DIR.",
            )
        ) from error
    return folder


@contextmanager
def opened(data: Path | None) -> Iterator[Console]:
    """Open the store of a data folder (made ready if new) and act as its console."""
    folder = choose_folder(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django
    from django.utils import translation

    django.setup()
    from tannha.ground import clock
    from tannha.ground.accounts import ensure_ward
    from tannha.ground.store.prepare import NeedsUpgrade, make_ready

    try:
        make_ready(with_data=folder.is_demo)
    except NeedsUpgrade:
        raise Stopped(
            told(
                f"The data in {folder.path} come from an earlier version. Stop the program, then: "
                f"tannha upgrade --data {folder.path}",
                f"Dữ liệu trong {folder.path} là của phiên bản trước. Hãy dừng chương trình, rồi: "
                f"tannha upgrade --data {folder.path}",
            )
        ) from None
    now = clock.now()
    ward = ensure_ward(now)
    with translation.override(language()):
        yield Console(actor=console_actor(ward.id), now=now)


def console_actor(ward_id: Any) -> Actor:
    """The console of this machine, with the name of the person signed in to the operating system."""
    try:
        os_user = getpass.getuser()
    except (KeyError, OSError):
        os_user = str(os.getuid())
    return Actor(
        user_id=None,
        username="console",
        display_name="console",
        role=Role.CONSOLE,
        ward_id=ward_id,
        os_user=os_user,
    )
