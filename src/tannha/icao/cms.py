"""Signed data (RFC 5652) as travel documents use it: read, checked, written. Pure.

For: EF.SOD, EF.CardSecurity and master lists, which are all one content, a few certificates and (nearly always) one
signer. `SignedDataWriter` keeps everything that does not change between two documents of one signer as ready bytes.
Not for: encrypted, detached or counter-signed data.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from tannha.icao import der, oids
from tannha.icao.deviations import Findings, Flaw, Malformed
from tannha.icao.frames import Span
from tannha.icao.pki.certificates import Certificate, decode_certificate
from tannha.icao.pki.names import name_key
from tannha.icao.public_keys import PublicKey
from tannha.icao.signatures import (
    HASH_FUNCTIONS,
    SignatureAlgorithm,
    Signer,
    digest,
    encode_algorithm,
    encode_hash,
    read_algorithm,
    read_hash,
    verify,
)
from tannha.icao.tlv import Cursor, Element, children, elements, encode, length_octets, whole

MOST_CERTIFICATES = 32
MOST_SIGNERS = 8
MOST_FRAMES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerInfo:
    """One signer. It is named by issuer and serial number, or by `subject_key`. `attributes` is the SET as it was
    signed; None when the content itself was signed."""

    version: int
    issuer: bytes | None = field(default=None, repr=False)
    serial: int | None = None
    subject_key: bytes | None = None
    digest_algorithm: str
    attributes: bytes | None = field(default=None, repr=False)
    content_type: str | None = None
    message_digest: bytes | None = None
    signing_time: datetime | None = None
    algorithm: SignatureAlgorithm
    signature: bytes = field(repr=False)

    def is_named(self, certificate: Certificate) -> bool:
        """Whether this certificate is the one that the signer names."""
        if self.subject_key is not None:
            return certificate.subject_key == self.subject_key
        if self.serial != certificate.serial or self.issuer is None:
            return False
        return self.issuer == certificate.issuer or name_key(self.issuer) == name_key(certificate.issuer)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedData:
    """The content, its type, and who signed; certificates and revocation lists raw."""

    version: int
    digest_algorithms: tuple[str, ...]
    content_type: str
    content: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = field(repr=False)
    revocation_lists: tuple[bytes, ...] = field(repr=False)
    signers: tuple[SignerInfo, ...]


class SignatureCheck(enum.StrEnum):
    """What a check of one signer came to."""

    VALID = "valid"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    WRONG_DIGEST = "wrong_digest"
    ALGORITHM_MISMATCH = "algorithm_mismatch"
    KEY_UNUSABLE = "key_unusable"
    BAD_SIGNATURE = "bad_signature"


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where signed data of one signer vary from document to document: content, certificates, the signer's name, the
    message digest, the signature. Offsets into the bytes that were read, first and behind the last."""

    content: Span
    certificates: Span
    name: Span
    message_digest: Span
    signature: Span


def read_signed_data(element: Element, findings: Findings) -> SignedData:
    """Read a ContentInfo that holds SignedData (RFC 5652, 3 and 5.1)."""
    return _read_signed_data(element, findings, [])


def read_signed_data_with_places(element: Element, findings: Findings) -> tuple[SignedData, Places | None]:
    """Read a ContentInfo and say where it varies; None for the places when data alike cannot be read by `alike`."""
    before = len(findings.found)
    places: list[Element] = []
    signed = _read_signed_data(element, findings, places)
    if len(findings.found) != before or len(signed.signers) != 1:
        return signed, None
    return signed, _varying(signed.signers[0], places)


def alike(known: SignedData, data: bytes, places: Places) -> SignedData:
    """The signed data of bytes that agree with `known` in everything outside the places. Raises `Malformed` when
    what stands in a place is not clean."""
    signer = known.signers[0]
    issuer, serial = _read_signer_name(data[slice(*places.name)], True)
    message_digest = data[slice(*places.message_digest)]
    attributes = signer.attributes or b""
    return SignedData(
        version=known.version,
        digest_algorithms=known.digest_algorithms,
        content_type=known.content_type,
        content=data[slice(*places.content)],
        certificates=_parts(data[slice(*places.certificates)], True),
        revocation_lists=known.revocation_lists,
        signers=(
            SignerInfo(
                version=signer.version,
                issuer=issuer,
                serial=serial,
                digest_algorithm=signer.digest_algorithm,
                attributes=attributes[: len(attributes) - len(message_digest)] + message_digest,
                content_type=signer.content_type,
                message_digest=message_digest,
                signing_time=signer.signing_time,
                algorithm=signer.algorithm,
                signature=data[slice(*places.signature)],
            ),
        ),
    )


