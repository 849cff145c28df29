"""A supervisor's look at a sealed packet: the summary, never the biometrics; approve, or return with a
reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.service import note_step
from tannha.enrol.service import (
    Packet,
    PacketSummary,
    captured_by,
    note_decided,
    packets_of,
    summary_of,
)
from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act, reads
from tannha.issue.models import Decision
from tannha.issue.refusals import Code
from tannha.roll.service import strip_of

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPacket:
    """A packet that waits for a supervisor: the slip, whose it is, since when, and whether this supervisor
    may decide.
    """

    packet_id: UUID
    slip_number: str
    name: str
    sealed_at: datetime
    promised_on: date
    at_home: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedPacket:
    """A packet that came back: whose, why, when and from whom."""

    case_id: UUID
    strip: PersonStrip
    reason: str
    returned_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketView:
    """One packet as its page shows it: the person, the summary, the small face, and whether this supervisor
    may decide.
    """

    packet: Packet
    strip: PersonStrip
    summary: PacketSummary
    operator: str
    at_home: bool
    own: bool


@reads(May.APPROVE_PACKET)
def list_packets_to_approve(actor: Actor, *, now: datetime) -> tuple[WaitingPacket, ...]:
    """The oldest packets that wait; at most a page of them."""
    packets = list(
        packets_of(actor.ward_id).filter(state=Packet.State.SEALED).order_by("sealed_at", "id")[:PAGE]
    )
    own = captured_by(packets, actor.user_id)
    journal.read(
        actor,
        "issue.packets_waiting_shown",
        now=now,
        people=[packet.case.resident_id for packet in packets],
        purpose="approval",
        fields=["name"],
    )
    return tuple(
        WaitingPacket(
            packet_id=packet.pk,
            slip_number=packet.slip_number,
            name=packet.case.resident.full_name,
            sealed_at=packet.sealed_at,
            promised_on=packet.promised_on,
            at_home=packet.enrolment.place == "home",
            own=packet.pk in own,
        )
        for packet in packets
    )


@reads(May.CAPTURE)
def show_returned(actor: Actor, *, now: datetime) -> tuple[ReturnedPacket, ...]:
    """Packets that were sent back and not captured anew, with the reason: an operator's own, a supervisor's ward."""
    packets = list(_returned(actor).select_related("decision__by").order_by("decision__at", "id")[:PAGE])
    journal.read(
        actor,
        "issue.returned_shown",
        now=now,
        people=[packet.case.resident_id for packet in packets],
        purpose="capture",
        fields=["name", "place", "reason"],
    )
    return tuple(
        ReturnedPacket(
            case_id=packet.case_id,
            strip=strip_of(packet.case.resident),
            reason=packet.decision.reason,
            returned_at=packet.decision.at,
            by=packet.decision.by.display_name,
        )
        for packet in packets
    )


def count_returned(actor: Actor) -> int:
    """How many packets were sent back to this actor and wait to be captured anew."""
    return _returned(actor).count()


def _returned(actor: Actor) -> QuerySet[Packet]:
    packets = packets_of(actor.ward_id).filter(
        decision__verdict=Decision.Verdict.RETURNED, superseded_by__isnull=True
    )
    packets = packets.exclude(case__step=Step.CLOSED)
    return packets if actor.role is Role.SUPERVISOR else packets.filter(sealed_by_id=actor.user_id)


@reads(May.APPROVE_PACKET)
def show_packet(actor: Actor, *, packet_id: UUID, now: datetime) -> PacketView:
    """One packet's summary: exceptions with reasons, scores, small face, who captured and signed."""
    packet = _get(actor, packet_id)
    resident = packet.case.resident
    journal.read(
        actor,
        "issue.packet_shown",
        now=now,
        people=[resident.pk],
        case_id=packet.case_id,
        purpose="approval",
        fields=["name", "face", "exceptions", "scores"],
    )
    return PacketView(
        packet=packet,
        strip=strip_of(resident),
        summary=summary_of(packet),
        operator=packet.sealed_by.display_name,
        at_home=packet.enrolment.place == "home",
        own=packet.pk in captured_by([packet], actor.user_id),
    )


@act(May.APPROVE_PACKET)
def approve_packet(actor: Actor, *, packet_id: UUID, now: datetime) -> Decision:
    """Approve a packet that somebody else captured; a card may be made from it."""
    return _decide(actor, packet_id, Decision.Verdict.APPROVED, "", now)


@act(May.APPROVE_PACKET)
def return_packet(actor: Actor, *, packet_id: UUID, reason: str, now: datetime) -> Decision:
    """Send a packet back with a reason: the person is met again."""
    if not reason.strip():
        raise Refused(Refusal(Code.RETURN_REASON))
    return _decide(actor, packet_id, Decision.Verdict.RETURNED, reason.strip(), now)


def _decide(actor: Actor, packet_id: UUID, verdict: Decision.Verdict, reason: str, now: datetime) -> Decision:
    assert actor.user_id is not None
    packet = _get(actor, packet_id, lock=True)
    if captured_by([packet], actor.user_id):
        raise Refused(Refusal(Code.OWN_CAPTURE))
    if packet.state != Packet.State.SEALED:
        raise Refused(Refusal(Code.PACKET_DECIDED))
    approved = verdict is Decision.Verdict.APPROVED
    note_decided(packet, approved, actor=actor, now=now)
    note_step(packet.case, CaseActKind.APPROVED if approved else CaseActKind.RETURNED, actor=actor, now=now)
    journal.act(
        actor,
        f"issue.packet_{verdict.value}",
        now=now,
        people=[packet.case.resident_id],
        case_id=packet.case_id,
        details={"packet": str(packet.pk)},
    )
    return Decision.objects.create(packet=packet, verdict=verdict, reason=reason, at=now, by_id=actor.user_id)


def _get(actor: Actor, packet_id: UUID, *, lock: bool = False) -> Packet:
    if lock:
        Packet.objects.select_for_update().filter(pk=packet_id).first()
    packet = packets_of(actor.ward_id).filter(pk=packet_id).first()
    if packet is None:
        raise Refused(not_there())
    return packet
