"""DG2: the portrait, as ISO/IEC 19794-5:2005 in a biometric information template (Doc 9303-10, 4.7.2). Pure.

For: writing one portrait and reading any number within reason. A picture is kept as its bytes; of its inside only
kind and size are looked at. Not for: ISO/IEC 39794-5, whose templates are named and kept raw.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tannha.icao import der
from tannha.icao.deviations import Deviation, Findings, Flaw
from tannha.icao.pictures import PictureKind, picture_head
from tannha.icao.tlv import Cursor, Element, encode, whole

TAG, _GROUP, _TEMPLATE, _HEADER = 0x75, 0x7F61, 0x7F60, 0xA1
_DATA, _DATA_CONSTRUCTED = 0x5F2E, 0x7F2E
MOST_TEMPLATES = 9
MOST_PICTURES = 16
_FORMAT_OWNER, _FORMAT_TYPE = b"\x01\x01", b"\x00\x08"
_FACIAL = b"FAC\x00010\x00"
_RECORD_HEAD, _FACE_HEAD, _FEATURE, _IMAGE_HEAD = 14, 20, 8, 12
FULL_FRONTAL = 1
COLOUR_SRGB = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """One picture with the record's own words about it. `sex`, `eyes`, `hair` are the codes of ISO/IEC 19794-5, 0
    where nothing is said."""

    picture: bytes = field(repr=False)
    kind: PictureKind
    width: int
    height: int
    face_type: int = FULL_FRONTAL
    sex: int = 0
    eyes: int = 0
    hair: int = 0
    colour_space: int = COLOUR_SRGB
    source: int = 0
    quality: int = 0
    feature_points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dg2:
    """All pictures in order; `other_templates` are biometric data of formats that are not read, kept raw."""

    portraits: tuple[Portrait, ...]
    other_templates: tuple[bytes, ...] = field(default=(), repr=False)
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def portrait_of(picture: bytes) -> Portrait:
    """Make a portrait of a JPEG or JPEG 2000 picture. Refuses (ValueError) other bytes."""
    head = picture_head(picture)
    if head is None:
        raise ValueError("a portrait is a JPEG or JPEG 2000 picture")
    return Portrait(picture=picture, kind=head.kind, width=head.width, height=head.height)


def encode_dg2(portrait: Portrait) -> bytes:
    """Write DG2 with one portrait. Refuses (ValueError) a picture whose bytes say another kind or size."""
    head = picture_head(portrait.picture)
    if head is None or (head.kind, head.width, head.height) != (
        portrait.kind,
        portrait.width,
        portrait.height,
    ):
        raise ValueError("kind and size of a portrait are those of its picture")
    image = b"".join(
        (
            bytes((portrait.face_type, portrait.kind)),
            portrait.width.to_bytes(2, "big"),
            portrait.height.to_bytes(2, "big"),
            bytes((portrait.colour_space, portrait.source)),
            bytes(2),
            portrait.quality.to_bytes(2, "big"),
        )
    )
    block = _FACE_HEAD + _IMAGE_HEAD + len(portrait.picture)
    face = (
        block.to_bytes(4, "big") + bytes(2) + bytes((portrait.sex, portrait.eyes, portrait.hair)) + bytes(11)
    )
    record = (
        _FACIAL + (_RECORD_HEAD + block).to_bytes(4, "big") + b"\x00\x01" + face + image + portrait.picture
    )
    header = encode(
        _HEADER,
        encode(0x80, b"\x01\x01"),
        encode(0x81, b"\x02"),
        encode(0x82, b"\x00"),
        encode(0x87, _FORMAT_OWNER),
        encode(0x88, _FORMAT_TYPE),
    )
    template = encode(_TEMPLATE, header, encode(_DATA, record))
    return encode(TAG, encode(_GROUP, der.integer(1), template))


def decode_dg2(data: bytes, *, strict: bool = True) -> Dg2:
    """Read DG2. Raises `Malformed`. Tolerant mode skips features, wrong lengths and foreign formats, each named."""
    findings = Findings(strict=strict)
    outer = Cursor(whole(data, TAG, findings, "DG2"), findings)
    group = Cursor(outer.take(_GROUP, "biometric group"), findings)
    outer.finish("DG2")
    count = der.read_small(group.take(der.INTEGER, "count"), findings, 255, "count")
    templates = list(group.rest())
    if len(templates) > MOST_TEMPLATES:
        findings.fail(Flaw.TOO_MANY_PICTURES, part="DG2")
    if count != len(templates):
        findings.note(Flaw.BAD_VALUE, part="count")
    portraits: list[Portrait] = []
    others: list[bytes] = []
    for template in templates:
        record = _read_template(template, findings)
        if record is None or data[record.start : record.start + 8] != _FACIAL:
            findings.note(Flaw.UNKNOWN_FORMAT, template.at, "biometric template")
            others.append(template.raw)
        else:
            portraits += _read_record(record, findings)
    if len(portraits) > MOST_PICTURES:
        findings.fail(Flaw.TOO_MANY_PICTURES, part="DG2")
    return Dg2(portraits=tuple(portraits), other_templates=tuple(others), raw=data, deviations=findings.all)


def _read_template(template: Element, findings: Findings) -> Element | None:
    """Find the biometric data block; None when there is none of a known tag."""
    if template.tag != _TEMPLATE:
        findings.note(Flaw.UNEXPECTED_TAG, template.at, "biometric template")
        return None
    cursor = Cursor(template, findings)
    header = Cursor(cursor.take(_HEADER, "biometric header"), findings)
    told = {each.tag: each.value for each in header.rest()}
    if told.get(0x87, _FORMAT_OWNER) != _FORMAT_OWNER or told.get(0x88, _FORMAT_TYPE) != _FORMAT_TYPE:
        findings.note(Flaw.UNKNOWN_FORMAT, template.at, "biometric header")
    record = cursor.take_any("biometric data")
    cursor.finish("biometric template")
    return record if record.tag in (_DATA, _DATA_CONSTRUCTED) else None


def _read_record(record: Element, findings: Findings) -> list[Portrait]:
    """Read a facial record (ISO/IEC 19794-5, 5.4 to 5.8) of one or more pictures."""
    data, at, stop = record.data, record.start, record.stop
    if stop - at < _RECORD_HEAD:
        findings.fail(Flaw.TRUNCATED, at, "facial record")
    if _number(data, at + 8, 4) != stop - at:
        findings.note(Flaw.BAD_LENGTH, at, "facial record")
    count = _number(data, at + 12, 2)
    if not 0 < count <= MOST_PICTURES:
        findings.fail(Flaw.TOO_MANY_PICTURES, at, "facial record")
    at += _RECORD_HEAD
    found = []
    for place in range(count):
        portrait, at = _read_face(data, at, stop, findings, is_last=place == count - 1)
        found.append(portrait)
    if at != stop:
        findings.note(Flaw.TRAILING_BYTES, at, "facial record")
    return found


def _read_face(data: bytes, at: int, stop: int, findings: Findings, *, is_last: bool) -> tuple[Portrait, int]:
    if at + _FACE_HEAD > stop:
        findings.fail(Flaw.TRUNCATED, at, "face")
    block, features = _number(data, at, 4), _number(data, at + 4, 2)
    image = at + _FACE_HEAD + features * _FEATURE
    start = image + _IMAGE_HEAD
    end = at + block
    if start > stop:
        findings.fail(Flaw.TRUNCATED, at, "face")
    if not start < end <= stop:
        if not is_last:
            findings.fail(Flaw.BAD_LENGTH, at, "face")
        findings.note(Flaw.BAD_LENGTH, at, "face")
        end = stop
    picture = data[start:end]
    kind, width, height = data[image + 1], _number(data, image + 2, 2), _number(data, image + 4, 2)
    head = picture_head(picture)
    if head is None:
        findings.note(Flaw.UNKNOWN_FORMAT, start, "picture")
        if kind not in (0, 1):
            findings.fail(Flaw.UNKNOWN_FORMAT, image, "picture")
    elif (head.kind, head.width, head.height) != (kind, width, height):
        findings.note(Flaw.BAD_VALUE, image, "picture")
    portrait = Portrait(
        picture=picture,
        kind=head.kind if head else PictureKind(kind),
        width=head.width if head else width,
        height=head.height if head else height,
        face_type=data[image],
        sex=data[at + 6],
        eyes=data[at + 7],
        hair=data[at + 8],
        colour_space=data[image + 6],
        source=data[image + 7],
        quality=_number(data, image + 10, 2),
        feature_points=features,
    )
    return portrait, end


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
