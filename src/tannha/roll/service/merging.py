"""Two rows that are one person: joined so that it can be undone to the letter, or found to be two people.

The kept row takes over the other's numbers, documents and helpers, and what it did not know itself; each of these is
written down. The other row stays as it is, is no longer shown, and its cases stay with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from tannha.ground import journal
from tannha.ground.access import May, Scope
from tannha.ground.actor import Actor
from tannha.ground.person import PersonStrip
from tannha.ground.personal_number import mask
from tannha.ground.refusal import Refusal, Refused, refuse_if
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.roll.models import (
    HeldDocument,
    Merge,
    Representative,
    Resident,
    ResidentNumber,
    Supporter,
    TwoPeople,
)
from tannha.roll.refusals import Code
from tannha.roll.rules.doubles import Evidence
from tannha.roll.service.changing import note_change
from tannha.roll.service.following import followers
from tannha.roll.service.likely_in_roll import evidence_of, pairs_lately
from tannha.roll.service.people import scope_of, strip_of
from tannha.roll.service.values import count_change, demand_evidence, value_of

PAIRS = 20
_TAKEN_OVER: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (ResidentNumber, ("kind", "value")),
    (HeldDocument, ("kind", "issued_on", "expires_on", "no_expiry", "ended_on")),
    (Supporter, ("name", "phone", "relation", "ended_at")),
    (Representative, ("name", "document", "ended_at")),
)
_FILLED = ("birth", "sex", "phone", "spoken_name", "personal_number", "group_id", "note")
COMPARED = ("full_name", "birth", "sex", "personal_number", "address", "phone", "spoken_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two rows side by side; `compared` are (field, one, other); the refusals say why one may not stand for both."""

    one_id: UUID
    other_id: UUID
    one: PersonStrip
    other: PersonStrip
    evidence: Evidence | None
    compared: tuple[tuple[str, str, str], ...] = ()
    why_not_keep_one: Refusal | None = None
    why_not_keep_other: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublesView:
    """One page of likely doubles, and how many there are."""

    pairs: tuple[PairView, ...]
    count: int
    page: int
    pages: int


