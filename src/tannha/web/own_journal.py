"""What one person did and looked at, from the journal; says how many people, never whom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from tannha.ground.actor import Actor
from tannha.ground.clock import at_local, local_day
from tannha.ground.models import JournalEntry, JournalKind

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """One line of one's own journal."""

    seq: int
    at: datetime
    is_read: bool
    what: str
    people: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """One's own day in two numbers."""

    acts: int
    people_seen: int


def list_own(actor: Actor, *, before: int | None = None, kind: str = "", limit: int = PAGE) -> list[OwnEntry]:
    """The actor's newest entries, or those before a number; one beyond a page tells that there are more.

    `kind` "read" or "act" leaves the others out.
    """
    entries = JournalEntry.objects.filter(actor_id=actor.user_id)
    if kind in JournalKind.values:
        entries = entries.filter(kind=kind)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return [_told(entry) for entry in entries.order_by("-seq")[: limit + 1]]


def _told(entry: JournalEntry) -> OwnEntry:
    body = json.loads(entry.body)
    return OwnEntry(
        seq=entry.seq,
        at=entry.at,
        is_read=entry.kind == JournalKind.READ,
        what=entry.what,
        people=len(body["people"]),
        purpose=body.get("purpose", ""),
    )


def own_day(actor: Actor, *, now: datetime) -> OwnDay:
    """How many acts (sign-ins left out) and how many different people the actor saw since local midnight."""
    day = local_day(now)
    start = at_local(day, 0)
    today = JournalEntry.objects.filter(
        actor_id=actor.user_id, at__gte=start, at__lt=start + timedelta(days=1)
    )
    acts = (
        today.filter(kind=JournalKind.ACT)
        .exclude(what__startswith="ground.")
        .exclude(what__startswith="demo.")
    )
    seen = today.filter(kind=JournalKind.READ).values("people__person_id").distinct().count()
    return OwnDay(acts=acts.count(), people_seen=seen)
