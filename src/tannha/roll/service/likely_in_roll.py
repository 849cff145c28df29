"""Who in the roll may be the same person: pairs inside a ward, and residents like somebody who is to be added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from django.db.models import CharField, Count
from django.db.models.functions import Cast

from tannha.ground.dates import PartialDate
from tannha.ground.ids import format_key, new_id
from tannha.ground.names import fold
from tannha.ground.personal_number import mask
from tannha.roll.models import Resident, ResidentNumber, TwoPeople
from tannha.roll.rules.address import parse_address
from tannha.roll.rules.doubles import Evidence
from tannha.roll.rules.likely import STRENGTH, Candidate, evidence_for

_MANY = 500
_LARGEST_HEAP = 12
_FRESH = timedelta(minutes=5)
_lately: dict[UUID, tuple[datetime | None, list[Pair]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two rows and why they may be one person; the smaller id first."""

    one: UUID
    other: UUID
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyPerson:
    """A resident who may be the person meant, masked: no address, no whole number."""

    id: UUID
    key: str
    name: str
    birth: PartialDate | None
    masked_number: str
    group: str
    evidence: Evidence


def list_pairs(ward_id: UUID) -> list[Pair]:
    """Likely doubles of a ward, strongest evidence first; those found to be two people are left out."""
    apart = set(TwoPeople.objects.filter(one__ward_id=ward_id).values_list("one_id", "other_id"))
    found: dict[tuple[UUID, UUID], Evidence] = {}
    heaps = _heaps(ward_id)
    people = _candidates(ward_id, {key for heap in heaps for key in heap})
    for heap in heaps:
        for one, other in combinations(sorted(heap), 2):
            if (one, other) in found or (one, other) in apart or one not in people or other not in people:
                continue
            evidence = evidence_for(people[one], people[other])
            if evidence is not None:
                found[one, other] = evidence
    return sorted(
        (Pair(one=one, other=other, evidence=evidence) for (one, other), evidence in found.items()),
        key=lambda pair: (STRENGTH.index(pair.evidence), pair.one),
    )


def pairs_lately(ward_id: UUID, now: datetime) -> list[Pair]:
    """As `list_pairs`, at most five minutes old in this process; rows joined or found to be two since are left out."""
    made_at, pairs = _lately.get(ward_id, (None, []))
    if made_at is None or not timedelta(0) <= now - made_at < _FRESH:
        pairs = list_pairs(ward_id)
        _lately[ward_id] = (now, pairs)
    apart = set(TwoPeople.objects.filter(one__ward_id=ward_id).values_list("one_id", "other_id"))
    gone = set(
        Resident.counted.filter(ward_id=ward_id, status=Resident.Status.MERGED).values_list("pk", flat=True)
    )
    return [
        pair
        for pair in pairs
        if (pair.one, pair.other) not in apart and pair.one not in gone and pair.other not in gone
    ]


def evidence_of(one: Resident, other: Resident) -> Evidence | None:
    """Why two residents of one ward may be one person, or None."""
    people = _candidates(one.ward_id, {one.pk, other.pk})
    return evidence_for(people[one.pk], people[other.pk])


def likely_residents(
    ward_id: UUID, *, name: str, birth: str = "", number: str = "", address: str = ""
) -> list[LikelyPerson]:
    """Residents who may be a person about to be added, five at most; for pages that journal whom they show."""
    wanted = Candidate(
        id=new_id(),
        name_key=fold(name),
        birth=birth,
        sex="unknown",
        number=number,
        others=frozenset(),
        door=parse_address(address).key,
        group="",
    )
    near = set(
        Resident.objects.filter(ward_id=ward_id, name_key=wanted.name_key).values_list("pk", flat=True)[:50]
    )
    if number:
        near |= set(
            Resident.objects.filter(ward_id=ward_id, personal_number=number).values_list("pk", flat=True)[:5]
        )
        near |= set(
            ResidentNumber.objects.filter(ward_id=ward_id, value=number).values_list(
                "resident_id", flat=True
            )[:5]
        )
    if wanted.door:
        near |= set(
            Resident.objects.filter(ward_id=ward_id, household__address_key=wanted.door).values_list(
                "pk", flat=True
            )[:30]
        )
    found = {
        one.id: evidence
        for one in _candidates(ward_id, near).values()
        if (evidence := evidence_for(one, wanted)) is not None
        or (evidence := _by_name_alone(one, wanted)) is not None
    }
    rows = Resident.objects.filter(pk__in=list(found)).select_related("group")
    return sorted(
        (_likely(row, found[row.pk]) for row in rows),
        key=lambda one: (STRENGTH.index(one.evidence), one.name),
    )[:5]


