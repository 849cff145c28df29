"""One setting says where a folder's data lie: in its embedded store or in a PostgreSQL. Knows no Django.

The setting changes only while neither side holds data that would be left behind; data themselves travel as a backup
that is restored on the other side.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from tannha.ground import vault
from tannha.ground.data_folder import DataFolder
from tannha.ground.store import engines, reach

OLDEST_POSTGRESQL = 14
_FILLED = ("ground_user", "ground_journalentry", "roll_resident")


class CannotMove(Exception):
    """Why the setting stays; the text is one sentence a language."""

    def __init__(self, english: str, vietnamese: str) -> None:
        """Keeps both sentences."""
        super().__init__(english)
        self.sentences = (english, vietnamese)


def holds_data(store: Path) -> bool:
    """Whether an embedded store holds more than empty tables. Raises CannotMove where it cannot be read."""
    if not store.exists():
        return False
    if engines.has_fixed_sqlite():
        from sqlcipher3 import dbapi2 as driver
    else:
        import sqlite3 as driver
    try:
        connection = driver.connect(str(store), timeout=5)
        try:
            tables = {
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            }
            return any(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
                for table in _FILLED
                if table in tables
            )
        finally:
            connection.close()
    except driver.Error as error:
        raise CannotMove(*reach.why_closed(error, None)) from error


def look_at(address: str) -> dict[str, Any]:
    """What a PostgreSQL is like: version, encoding, durability, whether our tables and data lie there, whose keys fit.

    Raises CannotMove where the address is none, or it does not answer.
    """
    try:
        options = engines.postgresql(address)
        import psycopg
    except ValueError as error:
        raise CannotMove(
            "This is no address of a database. It has the form postgresql://user:password@host:port/name.",
            "Đây không phải địa chỉ cơ sở dữ liệu. Địa chỉ có dạng postgresql://tên:mật_khẩu@máy:cổng/cơ_sở.",
        ) from error
    except ImportError as error:
        raise CannotMove(
            "The driver for PostgreSQL is not installed. Install the extra [postgres], or start with ./tannha.",
            "Chưa cài trình điều khiển PostgreSQL. Hãy cài phần [postgres], hoặc chạy bằng ./tannha.",
        ) from error
    try:
        with psycopg.connect(
            host=options["HOST"] or None,
            port=options["PORT"] or None,
            dbname=options["NAME"],
            user=options["USER"] or None,
            password=options["PASSWORD"] or None,
            **options["OPTIONS"],
        ) as connection:
            return _seen(connection)
    except psycopg.Error as error:
        raise CannotMove(*reach.why_closed(error, address)) from error


def _seen(connection: Any) -> dict[str, Any]:
    def ask(question: str) -> Any:
        row = connection.execute(question).fetchone()
        return row[0] if row else None

    present = [table for table in _FILLED if ask(f"SELECT to_regclass('{table}')") is not None]
    sealed = None
    if "ground_user" in present:
        sealed = ask("SELECT totp_kept FROM ground_user WHERE totp_kept IS NOT NULL LIMIT 1")
    return {
        "version": connection.info.server_version // 10000,
        "encoding": ask("SHOW server_encoding"),
        "durable": ask("SHOW fsync") == "on" and ask("SHOW full_page_writes") == "on",
        "may_create": bool(ask("SELECT has_schema_privilege(current_schema(), 'CREATE')")),
        "has_tables": bool(present),
        "holds_data": any(ask(f"SELECT EXISTS (SELECT 1 FROM {table})") for table in present),
        "fits_keys": _opens(bytes(sealed)) if sealed is not None else None,
    }


def _opens(sealed: bytes) -> bool:
    try:
        vault.reveal(sealed)
    except vault.CannotOpen:
        return False
    return True


def use_shared(folder: DataFolder, address: str) -> dict[str, Any]:
    """Write the setting: from now on the folder's data lie at this address. Gives what was seen there.

    Raises CannotMove: data in the embedded store, no answer, too old, another encoding, no right to make tables, or
    data of another folder.
    """
    seen = look_at(address)
    place = reach.place_of(address)
    if holds_data(folder.store):
        raise CannotMove(
            "This folder's data lie in its own store. Make a backup, then restore it into a new folder: "
            "tannha restore FILE --key KEY --data NEW --database ADDRESS.",
            "Dữ liệu của thư mục này nằm trong kho riêng. Hãy sao lưu, rồi phục hồi vào thư mục mới: "
            "tannha restore TỆP --key KHOÁ --data MỚI --database ĐỊA_CHỈ.",
        )
    if seen["version"] < OLDEST_POSTGRESQL:
        raise CannotMove(
            f"PostgreSQL at {place} is version {seen['version']}. Install {OLDEST_POSTGRESQL} or later.",
            f"PostgreSQL tại {place} là phiên bản {seen['version']}. Hãy cài {OLDEST_POSTGRESQL} trở lên.",
        )
    if seen["encoding"] != "UTF8":
        raise CannotMove(
            f"The database at {place} keeps letters as {seen['encoding']}. Make it with ENCODING 'UTF8'.",
            f"Cơ sở dữ liệu tại {place} lưu chữ theo {seen['encoding']}. Hãy lập lại với ENCODING 'UTF8'.",
        )
    if not seen["may_create"]:
        raise CannotMove(
            f"This user may not make tables at {place}. Make the user the owner of the database.",
            f"Người dùng này không được tạo bảng tại {place}. Hãy cho làm chủ cơ sở dữ liệu.",
        )
    if seen["holds_data"] and seen["fits_keys"] is not True:
        raise CannotMove(
            f"The database at {place} holds data of another folder. Name an empty database.",
            f"Cơ sở dữ liệu tại {place} chứa dữ liệu của thư mục khác. Hãy nêu cơ sở dữ liệu trống.",
        )
    write_address(folder, address)
    for suffix in ("", "-wal", "-shm"):
        folder.store.with_name(folder.store.name + suffix).unlink(missing_ok=True)
    return seen


def use_embedded(folder: DataFolder) -> None:
    """Take the setting back: the data lie in the folder again. Raises CannotMove where data lie at the address."""
    path = engines.address_file(folder)
    address = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if not address:
        return
    if look_at(address)["holds_data"]:
        raise CannotMove(
            "The shared store holds this folder's data. Make a backup, then restore it into a new folder: "
            "tannha restore FILE --key KEY --data NEW.",
            "Kho chung đang chứa dữ liệu của thư mục này. Hãy sao lưu, rồi phục hồi vào thư mục mới: "
            "tannha restore TỆP --key KHOÁ --data MỚI.",
        )
    path.unlink()


def write_address(folder: DataFolder, address: str) -> None:
    """Keep the address, readable by the owner only, whole or not at all."""
    path = engines.address_file(folder)
    aside = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError):
        aside.unlink()
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, address.encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    aside.replace(path)
