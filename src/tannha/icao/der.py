"""Values in DER: integers, object identifiers, strings, times, and how they are written. Pure.

For: certificates, signed data, security infos. Every reader takes an `Element` and the `Findings` of its input; every
writer gives the shortest form. Follows X.690; the tags are those of X.680. Not for: structures (see their modules).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from tannha.icao.deviations import Findings, Flaw, refuse
from tannha.icao.tlv import Element, children, encode

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
UTF8, SEQUENCE, SET = 0x0C, 0x30, 0x31
NUMERIC, PRINTABLE, T61, IA5, UTC_TIME, GENERALIZED_TIME = 0x12, 0x13, 0x14, 0x16, 0x17, 0x18
VISIBLE, UNIVERSAL_STRING, BMP = 0x1A, 0x1C, 0x1E
NULL_VALUE = b"\x05\x00"

_CODECS = {
    UTF8: "utf-8",
    NUMERIC: "ascii",
    PRINTABLE: "ascii",
    IA5: "ascii",
    VISIBLE: "ascii",
    T61: "latin-1",
    BMP: "utf-16-be",
    UNIVERSAL_STRING: "utf-32-be",
}
_PRINTABLE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")
MOST_INTEGER_BYTES = 2_048
"""Moduli and curve parameters are far shorter."""


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def sequence(*parts: bytes) -> bytes:
    """Write a SEQUENCE of the parts in their order."""
    return encode(SEQUENCE, *parts)


def set_of(*parts: bytes) -> bytes:
    """Write a SET OF: the parts in ascending order of their bytes (X.690, 11.6)."""
    return encode(SET, *sorted(parts))


def integer(number: int) -> bytes:
    """Write an INTEGER, negative ones too."""
    size = (number + (number < 0)).bit_length() // 8 + 1
    return encode(INTEGER, number.to_bytes(size, "big", signed=True))


def octets(value: bytes) -> bytes:
    """Write an OCTET STRING."""
    return encode(OCTET_STRING, value)


def bits(value: bytes, unused: int = 0) -> bytes:
    """Write a BIT STRING of whole bytes, or with some unused bits at the end."""
    return encode(BIT_STRING, bytes((unused,)), value)


def boolean(value: bool) -> bytes:
    """Write a BOOLEAN."""
    return encode(BOOLEAN, b"\xff" if value else b"\x00")


def utf8(text: str) -> bytes:
    """Write a UTF8String."""
    return encode(UTF8, text.encode())


def printable(text: str) -> bytes:
    """Write a PrintableString. Refuses (ValueError) letters outside its small alphabet."""
    value = text.encode("ascii")
    if not _PRINTABLE.issuperset(value):
        raise ValueError("a PrintableString carries letters, figures and few signs only")
    return encode(PRINTABLE, value)


def ia5(text: str) -> bytes:
    """Write an IA5String."""
    return encode(IA5, text.encode("ascii"))


def context(number: int, *parts: bytes, constructed: bool = True) -> bytes:
    """Write a context-specific element [number]."""
    return encode(0x80 | (0x20 if constructed else 0) | number, *parts)


def time(moment: datetime) -> bytes:
    """Write a Time as certificates want it: UTCTime to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5).

    Refuses (ValueError) a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    moment = moment.astimezone(UTC)
    if 1950 <= moment.year < 2050:
        return encode(UTC_TIME, f"{moment:%y%m%d%H%M%S}Z".encode())
    return generalized_time(moment)


def generalized_time(moment: datetime) -> bytes:
    """Write a GeneralizedTime in UTC to the second."""
    moment = moment.astimezone(UTC)
    return encode(GENERALIZED_TIME, f"{moment.year:04d}{moment:%m%d%H%M%S}Z".encode())


@lru_cache(maxsize=512)
def oid(dotted: str) -> bytes:
    """Write an OBJECT IDENTIFIER given in dots. Refuses (ValueError) what is none."""
    arcs = [int(arc) for arc in dotted.split(".")]
    if len(arcs) < 2 or arcs[0] > 2 or (arcs[0] < 2 and arcs[1] > 39) or min(arcs) < 0:
        raise ValueError("an object identifier has at least two arcs")
    body = bytearray()
    for arc in (arcs[0] * 40 + arcs[1], *arcs[2:]):
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        body += bytes(reversed(septets))
    return encode(OID, bytes(body))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_integer(element: Element, findings: Findings, part: str = "") -> int:
    """Read an INTEGER. A leading byte too many is a deviation; an empty one is refused."""
    if element.tag != INTEGER:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    value = element.data[element.start : element.stop]
    size = len(value)
    if size == 1:
        return value[0] if value[0] < 0x80 else value[0] - 0x100
    if not 0 < size <= MOST_INTEGER_BYTES:
        refuse(Flaw.BAD_INTEGER, element.at, part)
    if (value[0] == 0 and value[1] < 0x80) or (value[0] == 0xFF and value[1] >= 0x80):
        findings.note(Flaw.NOT_CANONICAL, element.at, part)
    return int.from_bytes(value, "big", signed=True)


