"""Turning what a session saw into facts (Doc 9303-11, 4 to 6). Pure; no command is sent here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tannha.icao import passive_auth
from tannha.icao.access_control.passwords import Password, PasswordKind
from tannha.icao.additional_details import decode_dg11, decode_dg12, decode_dg16
from tannha.icao.card_security import CardSecurity, decode_card_security, signer_of
from tannha.icao.deviations import Malformed
from tannha.icao.dg1 import decode_dg1
from tannha.icao.dg2 import decode_dg2
from tannha.icao.dg13 import decode_dg13
from tannha.icao.dg15 import decode_dg15
from tannha.icao.facts import Fact, Outcome
from tannha.icao.lds import PROTECTED_GROUPS, decode_com
from tannha.icao.mrz import VIETNAM
from tannha.icao.pki.trust import TrustStore
from tannha.icao.reader.access import Entry, Way
from tannha.icao.reader.facts import Name, Reason, fact
from tannha.icao.reader.files import FileRead, Reading
from tannha.icao.reader.proofs import Proof, prove_by_mapping
from tannha.icao.reader.zone import fits, state_of
from tannha.icao.security_infos import (
    Mapping as PaceMapping,
)
from tannha.icao.security_infos import (
    PaceInfo,
    SecurityInfos,
    decode_dg14,
    pace_protocol,
)

HOLDS, FAILS, UNKNOWN = Outcome.HOLDS, Outcome.FAILS, Outcome.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a session saw."""

    entry: Entry
    reads: Mapping[int, FileRead]
    groups: Mapping[int, bytes]
    com: FileRead | None
    infos: SecurityInfos | None
    card_security: bytes | None
    active: Proof | None
    agreement: Proof | None
    zone: str
    broken: str
    lost: str
    selected: int


def facts_of(
    seen: Seen,
    verdict: passive_auth.Verdict | None,
    passwords: Sequence[Password],
    store: TrustStore,
) -> tuple[Fact, ...]:
    """All facts in their order: access, reading, passive authentication, proofs of the chip."""
    if seen.entry.way is Way.NONE:
        return (_access(seen), _not_downgraded(seen.entry))
    passive = verdict.facts if verdict is not None else ()
    vouched = _vouched(verdict)
    mapping, mapping_proof = _mapping(seen, verdict, store)
    active, agreement = _active(seen), _agreement(seen)
    return (
        _access(seen),
        _not_downgraded(seen.entry),
        _offer_signed(seen, vouched),
        _channel(seen),
        _all_read(seen),
        _well_formed(seen, verdict),
        _zone_fits(seen, passwords),
        *passive,
        active,
        agreement,
        mapping,
        _genuine(vouched, active, agreement, mapping, mapping_proof),
    )


def _access(seen: Seen) -> Fact:
    entry = seen.entry
    if seen.selected not in (0, 0x9000, 0x6283):
        return fact(Name.ACCESS, FAILS, Reason.NO_APPLICATION, ("status", f"{seen.selected:04X}"))
    if entry.pace is not None:
        protocol = pace_protocol(entry.pace.info.protocol)
        shown = "" if protocol is None else f"{protocol.mapping.value} {protocol.cipher.value}"
        return fact(Name.ACCESS, HOLDS, Reason.PACE, ("protocol", shown), ("group", entry.pace.group_name))
    if entry.way is Way.BAC:
        return fact(Name.ACCESS, HOLDS, Reason.BAC)
    if entry.way is Way.OPEN:
        return fact(Name.ACCESS, HOLDS, Reason.OPEN)
    if seen.lost:
        return fact(Name.ACCESS, FAILS, Reason.CARD_LOST)
    evidence = (("said", entry.refusal), ("status", f"{entry.status:04X}"))
    reason = Reason.WRONG_PASSWORD if entry.wrong_password else Reason.REFUSED
    return fact(Name.ACCESS, FAILS, reason, *evidence)