@reads(May.CHANGE_ROLL)
def show_doubles(actor: Actor, *, page: int = 1, now: datetime) -> DoublesView:
    """Likely doubles of the ward, strongest evidence first; for supervisors. Nobody is merged here."""
    _demand_ward(actor)
    found = pairs_lately(actor.ward_id, now)
    pages = max(1, -(-len(found) // PAIRS))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * PAIRS : page * PAIRS]
    people = _loaded({key for pair in shown for key in (pair.one, pair.other)})
    _say(actor, now, "roll.doubles_shown", list(people))
    return DoublesView(
        pairs=tuple(
            PairView(
                one_id=pair.one,
                other_id=pair.other,
                one=strip_of(people[pair.one]),
                other=strip_of(people[pair.other]),
                evidence=pair.evidence,
            )
            for pair in shown
        ),
        count=len(found),
        page=page,
        pages=pages,
    )


@reads(May.CHANGE_ROLL)
def show_pair(actor: Actor, *, one_id: UUID, other_id: UUID, now: datetime) -> PairView:
    """Two rows side by side with what differs, and why one of them may not stand for both."""
    one, other = _two(actor, one_id, other_id)
    _say(actor, now, "roll.pair_shown", [one.pk, other.pk])
    return PairView(
        one_id=one.pk,
        other_id=other.pk,
        one=strip_of(one),
        other=strip_of(other),
        evidence=evidence_of(one, other),
        compared=tuple((field, _shown(one, field), _shown(other, field)) for field in COMPARED),
        why_not_keep_one=_why_not(one, other),
        why_not_keep_other=_why_not(other, one),
    )


@act(May.CHANGE_ROLL)
def merge_residents(actor: Actor, *, kept_id: UUID, merged_id: UUID, evidence: str, now: datetime) -> Merge:
    """Join two rows of one person; refused where work under way would be lost or doubled."""
    kept, merged = _two(actor, kept_id, merged_id, lock=True)
    kept_for = demand_evidence(evidence)
    refuse_if(_why_not(kept, merged))
    for follower in followers():
        follower.note_joined(kept, merged, actor=actor, now=now)
    state = {"status": merged.status, **_take_over(kept, merged)}
    merged.status = Resident.Status.MERGED
    merged.save(update_fields=["status"])
    note_change(kept, "merged", "", "", evidence=kept_for, actor=actor, now=now)
    count_change(merged)
    row = Merge.objects.create(
        ward_id=kept.ward_id,
        kept=kept,
        merged=merged,
        state=state,
        evidence=kept_for,
        merged_at=now,
        merged_by_id=actor.user_id,
    )
    journal.act(actor, "roll.residents_merged", now=now, people=[kept.pk, merged.pk])
    return row


def _shown(row: Resident, field: str) -> str:
    value = value_of(row, field)
    return mask(value) if field == "personal_number" else value


def _take_over(kept: Resident, merged: Resident) -> dict[str, Any]:
    moved: dict[str, list[str]] = {}
    for model, same in _TAKEN_OVER:
        known = set(model._default_manager.filter(resident=kept).values_list(*same))
        rows = model._default_manager.filter(resident=merged)
        ids = [row.pk for row in rows if tuple(getattr(row, name) for name in same) not in known]
        model._default_manager.filter(pk__in=ids).update(resident=kept)
        moved[model.__name__] = [str(pk) for pk in ids]
    filled: dict[str, list[str]] = {}
    for name in _FILLED:
        old, new = getattr(kept, name), getattr(merged, name)
        if old in ("", None, Resident.Sex.UNKNOWN) and new not in ("", None, Resident.Sex.UNKNOWN):
            filled[name] = [_text(old), _text(new)]
            setattr(kept, name, new)
    if "birth" in filled:
        kept.birth_year = merged.birth_year
    kept.save(update_fields=[*filled, "birth_year"])
    made = ""
    if merged.personal_number and merged.personal_number != kept.personal_number:
        number, new = ResidentNumber.objects.get_or_create(
            ward_id=kept.ward_id,
            resident=kept,
            kind=ResidentNumber.Kind.FORMER,
            value=merged.personal_number,
        )
        made = str(number.pk) if new else ""
    return {"moved": moved, "filled": filled, "number_made": made}


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "iso", value))


@act(May.CHANGE_ROLL)
def undo_merge(actor: Actor, *, merge_id: UUID, reason: str, now: datetime) -> Merge:
    """Part two rows again, everything where it was. Refused where what was taken over has been changed since."""
    _demand_ward(actor)
    row = Merge.objects.select_for_update().filter(pk=merge_id, ward_id=actor.ward_id).first()
    if row is None:
        raise Refused(not_there())
    if row.undone_at is not None:
        raise Refused(Refusal(Code.MERGE_UNDONE))
    if not reason.strip():
        raise Refused(Refusal(Code.DECISION_REASON))
    found = {
        one.pk: one for one in Resident.every.select_for_update().filter(pk__in=[row.kept_id, row.merged_id])
    }
    kept, merged = found[row.kept_id], found[row.merged_id]
    refuse_if(_why_not_part(row, kept))
    _give_back(row, kept, merged)
    merged.status = row.state["status"]
    merged.save(update_fields=["status"])
    for follower in followers():
        follower.note_parted(kept, merged, actor=actor, now=now)
    note_change(kept, "parted", "", "", evidence=reason, actor=actor, now=now)
    row.undone_at, row.undone_by_id, row.reason = now, actor.user_id, reason.strip()[:200]
    row.save(update_fields=["undone_at", "undone_by", "reason"])
    journal.act(actor, "roll.residents_parted", now=now, people=[kept.pk, merged.pk])
    return row


