"""A drive on paper: an iCalendar of each group's days (RFC 5545) and the crews' rota as CSV. Pure.

Groups are named as in the ward's file; nobody is. Lines of the calendar are folded at 75 octets and end in CRLF.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from tannha.plan.drive.quotas import Drive
from tannha.plan.drive.ward import Kind

FOLD_OCTETS = 75
WORDS = {
    "en": {
        Kind.WALK_IN: "come to the station",
        Kind.RIDE: "fetched by car",
        Kind.HOME: "visited at home",
        Kind.GENTLE: "visited calmly at home",
    },
    "vi": {
        Kind.WALK_IN: "đến trạm",
        Kind.RIDE: "được xe đón",
        Kind.HOME: "được thăm tại nhà",
        Kind.GENTLE: "được thăm nhẹ nhàng tại nhà",
    },
}
ROTA_HEAD = {"en": ("day", "crew"), "vi": ("ngày", "tổ cán bộ")}


def calendar_of(drive: Drive, *, now: datetime, language: str, group: str = "") -> str:
    """All days of all groups, or of one, as whole-day events; ``now`` is aware."""
    persons: dict[tuple[date, str], dict[Kind, int]] = defaultdict(dict)
    for quota in drive.quotas:
        if not group or quota.group == group:
            persons[(quota.day, quota.group)][quota.kind] = quota.persons
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tan Nha//drive//EN", "CALSCALE:GREGORIAN"]
    for (day, name), kinds in sorted(persons.items()):
        words = ", ".join(f"{count} {WORDS[language][kind]}" for kind, count in kinds.items())
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(f'{drive.ward}-{name}-{day.isoformat()}')}@tannha",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(f'{name}: {words}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def rota_of(drive: Drive, *, language: str) -> str:
    """The days of each crew, one row a day and crew."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ROTA_HEAD[language])
    writer.writerows((duty.day.isoformat(), _safe(duty.crew)) for duty in drive.rota)
    return out.getvalue()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """The line in pieces of at most 75 octets, each after the first with its leading space; no letter is cut."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return [*pieces, piece]
