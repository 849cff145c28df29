"""A stamp in the data folder: which migrations its store has seen, so that a later start need not look. No Django."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from tannha.ground.data_folder import DataFolder
from tannha.ground.store.engines import address_in_force

_PACKAGE = Path(__file__).resolve().parents[2]


def is_prepared() -> bool:
    """Whether the folder's store was made ready by this very program and still stands where it stood."""
    folder = DataFolder.current()
    try:
        address = address_in_force()
        return (address is not None or folder.store.exists()) and _path(folder).read_text() == _digest()
    except OSError:
        return False


def write() -> None:
    """Say that the store is ready for this program."""
    _path(DataFolder.current()).write_text(_digest())


def _path(folder: DataFolder) -> Path:
    return folder.path / "prepared"


def _digest() -> str:
    digest = hashlib.sha256((address_in_force() or "").encode())
    digest.update(f"{version('django')} {version('django-tasks-db')}".encode())
    for file in sorted(_PACKAGE.glob("*/migrations/*.py")):
        digest.update(file.relative_to(_PACKAGE).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
