"""SecurityInfos: what a chip says about its protocols and keys, in EF.CardAccess, DG14 and EF.CardSecurity. Pure.

For: choosing PACE, chip and active authentication. Follows Doc 9303-11, 9.2 and TR-03110-3, A.1. Infos of unknown
protocols are kept raw. Not for: running a protocol (see `access_control`).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from tannha.icao import der, oids
from tannha.icao.deviations import Deviation, Findings, Flaw, Malformed
from tannha.icao.public_keys import PublicKey, encode_public_key, read_public_key
from tannha.icao.tlv import Cursor, Element, children, encode, whole

DG14_TAG = 0x6E
MOST_INFOS = 64


class Agreement(enum.StrEnum):
    """The arithmetic of a key agreement."""

    DH = "dh"
    ECDH = "ecdh"


class Mapping(enum.StrEnum):
    """How PACE maps its nonce to a generator."""

    GENERIC = "generic"
    INTEGRATED = "integrated"
    CHIP_AUTHENTICATION = "chip_authentication"


class Cipher(enum.StrEnum):
    """The secure messaging that follows a protocol."""

    TRIPLE_DES = "3des"
    AES_128 = "aes_128"
    AES_192 = "aes_192"
    AES_256 = "aes_256"


_AGREEMENTS = {"1": Agreement.DH, "2": Agreement.ECDH}
_PACE = {
    "1": (Agreement.DH, Mapping.GENERIC),
    "2": (Agreement.ECDH, Mapping.GENERIC),
    "3": (Agreement.DH, Mapping.INTEGRATED),
    "4": (Agreement.ECDH, Mapping.INTEGRATED),
    "6": (Agreement.ECDH, Mapping.CHIP_AUTHENTICATION),
}
_CIPHERS = {"1": Cipher.TRIPLE_DES, "2": Cipher.AES_128, "3": Cipher.AES_192, "4": Cipher.AES_256}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceProtocol:
    """What a PACE object identifier means."""

    agreement: Agreement
    mapping: Mapping
    cipher: Cipher


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipProtocol:
    """What a chip authentication object identifier means."""

    agreement: Agreement
    cipher: Cipher


def pace_protocol(oid: str) -> PaceProtocol | None:
    """Say what a PACE protocol is (Doc 9303-11, 9.2.2); None for anything else."""
    arcs = oid.removeprefix(oids.PACE + ".").split(".")
    if (
        not oid.startswith(oids.PACE + ".")
        or len(arcs) != 2
        or arcs[0] not in _PACE
        or arcs[1] not in _CIPHERS
    ):
        return None
    agreement, mapping = _PACE[arcs[0]]
    return PaceProtocol(agreement=agreement, mapping=mapping, cipher=_CIPHERS[arcs[1]])


def chip_protocol(oid: str) -> ChipProtocol | None:
    """Say what a chip authentication protocol is (Doc 9303-11, 9.2.5); None for anything else."""
    arcs = oid.removeprefix(oids.CHIP_AUTHENTICATION + ".").split(".")
    starts = oid.startswith(oids.CHIP_AUTHENTICATION + ".")
    if not starts or len(arcs) != 2 or arcs[0] not in _AGREEMENTS or arcs[1] not in _CIPHERS:
        return None
    return ChipProtocol(agreement=_AGREEMENTS[arcs[0]], cipher=_CIPHERS[arcs[1]])


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceInfo:
    """PACE is offered: protocol, version 2, number of the standardised parameters (None: see the domain info)."""

    protocol: str
    version: int = 2
    parameter_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceDomainParameterInfo:
    """Own domain parameters of PACE, kept raw (AlgorithmIdentifier)."""

    protocol: str
    parameters: bytes
    parameter_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipAuthenticationInfo:
    """Chip authentication is offered with this protocol and, if there are several keys, this one."""

    protocol: str
    version: int = 1
    key_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipAuthenticationPublicKeyInfo:
    """The chip's static key: `protocol` is id-PK-DH or id-PK-ECDH. `public_key` is None when it cannot be used."""

    protocol: str
    key_raw: bytes
    public_key: PublicKey | None = None
    key_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAuthenticationInfo:
    """Active authentication with an EC key signs by this (plain ECDSA) algorithm."""

    signature_algorithm: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalAuthenticationInfo:
    """Terminal authentication is asked for DG3 and DG4."""

    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSecurityInfo:
    """An info of a protocol that this library does not speak, kept whole."""

    protocol: str
    raw: bytes


