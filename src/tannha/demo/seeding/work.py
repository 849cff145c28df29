"""The month's captures, approvals and cards: a few people all the way, some that wait at each later door.

Told by the cast: ông Thịnh was met at home and his card waits to be brought; chị Hiền came to the
counter and holds hers. Others came by themselves: packets that wait for approval, packets that wait for
a card, people in the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from tannha.canvass.models import Case
from tannha.canvass.rules.case import Step as CaseStep
from tannha.canvass.service.cases import is_feast
from tannha.demo.enrolling import Telling, carry_on
from tannha.demo.rules.cast import BY_KEY, CAST
from tannha.demo.rules.month import days_before
from tannha.demo.seeding.people import save_shifts
from tannha.demo.seeding.stage import Event, Order, Seeding
from tannha.enrol.models import Enrolment, Packet, Place
from tannha.enrol.rules.acts import Stage
from tannha.enrol.rules.parts import Finger
from tannha.enrol.rules.signing import Mark
from tannha.enrol.service import call_next, check_in
from tannha.ground.clock import at_local
from tannha.issue.models import Card
from tannha.issue.rules.handover import CardStatus, Handover, HandoverPlace, OldPaper, Receiver
from tannha.issue.rules.handover import Mark as HandoverMark
from tannha.issue.service import approve_packet, arrange_round, hand_over, make_cards
from tannha.plan.models import Promise
from tannha.plan.service import make_plan, publish

AFTERNOON = 16 * 60
CARDS_AFTER = 5
HANDOVER_AFTER = 6
APPROVED_THEN = 2
_CAST_NUMBERS = frozenset(person.number for person in CAST)
THINH = Telling(missing=Finger.RIGHT_LITTLE, mark=Mark.FINGERPRINT, supporter_present=True)
CALM = Telling()
STIFF = Telling(missing=Finger.LEFT_RING)


def work_events(seeding: Seeding) -> Iterator[Event]:
    """The events of capture and cards, by day; walks come before them on each day."""
    days = days_before(seeding.on, days=30, is_feast=is_feast)
    first, second = days[0], days[1]
    yield Event(on=first, order=Order.PLAN, step=partial(_plan, seeding, second, at_local(first, AFTERNOON)))
    yield Event(on=second, order=Order.CAPTURE, step=partial(_meet_thinh, seeding, second))
    yield Event(on=second, order=Order.CAPTURE, step=partial(_enrol_hien, seeding, second))
    yield Event(on=second, order=Order.APPROVE, step=partial(_approve_all, seeding, second))
    yield Event(on=days[CARDS_AFTER], order=Order.CARD, step=partial(_make_all, seeding, days[CARDS_AFTER]))
    given_on = days[HANDOVER_AFTER]
    yield Event(on=given_on, order=Order.HANDOVER, step=partial(_give_hien, seeding, given_on))
    for on, telling in ((days[-4], CALM), (days[-4], CALM), (days[-1], STIFF), (days[-1], CALM)):
        yield Event(
            on=on, order=Order.CAPTURE, step=partial(_enrol_walk_in, seeding, on, telling, Stage.DECISION)
        )
    yield Event(on=days[-4], order=Order.APPROVE, step=partial(_approve_all, seeding, days[-4]))
    yield Event(on=seeding.on, order=Order.CAPTURE, step=partial(_enrol_today, seeding))
    yield Event(on=seeding.on, order=Order.CAPTURE, step=partial(_wait_in_line, seeding))
    yield Event(on=seeding.on, order=Order.CARD, step=partial(_bring_thinh, seeding))


def plan_tomorrow(seeding: Seeding) -> None:
    """The plan of the next day on which people are visited, published."""
    on = seeding.on + timedelta(days=1)
    while is_feast(on):
        on += timedelta(days=1)
    _plan(seeding, on, seeding.now)


def _plan(seeding: Seeding, on: date, now: datetime) -> None:
    save_shifts(seeding, on)
    day = make_plan(seeding.actor("tuan"), on=on, now=now)
    publish(seeding.actor("tuan"), on=on, version=day.version, now=now)


def _case_of(key: str) -> Case:
    return Case.objects.get(resident__personal_number=BY_KEY[key].number)


def _meet_thinh(seeding: Seeding, on: date) -> None:
    minh, case = seeding.actor("minh"), _case_of("thinh")
    promise = Promise.objects.get(case=case)
    at = at_local(on, promise.start_minute)
    row = Enrolment.objects.filter(case=case).first()
    if row is None:
        row = check_in(minh, case_id=case.pk, place=Place.HOME, now=at)
    carry_on(minh, row.pk, until=Stage.DECISION, telling=THINH, now=at + timedelta(minutes=40))


def _enrol_hien(seeding: Seeding, on: date) -> None:
    _enrol_at_counter(seeding, _case_of("hien"), at_local(on, 9 * 60), CALM, Stage.DECISION)


def _enrol_at_counter(seeding: Seeding, case: Case, at: datetime, telling: Telling, until: Stage) -> None:
    """One person at Hà's desk from the line up to a stage."""
    operator = seeding.actor("ha")
    row = Enrolment.objects.filter(case=case).first()
    if row is None:
        check_in(operator, case_id=case.pk, place=Place.COUNTER, now=at)
        row = call_next(operator, now=at + timedelta(minutes=6))
    carry_on(operator, row.pk, until=until, telling=telling, now=at + timedelta(minutes=14))