def _why_not_part(row: Merge, kept: Resident) -> Refusal | None:
    if (
        kept.status == Resident.Status.MERGED
        or Merge.objects.filter(kept=kept, undone_at=None, merged_at__gt=row.merged_at).exists()
    ):
        return Refusal(Code.MERGED_FURTHER)
    if any(_text(getattr(kept, name)) != new for name, (_old, new) in row.state["filled"].items()):
        return Refusal(Code.MERGE_BUILT_ON)
    for model, _same in _TAKEN_OVER:
        ids = row.state["moved"][model.__name__]
        if model._default_manager.filter(pk__in=ids, resident=kept).count() != len(ids):
            return Refusal(Code.MERGE_BUILT_ON)
    return None


def _give_back(row: Merge, kept: Resident, merged: Resident) -> None:
    if row.state["number_made"]:
        ResidentNumber.objects.filter(pk=row.state["number_made"]).delete()
    for model, _same in _TAKEN_OVER:
        ids = row.state["moved"][model.__name__]
        model._default_manager.filter(pk__in=ids).update(resident=merged)
    empty = {"birth": None, "group_id": None, "sex": Resident.Sex.UNKNOWN}
    for name in row.state["filled"]:
        setattr(kept, name, empty.get(name, ""))
    if "birth" in row.state["filled"]:
        kept.birth_year = None
    kept.save(update_fields=[*row.state["filled"], "birth_year"])


@act(May.CHANGE_ROLL)
def keep_two(actor: Actor, *, one_id: UUID, other_id: UUID, reason: str, now: datetime) -> TwoPeople:
    """Write down that two rows which look alike are two people; they are not offered again."""
    one, other = sorted(_two(actor, one_id, other_id, lock=True), key=lambda row: row.pk)
    if not reason.strip():
        raise Refused(Refusal(Code.DECISION_REASON))
    row, _made = TwoPeople.objects.get_or_create(
        one=one,
        other=other,
        defaults={"reason": reason.strip()[:200], "noted_at": now, "noted_by_id": actor.user_id},
    )
    for resident in (one, other):
        count_change(resident)
    journal.act(actor, "roll.found_two_people", now=now, people=[one.pk, other.pk])
    return row


def list_merges(resident_id: UUID) -> list[Merge]:
    """Rows joined into this one and not parted, oldest first."""
    return list(Merge.objects.filter(kept_id=resident_id, undone_at=None))


def stands_for(ward_id: UUID, resident_id: UUID) -> UUID | None:
    """The row of a ward that stands for a merged one, or None where the row stands for itself."""
    found = (
        Merge.objects.filter(merged_id=resident_id, ward_id=ward_id, undone_at=None)
        .values_list("kept_id", flat=True)
        .first()
    )
    return found and (stands_for(ward_id, found) or found)


def _why_not(kept: Resident, merged: Resident) -> Refusal | None:
    for follower in followers():
        refusal = follower.why_not_join(kept, merged)
        if refusal is not None:
            return refusal
    return None


def _two(actor: Actor, one_id: UUID, other_id: UUID, *, lock: bool = False) -> tuple[Resident, Resident]:
    _demand_ward(actor)
    rows = Resident.objects.select_related("household", "group").filter(
        pk__in=[one_id, other_id], ward_id=actor.ward_id
    )
    found = {row.pk: row for row in (rows.select_for_update(of=("self",)).order_by("pk") if lock else rows)}
    if one_id == other_id or len(found) != 2:
        raise Refused(not_there())
    return found[one_id], found[other_id]


def _demand_ward(actor: Actor) -> None:
    if scope_of(actor, May.CHANGE_ROLL) is not Scope.WARD:
        raise Refused(not_there())


def _loaded(ids: set[UUID]) -> dict[UUID, Resident]:
    return {
        row.pk: row for row in Resident.objects.select_related("household", "group").filter(pk__in=list(ids))
    }


def _say(actor: Actor, now: datetime, what: str, people: list[UUID]) -> None:
    journal.read(
        actor,
        what,
        now=now,
        people=people,
        purpose="correction",
        fields=["name", "birth", "address", "number_masked"],
    )
