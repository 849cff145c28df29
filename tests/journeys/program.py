"""The real program in processes of its own, on a folder of its own, on either database."""

from __future__ import annotations

import os
import secrets
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
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 240
_OURS = ("TANNHA_DATA", "TANNHA_DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def variables(folder: Path, database: str = "") -> dict[str, str]:
    """The environment of a process that works on `folder`, on the embedded store or a PostgreSQL address."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    kept |= {"TANNHA_DATA": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return kept | ({"TANNHA_DATABASE_URL": database} if database else {})


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database where the run is on PostgreSQL, else nothing: the embedded store."""
    if os.environ.get("TANNHA_TEST_DATABASE", "sqlite") != "postgres":
        yield ""
        return
    with database_in(os.environ["TANNHA_TEST_POSTGRES_URL"]) as address:
        yield address


@contextmanager
def database_in(cluster: str) -> Iterator[str]:
    """An empty database of a cluster, dropped afterwards."""
    import psycopg

    name = f"journey_{secrets.token_hex(6)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def tannha(*words: str, folder: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words],
        env=variables(folder, database),
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )


def start(*words: str, folder: Path, database: str = "", said: Path) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own; what it says goes into the file `said`."""
    with said.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "tannha.cli", *words],
            env=variables(folder, database),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and everything it started in its session."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo(folder: Path, *, residents: int, database: str = "") -> Iterator[str]:
    """`tannha demo` until the end of the block; gives its address once it is ready."""
    port, said = free_port(), folder.with_suffix(".said")
    process = start(
        "demo", "--no-browser", "--port", str(port), "--residents", str(residents),
        folder=folder, database=database, said=said,
    )  # fmt: skip
    try:
        _wait_until_ready(f"http://localhost:{port}/healthz", process, said)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            kill_all(process)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(0.3)
    raise AssertionError(f"the program did not become ready:\n{said.read_text(errors='replace')[-3000:]}")
