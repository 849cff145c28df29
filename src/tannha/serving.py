"""Runs the program: one parent that holds the folder, and its children, the web server, the preparer and the worker.

The parent needs no Django, so it starts at once and ends every child when it is told to. A child also ends when the
parent is killed (Linux parent-death signal).
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from tannha import readiness
from tannha.ground.command import Stopped, say, told
from tannha.ground.data_folder import DataFolder
from tannha.ground.store.stamp import is_prepared

if TYPE_CHECKING:
    from tannha.ground.certificates import TlsFiles

STOP_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where pages are served: an address of this machine, a port, the names it is called by, TLS files if any."""

    bind: str = "127.0.0.1"
    port: int
    hosts: tuple[str, ...] = ("localhost",)
    tls: TlsFiles | None = None

    @property
    def address(self) -> str:
        """The address a person opens."""
        return f"{'https' if self.tls else 'http'}://{self.hosts[0]}:{self.port}/"

    @property
    def words(self) -> tuple[str, ...]:
        """The web child's options."""
        files = ("--certificate", str(self.tls.certificate), "--key", str(self.tls.key)) if self.tls else ()
        return ("--bind", self.bind, "--port", str(self.port), *files)


class Ended(Exception):
    """The person or the system asked the program to end."""


def _dies_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Children:
    """The processes this one started."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, module: str = "tannha.cli") -> None:
        """Start `python -m MODULE ARGUMENTS` as a child that leaves terminal signals to the parent."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=_dies_with_parent,
        )

    def ended(self, name: str) -> int | None:
        """The exit code of a child that has ended, else None."""
        return self.running[name].poll()

    def stop(self) -> None:
        """End all children: ask, wait, then force."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.05, deadline - time.monotonic()))
        for child in self.running.values():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def free_port(bind: str, port: int) -> None:
    """Refuse a taken port with one sentence."""
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise Stopped(
                told(
                    f"Port {port} is in use. Name another one with --port, for example --port {port + 1}.",
                    f"Cổng {port} đang có chương trình dùng. Hãy chọn cổng khác, ví dụ --port {port + 1}.",
                )
            ) from error


def run(folder: DataFolder, *, listening: Listening, prepare: tuple[str, ...], browser: bool) -> int:
    """Serve a folder until TERM or Ctrl-C; `prepare` are the words of the preparing command. Gives the exit code."""
    hold = folder.hold()
    if hold is None:
        raise Stopped(
            told(
                f"Another Tận Nhà already serves the folder {folder.path}. Stop it, or name another one with --data.",
                f"Một Tận Nhà khác đang dùng thư mục {folder.path}. Hãy dừng nó, hoặc chọn thư mục khác bằng --data.",
            )
        )
    free_port(listening.bind, listening.port)
    os.environ["TANNHA_HOSTS"] = ",".join(listening.hosts)
    os.environ["TANNHA_TLS"] = "1" if listening.tls else ""
    children = Children()
    _end_on_signals()
    try:
        prepared = folder.is_demo and is_prepared()
        if not prepared:
            readiness.write("checking", 0.0)
        children.start("web", "run-web", *listening.words)
        if not prepared:
            children.start("prepare", *prepare)
        if listening.tls is not None and listening.tls.authority is not None:
            _offer_trust(children, listening, listening.tls)
        return _watch(children, listening, browser)
    except Ended:
        return 0
    finally:
        _ignore_signals()
        children.stop()
        readiness.clear()
        hold.close()
        say(told("Stopped.", "Đã dừng."))


def _offer_trust(children: Children, listening: Listening, tls: TlsFiles) -> None:
    """Start the page that gives phones the authority, and print its address as a picture."""
    page = f"http://{listening.hosts[0]}:{listening.port + 1}/"
    free_port(listening.bind, listening.port + 1)
    children.start(
        "trust",
        "run-trust",
        *("--bind", listening.bind, "--port", str(listening.port + 1)),
        *(
            "--certificate",
            str(tls.authority),
            "--fingerprint",
            tls.fingerprint,
            "--address",
            listening.address,
        ),
    )
    import segno

    segno.make(page).terminal(out=sys.stderr, compact=True)
    say(told(f"Phones trust this ward at {page}", f"Điện thoại cài chứng chỉ của phường tại {page}"))
    say(told(f"Fingerprint {tls.fingerprint}", f"Dấu vân tay {tls.fingerprint}"))


def _watch(children: Children, listening: Listening, browser: bool) -> int:
    address = listening.address
    opened = working = False
    told_at = 0.0
    while True:
        if children.ended("web") is not None:
            raise Stopped(told("The web server ended by itself.", "Máy chủ web tự dừng."))
        if not opened and _answers(listening):
            opened = True
            say(told(f"Tận Nhà answers at {address}", f"Tận Nhà đang chạy tại {address}"))
            if browser:
                _open_browser(address)
        code = children.ended("prepare") if "prepare" in children.running else 0 if opened else None
        if code and not working:
            raise Stopped(
                told("Preparing did not work; see the line above.", "Chuẩn bị không thành; xem dòng ở trên.")
            )
        if code == 0 and opened and not working:
            working = True
            _tell_set_up(address)
            children.start("work", "run-worker")
            children.start("warm", module="tannha.plan.solvers.own.warming")
            say(told("Ready. Ctrl-C ends it.", "Sẵn sàng. Ctrl-C để dừng."))
        if not working and time.monotonic() - told_at > 2:
            told_at = time.monotonic()
            _tell_progress()
        if working and children.ended("work") is not None:
            children.start("work", "run-worker")
            time.sleep(1)
        time.sleep(0.05 if not (opened and working) else 0.5)


def _tell_set_up(address: str) -> None:
    """Print the code that the preparing child left for a ward without accounts."""
    note = DataFolder.current().path / "set-up-code"
    with suppress(FileNotFoundError):
        code = note.read_text()
        note.unlink()
        say(
            told(
                f"Nobody has an account yet. Open {address}office/first/ and type this code: {code}",
                f"Chưa ai có tài khoản. Mở {address}office/first/ và gõ mã này: {code}",
            )
        )


def _tell_progress() -> None:
    state = readiness.read()
    if not state.ready and state.share > 0:
        say(
            told(
                f"Preparing: {state.stage} {state.share:.0%}",
                f"Đang chuẩn bị: {state.stage} {state.share:.0%}",
            )
        )


def _answers(listening: Listening) -> bool:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    with (
        suppress(OSError),
        socket.create_connection(
            (everywhere.get(listening.bind, listening.bind), listening.port), timeout=0.2
        ),
    ):
        return True
    return False


def _open_browser(address: str) -> None:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin":
        with suppress(webbrowser.Error):
            webbrowser.open(address)


def _end_on_signals() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        raise Ended

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)


def _ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def run_web(bind: str, port: int, certificate: Path | None, key: Path | None) -> None:
    """The web server child: Granian over WSGI, two processes with two threads each."""
    from granian.constants import Interfaces, SSLProtocols
    from granian.server import Server

    Server(
        target="tannha.wsgi:application",
        address=bind,
        port=port,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=2,
        log_enabled=False,
        workers_kill_timeout=2,
    ).serve()


def run_worker() -> None:
    """The worker child: clears away what a killed import left, then background jobs from the store, one at a time."""
    from django.core.management import call_command

    from tannha import wiring
    from tannha.ground import clock

    wiring.sweep(clock.now())
    call_command("db_worker", interval=1, verbosity=0)


def prepare_demo(residents: int) -> None:
    """The preparing child of the invented ward: tables, then the seed with its progress."""
    from tannha.ground.store import stamp
    from tannha.ground.store.prepare import make_ready, pending

    seed = import_module("tannha.demo.seed")
    if pending():
        readiness.write("tables", 0.05)
        make_ready(with_data=True)
    if not seed.is_seeded():
        seed.run(_progress, residents=residents)
    stamp.write()
    readiness.clear()


def _progress(stage: str, share: float) -> None:
    readiness.write(stage, share)


Progress = Callable[[str, float], None]
