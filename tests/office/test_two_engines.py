"""One setting for PostgreSQL; a backup of either engine comes back on the other row by row; a killed restore too."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.journeys.program import database_in
from tests.office.test_upgrading import ENGINES, RELEASED, environment, older, rows_of, store_of, tannha

pytestmark = pytest.mark.program


@pytest.fixture
def database() -> Iterator[str]:
    cluster = os.environ.get("TANNHA_TEST_POSTGRES_URL")
    if not cluster:
        pytest.skip("no PostgreSQL is lent to this run")
    with database_in(cluster) as address:
        yield address


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of an invented ward at this version, with a key and a backup."""
    place = tmp_path_factory.mktemp("ward")
    older(RELEASED[-1], place / "data", "")
    tannha("upgrade", "--without-backup", "--data", str(place / "data"), "--json")
    tannha("backup-key", str(place / "stick"), "--data", str(place / "data"))
    tannha("backup", str(place / "one.backup"), "--data", str(place / "data"), "--json")
    return place


def key_of(ward: Path) -> str:
    return str(ward / "stick" / "tannha-backup-private.pem")


def changed(address: str, **parts: object) -> str:
    split = urlsplit(address)
    user, word = parts.get("user", split.username), parts.get("word", split.password)
    host = f"{user}:{word}@{parts.get('host', split.hostname)}:{parts.get('port', split.port)}"
    return urlunsplit((split.scheme, host, str(parts.get("path", split.path)), "", ""))


def said(*words: str) -> str:
    return str(tannha(*words, expect=2)["said"])


def test_a_backup_comes_back_on_either_engine_row_by_row(ward: Path, database: str, tmp_path: Path) -> None:
    there = rows_of(ward / "data")
    assert sum(map(len, there.values())) > 900
    words = ("restore", str(ward / "one.backup"), "--key", key_of(ward), "--json")
    tannha(*words, "--data", str(tmp_path / "file"))
    assert rows_of(tmp_path / "file") == there
    tannha(*words, "--data", str(tmp_path / "shared"), "--database", database)
    assert rows_of(tmp_path / "shared") == there
    assert not (tmp_path / "shared" / "store.sqlite3").exists()
    tannha("backup-key", str(tmp_path / "stick"), "--data", str(tmp_path / "shared"))
    tannha("backup", str(tmp_path / "two.backup"), "--data", str(tmp_path / "shared"), "--json")
    key = str(tmp_path / "stick" / "tannha-backup-private.pem")
    tannha("restore", str(tmp_path / "two.backup"), "--key", key, "--data", str(tmp_path / "back"), "--json")
    assert rows_of(tmp_path / "back") == there


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restore_killed_at_any_moment_can_be_run_again(ward: Path, engine: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    with store_of(engine) as database:
        words = ["restore", str(ward / "one.backup"), "--key", key_of(ward), "--data", str(tmp_path / "back")]
        words += ["--database", database] if database else []
        for _ in range(4):
            child = subprocess.Popen(
                [sys.executable, "-m", "tannha.cli", *words],
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(chance.uniform(0.5, 3.0))
            child.send_signal(signal.SIGKILL)
            child.wait()
            if (tmp_path / "back").exists():
                break
        if not (tmp_path / "back").exists():
            tannha(*words, "--json")
        assert rows_of(tmp_path / "back") == rows_of(ward / "data")
        assert not (tmp_path / "back.restoring").exists()


def test_every_command_uses_the_database_that_was_named_once(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    tannha("use-database", database, "--data", str(folder), "--json")
    assert (folder / "database").stat().st_mode & 0o077 == 0
    words = ["make-account", "hoa", "--role", "supervisor", "--name", "Hoa", "--data", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words],
        input="bốn từ dễ nhớ\n",
        env=environment(),
        text=True,
        capture_output=True,
        check=True,
    )
    assert tannha("verify-journal", "--data", str(folder), "--json")["entries"] == 1
    assert not (folder / "store.sqlite3").exists()
    assert "backup" in said("use-database", "--embedded", "--data", str(folder))
    assert "another folder" in said("use-database", database, "--data", str(tmp_path / "other"))
    tannha("use-database", database, "--data", str(folder), "--json")


def test_an_address_that_does_not_serve_is_refused_in_one_sentence(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for address, word in (
        (changed(database, word="wrong"), "password"),
        (changed(database, port=1), "does not answer"),
        (changed(database, host="nowhere.invalid"), "does not answer"),
        (changed(database, path="/nothing_here"), "no database"),
        ("mysql://a:b@localhost/x", "no address"),
        ("postgresql://a:b@localhost", "no address"),
        ("postgresql://a:b@localhost:abc/x", "no address"),
    ):
        text = said("use-database", address, "--data", str(folder))
        assert word in text and len(text.splitlines()) == 1, text
        assert "wrong@" not in text
        assert not (folder / "database").exists()


def test_data_in_the_folder_are_never_left_behind(ward: Path, database: str) -> None:
    text = said("use-database", database, "--data", str(ward / "data"))
    assert "restore" in text and (ward / "data" / "store.sqlite3").exists()


def test_a_database_that_went_away_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "database").write_text("postgresql://a:b@127.0.0.1:1/gone\n")
    text = said("verify-journal", "--data", str(folder))
    assert "does not answer" in text and len(text.splitlines()) == 1