SecurityInfo = (
    PaceInfo
    | PaceDomainParameterInfo
    | ChipAuthenticationInfo
    | ChipAuthenticationPublicKeyInfo
    | ActiveAuthenticationInfo
    | TerminalAuthenticationInfo
    | OtherSecurityInfo
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityInfos:
    """The infos in the order of the file."""

    infos: tuple[SecurityInfo, ...]
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)

    @property
    def pace(self) -> tuple[PaceInfo, ...]:
        """The PACE protocols offered."""
        return tuple(info for info in self.infos if isinstance(info, PaceInfo))

    @property
    def chip_authentication(self) -> tuple[ChipAuthenticationInfo, ...]:
        """The chip authentication protocols offered."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationInfo))

    @property
    def chip_keys(self) -> tuple[ChipAuthenticationPublicKeyInfo, ...]:
        """The chip's static keys."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationPublicKeyInfo))

    @property
    def active_authentication(self) -> ActiveAuthenticationInfo | None:
        """How active authentication signs; None when the chip does not say (RSA keys need not)."""
        return next((info for info in self.infos if isinstance(info, ActiveAuthenticationInfo)), None)


def encode_security_infos(infos: tuple[SecurityInfo, ...]) -> bytes:
    """Write the SET OF infos: the whole of EF.CardAccess, and the contents of DG14 and EF.CardSecurity."""
    return der.set_of(*map(encode_info, infos))


def encode_info(info: SecurityInfo) -> bytes:
    """Write one info."""
    if isinstance(info, OtherSecurityInfo):
        return info.raw
    if isinstance(info, PaceInfo):
        return der.sequence(der.oid(info.protocol), der.integer(info.version), _optional(info.parameter_id))
    if isinstance(info, PaceDomainParameterInfo):
        return der.sequence(der.oid(info.protocol), info.parameters, _optional(info.parameter_id))
    if isinstance(info, ChipAuthenticationInfo):
        return der.sequence(der.oid(info.protocol), der.integer(info.version), _optional(info.key_id))
    if isinstance(info, ChipAuthenticationPublicKeyInfo):
        return der.sequence(der.oid(info.protocol), info.key_raw, _optional(info.key_id))
    if isinstance(info, ActiveAuthenticationInfo):
        parts = (
            der.oid(oids.ACTIVE_AUTHENTICATION),
            der.integer(info.version),
            der.oid(info.signature_algorithm),
        )
        return der.sequence(*parts)
    return der.sequence(der.oid(oids.TERMINAL_AUTHENTICATION), der.integer(info.version))


def _optional(number: int | None) -> bytes:
    return b"" if number is None else der.integer(number)


def chip_key_info(key: PublicKey, *, key_id: int | None = None) -> ChipAuthenticationPublicKeyInfo:
    """Make the info of a chip's static key, in the form that the key carries."""
    protocol = oids.PUBLIC_KEY_ECDH if hasattr(key, "curve") else oids.PUBLIC_KEY_DH
    return ChipAuthenticationPublicKeyInfo(
        protocol=protocol, key_raw=encode_public_key(key), public_key=key, key_id=key_id
    )


def decode_security_infos(data: bytes, *, strict: bool = True) -> SecurityInfos:
    """Read EF.CardAccess (or any SET OF infos that stands alone). Raises `Malformed`."""
    findings = Findings(strict=strict)
    infos = read_security_infos(whole(data, der.SET, findings, "security infos"), findings)
    return SecurityInfos(infos=infos, raw=data, deviations=findings.all)


