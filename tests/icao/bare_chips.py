"""Chips without signatures, for tests of access and proofs alone: invented contents, fresh keys, any protocol."""

from __future__ import annotations

import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao import oids
from tannha.icao.access_control.groups import IntegerGroup
from tannha.icao.access_control.modp_groups import BY_NUMBER
from tannha.icao.access_control.passwords import can_password, mrz_password
from tannha.icao.chip.image import Behaviour, ChipAuthKey, ChipImage, ChipKeys, IntegerKey
from tannha.icao.dg15 import encode_dg15
from tannha.icao.lds import CARD_ACCESS, CARD_SECURITY, COM, Com, encode_com, file_of_group
from tannha.icao.public_keys import PublicKey, from_library
from tannha.icao.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceInfo,
    SecurityInfo,
    chip_key_info,
    encode_dg14,
    encode_security_infos,
)
from tannha.icao.tlv import encode

NUMBER, BIRTH, EXPIRY, CAN = "147000001", "470115", "991231", "000001"
ZONE = mrz_password(NUMBER, BIRTH, EXPIRY)
ACCESS_NUMBER = can_password(CAN)
CURVES: dict[int, ec.EllipticCurve] = {
    12: ec.SECP256R1(),
    13: ec.BrainpoolP256R1(),
    15: ec.SECP384R1(),
    16: ec.BrainpoolP384R1(),
    17: ec.BrainpoolP512R1(),
    18: ec.SECP521R1(),
}


@lru_cache(maxsize=1)
def rsa_key() -> rsa.RSAPrivateKey:
    """One RSA key of 2,048 bits for all tests."""
    return rsa.generate_private_key(65537, 2048)


def bare_chip(
    *,
    pace: tuple[tuple[str, int], ...] = (),
    chip_auth: str | None = None,
    chip_auth_curve: int = 12,
    chip_auth_group: int | None = None,
    active: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    active_hash: str = "sha256",
    behaviour: Behaviour | None = None,
    large: int = 0,
) -> ChipImage:
    """A chip with these PACE offers (object identifier, parameter number), this Chip Authentication, this key."""
    offers = tuple(PaceInfo(protocol=oid, parameter_id=number) for oid, number in pace)
    infos: list[SecurityInfo] = list(offers)
    files = {COM: encode_com(Com(groups=(1, 14, 15))), 0x0101: encode(0x61, encode(0x5F1F, b"P" * 90))}
    static: ec.EllipticCurvePrivateKey | IntegerKey
    public: PublicKey
    if chip_auth_group is None:
        static = ec.generate_private_key(CURVES[chip_auth_curve])
        public = from_library(static.public_key())
    else:
        group = BY_NUMBER[chip_auth_group]
        static = IntegerKey(group=group, secret=IntegerGroup(group).secret(secrets.token_bytes))
        public = static.public
    keys = ChipKeys(active_auth=active, active_auth_hash=active_hash)
    master: dict[int, bytes] = {}
    if chip_auth is not None:
        infos.append(ChipAuthenticationInfo(protocol=chip_auth, key_id=7))
        infos.append(chip_key_info(public, key_id=7))
    mapping = next((number for oid, number in pace if oid.startswith(oids.PACE + ".6.")), None)
    mapped = ec.generate_private_key(CURVES[mapping]) if mapping is not None else None
    if mapped is not None:
        infos_here = encode_security_infos((chip_key_info(from_library(mapped.public_key())),))
        master[CARD_SECURITY] = infos_here
    if active is not None:
        files[file_of_group(15)] = encode_dg15(from_library(active.public_key()))
        if isinstance(active, ec.EllipticCurvePrivateKey):
            algorithm = next(oid for oid, name in oids.PLAIN_ECDSA.items() if name == active_hash)
            infos.append(ActiveAuthenticationInfo(signature_algorithm=algorithm))
    files[file_of_group(14)] = encode_dg14(tuple(infos))
    if large:
        files[file_of_group(2)] = encode(0x75, bytes(i * 7 % 251 for i in range(large)))
    if offers:
        master[CARD_ACCESS] = encode_security_infos(offers)
    return ChipImage(
        files=files,
        master_files=master,
        keys=ChipKeys(
            active_auth=keys.active_auth,
            active_auth_hash=active_hash,
            chip_auth=(ChipAuthKey(key=static, key_id=7),) if chip_auth is not None else (),
            mapping=mapped,
        ),
        passwords=(ZONE, ACCESS_NUMBER),
        behaviour=behaviour or Behaviour(),
    )
