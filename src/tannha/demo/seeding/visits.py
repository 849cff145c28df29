"""A month of visits: each walk made and each knock recorded through canvassing's verbs, on its day and
hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from tannha.canvass.models import Case, Visit, Walk
from tannha.canvass.refusals import Code
from tannha.canvass.rules.limits import Hours
from tannha.canvass.rules.needs import NeedKind
from tannha.canvass.rules.visit import FollowUp, Told, VisitOutcome
from tannha.canvass.service import (
    Place,
    make_walk,
    may_visit_today,
    record_follow_up,
    record_visit,
    set_do_not_visit,
)
from tannha.canvass.service.cases import is_feast
from tannha.canvass.service.walk_making import MOST_DOORS
from tannha.demo.rules.cast import CAST, DAO
from tannha.demo.rules.month import (
    AT_FIRST_DAYS,
    DOORS_A_WALK,
    DOORS_AT_FIRST,
    Answer,
    DayWalk,
    draw_answer,
    knock_minutes,
    walks_of_month,
)
from tannha.demo.seeding.stage import Event, Order, Seeding
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local
from tannha.ground.refusal import Refused
from tannha.roll.rules.address import parse_address

MORNING_MINUTE = 7 * 60 + 40
REST_DAYS = 30
FEWEST_DOORS = 4
_CAST_KEYS = {person.number: person.key for person in CAST}


def walks_of(seeding: Seeding) -> tuple[DayWalk, ...]:
    """The month's walks among the towers and lanes of the invented ward, as the roll tells places apart."""
    cast = {_place_of(person.address) for person in CAST}
    doors: dict[Place, list[str]] = {}
    for family in seeding.ward.families:
        doors.setdefault(_place_of(family.home.address), []).append(family.home.address)
    others = [homes[0] for place, homes in doors.items() if place not in cast and len(homes) >= FEWEST_DOORS]
    return walks_of_month(seeding.ward.seed, seeding.on, others, is_feast=is_feast)


def _place_of(address: str) -> Place:
    parsed = parse_address(address)
    return Place(tower=parsed.tower) if parsed.tower else Place(alley=parsed.alley)


def visit_events(seeding: Seeding) -> Iterator[Event]:
    """One event a walk; the last one makes today's walk in tower A and knocks nowhere."""
    for walk in walks_of(seeding):
        yield Event(on=walk.on, order=Order.WALK, step=partial(_go, seeding, walk))
    today = DayWalk(on=seeding.on, near=DAO.address)
    yield Event(on=seeding.on, order=Order.WALK, step=partial(_make, seeding, today, MOST_DOORS))


def _go(seeding: Seeding, walk: DayWalk) -> None:
    made = _make(seeding, walk, _doors_on(seeding, walk))
    if made is None:
        return
    lan = seeding.actor("lan")
    minutes = iter(knock_minutes())
    for case, answer in _answers(seeding, walk, made):
        minute = next(minutes, None)
        if minute is None:
            return
        _knock(lan, case, answer, walk.on, minute)


def _doors_on(seeding: Seeding, walk: DayWalk) -> int:
    if walk.told:
        return MOST_DOORS
    return DOORS_A_WALK if (seeding.on - walk.on).days <= AT_FIRST_DAYS else DOORS_AT_FIRST


def _make(seeding: Seeding, walk: DayWalk, most_doors: int) -> Walk | None:
    """The walk of that day; None where nobody waits there any more."""
    lan = seeding.actor("lan")
    made = Walk.objects.filter(walker_id=lan.user_id, on=walk.on).first()
    if made is not None:
        return made
    place = _place_of(walk.near)
    morning = min(seeding.now, at_local(walk.on, MORNING_MINUTE))
    try:
        return make_walk(lan, place=place, on=walk.on, most_doors=most_doors, now=morning)
    except Refused as refused:
        if refused.refusal.code is Code.NOBODY_ON_WALK:
            return None
        raise


def _answers(seeding: Seeding, walk: DayWalk, made: Walk) -> Iterator[tuple[Case, Answer]]:
    """Whoever is behind the walk's doors and may be visited that day, in door order, with what is said.

    The cast answers on its own days and is left alone on others. The answer hangs on the person and the
    day alone, so that a walk cut short goes on as it would have.
    """
    told = dict(walk.told)
    homes = list(made.doors.order_by("position").values_list("household_id", flat=True))
    cases = Case.objects.filter(resident__household_id__in=homes).select_related("resident__household")
    place = {home: position for position, home in enumerate(homes)}
    for case in sorted(cases, key=lambda case: (place[case.resident.household_id], case.resident.name_sort)):
        resident = case.resident
        if Visit.objects.filter(case=case, on=walk.on).exists() or may_visit_today(case, walk.on) is not None:
            continue
        key = _CAST_KEYS.get(resident.personal_number)
        if key is None and not walk.alone:
            rng = Random(f"{seeding.ward.seed} {resident.name_key} {resident.personal_number} {walk.on}")
            yield case, draw_answer(rng, age=walk.on.year - (resident.birth_year or walk.on.year))
        elif key in told:
            yield case, told[key]


def _knock(lan: Actor, case: Case, answer: Answer, on: date, minute: int) -> None:
    at = at_local(on, minute)
    visit = record_visit(
        lan, case_id=case.pk, outcome=VisitOutcome(answer.outcome), told=told_of(answer), now=at
    )
    if answer.do_not_visit:
        set_do_not_visit(lan, case_id=case.pk, household=False, now=at)
    elif visit.outcome == VisitOutcome.REFUSED:
        _after_a_no(lan, visit, at)


def _after_a_no(lan: Actor, visit: Visit, at: datetime) -> None:
    if visit.id.int % 2:
        record_follow_up(lan, visit_id=visit.pk, wish=FollowUp.FAMILY_CALLS, now=at)
    else:
        later = visit.on + timedelta(days=REST_DAYS)
        record_follow_up(lan, visit_id=visit.pk, wish=FollowUp.ASK_AGAIN, from_day=later, now=at)


def told_of(answer: Answer) -> Told:
    """What came with an answer, as canvassing takes it; needs with the person's consent."""
    hours = answer.good_hours
    return Told(
        needs=frozenset(NeedKind(need) for need in answer.needs) if answer.needs else None,
        consent=bool(answer.needs),
        good_hours=(Hours(weekday=None, start_minute=hours[0], end_minute=hours[1]),) if hours else None,
    )