def encode_dg14(infos: tuple[SecurityInfo, ...]) -> bytes:
    """Write DG14 (Doc 9303-10, 4.7.14)."""
    return encode(DG14_TAG, encode_security_infos(infos))


def decode_dg14(data: bytes, *, strict: bool = True) -> SecurityInfos:
    """Read DG14. Raises `Malformed`."""
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, DG14_TAG, findings, "DG14"), findings)
    infos = read_security_infos(cursor.take(der.SET, "DG14"), findings)
    cursor.finish("DG14")
    return SecurityInfos(infos=infos, raw=data, deviations=findings.all)


def read_security_infos(element: Element, findings: Findings) -> tuple[SecurityInfo, ...]:
    """Read a SET OF infos inside something else. The order of a set is DER's; another one is noted."""
    parts = children(element, findings)
    if len(parts) > MOST_INFOS:
        findings.fail(Flaw.TOO_MANY_ELEMENTS, element.at, "security infos")
    raws = [part.raw for part in parts]
    if raws != sorted(raws):
        findings.note(Flaw.WRONG_ORDER, element.at, "security infos")
    return tuple(_read_info(part, findings) for part in parts)


def _read_info(element: Element, findings: Findings) -> SecurityInfo:
    if element.tag != der.SEQUENCE:
        findings.fail(Flaw.UNEXPECTED_TAG, element.at, "security info")
    cursor = Cursor(element, findings)
    protocol = der.read_oid(cursor.take(der.OID, "protocol"), "protocol")
    part = f"info {protocol}"
    info: SecurityInfo
    if pace_protocol(protocol) is not None:
        version = _number(cursor, findings, part)
        info = PaceInfo(protocol=protocol, version=version, parameter_id=_may_number(cursor, findings, part))
    elif protocol.startswith(oids.PACE + ".") and cursor.next_tag == der.SEQUENCE:
        raw = cursor.take(der.SEQUENCE, part).raw
        number = _may_number(cursor, findings, part)
        info = PaceDomainParameterInfo(protocol=protocol, parameters=raw, parameter_id=number)
    elif chip_protocol(protocol) is not None:
        version = _number(cursor, findings, part)
        info = ChipAuthenticationInfo(
            protocol=protocol, version=version, key_id=_may_number(cursor, findings, part)
        )
    elif protocol in (oids.PUBLIC_KEY_DH, oids.PUBLIC_KEY_ECDH):
        info = _chip_key(protocol, cursor, findings, part)
    elif protocol == oids.ACTIVE_AUTHENTICATION:
        version = _number(cursor, findings, part)
        algorithm = der.read_oid(cursor.take(der.OID, part), part)
        info = ActiveAuthenticationInfo(signature_algorithm=algorithm, version=version)
    elif protocol == oids.TERMINAL_AUTHENTICATION:
        info = TerminalAuthenticationInfo(version=_number(cursor, findings, part))
        cursor.may_take(der.SEQUENCE)
    else:
        return OtherSecurityInfo(protocol=protocol, raw=element.raw)
    cursor.finish(part)
    return info


def _chip_key(
    protocol: str, cursor: Cursor, findings: Findings, part: str
) -> ChipAuthenticationPublicKeyInfo:
    spki = cursor.take(der.SEQUENCE, part)
    public_key: PublicKey | None = None
    try:
        public_key = read_public_key(spki, findings)
    except Malformed as error:
        if findings.strict:
            raise
        findings.note(error.deviation.flaw, error.deviation.at, part)
    number = _may_number(cursor, findings, part)
    return ChipAuthenticationPublicKeyInfo(
        protocol=protocol, key_raw=spki.raw, public_key=public_key, key_id=number
    )


def _number(cursor: Cursor, findings: Findings, part: str) -> int:
    return der.read_small(cursor.take(der.INTEGER, part), findings, 0xFFFF, part)


def _may_number(cursor: Cursor, findings: Findings, part: str) -> int | None:
    element = cursor.may_take(der.INTEGER)
    return None if element is None else der.read_small(element, findings, 2**32, part)
