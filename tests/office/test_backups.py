"""Backups: sealed, whole or nothing, restored row by row on either engine, and proved with a signature."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tannha.ground.vault import CannotOpen
from tannha.ground.vault.streams import (
    FRAME,
    SealingWriter,
    new_key_pair,
    open_frames,
    read_private,
    read_public,
)

PASSWORD = "bốn từ dễ nhớ\n"
pytestmark = pytest.mark.program


def tannha(*words: str, stdin: str = "", expect: int = 0) -> dict[str, object]:
    """Run a command as a person would, with a clean environment of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")}
    done = subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {"said": done.stderr.strip().splitlines()[-1]}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small roll, a backup key on a "stick" and one backup."""
    place = tmp_path_factory.mktemp("ward")
    rows = ["full_name;dob;sex;id_number;address;group"]
    rows += [
        f"Nguyễn Văn {letter};19{n:02}-01-01;M;0990{n:02}{n:06};P{n}01 tháp A;12"
        for n, letter in enumerate("ABCDEFGH", 50)
    ]
    (place / "list.csv").write_text("\n".join(rows), encoding="utf-8")
    data = str(place / "data")
    tannha(
        "make-account",
        "hoa",
        "--role",
        "supervisor",
        "--name",
        "Hoa",
        "--data",
        data,
        "--json",
        stdin=PASSWORD,
    )
    tannha("import-roll", str(place / "list.csv"), "--accept", "--data", data, "--json")
    tannha("backup-key", str(place / "stick"), "--data", data)
    tannha("backup", str(place / "one.backup"), "--data", data, "--json")
    return place


def key_of(ward: Path) -> str:
    return str(ward / "stick" / "tannha-backup-private.pem")


def test_a_restored_folder_holds_the_same_rows_journal_and_keys(ward: Path) -> None:
    came = tannha(
        "restore", str(ward / "one.backup"), "--key", key_of(ward), "--data", str(ward / "back"), "--json"
    )
    there = tannha("verify-journal", "--data", str(ward / "data"), "--json")
    back = tannha("verify-journal", "--data", str(ward / "back"), "--json")
    assert back == there and came["journal_head"] == there["head"]
    assert (ward / "back/keys/server.key").read_bytes() == (ward / "data/keys/server.key").read_bytes()
    tannha("backup-key", str(ward / "stick2"), "--data", str(ward / "back"))
    again = tannha("backup", str(ward / "two.backup"), "--data", str(ward / "back"), "--json")
    assert again["rows"] == came["rows"]


def test_the_proof_is_signed_and_shown_only_if_the_signature_fits(ward: Path) -> None:
    proofs = ward / "data" / "proofs"
    proofs.mkdir(exist_ok=True)
    report = proofs / "last.json"
    tannha(
        "restore",
        str(ward / "one.backup"),
        "--prove",
        "--key",
        key_of(ward),
        "--report",
        str(report),
        "--json",
    )
    script = (
        "import os;os.environ['TANNHA_DATA']={!r};from tannha.office.backups.proof import newest_proof;"
        "p=newest_proof();print(p.rows if p else 'none')".format(str(ward / "data"))
    )

    def shown() -> str:
        return subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert int(shown()) > 10
    envelope = json.loads(report.read_text())
    envelope["seen"] = envelope["seen"].replace('"rows":', '"rows":1')
    report.write_text(json.dumps(envelope))
    assert shown() == "none"


def test_the_newest_of_a_folder_is_proved_again_and_again_and_nothing_of_it_stays(
    ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    for name in ("home", "tmp", "backups"):
        (tmp_path / name).mkdir()
    (tmp_path / "tmp" / "tannha-prove-4194305-killed").mkdir()
    (tmp_path / "backups" / "tannha-20260101-020000.backup").write_bytes(b"damaged")
    newest = tmp_path / "backups" / "tannha-20261124-020000.backup"
    newest.write_bytes((ward / "one.backup").read_bytes())
    report = tmp_path / "last.json"
    for _night in range(2):
        words = ["restore", str(newest.parent), "--prove", "--key", key_of(ward), "--report", str(report)]
        assert tannha(*words, "--json")["proved"] is True
    assert report.stat().st_mode & 0o777 == 0o644, "the server's own user reads it"
    assert not [path for name in ("home", "tmp") for path in (tmp_path / name).rglob("*")]


def test_a_place_that_is_not_empty_is_refused_and_left_alone(ward: Path) -> None:
    before = sorted(path.name for path in (ward / "data").iterdir())
    said = tannha(
        "restore", str(ward / "one.backup"), "--key", key_of(ward), "--data", str(ward / "data"), expect=2
    )
    assert "empty" in str(said["said"])
    assert sorted(path.name for path in (ward / "data").iterdir()) == before


@pytest.mark.parametrize("damage", ["cut", "flip", "other key"])
def test_a_damaged_backup_leaves_nothing_behind(ward: Path, tmp_path: Path, damage: str) -> None:
    raw = bytearray((ward / "one.backup").read_bytes())
    key = key_of(ward)
    if damage == "cut":
        raw = raw[: len(raw) * 2 // 3]
    elif damage == "flip":
        raw[len(raw) // 2] ^= 1
    else:
        key = str(tmp_path / "other.pem")
        Path(key).write_bytes(new_key_pair()[0])
    (tmp_path / "bad.backup").write_bytes(raw)
    tannha("restore", str(tmp_path / "bad.backup"), "--key", key, "--data", str(tmp_path / "back"), expect=2)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("back")]


def test_a_backup_killed_in_the_middle_leaves_no_file_that_looks_whole(ward: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")}
    words = [
        sys.executable,
        "-m",
        "tannha.cli",
        "backup",
        str(tmp_path / "k.backup"),
        "--data",
        str(ward / "data"),
    ]
    for delay in (0.4, 0.7, 0.9):
        child = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        whole = tmp_path / "k.backup"
        if whole.exists():
            tannha("restore", str(whole), "--key", key_of(ward), "--prove", "--json")
            whole.unlink()


def test_a_sealed_stream_opens_only_whole_and_in_order(tmp_path: Path) -> None:
    private, public = new_key_pair()
    for size in (0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME):
        plain, path = os.urandom(size), tmp_path / "sealed"
        with path.open("wb") as handle:
            writer = SealingWriter(handle, read_public(public))
            for start in range(0, size, 100_000):
                writer.write(plain[start : start + 100_000])
            writer.close()
        with path.open("rb") as handle:
            assert b"".join(open_frames(handle, read_private(private))) == plain
        raw = path.read_bytes()
        for broken in (raw[:-1], raw + b"x", raw[: -(FRAME + 16)] if size > FRAME else raw[:20]):
            path.write_bytes(broken)
            with path.open("rb") as handle, pytest.raises(CannotOpen):
                list(open_frames(handle, read_private(private)))
