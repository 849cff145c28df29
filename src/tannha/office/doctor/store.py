"""The doctor's look into the store: does it open, is it whole, do migrations wait, does the chain hold, do jobs run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tannha.ground.data_folder import DataFolder
from tannha.ground.store import engines, reach
from tannha.office import moving
from tannha.office.doctor.findings import Finding, State, good, wrong
from tannha.office.doctor.findings import look as worth_a_look
from tannha.office.doctor.folder import is_served

LAST_ENTRIES = 2000
STUCK = timedelta(minutes=10)
LONG = timedelta(hours=2)
BACKWARDS = timedelta(minutes=2)


def look_at_place(folder: DataFolder) -> Iterator[Finding]:
    """A PostgreSQL that answers and suits; or the file of the embedded store."""
    address = engines.address_in_force()
    if address is None:
        if not folder.store.exists():
            yield worth_a_look(
                "store",
                ("There is no store yet.", "Chưa có kho dữ liệu."),
                (
                    f"Begin the ward: tannha serve --data {folder.path}",
                    f"Hãy bắt đầu: tannha serve --data {folder.path}",
                ),
            )
        return
    try:
        seen = moving.look_at(address)
    except moving.CannotMove as error:
        yield wrong("postgresql", error.sentences, ("Then run this check again.", "Rồi chạy lại lệnh này."))
        return
    place = reach.place_of(address)
    faults = _faults(seen)
    for english, vietnamese in faults:
        yield wrong(
            "postgresql",
            (f"PostgreSQL at {place} {english}.", f"PostgreSQL tại {place} {vietnamese}."),
            ("Mend it in its configuration, then restart it.", "Hãy sửa cấu hình rồi khởi động lại."),
        )
    if not faults:
        yield good(
            "postgresql",
            (
                f"PostgreSQL {seen['version']} answers at {place}.",
                f"PostgreSQL {seen['version']} trả lời tại {place}.",
            ),
        )


def _faults(seen: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    if seen["version"] < moving.OLDEST_POSTGRESQL:
        found.append((f"is too old ({seen['version']})", f"quá cũ ({seen['version']})"))
    if seen["encoding"] != "UTF8":
        found.append((f"keeps letters as {seen['encoding']}", f"lưu chữ theo {seen['encoding']}"))
    if not seen["durable"]:
        found.append(
            ("does not force rows to disk (fsync is off)", "không ghi chắc xuống đĩa (fsync đang tắt)")
        )
    if seen["fits_keys"] is False:
        found.append(("holds data of another folder's keys", "chứa dữ liệu thuộc khoá của thư mục khác"))
    return found


def look(folder: DataFolder, now: datetime, *, full: bool) -> Iterator[Finding]:
    """All findings about the store, through Django, without changing it."""
    found = list(look_at_place(folder))
    yield from found
    if any(finding.state is not State.GOOD for finding in found):
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django
    from django.db import DatabaseError, connection

    try:
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            yield from _whole(full)
        waiting = list(_migrations())
        yield from waiting
        if all(finding.state is State.GOOD for finding in waiting):
            yield from _chain(now, full)
            yield from _jobs(folder, now)
            yield from _people(now)
    except DatabaseError as error:
        closed = reach.why_closed(error, engines.address_in_force())
        yield wrong("store", closed, ("Then run this check again.", "Rồi chạy lại lệnh này."))


def _whole(full: bool) -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)" if full else "PRAGMA quick_check(5)")
        said = [str(row[0]) for row in cursor.fetchall()]
    if said == ["ok"]:
        yield good("store", ("The store opens and is whole.", "Kho dữ liệu mở được và nguyên vẹn."))
    else:
        yield wrong("store", *_damaged(said[0]))


def _damaged(said: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (f"The store file is damaged ({said[:100]}).", f"Tệp dữ liệu bị hỏng ({said[:100]})."),
        (
            "Stop the program, keep the file, and restore the last backup into a new folder.",
            "Hãy dừng chương trình, giữ nguyên tệp, và phục hồi bản sao lưu gần nhất vào thư mục mới.",
        ),
    )


def _migrations() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    ours = {app for app, _ in known}
    strange = [key for key in loader.applied_migrations if key[0] in ours and key not in known]
    waiting = sorted(f"{app}.{name}" for app, name in known - set(loader.applied_migrations))
    if strange:
        yield wrong(
            "version",
            (
                "A newer version of the program has worked on this store.",
                "Kho này đã được phiên bản mới hơn dùng.",
            ),
            ("Install that newer version.", "Hãy cài phiên bản mới đó."),
        )
    elif waiting:
        yield wrong(
            "migrations",
            (
                f"{len(waiting)} changes of the tables wait, first {waiting[0]}.",
                f"Còn {len(waiting)} thay đổi bảng đang chờ, đầu tiên là {waiting[0]}.",
            ),
            (
                "Stop the program, then: tannha upgrade --data DIR.",
                "Dừng chương trình, rồi: tannha upgrade --data DIR.",
            ),
        )
    else:
        yield good("migrations", ("The tables fit this version.", "Các bảng khớp với phiên bản này."))


def _chain(now: datetime, full: bool) -> Iterator[Finding]:
    from tannha.ground import journal

    newest = journal.newest()
    if newest is None:
        return
    start = 1 if full else max(1, newest.seq - LAST_ENTRIES + 1)
    report = [step for step in journal.verify(start=start) if isinstance(step, journal.ChainReport)][-1]
    if report.broken_at is None:
        english = "whole journal" if full or start == 1 else f"last {LAST_ENTRIES} entries of the journal"
        yield good(
            "journal",
            (
                f"The {english}: the chain holds.",
                f"Nhật ký ({newest.seq - start + 1} mục cuối): chuỗi nguyên vẹn.",
            ),
        )
    else:
        yield wrong(
            "journal",
            (
                f"The journal's chain breaks at entry {report.broken_at} ({report.why}).",
                f"Chuỗi nhật ký đứt ở mục {report.broken_at} ({report.why}).",
            ),
            (
                "Stop the program, keep the folder as it is, and call the auditor.",
                "Hãy dừng chương trình, giữ nguyên thư mục và gọi kiểm toán viên.",
            ),
        )
    if newest.at - now > BACKWARDS:
        yield wrong(
            "clock",
            (
                f"The clock went back: the last entry was made at {newest.at:%d/%m/%Y %H:%M} UTC.",
                f"Đồng hồ đã lùi: mục cuối ghi lúc {newest.at:%d/%m/%Y %H:%M} UTC.",
            ),
            ("Set the clock right before anybody works.", "Hãy chỉnh đồng hồ trước khi có người làm việc."),
        )


def _jobs(folder: DataFolder, now: datetime) -> Iterator[Finding]:
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    jobs = DBTaskResult.objects.all()
    late = jobs.filter(status=TaskResultStatus.READY, enqueued_at__lt=now - STUCK).count()
    long = jobs.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LONG).count()
    failed = jobs.filter(status=TaskResultStatus.FAILED, finished_at__gt=now - timedelta(days=1)).count()
    again = (
        "Stop the program and start it again; waiting work goes on by itself.",
        "Hãy dừng rồi chạy lại chương trình; việc đang chờ sẽ tự tiếp tục.",
    )
    if late and is_served(folder):
        yield wrong(
            "worker",
            (
                f"{late} jobs have waited for more than ten minutes; nobody does them.",
                f"{late} việc chờ hơn mười phút; không ai làm.",
            ),
            again,
        )
    elif long:
        yield worth_a_look(
            "worker", (f"{long} jobs run for more than two hours.", f"{long} việc chạy hơn hai giờ."), again
        )
    else:
        yield good("worker", ("No job is stuck.", "Không có việc nào bị kẹt."))
    if failed:
        yield worth_a_look(
            "jobs",
            (f"{failed} jobs failed in the last day.", f"{failed} việc hỏng trong ngày qua."),
            (
                "Look at their pages (an import, a plan), and start them again there.",
                "Hãy xem trang của việc đó (nhập danh sách, xếp lịch) và chạy lại ở đó.",
            ),
        )


def _people(now: datetime) -> Iterator[Finding]:
    from tannha.ground import accounts

    state = accounts.first_people(now)
    if state == "none":
        yield worth_a_look(
            "accounts",
            ("Nobody has an account yet.", "Chưa ai có tài khoản."),
            (
                "Start the program and open the set-up page with the code that it prints.",
                "Hãy chạy chương trình và mở trang lập phường bằng mã nó in ra.",
            ),
        )
    elif state == "late":
        yield wrong(
            "accounts",
            (
                "Nobody can sign in: no invitation was used in time.",
                "Không ai đăng nhập được: chưa mã mời nào được dùng kịp.",
            ),
            (
                "Print a new code: tannha invite ACCOUNT --data DIR.",
                "Hãy in mã mới: tannha invite TÀI_KHOẢN --data DIR.",
            ),
        )
