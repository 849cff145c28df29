"""The two questions behind a look-up, each one statement: who is meant, and what was looked up before.

Written as SQL, because the same question through the ORM costs several times what the database takes to answer it.
Rows count as in `Resident.objects`: not joined into another, of no import that is unfinished or undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tannha.ground.clock import LOCAL
from tannha.ground.dates import PartialDate
from tannha.roll.models import Household, Resident, ResidentialGroup
from tannha.roll.rules.search import Past
from tannha.roll.service.inserting import stored_key, stored_moment

_PERSON = """
SELECT r.id, r.full_name, r.name_key, r.birth, r.birth_year, r.personal_number, r.status,
       h.address, h.floor, h.has_lift, g.name
FROM roll_resident r
JOIN roll_household h ON h.id = r.household_id
LEFT JOIN roll_residentialgroup g ON g.id = r.group_id
LEFT JOIN roll_importbatch b ON b.id = r.import_batch_id
WHERE r.status <> 'merged' AND (r.import_batch_id IS NULL OR b.state = 'accepted')
"""
# The ward stands in the inner part alone: said outside as well, SQLite walks the whole ward by it.
_BY_NUMBER = f"""{_PERSON} AND r.id IN (
  SELECT id FROM roll_resident WHERE ward_id = %s AND personal_number = %s
  UNION SELECT resident_id FROM roll_residentnumber WHERE ward_id = %s AND value = %s)
ORDER BY CASE WHEN r.personal_number = %s THEN 0 ELSE 1 END, r.id LIMIT {{most}}
"""
_OF_YEAR = f"""{_PERSON} AND r.group_id = %s AND r.ward_id = %s
AND (r.birth_year = %s OR r.birth_year IS NULL)
"""
_BEFORE = """
SELECT at, found, 0 FROM roll_lookup WHERE user_id = %s AND at > %s
UNION ALL SELECT NULL, NULL, COUNT(*) FROM roll_lookup WHERE ward_id = %s AND at >= %s
"""
_GROUP = """
UNION ALL SELECT NULL, NULL, -1 FROM roll_residentialgroup g
LEFT JOIN roll_importbatch b ON b.id = g.import_batch_id
WHERE g.id = %s AND g.ward_id = %s AND (g.import_batch_id IS NULL OR b.state = 'accepted')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What an account looked up in the last day, how much its station did today, and whether the group is there."""

    past: tuple[Past, ...]
    station_today: int
    group_is_there: bool


def looked_up_before(
    user_id: UUID, ward_id: UUID, *, group_id: UUID | None, midnight: datetime, now: datetime
) -> Before:
    """The counts that the limits ask for; `group_is_there` is true where no group is asked for."""
    key = stored_key()
    statement, values = (
        _BEFORE,
        [key(user_id), _moment(now - timedelta(days=1)), key(ward_id), _moment(midnight)],
    )
    if group_id is not None:
        statement, values = statement + _GROUP, [*values, key(group_id), key(ward_id)]
    past, station, there = [], 0, group_id is None
    for at, found, count in _rows(statement, values):
        if at is not None:
            past.append(Past(at=_local(at), found=bool(found)))
        elif count < 0:
            there = True
        else:
            station = count
    return Before(past=tuple(past), station_today=station, group_is_there=there)


def of_number(ward_id: UUID, number: str, *, most: int) -> list[Resident]:
    """Residents with this number now, then those who had it before, `most` at most."""
    ward = stored_key()(ward_id)
    statement = _BY_NUMBER.format(most=int(most))
    return [_person(row) for row in _rows(statement, [ward, number, ward, number, number])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Who of a group was born in the year asked for (`near`), and whose year is not known (`further`)."""

    near: tuple[tuple[UUID, str], ...]
    further: tuple[tuple[UUID, str], ...]
    rows: dict[UUID, tuple[Any, ...]]

    def person(self, key: UUID) -> Resident:
        """One of them as a resident, with home and group."""
        return _person(self.rows[key])


def of_year(ward_id: UUID, group_id: UUID, birth_year: int) -> Neighbours:
    """Everybody of the group who may be meant by this year of birth; their folded names are what is ranked."""
    key = stored_key()
    near: list[tuple[UUID, str]] = []
    further: list[tuple[UUID, str]] = []
    rows: dict[UUID, tuple[Any, ...]] = {}
    for row in _rows(_OF_YEAR, [key(group_id), key(ward_id), birth_year]):
        one = _uuid(row[0])
        rows[one] = row
        (near if row[4] is not None else further).append((one, row[2]))
    return Neighbours(near=tuple(near), further=tuple(further), rows=rows)


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _person(row: tuple[Any, ...]) -> Resident:
    """A resident of these columns alone: for showing, never for saving."""
    key, name, name_key, birth, year, number, status, address, floor, lift, group = row
    return Resident(
        id=_uuid(key),
        full_name=name,
        name_key=name_key,
        birth=PartialDate.from_iso(birth) if birth else None,  # type: ignore[misc] # the field takes its value
        birth_year=year,
        personal_number=number,
        status=status,
        household=Household(address=address, floor=floor, has_lift=None if lift is None else bool(lift)),
        group=ResidentialGroup(name=group) if group is not None else None,
    )


def _uuid(stored: Any) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)


def _moment(moment: datetime) -> Any:
    return stored_moment(moment)


def _local(stored: Any) -> datetime:
    """A stored moment in local time; SQLite gives it as text without a zone."""
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(LOCAL)
