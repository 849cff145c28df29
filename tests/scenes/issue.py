"""Scenes of the issuing room's verbs: bác Đào's packet, captured by Minh, her card, and its handover."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import Case, note_step, open_case
from tannha.enrol.rules.acts import Stage
from tannha.enrol.service import Packet, slip_after_commit
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate
from tannha.issue import service
from tannha.issue.models import Card
from tannha.issue.rules.handover import Handover, HandoverPlace, Mark, OldPaper, Receiver
from tannha.roll.service import note_new_resident
from tests.enrol.conftest import Desk
from tests.scenes import Scene, Scenes, World

GOOD = Handover(
    place=HandoverPlace.HOME,
    right_person=True,
    old_paper=OldPaper.COLLECTED,
    receiver=Receiver.PERSON,
    mark=Mark.FINGERPRINT,
)


def case_of_dao(world: World) -> Case:
    """Bác Đào agreed and comes to the counter."""
    lan = world.cast["lan"]
    resident = note_new_resident(
        ward_id=world.ward.pk,
        full_name="TRẦN THỊ ĐÀO",
        birth=PartialDate(year=1947),
        sex="female",
        address="P1504 tháp A",
        group_number=12,
        personal_number="099147000001",
        spoken_name="bác Đào",
    )
    case = open_case(resident, actor=lan, now=world.now - timedelta(days=9))
    return note_step(case, CaseActKind.AGREED, actor=lan, now=world.now - timedelta(days=8))


def packet_of_dao(world: World) -> Packet:
    """Her packet, captured and sealed by Minh."""
    minh = Desk(world.cast["minh"], world.now)
    enrolment_id: UUID = minh.begin(case_of_dao(world))
    minh.until(enrolment_id, Stage.SLIP)
    minh.act(slip_after_commit, enrolment_id)
    return Packet.objects.select_related("case").get(enrolment_id=enrolment_id)


def approved_packet(world: World) -> Packet:
    """The same, approved by Hoa."""
    packet = packet_of_dao(world)
    service.approve_packet(world.cast["hoa"], packet_id=packet.pk, now=world.now)
    return packet


def card_of_dao(world: World) -> Card:
    """Her card, made by Dũng."""
    packet = approved_packet(world)
    return service.make_cards(world.cast["dung"], packet_ids=[packet.pk], now=world.now).cards[0]


def given_card(world: World) -> Card:
    """The same, handed over at home."""
    card = card_of_dao(world)
    service.hand_over(world.cast["dung"], card_id=card.pk, handover=GOOD, now=world.now)
    card.refresh_from_db()
    return card


def _packet(world: World, *, shown: bool = False, **arguments: object) -> Scene:
    packet = packet_of_dao(world)
    shows = {packet.case.resident_id} if shown else set()
    return Scene(by="hoa", arguments={"packet_id": packet.pk, **arguments}, shows=shows)


def _packets(world: World) -> Scene:
    return Scene(by="hoa", arguments={}, shows={packet_of_dao(world).case.resident_id})


def _returned(world: World) -> Scene:
    packet = packet_of_dao(world)
    service.return_packet(world.cast["hoa"], packet_id=packet.pk, reason="ảnh nhắm mắt", now=world.now)
    return Scene(by="minh", arguments={}, shows={packet.case.resident_id})


def _to_make(world: World) -> Scene:
    return Scene(by="dung", arguments={}, shows={approved_packet(world).case.resident_id})


def _waiting(world: World) -> Scene:
    return Scene(by="dung", arguments={}, shows={card_of_dao(world).resident_id})


def _card(card: Card, *, by: str = "dung", **arguments: object) -> Scene:
    return Scene(by=by, arguments={"card_id": card.pk, **arguments}, shows={card.resident_id})


def _round(world: World) -> Scene:
    card = card_of_dao(world)
    arguments = {"card_ids": [card.pk], "carrier": "minh", "on": local_day(world.now)}
    return Scene(by="dung", arguments=arguments, shows={card.resident_id})


def _revoke(world: World) -> Scene:
    second = world.cast.second("duc", world.now)
    return _card(given_card(world), by="hoa", reason="mất thẻ", second=second)


def _lent(world: World) -> Scene:
    card = card_of_dao(world)
    return Scene(by="dung", arguments={"resident_id": card.resident_id}, shows={card.resident_id})


SCENES: Scenes = {
    "issue.service.approval.list_packets_to_approve": _packets,
    "issue.service.approval.show_packet": lambda world: _packet(world, shown=True),
    "issue.service.approval.show_returned": _returned,
    "issue.service.approval.approve_packet": _packet,
    "issue.service.approval.return_packet": lambda world: _packet(world, reason="ảnh nhắm mắt"),
    "issue.service.personalise.list_to_make": _to_make,
    "issue.service.personalise.make_cards": lambda world: Scene(
        by="dung", arguments={"packet_ids": [approved_packet(world).pk]}
    ),
    "issue.service.cards.show_cards_waiting": _waiting,
    "issue.service.cards.show_card": lambda world: _card(given_card(world), by="hoa"),
    "issue.service.chips.show_chip": lambda world: _card(card_of_dao(world)),
    "issue.service.chips.write_chip": lambda world: _card(card_of_dao(world)),
    "issue.service.chips.lend_chip": _lent,
    "issue.service.handover.arrange_round": _round,
    "issue.service.handover.show_handover": lambda world: _card(card_of_dao(world)),
    "issue.service.handover.hand_over": lambda world: _card(card_of_dao(world), handover=GOOD),
    "issue.service.handover.show_receipt": lambda world: _card(given_card(world)),
    "issue.service.revoke.revoke_card": _revoke,
}