def _not_downgraded(entry: Entry) -> Fact:
    if entry.way is Way.PACE:
        return fact(Name.NOT_DOWNGRADED, HOLDS, Reason.PACE)
    offers = ", ".join(info.protocol for info in entry.offers)
    if entry.downgrade:
        said = ("said", entry.downgrade)
        return fact(Name.NOT_DOWNGRADED, FAILS, Reason.BAC_THOUGH_PACE, ("offered", offers), said)
    if entry.way is Way.NONE:
        return fact(Name.NOT_DOWNGRADED, UNKNOWN, Reason.NOT_REACHED)
    return fact(Name.NOT_DOWNGRADED, UNKNOWN, Reason.OPEN if entry.way is Way.OPEN else Reason.ONLY_BAC)


def _offer_signed(seen: Seen, vouched: frozenset[int]) -> Fact:
    """Is the offer of PACE that was taken from the open file also in a signed one? And is none there that was not
    offered, which would mean that somebody took it out on the way?"""
    signed = _signed_offers(seen)
    offered = {(info.protocol, info.version, info.parameter_id) for info in seen.entry.offers}
    if not signed:
        return fact(Name.OFFER_SIGNED, UNKNOWN, Reason.NOT_COMPARABLE)
    named = {(info.protocol, info.version, info.parameter_id) for info in signed}
    evidence = (("signed", ", ".join(sorted(oid for oid, *_ in named))),)
    if named - offered:
        return fact(Name.OFFER_SIGNED, FAILS, Reason.OFFERS_STRIPPED, *evidence)
    if offered - named:
        return fact(Name.OFFER_SIGNED, FAILS, Reason.OFFER_NOT_SIGNED, *evidence)
    if 14 not in vouched and seen.card_security is None:
        return fact(Name.OFFER_SIGNED, UNKNOWN, Reason.KEY_NOT_SIGNED, *evidence)
    return fact(Name.OFFER_SIGNED, HOLDS, Reason.DONE, *evidence)


def _signed_offers(seen: Seen) -> tuple[PaceInfo, ...]:
    found = seen.infos.pace if seen.infos is not None else ()
    security = _card_security(seen)
    return found or (security.infos.pace if security is not None else ())


def _channel(seen: Seen) -> Fact:
    if seen.lost:
        return fact(Name.CHANNEL_HELD, FAILS, Reason.CARD_LOST, ("said", seen.lost))
    if seen.broken:
        return fact(Name.CHANNEL_HELD, FAILS, Reason.BROKEN, ("said", seen.broken))
    return fact(Name.CHANNEL_HELD, HOLDS, Reason.DONE)


def _all_read(seen: Seen) -> Fact:
    evidence = [("read", ", ".join(f"DG{number}" for number in sorted(seen.groups)))]
    closed = [number for number in seen.reads if number in PROTECTED_GROUPS and number not in seen.groups]
    if closed:
        evidence.append(("closed", ", ".join(f"DG{number}" for number in sorted(closed))))
    missing = [
        f"DG{number} {read.reading.value} {read.status:04X}"
        for number, read in sorted(seen.reads.items())
        if number not in seen.groups and number not in PROTECTED_GROUPS
    ]
    if missing:
        return fact(Name.ALL_READ, FAILS, Reason.GROUP_NOT_READ, *evidence, ("missing", ", ".join(missing)))
    if not seen.groups:
        return fact(Name.ALL_READ, FAILS, Reason.GROUP_NOT_READ)
    return fact(Name.ALL_READ, HOLDS, Reason.DONE, *evidence)


# -- shape of the files


def _zone_flaws(data: bytes) -> list[str]:
    found = decode_dg1(data, strict=False)
    zone = [f"{each.wrong.value} in {each.field.value}" for each in found.zone_deviations]
    return [*map(str, found.deviations), *zone]


