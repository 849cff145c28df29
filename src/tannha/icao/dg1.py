"""DG1: the machine readable zone on the chip (Doc 9303-10, 4.7.1). Pure.

For: all three sizes. The zone's own deviations (check digits, dates) are those of `mrz`; in strict mode any of them
refuses the file, for a chip has no reading errors.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from tannha.icao import mrz
from tannha.icao.deviations import Deviation, Findings, Flaw
from tannha.icao.mrz import Td1, decode_td1
from tannha.icao.mrz_two_lines import TD2_WIDTH, TD3_WIDTH, TwoLineZone, decode_two_lines
from tannha.icao.tlv import Cursor, encode, whole

TAG, _ZONE = 0x61, 0x5F1F


class Size(enum.StrEnum):
    """The sizes of documents."""

    TD1 = "td1"
    TD2 = "td2"
    TD3 = "td3"


_WIDTHS = {Size.TD1: mrz.LINE, Size.TD2: TD2_WIDTH, Size.TD3: TD3_WIDTH}
_LENGTHS = {90: Size.TD1, 72: Size.TD2, 88: Size.TD3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dg1:
    """The zone: its lines as they stand, and what they say (None when they cannot be cut, tolerant mode only)."""

    size: Size
    lines: tuple[str, ...] = field(repr=False)
    contents: Td1 | TwoLineZone | None = field(repr=False)
    zone_deviations: tuple[mrz.Deviation, ...] = ()
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)

    @property
    def state(self) -> str:
        """The issuing State in its three letters ("D" for Germany), without fillers."""
        return self.lines[0][2:5].rstrip("<")


def encode_dg1(lines: Sequence[str]) -> bytes:
    """Write DG1 from the lines of a zone. Refuses (ValueError) a zone with any deviation."""
    reading = decode_td1(lines) if len(lines) == mrz.LINES else decode_two_lines(lines)
    if reading.contents is None or reading.deviations:
        raise ValueError("only a zone without deviations goes on a chip")
    return encode(TAG, encode(_ZONE, "".join(lines).encode("ascii")))


def decode_dg1(data: bytes, *, strict: bool = True) -> Dg1:
    """Read DG1. Raises `Malformed`; a zone of a length that no size has is refused in any mode."""
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, TAG, findings, "DG1"), findings)
    zone = cursor.take(_ZONE, "zone")
    cursor.finish("DG1")
    size = _LENGTHS.get(len(zone))
    if size is None:
        findings.fail(Flaw.BAD_LENGTH, zone.at, "zone")
    text = zone.value.decode("latin-1")
    width = _WIDTHS[size]
    lines = tuple(text[start : start + width] for start in range(0, len(text), width))
    reading = decode_td1(lines) if size is Size.TD1 else decode_two_lines(lines)
    for each in reading.deviations[:8]:
        findings.note(Flaw.BAD_MRZ, zone.at, f"zone, {each.field.value}")
    return Dg1(
        size=size,
        lines=lines,
        contents=reading.contents,
        zone_deviations=reading.deviations[:64],
        raw=data,
        deviations=findings.all,
    )