def _varying(signer: SignerInfo, places: list[Element]) -> Places | None:
    """The places; None unless content and signature are one primitive string and the digest stands last in the
    attributes."""
    if signer.message_digest is None or signer.issuer is None or len(places) != 5:
        return None
    content, certificates, name, attributes, signature = places
    digest_last = der.octets(signer.message_digest)
    last = der.sequence(der.oid(oids.MESSAGE_DIGEST), encode(der.SET, digest_last))
    if content.tag != der.OCTET_STRING or signature.tag != der.OCTET_STRING:
        return None
    if not attributes.value.endswith(last):
        return None
    return Places(
        content=(content.start, content.stop),
        certificates=(certificates.start, certificates.stop),
        name=(name.at, name.end),
        message_digest=(attributes.stop - len(signer.message_digest), attributes.stop),
        signature=(signature.start, signature.stop),
    )


def _read_signed_data(element: Element, findings: Findings, places: list[Element]) -> SignedData:
    """Read element by element; `places` receives content, attributes and signature as they lie."""
    info = Cursor(element, findings)
    if der.read_oid(info.take(der.OID, "content info"), "content info") != oids.SIGNED_DATA:
        findings.fail(Flaw.WRONG_CONTENT, element.at, "content info")
    cursor = Cursor(
        Cursor(info.take(0xA0, "signed data"), findings).take(der.SEQUENCE, "signed data"), findings
    )
    info.finish("content info")
    version = der.read_small(cursor.take(der.INTEGER, "version"), findings, 9, "signed data version")
    algorithms = _read_hashes(cursor.take(der.SET, "digest algorithms").raw, findings.strict)
    content_type, content = _read_content(cursor.take(der.SEQUENCE, "content"), findings, places)
    certificates, lists = cursor.may_take(0xA0), cursor.may_take(0xA1)
    if certificates is not None:
        places.append(certificates)
    raw_certificates = () if certificates is None else _parts(certificates.value, findings.strict)
    raw_lists = () if lists is None else tuple(each.raw for each in children(lists, findings))
    signers = children(cursor.take(der.SET, "signers"), findings)
    cursor.finish("signed data")
    if len(raw_certificates) > MOST_CERTIFICATES or len(signers) > MOST_SIGNERS:
        findings.fail(Flaw.TOO_MANY_ELEMENTS, element.at, "signed data")
    return SignedData(
        version=version,
        digest_algorithms=algorithms,
        content_type=content_type,
        content=content,
        certificates=raw_certificates,
        revocation_lists=raw_lists,
        signers=tuple(_read_signer(each, findings, places) for each in signers),
    )


@lru_cache(maxsize=64)
def _read_hashes(raw: bytes, strict: bool) -> tuple[str, ...]:
    findings = Findings(strict=strict)
    parts = children(whole(raw, der.SET, findings, "digest algorithms"), findings)
    return tuple(read_hash(each, findings) for each in parts[:MOST_SIGNERS])


@lru_cache(maxsize=512)
def _parts(value: bytes, strict: bool) -> tuple[bytes, ...]:
    """Cut the certificates apart; those of one signer are the same bytes in every document."""
    return tuple(each.raw for each in elements(value, 0, len(value), Findings(strict=strict)))


@lru_cache(maxsize=512)
def _read_signer_name(raw: bytes, strict: bool) -> tuple[bytes, int]:
    findings = Findings(strict=strict)
    name = Cursor(whole(raw, der.SEQUENCE, findings, "signer name"), findings)
    issuer = name.take(der.SEQUENCE, "signer name").raw
    serial = der.read_integer(name.take(der.INTEGER, "signer name"), findings, "signer name")
    name.finish("signer name")
    return issuer, serial


def _read_content(element: Element, findings: Findings, places: list[Element]) -> tuple[str, bytes]:
    cursor = Cursor(element, findings)
    content_type = der.read_oid(cursor.take(der.OID, "content type"), "content type")
    element = Cursor(cursor.take(0xA0, "content"), findings).take_any("content")
    places.append(element)
    return content_type, der.read_octets(element, findings, "content")


