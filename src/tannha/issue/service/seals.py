"""Signed seals for this room's papers and cards: a second QR that can be checked without a network (Doc 9303-13).

The signer is this place's own test authority, whose names say SPECIMEN. A paper is printed without a seal where that
authority was spoilt: a seal is a help to the reader, never a condition of the handover.
"""

from __future__ import annotations

from datetime import date, datetime

from tannha.enrol.service import AppointmentSlip
from tannha.ground import clock
from tannha.icao.seal import SLIP, SPECIMEN_CARD, Kind
from tannha.issue.devices.own_authority import own_sealer
from tannha.issue.service.cards import CardView
from tannha.issue.service.handover import ReceiptView
from tannha.issue.specimen_authority import NoAuthority

RECEIPT_PAPER = "RECEIPT"


def seal_of_card(view: CardView, *, now: datetime) -> bytes | None:
    """The seal of a card: its zone and the written name. None where this place cannot sign."""
    contents: dict[str, str | date | bytes] = {
        "zone": "".join(view.card.mrz_lines),
        "full_name": view.strip.name,
    }
    return _sealed(SPECIMEN_CARD, contents, issued_on=view.card.issued_on, now=now)


def seal_of_receipt(view: ReceiptView, *, now: datetime) -> bytes | None:
    """The seal of a receipt: its number, whose card, where and when it was handed over. None where this place cannot
    sign."""
    handed_over = clock.local_day(view.receipt.at)
    contents: dict[str, str | date | bytes] = {
        "slip_number": view.receipt.id.hex[-12:].upper(),
        "paper": RECEIPT_PAPER,
        "full_name": view.strip.name,
        "last_digits": view.card.number[-4:],
        "day": handed_over,
        "place": view.card.place_of_issue,
    }
    return _sealed(SLIP, contents, issued_on=handed_over, now=now)


def seal_of_slip(slip: AppointmentSlip, *, now: datetime) -> bytes | None:
    """The seal of an appointment slip of enrolment: its number without strokes, its form, whom and which day it
    promises. None where this place cannot sign."""
    contents: dict[str, str | date | bytes] = {
        "slip_number": slip.number.replace("-", ""),
        "paper": slip.code.code,
        "full_name": slip.full_name,
        "last_digits": slip.masked_number[-4:],
        "day": slip.promised_on,
        "place": slip.ward,
    }
    return _sealed(SLIP, contents, issued_on=clock.local_day(slip.sealed_on), now=now)


def _sealed(
    kind: Kind, contents: dict[str, str | date | bytes], *, issued_on: date, now: datetime
) -> bytes | None:
    try:
        return own_sealer(now=now).seal(kind, contents, issued_on=issued_on, signed_on=clock.local_day(now))
    except (NoAuthority, OSError):
        return None
