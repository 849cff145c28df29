"""Asking a chip to prove that it is no copy: Active Authentication, Chip Authentication, chip authentication mapping.

Doc 9303-11, 6 and 4.4.3.3.3. Gives what was seen, with the evidence; the judgement is drawn in `inspection`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tannha.icao import oids
from tannha.icao.access_control import active_auth, pace
from tannha.icao.access_control.chip_auth import new_channel
from tannha.icao.access_control.groups import CurveGroup, Group, IntegerGroup, RandomBytes
from tannha.icao.access_control.modp_groups import ModpGroup
from tannha.icao.apdu import SHORT_ANSWER, Command
from tannha.icao.curves import BY_PACE_NUMBER
from tannha.icao.der import oid
from tannha.icao.deviations import Malformed
from tannha.icao.public_keys import DhPublicKey, EcPublicKey, PublicKey, RsaPublicKey
from tannha.icao.reader.link import Link
from tannha.icao.reader.pace import PaceDone
from tannha.icao.secure_messaging import BrokenChannel
from tannha.icao.security_infos import (
    Agreement,
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    Cipher,
    SecurityInfos,
    chip_protocol,
)
from tannha.icao.tlv import encode

INTERNAL_AUTHENTICATE, MANAGE_SECURITY, GENERAL_AUTHENTICATE = 0x88, 0x22, 0x86
_ALL_HASHES = ("sha256", "sha1", "sha224", "sha384", "sha512")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What one proof gave: `holds` is None when it could not be tried. `challenge` and `answer` only for a signature,
    which a third party can check again."""

    holds: bool | None
    method: str = ""
    note: str = ""
    status: int = 0
    challenge: bytes = b""
    answer: bytes = b""


# -- Active Authentication


def prove_by_signature(link: Link, key: PublicKey, infos: SecurityInfos | None, challenge: bytes) -> Proof:
    """Let the chip sign a challenge of eight bytes and check it under the key of DG15. Raises `LinkLost`."""
    answer = link.send(Command(cla=0, ins=INTERNAL_AUTHENTICATE, data=challenge, expected=SHORT_ANSWER))
    if not answer.is_done:
        return Proof(holds=False, status=answer.status, note="the chip signs nothing", challenge=challenge)
    signed = check_signature(key, infos, challenge, answer.data)
    return Proof(
        holds=signed.holds,
        method=f"{_kind(key)}, {signed.hash_name}" if signed.hash_name else _kind(key),
        note=signed.note,
        challenge=challenge,
        answer=answer.data,
    )


def check_signature(
    key: PublicKey, infos: SecurityInfos | None, challenge: bytes, signature: bytes
) -> active_auth.Signed:
    """Check an answer again, without a chip: anybody who holds key, challenge and answer can."""
    if isinstance(key, RsaPublicKey):
        return active_auth.check_rsa(key.n, key.e, challenge, signature)
    if isinstance(key, EcPublicKey):
        stated = infos.active_authentication if infos is not None else None
        name = oids.PLAIN_ECDSA.get(stated.signature_algorithm) if stated is not None else None
        if name is None and stated is not None:
            name = oids.ECDSA.get(stated.signature_algorithm)
        names = (name,) if name is not None else _ALL_HASHES
        return active_auth.check_ecdsa(key.curve, key.point, challenge, signature, names)
    return active_auth.Signed(holds=False, note="DG15 holds a key that cannot sign")


def _kind(key: PublicKey) -> str:
    if isinstance(key, RsaPublicKey):
        return f"RSA {key.n.bit_length()}, ISO/IEC 9796-2"
    return f"ECDSA {key.curve.name}" if isinstance(key, EcPublicKey) else "no signature key"


# -- Chip Authentication


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipAuthChoice:
    """A protocol and the static key that it runs with."""

    info: ChipAuthenticationInfo | None
    key: ChipAuthenticationPublicKeyInfo
    cipher: Cipher