def _next_walk_in(seeding: Seeding) -> Case | None:
    """Who agreed, needs nothing special, has a number and no promise; the one who waits longest."""
    cases = Case.objects.filter(
        ward_id=seeding.ward_id, step=CaseStep.PLAN, promised=False, needs__isnull=True
    )
    cases = cases.exclude(resident__personal_number__in=[*_CAST_NUMBERS, ""])
    return cases.order_by("opened_at", "resident__name_sort", "id").first()


def _enrol_walk_in(seeding: Seeding, on: date, telling: Telling, until: Stage) -> None:
    """Somebody comes by without an appointment; a capture that was cut short is finished first."""
    begun = Enrolment.objects.filter(operator_id=seeding.user_id("ha"), ticket_on=on)
    row = begun.exclude(stage__in=[Stage.DECISION, Stage.APPROVED]).first()
    case = row.case if row is not None else _next_walk_in(seeding)
    if case is not None:
        minute = 9 * 60 + 25 * begun.count()
        _enrol_at_counter(seeding, case, min(seeding.now, at_local(on, minute)), telling, until)


def _enrol_today(seeding: Seeding) -> None:
    _enrol_walk_in(seeding, seeding.on, STIFF, Stage.SECOND_SIGNATURE)


def _wait_in_line(seeding: Seeding) -> None:
    operator = seeding.actor("ha")
    for _ in range(2):
        case = _next_walk_in(seeding)
        if case is not None:
            check_in(operator, case_id=case.pk, place=Place.COUNTER, now=seeding.now)


def _approve_all(seeding: Seeding, on: date) -> None:
    """Bình approves what waits and is not his own, at the end of that day."""
    at = at_local(on, AFTERNOON + 30)
    packets = Packet.objects.filter(ward_id=seeding.ward_id, state=Packet.State.SEALED).order_by(
        "sealed_at", "id"
    )
    for packet in packets[:APPROVED_THEN]:
        approve_packet(seeding.actor("binh"), packet_id=packet.pk, now=at)


def _make_all(seeding: Seeding, on: date) -> None:
    packets = Packet.objects.filter(ward_id=seeding.ward_id, state=Packet.State.APPROVED, cards__isnull=True)
    ids = list(packets.values_list("id", flat=True))
    make_cards(seeding.actor("dung"), packet_ids=ids, now=at_local(on, 10 * 60))


def _card_of(key: str) -> Card:
    return Card.objects.get(case__resident__personal_number=BY_KEY[key].number)


def _give_hien(seeding: Seeding, on: date) -> None:
    handover = Handover(
        place=HandoverPlace.COUNTER,
        right_person=True,
        old_paper=OldPaper.COLLECTED,
        receiver=Receiver.PERSON,
        mark=HandoverMark.SIGNED,
    )
    hand_over(
        seeding.actor("dung"), card_id=_card_of("hien").pk, handover=handover, now=at_local(on, 10 * 60)
    )


def _bring_thinh(seeding: Seeding) -> None:
    card = _card_of("thinh")
    if card.status == CardStatus.MADE and card.carried_by_id is None:
        dung = seeding.actor("dung")
        arrange_round(dung, card_ids=[card.pk], carrier="minh", on=seeding.on, now=seeding.now)
