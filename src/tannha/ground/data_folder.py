"""The data folder: where one ward's store, keys and lock lie. Knows no Django.

DIR/store.sqlite3   the embedded store (absent where a PostgreSQL address is set)
DIR/database        the address of the shared store, where there is one
DIR/keys/           key files of the default holder, readable by the owner only
DIR/lock            held by the one server that may use the folder
DIR/demo.json       only in a folder of the invented ward
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

VARIABLE = "TANNHA_DATA"


def default_folder() -> Path:
    """Where data goes when nobody names a folder: under the user's data home (XDG Base Directory)."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "tannha"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One data folder; making the object touches nothing."""

    path: Path

    @classmethod
    def current(cls) -> DataFolder:
        """The folder this process works on."""
        named = os.environ.get(VARIABLE)
        return cls(Path(named) if named else default_folder())

    @property
    def store(self) -> Path:
        """The embedded store's file."""
        return self.path / "store.sqlite3"

    @property
    def keys(self) -> Path:
        """The folder of key files."""
        return self.path / "keys"

    @property
    def demo_mark(self) -> Path:
        """Present only in a folder of the invented ward."""
        return self.path / "demo.json"

    @property
    def is_demo(self) -> bool:
        """Whether this folder holds the invented ward."""
        return self.demo_mark.exists()

    def make(self) -> None:
        """Make what is missing, readable by the owner only. Raises OSError where that cannot be."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.keys.mkdir(exist_ok=True, mode=0o700)

    def hold(self) -> IO[str] | None:
        """Take the folder for one server; None while another holds it. Keep the file open to keep the hold."""
        handle = (self.path / "lock").open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return None
        os.set_inheritable(handle.fileno(), False)
        return handle
