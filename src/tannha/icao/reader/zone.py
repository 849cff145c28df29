"""The zone of DG1 as a reader needs it: its State, its MRZ information, and whether it is that of the password.

Doc 9303-10, 4.7.1; the layouts of TD1, TD2 and TD3. Not for: judging check digits (`mrz`).
"""

from __future__ import annotations

from tannha.icao.access_control.passwords import Password, PasswordKind, vietnamese_can
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.tlv import Cursor, whole

_DG1, _ZONE = 0x61, 0x5F1F
_TD1, _TD2, _TD3 = 90, 72, 88


def zone_of(dg1: bytes) -> str:
    """The letters of the zone in one run; empty when DG1 cannot be read so."""
    findings = Findings(strict=False)
    try:
        zone = Cursor(whole(dg1, _DG1, findings), findings).take(_ZONE).value.decode("ascii")
    except (Malformed, UnicodeDecodeError):
        return ""
    return zone if len(zone) in (_TD1, _TD2, _TD3) else ""


def state_of(zone: str) -> str:
    """The three letters of the issuing State, fillers off."""
    return zone[2:5].rstrip("<")


def information_of(zone: str) -> str:
    """The MRZ information of a zone (Doc 9303-11, 4.3.1): what a reader would type to get in by it."""
    if len(zone) == _TD1:
        number, digit, rest = zone[5:14], zone[14], zone[15:30]
        dates = zone[30:37] + zone[38:45]
        return _number(number, digit, rest) + dates
    if len(zone) == _TD2:
        return _number(zone[36:45], zone[45], zone[64:71]) + zone[49:56] + zone[57:64]
    if len(zone) == _TD3:
        return zone[44:54] + zone[57:64] + zone[65:72]
    return ""


def _number(number: str, digit: str, rest: str) -> str:
    """A number over nine characters runs on behind its filler, with its digit last (Doc 9303-5, 4.2.4)."""
    if digit != "<":
        return number + digit
    return number + rest.split("<", 1)[0]


def fits(zone: str, password: Password) -> bool | None:
    """Whether a password is that of this zone. None where it cannot be told: an access number of other States."""
    if not zone:
        return None
    if password.kind is PasswordKind.MRZ:
        return information_of(zone) == password.text
    if state_of(zone) != "VNM":
        return None
    return vietnamese_can(zone[15:27]) == password.text
