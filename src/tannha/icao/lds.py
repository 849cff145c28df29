"""The files of a chip: their names, identifiers and tags, and EF.COM, which says what is there (Doc 9303-10, 3-4).

For: knowing what a file is called and reading the contents list. EF.COM is not signed; the truth about which groups
exist is the security object. Not for: what is inside the groups (see `dg1` … `dg15`, `sod`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tannha.icao.deviations import Deviation, Findings, Flaw
from tannha.icao.tlv import Cursor, elements, encode, whole

APPLICATION_ID = bytes.fromhex("A0000002471001")
"""The eMRTD application (Doc 9303-10, 3.3)."""
COM, SOD = 0x011E, 0x011D
CARD_ACCESS, CARD_SECURITY, ATR_INFO, EF_DIR = 0x011C, 0x011D, 0x2F01, 0x2F00
"""Files of the master file; EF.CardSecurity shares its number with EF.SOD, which lies in the application."""
COM_TAG, SOD_TAG = 0x60, 0x77
GROUP_TAGS: dict[int, int] = {
    1: 0x61,
    2: 0x75,
    3: 0x63,
    4: 0x76,
    5: 0x65,
    6: 0x66,
    7: 0x67,
    8: 0x68,
    9: 0x69,
    10: 0x6A,
    11: 0x6B,
    12: 0x6C,
    13: 0x6D,
    14: 0x6E,
    15: 0x6F,
    16: 0x70,
}
"""Data group number to the tag of its file."""
GROUP_OF_TAG = {tag: number for number, tag in GROUP_TAGS.items()}
PROTECTED_GROUPS = frozenset({3, 4})
"""Fingerprints and irises: an ordinary reader is refused them (terminal authentication)."""
_VERSION, _UNICODE, _TAG_LIST = 0x5F01, 0x5F36, 0x5C
_APPLICATION, _IDENTIFIER = 0x61, 0x4F


def file_of_group(number: int) -> int:
    """Give the file identifier of a data group: DG1 is 0101. Refuses (ValueError) a number outside 1 to 16."""
    if number not in GROUP_TAGS:
        raise ValueError("data groups are numbered 1 to 16")
    return 0x0100 + number


def group_of_file(identifier: int) -> int | None:
    """Give the data group of a file identifier; None for any other file."""
    number = identifier - 0x0100
    return number if number in GROUP_TAGS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Com:
    """EF.COM: version of the structure ("0107"), of Unicode ("040000"), and the group numbers in the file's order."""

    lds_version: str = "0107"
    unicode_version: str = "040000"
    groups: tuple[int, ...] = ()
    unknown_tags: tuple[int, ...] = ()
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def encode_com(com: Com) -> bytes:
    """Write EF.COM (Doc 9303-10, 4.6.1). Refuses (ValueError) versions that are not digits and unknown groups."""
    for version, length in ((com.lds_version, 4), (com.unicode_version, 6)):
        if len(version) != length or not (version.isascii() and version.isdigit()):
            raise ValueError("a version is written in four or six digits")
    tags = bytes(GROUP_TAGS[number] for number in com.groups)
    if len(set(tags)) != len(tags):
        raise ValueError("a group is listed once")
    return encode(
        COM_TAG,
        encode(_VERSION, com.lds_version.encode()),
        encode(_UNICODE, com.unicode_version.encode()),
        encode(_TAG_LIST, tags),
    )


def decode_com(data: bytes, *, strict: bool = True) -> Com:
    """Read EF.COM. Raises `Malformed`; tolerant mode keeps unknown tags and names repeated groups."""
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, COM_TAG, findings, "EF.COM"), findings)
    version = _digits(cursor.take(_VERSION, "LDS version").value, 4, findings, "LDS version")
    unicode_version = _digits(cursor.take(_UNICODE, "Unicode version").value, 6, findings, "Unicode version")
    tag_list = cursor.take(_TAG_LIST, "tag list")
    cursor.finish("EF.COM")
    groups, unknown = [], []
    for place, tag in enumerate(tag_list.value, start=tag_list.start):
        number = GROUP_OF_TAG.get(tag)
        if number is None:
            findings.note(Flaw.UNKNOWN_TAG, place, "tag list")
            unknown.append(tag)
        elif number in groups:
            findings.note(Flaw.REPEATED_ELEMENT, place, "tag list")
        else:
            groups.append(number)
    return Com(
        lds_version=version,
        unicode_version=unicode_version,
        groups=tuple(groups),
        unknown_tags=tuple(unknown),
        raw=data,
        deviations=findings.all,
    )


def _digits(value: bytes, length: int, findings: Findings, part: str) -> str:
    text = value.decode("latin-1")
    if len(text) != length or not (text.isascii() and text.isdigit()):
        findings.note(Flaw.BAD_VERSION, part=part)
    return text


def encode_dir(applications: tuple[bytes, ...] = (APPLICATION_ID,)) -> bytes:
    """Write EF.DIR: the applications of the card by their identifiers (Doc 9303-10, 3.11.1)."""
    return b"".join(encode(_APPLICATION, encode(_IDENTIFIER, each)) for each in applications)


def decode_dir(data: bytes, *, strict: bool = True) -> tuple[bytes, ...]:
    """Read EF.DIR: the identifiers of the applications in order. Raises `Malformed`; other objects are noted."""
    findings = Findings(strict=strict)
    found = []
    for each in elements(data, 0, len(data), findings):
        if each.tag != _APPLICATION:
            findings.note(Flaw.UNKNOWN_TAG, each.at, "EF.DIR")
            continue
        found.append(Cursor(each, findings).take(_IDENTIFIER, "application").value)
    return tuple(found)
