"""Cards as others find them, the list of those that wait, and one card's life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tannha.canvass.service import reaches
from tannha.ground import journal
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import reads
from tannha.issue.models import Card, CardAct
from tannha.issue.rules.handover import CardActKind, CardStatus
from tannha.roll.service import strip_of

PAGE = 25
LATE_DAYS = 7
"""A card that waits longer than this is looked after first."""


def find_card(card_id: UUID) -> Card | None:
    """The card with case, resident and home, or None."""
    return (
        Card.objects.select_related("case", "resident__household", "resident__group", "carried_by")
        .filter(pk=card_id)
        .first()
    )


def find_card_by_number(number: str, *, ward_id: UUID | None = None) -> Card | None:
    """The newest card made for a personal number, living before revoked ones; None where there is none."""
    cards = Card.objects.filter(number=number).select_related("resident")
    if ward_id is not None:
        cards = cards.filter(ward_id=ward_id)
    rows = list(cards.order_by("-issued_on", "-id"))
    living = [card for card in rows if card.status != CardStatus.REVOKED]
    return next(iter(living or rows), None)


def list_cards_of(resident_id: UUID) -> list[Card]:
    """All cards of a resident, oldest first."""
    return list(Card.objects.filter(resident_id=resident_id))


def count_cards(ward_id: UUID, *, status: CardStatus, at_home: bool | None = None) -> int:
    """Count the cards of the ward in a state; `at_home` counts those of people enrolled at home (or
    not).
    """
    cards = Card.objects.filter(ward_id=ward_id, status=status)
    return cards.count() if at_home is None else cards.filter(at_home=at_home).count()


def count_to_arrange(ward_id: UUID, on: date) -> int:
    """How many cards for homes are on nobody's round, today or later."""
    cards = Card.objects.filter(ward_id=ward_id, status=CardStatus.MADE, at_home=True)
    return cards.filter(Q(carried_on__isnull=True) | Q(carried_on__lt=on)).count()


def count_carried(user_id: UUID | None, on: date) -> int:
    """How many cards an officer still has to hand over on a day's round."""
    return Card.objects.filter(carried_by_id=user_id, carried_on=on, status=CardStatus.MADE).count()


def is_carried_by(actor: Actor, resident_id: UUID, now: datetime) -> bool:
    """Whether a card of this resident is on the actor's round of today, given already or not."""
    return Card.objects.filter(
        carried_by_id=actor.user_id, carried_on=local_day(now), resident_id=resident_id
    ).exists()


def get_card(actor: Actor, card_id: UUID, may: May, now: datetime, *, lock: bool = False) -> Card:
    """The card if it belongs to the actor's work, else the same answer as for none.

    An operator's work are the cards of the day's round and of people on their missions.
    """
    if lock:
        Card.objects.select_for_update().filter(pk=card_id).first()
    card = find_card(card_id)
    found = cell(actor.role, may)
    if card is None or found is None or card.ward_id != actor.ward_id:
        raise Refused(not_there())
    if (
        found.scope is Scope.ASSIGNED
        and not (card.carried_by_id == actor.user_id and card.carried_on == local_day(now))
        and not reaches(actor, card.resident, may, now)
    ):
        raise Refused(not_there())
    return card


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCard:
    """A made card that is not handed over: whose, since when, promised when, how it reaches the person."""

    card_id: UUID
    name: str
    place: str
    made_on: date
    promised_on: date | None
    waits_days: int
    late: bool
    at_home: bool
    carrier: str
    carried_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCards:
    """One page of waiting cards, how many there are in all, how many of them wait too long, and who may
    carry.
    """

    cards: tuple[WaitingCard, ...]
    total: int
    late: int
    pages: int