def _read_signer(element: Element, findings: Findings, places: list[Element]) -> SignerInfo:
    cursor = Cursor(element, findings)
    version = der.read_small(cursor.take(der.INTEGER, "signer version"), findings, 9, "signer version")
    issuer = serial = subject_key = None
    if cursor.next_tag == 0x80:
        subject_key = cursor.take(0x80, "signer name").value
    else:
        name = cursor.take(der.SEQUENCE, "signer name")
        places.append(name)
        issuer, serial = _read_signer_name(name.raw, findings.strict)
    if version != (3 if issuer is None else 1):
        findings.note(Flaw.BAD_VERSION, element.at, "signer version")
    digest_algorithm = read_hash(cursor.take(der.SEQUENCE, "digest algorithm"), findings)
    attributes = cursor.may_take(0xA0)
    algorithm = read_algorithm(cursor.take(der.SEQUENCE, "signature algorithm"), findings)
    signature_element = cursor.take_any("signature")
    signature = der.read_octets(signature_element, findings, "signature")
    cursor.may_take(0xA1)
    cursor.finish("signer")
    content_type = message_digest = signing_time = signed = None
    if attributes is None:
        findings.note(Flaw.MISSING_ATTRIBUTE, element.at, "signed attributes")
    else:
        places += (attributes, signature_element)
        content_type, message_digest, signing_time = _quick_attributes(attributes) or _read_attributes(
            attributes, findings
        )
        definite = attributes.end == attributes.stop
        signed = b"\x31" + attributes.raw[1:] if definite else encode(der.SET, attributes.value)
    return SignerInfo(
        version=version,
        issuer=issuer,
        serial=serial,
        subject_key=subject_key,
        digest_algorithm=digest_algorithm,
        attributes=signed,
        content_type=content_type,
        message_digest=message_digest,
        signing_time=signing_time,
        algorithm=algorithm.with_hash(digest_algorithm),
        signature=signature,
    )


def _quick_attributes(element: Element) -> tuple[str, bytes, datetime | None] | None:
    """Read attributes whose message digest stands last, by the reading of an earlier document of the same signer:
    what comes before the digest is the same bytes. None when they are of another shape."""
    value = element.value
    for size in (32, 48, 64):
        if len(value) > size and value[-size - 2 : -size] == bytes((der.OCTET_STRING, size)):
            known = _attributes_before(value[:-size], size)
            return None if known is None else (known[0], value[-size:], known[1])
    return None


@lru_cache(maxsize=512)
def _attributes_before(before: bytes, size: int) -> tuple[str, datetime | None] | None:
    data = encode(0xA0, before, bytes(size))
    findings = Findings()
    try:
        content_type, message_digest, signing_time = _read_attributes(whole(data, 0xA0, findings), findings)
    except Malformed:
        return None
    return (content_type, signing_time) if message_digest == bytes(size) else None


def _read_attributes(element: Element, findings: Findings) -> tuple[str, bytes, datetime | None]:
    """Read the signed attributes: content type and message digest must be there, once (RFC 5652, 11.1 and 11.2)."""
    content_type = message_digest = signing_time = None
    seen = set()
    for attribute in children(element, findings):
        cursor = Cursor(attribute, findings)
        oid = der.read_oid(cursor.take(der.OID, "attribute"), "attribute")
        if oid in seen:
            findings.fail(Flaw.REPEATED_ELEMENT, attribute.at, "signed attributes")
        seen.add(oid)
        if oid in (oids.CONTENT_TYPE, oids.MESSAGE_DIGEST, oids.SIGNING_TIME):
            values = Cursor(cursor.take(der.SET, "attribute"), findings)
            value = values.take_any("attribute")
            values.finish("attribute")
            if oid == oids.CONTENT_TYPE:
                content_type = der.read_oid(value, "content type")
            elif oid == oids.MESSAGE_DIGEST:
                message_digest = der.read_octets(value, findings, "message digest")
            else:
                signing_time = der.read_time(value, findings, "signing time")
    if content_type is None or message_digest is None:
        findings.fail(Flaw.MISSING_ATTRIBUTE, element.at, "signed attributes")
    return content_type, message_digest, signing_time


def signer_certificate(signed: SignedData, signer: SignerInfo) -> Certificate | None:
    """The certificate that the signer names, among those that came along; None when it did not come."""
    for raw in signed.certificates:
        certificate = decode_certificate(raw, strict=False)
        if signer.is_named(certificate):
            return certificate
    return None


def check_signer(signed: SignedData, signer: SignerInfo, key: PublicKey | None) -> SignatureCheck:
    """Check one signer with a key (RFC 5652, 5.6): type and digest of the content, then the signature."""
    if key is None:
        return SignatureCheck.KEY_UNUSABLE
    if signer.algorithm.hash != signer.digest_algorithm:
        return SignatureCheck.ALGORITHM_MISMATCH
    message = signed.content
    if signer.attributes is not None:
        if signer.content_type != signed.content_type:
            return SignatureCheck.WRONG_CONTENT_TYPE
        if signer.message_digest != digest(signer.digest_algorithm, signed.content):
            return SignatureCheck.WRONG_DIGEST
        message = signer.attributes
    if verify(key, signer.algorithm, signer.signature, message):
        return SignatureCheck.VALID
    return SignatureCheck.BAD_SIGNATURE


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


