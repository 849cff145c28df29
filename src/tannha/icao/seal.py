"""Visible digital seals: a few facts and a signature small enough for a printed code (Doc 9303-13). Pure.

For: the second code on our slips and specimen cards, so that paper can be checked without a network; and reading the
seals of others. A seal proves what the signer said about the paper, not that this sheet is the only one. Header,
message and signature follow Doc 9303-13, chapters 2 and 3 (version 4 of the format, raw 3; version 3 is read too). Not
for: drawing or scanning codes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tannha.icao.c40 import c40_size, decode_c40, encode_c40
from tannha.icao.deviations import Flaw, Malformed, refuse
from tannha.icao.facts import Fact, Outcome
from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.names import attributes
from tannha.icao.pki.trust import TrustStore
from tannha.icao.public_keys import EcPublicKey
from tannha.icao.signatures import Scheme, SignatureAlgorithm, Signer, verify

MAGIC = 0xDC
VERSION_3, VERSION_4 = 0x02, 0x03
SIGNATURE_TAG = 0xFF
LARGEST_SEAL = 4_096
MOST_FEATURES = 64
MOST_REFERENCE = 40
_COMMON_NAME, _COUNTRY = "2.5.4.3", "2.5.4.6"


class Form(enum.StrEnum):
    """How the value of a feature is written."""

    C40 = "c40"
    TEXT = "text"
    DAY = "day"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of sealed document: its reference and category, and the word and form of each feature by its tag."""

    name: str
    reference: int
    category: int
    features: dict[int, tuple[str, Form]]


