"""DG13 as Vietnamese cards fill it: sixteen numbered entries in Vietnamese letters. Pure.

No specification is public; the layout is what several independent readers of real cards agree on: tag 6D around a
SEQUENCE of INTEGER 1, the identifier 1.0.10646.1.0.8 and a SET OF entries { INTEGER n, value }. Entries are found by
n, never by place; absent ones are None; unknown ones are kept raw; both shapes of the parents are read. Not for:
judging what stands there.
"""

from __future__ import annotations

import enum
import unicodedata
from dataclasses import dataclass, field

from tannha.icao import der
from tannha.icao.deviations import Deviation, Findings, Flaw
from tannha.icao.tlv import Cursor, Element, children, element_at, encode, whole

TAG = 0x6D
WRAPPER = "1.0.10646.1.0.8"
VERSION = 1
MOST_ENTRIES = 64
MOST_TEXTS = 16


class Entry(enum.IntEnum):
    """The numbers of the entries."""

    PERSONAL_NUMBER = 1
    FULL_NAME = 2
    BIRTH = 3
    SEX = 4
    NATIONALITY = 5
    ETHNICITY = 6
    RELIGION = 7
    ORIGIN = 8
    RESIDENCE = 9
    FEATURES = 10
    ISSUED = 11
    EXPIRES = 12
    PARENTS = 13
    SPOUSE = 14
    OLD_NUMBER = 15
    CHIP_CODE = 16


class ParentsShape(enum.StrEnum):
    """How father and mother stand: each in a SEQUENCE of their own, or both in one."""

    APART = "apart"
    TOGETHER = "together"