class SignedDataWriter:
    """Writes ContentInfo around contents of one type, signed by one signer whose certificate goes along.

    Everything but the content, its digest and the signature is assembled once; lengths are filled in per document.
    """

    __slots__ = (
        "_attributes",
        "_digest_head",
        "_frames",
        "_hashed",
        "_named",
        "_set_before",
        "_sign",
        "_tail",
        "_typed",
    )

    def __init__(
        self,
        signer: Signer,
        certificate: Certificate,
        *,
        content_type: str,
        others: tuple[bytes, ...] = (),
        by_subject_key: bool = False,
    ) -> None:
        """Take the signer, its certificate and `others` to send along. Refuses (ValueError) a certificate of another
        key, and naming by a subject key identifier that the certificate has not."""
        if certificate.public_key is None or not _same_key(certificate.public_key, signer.public_key):
            raise ValueError("the certificate is not of the signer's key")
        if signer.algorithm.hash is None:
            raise ValueError("a signer needs a hash")
        self._sign, self._hashed = signer.sign, HASH_FUNCTIONS[signer.algorithm.hash]
        algorithm = encode_hash(signer.algorithm.hash)
        size = self._hashed().digest_size
        self._typed = der.oid(content_type)
        self._attributes = der.sequence(der.oid(oids.CONTENT_TYPE), der.set_of(self._typed))
        attribute = der.sequence(der.oid(oids.MESSAGE_DIGEST), der.set_of(der.octets(bytes(size))))
        self._digest_head = attribute[:-size]
        if by_subject_key:
            if certificate.subject_key is None:
                raise ValueError("the certificate has no subject key identifier")
            name = der.integer(3) + der.context(0, certificate.subject_key, constructed=False)
        else:
            name = der.integer(1) + der.sequence(certificate.issuer, der.integer(certificate.serial))
        self._named = (der.integer(3) + der.set_of(algorithm), name + algorithm)
        self._tail = (encode(0xA0, *sorted((certificate.raw, *others))), encode_algorithm(signer.algorithm))
        self._set_before = self._set_before_digest(None)
        self._frames: dict[tuple[int, int, datetime | None], tuple[bytes, bytes, bytes]] = {}

    def write(self, content: bytes, *, signing_time: datetime | None = None) -> bytes:
        """Sign the content and give the whole ContentInfo. The signing time is an attribute of its own when given."""
        message_digest = self._hashed(content).digest()
        before = self._set_before_digest(signing_time) if signing_time else self._set_before
        signature = self._sign(before + message_digest)
        key = (len(content), len(signature), signing_time)
        head, middle, tail = self._frames.get(key) or self._frame(*key)
        return b"".join((head, content, middle, message_digest, tail, signature))

    def _set_before_digest(self, signing_time: datetime | None) -> bytes:
        """The SET of attributes as it is signed, up to the digest."""
        attributes = self._attributes_before_digest(signing_time) if signing_time else self._attributes
        attributes += self._digest_head
        return b"\x31" + length_octets(len(attributes) + self._hashed().digest_size) + attributes

    def _attributes_before_digest(self, signing_time: datetime) -> bytes:
        return self._attributes + der.sequence(der.oid(oids.SIGNING_TIME), der.set_of(der.time(signing_time)))

    def _frame(
        self, content: int, signature: int, signing_time: datetime | None
    ) -> tuple[bytes, bytes, bytes]:
        """Assemble once what stands around content, digest and signature of these lengths."""
        attributes = self._attributes_before_digest(signing_time) if signing_time else self._attributes
        size = self._hashed().digest_size
        marks = (b"\x01" * content, b"\x02" * size, b"\x03" * signature)
        signer = der.sequence(
            self._named[1],
            encode(0xA0, attributes, self._digest_head, marks[1]),
            self._tail[1],
            der.octets(marks[2]),
        )
        typed = der.sequence(self._typed, encode(0xA0, der.octets(marks[0])))
        body = der.sequence(self._named[0], typed, self._tail[0], encode(der.SET, signer))
        info = der.sequence(der.oid(oids.SIGNED_DATA), encode(0xA0, body))
        first = info.index(typed) + len(typed) - content
        last = len(info) - signature
        second = info.rindex(marks[1], 0, last)
        if len(self._frames) > MOST_FRAMES:
            self._frames.clear()
        frame = (info[:first], info[first + content : second], info[second + size : last])
        self._frames[content, signature, signing_time] = frame
        return frame


def _same_key(one: PublicKey, other: PublicKey) -> bool:
    """Whether two keys are one, however their curve is written."""
    left = getattr(one, "point", None) or getattr(one, "n", None)
    return left is not None and left == (getattr(other, "point", None) or getattr(other, "n", None))
