"""`tannha doctor`, `use-database`, `upgrade`, `systemd-unit`: what the person needs who keeps the machine."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tannha.ground.command import (
    DataOption,
    JsonOption,
    Stopped,
    answer,
    choose_folder,
    command,
    say,
    told,
)
from tannha.ground.data_folder import VARIABLE, DataFolder
from tannha.ground.store import engines, reach

if TYPE_CHECKING:
    from tannha.office.upgrading import CannotUpgrade, Tried

_SHAPES = {"good": "✓", "look": "!", "wrong": "✗"}


def register(app: typer.Typer) -> None:
    """Offer the commands to the root."""
    app.command("doctor")(doctor)
    app.command("use-database")(use_database)
    app.command("upgrade")(upgrade)
    app.command("systemd-unit")(systemd_unit)


@command
def doctor(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the program is served.")] = 8310,
    full: Annotated[bool, typer.Option("--full", help="Walk the whole journal and every page.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say what is wrong with a folder and what to do next; exit 1 where something is. Changes nothing."""
    from tannha.ground import clock
    from tannha.office.doctor import examine

    if data is not None:
        os.environ[VARIABLE] = str(data.expanduser().resolve())
    findings = examine(DataFolder.current(), now=clock.now(), port=port, full=full)
    bad = [finding for finding in findings if finding.state.value == "wrong"]
    result = {
        "ok": not bad,
        "findings": [
            {
                "name": finding.name,
                "state": finding.state.value,
                "says": finding.says,
                "next_step": finding.next_step,
            }
            for finding in findings
        ],
    }
    lines = [
        f"{_SHAPES[finding.state.value]} {finding.says}"
        + (f"\n  → {finding.next_step}" if finding.next_step else "")
        for finding in findings
    ]
    lines.append(
        told(f"Wrong: {len(bad)}.", f"Có {len(bad)} điều không ổn.")
        if bad
        else told("Nothing is wrong.", "Không có gì sai.")
    )
    answer(result, as_json=as_json, text="\n".join(lines))
    return 1 if bad else 0