_PARSERS: dict[int, Callable[[bytes], list[str]]] = {
    1: _zone_flaws,
    2: lambda data: [str(each) for each in decode_dg2(data, strict=False).deviations],
    11: lambda data: [str(each) for each in decode_dg11(data, strict=False).deviations],
    12: lambda data: [str(each) for each in decode_dg12(data, strict=False).deviations],
    13: lambda data: [str(each) for each in decode_dg13(data, strict=False).deviations],
    14: lambda data: [str(each) for each in decode_dg14(data, strict=False).deviations],
    15: lambda data: [str(each) for each in decode_dg15(data, strict=False).deviations],
    16: lambda data: [str(each) for each in decode_dg16(data, strict=False).deviations],
}


def _well_formed(seen: Seen, verdict: passive_auth.Verdict | None) -> Fact:
    """Can every file be read by the standard, and where does it depart from it? Unknown groups are left alone; how
    EF.SOD is written is a fact of passive authentication, but for the name by which it points to its signer, which no
    signature covers."""
    broken, odd = [], []
    vietnamese = state_of(seen.zone) == VIETNAM
    for number, data in sorted(seen.groups.items()):
        parser = _PARSERS.get(number)
        if parser is None or (number == 13 and not vietnamese):
            continue
        try:
            found = parser(data)
        except Malformed as error:
            broken.append(f"DG{number}: {error}")
        else:
            odd += [f"DG{number}: {each}" for each in found]
    broken += _com_flaws(seen)
    odd += _signer_named_otherwise(verdict)
    odd += [
        f"DG{number}: bytes behind the end" for number, read in sorted(seen.reads.items()) if read.surplus
    ]
    if broken:
        return fact(Name.WELL_FORMED, FAILS, Reason.MALFORMED, ("files", "; ".join(broken)))
    if odd:
        return fact(Name.WELL_FORMED, FAILS, Reason.DEVIATES, ("files", "; ".join(odd[:12])))
    return fact(Name.WELL_FORMED, HOLDS, Reason.DONE)


def _signer_named_otherwise(verdict: passive_auth.Verdict | None) -> list[str]:
    if verdict is None or verdict.sod is None or verdict.signer is None:
        return []
    named = [each.issuer for each in verdict.sod.signed.signers if each.issuer is not None]
    if not named or verdict.signer.issuer in named:
        return []
    return ["EF.SOD: the signer's issuer is written otherwise than in its certificate"]


def _com_flaws(seen: Seen) -> list[str]:
    if seen.com is None or seen.com.reading is not Reading.READ:
        return []
    try:
        return [f"EF.COM: {each}" for each in decode_com(seen.com.data, strict=False).deviations]
    except Malformed as error:
        return [f"EF.COM: {error}"]


def _zone_fits(seen: Seen, passwords: Sequence[Password]) -> Fact:
    """Is the zone in the chip that of the card in the hand, whose password was typed?"""
    kinds = (PasswordKind.MRZ, PasswordKind.CAN)
    compared = [
        fits(seen.zone, password) for kind in kinds for password in passwords if password.kind is kind
    ]
    told = [each for each in compared if each is not None]
    if not told:
        return fact(Name.ZONE_FITS, UNKNOWN, Reason.NOT_COMPARABLE)
    if not all(told):
        return fact(Name.ZONE_FITS, FAILS, Reason.ANOTHER_ZONE)
    return fact(Name.ZONE_FITS, HOLDS, Reason.DONE)


# -- proofs of the chip


def _vouched(verdict: passive_auth.Verdict | None) -> frozenset[int]:
    """The groups whose bytes a valid signature covers; whose signature it is, is another fact."""
    if verdict is None or verdict.sod is None:
        return frozenset()
    if not verdict.fact(passive_auth.Name.SIGNATURE_VALID).holds:
        return frozenset()
    changed = {
        int(part.removeprefix("DG"))
        for word, value in verdict.fact(passive_auth.Name.GROUPS_INTACT).evidence
        if word == "changed"
        for part in value.split(", ")
    }
    return frozenset(verdict.sod.security_object.groups) - changed


def _active(seen: Seen) -> Fact:
    return _proof_fact(Name.ACTIVE_AUTH, seen.active, 15 in seen.reads)