@reads(May.HAND_OVER_HOME)
def show_cards_waiting(
    actor: Actor, *, now: datetime, at_home_only: bool = False, page: int = 1
) -> WaitingCards:
    """The cards nobody has received yet, longest waiting first; an operator sees the own round of the day
    only.
    """
    day = local_day(now)
    cards = _waiting(actor, day)
    late = cards.filter(made_on__lt=date.fromordinal(day.toordinal() - LATE_DAYS)).count()
    if at_home_only:
        cards = cards.filter(at_home=True)
    total = cards.count()
    pages = max(1, -(-total // PAGE))
    start = (min(max(page, 1), pages) - 1) * PAGE
    rows = list(
        cards.select_related("resident__household", "resident__group", "carried_by")[start : start + PAGE]
    )
    journal.read(
        actor,
        "issue.cards_waiting_shown",
        now=now,
        people=[card.resident_id for card in rows],
        purpose="handover",
        fields=["name", "place"],
    )
    return WaitingCards(cards=tuple(_told(card, day) for card in rows), total=total, late=late, pages=pages)


def _waiting(actor: Actor, day: date) -> QuerySet[Card]:
    cards = Card.objects.filter(ward_id=actor.ward_id, status=CardStatus.MADE)
    found = cell(actor.role, May.HAND_OVER_HOME)
    if found is not None and found.scope is Scope.ASSIGNED:
        return cards.filter(carried_by_id=actor.user_id, carried_on=day)
    return cards


def _told(card: Card, day: date) -> WaitingCard:
    waits = (day - card.made_on).days
    carried = card.carried_by is not None and card.carried_on is not None and card.carried_on >= day
    strip = strip_of(card.resident)
    return WaitingCard(
        card_id=card.pk,
        name=strip.name,
        place=strip.place,
        made_on=card.made_on,
        promised_on=card.promised_on,
        waits_days=waits,
        late=waits > LATE_DAYS,
        at_home=card.at_home,
        carrier=card.carried_by.display_name if card.carried_by and carried else "",
        carried_on=card.carried_on if carried else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLine:
    """One act in a card's life, with the people who did it and the reason where there is one."""

    kind: CardActKind
    at: datetime
    by: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One card as its page shows it."""

    card: Card
    strip: PersonStrip
    life: tuple[LifeLine, ...]
    may_hand_over: bool
    may_revoke: bool
    may_chip: bool


@reads(May.HAND_OVER_HOME)
def show_card(actor: Actor, *, card_id: UUID, now: datetime) -> CardView:
    """A card's life, from its making to its end, with what is written on it."""
    card = get_card(actor, card_id, May.HAND_OVER_HOME, now)
    journal.read(
        actor,
        "issue.card_shown",
        now=now,
        people=[card.resident_id],
        case_id=card.case_id,
        purpose="handover",
        fields=["name", "personal_number", "mrz", "qr", "place"],
    )
    acts = CardAct.objects.filter(card=card).select_related("actor", "second").order_by("seq")
    return CardView(
        card=card,
        strip=strip_of(card.resident),
        life=tuple(
            LifeLine(
                kind=CardActKind(row.kind),
                at=row.at,
                by=row.actor.display_name if row.actor else "",
                second=row.second.display_name if row.second else "",
                reason=row.reason,
            )
            for row in acts
        ),
        may_hand_over=card.status == CardStatus.MADE,
        may_revoke=card.status != CardStatus.REVOKED and cell(actor.role, May.REVOKE_CARD) is not None,
        may_chip=cell(actor.role, May.PERSONALISE) is not None,
    )


def acts_of(card: Card) -> list[CardActKind]:
    """The kinds of a card's acts in order, for the fold."""
    return [CardActKind(kind) for kind in card.acts.order_by("seq").values_list("kind", flat=True)]


def add_act(
    card: Card,
    kind: CardActKind,
    *,
    at: datetime,
    actor: Actor,
    second: Actor | None = None,
    reason: str = "",
) -> CardAct:
    """Write the next act of a card; the caller has asked the rules and holds the card's row."""
    return CardAct.objects.create(
        card=card,
        seq=card.acts.count() + 1,
        kind=kind.value,
        at=at,
        actor_id=actor.user_id,
        second_id=second.user_id if second else None,
        reason=reason,
    )
