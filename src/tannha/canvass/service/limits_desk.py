"""What a supervisor weighs: standing wishes not to be visited, people at the limit of visits, news told at
doors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from tannha.canvass.models import Case, DoNotVisit, Visit
from tannha.canvass.rules.case import Step, Wish
from tannha.canvass.rules.limits import visits_in_round
from tannha.canvass.rules.visit import VisitOutcome
from tannha.canvass.service.cases import further_by_case, get_case, limits, states_of
from tannha.ground import journal
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import candidates
from tannha.ground.verb import reads
from tannha.roll.service import Resident, strip_of

MOST_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWish:
    """A wish not to be visited: whose, since when. A household's shows its address and no person."""

    wish_id: UUID
    whose: str
    household: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLimit:
    """Somebody whose round of visits is used up and who may still want a card."""

    case_id: UUID
    name: str
    place: str
    visits: int
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAtDoor:
    """Somebody said at the door that a resident moved or died; the roll still has them here."""

    resident_id: UUID
    name: str
    outcome: VisitOutcome
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsForFamily:
    """Somebody whose family calls us when they want: after a no, or resting after the stop word."""

    case_id: UUID
    name: str
    place: str
    stopped: bool
    not_before: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsView:
    """The supervisor's page of limits."""

    wishes: tuple[StandingWish, ...]
    at_limit: tuple[AtLimit, ...]
    told: tuple[ToldAtDoor, ...]
    waiting_for_family: tuple[WaitsForFamily, ...]
    wishes_in_all: int


@reads(May.LIFT_DO_NOT_VISIT)
def show_limits(actor: Actor, *, now: datetime) -> LimitsView:
    """Everything on the page of limits, with a read entry for everybody named on it."""
    wishes, named = _wishes(actor.ward_id)
    at_limit: list[AtLimit] = []
    told: list[ToldAtDoor] = []
    waiting: list[WaitsForFamily] = []
    if cell(actor.role, May.PROGRESS_NAMES) is not None:
        tired, at_limit = _at_limit(actor.ward_id, local_day(now))
        gone, told = _told(actor.ward_id)
        free, waiting = _waiting_for_family(actor.ward_id)
        named += [*tired, *gone, *free]
    journal.read(
        actor, "canvass.limits_shown", now=now, people=named, purpose="limits", fields=["name", "address"]
    )
    return LimitsView(
        wishes=tuple(wishes),
        at_limit=tuple(at_limit),
        told=tuple(told),
        waiting_for_family=tuple(waiting),
        wishes_in_all=count_do_not_visit(actor.ward_id),
    )


def _wishes(ward_id: UUID) -> tuple[list[StandingWish], list[UUID]]:
    rows = (
        DoNotVisit.objects.filter(ward_id=ward_id, lifted_at__isnull=True)
        .select_related("resident__household", "household")
        .order_by("-set_at", "-id")[:MOST_ROWS]
    )
    wishes, named = [], []
    for row in rows:
        if row.resident is not None:
            named.append(row.resident.pk)
        whose = row.resident.full_name if row.resident else row.household.address if row.household else ""
        wishes.append(
            StandingWish(wish_id=row.pk, whose=whose, household=row.resident is None, since=row.set_at)
        )
    return wishes, named


def _at_limit(ward_id: UUID, on: date) -> tuple[list[UUID], list[AtLimit]]:
    figures = limits()
    since = on - timedelta(days=figures.round_days)
    cases = list(
        Case.objects.filter(ward_id=ward_id, step__in=[Step.CANVASS, Step.REFUSED], wish__lt=Wish.STOPPED)
        .annotate(
            knocks=Count(
                "visits", filter=Q(visits__on__gt=since, visits__way="door", visits__undone_at__isnull=True)
            )
        )
        .filter(knocks__gte=figures.visits_a_round)
        .select_related("resident__household")
        .order_by("opened_on", "id")[:MOST_ROWS]
    )
    states, further = states_of(cases), further_by_case(cases, on)
    rows = []
    for case in cases:
        count = visits_in_round(states[case.pk].visits, on, limits=figures)
        if count >= figures.visits_a_round + further.get(case.pk, 0):
            rows.append(
                AtLimit(
                    case_id=case.pk,
                    name=case.resident.full_name,
                    place=case.resident.household.address,
                    visits=count,
                    last_on=max(states[case.pk].visits),
                )
            )
    shown = {row.case_id for row in rows}
    return [case.resident_id for case in cases if case.pk in shown], rows


