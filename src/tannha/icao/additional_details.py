"""DG11, DG12 and DG16: more about the person, about the document, and whom to tell (Doc 9303-10, 4.7.11, 12, 16). Pure.

The three share one shape: a list of tags, then those elements. Texts are kept as they stand, with the filler as
separator ("SMITH<<JOHN<J"); dates are digits, also where a card packs two in a byte. Tags outside the standard are kept
raw. Not for: Vietnamese cards, which have these facts in DG13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tannha.icao import der
from tannha.icao.deviations import Deviation, Findings, Flaw
from tannha.icao.tlv import Cursor, Element, children, encode, whole

DG11_TAG, DG12_TAG, DG16_TAG = 0x6B, 0x6C, 0x70
_TAG_LIST, _GROUP = 0x5C, 0xA0
MOST_PERSONS = 15
DG11_TEXTS = {
    0x5F0E: "full_name",
    0x5F10: "personal_number",
    0x5F2B: "birth",
    0x5F11: "place_of_birth",
    0x5F42: "address",
    0x5F12: "telephone",
    0x5F13: "profession",
    0x5F14: "title",
    0x5F15: "summary",
    0x5F17: "other_document_numbers",
    0x5F18: "custody",
}
DG12_TEXTS = {
    0x5F19: "authority",
    0x5F26: "issued",
    0x5F1B: "observations",
    0x5F1C: "tax_or_exit",
    0x5F55: "personalised_at",
    0x5F56: "personalised_by",
}
DG16_TEXTS = {0x5F50: "recorded", 0x5F51: "name", 0x5F52: "telephone", 0x5F53: "address"}
_PICTURES = {DG11_TAG: {0x5F16: "citizenship_proof"}, DG12_TAG: {0x5F1D: "front", 0x5F1E: "rear"}}
_OTHER_NAMES = {DG11_TAG: 0x5F0F, DG12_TAG: 0x5F1A}
_TEXTS = {DG11_TAG: DG11_TEXTS, DG12_TAG: DG12_TEXTS}
_DATES = {0x5F2B: 8, 0x5F26: 8, 0x5F55: 14, 0x5F50: 8}
_PARTS = {DG11_TAG: "DG11", DG12_TAG: "DG12", DG16_TAG: "DG16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """DG11 or DG12: `texts` under the words of `DG11_TEXTS` or `DG12_TEXTS`, `other_names` (other names of the person;
    other persons on the document), `pictures` as bytes, and elements of unknown tags."""

    texts: Mapping[str, str] = field(default_factory=dict)
    other_names: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    unknown: tuple[tuple[int, bytes], ...] = ()
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dg16:
    """Persons to notify, each with the words of `DG16_TEXTS`."""

    persons: tuple[Mapping[str, str], ...]
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def encode_dg11(details: Details) -> bytes:
    """Write DG11. Refuses (ValueError) words outside `DG11_TEXTS` and dates that are not eight digits."""
    return _encode(DG11_TAG, details)


def encode_dg12(details: Details) -> bytes:
    """Write DG12. Refuses (ValueError) words outside `DG12_TEXTS` and dates of another length."""
    return _encode(DG12_TAG, details)


def decode_dg11(data: bytes, *, strict: bool = True) -> Details:
    """Read DG11. Raises `Malformed`."""
    return _decode(DG11_TAG, data, strict)


def decode_dg12(data: bytes, *, strict: bool = True) -> Details:
    """Read DG12. Raises `Malformed`."""
    return _decode(DG12_TAG, data, strict)


def _encode(tag: int, details: Details) -> bytes:
    tags, elements = [], []
    texts = _TEXTS[tag]
    if set(details.texts) - set(texts.values()) or set(details.pictures) - set(_PICTURES[tag].values()):
        raise ValueError("a word outside the group's own")
    for each, word in texts.items():
        if word in details.texts:
            tags.append(each)
            elements.append(_text_element(each, details.texts[word]))
    for each, word in _PICTURES[tag].items():
        if word in details.pictures:
            tags.append(each)
            elements.append(encode(each, details.pictures[word]))
    if details.other_names:
        tags.append(_OTHER_NAMES[tag])
        names = (encode(_OTHER_NAMES[tag], name.encode()) for name in details.other_names)
        elements.append(encode(_GROUP, der.integer(len(details.other_names)), *names))
    listed = b"".join(each.to_bytes(2, "big") for each in tags)
    return encode(tag, encode(_TAG_LIST, listed), *elements)


def _text_element(tag: int, text: str) -> bytes:
    length = _DATES.get(tag)
    if length is not None and not (len(text) == length and text.isascii() and text.isdigit()):
        raise ValueError(f"this date is written in {length} digits")
    return encode(tag, text.encode())


def _decode(tag: int, data: bytes, strict: bool) -> Details:
    findings = Findings(strict=strict)
    part = _PARTS[tag]
    cursor = Cursor(whole(data, tag, findings, part), findings)
    listed = _tags(cursor.take(_TAG_LIST, "tag list"), findings)
    texts: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    names: tuple[str, ...] = ()
    unknown: list[tuple[int, bytes]] = []
    seen: list[int] = []
    for element in cursor.rest():
        if element.tag == _GROUP:
            seen.append(_OTHER_NAMES[tag])
            names = _names(element, _OTHER_NAMES[tag], findings)
            continue
        if element.tag in seen:
            findings.note(Flaw.REPEATED_ELEMENT, element.at, part)
            continue
        seen.append(element.tag)
        if element.tag in _TEXTS[tag]:
            texts[_TEXTS[tag][element.tag]] = _text(element, findings)
        elif element.tag in _PICTURES[tag]:
            pictures[_PICTURES[tag][element.tag]] = element.value
        else:
            findings.note(Flaw.UNKNOWN_TAG, element.at, part)
            unknown.append((element.tag, element.value))
        if len(seen) > len(_TEXTS[tag]) + 32:
            findings.fail(Flaw.TOO_MANY_ELEMENTS, element.at, part)
    if set(listed) != set(seen):
        findings.note(
            Flaw.MISSING_ELEMENT if set(listed) - set(seen) else Flaw.UNEXPECTED_ELEMENT, part="tag list"
        )
    return Details(
        texts=texts,
        other_names=names,
        pictures=pictures,
        unknown=tuple(unknown),
        raw=data,
        deviations=findings.all,
    )


def _tags(element: Element, findings: Findings) -> list[int]:
    """Read a list of tags of one and two bytes."""
    value, at, found = element.value, 0, []
    while at < len(value):
        size = 2 if value[at] & 0x1F == 0x1F else 1
        found.append(int.from_bytes(value[at : at + size], "big"))
        at += size
    if at != len(value):
        findings.note(Flaw.TRUNCATED, element.at, "tag list")
    return found


def _names(element: Element, tag: int, findings: Findings) -> tuple[str, ...]:
    cursor = Cursor(element, findings)
    count = der.read_small(cursor.take(der.INTEGER, "count"), findings, 255, "count")
    names = [_text(each, findings) for each in cursor.rest() if each.tag == tag]
    if len(names) != count:
        findings.note(Flaw.BAD_VALUE, element.at, "count")
    return tuple(names[:64])


def _text(element: Element, findings: Findings) -> str:
    value, length = element.value, _DATES.get(element.tag)
    if length is not None and len(value) == length // 2:
        text = value.hex()
        if not text.isdigit():
            findings.note(Flaw.BAD_VALUE, element.at, "date")
        return text
    try:
        text = value.decode()
    except UnicodeDecodeError:
        findings.note(Flaw.BAD_TEXT, element.at)
        text = value.decode("latin-1")
    if length is not None and not (len(text) == length and text.isascii() and text.isdigit()):
        findings.note(Flaw.BAD_VALUE, element.at, "date")
    return text


def encode_dg16(persons: tuple[Mapping[str, str], ...]) -> bytes:
    """Write DG16. Refuses (ValueError) words outside `DG16_TEXTS`, and no or too many persons."""
    if not 0 < len(persons) <= MOST_PERSONS or any(set(each) - set(DG16_TEXTS.values()) for each in persons):
        raise ValueError("one to fifteen persons, each in the group's own words")
    templates = [
        encode(
            0xA0 + place,
            *(_text_element(tag, each[word]) for tag, word in DG16_TEXTS.items() if word in each),
        )
        for place, each in enumerate(persons, start=1)
    ]
    return encode(DG16_TAG, der.integer(len(persons)), *templates)


def decode_dg16(data: bytes, *, strict: bool = True) -> Dg16:
    """Read DG16. Raises `Malformed`."""
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, DG16_TAG, findings, "DG16"), findings)
    count = der.read_small(cursor.take(der.INTEGER, "count"), findings, 255, "count")
    persons: list[Mapping[str, str]] = []
    for template in cursor.rest():
        if len(persons) >= MOST_PERSONS:
            findings.fail(Flaw.TOO_MANY_ELEMENTS, template.at, "DG16")
        if template.tag != 0xA1 + len(persons):
            findings.note(Flaw.UNEXPECTED_TAG, template.at, "person")
        person: dict[str, str] = {}
        for element in children(template, findings):
            word = DG16_TEXTS.get(element.tag)
            if word is None or word in person:
                findings.note(
                    Flaw.UNKNOWN_TAG if word is None else Flaw.REPEATED_ELEMENT, element.at, "person"
                )
            else:
                person[word] = _text(element, findings)
        persons.append(person)
    if count != len(persons):
        findings.note(Flaw.BAD_VALUE, part="count")
    return Dg16(persons=tuple(persons), raw=data, deviations=findings.all)