def _agreement(seen: Seen) -> Fact:
    offered = seen.infos is not None and bool(seen.infos.chip_keys)
    return _proof_fact(Name.CHIP_AUTH, seen.agreement, offered)


def _proof_fact(name: Name, proof: Proof | None, offered: bool) -> Fact:
    if proof is None:
        return fact(name, UNKNOWN, Reason.NOT_REACHED if offered else Reason.NOT_OFFERED)
    evidence = [("method", proof.method)] if proof.method else []
    if proof.note:
        evidence.append(("said", proof.note))
    if proof.status:
        evidence.append(("status", f"{proof.status:04X}"))
    if proof.answer:
        evidence += [("challenge", proof.challenge.hex()), ("answer", proof.answer.hex())]
    if proof.holds is None:
        return fact(name, UNKNOWN, Reason.KEY_UNUSABLE, *evidence)
    return fact(
        name, HOLDS if proof.holds else FAILS, Reason.DONE if proof.holds else Reason.PROOF_FAILED, *evidence
    )


def _card_security(seen: Seen) -> CardSecurity | None:
    if seen.card_security is None:
        return None
    try:
        return decode_card_security(seen.card_security, strict=False)
    except Malformed:
        return None


def _mapping(seen: Seen, verdict: passive_auth.Verdict | None, store: TrustStore) -> tuple[Fact, bool]:
    """Chip authentication mapping, against the signed keys of EF.CardSecurity; also whether its signer is trusted."""
    done = seen.entry.pace
    protocol = pace_protocol(done.info.protocol) if done is not None else None
    if done is None or protocol is None or protocol.mapping is not PaceMapping.CHIP_AUTHENTICATION:
        return fact(Name.CHIP_MAPPING, UNKNOWN, Reason.NOT_OFFERED), False
    security = _card_security(seen)
    signer = signer_of(security) if security is not None else None
    if security is None or signer is None:
        return fact(Name.CHIP_MAPPING, FAILS, Reason.NO_SIGNED_KEYS), False
    of_sod = verdict.signer if verdict is not None else None
    same = of_sod is not None and of_sod.raw == signer.raw
    trusted = same or any(
        signer.is_signed_by(anchor) for anchor in store.anchors_of(signer.country) if anchor.is_ca
    )
    proof = prove_by_mapping(done, security.infos.chip_keys)
    evidence = [("method", proof.method), ("signer", signer.fingerprint)]
    if proof.note:
        evidence.append(("said", proof.note))
    if not proof.holds:
        return fact(Name.CHIP_MAPPING, FAILS, Reason.PROOF_FAILED, *evidence), False
    if not trusted:
        return fact(Name.CHIP_MAPPING, UNKNOWN, Reason.KEY_NOT_SIGNED, *evidence), False
    return fact(Name.CHIP_MAPPING, HOLDS, Reason.DONE, *evidence), True


def _genuine(
    vouched: frozenset[int], active: Fact, agreement: Fact, mapping: Fact, mapping_proof: bool
) -> Fact:
    """Is this the chip that the signer signed for? Every proof that was tried must hold, and one under a key that the
    signature covers. Says nothing about who the signer is: that is `signer_known`."""
    tried = [each for each in (active, agreement, mapping) if each.outcome is not UNKNOWN]
    by = ", ".join(each.name for each in tried if each.holds)
    failed = ", ".join(each.name for each in tried if not each.holds)
    if failed:
        return fact(Name.CHIP_GENUINE, FAILS, Reason.PROOF_FAILED, ("failed", failed))
    if not tried:
        offered = any(each.reason == Reason.NOT_REACHED for each in (active, agreement))
        return fact(Name.CHIP_GENUINE, UNKNOWN, Reason.NOT_REACHED if offered else Reason.NO_PROOF)
    signed = mapping_proof or (active.holds and 15 in vouched) or (agreement.holds and 14 in vouched)
    if not signed:
        return fact(Name.CHIP_GENUINE, FAILS, Reason.KEY_NOT_SIGNED, ("by", by))
    return fact(Name.CHIP_GENUINE, HOLDS, Reason.DONE, ("by", by))