def _told(ward_id: UUID) -> tuple[list[UUID], list[ToldAtDoor]]:
    visits = (
        Visit.objects.filter(
            case__ward_id=ward_id,
            case__step=Step.CLOSED,
            case__resident__status=Resident.Status.PRESENT,
            outcome__in=[VisitOutcome.MOVED.value, VisitOutcome.DECEASED.value],
            undone_at__isnull=True,
        )
        .select_related("case__resident")
        .order_by("-at", "-id")[:MOST_ROWS]
    )
    rows = [
        ToldAtDoor(
            resident_id=visit.case.resident_id,
            name=visit.case.resident.full_name,
            outcome=VisitOutcome(visit.outcome),
            on=visit.on,
        )
        for visit in visits
    ]
    return [row.resident_id for row in rows], rows


def _waiting_for_family(ward_id: UUID) -> tuple[list[UUID], list[WaitsForFamily]]:
    cases = (
        Case.objects.filter(ward_id=ward_id, wish__in=[Wish.REFUSED, Wish.STOPPED])
        .exclude(step=Step.CLOSED)
        .filter(Q(wish=Wish.STOPPED) | Q(not_before__isnull=True) | Q(family_calls=True))
        .select_related("resident__household")
        .order_by("resident__name_sort")[:MOST_ROWS]
    )
    rows = [
        WaitsForFamily(
            case_id=case.pk,
            name=case.resident.full_name,
            place=case.resident.household.address,
            stopped=case.wish == Wish.STOPPED,
            not_before=case.not_before,
        )
        for case in cases
    ]
    return [case.resident_id for case in cases], rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftView:
    """One standing wish before two persons lift it."""

    wish_id: UUID
    household: bool
    address: str
    people: tuple[PersonStrip, ...]
    since: datetime
    colleagues: tuple[tuple[str, str], ...]


@reads(May.LIFT_DO_NOT_VISIT)
def show_standing_wish(actor: Actor, *, wish_id: UUID, now: datetime) -> LiftView:
    """The page on which a wish may be lifted: who it protects, and who could sign second."""
    row = (
        DoNotVisit.objects.select_related("resident__household__group", "resident__group", "household")
        .filter(pk=wish_id, ward_id=actor.ward_id, lifted_at__isnull=True)
        .first()
    )
    if row is None:
        raise Refused(not_there())
    people = [row.resident] if row.resident else []
    if row.household is not None and cell(actor.role, May.PROGRESS_NAMES) is not None:
        people = list(
            Resident.objects.filter(household=row.household, status=Resident.Status.PRESENT)
            .select_related("household__group", "group")
            .order_by("name_sort")
        )
    journal.read(
        actor,
        "canvass.standing_wish_shown",
        now=now,
        people=[person.pk for person in people],
        purpose="limits",
        fields=["name", "birth", "address", "number_masked"],
    )
    home = row.household or people[0].household
    return LiftView(
        wish_id=row.pk,
        household=row.household_id is not None,
        address=home.address,
        people=tuple(strip_of(person) for person in people),
        since=row.set_at,
        colleagues=tuple(candidates(actor, May.LIFT_DO_NOT_VISIT)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLimits:
    """One person whose further visit, or whose family's invitation, is being weighed."""

    case_id: UUID
    strip: PersonStrip
    visits: tuple[date, ...]
    earlier_reasons: tuple[str, ...]
    stopped: bool
    not_before: date | None


@reads(May.RECORD_VISIT)
def show_case_limits(actor: Actor, *, case_id: UUID, now: datetime) -> CaseLimits:
    """The page on which a further visit is allowed or an invitation is recorded."""
    case = get_case(actor, case_id, May.RECORD_VISIT, now)
    journal.read(
        actor,
        "canvass.case_limits_shown",
        now=now,
        people=[case.resident_id],
        case_id=case.pk,
        purpose="limits",
        fields=["name", "birth", "address", "number_masked", "visits"],
    )
    return CaseLimits(
        case_id=case.pk,
        strip=strip_of(case.resident),
        visits=tuple(sorted(states_of([case])[case.pk].visits)),
        earlier_reasons=tuple(row.reason for row in case.further_visits.order_by("allowed_at", "id")),
        stopped=case.wish == Wish.STOPPED,
        not_before=case.not_before,
    )


def count_do_not_visit(ward_id: UUID) -> int:
    """Standing wishes of a ward."""
    return DoNotVisit.objects.filter(ward_id=ward_id, lifted_at__isnull=True).count()


def count_told_at_door(ward_id: UUID) -> int:
    """People of whom a door said that they moved or died, while the roll still has them here."""
    return len(_told(ward_id)[1])


def count_at_limit(ward_id: UUID, on: date) -> int:
    """People whose round of visits is used up."""
    return len(_at_limit(ward_id, on)[1])