_PRINTABLE = frozenset({Entry.PERSONAL_NUMBER, Entry.BIRTH, Entry.ISSUED, Entry.OLD_NUMBER, Entry.CHIP_CODE})
_ATTRIBUTES = {
    Entry.PERSONAL_NUMBER: "personal_number",
    Entry.FULL_NAME: "full_name",
    Entry.BIRTH: "birth",
    Entry.SEX: "sex",
    Entry.NATIONALITY: "nationality",
    Entry.ETHNICITY: "ethnicity",
    Entry.RELIGION: "religion",
    Entry.ORIGIN: "origin",
    Entry.RESIDENCE: "residence",
    Entry.FEATURES: "features",
    Entry.ISSUED: "issued",
    Entry.EXPIRES: "expires",
    Entry.OLD_NUMBER: "old_number",
    Entry.CHIP_CODE: "chip_code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dg13:
    """The entries as written: days are texts ("15/01/1947", also "1947" or words). None is an absent entry, "" an
    empty one. `parents` is (father, mother), an unknown one empty. `spouses` is () for the entry that holds only its
    number. `unknown` are entries of other numbers, whole."""

    personal_number: str | None = None
    full_name: str | None = None
    birth: str | None = None
    sex: str | None = None
    nationality: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    origin: str | None = None
    residence: str | None = None
    features: str | None = None
    issued: str | None = None
    expires: str | None = None
    parents: tuple[str, str] | None = None
    parents_shape: ParentsShape = ParentsShape.APART
    spouses: tuple[str, ...] | None = None
    old_number: str | None = None
    chip_code: str | None = None
    unknown: tuple[tuple[int, bytes], ...] = ()
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def encode_dg13(contents: Dg13) -> bytes:
    """Write DG13 in DER; the SET is in its order, so entries do not stand by number.

    Refuses (ValueError) texts that are not NFC, numbers and days outside the PrintableString, and an unknown entry
    whose bytes are not that entry.
    """
    entries = []
    for entry, attribute in _ATTRIBUTES.items():
        text = getattr(contents, attribute)
        if text is not None:
            write = der.printable if entry in _PRINTABLE else _utf8
            entries.append(der.sequence(der.integer(entry), write(text)))
    if contents.parents is not None:
        father, mother = map(_utf8, contents.parents)
        if contents.parents_shape is ParentsShape.APART:
            value = der.sequence(father) + der.sequence(mother)
        else:
            value = der.sequence(father, mother)
        entries.append(der.sequence(der.integer(Entry.PARENTS), value))
    if contents.spouses is not None:
        value = der.sequence(*map(_utf8, contents.spouses)) if contents.spouses else b""
        entries.append(der.sequence(der.integer(Entry.SPOUSE), value))
    for number, raw in contents.unknown:
        if number in list(Entry) or not raw.startswith(der.integer(number), 2 + (raw[1:2] >= b"\x80")):
            raise ValueError("an unknown entry is a SEQUENCE that begins with its number")
        entries.append(raw)
    body = der.sequence(der.integer(VERSION), der.oid(WRAPPER), der.set_of(*entries))
    return encode(TAG, body)


def _utf8(text: str) -> bytes:
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("texts on a card are composed (NFC)")
    return der.utf8(text)


def decode_dg13(data: bytes, *, strict: bool = True) -> Dg13:
    """Read DG13. Raises `Malformed`. Tolerant mode reads entries wherever they stand and names what is unusual."""
    findings = Findings(strict=strict)
    outer = whole(data, TAG, findings, "DG13")
    entries = _entries(outer, findings)
    if len(entries) > MOST_ENTRIES:
        findings.fail(Flaw.TOO_MANY_ELEMENTS, part="DG13")
    found: dict[str, object] = {}
    unknown: list[tuple[int, bytes]] = []
    for entry in entries:
        cursor = Cursor(entry, findings)
        number = der.read_small(cursor.take(der.INTEGER, "entry number"), findings, 0xFFFF, "entry number")
        part = f"entry {number}"
        if number not in _NUMBERS:
            findings.note(Flaw.UNKNOWN_ENTRY, entry.at, part)
            unknown.append((number, entry.raw))
            continue
        known = Entry(number)
        attribute = _ATTRIBUTES.get(known) or ("parents" if known is Entry.PARENTS else "spouses")
        if attribute in found:
            findings.note(Flaw.REPEATED_ELEMENT, entry.at, part)
            continue
        if known is Entry.PARENTS:
            found["parents"], found["parents_shape"] = _parents(cursor, findings, part)
        elif known is Entry.SPOUSE:
            found["spouses"] = tuple(_texts(cursor, findings, part))
        else:
            found[attribute] = _text(cursor, findings, part, is_printable=known in _PRINTABLE)
    number_text = found.get("personal_number")
    if isinstance(number_text, str) and not (
        len(number_text) == 12 and number_text.isascii() and number_text.isdigit()
    ):
        findings.note(Flaw.BAD_VALUE, part="entry 1")
    return Dg13(**found, unknown=tuple(unknown), raw=data, deviations=findings.all)  # type: ignore[arg-type]


_NUMBERS = frozenset(Entry)


def _entries(outer: Element, findings: Findings) -> list[Element]:
    """Find the entries: in the SET of the usual wrapper, or, tolerantly, as the first list of numbered SEQUENCEs."""
    body = element_at(outer.data, outer.start, outer.stop, findings)
    if body.tag == der.SEQUENCE and body.end == outer.stop:
        cursor = Cursor(body, findings)
    else:
        findings.note(Flaw.OTHER_SHAPE, outer.start, "DG13 wrapper")
        cursor = Cursor(outer, findings)
    version = cursor.may_take(der.INTEGER)
    if version is None or der.read_integer(version, findings, "DG13 version") != VERSION:
        findings.note(Flaw.BAD_VERSION, cursor.at, "DG13 version")
    name = cursor.may_take(der.OID)
    if name is None or der.read_oid(name, "DG13 wrapper") != WRAPPER:
        findings.note(Flaw.OTHER_SHAPE, cursor.at, "DG13 wrapper")
    listed = cursor.may_take(der.SET) or cursor.may_take(der.SEQUENCE)
    if listed is None:
        findings.fail(Flaw.MISSING_ELEMENT, cursor.at, "DG13 entries")
    cursor.finish("DG13")
    entries = children(listed, findings)
    if any(entry.tag != der.SEQUENCE for entry in entries) and body.tag == der.SEQUENCE:
        listed, entries = body, children(body, findings)  # no wrapper: the entries stand in the body itself
    if any(entry.tag != der.SEQUENCE for entry in entries):
        findings.fail(Flaw.UNEXPECTED_TAG, listed.at, "DG13 entries")
    raws = [entry.raw for entry in entries]
    if listed.tag == der.SEQUENCE:
        findings.note(Flaw.OTHER_SHAPE, listed.at, "DG13 entries")
    elif raws != sorted(raws):
        findings.note(Flaw.WRONG_ORDER, listed.at, "DG13 entries")
    return entries


def _text(cursor: Cursor, findings: Findings, part: str, *, is_printable: bool) -> str:
    element = cursor.may_take(der.PRINTABLE) or cursor.may_take(der.UTF8)
    if element is None and cursor.is_done:
        findings.note(Flaw.MISSING_ELEMENT, cursor.at, part)
        return ""
    if element is None:
        element = cursor.take_any(part)
    if (element.tag == der.PRINTABLE) != is_printable:
        findings.note(Flaw.STRING_TYPE, element.at, part)
    cursor.finish(part)
    return _composed(element, findings, part)


def _composed(element: Element, findings: Findings, part: str) -> str:
    text = der.read_text(element, findings, part)
    if not unicodedata.is_normalized("NFC", text):
        findings.note(Flaw.NOT_NFC, element.at, part)
    return text


def _parents(cursor: Cursor, findings: Findings, part: str) -> tuple[tuple[str, str], ParentsShape]:
    """Read father and mother in either shape; a third name is named and left out."""
    apart = 0
    names: list[str] = []
    for element in cursor.rest():
        apart += 1
        if element.tag == der.SEQUENCE:
            inner = [_composed(each, findings, part) for each in children(element, findings)[:MOST_TEXTS]]
            names += inner or ([""] if apart > 1 or not cursor.is_done else [])
        else:
            findings.note(Flaw.OTHER_SHAPE, element.at, part)
            names.append(_composed(element, findings, part))
        if apart > MOST_TEXTS:
            findings.fail(Flaw.TOO_MANY_ELEMENTS, element.at, part)
    if len(names) != 2:
        findings.note(Flaw.OTHER_SHAPE, cursor.at, part)
    father, mother = (*names, "", "")[:2]
    return (father, mother), ParentsShape.APART if apart > 1 else ParentsShape.TOGETHER


def _texts(cursor: Cursor, findings: Findings, part: str) -> list[str]:
    names: list[str] = []
    for element in cursor.rest():
        inner = children(element, findings) if element.tag == der.SEQUENCE else [element]
        names += [_composed(each, findings, part) for each in inner]
        if len(names) > MOST_TEXTS:
            findings.fail(Flaw.TOO_MANY_ELEMENTS, element.at, part)
    return names
