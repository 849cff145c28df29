"""One person: found, shown with what the office knows, and what later rooms ask about people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tannha.ground import journal
from tannha.ground.access import Cell, May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate
from tannha.ground.ids import format_key
from tannha.ground.person import PersonStrip
from tannha.ground.personal_number import mask
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.regime import regime_on
from tannha.ground.verb import reads
from tannha.roll.models import (
    Correction,
    HeldDocument,
    Household,
    Representative,
    Resident,
    ResidentNumber,
    Supporter,
)
from tannha.roll.refusals import Code
from tannha.roll.rules.due import DocumentKind, Due, Held, due_status
from tannha.roll.rules.search import initials

Assigned = Callable[[Actor, UUID, datetime], bool]
_assigned: list[Assigned] = []


def assignments_known_by(check: Assigned) -> None:
    """Tell the roll who knows which residents are assigned to an actor; wiring calls it once for each later room."""
    if check not in _assigned:
        _assigned.append(check)


def find_resident(resident_id: UUID) -> Resident | None:
    """The resident with household and group, or None where there is none that counts."""
    return Resident.objects.select_related("household", "group").filter(pk=resident_id).first()


def find_by_number(ward_id: UUID, number: str) -> list[Resident]:
    """The residents of a ward who are here and carry these 12 digits, with household and group; mostly one."""
    return list(
        Resident.objects.select_related("household", "group").filter(
            ward_id=ward_id, personal_number=number, status="present"
        )
    )


def list_residents(resident_ids: Iterable[UUID]) -> list[Resident]:
    """Those residents with household and group, sorted by name; unknown ids are left out."""
    return list(
        Resident.objects.select_related("household", "group")
        .filter(pk__in=list(resident_ids))
        .order_by("name_sort")
    )


def place_of(resident: Resident) -> str:
    """The place in words: address as written, group, floor and lift."""
    home = resident.household
    where = home.address or _("address not known")
    if resident.group is not None:
        where = f"{where}, {resident.group.name[:1].lower()}{resident.group.name[1:]}"
    facts = []
    if home.floor is not None:
        facts.append(_("floor %(floor)s") % {"floor": home.floor})
    if home.has_lift is not None:
        facts.append(_("with lift") if home.has_lift else _("no lift"))
    return f"{where} · {', '.join(facts)}" if facts else where


def strip_of(resident: Resident, *, full: bool = False, helps: tuple[str, ...] = ()) -> PersonStrip:
    """The person strip; `full` shows the whole number to whom the table allows it, `helps` what helps today."""
    return PersonStrip(
        key=format_key(resident.pk),
        name=resident.full_name,
        spoken=resident.spoken_name,
        sex=resident.sex,
        birth=resident.birth,
        last4=resident.personal_number if full else resident.personal_number[-4:],
        place=place_of(resident),
        helps=helps,
    )


def strip_without_name(resident: Resident) -> PersonStrip:
    """The strip for who sees people masked: initials, year of birth, last digits, the group."""
    return PersonStrip(
        key=format_key(resident.pk),
        name=initials(resident.full_name),
        spoken="",
        sex=resident.sex,
        birth=PartialDate(year=resident.birth.year) if resident.birth else None,
        last4=resident.personal_number[-4:],
        place=resident.group.name if resident.group else "",
    )


def documents_of(resident: Resident) -> list[Held]:
    """Documents the person is known to hold and that have not ended; an old nine-digit number stands for its paper."""
    held = [
        Held(
            kind=DocumentKind(row.kind),
            issued_on=row.issued_on,
            expires_on=row.expires_on,
            no_expiry=row.no_expiry,
        )
        for row in resident.documents.all()
        if row.ended_on is None
    ]
    if any(number.kind == ResidentNumber.Kind.CMND9 for number in resident.numbers.all()):
        held.append(Held(kind=DocumentKind.CMND9))
    return held


def due_of(resident: Resident, *, on: date, asked: bool = False) -> Due:
    """Whether a card is due to this resident on a day, by the regime of that day."""
    return due_status(
        birth=resident.birth, documents=documents_of(resident), asked=asked, regime=regime_on(on), on=on
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One correction as the page shows it."""

    field: str
    old_value: str
    new_value: str
    evidence: str
    made_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentView:
    """What the resident's page shows."""

    strip: PersonStrip
    resident: Resident
    due: Due
    masked_number: str
    old_numbers: tuple[tuple[str, str, UUID], ...]
    documents: tuple[HeldDocument, ...]
    representatives: tuple[Representative, ...]
    supporters: tuple[Supporter, ...]
    changes: tuple[Change, ...]
    may_change: bool
    may_unmask: bool


