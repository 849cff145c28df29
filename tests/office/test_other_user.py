"""The nightly backup and its proof as the timers run them: one user holds the data, another the key.

Needs root, which alone may become another user, and a Python that other users can read.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.office.test_backups import PASSWORD, tannha

MAY_BECOME = os.geteuid() == 0 and all(shutil.which(name) for name in ("runuser", "useradd", "userdel"))
READABLE = (
    MAY_BECOME
    and not subprocess.run(
        ["runuser", "-u", "nobody", "--", sys.executable, "-c", "import tannha.cli"],
        cwd="/",
        capture_output=True,
        check=False,
    ).returncode
)
pytestmark = [
    pytest.mark.program,
    pytest.mark.slow,
    pytest.mark.skipif(not MAY_BECOME, reason="only root becomes another user"),
    pytest.mark.skipif(not READABLE, reason="other users cannot read this environment"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders of a ward's machine, the two users, and what the units start."""

    path: Path
    ward: str
    prover: str
    starts: dict[str, list[str]]

    def as_user(self, user: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command as this user, with the units' mask and none of root's variables."""
        return subprocess.run(
            self.command(user, *words), cwd="/", capture_output=True, text=True, check=False
        )

    def command(self, user: str, *words: str) -> list[str]:
        """The words that become this user and then the command."""
        clean = ["env", "-i", "PATH=/usr/bin:/bin", f"TMPDIR={self.path / 'tmp'}", "LANG=C.UTF-8"]
        return ["runuser", "-u", user, "--", *clean, "sh", "-c", 'umask 0077; exec "$@"', "sh", *words]


def start_of(unit: Path) -> list[str]:
    """What a service of ours starts, word by word."""
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign,assignment] # names keep their letters
    parser.read_string(unit.read_text(encoding="utf-8"))
    assert parser["Service"]["UMask"] == "0077"
    return [
        word.replace("%%", "%").replace("$$", "$") for word in shlex.split(parser["Service"]["ExecStart"])
    ]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """As the guide sets it up: data of one user, the key with the other, backups and reports between them."""
    path, tail = Path(tempfile.mkdtemp(prefix="two-users-")), secrets.token_hex(3)
    ward, prover = f"w{tail}", f"p{tail}"
    path.chmod(0o755)
    try:
        for user in (ward, prover):
            subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", user], check=True)
        for name, owner, group, mode in (
            ("data", ward, ward, 0o700),
            ("backups", ward, prover, 0o2750),
            ("proofs", prover, ward, 0o2750),
            ("home", prover, prover, 0o700),
            ("stick", ward, ward, 0o700),
            ("tmp", ward, ward, 0o1777),
        ):
            (path / name).mkdir()
            shutil.chown(path / name, owner, group)
            (path / name).chmod(mode)
        key, data = path / "home" / "key.pem", str(path / "data")
        words = ["--folder", str(path / "backups"), "--into", str(path), "--data", data]
        tannha("systemd-unit", "backup", "--user", ward, *words)
        proving = ["--key", str(key), "--reports", str(path / "proofs")]
        tannha("systemd-unit", "prove", "--user", prover, *proving, *words)
        starts = {name: start_of(path / f"tannha-{name}.service") for name in ("backup", "prove")}
        found = Place(path=path, ward=ward, prover=prover, starts=starts)
        program = [sys.executable, "-m", "tannha.cli"]
        account = [*program, "make-account", "hoa", "--role", "supervisor", "--name", "Hoa", "--data", data]
        made = subprocess.run(
            found.command(ward, *account),
            cwd="/",
            input=PASSWORD,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        done = found.as_user(ward, *program, "backup-key", str(path / "stick"), "--data", data)
        assert done.returncode == 0, done.stderr
        (path / "stick" / "tannha-backup-private.pem").rename(key)
        shutil.chown(key, prover, prover)
        key.chmod(0o400)
        (path / "data" / "proofs").symlink_to(path / "proofs")
        yield found
    finally:
        for user in (ward, prover):
            subprocess.run(["userdel", user], capture_output=True, check=False)
        shutil.rmtree(path, ignore_errors=True)


def shown(place: Place) -> dict[str, object]:
    """What the office page of the server has to show, read as the server's own user."""
    script = (
        "import json, os, sys; os.environ['TANNHA_DATA'] = sys.argv[1];"
        "from tannha.office.backups.proof import newest_proof; p = newest_proof();"
        "print(json.dumps({'rows': p.rows, 'of': p.backup_sha256} if p else {}))"
    )
    done = place.as_user(place.ward, sys.executable, "-c", script, str(place.path / "data"))
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_night_s_backup_is_proved_by_the_user_who_holds_the_key(place: Place) -> None:
    assert place.as_user(place.ward, "cat", str(place.path / "home" / "key.pem")).returncode != 0
    assert place.as_user(place.prover, "ls", str(place.path / "data")).returncode != 0
    assert shown(place) == {}
    without = place.as_user(place.prover, *place.starts["prove"])
    assert without.returncode == 2 and "Traceback" not in without.stderr
    made = place.as_user(place.ward, *place.starts["backup"])
    assert made.returncode == 0, made.stderr
    proved = place.as_user(place.prover, *place.starts["prove"])
    assert proved.returncode == 0, proved.stderr
    report = place.path / "proofs" / "last.json"
    assert report.owner() == place.prover
    seen = shown(place)
    assert int(str(seen["rows"])) > 0
    (backup,) = (place.path / "backups").glob("*.backup")
    assert place.as_user(place.ward, "sha256sum", str(backup)).stdout.split()[0] == seen["of"]
    assert place.as_user(place.ward, "sh", "-c", f"echo x > {report}").returncode != 0
    assert list((place.path / "tmp").iterdir()) == []


def test_a_proof_killed_in_the_middle_leaves_the_last_report_and_its_copy_goes_with_the_next(
    place: Place,
) -> None:
    if not list((place.path / "backups").glob("*.backup")):
        assert place.as_user(place.ward, *place.starts["backup"]).returncode == 0
        assert place.as_user(place.prover, *place.starts["prove"]).returncode == 0
    before, left = shown(place), 0
    for delay in (0.6, 1.2, 1.8, 2.4, 3.2):
        process = subprocess.Popen(
            place.command(place.prover, *place.starts["prove"]),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        left = max(left, len(list((place.path / "tmp").iterdir())))
        assert shown(place)["rows"] == before["rows"]
    assert left <= 1, "each try clears away what the one before left"
    assert place.as_user(place.prover, *place.starts["prove"]).returncode == 0
    assert list((place.path / "tmp").iterdir()) == []
