"""Revocation lists: read, checked and written (RFC 5280, 5; Doc 9303-12, 7.2). Pure.

For: the list of a CSCA over its document signers. Delta and indirect lists are refused: no State uses them for
documents. Not for: fetching lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tannha.icao import der, oids
from tannha.icao.deviations import Deviation, Findings, Flaw, Malformed
from tannha.icao.pki import extensions
from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.names import country_of, name_key
from tannha.icao.signatures import SignatureAlgorithm, Signer, encode_algorithm, read_algorithm, verify
from tannha.icao.tlv import Cursor, children, whole

DELTA_LIST, ISSUING_POINT = "2.5.29.27", "2.5.29.28"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """A list taken apart: serial numbers with the day of their end. `next_update` is None when none is announced."""

    issuer: bytes = field(repr=False)
    this_update: datetime
    next_update: datetime | None
    revoked: dict[int, datetime] = field(repr=False)
    number: int | None
    authority_key: bytes | None
    algorithm: SignatureAlgorithm
    signature: bytes = field(repr=False)
    signed: bytes = field(repr=False)
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)

    @property
    def country(self) -> str:
        """The State of the issuer."""
        return country_of(self.issuer)

    def is_signed_by(self, issuer: Certificate) -> bool:
        """Whether this authority's key made the list, and its name or key identifier stands in it."""
        if issuer.public_key is None:
            return False
        if name_key(self.issuer) != name_key(issuer.subject) and self.authority_key != issuer.subject_key:
            return False
        return verify(issuer.public_key, self.algorithm, self.signature, self.signed)

    def is_current(self, at: datetime) -> bool:
        """Whether the list is neither of the future nor out of date."""
        return self.this_update <= at and (self.next_update is None or at <= self.next_update)


def decode_revocation_list(data: bytes, *, strict: bool = True) -> RevocationList:
    """Read a list in DER. Raises `Malformed`; unknown critical extensions and delta lists are refused."""
    findings = Findings(strict=strict)
    outer = Cursor(whole(data, der.SEQUENCE, findings, "revocation list"), findings)
    tbs = outer.take(der.SEQUENCE, "list body")
    algorithm_element = outer.take(der.SEQUENCE, "signature algorithm")
    signature = der.read_bits(outer.take(der.BIT_STRING, "signature"), findings, "signature")
    outer.finish("revocation list")
    body = Cursor(tbs, findings)
    version = body.may_take(der.INTEGER)
    if version is None or der.read_small(version, findings, 1, "version") != 1:
        findings.note(Flaw.BAD_VERSION, tbs.at, "version")
    if body.take(der.SEQUENCE, "signature algorithm").raw != algorithm_element.raw:
        findings.note(Flaw.ALGORITHM_MISMATCH, algorithm_element.at, "signature algorithm")
    issuer = body.take(der.SEQUENCE, "issuer").raw
    this_update = der.read_time(body.take_any("this update"), findings, "this update")
    next_update = None
    if body.next_tag in (der.UTC_TIME, der.GENERALIZED_TIME):
        next_update = der.read_time(body.take_any("next update"), findings, "next update")
    revoked: dict[int, datetime] = {}
    entries = body.may_take(der.SEQUENCE)
    for entry in () if entries is None else children(entries, findings):
        cursor = Cursor(entry, findings)
        serial = der.read_integer(cursor.take(der.INTEGER, "serial number"), findings, "serial number")
        revoked[serial] = der.read_time(cursor.take_any("revocation date"), findings, "revocation date")
    added = body.may_take(0xA0)
    number, authority_key = _read_extensions(added.value if added else b"", findings)
    body.finish("list body")
    return RevocationList(
        issuer=issuer,
        this_update=this_update,
        next_update=next_update,
        revoked=revoked,
        number=number,
        authority_key=authority_key,
        algorithm=read_algorithm(algorithm_element, findings),
        signature=signature,
        signed=tbs.raw,
        raw=data,
        deviations=findings.all,
    )


def _read_extensions(data: bytes, findings: Findings) -> tuple[int | None, bytes | None]:
    number = authority_key = None
    if not data:
        return None, None
    for each in children(whole(data, der.SEQUENCE, findings, "list extensions"), findings):
        cursor = Cursor(each, findings)
        oid = der.read_oid(cursor.take(der.OID, "extension"), "extension")
        critical = cursor.may_take(der.BOOLEAN)
        value = der.read_octets(cursor.take_any("extension"), findings, "extension")
        if oid == oids.CRL_NUMBER:
            number = der.read_integer(
                whole(value, der.INTEGER, findings, "list number"), findings, "list number"
            )
        elif oid == oids.AUTHORITY_KEY_IDENTIFIER:
            parts = children(whole(value, der.SEQUENCE, findings, "authority key"), findings)
            authority_key = next((part.value for part in parts if part.tag == 0x80), None)
        elif oid in (DELTA_LIST, ISSUING_POINT) or (
            critical is not None and der.read_boolean(critical, findings)
        ):
            findings.fail(Flaw.UNEXPECTED_ELEMENT, each.at, "list extensions")
    return number, authority_key


def issue_revocation_list(
    csca: Signer,
    csca_certificate: Certificate,
    revoked: Iterable[tuple[int, datetime]],
    *,
    number: int,
    this_update: datetime,
    next_update: datetime,
) -> RevocationList:
    """Issue a list over serial numbers and the day of their end (Doc 9303-12, 7.2). Refuses (ValueError) a next
    update that is not later."""
    if next_update <= this_update or csca_certificate.subject_key is None:
        raise ValueError("a list is renewed after it was made, by an authority with a key identifier")
    entries = [der.sequence(der.integer(serial), der.time(at)) for serial, at in revoked]
    algorithm = encode_algorithm(csca.algorithm)
    added = (extensions.authority_key(csca_certificate.subject_key), extensions.revocation_number(number))
    tbs = der.sequence(
        der.integer(1),
        algorithm,
        csca_certificate.subject,
        der.time(this_update),
        der.time(next_update),
        der.sequence(*entries) if entries else b"",
        der.context(0, der.sequence(*added)),
    )
    return decode_revocation_list(der.sequence(tbs, algorithm, der.bits(csca.sign(tbs))))


def may_be_list(data: bytes) -> bool:
    """Whether bytes read as a revocation list at all."""
    try:
        decode_revocation_list(data, strict=False)
    except Malformed:
        return False
    return True
