"""Stops 8 and 9: the packet sealed and approved, the card made; the card handed over at the bedside."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from tannha.demo.enrolling import carry_on
from tannha.demo.rules.cast import CastResident
from tannha.demo.stops.act import BaseStop, Fill, get_case, moment_between, officer
from tannha.demo.stops.capture import TELLING, enrolment_of, operator_of
from tannha.enrol.models import Packet
from tannha.enrol.rules.acts import Stage
from tannha.ground.clock import at_local, local_day
from tannha.ground.ids import format_key
from tannha.issue.models import Card
from tannha.issue.rules.handover import CardStatus
from tannha.issue.service import approve_packet, arrange_round

OFFICE_HOURS = (8 * 60 + 30, 16 * 60)


def card_of(person: CastResident) -> Card | None:
    """The person's card that was not revoked."""
    return Card.objects.filter(case=get_case(person)).exclude(status=CardStatus.REVOKED).first()


def packet_of(person: CastResident) -> Packet | None:
    """The person's newest packet."""
    return Packet.objects.filter(case=get_case(person)).order_by("-sealed_at", "-id").first()


class MakeCard(BaseStop):
    """Dũng's batch page with the packet chosen."""

    def is_done(self, person: CastResident) -> bool:
        """The card is there."""
        return card_of(person) is not None

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Office hours of the next open day after the seal."""
        packet = packet_of(person)
        if packet is not None and local_day(packet.sealed_at) < local_day(now):
            return moment_between(now, *OFFICE_HOURS)
        return moment_between(at_local(local_day(now) + timedelta(days=1), 0), *OFFICE_HOURS)

    def prepare(self, person: CastResident, now: datetime) -> None:
        """Minh seals and gives the slip; Bình, who took no part, approves the summary."""
        row = enrolment_of(person)
        assert row is not None, "the stop before this one signed the enrolment"
        if row.stage in (Stage.SEAL, Stage.SLIP):
            carry_on(operator_of(person), row.pk, until=Stage.DECISION, telling=TELLING, now=now)
        packet = packet_of(person)
        assert packet is not None
        if packet.state == Packet.State.SEALED:
            approve_packet(officer("binh"), packet_id=packet.pk, now=now)

    def address(self, person: CastResident) -> str:
        """The batch page; afterwards the card's own page."""
        card = card_of(person)
        return reverse("issue:card", args=[card.pk]) if card else reverse("issue:batches")

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """Only this person's packet chosen."""
        packet = packet_of(person)
        if packet is None or route != "issue:batches":
            return ()
        return (Fill(name="chosen", ticked=False), Fill(name="chosen", value=format_key(packet.pk)))


class Handover(BaseStop):
    """The handover page at the bedside."""

    def is_done(self, person: CastResident) -> bool:
        """The card is in the hand."""
        card = card_of(person)
        return card is not None and card.status == CardStatus.HANDED_OVER

    def moment(self, person: CastResident, now: datetime) -> datetime:
        """Within the family's good hours, on a day after the card was made."""
        first, last = person.good_hours or (9 * 60, 11 * 60)
        card = card_of(person)
        if card is not None and card.made_on < local_day(now):
            return moment_between(now, first + 5, last - 10)
        return moment_between(at_local(local_day(now) + timedelta(days=1), 0), first + 5, last - 10)

    def prepare(self, person: CastResident, now: datetime) -> None:
        """The card goes on Minh's round of today."""
        card = card_of(person)
        assert card is not None, "the stop before this one made the card"
        if card.carried_on != local_day(now):
            arrange_round(officer("dung"), card_ids=[card.pk], carrier="minh", on=local_day(now), now=now)

    def address(self, person: CastResident) -> str:
        """The handover page; afterwards the receipt."""
        card = card_of(person)
        assert card is not None
        return reverse("issue:receipt" if self.is_done(person) else "issue:handover", args=[card.pk])

    def fill(self, person: CastResident, route: str, now: datetime) -> tuple[Fill, ...]:
        """The right person, old paper taken in, the person receives and confirms with a fingerprint."""
        if route != "issue:handover":
            return ()
        return (
            Fill(name="place", value="home"),
            Fill(name="right_person", ticked=True),
            Fill(name="old_paper", value="collected" if person.held != "none" else "none_held"),
            Fill(name="receiver", value="person"),
            Fill(name="mark", value="fingerprint"),
        )
