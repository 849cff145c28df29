"""What the office shows: its row on Today, and the journal without people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tannha.ground.access import May, Role, Scope, cell
from tannha.ground.accounts import is_settled
from tannha.ground.actor import Actor
from tannha.ground.models import Invitation, JournalEntry, User
from tannha.ground.today import TodayRow

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One entry as the office shows it: who, as what, what, how many people; never whom."""

    seq: int
    at: datetime
    is_read: bool
    what: str
    who: str
    role: str
    people: int
    purpose: str


def list_journal(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[JournalLine]:
    """Newest entries within the actor's scope, one beyond a page to tell that there are more.

    An administrator sees technical entries only (accounts, settings, sign-ins); an auditor every ward's.
    """
    found = cell(actor.role, May.READ_JOURNAL)
    entries = JournalEntry.objects.all()
    if found is None or found.scope is Scope.OWN:
        entries = entries.filter(actor_id=actor.user_id)
    elif found.scope is not Scope.PROVINCE:
        entries = entries.filter(ward_id=actor.ward_id)
    if found is not None and found.scope is Scope.TECHNICAL:
        entries = entries.filter(what__startswith="ground.")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    rows = list(entries.order_by("-seq")[: limit + 1])
    names = dict(
        User.objects.filter(id__in={row.actor_id for row in rows if row.actor_id}).values_list(
            "id", "display_name"
        )
    )
    return [_line(row, names) for row in rows]


def _line(row: JournalEntry, names: dict[Any, str]) -> JournalLine:
    body = json.loads(row.body)
    who = names.get(row.actor_id) or body.get("os_user", "")
    return JournalLine(
        seq=row.seq,
        at=row.at,
        is_read=row.kind == "read",
        what=row.what,
        who=who,
        role=row.role,
        people=len(body["people"]),
        purpose=body.get("purpose", ""),
    )


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """For administrators: accounts that wait for their people; for auditors: the journal of the day."""
    rows: list[TodayRow] = []
    if cell(actor.role, May.ACCOUNTS) and actor.role is Role.ADMINISTRATOR:
        waiting = Invitation.objects.filter(
            user__ward_id=actor.ward_id, used_at=None, ends_at__gt=now
        ).count()
        rows.append(
            TodayRow(
                order=20,
                text=_("Accounts and roles"),
                detail=_("%(n)s invitations wait for their people") % {"n": waiting} if waiting else "",
                count=waiting or None,
                url_name="office:accounts",
                action=_("Open the accounts"),
            )
        )
        if not is_settled(actor.ward_id):
            rows.append(
                TodayRow(
                    order=10,
                    text=_("The ward still needs two administrators and two supervisors"),
                    detail=_("until then one person's hand is enough, and the journal says so"),
                    url_name="office:new-account",
                    action=_("Make an account"),
                )
            )
    if actor.role in (Role.AUDITOR, Role.PROTECTION_OFFICER):
        since = now - timedelta(hours=24)
        entries = JournalEntry.objects.filter(at__gte=since)
        if actor.role is Role.PROTECTION_OFFICER:
            entries = entries.filter(ward_id=actor.ward_id)
        rows.append(
            TodayRow(
                order=20,
                text=_("The journal"),
                detail=_("%(n)s entries in the last 24 hours") % {"n": entries.count()},
                url_name="office:journal",
                action=_("Read the journal"),
            )
        )
    return rows
