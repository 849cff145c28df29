"""Certificates as States really write them, read by our own parser (RFC 5280; Doc 9303-12, 7). Pure.

For: CSCA, document signer, link and master-list-signer certificates. In tolerant mode a certificate whose key cannot be
used, or whose encoding strays from DER, is still read, with what is wrong named: other readers of X.509 refuse one in
six of a real master list. Not for: deciding trust (see `trust`), nor for issuing (see `issuing`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TypeVar

from tannha.icao import der, oids
from tannha.icao.deviations import Deviation, Findings, Flaw, Malformed, refuse
from tannha.icao.frames import Frames, Span
from tannha.icao.pki.names import country_of, name_key, shown
from tannha.icao.public_keys import EcPublicKey, PublicKey, read_public_key
from tannha.icao.signatures import SignatureAlgorithm, read_algorithm, verify
from tannha.icao.tlv import Cursor, Element, children, expect, whole

Read = TypeVar("Read")
MOST_EXTENSIONS = 64
KEY_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One extension: its value is the contents of the OCTET STRING."""

    oid: str
    critical: bool
    value: bytes


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate taken apart. `public_key` and `signature_algorithm` are None when they cannot be used (tolerant
    mode only); `deviations` say why. Names are raw DER."""

    raw: bytes = field(repr=False)
    signed: bytes = field(repr=False, compare=False)
    version: int
    serial: int
    issuer: bytes = field(repr=False)
    subject: bytes = field(repr=False)
    not_before: datetime
    not_after: datetime
    public_key: PublicKey | None = field(repr=False)
    key_raw: bytes = field(repr=False, compare=False)
    extensions: tuple[Extension, ...] = field(repr=False)
    signature_algorithm: SignatureAlgorithm | None
    signature: bytes = field(repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)

    def extension(self, oid: str) -> Extension | None:
        """The first extension of this kind; None when there is none."""
        for each in self.extensions:
            if each.oid == oid:
                return each
        return None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the whole certificate, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def country(self) -> str:
        """The State of the subject, two capitals; of the issuer where the subject has none."""
        return country_of(self.subject) or country_of(self.issuer)

    @property
    def shown_subject(self) -> str:
        """The subject for people."""
        return shown(self.subject)

    @cached_property
    def subject_key(self) -> bytes | None:
        """The subject key identifier."""
        return _octets_of(self.extension(oids.SUBJECT_KEY_IDENTIFIER))

    @property
    def authority_key(self) -> bytes | None:
        """The authority key identifier."""
        extension = self.extension(oids.AUTHORITY_KEY_IDENTIFIER)
        if extension is None:
            return None
        return _authority_key_of(extension.value)

    @property
    def basic_constraints(self) -> tuple[bool, int | None]:
        """Whether it may certify, and how many may stand between (None: any number)."""
        extension = self.extension(oids.BASIC_CONSTRAINTS)
        if extension is None:
            return False, None
        return _constraints_of(extension.value)

    @property
    def is_ca(self) -> bool:
        """Whether it is a certification authority's (version 1 roots of old are, by being issued to themselves)."""
        return self.basic_constraints[0] or (self.version == 1 and self.is_self_issued)

    @property
    def key_uses(self) -> frozenset[str]:
        """What the key may be used for (RFC 5280, 4.2.1.3); empty when it is not said."""
        extension = self.extension(oids.KEY_USAGE)
        if extension is None:
            return frozenset()
        return _uses_of(extension.value)

    @property
    def is_self_issued(self) -> bool:
        """Whether issuer and subject are one name."""
        return self.issuer == self.subject or name_key(self.issuer) == name_key(self.subject)

    def is_in_force(self, at: datetime) -> bool:
        """Whether a moment lies within its validity, both ends included."""
        return self.not_before <= at <= self.not_after

    def is_signed_by(self, issuer: Certificate) -> bool:
        """Whether the issuer's key made the signature. Says nothing about names, validity or trust."""
        if issuer.public_key is None or self.signature_algorithm is None:
            return False
        return verify(issuer.public_key, self.signature_algorithm, self.signature, self.signed)

    def may_be_issued_by(self, issuer: Certificate) -> bool:
        """Whether name, or key identifier, points to this issuer: worth trying its key."""
        if self.authority_key is not None and issuer.subject_key is not None:
            return self.authority_key == issuer.subject_key
        return name_key(self.issuer) == name_key(issuer.subject)


@lru_cache(maxsize=1024)
def _authority_key_of(value: bytes) -> bytes | None:
    findings = Findings(strict=False)
    try:
        parts = children(whole(value, der.SEQUENCE, findings), findings)
    except Malformed:
        return None
    return next((part.value for part in parts if part.tag == 0x80), None)


