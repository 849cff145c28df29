"""The second signature and the seal.

Draft and plain are gone in the transaction in which the packet appears.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tannha import __version__
from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step
from tannha.enrol.models import DraftNote, Packet, PacketPart, Sample, SlipSeries
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import ActKind, EnrolAct, Place
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.rules.packet import (
    EVIDENCE,
    IDENTITY,
    MAX_TOTAL_BYTES,
    MIB,
    Header,
    SealedPart,
    biometric_name,
    header_bytes,
    is_too_large,
    part_context,
)
from tannha.enrol.rules.parts import Part
from tannha.enrol.rules.slip_number import make_slip_number
from tannha.enrol.rules.steps import EnrolState, second_reasons
from tannha.enrol.service.folding import Open, add, demand, keep_note, note_of, open_enrolment
from tannha.enrol.service.papers import deadline_days
from tannha.ground import journal, vault
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import new_id
from tannha.ground.models import User
from tannha.ground.one_time_code import take_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.regime import Service, add_working_days, regime_on
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act

SERIES = {Place.COUNTER: "T01", Place.HOME: "K01"}


@act(May.SEAL_EXCEPTION)
def countersign(
    actor: Actor,
    *,
    enrolment_id: UUID,
    second: SecondPerson | None,
    agrees: bool,
    reason: str = "",
    now: datetime,
) -> EnrolState:
    """A supervisor who took no part looks and signs with their own code of this moment, or asks to meet
    again.

    At the operator's screen the supervisor is the second person; on the supervisor's own page their own fresh
    code is asked. Nobody countersigns what they captured themselves.
    """
    supervises = actor.role is Role.SUPERVISOR
    found = open_enrolment(actor, enrolment_id, own=not supervises)
    why = WhyStopped.MEET_AGAIN
    one = EnrolAct(kind=ActKind.COUNTERSIGNED) if agrees else EnrolAct(kind=ActKind.MEET_AGAIN, why=why)
    demand(found, one, now)
    signer = _signer(actor, found, second, now)
    if not agrees:
        if not reason.strip():
            raise Refused(Refusal(Code.MEET_AGAIN_REASON))
        keep_note(found.row, DraftNote.Kind.MEET_AGAIN, reason)
        found.row.not_before, found.row.stopped_why = local_day(now), why.value
    state = add(found, one, actor=signer, now=now)
    if not agrees:
        note_step(found.row.case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
    journal.act(
        actor,
        "enrol.countersigned" if agrees else "enrol.meet_again",
        now=now,
        people=[found.row.case.resident.pk],
        case_id=found.row.case_id,
        second=signer if signer.user_id != actor.user_id else None,
        details={"signer": str(signer.user_id)},
    )
    return state


def _signer(actor: Actor, found: Open, second: SecondPerson | None, now: datetime) -> Actor:
    if second is None or not second.code.strip():
        raise Refused(Refusal(Code.SECOND_PERSON))
    own = second.username.strip().casefold() == actor.username
    if actor.role is Role.SUPERVISOR and own:
        user = User.objects.select_for_update().get(username=actor.username)
        if actor.user_id in found.operators or not take_code(user, second.code, now):
            raise Refused(Refusal(Code.SECOND_PERSON))
        user.save(update_fields=["totp_last_step"])
        return actor
    signer = confirm(actor, second, May.SEAL_EXCEPTION, now=now, not_these=found.operators)
    if signer.role is not Role.SUPERVISOR:
        raise Refused(Refusal(Code.SECOND_PERSON))
    return signer


@act(May.CAPTURE)
def seal_packet(actor: Actor, *, enrolment_id: UUID, now: datetime) -> Packet:
    """Close the packet: all of it or nothing. A second seal is refused and changes nothing.

    Identity and evidence are sealed now; samples keep the seal in which they came and change their owner.
    Draft texts and unused tries are destroyed in this same transaction.
    """
    found = open_enrolment(actor, enrolment_id)
    demand(found, EnrolAct(kind=ActKind.SEALED), now)
    service = found.state.service or Service.FIRST
    on = found.row.regime_on
    parts, manifest = _biometrics(found)
    parts[IDENTITY] = _sealed(found, IDENTITY, _identity(found, manifest))
    parts[EVIDENCE] = _sealed(found, EVIDENCE, _evidence(found, actor, manifest, now))
    measured = tuple(SealedPart.of(name, body) for name, body in sorted(parts.items()))
    if is_too_large(measured):
        raise Refused(Refusal(Code.PACKET_TOO_LARGE, limit=MAX_TOTAL_BYTES // MIB))
    earlier = Packet.objects.filter(case=found.row.case).order_by("-sealed_at", "-id").first()
    header = Header(
        packet_id=new_id(),
        ward_id=found.row.ward_id,
        made_at=now,
        regime=regime_on(on).name,
        regime_on=on,
        parts=measured,
        supersedes=earlier.pk if earlier else None,
    )
    packet = _write(found, header, parts, actor, earlier, service, now)
    add(found, EnrolAct(kind=ActKind.SEALED), actor=actor, now=now)
    Sample.objects.filter(enrolment=found.row).delete()
    DraftNote.objects.filter(enrolment=found.row).delete()
    note_step(found.row.case, CaseActKind.SEALED, actor=actor, now=now)
    journal.act(
        actor,
        "enrol.sealed",
        now=now,
        people=[found.row.case.resident.pk],
        case_id=found.row.case_id,
        details={"packet": str(packet.pk), "header": hashlib.sha256(packet.header.encode()).hexdigest()},
    )
    return packet


def _biometrics(found: Open) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """The sealed samples that count (the last of each part, the chosen frame of the face) and what they
    are.
    """
    chosen: dict[str, Sample] = {}
    for sample in found.row.samples.order_by("number"):
        if sample.part != Part.FACE or sample.number == found.state.frame:
            chosen[sample.part] = sample
    parts: dict[str, bytes] = {}
    manifest: list[dict[str, Any]] = []
    for number, part in enumerate((part for part in found.course.parts if part in chosen), start=1):
        sample = chosen[part]
        parts[biometric_name(number)] = bytes(sample.sealed)
        manifest.append(
            {
                "name": biometric_name(number),
                "part": part.value,
                "context": str(sample.pk),
                "media_type": sample.media_type,
                "width": sample.width,
                "height": sample.height,
                "length": sample.length,
                "sha256": bytes(sample.digest).hex(),
                "score": sample.score,
            }
        )
    return parts, manifest


def _identity(found: Open, manifest: list[dict[str, Any]]) -> Mapping[str, Any]:
    resident = found.row.case.resident
    old = resident.numbers.filter(kind="cmnd9").values_list("value", flat=True)
    return {
        "resident_id": str(resident.pk),
        "full_name": resident.full_name,
        "birth": resident.birth.iso if resident.birth else None,
        "sex": resident.sex,
        "personal_number": resident.personal_number,
        "cmnd9": next(iter(old), ""),
        "address": resident.household.address,
        "features": note_of(found.row, DraftNote.Kind.FEATURES),
        "face": next((entry for entry in manifest if entry["part"] == Part.FACE), None),
    }


def _evidence(found: Open, actor: Actor, manifest: list[dict[str, Any]], now: datetime) -> Mapping[str, Any]:
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    signers = [("operator", actor.user_id)]
    signers += [("supervisor", act.actor_id) for act in found.acts if act.kind == ActKind.COUNTERSIGNED]
    return {
        "case": str(found.row.case_id),
        "regime_on": found.row.regime_on.isoformat(),
        "place": found.row.place,
        "gentle": found.row.gentle,
        "parts": manifest,
        "acts": [
            {
                "seq": act.seq,
                "kind": act.kind,
                "at": act.at.isoformat(),
                "actor": str(act.actor_id),
                "details": act.details,
            }
            for act in found.acts
        ],
        "exceptions": [
            {"subject": exception.subject.value, "reason": exception.reason.value}
            for exception in found.state.exceptions
        ],
        "second_reasons": [reason.value for reason in second_reasons(found.state)],
        "document": note_of(found.row, DraftNote.Kind.DOCUMENT),
        "made_at": now.isoformat(),
        "software": f"tannha {__version__}",
        "statements": [
            {
                "as": role,
                "user": str(user_id),
                "digest": digest,
                "signature": vault.sign(f"{role}|{digest}".encode(), key=f"person-{user_id}").hex(),
            }
            for role, user_id in signers
        ],
    }


def _sealed(found: Open, name: str, content: Mapping[str, Any]) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return vault.seal(plain, ward_id=found.row.ward_id, context=part_context(found.row.pk, name))


def _write(
    found: Open,
    header: Header,
    parts: Mapping[str, bytes],
    actor: Actor,
    earlier: Packet | None,
    service: Service,
    now: datetime,
) -> Packet:
    written = header_bytes(header)
    second = next((act.actor_id for act in found.acts if act.kind == ActKind.COUNTERSIGNED), None)
    packet = Packet.objects.create(
        id=header.packet_id,
        ward_id=header.ward_id,
        case=found.row.case,
        enrolment=found.row,
        supersedes=earlier,
        header=written.decode(),
        signature=vault.sign(written, key=f"ward-{header.ward_id}"),
        service=service.value,
        slip_number=_next_slip(header.ward_id, Place(found.row.place)),
        sealed_at=now,
        sealed_by=User.objects.get(username=actor.username),
        second_id=second,
        promised_on=add_working_days(local_day(now), deadline_days(service, header.regime_on)),
    )
    PacketPart.objects.bulk_create(
        PacketPart(packet=packet, name=name, sealed=body) for name, body in parts.items()
    )
    return packet


def _next_slip(ward_id: UUID, place: Place) -> str:
    series, _made = SlipSeries.objects.select_for_update().get_or_create(
        ward_id=ward_id, series=SERIES[place]
    )
    series.last += 1
    series.save(update_fields=["last"])
    return make_slip_number(series.series, series.last)
