"""A whole program in processes of its own: the demo ward on a free port, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_SECONDS = 300


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *, residents: int = 300) -> Iterator[str]:
    """`tannha demo` until the end of the block; gives its address once ready. What it says stays in `said.txt`."""
    port = free_port()
    words = [
        "demo",
        "--no-browser",
        "--port",
        str(port),
        "--data",
        str(folder / "ward"),
        "--residents",
        str(residents),
    ]
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("TANNHA_DATA", "TANNHA_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    address = f"http://localhost:{port}"
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tannha.cli", *words],
            env=variables,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            wait_until_ready(address, process, folder / "said.txt")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until_ready(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Ask the health check until it says yes; fail with what the program said if it ends or takes too long."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"the program did not become ready:\n{said.read_text(errors='replace')[-4000:]}")