@lru_cache(maxsize=1024)
def _constraints_of(value: bytes) -> tuple[bool, int | None]:
    findings = Findings(strict=False)
    try:
        cursor = Cursor(whole(value, der.SEQUENCE, findings), findings)
        ca = cursor.may_take(der.BOOLEAN)
        length = cursor.may_take(der.INTEGER)
        is_ca = ca is not None and der.read_boolean(ca, findings)
        return is_ca, None if length is None else der.read_integer(length, findings)
    except Malformed:
        return False, None


@lru_cache(maxsize=1024)
def _uses_of(value: bytes) -> frozenset[str]:
    findings = Findings(strict=False)
    try:
        octets = whole(value, der.BIT_STRING, findings).value[1:]
    except Malformed:
        return frozenset()
    number = int.from_bytes(octets[:2].ljust(2, b"\x00"), "big")
    return frozenset(use for place, use in enumerate(KEY_USES) if number >> (15 - place) & 1)


def _octets_of(extension: Extension | None) -> bytes | None:
    if extension is None:
        return None
    findings = Findings(strict=False)
    try:
        return der.read_octets(whole(extension.value, der.OCTET_STRING, findings), findings)
    except Malformed:
        return None


@lru_cache(maxsize=1024)
def decode_certificate(data: bytes, *, strict: bool = True) -> Certificate:
    """Read one certificate in DER. Raises `Malformed`; the tolerant mode keeps unusable keys as None."""
    shape = _SHAPES.find(data)
    if shape is not None:
        try:
            return shape.read(data)
        except Malformed:
            pass  # what varies is not clean: read it all, with its departures named
    findings = Findings(strict=strict)
    outer = Cursor(whole(data, der.SEQUENCE, findings, "certificate"), findings)
    tbs = outer.take(der.SEQUENCE, "certificate body")
    algorithm_element = outer.take(der.SEQUENCE, "signature algorithm")
    signature_element = outer.take(der.BIT_STRING, "signature")
    signature = der.read_bits(signature_element, findings, "signature")
    outer.finish("certificate")
    body = Cursor(tbs, findings)
    version = 1
    if (element := body.may_take(0xA0)) is not None:
        version = 1 + der.read_small(Cursor(element, findings).take(der.INTEGER), findings, 2, "version")
    serial_element = body.take(der.INTEGER, "serial number")
    serial = der.read_integer(serial_element, findings, "serial number")
    if serial <= 0:
        findings.note(Flaw.BAD_INTEGER, tbs.at, "serial number")
    inner_algorithm = body.take(der.SEQUENCE, "signature algorithm")
    if inner_algorithm.raw != algorithm_element.raw:
        findings.note(Flaw.ALGORITHM_MISMATCH, algorithm_element.at, "signature algorithm")
    issuer = body.take(der.SEQUENCE, "issuer")
    validity = Cursor(body.take(der.SEQUENCE, "validity"), findings)
    first, last = validity.take_any("validity"), validity.take_any("validity")
    not_before, not_after = (der.read_time(each, findings, "validity") for each in (first, last))
    subject = body.take(der.SEQUENCE, "subject")
    spki = body.take(der.SEQUENCE, "public key")
    public_key = _tolerated(lambda: read_public_key(spki, findings), findings, spki, "public key")
    algorithm = _tolerated(
        lambda: read_algorithm(algorithm_element, findings),
        findings,
        algorithm_element,
        "signature algorithm",
    )
    body.may_take(0x81)
    body.may_take(0x82)
    values: list[Span] = []
    extensions = _read_extensions(body, findings, values)
    body.finish("certificate body")
    certificate = Certificate(
        raw=data,
        signed=tbs.raw,
        version=version,
        serial=serial,
        issuer=issuer.raw,
        subject=subject.raw,
        not_before=not_before,
        not_after=not_after,
        public_key=public_key,
        key_raw=spki.raw,
        extensions=extensions,
        signature_algorithm=algorithm,
        signature=signature,
        deviations=findings.all,
    )
    if not findings.found:
        _learn(
            certificate, (tbs, serial_element, issuer, first, last, subject, spki, signature_element), values
        )
    return certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the certificates of one form have in common: one of them, and where the others differ from it."""

    known: Certificate
    tbs: slice
    serial: slice
    issuer: slice
    times: tuple[Element, Element]
    subject: slice
    key: Element
    point: slice | None
    values: tuple[tuple[Extension, slice], ...]
    signature: slice

    def read(self, data: bytes) -> Certificate:
        """Read another one of this form. Raises `Malformed` when what varies is not clean."""
        known, findings = self.known, Findings()
        serial = data[self.serial]
        if serial[0] >= 0x80 or (serial[0] == 0 and (len(serial) == 1 or serial[1] < 0x80)):
            refuse(Flaw.BAD_INTEGER, part="serial number")
        first, last = self.times
        extensions = []
        for extension, place in self.values:
            value = data[place]
            extensions.append(
                extension
                if value == extension.value
                else Extension(oid=extension.oid, critical=extension.critical, value=value)
            )
        issuer = data[self.issuer]
        return Certificate(
            raw=data,
            signed=data[self.tbs],
            version=known.version,
            serial=int.from_bytes(serial, "big"),
            issuer=known.issuer if issuer == known.issuer else issuer,
            subject=data[self.subject],
            not_before=der.read_time(first.within(data), findings, "validity"),
            not_after=der.read_time(last.within(data), findings, "validity"),
            public_key=self._key(data, findings),
            key_raw=data[self.key.at : self.key.end],
            extensions=tuple(extensions),
            signature_algorithm=known.signature_algorithm,
            signature=data[self.signature],
        )

    def _key(self, data: bytes, findings: Findings) -> PublicKey:
        known = self.known.public_key
        if self.point is None or not isinstance(known, EcPublicKey):
            return read_public_key(self.key.within(data), findings)
        point = known.curve.decode_point(data[self.point])
        return EcPublicKey(curve=known.curve, point=point, form=known.form)


_SHAPES: Frames[_Shape] = Frames()


def _learn(certificate: Certificate, parts: tuple[Element, ...], values: list[Span]) -> None:
    """Remember the form of a certificate without a departure: everything but serial number, names, times, key, values
    of extensions and signature."""
    tbs, serial, issuer, first, last, subject, key, signature = parts
    point, varying_key = None, (key.start, key.stop)
    if isinstance(certificate.public_key, EcPublicKey):
        size = 2 * certificate.public_key.curve.size
        if certificate.raw[key.stop - size - 2 : key.stop - size] == b"\x00\x04":
            point, varying_key = slice(key.stop - size - 1, key.stop), (key.stop - size, key.stop)
    if certificate.raw[signature.start] != 0:
        return
    spans = [(each.start, each.stop) for each in (serial, issuer, first, last, subject)]
    spans += [varying_key, *values, (signature.start + 1, signature.stop)]
    shape = _Shape(
        known=certificate,
        tbs=slice(tbs.at, tbs.end),
        serial=slice(serial.start, serial.stop),
        issuer=slice(issuer.at, issuer.end),
        times=(first, last),
        subject=slice(subject.at, subject.end),
        key=key,
        point=point,
        values=tuple(zip(certificate.extensions, (slice(*each) for each in values), strict=True)),
        signature=slice(signature.start + 1, signature.stop),
    )
    _SHAPES.remember(certificate.raw, spans, shape)


def _tolerated(read: Callable[[], Read], findings: Findings, element: Element, part: str) -> Read | None:
    """Read a part that a certificate can be shown without; None and a note when it cannot be."""
    try:
        return read()
    except Malformed as error:
        if findings.strict:
            raise
        findings.note(error.deviation.flaw, element.at, part)
        return None


def _read_extensions(body: Cursor, findings: Findings, places: list[Span]) -> tuple[Extension, ...]:
    """Read the extensions; `places` receives where the value of each lies."""
    outer = body.may_take(0xA3)
    if outer is None:
        return ()
    cursor = Cursor(outer, findings)
    parts = children(cursor.take(der.SEQUENCE, "extensions"), findings)
    if len(parts) > MOST_EXTENSIONS:
        findings.fail(Flaw.TOO_MANY_ELEMENTS, outer.at, "extensions")
    found: list[Extension] = []
    seen: set[str] = set()
    for part in parts:
        extension = _clean_extension(part.raw) or _read_extension(part, findings)
        if extension.oid in seen:
            findings.note(Flaw.REPEATED_ELEMENT, part.at, "extension")
        seen.add(extension.oid)
        found.append(extension)
        places.append((part.stop - len(extension.value), part.stop))
    return tuple(found)


@lru_cache(maxsize=4096)
def _clean_extension(raw: bytes) -> Extension | None:
    """Read an extension without a slip, once for all certificates that carry the same one; None for any other."""
    findings = Findings()
    try:
        return _read_extension(whole(raw, der.SEQUENCE, findings), findings)
    except Malformed:
        return None


def _read_extension(part: Element, findings: Findings) -> Extension:
    inner = Cursor(expect(part, der.SEQUENCE, "extension"), findings)
    oid = der.read_oid(inner.take(der.OID, "extension"), "extension")
    critical = inner.may_take(der.BOOLEAN)
    is_critical = critical is not None and der.read_boolean(critical, findings, "extension")
    if critical is not None and not is_critical:
        findings.note(Flaw.DEFAULT_WRITTEN, part.at, "extension")
    value = der.read_octets(inner.take_any("extension"), findings, "extension")
    inner.finish("extension")
    return Extension(oid=oid, critical=is_critical, value=value)
