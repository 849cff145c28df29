"""DG15: the public key of active authentication (Doc 9303-10, 4.7.15; Doc 9303-11, 6.1). Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from tannha.icao import der
from tannha.icao.deviations import Deviation, Findings
from tannha.icao.public_keys import CurveForm, PublicKey, encode_public_key, read_public_key
from tannha.icao.tlv import Cursor, encode, whole

TAG = 0x6F


@dataclass(frozen=True, slots=True, kw_only=True)
class Dg15:
    """The key, as read and as it stands in the file (SubjectPublicKeyInfo)."""

    public_key: PublicKey
    key_raw: bytes = field(default=b"", compare=False, repr=False)
    raw: bytes = field(default=b"", compare=False, repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


def encode_dg15(key: PublicKey, form: CurveForm | None = None) -> bytes:
    """Write DG15."""
    return encode(TAG, encode_public_key(key, form))


def decode_dg15(data: bytes, *, strict: bool = True) -> Dg15:
    """Read DG15. Raises `Malformed` also for a key that nobody may use."""
    findings = Findings(strict=strict)
    cursor = Cursor(whole(data, TAG, findings, "DG15"), findings)
    spki = cursor.take(der.SEQUENCE, "DG15 key")
    cursor.finish("DG15")
    key = read_public_key(spki, findings)
    return Dg15(public_key=key, key_raw=spki.raw, raw=data, deviations=findings.all)
