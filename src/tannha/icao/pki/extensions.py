"""The extensions that Doc 9303-12 asks of its certificates and revocation lists, written. Pure.

For: `issuing` and `revocation`. Each function gives one whole Extension (RFC 5280, 4.2; Doc 9303-12, 7.1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tannha.icao import der, oids
from tannha.icao.pki.certificates import KEY_USES
from tannha.icao.tlv import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach an authority (one of the two at least), and its State as in the machine readable zone ("VNM")."""

    state: str
    email: str = ""
    web: str = ""


def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    """Write an extension around its value."""
    return der.sequence(der.oid(oid), der.boolean(True) if critical else b"", der.octets(value))


def subject_key(identifier: bytes) -> bytes:
    """The subject key identifier."""
    return extension(oids.SUBJECT_KEY_IDENTIFIER, der.octets(identifier))


def authority_key(identifier: bytes) -> bytes:
    """The authority key identifier: the key only."""
    return extension(
        oids.AUTHORITY_KEY_IDENTIFIER, der.sequence(der.context(0, identifier, constructed=False))
    )


def key_usage(*uses: str) -> bytes:
    """The key usage, critical. Refuses (ValueError) an unknown use."""
    places = [KEY_USES.index(use) for use in uses]
    octets = bytearray(1 + max(places) // 8)
    for place in places:
        octets[place // 8] |= 0x80 >> place % 8
    return extension(oids.KEY_USAGE, der.bits(bytes(octets), 7 - max(places) % 8), critical=True)


def private_key_period(not_before: datetime, not_after: datetime) -> bytes:
    """From when to when the private key signs; documents outlive it (Doc 9303-12, 7.1.1)."""
    first, last = (der.generalized_time(each)[2:] for each in (not_before, not_after))
    times = (der.context(0, first, constructed=False), der.context(1, last, constructed=False))
    return extension(oids.PRIVATE_KEY_USAGE_PERIOD, der.sequence(*times))


def alternative_name(oid: str, contact: Contact) -> bytes:
    """Subject or issuer alternative name: how to reach it, and a directory name with the State's three letters."""
    names = []
    if contact.email:
        names.append(der.context(1, contact.email.encode("ascii"), constructed=False))
    if contact.web:
        names.append(der.context(6, contact.web.encode("ascii"), constructed=False))
    if not names:
        raise ValueError("an authority has an address of mail or web")
    place = der.set_of(der.sequence(der.oid(oids.LOCALITY), der.printable(contact.state)))
    names.append(encode(0xA4, der.sequence(place)))
    return extension(oid, der.sequence(*names))


def certification_authority(path_length: int = 0) -> bytes:
    """Basic constraints of a CSCA, critical: it certifies, and nobody below it does."""
    return extension(
        oids.BASIC_CONSTRAINTS, der.sequence(der.boolean(True), der.integer(path_length)), critical=True
    )


def distribution_point(address: str) -> bytes:
    """Where the revocation list is published."""
    name = der.context(6, address.encode("ascii"), constructed=False)
    point = der.sequence(der.context(0, der.context(0, name)))
    return extension(oids.CRL_DISTRIBUTION_POINTS, der.sequence(point))


def document_types(*types: str) -> bytes:
    """The document codes that a signer may sign, as in the zone: "P", "ID" (Doc 9303-12, 7.1.1.6)."""
    value = der.sequence(der.integer(0), der.set_of(*map(der.printable, types)))
    return extension(oids.DOCUMENT_TYPE_LIST, value)


def master_list_signing() -> bytes:
    """The extended key usage of a master list signer, critical."""
    return extension(oids.EXTENDED_KEY_USAGE, der.sequence(der.oid(oids.MASTER_LIST_SIGNING)), critical=True)


def revocation_number(number: int) -> bytes:
    """The number of a revocation list, growing."""
    return extension(oids.CRL_NUMBER, der.integer(number))
