"""The signed seal on the appointment slip, asked of a later room that holds a sealing key.

Enrolment knows what stands on the slip and nothing about keys; `wiring` says who seals. Without one, or where that one
cannot sign, the slip is printed without a seal: it is a help to whoever checks the paper, never a condition.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tannha.enrol.service.papers import AppointmentSlip


class SlipSealer(Protocol):
    """Seals what a slip says."""

    def __call__(self, slip: AppointmentSlip, *, now: datetime) -> bytes | None:
        """The seal's bytes (Doc 9303-13), for a QR code; None where nothing can be signed here."""


_sealers: list[SlipSealer] = []


def slips_sealed_by(sealer: SlipSealer) -> None:
    """Tell enrolment who seals its slips; wiring calls it once."""
    if sealer not in _sealers:
        _sealers.append(sealer)


def seal_of(slip: AppointmentSlip, *, now: datetime) -> bytes | None:
    """The seal of a slip from the first that can sign; None where nobody can."""
    for sealer in _sealers:
        sealed = sealer(slip, now=now)
        if sealed is not None:
            return sealed
    return None
