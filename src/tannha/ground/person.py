"""What a working page shows of a person at its top, and no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tannha.ground.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStrip:
    """Name as written and as spoken to, birth, last four digits, place, and what helps today."""

    key: str
    name: str
    spoken: str
    sex: str
    birth: PartialDate | None
    last4: str
    place: str
    helps: tuple[str, ...] = ()
