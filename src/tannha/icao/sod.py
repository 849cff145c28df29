"""EF.SOD: the hashes of all data groups under the document signer's signature (Doc 9303-10, 4.6.2). Pure.

For: writing it (`SodWriter`) and reading it (`decode_sod`). Comparing and verifying is `passive_auth`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tannha.icao import der, oids
from tannha.icao.cms import Places, SignedData, SignedDataWriter, alike, read_signed_data_with_places
from tannha.icao.deviations import Deviation, Findings, Flaw, Malformed
from tannha.icao.frames import Frames, Span
from tannha.icao.lds import GROUP_TAGS, SOD_TAG
from tannha.icao.pki.certificates import Certificate
from tannha.icao.signatures import HASH_FUNCTIONS, HASH_SIZES, Signer, encode_hash, read_hash
from tannha.icao.tlv import Cursor, Element, element_at, encode, expect, length_octets, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityObject:
    """The LDS security object: which hash, and the hash of each group in the file's order. The versions are of the
    logical data structure and of Unicode, in objects of version 1 only."""

    version: int
    hash_algorithm: str
    group_hashes: tuple[tuple[int, bytes], ...]
    lds_version: str = ""
    unicode_version: str = ""

    def hash_of(self, group: int) -> bytes | None:
        """The hash of a data group; None when it is not listed."""
        return next((value for number, value in self.group_hashes if number == group), None)

    @property
    def groups(self) -> tuple[int, ...]:
        """The groups that are listed."""
        return tuple(number for number, _ in self.group_hashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sod:
    """EF.SOD taken apart."""

    security_object: SecurityObject
    signed: SignedData
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def decode_sod(data: bytes, *, strict: bool = True) -> Sod:
    """Read EF.SOD. Raises `Malformed`. Tolerant mode takes BER, padding and small slips, each named."""
    shape = _SHAPES.find(data)
    if shape is not None:
        try:
            return shape.read(data)
        except Malformed:
            pass  # what varies is not clean: read it all, with its departures named
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, SOD_TAG, findings, "EF.SOD"), findings)
    signed, places = read_signed_data_with_places(cursor.take(der.SEQUENCE, "EF.SOD"), findings)
    cursor.finish("EF.SOD")
    if signed.version != 3:
        findings.note(Flaw.BAD_VERSION, part="signed data version")
    if len(signed.signers) != 1:
        findings.note(Flaw.MISSING_ELEMENT if not signed.signers else Flaw.UNEXPECTED_ELEMENT, part="signers")
    if signed.content_type != oids.LDS_SECURITY_OBJECT:
        findings.note(Flaw.WRONG_CONTENT, part="content type")
    hashes: list[Span] = []
    security_object = _read_security_object(signed.content, findings, hashes)
    sod = Sod(security_object=security_object, signed=signed, raw=data, deviations=findings.all)
    if places is not None and not findings.found:
        _learn(sod, places, hashes)
    return sod


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What security objects of one form have in common: one of them, and where the others differ from it."""

    known: Sod
    places: Places
    hashes: tuple[tuple[int, slice], ...]

    def read(self, data: bytes) -> Sod:
        """Read another one of this form. Raises `Malformed` when what varies is not clean."""
        known = self.known.security_object
        return Sod(
            security_object=SecurityObject(
                version=known.version,
                hash_algorithm=known.hash_algorithm,
                group_hashes=tuple([(number, data[place]) for number, place in self.hashes]),
                lds_version=known.lds_version,
                unicode_version=known.unicode_version,
            ),
            signed=alike(self.known.signed, data, self.places),
            raw=data,
        )


_SHAPES: Frames[_Shape] = Frames()


def _learn(sod: Sod, places: Places, hashes: list[Span]) -> None:
    """Remember the form of a security object without a departure; hashes are places in the content."""
    start = places.content[0]
    spans = [(start + first, start + last) for first, last in hashes]
    numbered = zip(sod.security_object.groups, (slice(*span) for span in spans), strict=True)
    varying = (*spans, places.certificates, places.name, places.message_digest, places.signature)
    _SHAPES.remember(sod.raw, varying, _Shape(known=sod, places=places, hashes=tuple(numbered)))


def _read_security_object(content: bytes, findings: Findings, places: list[Span]) -> SecurityObject:
    cursor = Cursor(whole(content, der.SEQUENCE, findings, "security object"), findings)
    version = der.read_small(cursor.take(der.INTEGER, "version"), findings, 9, "security object version")
    if version > 1:
        findings.note(Flaw.BAD_VERSION, part="security object version")
    hash_algorithm = read_hash(cursor.take(der.SEQUENCE, "hash algorithm"), findings)
    hashes = _read_group_hashes(cursor.take(der.SEQUENCE, "group hashes"), hash_algorithm, findings, places)
    lds_version = unicode_version = ""
    versions = cursor.may_take(der.SEQUENCE)
    if versions is not None:
        inner = Cursor(versions, findings)
        lds_version = der.read_text(inner.take_any("LDS version"), findings, "LDS version")
        unicode_version = der.read_text(inner.take_any("Unicode version"), findings, "Unicode version")
    if (version == 0) != (versions is None) and version < 2:
        findings.note(Flaw.BAD_VERSION, part="LDS version")
    cursor.finish("security object")
    return SecurityObject(
        version=version,
        hash_algorithm=hash_algorithm,
        group_hashes=tuple(hashes.items()),
        lds_version=lds_version,
        unicode_version=unicode_version,
    )


