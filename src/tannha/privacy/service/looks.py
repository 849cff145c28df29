"""Who looked at whom: for one person every act and look in the journal; for the ward which accounts look most."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.models import JournalEntry, User
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.privacy.refusals import Code
from tannha.roll.service import count_look_ups, find_by_any_number, find_resident, strip_without_name

PAGE = 50
_WATCHED_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One entry that names the person: when, which officer in which role, what, for which purpose, which fields."""

    seq: int
    at: datetime
    is_read: bool
    who: str
    role: str
    what: str
    purpose: str
    fields: tuple[str, ...]
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksView:
    """One page of a person's entries, newest first; the person is masked."""

    resident_id: UUID
    strip: PersonStrip
    looks: tuple[Look, ...]
    count: int
    older: int | None


@reads(May.READ_LOOKS)
def show_looks(
    actor: Actor,
    *,
    number: str = "",
    resident_id: UUID | None = None,
    reason: str,
    before: int | None = None,
    now: datetime,
) -> LooksView:
    """Every act and look that names one person, found by a whole number or from a request.

    For who reads the journal of the ward or the province. Needs a reason, which is kept; this look is itself an entry.
    """
    found = cell(actor.role, May.READ_LOOKS)
    if not reason.strip():
        raise Refused(Refusal(Code.REASON_MISSING))
    resident = find_by_any_number(actor.ward_id, number) if number else None
    if resident_id is not None:
        resident = find_resident(resident_id)
        if resident is None or resident.ward_id != actor.ward_id:
            raise Refused(not_there())
    if resident is None:
        raise Refused(Refusal(Code.NOT_FOUND))
    entries = JournalEntry.objects.filter(people__person_id=resident.pk)
    if found is None or found.scope is not Scope.PROVINCE:
        entries = entries.filter(ward_id=actor.ward_id)
    count = entries.count()
    if before is not None:
        entries = entries.filter(seq__lt=before)
    rows = list(entries.order_by("-seq")[: PAGE + 1])
    journal.read(
        actor,
        "privacy.looks_shown",
        now=now,
        people=[resident.pk],
        purpose=reason.strip()[:80],
        fields=["journal"],
    )
    return LooksView(
        resident_id=resident.pk,
        strip=strip_without_name(resident),
        looks=_looks(rows[:PAGE]),
        count=count,
        older=rows[PAGE - 1].seq if len(rows) > PAGE else None,
    )


def _looks(rows: list[JournalEntry]) -> tuple[Look, ...]:
    bodies = {row.seq: json.loads(row.body) for row in rows}
    ids = {row.actor_id for row in rows if row.actor_id} | {
        UUID(body["second"]) for body in bodies.values() if body.get("second")
    }
    names = {
        str(key): name for key, name in User.objects.filter(id__in=ids).values_list("id", "display_name")
    }
    return tuple(
        Look(
            seq=row.seq,
            at=row.at,
            is_read=row.kind == "read",
            who=names.get(str(row.actor_id), "") or bodies[row.seq].get("os_user", ""),
            role=row.role,
            what=row.what,
            purpose=bodies[row.seq].get("purpose", ""),
            fields=tuple(bodies[row.seq].get("fields", ())),
            second=names.get(bodies[row.seq].get("second", ""), ""),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One account over the last days, in figures only: people seen, numbers unmasked, look-ups of today, tables."""

    who: str
    role: str
    people: int
    numbers: int
    look_ups_today: int
    tables: int


def list_watched(actor: Actor, *, now: datetime) -> list[Watched]:
    """Accounts of the ward that saw people in the last seven days, most people first; names officers, no resident."""
    since = JournalEntry.objects.filter(
        ward_id=actor.ward_id, at__gte=now - timedelta(days=_WATCHED_DAYS), actor_id__isnull=False
    )
    people = Counter(
        who
        for who, _person in since.filter(kind="read", people__isnull=False)
        .values_list("actor_id", "people__person_id")
        .distinct()
    )
    numbers = Counter(since.filter(what="roll.number_shown").values_list("actor_id", flat=True))
    tables = Counter(since.filter(what="roll.exported").values_list("actor_id", flat=True))
    today = dict(count_look_ups(actor.ward_id, now))
    accounts = User.objects.filter(id__in=[key for key in set(people) | set(tables) if key])
    rows = [
        Watched(
            who=user.display_name,
            role=user.role,
            people=people[user.pk],
            numbers=numbers[user.pk],
            look_ups_today=today.get(user.display_name, 0),
            tables=tables[user.pk],
        )
        for user in accounts
    ]
    return sorted(rows, key=lambda row: (-row.people, row.who))