@reads(May.LOOK_UP)
def show_resident(actor: Actor, *, resident_id: UUID, now: datetime, purpose: str = "work") -> ResidentView:
    """One resident with home, documents, masked numbers and history. Not one's own is not there.

    Who sees people masked (data protection) sees initials and no address.
    """
    resident = get_resident(actor, resident_id, May.LOOK_UP, now)
    hidden = cell(actor.role, May.LOOK_UP)
    journal.read(
        actor,
        "roll.resident_shown",
        now=now,
        people=[resident.pk],
        purpose=purpose,
        fields=["name", "birth", "address", "documents", "number_masked"],
    )
    return ResidentView(
        strip=strip_without_name(resident) if hidden is not None and hidden.masked else strip_of(resident),
        resident=resident,
        due=due_of(resident, on=local_day(now)),
        masked_number=mask(resident.personal_number),
        old_numbers=tuple((number.kind, mask(number.value), number.pk) for number in resident.numbers.all()),
        documents=tuple(resident.documents.all()),
        representatives=tuple(resident.representatives.filter(ended_at__isnull=True)),
        supporters=tuple(resident.supporters.filter(ended_at__isnull=True)),
        changes=tuple(
            Change(
                field=row.field,
                old_value=row.old_value,
                new_value=row.new_value,
                evidence=row.evidence,
                made_at=row.made_at,
                by=row.made_by.display_name if row.made_by else "",
            )
            for row in _changes(resident, hide=hidden is not None and hidden.masked)
        ),
        may_change=scope_of(actor, May.CHANGE_ROLL) in (Scope.WARD, Scope.ASSIGNED),
        may_unmask=scope_of(actor, May.FULL_NUMBER) is not None,
    )


def _changes(resident: Resident, *, hide: bool) -> list[Correction]:
    """The newest changes; numbers are masked, and who sees people masked sees no values."""
    rows = list(resident.corrections.select_related("made_by").order_by("-made_at", "-id")[:50])
    for row in rows:
        if hide:
            row.old_value = row.new_value = ""
        elif row.field == "personal_number":
            row.old_value, row.new_value = mask(row.old_value), mask(row.new_value)
    return rows


@reads(May.FULL_NUMBER)
def show_number(actor: Actor, *, resident_id: UUID, reason: str, now: datetime) -> str:
    """The whole personal number, for a reason that is kept."""
    if not reason.strip():
        raise Refused(Refusal(Code.PURPOSE_MISSING))
    resident = get_resident(actor, resident_id, May.FULL_NUMBER, now)
    journal.read(
        actor,
        "roll.number_shown",
        now=now,
        people=[resident.pk],
        purpose=reason.strip()[:80],
        fields=["personal_number"],
    )
    return resident.personal_number


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdView:
    """A door and who lives behind it."""

    household: Household
    people: tuple[PersonStrip, ...]


@reads(May.LOOK_UP)
def show_household(actor: Actor, *, household_id: UUID, now: datetime) -> HouseholdView:
    """Who lives at one address of the own ward."""
    household = Household.objects.filter(pk=household_id, ward_id=actor.ward_id).first()
    if household is None:
        raise Refused(not_there())
    people = list(
        Resident.objects.select_related("household", "group")
        .filter(household=household, status=Resident.Status.PRESENT)
        .order_by("name_sort")
    )
    for person in people:
        demand_near(actor, person, May.LOOK_UP, now)
    journal.read(
        actor,
        "roll.household_shown",
        now=now,
        people=[person.pk for person in people],
        purpose="work",
        fields=["name", "birth", "address"],
    )
    return HouseholdView(household=household, people=tuple(strip_of(person) for person in people))


def get_resident(actor: Actor, resident_id: UUID, may: May, now: datetime) -> Resident:
    """The resident, for an actor whom the table lets that near; not there otherwise."""
    resident = find_resident(resident_id)
    if resident is None:
        raise Refused(not_there())
    demand_near(actor, resident, may, now)
    return resident


def demand_near(actor: Actor, resident: Resident, may: May, now: datetime) -> None:
    """Refuse as not there: another ward's resident, or one who is not assigned where the table says assigned."""
    if resident.ward_id != actor.ward_id or not is_near(actor, resident.pk, may, now):
        raise Refused(not_there())


def is_near(actor: Actor, resident_id: UUID, may: May, now: datetime) -> bool:
    """Whether the actor may come near a resident of the own ward: assigned, where the table says assigned.

    Who may only with the person's consent asks for it at the desk, never here.
    """
    scope = scope_of(actor, may)
    if scope is None or scope is Scope.CONSENT:
        return False
    if scope is not Scope.ASSIGNED:
        return True
    return any(check(actor, resident_id, now) for check in _assigned)


def scope_of(actor: Actor, may: May) -> Scope | None:
    """How far the actor's role reaches in a row of the table; None means no."""
    found: Cell | None = cell(actor.role, may)
    return found.scope if found else None