@command
def use_database(
    address: Annotated[
        str | None,
        typer.Argument(
            help="postgresql://user:password@host:port/name; read from standard input if left out."
        ),
    ] = None,
    embedded: Annotated[bool, typer.Option("--embedded", help="Back to the folder's own store.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say once where a folder's data lie: every command then uses that PostgreSQL."""
    from tannha.office import moving

    folder = _stopped_folder(data)
    if engines.ADDRESS_VARIABLE in os.environ:
        raise Stopped(
            told(
                f"{engines.ADDRESS_VARIABLE} is set here and wins over the folder's setting. Unset it first.",
                f"{engines.ADDRESS_VARIABLE} đang được đặt và thắng thiết đặt của thư mục. Hãy bỏ nó trước.",
            )
        )
    try:
        if embedded:
            moving.use_embedded(folder)
            answer(
                {"database": None},
                as_json=as_json,
                text=told("The folder uses its own store.", "Thư mục dùng kho riêng."),
            )
            return 0
        given = address if address is not None else _typed_address()
        seen = moving.use_shared(folder, given)
    except moving.CannotMove as error:
        raise Stopped(told(*error.sentences)) from error
    place = reach.place_of(given)
    text = told(
        f"This folder's data lie in PostgreSQL {seen['version']} at {place} from now on.",
        f"Từ nay dữ liệu của thư mục nằm trong PostgreSQL {seen['version']} tại {place}.",
    )
    answer({"database": place, "version": seen["version"]}, as_json=as_json, text=text)
    return 0


def _typed_address() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(told("Address (not shown): ", "Địa chỉ (không hiện): ")).strip()
    return sys.stdin.readline().strip()


def _stopped_folder(data: Path | None) -> DataFolder:
    """The folder, held until this process ends; refused while a program serves it."""
    folder = choose_folder(data)
    hold = folder.hold()
    if hold is None:
        raise Stopped(
            told(
                f"The program is running on {folder.path}. Stop it first.",
                f"Chương trình đang chạy trên {folder.path}. Hãy dừng nó trước.",
            )
        )
    _held.append(hold)
    return folder


_held: list[Any] = []


@command
def upgrade(
    check: Annotated[bool, typer.Option("--check", help="Only try it on a copy and tell.")] = False,
    without_backup: Annotated[
        bool, typer.Option("--without-backup", help="Go on although there is no backup of the last day.")
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring a folder's data to this version, tried on a copy first. With --check: exit 1 where something stands in the
    way."""
    folder = _existing(data)
    if not check:
        folder = _stopped_folder(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django

    django.setup()
    from tannha.office import upgrading

    try:
        waiting = upgrading.waiting()
        obstacles = _obstacles(folder, without_backup, upgrading.room_needed(folder)) if waiting else []
        if waiting and not check and obstacles:
            raise Stopped(obstacles[0])
        began = time.monotonic()
        tried = None
        if waiting:
            say(told("The copy is being tried.", "Đang thử trên bản sao."))
            tried = upgrading.try_out(folder) if check else upgrading.upgrade(folder)
    except upgrading.CannotUpgrade as error:
        if not check:
            raise Stopped(_why_not(error)) from error
        answer({"ok": False, "why": error.why, "detail": error.detail}, as_json=as_json, text=_why_not(error))
        return 1
    result = {
        "waiting": waiting,
        "done": bool(waiting) and not check,
        "tried": tried is not None,
        "rows": tried.rows if tried else None,
        "journal_entries": tried.journal_entries if tried else None,
        "migration_seconds": round(tried.seconds, 2) if tried else None,
        "seconds": round(time.monotonic() - began, 2),
        "in_the_way": obstacles,
        "ok": not obstacles,
    }
    answer(result, as_json=as_json, text="\n".join(_told_upgrade(waiting, tried, obstacles, check)))
    return 1 if check and obstacles else 0


def _existing(data: Path | None) -> DataFolder:
    if data is not None:
        os.environ[VARIABLE] = str(data.expanduser().resolve())
    folder = DataFolder.current()
    if not folder.path.is_dir() or (engines.address_in_force() is None and not folder.store.exists()):
        raise Stopped(
            told(
                f"There are no data in {folder.path}. Name the ward's folder with --data DIR.",
                f"Không có dữ liệu trong {folder.path}. Hãy nêu thư mục của phường bằng --data DIR.",
            )
        )
    return folder


def _obstacles(folder: DataFolder, without_backup: bool, room: int) -> list[str]:
    """What stands in the way: no fresh backup, no room, a program that still runs."""
    import shutil
    from datetime import timedelta

    from tannha.ground import clock
    from tannha.office.backups.proof import newest_backup
    from tannha.office.doctor.folder import is_served

    found = []
    made = newest_backup()
    fresh = made is not None and clock.now() - made["made_at"] <= timedelta(hours=24)
    if not fresh and not without_backup:
        found.append(
            told(
                "There is no backup of the last 24 hours. Make one with the version that made the data, or say "
                "--without-backup.",
                "Chưa có bản sao lưu trong 24 giờ qua. Hãy sao lưu bằng phiên bản đã ghi dữ liệu, hoặc nêu "
                "--without-backup.",
            )
        )
    free = shutil.disk_usage(folder.path).free
    if free < room:
        found.append(
            told(
                f"The disk has {free >> 20} MiB free and {room >> 20} MiB are needed. Make room first.",
                f"Đĩa còn {free >> 20} MiB mà cần {room >> 20} MiB. Hãy dọn chỗ trước.",
            )
        )
    if not _held and is_served(folder):
        found.append(
            told(
                "The program is still running. Stop it first.",
                "Chương trình còn đang chạy. Hãy dừng nó trước.",
            )
        )
    return found


def _told_upgrade(waiting: list[str], tried: Tried | None, obstacles: list[str], check: bool) -> list[str]:
    if not waiting:
        return [
            told(
                "The data fit this version; nothing is to be done.",
                "Dữ liệu khớp phiên bản này; không cần làm gì.",
            )
        ]
    lines = [told(f"{len(waiting)} changes of the tables:", f"{len(waiting)} thay đổi bảng:")]
    lines += [f"  {name}" for name in waiting]
    if tried is None:
        lines.append(
            told(
                "They could not be tried: this user may not make a trial database.",
                "Không thử được: người dùng này không được lập cơ sở dữ liệu thử.",
            )
        )
    else:
        on = ("on a copy", "trên bản sao") if check else ("for good", "chính thức")
        lines.append(
            told(
                f"Done {on[0]} in {tried.seconds:.1f} s: {tried.rows} rows, {tried.journal_entries} journal "
                "entries, nothing is missing and the chain holds.",
                f"Đã làm {on[1]} trong {tried.seconds:.1f} giây: {tried.rows} dòng, {tried.journal_entries} mục "
                "nhật ký, không mất gì và chuỗi nguyên vẹn.",
            )
        )
    return lines + obstacles


def _why_not(error: CannotUpgrade) -> str:
    sentences = {
        "newer": (
            f"A newer version of the program has worked on these data ({error.detail}). Install that version.",
            f"Phiên bản mới hơn đã dùng dữ liệu này ({error.detail}). Hãy cài phiên bản đó.",
        ),
        "lost": (
            f"On the copy rows were missing afterwards ({error.detail}). Nothing was changed; report it.",
            f"Trên bản sao bị thiếu dòng ({error.detail}). Chưa đổi gì; hãy báo lại.",
        ),
        "chain": (
            f"On the copy the journal did not hold ({error.detail}). Nothing was changed; run tannha verify-journal.",
            f"Trên bản sao nhật ký không nguyên vẹn ({error.detail}). Chưa đổi gì; hãy chạy tannha verify-journal.",
        ),
        "damaged": (
            f"The store is damaged ({error.detail}). Restore the last backup into a new folder.",
            f"Kho dữ liệu bị hỏng ({error.detail}). Hãy phục hồi bản sao lưu gần nhất vào thư mục mới.",
        ),
        "failed": (
            f"A change of the tables failed ({error.detail}). Keep the folder as it is and report it.",
            f"Một thay đổi bảng không thành ({error.detail}). Hãy giữ nguyên thư mục và báo lại.",
        ),
    }
    return told(*sentences[error.why])


@command
def systemd_unit(
    what: Annotated[str, typer.Argument(help="serve, backup, prove or search.")] = "serve",
    user: Annotated[str, typer.Option(help="The operating system's user who runs it.")] = "tannha",
    port: Annotated[int, typer.Option(min=1, max=65534, help="For serve: where to listen.")] = 8310,
    bind: Annotated[str, typer.Option(help="For serve: the address to listen at.")] = "0.0.0.0",
    host_name: Annotated[list[str] | None, typer.Option(help="For serve: a name of this machine.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="For serve: the office's own certificate.")] = None,
    key: Annotated[
        Path | None, typer.Option(help="For serve: its key. For prove: the private backup key.")
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="For backup and prove: where backups lie.")] = None,
    reports: Annotated[Path | None, typer.Option(help="For prove: where the signed reports go.")] = None,
    at: Annotated[str, typer.Option(help="For backup, prove and search: when, as HH:MM.")] = "02:30",
    into: Annotated[Path | None, typer.Option(help="Write the files into this folder.")] = None,
    data: DataOption = None,
) -> int:
    """Print systemd units that serve the ward, or every night back it up, prove its backups, search its plans."""
    from tannha.office import units

    if data is not None:
        os.environ[VARIABLE] = str(data.expanduser().resolve())
    place = DataFolder.current().path
    try:
        if what == "serve":
            words = units.Serving(
                port=port, bind=bind, host_names=tuple(host_name or ()), certificate=certificate, key=key
            )
            files = units.serve(place, user=user, words=words)
        elif what == "backup" and folder is not None:
            files = units.backup(place, user=user, target=folder, at=at)
        elif what == "prove" and folder is not None and key is not None and reports is not None:
            files = units.prove(user=user, backups=folder, key=key, reports=reports, at=at)
        elif what == "search":
            files = units.search(place, user=user, at=at)
        else:
            raise Stopped(
                told(
                    "Name serve or search; or backup with --folder; or prove with --folder, --key and --reports.",
                    "Hãy nêu serve hoặc search; hoặc backup kèm --folder; hoặc prove kèm --folder, --key và --reports.",
                )
            )
    except ValueError as error:
        raise Stopped(
            told(f"This cannot stand in a unit: {error}.", f"Không ghi được vào tệp dịch vụ: {error}.")
        ) from error
    for name, text in files.items():
        if into is not None:
            (into / name).write_text(text, encoding="utf-8")
            say(told(f"Written: {into / name}", f"Đã ghi: {into / name}"))
        else:
            print(f"# {name}\n{text}")
    return 0
