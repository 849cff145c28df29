"""The doctor's look at the folder's own test authority: how long its revocation list still speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from tannha.ground.clock import local_day
from tannha.office.doctor.findings import Finding, good, look

NAME = "revocation-list"
DAYS_BEFORE = 14
"""How long before its end it is told: an office that looks once a week learns of it in time."""


def revocation_list(now: datetime) -> Iterator[Finding]:
    """The list of the own authority: good for a while, soon to end, or ended; nothing where there is none.

    Says nothing where the program's rooms could not be loaded: the look at the store has told why.
    """
    from django.apps import apps

    if not apps.ready:
        return
    from tannha.issue.service import own_list

    found = own_list()
    if found is None:
        return
    until = f"{local_day(found.ends_at):%d/%m/%Y}"
    renew = _renew(found.folder)
    if found.ends_at < now:
        yield look(
            NAME,
            (
                f"The revocation list of the SPECIMEN authority ended on {until}; whether a signer was revoked "
                "cannot be told.",
                f"Danh sách thu hồi của cơ quan ký MẪU (SPECIMEN) hết hạn ngày {until}; không biết được chứng chỉ "
                "ký đã bị thu hồi hay chưa.",
            ),
            renew,
        )
    elif found.ends_at - now < timedelta(days=DAYS_BEFORE):
        yield look(
            NAME,
            (
                f"The revocation list of the SPECIMEN authority ends on {until}.",
                f"Danh sách thu hồi của cơ quan ký MẪU (SPECIMEN) hết hạn ngày {until}.",
            ),
            renew,
        )
    else:
        yield good(
            NAME,
            (
                f"The revocation list of the SPECIMEN authority holds until {until}.",
                f"Danh sách thu hồi của cơ quan ký MẪU (SPECIMEN) còn hạn đến {until}.",
            ),
        )


def _renew(folder: Path) -> tuple[str, str]:
    command = f"./tannha pki renew-list {folder}"
    return f"Renew it: {command}", f"Hãy gia hạn: {command}"
