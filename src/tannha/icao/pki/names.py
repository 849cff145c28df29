"""Distinguished names: written for new certificates, compared and shown for those of others. Pure.

For: issuer and subject fields (RFC 5280, 4.1.2.4; Doc 9303-12, 7.1: country in capitals, as PrintableString where it
can be). Not for: telling whom to trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tannha.icao import der, oids
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.tlv import Cursor, children, whole

_SHORT = {
    oids.COUNTRY: "C",
    oids.ORGANIZATION: "O",
    oids.UNIT: "OU",
    oids.COMMON_NAME: "CN",
    oids.SERIAL_NUMBER: "SERIALNUMBER",
    oids.LOCALITY: "L",
    "2.5.4.8": "ST",
    "1.2.840.113549.1.9.1": "E",
}
MOST_NAME_BYTES = 8_192
_FIRST_COUNTRY = b"\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02"
"""What stands before the two letters when a name begins with its country as PrintableString."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The parts that this library writes; empty ones are left out."""

    country: str
    organization: str = ""
    unit: str = ""
    common_name: str = ""
    serial_number: str = ""


def encode_name(name: Name) -> bytes:
    """Write a Name. Refuses (ValueError) a country that is not two capital letters."""
    if not (len(name.country) == 2 and name.country.isascii() and name.country.isupper()):
        raise ValueError("a country is two capital letters (ISO 3166-1)")
    parts = [(oids.COUNTRY, der.printable(name.country))]
    for oid, text in (
        (oids.ORGANIZATION, name.organization),
        (oids.UNIT, name.unit),
        (oids.COMMON_NAME, name.common_name),
    ):
        if text:
            parts.append((oid, _text(text)))
    if name.serial_number:
        parts.append((oids.SERIAL_NUMBER, der.printable(name.serial_number)))
    return der.sequence(*(der.set_of(der.sequence(der.oid(oid), value)) for oid, value in parts))


def _text(text: str) -> bytes:
    try:
        return der.printable(text)
    except ValueError:
        return der.utf8(text)


@lru_cache(maxsize=4096)
def attributes(raw: bytes) -> tuple[tuple[str, str], ...]:
    """The attributes of a Name as (identifier, text), in order; empty for bytes that are no name."""
    findings = Findings(strict=False)
    found = []
    if len(raw) > MOST_NAME_BYTES:
        return ()
    try:
        for part in children(whole(raw, der.SEQUENCE, findings, "name"), findings):
            for pair in children(part, findings):
                cursor = Cursor(pair, findings)
                oid = der.read_oid(cursor.take(der.OID, "name"), "name")
                found.append((oid, der.read_text(cursor.take_any("name"), findings, "name")))
    except Malformed:
        return ()
    return tuple(found)


@lru_cache(maxsize=4096)
def name_key(raw: bytes) -> tuple[tuple[str, str], ...]:
    """A key under which two writings of one name are equal: string types, capitals and blanks do not count (RFC
    5280, 7.1)."""
    return tuple((oid, " ".join(text.casefold().split())) for oid, text in attributes(raw))


def country_of(raw: bytes) -> str:
    """The country of a name in capitals; empty when it has none."""
    start = 2 if raw[1:2] < b"\x80" else 3
    if raw[start : start + 11] == _FIRST_COUNTRY:  # as nearly all names begin
        return raw[start + 11 : start + 13].decode("latin-1").upper()
    return next((text.strip().upper() for oid, text in attributes(raw) if oid == oids.COUNTRY), "")


@lru_cache(maxsize=1024)
def shown(raw: bytes) -> str:
    """The name in one line, for people: C=VN, O=…, CN=…"""
    return ", ".join(f"{_SHORT.get(oid, oid)}={text}" for oid, text in attributes(raw))
