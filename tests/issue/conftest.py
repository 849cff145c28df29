"""Short ways to a sealed packet, an approved one, a made card and a given one, each by the real verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tannha.enrol.models import Enrolment, Packet
from tannha.enrol.rules.acts import Stage
from tannha.enrol.service import slip_after_commit
from tannha.issue import service
from tannha.issue.models import Card
from tannha.issue.rules.handover import Handover, HandoverPlace, Mark, OldPaper, Receiver
from tests.enrol.conftest import Desk, People, ha, minh, people

__all__ = ["ha", "minh", "people"]

GOOD = Handover(
    place=HandoverPlace.HOME,
    right_person=True,
    old_paper=OldPaper.COLLECTED,
    receiver=Receiver.PERSON,
    mark=Mark.FINGERPRINT,
)


@pytest.fixture
def seal(minh: Desk) -> Callable[..., Packet]:
    """Capture a case by Minh and close the packet; `at_home` notes the place."""

    def sealed(case: Any, *, at_home: bool = False, by: Desk = minh) -> Packet:
        enrolment_id = by.begin(case)
        by.until(enrolment_id, Stage.SLIP)
        if at_home:
            Enrolment.objects.filter(pk=enrolment_id).update(place="home")
        by.act(slip_after_commit, enrolment_id)
        return Packet.objects.get(enrolment_id=enrolment_id)

    return sealed


@pytest.fixture
def packet(people: People, seal: Callable[..., Packet]) -> Packet:
    """Bác Đào's packet, captured by Minh, waiting for a supervisor."""
    return seal(people.dao, at_home=True)


@pytest.fixture
def approved(packet: Packet, cast: Any, now: datetime) -> Packet:
    """The same, approved by Hoa."""
    service.approve_packet(cast["hoa"], packet_id=packet.pk, now=now)
    packet.refresh_from_db()
    return packet


@pytest.fixture
def card(approved: Packet, cast: Any, now: datetime) -> Card:
    """Bác Đào's card, made by Dũng."""
    return service.make_cards(cast["dung"], packet_ids=[approved.pk], now=now).cards[0]


@pytest.fixture
def given(card: Card, cast: Any, now: datetime) -> Card:
    """The same, handed over at home by Dũng."""
    service.hand_over(cast["dung"], card_id=card.pk, handover=GOOD, now=now)
    card.refresh_from_db()
    return card
