"""`tannha VERB …`: the program's own verbs and those that rooms offer. Django is loaded only by verbs that need it."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tannha import __version__, readiness
from tannha.ground.access import Role
from tannha.ground.command import (
    DataOption,
    JsonOption,
    Stopped,
    answer,
    choose_folder,
    command,
    opened,
    say,
    told,
)
from tannha.ground.data_folder import VARIABLE, DataFolder, default_folder

if TYPE_CHECKING:
    from tannha import serving

WITH_COMMANDS = (
    "checks",
    "bench",
    "roll.commands",
    "plan.commands",
    "office.commands",
    "issue.commands",
)

app = typer.Typer(
    name="tannha",
    help="Tận Nhà: from a list of residents to an identity card in the hand, at home where it must be.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from tannha.ground.store.engines import sqlite_version

        print(f"tannha {__version__}, SQLite {sqlite_version()}, Python {sys.version.split()[0]}")
        raise typer.Exit(0)


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Version, and the SQLite in use."),
    ] = False,
) -> None:
    """Tận Nhà: from a list of residents to an identity card in the hand, at home where it must be."""


@app.command()
@command
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen on this machine.")] = 8310,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    residents: Annotated[
        int, typer.Option(min=60, max=100_000, help="How many people are invented.")
    ] = 20_000,
    data: DataOption = None,
) -> int:
    """Serve an invented ward on this machine, with a tour through its work."""
    from tannha import serving

    folder = choose_folder(data or _demo_folder())
    if not folder.is_demo:
        if folder.store.exists():
            raise Stopped(
                told(
                    f"The folder {folder.path} holds a real ward, not the invented one. Name another one with --data.",
                    f"Thư mục {folder.path} là của một phường thật, không phải phường bịa. Hãy chọn thư mục khác.",
                )
            )
        folder.demo_mark.write_text('{"demo": 1}\n')
    return serving.run(
        folder,
        listening=serving.Listening(port=port),
        prepare=("prepare-demo", "--residents", str(residents)),
        browser=not no_browser,
    )


def _demo_folder() -> Path | None:
    return None if os.environ.get(VARIABLE) else default_folder().with_name("tannha-demo")


@app.command()
@command
def serve(
    port: Annotated[int, typer.Option(min=1, max=65534, help="Where to listen on this machine.")] = 8310,
    bind: Annotated[
        str, typer.Option(help="Address to listen at; 0.0.0.0 lets phones of the network in.")
    ] = "127.0.0.1",
    host_name: Annotated[
        list[str] | None, typer.Option(help="A name by which phones reach this machine.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="The office's own TLS certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="The private key of that certificate (PEM).")] = None,
    data: DataOption = None,
) -> int:
    """Serve a real ward's folder; outside this machine always over TLS."""
    from tannha import serving

    folder = choose_folder(data)
    if folder.is_demo:
        raise Stopped(
            told(
                f"The folder {folder.path} holds the invented ward. Serve it with `tannha demo`.",
                f"Thư mục {folder.path} là của phường bịa. Hãy chạy bằng `tannha demo`.",
            )
        )
    listening = _listening(port, bind, tuple(host_name or ()), certificate, key)
    return serving.run(folder, listening=listening, prepare=("prepare",), browser=False)


def _listening(
    port: int, bind: str, names: tuple[str, ...], certificate: Path | None, key: Path | None
) -> serving.Listening:
    from tannha import serving
    from tannha.ground import certificates, clock
    from tannha.ground.machine import names_of_this_machine

    loopback = bind in ("127.0.0.1", "::1", "localhost")
    hosts = (*names, *(() if loopback else names_of_this_machine()), "localhost", "127.0.0.1")
    if certificate is not None or key is not None:
        if certificate is None or key is None:
            raise Stopped(
                told("Give --certificate and --key together.", "Hãy nêu cả --certificate và --key.")
            )
        try:
            tls = certificates.given_certificate(certificate, key)
        except (OSError, ValueError) as error:
            raise Stopped(
                told(
                    "The certificate or its key cannot be read. Give two PEM files.",
                    "Không đọc được chứng chỉ hoặc khoá. Hãy nêu hai tệp PEM.",
                )
            ) from error
        return serving.Listening(bind=bind, port=port, hosts=hosts, tls=tls)
    if loopback and not names:
        return serving.Listening(bind=bind, port=port)
    return serving.Listening(
        bind=bind, port=port, hosts=hosts, tls=certificates.own_certificate(hosts, clock.now())
    )


