"""A throw-away PostgreSQL for the tests: made in a temporary folder, gone with it. Not for real data.

PostgreSQL refuses root; then it runs as the user `postgres` (or `nobody`), to whom the folder is given.
Durability is off on purpose: what is tested here is our SQL, not PostgreSQL's disks.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 20.0
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "log_min_messages=fatal",
)


class CannotStart(Exception):
    """PostgreSQL is there but did not start; the text is its own last words."""


def find_programs() -> Path | None:
    """Folder with `initdb` and `postgres`: on PATH, else Debian's newest; None when there is none."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    by_version = sorted(folders, key=lambda folder: float(folder.parent.name), reverse=True)
    return by_version[0] if by_version else None


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run as: None when this is no root already, else `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStart("PostgreSQL refuses root, and there is neither a user postgres nor nobody.")


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a cluster, lend its address (`postgresql://user:password@127.0.0.1:port/name`), remove it after.

    Raises `CannotStart` when it does not come up within a minute.
    """
    programs = find_programs()
    if programs is None:
        raise CannotStart("PostgreSQL is not on this machine.")
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="tannha-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        password = secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="ascii")
        if user:
            for path in (folder, folder / "password"):
                os.chown(path, user.pw_uid, user.pw_gid)
        make_cluster(programs, folder, user)
        port = free_port()
        server = start_server(programs, folder, user, port)
        address = f"postgresql://tannha:{password}@127.0.0.1:{port}/postgres"
        wait_until_ready(programs, server, folder, port)
        yield address
    finally:
        if server:
            stop_server(server)
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    """Lay an empty cluster with one superuser `tannha`, whose password lies in the folder."""
    words = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "tannha", "-A", "scram-sha-256"]
    words += [f"--pwfile={folder / 'password'}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode != 0:
        raise CannotStart(last_line(done.stderr))


def start_server(
    programs: Path, folder: Path, user: pwd.struct_passwd | None, port: int
) -> subprocess.Popen[bytes]:
    """Start the server as a child of this process, its words going into a file of the folder."""
    words = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder)]
    for setting in SETTINGS:
        words += ["-c", setting]
    with (folder / "words").open("wb") as out:
        return subprocess.Popen(
            words,
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def wait_until_ready(programs: Path, server: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    """Return when the server answers; raise `CannotStart` with its last words when it does not."""
    until = time.monotonic() + START_SECONDS
    asking = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while server.poll() is None and time.monotonic() < until:
        if subprocess.run(asking, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise CannotStart(last_line((folder / "words").read_bytes()) or "it did not answer within a minute.")


def last_line(words: bytes) -> str:
    """The last line of what a program said; empty when it said nothing."""
    lines = words.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End the server at once; nothing in it is worth keeping."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    """A port of the loopback address that nobody holds right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
