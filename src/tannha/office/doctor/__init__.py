"""What is wrong with a ward's folder, in sentences: each finding says what was seen and what to do next.

Looks only; never makes, mends or migrates anything. A check that cannot look says so as a finding of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from tannha.ground.data_folder import DataFolder
from tannha.office.doctor import authority, machine, store
from tannha.office.doctor import folder as folder_checks
from tannha.office.doctor.findings import Finding, State, wrong

Check = Callable[[DataFolder, datetime], Iterator[Finding]]


def examine(folder: DataFolder, *, now: datetime, port: int, full: bool) -> list[Finding]:
    """Every finding, in the order in which a person would look: folder, machine, store.

    `full` walks the whole journal and every page of the embedded store; else the last entries and a quick look.
    """
    found = list(_guarded("folder", lambda: folder_checks.rights(folder)))
    if any(finding.state is State.WRONG for finding in found):
        return found
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("keys", lambda: folder_checks.keys(folder)),
        ("disk", lambda: folder_checks.disk(folder)),
        ("running", lambda: folder_checks.running(folder, port)),
        ("leftovers", lambda: folder_checks.leftovers(folder)),
        ("certificate", lambda: folder_checks.certificate(folder, now)),
        ("backups", lambda: folder_checks.backups(folder, now)),
        ("clock", lambda: machine.clock(now)),
        ("printing", machine.printing),
    )
    for name, check in checks:
        found += _guarded(name, check)
    if any(finding.name == "keys" and finding.state is State.WRONG for finding in found):
        return found
    found += _guarded("store", lambda: store.look(folder, now, full=full))
    return found + list(_guarded(authority.NAME, lambda: authority.revocation_list(now)))


def _guarded(name: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The check's findings; one more where it broke off."""
    try:
        yield from check()
    except Exception as error:
        yield wrong(
            name,
            (
                f"This could not be looked at ({type(error).__name__}: {str(error)[:120]}).",
                f"Không xem được phần này ({type(error).__name__}: {str(error)[:120]}).",
            ),
            (
                "Keep the folder as it is, and restore the last backup into a new one if the program does not start.",
                "Hãy giữ nguyên thư mục; nếu chương trình không chạy, phục hồi bản sao lưu gần nhất vào thư mục mới.",
            ),
        )