SLIP = Kind(
    name="slip",
    reference=0x7A,
    category=0x02,
    features={
        0x01: ("slip_number", Form.C40),
        0x02: ("paper", Form.C40),
        0x03: ("full_name", Form.TEXT),
        0x04: ("last_digits", Form.C40),
        0x05: ("day", Form.DAY),
        0x06: ("place", Form.TEXT),
    },
)
"""Our own papers: number and code of the form, the name, the last four digits of the number, a day, a place."""
SPECIMEN_CARD = Kind(
    name="specimen_card",
    reference=0x7B,
    category=0x02,
    features={0x01: ("zone", Form.C40), 0x02: ("full_name", Form.TEXT), 0x03: ("portrait_hash", Form.BYTES)},
)
"""A specimen card: the zone's ninety letters, the written name, SHA-256 of the portrait file."""
KINDS = {(kind.reference, kind.category): kind for kind in (SLIP, SPECIMEN_CARD)}
"""The kinds of our own. References with an even category belong to issuers; others' are read with raw features."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands before the message: three letters of the State, the signer's four letters (country and its two), the
    reference of its certificate (the serial number in hexadecimal), and two days."""

    state: str
    signer: str
    certificate: str
    issued_on: date
    signed_on: date
    reference: int
    category: int
    version: int = VERSION_4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal taken apart. `features` are raw values by tag; `signed` the bytes that the signature covers."""

    header: Header
    features: tuple[tuple[int, bytes], ...]
    signature: bytes = field(repr=False)
    signed: bytes = field(repr=False)

    @property
    def kind(self) -> Kind | None:
        """The kind, where it is one of ours; None for any other."""
        return KINDS.get((self.header.reference, self.header.category))

    @property
    def contents(self) -> dict[str, str | date | bytes]:
        """The features in words; those of unknown tags or unreadable values are left out (see `features`)."""
        kind = self.kind
        found: dict[str, str | date | bytes] = {}
        for tag, value in self.features if kind else ():
            word, form = kind.features.get(tag, ("", Form.BYTES)) if kind else ("", Form.BYTES)
            try:
                if word:
                    found[word] = _read_value(value, form)
            except Malformed:
                continue
        return found


def encode_day(day: date | None) -> bytes:
    """Write a day in three bytes: month, day and year as one number of eight digits; None is all ones (2.3.1)."""
    if day is None:
        return b"\xff\xff\xff"
    return int(f"{day.month:02d}{day.day:02d}{day.year:04d}").to_bytes(3, "big")


def decode_day(data: bytes) -> date:
    """Read a day in three bytes. Raises `Malformed` (BAD_TIME) for one that does not exist."""
    if len(data) != 3:
        refuse(Flaw.BAD_LENGTH, part="day")
    digits = f"{int.from_bytes(data, 'big'):08d}"
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        refuse(Flaw.BAD_TIME, part="day")


def _read_value(value: bytes, form: Form) -> str | date | bytes:
    if form is Form.C40:
        return decode_c40(value)
    if form is Form.DAY:
        return decode_day(value)
    if form is Form.TEXT:
        try:
            return value.decode()
        except UnicodeDecodeError:
            refuse(Flaw.BAD_TEXT, part="feature")
    return value


def _write_value(value: str | date | bytes, form: Form) -> bytes:
    if form is Form.C40 and isinstance(value, str):
        return encode_c40(value)
    if form is Form.TEXT and isinstance(value, str):
        return value.encode()
    if form is Form.DAY and isinstance(value, date):
        return encode_day(value)
    if form is Form.BYTES and isinstance(value, bytes):
        return value
    raise ValueError("the value of a feature has the type of its form")


class SealSigner:
    """Seals papers with one P-256 key whose certificate readers know by its two letters and serial number."""

    __slots__ = ("_signer", "certificate", "reference", "signer", "state")

    def __init__(self, signer: Signer, certificate: Certificate, *, state: str) -> None:
        """Take the key, its certificate (whose common name has two letters) and the State's three letters.

        Refuses (ValueError) other keys than P-256, a certificate of another key, and names that a header cannot carry.
        """
        key = signer.public_key
        if not isinstance(key, EcPublicKey) or key.curve.name != "secp256r1" or certificate.public_key != key:
            raise ValueError("a seal is signed with a P-256 key and carries the reference of its certificate")
        identity = signer_letters(certificate)
        reference = f"{certificate.serial:X}"
        if len(identity) != 4 or not 0 < len(reference) <= MOST_REFERENCE or len(state) != 3:
            raise ValueError("a seal's signer has two letters of country and two of its own")
        self._signer, self.certificate = signer, certificate
        self.signer, self.reference, self.state = identity, reference, state

    def seal(
        self, kind: Kind, contents: dict[str, str | date | bytes], *, issued_on: date, signed_on: date
    ) -> bytes:
        """Write a signed seal. Refuses (ValueError) words that the kind has not and values of another form."""
        written = bytearray(
            _encode_header(
                Header(
                    state=self.state,
                    signer=self.signer,
                    certificate=self.reference,
                    issued_on=issued_on,
                    signed_on=signed_on,
                    reference=kind.reference,
                    category=kind.category,
                )
            )
        )
        if set(contents) - {word for word, _ in kind.features.values()}:
            raise ValueError("a word that this kind of seal has not")
        for tag, (word, form) in kind.features.items():
            if word in contents:
                written += _element(tag, _write_value(contents[word], form))
        r, s = decode_dss_signature(self._signer.sign(bytes(written)))
        written += _element(SIGNATURE_TAG, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return bytes(written)


def signer_letters(certificate: Certificate) -> str:
    """The four letters by which a header names a signer: country and common name (Doc 9303-13, 2.2)."""
    named = dict(attributes(certificate.subject))
    return (named.get(_COUNTRY, "") + named.get(_COMMON_NAME, "")).upper()


def _element(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes((tag, size)) + value
    if size < 0x100:
        return bytes((tag, 0x81, size)) + value
    return bytes((tag, 0x82)) + size.to_bytes(2, "big") + value


def _encode_header(header: Header) -> bytes:
    named = f"{header.signer}{len(header.certificate):02X}{header.certificate}"
    return b"".join(
        (
            bytes((MAGIC, VERSION_4)),
            encode_c40(header.state),
            encode_c40(named),
            encode_day(header.issued_on),
            encode_day(header.signed_on),
            bytes((header.reference, header.category)),
        )
    )


def decode_seal(data: bytes) -> Seal:
    """Read a seal. Raises `Malformed` for anything that is none, ends early or goes on behind its signature."""
    if len(data) > LARGEST_SEAL:
        refuse(Flaw.LENGTH_TOO_LONG, part="seal")
    header, at = _decode_header(data)
    features: list[tuple[int, bytes]] = []
    while at < len(data):
        start = at
        tag, value, at = _read_element(data, at)
        if tag == SIGNATURE_TAG:
            if at != len(data):
                refuse(Flaw.TRAILING_BYTES, at, "seal")
            if not value or len(value) % 2:
                refuse(Flaw.BAD_LENGTH, start, "seal signature")
            return Seal(header=header, features=tuple(features), signature=value, signed=data[:start])
        features.append((tag, value))
        if len(features) > MOST_FEATURES:
            refuse(Flaw.TOO_MANY_ELEMENTS, at, "seal")
    refuse(Flaw.MISSING_ELEMENT, at, "seal signature")


def _decode_header(data: bytes) -> tuple[Header, int]:
    if len(data) < 2 or data[0] != MAGIC:
        refuse(Flaw.WRONG_CONTENT, part="seal")
    version = data[1]
    state = decode_c40(_take(data, 2, 2)).rstrip()
    if version == VERSION_4:
        named = decode_c40(_take(data, 4, 4))
        try:
            size = int(named[4:6], 16)
        except ValueError:
            refuse(Flaw.BAD_LENGTH, 4, "seal header")
        end = 8 + c40_size(size)
        certificate = decode_c40(_take(data, 8, end - 8))
        if len(certificate) != size:
            refuse(Flaw.BAD_LENGTH, 8, "seal header")
    elif version == VERSION_3:
        named = decode_c40(_take(data, 4, 6))
        certificate, end = named[4:], 10
    else:
        refuse(Flaw.BAD_VERSION, 1, "seal header")
    _take(data, end, 8)
    header = Header(
        state=state,
        signer=named[:4],
        certificate=certificate,
        issued_on=decode_day(data[end : end + 3]),
        signed_on=decode_day(data[end + 3 : end + 6]),
        reference=data[end + 6],
        category=data[end + 7],
        version=version,
    )
    return header, end + 8


def _take(data: bytes, at: int, count: int) -> bytes:
    if at + count > len(data):
        refuse(Flaw.TRUNCATED, at, "seal header")
    return data[at : at + count]


def _read_element(data: bytes, at: int) -> tuple[int, bytes, int]:
    if at + 2 > len(data):
        refuse(Flaw.TRUNCATED, at, "seal")
    tag, size, start = data[at], data[at + 1], at + 2
    if size >= 0x80:
        octets = size & 0x7F
        if not 1 <= octets <= 2 or start + octets > len(data):
            refuse(Flaw.LENGTH_TOO_LONG, at, "seal")
        size = int.from_bytes(data[start : start + octets], "big")
        start += octets
    if start + size > len(data):
        refuse(Flaw.TRUNCATED, at, "seal")
    return tag, data[start : start + size], start + size


# ── checking ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Name(enum.StrEnum):
    """The facts about a seal, in this order."""

    SEAL_READABLE = "seal_readable"
    SEAL_SIGNER_FOUND = "seal_signer_found"
    SEAL_SIGNATURE_VALID = "seal_signature_valid"
    SEAL_SIGNER_KNOWN = "seal_signer_known"
    SEAL_SIGNER_IN_FORCE = "seal_signer_in_force"
    SEAL_NOT_SPECIMEN = "seal_not_specimen"


class Reason(enum.StrEnum):
    """Why a fact about a seal has its outcome."""

    DONE = "done"
    NOT_A_SEAL = "not_a_seal"
    NO_CERTIFICATE = "no_certificate"
    BAD_SIGNATURE = "bad_signature"
    NO_CSCA_OF_STATE = "no_csca_of_state"
    NOT_SIGNED_BY_CSCA = "not_signed_by_csca"
    OUT_OF_FORCE = "out_of_force"
    SPECIMEN = "specimen"
    NOT_ASKED = "not_asked"


_CLAUSES = {
    Name.SEAL_READABLE: "Doc 9303-13, 2",
    Name.SEAL_SIGNER_FOUND: "Doc 9303-13, 2.2",
    Name.SEAL_SIGNATURE_VALID: "Doc 9303-13, 2.5",
    Name.SEAL_SIGNER_KNOWN: "Doc 9303-13, 4; Doc 9303-12",
    Name.SEAL_SIGNER_IN_FORCE: "Doc 9303-13, 4",
    Name.SEAL_NOT_SPECIMEN: "the authority's own name",
}
_HASHES = {24: "sha256", 28: "sha256", 32: "sha256", 48: "sha384", 64: "sha512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealVerdict:
    """The facts in the order of `Name`, and the seal where it could be read."""

    facts: tuple[Fact, ...]
    seal: Seal | None = None

    def fact(self, name: Name) -> Fact:
        """The fact of this name."""
        return next(fact for fact in self.facts if fact.name == name)


def check_seal(data: bytes, certificates: tuple[Certificate, ...], store: TrustStore) -> SealVerdict:
    """Give all facts about a seal. `certificates` are those of seal signers that the checker has at hand; the signer
    counts as in force when it was so on the day of signing. Never raises for the contents of `data`."""
    try:
        seal = decode_seal(data)
    except Malformed as error:
        first = _fact(Name.SEAL_READABLE, Outcome.FAILS, Reason.NOT_A_SEAL, deviation=str(error.deviation))
        rest = (
            _fact(name, Outcome.UNKNOWN, Reason.NOT_ASKED) for name in Name if name is not Name.SEAL_READABLE
        )
        return SealVerdict(facts=(first, *rest))
    named = [each for each in certificates if _is_named(each, seal.header)]
    facts = [_fact(Name.SEAL_READABLE, Outcome.HOLDS, Reason.DONE)]
    signer = f"{seal.header.signer}{seal.header.certificate}"
    if not named:
        facts.append(_fact(Name.SEAL_SIGNER_FOUND, Outcome.UNKNOWN, Reason.NO_CERTIFICATE, signer=signer))
        facts += (_fact(name, Outcome.UNKNOWN, Reason.NO_CERTIFICATE) for name in list(Name)[2:])
        return SealVerdict(facts=tuple(facts), seal=seal)
    facts.append(_fact(Name.SEAL_SIGNER_FOUND, Outcome.HOLDS, Reason.DONE, signer=signer))
    valid = next((each for each in named if _is_signed(seal, each)), None)
    if valid is None:
        facts.append(_fact(Name.SEAL_SIGNATURE_VALID, Outcome.FAILS, Reason.BAD_SIGNATURE))
    else:
        facts.append(
            _fact(Name.SEAL_SIGNATURE_VALID, Outcome.HOLDS, Reason.DONE, certificate=valid.fingerprint)
        )
    facts += _facts_of_signer(valid or named[0], seal, store)
    return SealVerdict(facts=tuple(facts), seal=seal)


def _is_named(certificate: Certificate, header: Header) -> bool:
    reference = header.certificate.lstrip("0") or "0"
    return signer_letters(certificate) == header.signer and f"{certificate.serial:X}" == reference


def _is_signed(seal: Seal, certificate: Certificate) -> bool:
    key = certificate.public_key
    if not isinstance(key, EcPublicKey) or len(seal.signature) != 2 * key.curve.size:
        return False
    hash_name = _HASHES.get(key.curve.size, "sha512")
    algorithm = SignatureAlgorithm(scheme=Scheme.PLAIN_ECDSA, hash=hash_name)
    return verify(key, algorithm, seal.signature, seal.signed)


def _facts_of_signer(certificate: Certificate, seal: Seal, store: TrustStore) -> list[Fact]:
    anchors = store.anchors_of(certificate.country)
    anchor = next((each for each in anchors if each.is_ca and certificate.is_signed_by(each)), None)
    day = seal.header.signed_on
    in_force = certificate.not_before.date() <= day <= certificate.not_after.date()
    force = Outcome.HOLDS if in_force else Outcome.FAILS
    facts = [_fact(Name.SEAL_SIGNER_IN_FORCE, force, Reason.DONE if in_force else Reason.OUT_OF_FORCE)]
    if anchor is None:
        known = Outcome.FAILS if anchors else Outcome.UNKNOWN
        reason = Reason.NOT_SIGNED_BY_CSCA if anchors else Reason.NO_CSCA_OF_STATE
        facts.insert(0, _fact(Name.SEAL_SIGNER_KNOWN, known, reason, country=certificate.country))
        facts.append(_fact(Name.SEAL_NOT_SPECIMEN, Outcome.UNKNOWN, reason))
        return facts
    facts.insert(0, _fact(Name.SEAL_SIGNER_KNOWN, Outcome.HOLDS, Reason.DONE, anchor=anchor.fingerprint))
    specimen = store.is_specimen(anchor)
    outcome = Outcome.FAILS if specimen else Outcome.HOLDS
    facts.append(_fact(Name.SEAL_NOT_SPECIMEN, outcome, Reason.SPECIMEN if specimen else Reason.DONE))
    return facts


def _fact(name: Name, outcome: Outcome, reason: Reason, **evidence: str) -> Fact:
    return Fact(
        name=name, outcome=outcome, reason=reason, clause=_CLAUSES[name], evidence=tuple(evidence.items())
    )
