"""Looking one person up, counted and journaled; the answer is masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from tannha.ground import journal
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import LOCAL, at_local, local_day
from tannha.ground.dates import PartialDate
from tannha.ground.figures import figures_of
from tannha.ground.ids import format_key
from tannha.ground.personal_number import mask
from tannha.ground.refusal import Refusal, Refused, refuse_if
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.roll.models import Household, LookUp, Resident, ResidentialGroup
from tannha.roll.refusals import Code
from tannha.roll.rules.search import Limits, Purpose, initials, rank, why_not
from tannha.roll.service.people import is_near, place_of
from tannha.roll.service.seeking import looked_up_before, of_number, of_year
from tannha.roll.settings import limits_from

SHOWN = 5
_SEPARATORS = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person of the answer, masked."""

    key: str
    name: str
    birth: PartialDate | None
    masked_number: str
    place: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who was found, likeliest first, and how many look-ups are left this hour."""

    people: tuple[Found, ...]
    left_this_hour: int


@reads(May.LOOK_UP)
def find_people(
    actor: Actor,
    *,
    purpose: str,
    number: str = "",
    name: str = "",
    birth_year: int | None = None,
    group_id: UUID | None = None,
    now: datetime,
    limits: Limits | None = None,
) -> Answer:
    """Look up by a whole number (12 digits, or an old one of 9), or by name with birth year and group.

    Refuses without a purpose and beyond the limits. A look-up counts whether anybody is found or not.
    """
    limits = limits or limits_from(figures_of(actor.ward_id))
    if purpose not in set(Purpose):
        raise Refused(Refusal(Code.PURPOSE_MISSING))
    may = cell(actor.role, May.LOOK_UP)
    if actor.user_id is None or may is None or may.scope is Scope.CONSENT:
        raise Refused(not_there())
    before = looked_up_before(
        actor.user_id, actor.ward_id, group_id=group_id, midnight=_midnight(now), now=now
    )
    if not before.group_is_there:
        raise Refused(not_there())
    past = before.past
    refuse_if(why_not(past, station_today=before.station_today, limits=limits, now=now.astimezone(LOCAL)))
    people = [
        person
        for person in _matching(actor.ward_id, number, name, birth_year, group_id)
        if is_near(actor, person.pk, May.LOOK_UP, now)
    ]
    LookUp.objects.create(ward_id=actor.ward_id, user_id=actor.user_id, at=now, found=bool(people))
    journal.read(
        actor,
        "roll.looked_up",
        now=now,
        people=[person.pk for person in people],
        purpose=purpose,
        fields=["name", "birth", "place", "number_masked"],
    )
    used = sum(1 for one in past if now - one.at < timedelta(hours=1)) + 1
    return Answer(
        people=tuple(_masked(person, hide_name=may.masked) for person in people),
        left_this_hour=max(0, limits.per_hour - used),
    )


def list_groups(ward_id: UUID) -> list[tuple[UUID, str]]:
    """The ward's residential groups, for choosing one; no people."""
    return list(
        ResidentialGroup.objects.filter(ward_id=ward_id).order_by("number", "name").values_list("id", "name")
    )


def count_groups(ward_id: UUID) -> list[tuple[str, int, int]]:
    """Each group with its homes and its present residents; no people."""
    homes = dict(
        Household.objects.filter(ward_id=ward_id, group__isnull=False)
        .order_by()
        .values_list("group_id")
        .annotate(Count("id"))
    )
    people = dict(
        Resident.objects.filter(ward_id=ward_id, group__isnull=False, status=Resident.Status.PRESENT)
        .order_by()
        .values_list("group_id")
        .annotate(Count("id"))
    )
    return [(name, homes.get(key, 0), people.get(key, 0)) for key, name in list_groups(ward_id)]


def count_look_ups(ward_id: UUID, now: datetime) -> list[tuple[str, int]]:
    """Look-ups of today per account of the ward, most first; names of officers only."""
    counts: dict[str, int] = {}
    for name in LookUp.objects.filter(ward_id=ward_id, at__gte=_midnight(now)).values_list(
        "user__display_name", flat=True
    ):
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _midnight(now: datetime) -> datetime:
    return at_local(local_day(now), 0)


def _matching(
    ward_id: UUID, number: str, name: str, birth_year: int | None, group_id: UUID | None
) -> list[Resident]:
    number = _SEPARATORS.sub("", number)
    if number:
        return of_number(ward_id, number, most=SHOWN)
    if not (name.strip() and birth_year and group_id):
        return []
    found = of_year(ward_id, group_id, birth_year)
    return [found.person(one) for one in rank(name, found.near, found.further)[:SHOWN]]


def _masked(person: Resident, *, hide_name: bool) -> Found:
    return Found(
        key=format_key(person.pk),
        name=initials(person.full_name) if hide_name else person.full_name,
        birth=person.birth,
        masked_number=mask(person.personal_number),
        place=(person.group.name if person.group else "") if hide_name else place_of(person),
        status=person.status,
    )