@app.command("make-account")
@command
def make_account(
    username: Annotated[str, typer.Argument(help="The account's name.")],
    role: Annotated[Role, typer.Option(help="What the account is for.")],
    name: Annotated[str, typer.Option(help="The person's name, as colleagues call them.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make an account; its password is asked for, or read from standard input when that is no terminal."""
    from getpass import getpass

    password = (
        getpass(told("Password: ", "Mật khẩu: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    with opened(data) as console:
        from tannha.ground import accounts, one_time_code

        made = accounts.make_account(
            console.actor, username=username, display_name=name, role=role, password=password, now=console.now
        )
        address = one_time_code.address(made.seed, username.casefold())
        text = told(
            f"Made. Give this address to the person's authenticator app, it is shown once:\n{address}",
            f"Đã lập. Đưa địa chỉ này vào ứng dụng mã của người đó, chỉ hiện một lần:\n{address}",
        )
        answer(
            {"account": username.casefold(), "role": role.value, "otpauth": address},
            as_json=as_json,
            text=text,
        )
    return 0


@app.command("verify-journal")
@command
def verify_journal(data: DataOption = None, as_json: JsonOption = False) -> int:
    """Walk the journal's chain from its first entry; exit 1 where it does not hold."""
    with opened(data):
        from tannha.ground import journal

        report = None
        for step in journal.verify():
            if isinstance(step, journal.ChainReport):
                report = step
            elif step % 50_000 == 0:
                say(told(f"{step} entries", f"{step} mục"))
        assert report is not None
        holds = report.broken_at is None
        text = (
            told(f"{report.entries} entries, the chain holds.", f"{report.entries} mục, chuỗi nguyên vẹn.")
            if holds
            else told(
                f"The chain breaks at entry {report.broken_at} ({report.why}).",
                f"Chuỗi đứt ở mục {report.broken_at} ({report.why}).",
            )
        )
        answer(
            {
                "entries": report.entries,
                "head": report.head,
                "holds": holds,
                "broken_at": report.broken_at,
                "why": report.why,
            },
            as_json=as_json,
            text=text,
        )
        return 0 if holds else 1


@app.command("run-web", hidden=True)
def run_web(
    port: int = 8310, bind: str = "127.0.0.1", certificate: Path | None = None, key: Path | None = None
) -> None:
    """The web server child."""
    from tannha import serving

    serving.run_web(bind, port, certificate, key)


@app.command("run-trust", hidden=True)
def run_trust(
    bind: Annotated[str, typer.Option()],
    port: Annotated[int, typer.Option()],
    certificate: Annotated[Path, typer.Option()],
    fingerprint: Annotated[str, typer.Option()],
    address: Annotated[str, typer.Option()],
) -> None:
    """The child that gives phones the authority's certificate."""
    from tannha import trust

    trust.serve_trust(bind, port, certificate, fingerprint, address)


@app.command("run-worker", hidden=True)
@command
def run_worker() -> int:
    """The worker child."""
    with opened(None):
        from tannha import serving

        serving.run_worker()
    return 0


@app.command("prepare", hidden=True)
@command
def prepare() -> int:
    """The preparing child of a real ward."""
    with opened(None):
        from tannha.ground import set_up

        if set_up.is_needed():
            note = DataFolder.current().path / "set-up-code"
            note.touch(mode=0o600)
            note.write_text(set_up.new_set_up_code())
        readiness.clear()
    return 0


@app.command("make-empty-store", hidden=True)
@command
def make_empty_store() -> int:
    """Make the empty store that new folders are copied from; part of installing."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)):
        pass
    return 0


@app.command("prepare-demo", hidden=True)
@command
def prepare_demo(residents: int = 20_000) -> int:
    """The preparing child of the invented ward."""
    choose_folder(None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django

    django.setup()
    from tannha import serving

    serving.prepare_demo(residents)
    return 0


for name in WITH_COMMANDS:
    import_module(f"tannha.{name}").register(app)


def main() -> None:
    """Entry point of `tannha` and `python -m tannha.cli`; a program of its own uses its own settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tannha.settings"
    app(prog_name="tannha")


if __name__ == "__main__":
    main()