def _by_name_alone(one: Candidate, wanted: Candidate) -> Evidence | None:
    """Of somebody met at a door often only name and year are known: the same name and year is shown, not decided."""
    same_year = one.birth[:4] == wanted.birth[:4] or not wanted.birth
    return Evidence.SAME_NAME_BIRTH_GROUP if one.name_key == wanted.name_key and same_year else None


def _likely(row: Resident, evidence: Evidence) -> LikelyPerson:
    return LikelyPerson(
        id=row.pk,
        key=format_key(row.pk),
        name=row.full_name,
        birth=row.birth,
        masked_number=mask(row.personal_number),
        group=row.group.name if row.group else "",
        evidence=evidence,
    )


def _heaps(ward_id: UUID) -> list[set[UUID]]:
    """Groups of rows that share something; a heap larger than a handful (a default number, a hostel) is cut."""
    rows = Resident.objects.filter(ward_id=ward_id).order_by()
    heaps: list[set[UUID]] = []
    for fields in (("personal_number",), ("name_key", "birth"), ("household_id", "birth_year")):
        shared = rows.exclude(**{fields[0]: ""}) if fields[0] != "household_id" else rows
        shared = shared.exclude(**{f"{fields[-1]}__isnull": True})
        values = shared.values(*fields).annotate(n=Count("id")).filter(n__gt=1).values_list(*fields)
        heaps += _members(shared, fields, values)
    heaps += _by_earlier_number(ward_id)
    return [heap if len(heap) <= _LARGEST_HEAP else set(sorted(heap)[:_LARGEST_HEAP]) for heap in heaps]


def _members(
    rows: object, fields: tuple[str, ...], values: Iterable[tuple[object, ...]]
) -> Iterator[set[UUID]]:
    wanted = list(values)
    firsts = list({value[0] for value in wanted})
    heaps: dict[tuple[object, ...], set[UUID]] = defaultdict(set)
    known = set(wanted)
    for start in range(0, len(firsts), _MANY):
        portion = rows.filter(**{f"{fields[0]}__in": firsts[start : start + _MANY]})  # type: ignore[attr-defined] # a queryset
        for key, *value in portion.values_list("id", *fields):
            if tuple(value) in known:
                heaps[tuple(value)].add(key)
    yield from heaps.values()


def _by_earlier_number(ward_id: UUID) -> list[set[UUID]]:
    numbers: dict[str, set[UUID]] = defaultdict(set)
    earlier = ResidentNumber.objects.filter(ward_id=ward_id).values_list("value", "resident_id")
    for value, resident_id in earlier.iterator(chunk_size=5000):
        numbers[value].add(resident_id)
    twelve = [value for value in numbers if len(value) == 12]
    for start in range(0, len(twelve), _MANY):
        current = Resident.objects.filter(ward_id=ward_id, personal_number__in=twelve[start : start + _MANY])
        for value, resident_id in current.values_list("personal_number", "id"):
            numbers[value].add(resident_id)
    return [heap for heap in numbers.values() if len(heap) > 1]


def _candidates(ward_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Candidate]:
    whole = list(ids)
    found: dict[UUID, Candidate] = {}
    for start in range(0, len(whole), _MANY):
        portion = whole[start : start + _MANY]
        others: dict[UUID, set[str]] = defaultdict(set)
        for resident_id, value in ResidentNumber.objects.filter(resident_id__in=portion).values_list(
            "resident_id", "value"
        ):
            others[resident_id].add(value)
        rows = Resident.objects.filter(ward_id=ward_id, pk__in=portion).values_list(
            "id",
            "name_key",
            Cast("birth", CharField()),
            "sex",
            "personal_number",
            "household__address_key",
            "group__name",
        )
        for key, name_key, birth, sex, number, door, group in rows:
            found[key] = Candidate(
                id=key,
                name_key=name_key,
                birth=birth or "",
                sex=sex,
                number=number,
                others=frozenset(others[key]),
                door="" if door.startswith("?") else door,
                group=group or "",
            )
    return found
