"""`tannha backup-key`, `backup`, `restore`: safe copies, and the proof that they come back."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tannha.ground.command import (
    DataOption,
    JsonOption,
    Stopped,
    answer,
    choose_folder,
    command,
    opened,
    say,
    told,
)
from tannha.ground.data_folder import DataFolder
from tannha.ground.store.engines import ADDRESS_VARIABLE

if TYPE_CHECKING:
    from tannha.office.backups.restore import Restored

PROVING = "tannha-prove-"
_WHY_NOT = {
    "not_empty": ("That place is not empty.", "Nơi đó không trống."),
    "newer": ("The backup comes from a newer version of the program.", "Bản sao lưu từ phiên bản mới hơn."),
    "cut": ("The backup is cut off or damaged.", "Bản sao lưu bị cụt hoặc hỏng."),
    "counts": ("The backup's counts do not add up.", "Số đếm trong bản sao lưu không khớp."),
    "chain": ("The restored journal does not hold together.", "Nhật ký phục hồi không nguyên vẹn."),
    "not_ours": ("This is no backup of this program.", "Đây không phải bản sao lưu của chương trình này."),
}


def register(app: typer.Typer) -> None:
    """Offer the commands to the root."""
    app.command("backup-key")(backup_key)
    app.command("backup")(backup)
    app.command("restore")(restore)


@command
def backup_key(
    folder: Annotated[Path, typer.Argument(help="Where the key pair is written, for example a USB stick.")],
    data: DataOption = None,
) -> int:
    """Make the key pair of backups: the private half leaves this machine, the public half stays with the data."""
    from tannha.ground.vault.streams import new_key_pair

    data_folder = choose_folder(data)
    private_path = folder / "tannha-backup-private.pem"
    if private_path.exists():
        raise Stopped(told(f"{private_path} exists already.", f"Đã có sẵn {private_path}."))
    private, public = new_key_pair()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(private_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, private)
        os.fsync(handle)
        os.close(handle)
    except OSError as error:
        raise Stopped(
            told(
                f"{folder} cannot be written ({error.strerror}).",
                f"Không ghi được {folder} ({error.strerror}).",
            )
        ) from error
    (data_folder.path / "backup-key.pem").write_bytes(public)
    say(
        told(
            f"Carry {private_path} away from this machine. Without it no backup opens.",
            f"Mang {private_path} rời khỏi máy này. Thiếu nó thì không bản sao lưu nào mở được.",
        )
    )
    return 0


@command
def backup(
    target: Annotated[Path, typer.Argument(help="The backup's file, or a folder that gets a dated file.")],
    keep: Annotated[
        int | None, typer.Option(min=2, help="For a folder: keep so many backups, remove older ones.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a sealed backup while the program runs."""
    with opened(data) as console:
        from tannha.office.backups.dated import thin_out
        from tannha.office.backups.make import make_backup
        from tannha.office.backups.proof import note_backup, public_key_path

        try:
            recipient = public_key_path().read_bytes()
        except OSError as error:
            raise Stopped(
                told(
                    "There is no backup key yet. Make one with `tannha backup-key FOLDER`.",
                    "Chưa có khoá sao lưu. Lập bằng `tannha backup-key THƯ_MỤC`.",
                )
            ) from error
        path = target / f"tannha-{console.now:%Y%m%d-%H%M%S}.backup" if target.is_dir() else target
        began = time.monotonic()
        try:
            made = make_backup(path, recipient, now=console.now, progress=_tell)
        except OSError as error:
            raise Stopped(
                told(
                    f"{path} cannot be written ({error.strerror}).",
                    f"Không ghi được {path} ({error.strerror}).",
                )
            ) from error
        note_backup(console.now, made.bytes, made.rows)
        removed = thin_out(target, keep) if keep is not None and target.is_dir() else 0
        result = {
            "file": str(made.path),
            "rows": made.rows,
            "bytes": made.bytes,
            "journal_entries": made.journal_entries,
            "removed": removed,
            "seconds": round(time.monotonic() - began, 2),
        }
        text = told(f"{made.path}: {made.rows} rows.", f"{made.path}: {made.rows} dòng.")
        answer(result, as_json=as_json, text=text)
    return 0


