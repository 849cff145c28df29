"""Sealed packets for the rooms after this one.

What waits, what a supervisor may see, what the card is made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tannha.enrol.devices.files import smaller
from tannha.enrol.models import Enrolment, EnrolmentAct, Packet
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import ActKind, EnrolAct, PhotoConcern
from tannha.enrol.rules.fingers import BiometricException, ExceptionReason, subject_named
from tannha.enrol.rules.packet import EVIDENCE, IDENTITY, part_context, parts_match
from tannha.enrol.rules.signing import SecondReason, Signing
from tannha.enrol.service.folding import Open, add, opened
from tannha.ground import vault
from tannha.ground.actor import Actor
from tannha.ground.dates import PartialDate
from tannha.ground.facts import Answer, Fact
from tannha.ground.refusal import Refusal, Refused

SMALL_FACE_PIXELS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketSummary:
    """What a supervisor sees of a packet: exceptions, scores, who captured, a small face. No biometrics.

    `scores` holds one entry for each captured part: wire word and 0-100, or None for "not measured".
    """

    exceptions: tuple[BiometricException, ...]
    scores: tuple[tuple[str, int | None], ...]
    concerns: tuple[PhotoConcern, ...]
    reasons: tuple[SecondReason, ...]
    signing: Signing | None
    operator_ids: frozenset[UUID]
    second_id: UUID | None
    facts: tuple[Fact, ...]
    face: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPart:
    """What the card is made from. `face` is the picture as captured; None only where none was asked for."""

    resident_id: UUID
    full_name: str
    birth: PartialDate | None
    sex: str
    personal_number: str
    cmnd9: str
    address: str
    features: str
    face: bytes | None


def list_packets_waiting(ward_id: UUID) -> list[Packet]:
    """Sealed packets of a ward on which nobody has decided, oldest first."""
    return list(_waiting(ward_id).select_related("case", "enrolment"))


def count_packets_waiting(ward_id: UUID) -> int:
    """How many they are."""
    return _waiting(ward_id).count()


def _waiting(ward_id: UUID) -> QuerySet[Packet]:
    return Packet.objects.filter(ward_id=ward_id, state=Packet.State.SEALED).order_by("sealed_at", "id")


def facts_of(packet: Packet) -> tuple[Fact, ...]:
    """Separate facts on a packet: the signature holds, the parts are those of the header."""
    header = packet.header.encode()
    signed = vault.verify(bytes(packet.signature), header, key=f"ward-{packet.ward_id}")
    whole = parts_match(header, {part.name: bytes(part.sealed) for part in packet.parts.all()})
    return (
        Fact(name="packet_signature", answer=Answer.TRUE if signed else Answer.FALSE),
        Fact(name="packet_parts", answer=Answer.TRUE if whole else Answer.FALSE),
    )


def summary_of(packet: Packet) -> PacketSummary:
    """Open the evidence and the face for a summary. Raises `vault.CannotOpen` where a part was changed."""
    evidence = _open(packet, EVIDENCE, EVIDENCE)
    found = _state(packet)
    face = _face(packet, evidence["parts"])
    return PacketSummary(
        exceptions=tuple(
            BiometricException(
                subject=subject_named(entry["subject"]), reason=ExceptionReason(entry["reason"])
            )
            for entry in evidence["exceptions"]
        ),
        scores=tuple((entry["part"], entry["score"]) for entry in evidence["parts"]),
        concerns=found.state.concerns,
        reasons=tuple(SecondReason(word) for word in evidence["second_reasons"]),
        signing=found.state.signing,
        operator_ids=frozenset(found.operators),
        second_id=packet.second_id,
        facts=facts_of(packet),
        face=smaller(face, longest=SMALL_FACE_PIXELS) if face else None,
    )


def identity_part(packet: Packet) -> IdentityPart:
    """Open what the card is made from; for the issuing process only. Raises `vault.CannotOpen`."""
    identity = _open(packet, IDENTITY, IDENTITY)
    entry = identity["face"]
    return IdentityPart(
        resident_id=UUID(identity["resident_id"]),
        full_name=identity["full_name"],
        birth=PartialDate.from_iso(identity["birth"]) if identity["birth"] else None,
        sex=identity["sex"],
        personal_number=identity["personal_number"],
        cmnd9=identity["cmnd9"],
        address=identity["address"],
        features=identity["features"],
        face=_face(packet, [entry]) if entry else None,
    )


def note_decided(packet: Packet, approved: bool, *, actor: Actor, now: datetime) -> Packet:
    """Note a supervisor's decision inside their verb's transaction, which also moves the case.

    Refuses a packet that was decided before and the decision of somebody who captured it.
    """
    row = Packet.objects.select_for_update().get(pk=packet.pk)
    if row.state != Packet.State.SEALED:
        raise Refused(Refusal(Code.DECIDED_ALREADY))
    found = _state(row)
    if actor.user_id in found.operators:
        raise Refused(Refusal(Code.SECOND_PERSON))
    kind = ActKind.APPROVED if approved else ActKind.RETURNED
    add(found, EnrolAct(kind=kind), actor=actor, now=now)
    row.state = Packet.State.APPROVED if approved else Packet.State.RETURNED
    row.decided_at, row.decided_by_id = now, actor.user_id
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return row


def _state(packet: Packet) -> Open:
    return opened(Enrolment.objects.get(pk=packet.enrolment_id))


def _open(packet: Packet, name: str, context: str) -> Mapping[str, Any]:
    opened_part: Mapping[str, Any] = json.loads(_plain(packet, name, context))
    return opened_part


def _plain(packet: Packet, name: str, context: str) -> bytes:
    sealed = bytes(packet.parts.get(name=name).sealed)
    return vault.open_sealed(
        sealed, ward_id=packet.ward_id, context=part_context(packet.enrolment_id, context)
    )


def _face(packet: Packet, manifest: list[dict[str, Any]]) -> bytes | None:
    for entry in manifest:
        if entry["part"] == "face":
            return _plain(packet, entry["name"], entry["context"])
    return None


def packets_of(ward_id: UUID) -> QuerySet[Packet]:
    """All packets of a ward with case, person, home, enrolment and who sealed them, in one query."""
    return Packet.objects.filter(ward_id=ward_id).select_related(
        "case__resident__household", "case__resident__group", "enrolment", "sealed_by"
    )


def captured_by(packets: Iterable[Packet], user_id: UUID | None) -> frozenset[UUID]:
    """Those of the packets in which this account captured, sealed or signed."""
    if user_id is None:
        return frozenset()
    known = {packet.enrolment_id: packet.pk for packet in packets}
    acted = EnrolmentAct.objects.filter(enrolment_id__in=known, actor_id=user_id)
    return frozenset(known[found] for found in acted.values_list("enrolment_id", flat=True))