def read_small(element: Element, findings: Findings, most: int, part: str = "") -> int:
    """Read an INTEGER from 0 to `most`; another value is refused."""
    number = read_integer(element, findings, part)
    if not 0 <= number <= most:
        refuse(Flaw.BAD_INTEGER, element.at, part)
    return number


@lru_cache(maxsize=2048)
def dotted(value: bytes) -> str:
    """Put the contents of an OBJECT IDENTIFIER into dots. Raises `Malformed` for anything that is none."""
    if not value or len(value) > 64 or value[-1] & 0x80:
        refuse(Flaw.BAD_OID)
    arcs: list[int] = []
    arc = 0
    fresh = True
    for octet in value:
        if fresh and octet == 0x80:
            refuse(Flaw.BAD_OID)
        arc = arc << 7 | octet & 0x7F
        fresh = not octet & 0x80
        if fresh:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def read_oid(element: Element, part: str = "") -> str:
    """Read an OBJECT IDENTIFIER in dots."""
    if element.tag != OID:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    return dotted(element.value)


def read_octets(element: Element, findings: Findings, part: str = "") -> bytes:
    """Read an OCTET STRING. One in pieces (X.690, 8.7.3) is joined, one level deep, and noted."""
    if element.tag == OCTET_STRING:
        return element.value
    if element.tag != OCTET_STRING | 0x20:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    findings.note(Flaw.CONSTRUCTED_STRING, element.at, part)
    pieces = children(element, findings)
    if any(piece.tag != OCTET_STRING for piece in pieces):
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    return b"".join(piece.value for piece in pieces)


def read_bits(element: Element, findings: Findings, part: str = "") -> bytes:
    """Read a BIT STRING as bytes; unused bits must be zero (X.690, 11.2.1)."""
    if element.tag != BIT_STRING:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    value = element.value
    if not value or value[0] > 7 or (len(value) == 1 and value[0]):
        refuse(Flaw.BAD_BIT_STRING, element.at, part)
    if value[0] and value[-1] & ((1 << value[0]) - 1):
        findings.note(Flaw.NOT_CANONICAL, element.at, part)
    return value[1:]


def read_boolean(element: Element, findings: Findings, part: str = "") -> bool:
    """Read a BOOLEAN; true is FF in DER."""
    if element.tag != BOOLEAN or len(element) != 1:
        refuse(Flaw.BAD_BOOLEAN, element.at, part)
    value = element.value[0]
    if value not in (0, 0xFF):
        findings.note(Flaw.NOT_CANONICAL, element.at, part)
    return value != 0


def read_text(element: Element, findings: Findings, part: str = "") -> str:
    """Read any string type. Letters outside the type's alphabet are noted and, where possible, still read."""
    codec = _CODECS.get(element.tag)
    if codec is None:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    value = element.value
    if element.tag == PRINTABLE and not _PRINTABLE.issuperset(value):
        findings.note(Flaw.BAD_TEXT, element.at, part)
    try:
        return value.decode(codec)
    except UnicodeDecodeError:
        findings.note(Flaw.BAD_TEXT, element.at, part)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def read_time(element: Element, findings: Findings, part: str = "") -> datetime:
    """Read a UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5). Without seconds it is noted; without zone refused."""
    text = element.value.decode("latin-1")
    if element.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    elif element.tag != GENERALIZED_TIME:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    if len(text) == 13:
        findings.note(Flaw.BAD_TIME, element.at, part)
        text = text[:12] + "00" + text[12:]
    digits = text[:14]
    if len(text) != 15 or text[14] != "Z" or not (digits.isascii() and digits.isdigit()):
        refuse(Flaw.BAD_TIME, element.at, part)
    try:
        return datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}+00:00")
    except ValueError:
        refuse(Flaw.BAD_TIME, element.at, part)