@command
def restore(
    source: Annotated[
        Path, typer.Argument(help="The backup's file; with --prove also a folder, for its newest one.")
    ],
    key: Annotated[Path, typer.Option(help="The private backup key.")],
    prove: Annotated[
        bool, typer.Option("--prove", help="Restore into an empty place, check, throw away.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="With --prove: where the signed result goes.")] = None,
    database: Annotated[
        str | None, typer.Option(help="Restore into this PostgreSQL; the new folder then uses it.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Restore a backup into a new folder, or prove that it can be restored."""
    began = time.monotonic()
    try:
        key_pem = key.read_bytes()
    except OSError as error:
        raise Stopped(told(f"The key {key} cannot be read.", f"Không đọc được khoá {key}.")) from error
    if source.is_dir():
        from tannha.office.backups.dated import newest_in

        found = newest_in(source) if prove else None
        if found is None:
            raise Stopped(
                told(
                    f"{source} holds no backup to prove.", f"{source} không có bản sao lưu nào để chứng minh."
                )
            )
        source = found
    if prove:
        os.environ.pop(ADDRESS_VARIABLE, None)
        _sweep_proofs()
        with tempfile.TemporaryDirectory(prefix=f"{PROVING}{os.getpid()}-") as place:
            restored = _restore_into(Path(place) / "data", source, key_pem)
        from tannha.ground import clock
        from tannha.office.backups.proof import write_proof

        write_proof(
            report or source.with_name(source.name + ".proof.json"),
            source,
            restored,
            key_pem,
            now=clock.now(),
        )
    else:
        target = data.expanduser().resolve() if data else DataFolder.current().path
        if target.exists() and any(target.iterdir()):
            raise Stopped(_sentence("not_empty"))
        restored = _whole_or_nothing(target, lambda place: _restore_into(place, source, key_pem, database))
    result = {
        "rows": restored.rows,
        "journal_entries": restored.journal_entries,
        "journal_head": restored.journal_head,
        "made_at": restored.made_at,
        "proved": prove,
        "seconds": round(time.monotonic() - began, 2),
    }
    text = told(
        f"{restored.rows} rows came back, the journal holds.",
        f"{restored.rows} dòng trở lại, nhật ký nguyên vẹn.",
    )
    answer(result, as_json=as_json, text=text)
    return 0


def _sweep_proofs() -> None:
    """Clear away what our own killed proofs left: whole wards, in the open for whoever is root."""
    for left in Path(tempfile.gettempdir()).glob(f"{PROVING}*-*"):
        process = left.name.removeprefix(PROVING).split("-")[0]
        with suppress(OSError):
            if left.stat().st_uid == os.geteuid() and not Path("/proc", process).exists():
                shutil.rmtree(left, ignore_errors=True)


def _whole_or_nothing(target: Path, fill: Callable[[Path], Restored]) -> Restored:
    """Fill a folder beside the target and move it into place at the end; a leftover of a killed try goes first."""
    aside = target.with_name(target.name + ".restoring")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        restored = fill(aside)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    if target.exists():
        target.rmdir()
    aside.rename(target)
    return restored


def _restore_into(place: Path, source: Path, key_pem: bytes, database: str | None = None) -> Restored:
    folder = choose_folder(place)
    if database is not None:
        _point_at(folder, database)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django

    django.setup()
    from django.conf import settings

    if settings.DATA.path != folder.path:
        raise RuntimeError("another folder was chosen before")
    from tannha.ground.vault import CannotOpen
    from tannha.office.backups.restore import CannotRestore, restore_file

    try:
        return restore_file(source, key_pem, progress=_tell)
    except CannotRestore as error:
        raise Stopped(_sentence(error.why)) from error
    except CannotOpen as error:
        raise Stopped(
            told(
                "This key does not open this backup, or the file was changed.",
                "Khoá không mở được bản này, hoặc tệp đã bị đổi.",
            )
        ) from error
    except OSError as error:
        raise Stopped(told(f"{source} cannot be read.", f"Không đọc được {source}.")) from error
    except ValueError as error:
        raise Stopped(
            told("The key file holds no backup key.", "Tệp khoá không chứa khoá sao lưu.")
        ) from error


def _point_at(folder: DataFolder, database: str) -> None:
    """Let the new folder use an empty PostgreSQL; refuses with one sentence."""
    from tannha.office import moving

    os.environ.pop(ADDRESS_VARIABLE, None)
    try:
        moving.use_shared(folder, database)
    except moving.CannotMove as error:
        raise Stopped(told(*error.sentences)) from error


def _sentence(why: str) -> str:
    return told(*_WHY_NOT[why]) + told(
        " Name an empty folder with --data, or another file.",
        " Hãy nêu thư mục trống bằng --data, hoặc tệp khác.",
    )


def _tell(label: str, count: int) -> None:
    if count:
        say(f"  {label}: {count}")