def _read_group_hashes(
    element: Element, hash_algorithm: str, findings: Findings, places: list[Span]
) -> dict[int, bytes]:
    """Read the hashes by group; `places` receives where each lies."""
    size = HASH_SIZES[hash_algorithm]
    entry_size = size + 7
    usual = bytes((der.SEQUENCE, size + 5, der.INTEGER, 1)), bytes((der.OCTET_STRING, size))
    hashes: dict[int, bytes] = {}
    data, at, stop = element.data, element.start, element.stop
    while at < stop:
        number = data[at + 4] if at + entry_size <= stop else 0
        if (data[at : at + 4], data[at + 5 : at + 7]) == usual and number < 0x80:
            value, end = data[at + 7 : at + entry_size], at + entry_size
        else:
            number, value, end = _read_group_hash(data, at, stop, findings)
        if number in hashes:
            findings.fail(Flaw.REPEATED_ELEMENT, at, "group hashes")
        if number not in GROUP_TAGS:
            findings.note(Flaw.BAD_VALUE, at, "group number")
        if len(value) != size:
            findings.note(Flaw.BAD_LENGTH, at, "group hash")
        hashes[number] = value
        places.append((end - len(value), end))
        at = end
    if not hashes:
        findings.fail(Flaw.MISSING_ELEMENT, element.at, "group hashes")
    return hashes


def _read_group_hash(data: bytes, at: int, stop: int, findings: Findings) -> tuple[int, bytes, int]:
    """Read one entry of any shape; the loop above reads the one that all signers write without this detour."""
    entry = expect(element_at(data, at, stop, findings), der.SEQUENCE, "group hash")
    pair = Cursor(entry, findings)
    number = der.read_small(pair.take(der.INTEGER, "group number"), findings, 255, "group number")
    value = der.read_octets(pair.take_any("group hash"), findings, "group hash")
    pair.finish("group hash")
    return number, value, entry.end


def encode_security_object(value: SecurityObject) -> bytes:
    """Write the LDS security object. Refuses (ValueError) no groups, unknown ones, and hashes of another length."""
    size = HASH_SIZES[value.hash_algorithm]
    numbers = [number for number, _ in value.group_hashes]
    if not numbers or sorted(set(numbers)) != numbers or not set(numbers) <= set(GROUP_TAGS):
        raise ValueError("groups stand once, in ascending order, numbered 1 to 16")
    if any(len(each) != size for _, each in value.group_hashes):
        raise ValueError("a hash has the length of its algorithm")
    entries = (der.sequence(der.integer(number), der.octets(each)) for number, each in value.group_hashes)
    parts = [der.integer(value.version), encode_hash(value.hash_algorithm), der.sequence(*entries)]
    if value.version == 1:
        parts.append(der.sequence(der.printable(value.lds_version), der.printable(value.unicode_version)))
    return der.sequence(*parts)


class SodWriter:
    """Writes EF.SOD after EF.SOD for one document signer: hashes the groups, signs, and fills in lengths.

    Per set of groups the security object is a template of fixed length into which the hashes are laid.
    """

    __slots__ = ("_hash", "_hashed", "_templates", "_version", "_writer")

    def __init__(
        self, signer: Signer, certificate: Certificate, *, hash_name: str = "", lds_version: str = "0107"
    ) -> None:
        """Take the signer and its certificate. The hash of the groups is the signer's own unless named. Version 0108
        makes security objects of version 1. Refuses (ValueError) SHA-1 and a certificate of another key."""
        self._hash = hash_name or signer.algorithm.hash or "sha256"
        if self._hash not in HASH_SIZES or self._hash == "sha1":
            raise ValueError("new documents need a hash of the SHA-2 family")
        self._hashed = HASH_FUNCTIONS[self._hash]
        self._version = lds_version
        self._writer = SignedDataWriter(signer, certificate, content_type=oids.LDS_SECURITY_OBJECT)
        self._templates: dict[tuple[int, ...], bytes] = {}

    def write(self, groups: Mapping[int, bytes], *, signing_time: datetime | None = None) -> bytes:
        """Sign these data groups (number to whole file) and give EF.SOD. Refuses (ValueError) an empty mapping and
        unknown numbers."""
        numbers = tuple(sorted(groups))
        template = self._templates.get(numbers) or self._template(numbers)
        hashed = self._hashed
        digests = tuple([hashed(groups[number]).digest() for number in numbers])
        content_info = self._writer.write(template % digests, signing_time=signing_time)
        return b"\x77" + length_octets(len(content_info)) + content_info

    def _template(self, numbers: tuple[int, ...]) -> bytes:
        """The security object of these groups, as a format into which the hashes go."""
        size = HASH_SIZES[self._hash]
        marks = [bytes((255 - place,)) * size for place in range(len(numbers))]
        version = 0 if self._version < "0108" else 1
        rest = encode_security_object(
            SecurityObject(
                version=version,
                hash_algorithm=self._hash,
                group_hashes=tuple(zip(numbers, marks, strict=True)),
                lds_version=self._version if version else "",
                unicode_version="040000" if version else "",
            )
        )
        pieces = []
        for mark in marks:
            piece, rest = rest.split(mark, 1)
            pieces.append(piece.replace(b"%", b"%%"))
        self._templates[numbers] = b"%b".join((*pieces, rest.replace(b"%", b"%%")))
        return self._templates[numbers]


def encode_sod_around(content_info: bytes) -> bytes:
    """Put signed data that was made elsewhere into the file's tag."""
    return encode(SOD_TAG, content_info)