def choose_chip_auth(infos: SecurityInfos) -> ChipAuthChoice | None:
    """The strongest Chip Authentication that DG14 offers and that can be run here; None when there is none.

    A key without an info means 3DES by MSE:Set KAT, as older documents have it (Doc 9303-11, 6.2.4).
    """
    order = (Cipher.AES_256, Cipher.AES_192, Cipher.AES_128, Cipher.TRIPLE_DES)
    found: list[ChipAuthChoice] = []
    for key in infos.chip_keys:
        if not isinstance(key.public_key, EcPublicKey | DhPublicKey):
            continue
        agreement = Agreement.ECDH if isinstance(key.public_key, EcPublicKey) else Agreement.DH
        fitting = [
            (info, protocol.cipher)
            for info in infos.chip_authentication
            if (protocol := chip_protocol(info.protocol)) is not None
            and protocol.agreement is agreement
            and info.key_id in (None, key.key_id)
        ]
        found += [ChipAuthChoice(info=info, key=key, cipher=cipher) for info, cipher in fitting]
        if not fitting and not infos.chip_authentication:
            found.append(ChipAuthChoice(info=None, key=key, cipher=Cipher.TRIPLE_DES))
    return min(found, key=lambda choice: order.index(choice.cipher), default=None)


def prove_by_agreement(
    link: Link, choice: ChipAuthChoice, random_bytes: RandomBytes = secrets.token_bytes
) -> Proof:
    """Agree on a new channel with the chip's static key. Whether it holds shows in the first answer under the new
    channel: `confirm_agreement`. Raises `LinkLost` and `BrokenChannel`."""
    key = choice.key.public_key
    group, theirs = _group_of(key)
    if group is None:
        return Proof(holds=None, note="the key's group cannot be used here")
    secret = group.secret(random_bytes)
    try:
        public = group.public(secret)
        channel = new_channel(group, secret, theirs, choice.cipher)
    except Malformed:
        return Proof(holds=False, note="the static key is no element of its group")
    reference = b"" if choice.key.key_id is None else encode(0x84, _number(choice.key.key_id))
    if choice.cipher is Cipher.TRIPLE_DES:
        steps = [_manage(0xA6, encode(0x91, public) + reference)]
    else:
        if choice.info is None:
            return Proof(holds=None, note="no protocol is stated for this key")
        steps = [
            _manage(0xA4, encode(0x80, oid(choice.info.protocol)[2:]) + reference),
            Command(
                cla=0,
                ins=GENERAL_AUTHENTICATE,
                data=pace.dynamic((0x80, public)),
                expected=SHORT_ANSWER,
            ),
        ]
    method = f"{group.name}, {choice.cipher.value}"
    for command in steps:
        answer = link.send(command)
        if not answer.is_done:
            return Proof(holds=False, status=answer.status, method=method, note="the chip refuses to agree")
    link.channel = channel
    return Proof(holds=None, method=method)


def confirm_agreement(link: Link, proof: Proof, probe: Command) -> Proof:
    """Send any command under the new channel: a right answer shows that the chip holds its static secret."""
    if proof.holds is not None:
        return proof
    try:
        link.send(probe)
    except BrokenChannel:
        return Proof(holds=False, method=proof.method, note="no right answer comes under the new channel")
    return Proof(holds=True, method=proof.method)


def _manage(purpose: int, data: bytes) -> Command:
    return Command(cla=0, ins=MANAGE_SECURITY, p1=0x41, p2=purpose, data=data)


def _number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def _group_of(key: PublicKey | None) -> tuple[Group | None, bytes]:
    if isinstance(key, EcPublicKey):
        return CurveGroup(key.curve), key.curve.encode_point(key.point)
    if isinstance(key, DhPublicKey):
        group = IntegerGroup(ModpGroup(number=-1, p=key.p, g=key.g, q=key.q or 0))
        return group, key.y.to_bytes(group.size, "big")
    return None, b""


# -- chip authentication mapping


def prove_by_mapping(done: PaceDone, keys: tuple[ChipAuthenticationPublicKeyInfo, ...]) -> Proof:
    """Check the number that came with the last step of PACE against the static keys of EF.CardSecurity."""
    curve = BY_PACE_NUMBER.get(done.info.parameter_id or -1)
    if curve is None or not done.chip_number:
        return Proof(holds=False, note="the chip gave no number for the mapping")
    group = CurveGroup(curve)
    for info in keys:
        key = info.public_key
        if not isinstance(key, EcPublicKey) or key.curve is not curve:
            continue
        try:
            if pace.proves_static_key(
                group, done.chip_number, curve.encode_point(key.point), done.mapping_public
            ):
                return Proof(holds=True, method=f"PACE-CAM {curve.name}")
        except Malformed:
            continue
    return Proof(holds=False, method=f"PACE-CAM {curve.name}", note="no static key fits the mapping")
