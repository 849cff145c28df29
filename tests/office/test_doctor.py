"""`tannha doctor` on good and broken folders: a sentence for each fault, exit 1, and never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tannha.ground.data_folder import DataFolder
from tannha.office.doctor.folder import rights

pytestmark = pytest.mark.program


def doctor(folder: Path, *words: str) -> tuple[int, dict[str, str], str]:
    """Exit code, state by name of finding, and everything that was said."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")}
    done = subprocess.run(
        [sys.executable, "-m", "tannha.cli", "doctor", "--data", str(folder), "--json", *words],
        capture_output=True,
        text=True,
        env=environment | {"LANG": "C.UTF-8"},
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr
    result = json.loads(done.stdout.strip().splitlines()[-1])
    assert result["ok"] is (done.returncode == 0)
    for finding in result["findings"]:
        assert finding["says"].endswith((".", ")."))
        assert finding["state"] == "good" or finding["next_step"], finding
    states = {finding["name"]: finding["state"] for finding in result["findings"]}
    return done.returncode, states, json.dumps(result, ensure_ascii=False)


def tannha(*words: str, stdin: str = "") -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")}
    subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words],
        input=stdin,
        text=True,
        env=environment,
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an account, a backup key and a backup."""
    place = tmp_path_factory.mktemp("doctor")
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
        stdin="bốn từ dễ nhớ\n",
    )
    tannha("backup-key", str(place / "stick"), "--data", data)
    tannha("backup", str(place / "one.backup"), "--data", data)
    return place / "data"


@pytest.fixture
def folder(healthy: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    shutil.copytree(healthy, tmp_path / "data")
    (tmp_path / "data").chmod(0o700)
    return tmp_path / "data"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_healthy_folder_is_said_to_be_well(folder: Path) -> None:
    code, states, said = doctor(folder, "--port", str(free_port()))
    assert code == 0, said
    assert {"rights", "keys", "disk", "store", "migrations", "journal", "worker", "backup"} <= set(states)
    assert states["proof"] == "look" and states["running"] == "look"
    assert doctor(folder, "--full", "--port", str(free_port()))[0] == 0


def truncated(folder: Path) -> None:
    store = folder / "store.sqlite3"
    os.truncate(store, store.stat().st_size // 2)


def overwritten(folder: Path) -> None:
    (folder / "store.sqlite3").write_bytes(os.urandom(200_000))


def emptied(folder: Path) -> None:
    (folder / "store.sqlite3").write_bytes(b"")


def a_page_flipped(folder: Path) -> None:
    store = folder / "store.sqlite3"
    with store.open("r+b") as handle:
        handle.seek(store.stat().st_size // 2 // 4096 * 4096)
        handle.write(b"\xff" * 4096)


def store_is_a_folder(folder: Path) -> None:
    (folder / "store.sqlite3").unlink()
    (folder / "store.sqlite3").mkdir()


def keys_gone(folder: Path) -> None:
    shutil.rmtree(folder / "keys")


def open_to_others(folder: Path) -> None:
    folder.chmod(0o755)


def no_backup(folder: Path) -> None:
    (folder / "last-backup.json").unlink()


def an_old_backup(folder: Path) -> None:
    old = datetime.now(tz=UTC) - timedelta(days=3)
    (folder / "last-backup.json").write_text(json.dumps({"made_at": old.isoformat(), "bytes": 1, "rows": 1}))


def a_journal_entry_changed(folder: Path) -> None:
    sql(
        folder,
        "DROP TRIGGER IF EXISTS ground_journalentry_no_update",
        "UPDATE ground_journalentry SET what = 'x' WHERE seq = 1",
    )


def a_migration_forgotten(folder: Path) -> None:
    sql(folder, "DELETE FROM django_migrations WHERE app='fleet'")


def a_newer_program(folder: Path) -> None:
    sql(
        folder,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('ground', '9999_later', '2030-01-01')",
    )


def an_entry_of_tomorrow(folder: Path) -> None:
    sql(
        folder,
        "INSERT INTO ground_journalentry SELECT seq + 1, '2099-01-01 00:00:00', kind, what, actor_id, role, "
        "ward_id, body, digest, digest FROM ground_journalentry ORDER BY seq DESC LIMIT 1",
    )


def a_certificate_that_ended(folder: Path) -> None:
    script = (
        "from datetime import datetime, UTC; from tannha.ground.certificates import own_certificate;"
        "own_certificate(('ward.lan',), datetime(2020, 1, 1, tzinfo=UTC))"
    )
    environment = os.environ | {"TANNHA_DATA": str(folder)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


def a_setting_that_is_no_address(folder: Path) -> None:
    (folder / "database").write_text("mysql://x\n")
    (folder / "database").chmod(0o600)


def a_database_that_is_gone(folder: Path) -> None:
    (folder / "database").write_text("postgresql://a:b@127.0.0.1:1/nothing\n")
    (folder / "database").chmod(0o600)


def sql(folder: Path, *statements: str) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(folder / "store.sqlite3"))
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (truncated, "store"),
        (overwritten, "store"),
        (emptied, "migrations"),
        (a_page_flipped, "store"),
        (store_is_a_folder, "store"),
        (keys_gone, "keys"),
        (open_to_others, "rights"),
        (no_backup, "backup"),
        (an_old_backup, "backup"),
        (a_journal_entry_changed, "journal"),
        (a_migration_forgotten, "migrations"),
        (a_newer_program, "version"),
        (an_entry_of_tomorrow, "clock"),
        (a_certificate_that_ended, "certificate"),
        (a_setting_that_is_no_address, "postgresql"),
        (a_database_that_is_gone, "postgresql"),
    ],
)
def test_each_fault_is_named(folder: Path, break_it: Callable[[Path], None], name: str) -> None:
    break_it(folder)
    code, states, said = doctor(folder, "--port", str(free_port()))
    assert code == 1 and states.get(name) == "wrong", said


def test_a_taken_port_is_named(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, states, said = doctor(folder, "--port", str(taken.getsockname()[1]))
    assert code == 1 and states["port"] == "wrong", said


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    code, states, _ = doctor(tmp_path / "nowhere")
    assert code == 1 and states == {"folder": "wrong"}
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, states, _ = doctor(tmp_path / "file")
    assert code == 1 and states == {"folder": "wrong"}


def test_somebody_without_rights_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    found = list(rights(DataFolder(folder)))
    assert [finding.state.value for finding in found] == ["wrong"] and found[0].next_step


def test_looking_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    doctor(folder, "--port", str(free_port()))
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {p: b for p, b in after.items() if p in before} == before
    assert {path.name for path in set(after) - set(before)} <= {"store.sqlite3-wal", "store.sqlite3-shm"}
