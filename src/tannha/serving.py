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
from types import FrameType

from tannha import readiness
from tannha.ground.command import Stopped, say, told
from tannha.ground.data_folder import DataFolder

STOP_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1


class Ended(Exception):
    """The person or the system asked the program to end."""


def _dies_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Children:
    """The processes this one started."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        """Start `python -m tannha.cli ARGUMENTS` as a child that leaves terminal signals to the parent."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "tannha.cli", *arguments],
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


def free_port(port: int) -> None:
    """Refuse a taken port with one sentence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stopped(
                told(
                    f"Port {port} is in use. Name another one with --port, for example --port {port + 1}.",
                    f"Cổng {port} đang có chương trình dùng. Hãy chọn cổng khác, ví dụ --port {port + 1}.",
                )
            ) from error


def run(folder: DataFolder, *, port: int, prepare: tuple[str, ...], browser: bool) -> int:
    """Serve a folder until TERM or Ctrl-C; `prepare` are the words of the preparing command. Gives the exit code."""
    hold = folder.hold()
    if hold is None:
        raise Stopped(
            told(
                f"Another Tận Nhà already serves the folder {folder.path}. Stop it, or name another one with --data.",
                f"Một Tận Nhà khác đang dùng thư mục {folder.path}. Hãy dừng nó, hoặc chọn thư mục khác bằng --data.",
            )
        )
    free_port(port)
    children = Children()
    _end_on_signals()
    try:
        readiness.write("checking", 0.0)
        children.start("web", "run-web", "--port", str(port))
        children.start("prepare", *prepare)
        return _watch(children, f"http://localhost:{port}/", browser)
    except Ended:
        return 0
    finally:
        _ignore_signals()
        children.stop()
        readiness.clear()
        hold.close()
        say(told("Stopped.", "Đã dừng."))


def _watch(children: Children, address: str, browser: bool) -> int:
    opened = working = False
    told_at = 0.0
    while True:
        if children.ended("web") is not None:
            raise Stopped(told("The web server ended by itself.", "Máy chủ web tự dừng."))
        if not opened and _answers(address):
            opened = True
            say(told(f"Tận Nhà answers at {address}", f"Tận Nhà đang chạy tại {address}"))
            if browser:
                _open_browser(address)
        code = children.ended("prepare")
        if code and not working:
            raise Stopped(
                told("Preparing did not work; see the line above.", "Chuẩn bị không thành; xem dòng ở trên.")
            )
        if code == 0 and not working:
            working = True
            children.start("work", "run-worker")
            say(told("Ready. Ctrl-C ends it.", "Sẵn sàng. Ctrl-C để dừng."))
        if not working and time.monotonic() - told_at > 2:
            told_at = time.monotonic()
            _tell_progress()
        if working and children.ended("work") is not None:
            children.start("work", "run-worker")
            time.sleep(1)
        time.sleep(0.05 if not (opened and working) else 0.5)


def _tell_progress() -> None:
    state = readiness.read()
    if not state.ready and state.share > 0:
        say(told(f"Preparing: {state.stage} {state.share:.0%}", f"Đang chuẩn bị: {state.stage} {state.share:.0%}"))


def _answers(address: str) -> bool:
    port = int(address.rstrip("/").rpartition(":")[2])
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


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


def run_web(port: int) -> None:
    """The web server child: Granian over WSGI, two processes with two threads each, on the loopback only."""
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        target="tannha.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=2,
        log_enabled=False,
        workers_kill_timeout=2,
    ).serve()


def run_worker() -> None:
    """The worker child: background jobs from the store, one at a time."""
    from django.core.management import call_command

    call_command("db_worker", interval=1, verbosity=0)


def prepare_demo(residents: int) -> None:
    """The preparing child of the invented ward: tables, then the seed with its progress."""
    from tannha.demo import seed
    from tannha.ground.store.prepare import make_ready, pending

    if pending():
        readiness.write("tables", 0.05)
        make_ready()
    if not seed.is_seeded():
        seed.run(_progress, residents=residents)
    readiness.clear()


def _progress(stage: str, share: float) -> None:
    readiness.write(stage, share)


Progress = Callable[[str, float], None]
