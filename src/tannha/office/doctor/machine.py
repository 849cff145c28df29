"""The doctor's look at the machine: its clock, and what printing needs. No Django."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from datetime import UTC, datetime

from tannha.office.doctor.findings import Finding, good, look, wrong

WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
_NOT_KEPT = 5
_ROOM_FOR_TIMEX = 512
_PARTS = (
    ("pango-1.0", "libpango-1.0-0"),
    ("pangoft2-1.0", "libpangoft2-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
)


def clock(now: datetime) -> Iterator[Finding]:
    """Not before this program was written, and kept right by a time service (Linux adjtimex(2))."""
    if now < WRITTEN:
        yield wrong(
            "clock",
            (f"The clock says {now:%d/%m/%Y}, which is too early.", f"Đồng hồ chỉ {now:%d/%m/%Y}, quá sớm."),
            (
                "Set the clock, for example: timedatectl set-ntp true.",
                "Hãy chỉnh đồng hồ, ví dụ: timedatectl set-ntp true.",
            ),
        )
        return
    if _is_kept() is False:
        yield look(
            "clock",
            ("No time service keeps this clock right.", "Đồng hồ này không được dịch vụ giờ nào chỉnh."),
            (
                "One-time codes need the right half minute: switch it on with timedatectl set-ntp true.",
                "Mã một lần cần đúng từng nửa phút: hãy bật bằng timedatectl set-ntp true.",
            ),
        )
        return
    yield good("clock", ("The clock is plausible.", "Đồng hồ hợp lý."))


def _is_kept() -> bool | None:
    """Whether the kernel thinks its clock is kept right; None where it cannot be asked."""
    try:
        call = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    answer = int(call(ctypes.create_string_buffer(_ROOM_FOR_TIMEX)))
    return None if answer < 0 else answer != _NOT_KEPT


def printing() -> Iterator[Finding]:
    """The libraries and letters with which papers are drawn."""
    lacking = [package for library, package in _PARTS if ctypes.util.find_library(library) is None]
    if lacking:
        yield wrong(
            "printing",
            ("Papers cannot be printed: libraries are missing.", "Không in được giấy tờ: thiếu thư viện."),
            (
                f"Run: sudo apt-get install {' '.join(lacking)}",
                f"Hãy chạy: sudo apt-get install {' '.join(lacking)}",
            ),
        )
        return
    import weasyprint  # noqa: F401 # whether it loads is the question

    yield good("printing", ("Papers can be printed.", "In được giấy tờ."))
