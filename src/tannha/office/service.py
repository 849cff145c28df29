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
from tannha.ground.facts import Answer
from tannha.ground.models import Invitation, JournalEntry, User
from tannha.ground.today import TodayRow
from tannha.office.backups import proof

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


def backup_facts(now: datetime) -> list[dict[str, Any]]:
    """Three facts about backups: a key is there, a backup of the last day, a restore proved in the last two days."""
    made, proved = proof.newest_backup(), proof.newest_proof()
    return [
        _fact(_("A backup key is kept here, its private half is not"), proof.public_key_path().exists(), ""),
        _fact(
            _("A backup was made in the last 24 hours"),
            made is not None and now - made["made_at"] <= timedelta(hours=24),
            _age(now, made["made_at"]) if made else _("none yet"),
        ),
        _fact(
            _("A restore was proved in the last 48 hours, of a backup of the last 72"),
            proved is not None
            and now - proved.proved_at <= timedelta(hours=48)
            and now - proved.made_at <= timedelta(hours=72),
            _("%(proved)s, of a backup made %(made)s")
            % {"proved": _age(now, proved.proved_at), "made": _age(now, proved.made_at)}
            if proved
            else _("none yet"),
        ),
    ]


def _fact(name: str, holds: bool, evidence: str) -> dict[str, Any]:
    return {
        "name": name,
        "answer": Answer.TRUE if holds else Answer.FALSE,
        "evidence": evidence,
        "clause": "",
    }


def _age(now: datetime, then: datetime) -> str:
    hours = int((now - then).total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour ago")
    if hours < 48:
        return _("%(n)s hours ago") % {"n": hours}
    return _("%(n)s days ago") % {"n": hours // 24}


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
    if actor.role is Role.ADMINISTRATOR:
        failing = [fact for fact in backup_facts(now) if fact["answer"] is not Answer.TRUE]
        proved = proof.newest_proof()
        rows.append(
            TodayRow(
                order=5 if failing and is_settled(actor.ward_id) else 30,
                text=_("Backups"),
                detail=_("a restore was proved %(age)s") % {"age": _age(now, proved.proved_at)}
                if proved
                else _("no restore has been proved yet"),
                url_name="office:backups",
                action=_("Look at the backups"),
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
