"""The closed result of an enrolment.

A clear header without name or number, sealed parts, one signature. Pure.

The header names the parts by number only, so that it does not even tell which finger is missing; what each
part is stands inside the sealed evidence. Identity, biometrics and evidence are sealed apart: who may open
one cannot open the others. Biometric samples stay in the seal they got when they came in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

KIND = "enrolment-packet@1"
SUITE = "p256-hpke-aes256gcm-es256@1"
IDENTITY = "identity"
EVIDENCE = "evidence"
MAX_PARTS = 20
MIB = 2**20
MAX_TOTAL_BYTES = 40 * MIB
MAX_SAMPLE_BYTES = 10 * MIB
MAX_SAMPLES_BYTES = 38 * MIB
MAX_MEGAPIXELS = 40
_REASONABLE_PART = MAX_SAMPLE_BYTES + 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPart:
    """One sealed part by name: its length in bytes and the SHA-256 of its sealed bytes, in hex."""

    name: str
    length: int
    sha256: str

    @classmethod
    def of(cls, name: str, sealed: bytes) -> SealedPart:
        """Measure sealed bytes."""
        return cls(name=name, length=len(sealed), sha256=hashlib.sha256(sealed).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What everybody may read of a packet."""

    packet_id: UUID
    ward_id: UUID
    made_at: datetime
    regime: str
    regime_on: date
    parts: tuple[SealedPart, ...]
    supersedes: UUID | None = None


def biometric_name(number: int) -> str:
    """The name of a sealed sample in the header."""
    return f"biometrics.{number:02}"


def header_bytes(header: Header) -> bytes:
    """The canonical JSON that is signed: sorted keys, no blanks, UTF-8."""
    body: dict[str, Any] = {
        "kind": KIND,
        "suite": SUITE,
        "packet_id": str(header.packet_id),
        "recipients": [f"ward:{header.ward_id}"],
        "made_at": header.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "regime": header.regime,
        "regime_on": header.regime_on.isoformat(),
        "parts": [{"name": part.name, "length": part.length, "sha256": part.sha256} for part in header.parts],
    }
    if header.supersedes is not None:
        body["supersedes"] = str(header.supersedes)
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_too_large(parts: Iterable[SealedPart]) -> bool:
    """Whether the limits on number and size of parts are passed."""
    known = list(parts)
    return (
        len(known) > MAX_PARTS
        or any(part.length > _REASONABLE_PART for part in known)
        or sum(part.length for part in known) > MAX_TOTAL_BYTES
    )


def parts_match(header: bytes, sealed: Mapping[str, bytes]) -> bool:
    """Whether these sealed parts are exactly those that the header names, byte for byte."""
    named = {entry["name"]: (entry["length"], entry["sha256"]) for entry in json.loads(header)["parts"]}
    measured = {name: SealedPart.of(name, body) for name, body in sealed.items()}
    return named == {name: (part.length, part.sha256) for name, part in measured.items()}


def part_context(enrolment_id: UUID, name: str) -> bytes:
    """What a sealed part is bound to: its kind, the enrolment it belongs to and its own place."""
    return f"tannha.enrol@1|{enrolment_id}|{name}".encode()
