"""The doctor's look at the data folder: rights, keys, disk, who serves it, leftovers, certificate, backups."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from tannha.ground.certificates import standing_of
from tannha.ground.data_folder import DataFolder
from tannha.ground.machine import names_of_this_machine
from tannha.ground.store import engines
from tannha.office.backups import proof
from tannha.office.doctor.findings import Finding, good, look, wrong

GIB = 1 << 30
LEAST_FREE = GIB // 5
ENOUGH_FREE = 2 * GIB
KEYS_OF_A_USED_FOLDER = ("server.key", "server.session")
BACKUP_HOURS = 24
PROOF_HOURS = 48
CERTIFICATE_DAYS = 14


def rights(folder: DataFolder) -> Iterator[Finding]:
    """The folder is there, ours, and nobody else can read it."""
    path = folder.path
    try:
        seen = path.stat()
    except OSError as error:
        says = (
            (f"There is no folder {path}.", f"Không có thư mục {path}.")
            if error.errno == errno.ENOENT
            else (
                f"The folder {path} cannot be reached ({error.strerror}).",
                f"Không vào được thư mục {path} ({error.strerror}).",
            )
        )
        yield wrong(
            "folder",
            says,
            (
                "Name the ward's folder with --data DIR, or begin a new one with tannha serve --data DIR.",
                "Hãy nêu thư mục của phường bằng --data DIR, hoặc lập mới bằng tannha serve --data DIR.",
            ),
        )
        return
    if not path.is_dir():
        yield wrong(
            "folder",
            (f"{path} is a file, not a folder.", f"{path} là tệp, không phải thư mục."),
            ("Name a folder with --data DIR.", "Hãy nêu một thư mục bằng --data DIR."),
        )
        return
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        yield wrong(
            "folder",
            (
                f"You may not read and write the folder {path}.",
                f"Bạn không được đọc và ghi thư mục {path}.",
            ),
            (
                "Run this as the user who runs the program, or give the folder to yourself (chown -R).",
                "Hãy chạy bằng người dùng chạy chương trình, hoặc giao thư mục cho mình (chown -R).",
            ),
        )
        return
    strangers = [part for part in _secret(folder) if part.stat().st_mode & 0o077]
    if strangers:
        names = ", ".join(part.name for part in strangers[:5])
        yield wrong(
            "rights",
            (
                f"Others on this machine can reach: {names}.",
                f"Người khác trên máy này với tới được: {names}.",
            ),
            (f"Run: chmod -R go= {path}", f"Hãy chạy: chmod -R go= {path}"),
        )
    else:
        yield good(
            "rights", ("Only the owner reads the folder.", "Chỉ chủ thư mục đọc được dữ liệu trong đó.")
        )
    if seen.st_uid != os.geteuid():
        yield look(
            "owner",
            (
                "The folder belongs to another user of this machine.",
                "Thư mục thuộc người dùng khác của máy này.",
            ),
            (
                "Run the program and this check as the folder's owner.",
                "Hãy chạy chương trình và lệnh này bằng chủ của thư mục.",
            ),
        )


def _secret(folder: DataFolder) -> list[Path]:
    """What nobody else may read: the folder stands before everything in it."""
    if not folder.path.stat().st_mode & 0o077:
        return []
    inside = [folder.keys, folder.store, engines.address_file(folder), *folder.keys.glob("*")]
    return [folder.path, *(part for part in inside if part.exists())]


def keys(folder: DataFolder) -> Iterator[Finding]:
    """A folder with data has its keys; without them one-time codes and packets stay shut."""
    used = folder.store.exists() or engines.address_file(folder).exists()
    lacking = [name for name in KEYS_OF_A_USED_FOLDER if not (folder.keys / name).is_file()]
    if used and lacking:
        yield wrong(
            "keys",
            (
                f"Keys are missing from {folder.keys}: {', '.join(lacking)}.",
                f"Thiếu khoá trong {folder.keys}: {', '.join(lacking)}.",
            ),
            (
                "Put the folder keys back as it was, or restore the last backup into a new folder: it brings its keys.",
                "Hãy trả lại thư mục keys như cũ, hoặc phục hồi bản sao lưu gần nhất vào thư mục mới: có kèm khoá.",
            ),
        )
    elif used:
        yield good("keys", ("The keys are there.", "Các khoá có đủ."))


def disk(folder: DataFolder) -> Iterator[Finding]:
    """Room for the store, a copy of it, and a day of work."""
    free = shutil.disk_usage(folder.path).free
    size = folder.store.stat().st_size if folder.store.exists() else 0
    room = (f"{free / GIB:.1f} GiB of disk are free.", f"Đĩa còn trống {free / GIB:.1f} GiB.")
    step = (
        "Make room on this disk, or move the folder to a larger one while the program is stopped.",
        "Hãy dọn chỗ trên đĩa này, hoặc chuyển thư mục sang đĩa lớn hơn khi chương trình đã dừng.",
    )
    if free < max(LEAST_FREE, size // 2):
        yield wrong("disk", room, step)
    elif free < max(ENOUGH_FREE, 3 * size):
        yield look("disk", room, step)
    else:
        yield good("disk", room)
    wal = folder.store.with_name(folder.store.name + "-wal")
    if wal.exists() and wal.stat().st_size > 64 << 20:
        yield look(
            "wal",
            (
                f"The store's write-ahead file has grown to {wal.stat().st_size >> 20} MiB.",
                f"Tệp ghi trước của kho đã lớn tới {wal.stat().st_size >> 20} MiB.",
            ),
            (
                "Stop the program and start it again at a quiet hour; that folds the file in.",
                "Hãy dừng rồi chạy lại chương trình vào giờ vắng; tệp sẽ được gộp vào kho.",
            ),
        )


def is_served(folder: DataFolder) -> bool:
    """Whether a program holds the folder right now."""
    try:
        with (folder.path / "lock").open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def running(folder: DataFolder, port: int) -> Iterator[Finding]:
    """Served, or ready to be: the port is free."""
    if is_served(folder):
        yield good(
            "running", ("The program is running on this folder.", "Chương trình đang chạy trên thư mục này.")
        )
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            yield wrong(
                "port",
                (
                    f"The program is not running here, and another one uses port {port}.",
                    f"Chương trình không chạy ở đây, mà cổng {port} đang có chương trình khác dùng.",
                ),
                (
                    f"Stop that one, or serve at another port: --port {port + 2}.",
                    f"Hãy dừng chương trình đó, hoặc phục vụ ở cổng khác: --port {port + 2}.",
                ),
            )
            return
    yield look(
        "running",
        ("The program is not running on this folder.", "Chương trình không chạy trên thư mục này."),
        (f"Start it: tannha serve --data {folder.path}", f"Hãy chạy: tannha serve --data {folder.path}"),
    )


def leftovers(folder: DataFolder) -> Iterator[Finding]:
    """Halves of a restore or an upgrade that was killed."""
    half = [
        path.name
        for path in (
            folder.path.with_name(folder.path.name + ".restoring"),
            folder.path / "trial",
            folder.store.with_name(folder.store.name + ".before-upgrade"),
        )
        if path.exists()
    ]
    if half:
        yield look(
            "leftovers",
            (
                f"A killed command left behind: {', '.join(half)}.",
                f"Lệnh bị ngắt đã để lại: {', '.join(half)}.",
            ),
            (
                "Run that command again, it clears them away; or remove them when the program works.",
                "Hãy chạy lại lệnh đó, lệnh sẽ tự dọn; hoặc xoá khi chương trình chạy tốt.",
            ),
        )


def certificate(folder: DataFolder, now: datetime) -> Iterator[Finding]:
    """The folder's own server certificate, if there is one: in time, and for this machine's names."""
    path = folder.keys / "tls-server.crt"
    if not path.exists():
        return
    found = standing_of(path)
    left = found.ends_at - now
    until = f"{found.ends_at:%d/%m/%Y}"
    renew = (
        "Stop the program and start it again; it renews its own certificate, and phones need nothing new.",
        "Hãy dừng rồi chạy lại chương trình; chứng chỉ tự gia hạn, điện thoại không phải làm gì.",
    )
    if left < timedelta(0):
        yield wrong(
            "certificate", (f"The certificate ended on {until}.", f"Chứng chỉ hết hạn ngày {until}."), renew
        )
    elif left < timedelta(days=CERTIFICATE_DAYS):
        yield look(
            "certificate", (f"The certificate ends on {until}.", f"Chứng chỉ hết hạn ngày {until}."), renew
        )
    else:
        yield good(
            "certificate", (f"The certificate holds until {until}.", f"Chứng chỉ còn hạn đến {until}.")
        )
    strange = [name for name in names_of_this_machine() if name not in found.names]
    if strange:
        yield look(
            "host-name",
            (
                f"This machine is now called {', '.join(strange)}, and the certificate does not name it.",
                f"Máy này nay mang tên {', '.join(strange)}, chứng chỉ chưa ghi tên đó.",
            ),
            (
                "If phones use that name, stop the program and start it again; it makes a certificate for it.",
                "Nếu điện thoại dùng tên đó, hãy dừng rồi chạy lại; chương trình sẽ lập chứng chỉ mới.",
            ),
        )


def backups(folder: DataFolder, now: datetime) -> Iterator[Finding]:
    """A key, a backup of the last day, a restore proved in the last two days."""
    if not folder.store.exists() and not engines.address_file(folder).exists():
        return
    if not proof.public_key_path().exists():
        yield wrong(
            "backup-key",
            (
                "There is no backup key, so nothing is backed up.",
                "Chưa có khoá sao lưu nên chưa có gì được sao lưu.",
            ),
            (
                "Make one onto a stick: tannha backup-key STICK --data DIR.",
                "Hãy lập khoá vào USB: tannha backup-key USB --data DIR.",
            ),
        )
        return
    made, proved = proof.newest_backup(), proof.newest_proof()
    if made is None or now - made["made_at"] > timedelta(hours=BACKUP_HOURS):
        age = _age(now, made["made_at"]) if made else ("never", "chưa lần nào")
        yield wrong(
            "backup",
            (f"The last backup: {age[0]}.", f"Lần sao lưu gần nhất: {age[1]}."),
            (
                "Run tannha backup FOLDER --data DIR now, and every night by a timer.",
                "Hãy chạy tannha backup THƯ_MỤC --data DIR ngay, và hẹn giờ chạy mỗi đêm.",
            ),
        )
    else:
        age = _age(now, made["made_at"])
        yield good("backup", (f"The last backup: {age[0]}.", f"Lần sao lưu gần nhất: {age[1]}."))
    if proved is None or now - proved.proved_at > timedelta(hours=PROOF_HOURS):
        age = _age(now, proved.proved_at) if proved else ("never", "chưa lần nào")
        yield look(
            "proof",
            (f"A restore was last proved: {age[0]}.", f"Lần gần nhất chứng minh phục hồi được: {age[1]}."),
            (
                "Where the private key lies, run tannha restore FILE --key KEY --prove; put the report into proofs/.",
                "Ở nơi giữ khoá riêng, hãy chạy tannha restore TỆP --key KHOÁ --prove rồi đặt kết quả vào proofs/.",
            ),
        )
    else:
        age = _age(now, proved.proved_at)
        yield good(
            "proof",
            (f"A restore was last proved: {age[0]}.", f"Lần gần nhất chứng minh phục hồi được: {age[1]}."),
        )


def _age(now: datetime, then: datetime) -> tuple[str, str]:
    hours = int((now - then).total_seconds() // 3600)
    if hours < 0:
        return "in the future, so a clock is wrong", "ở tương lai, vậy có đồng hồ sai"
    if hours < 1:
        return "less than an hour ago", "chưa đầy một giờ trước"
    if hours < 48:
        return f"{hours} hours ago", f"{hours} giờ trước"
    return f"{hours // 24} days ago", f"{hours // 24} ngày trước"
