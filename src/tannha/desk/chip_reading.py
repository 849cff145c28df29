"""Reading a card's chip at the desk: number typed or scanned, card on this machine's reader, facts one by one.

Nothing of the chip is kept: the journal names the person whose chip was read, the page shows what the card itself
shows. The reading happens outside any transaction, for a card takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tannha.desk.refusals import Code
from tannha.desk.rules.purpose import Purpose
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.card_reader import CardReaders, NoReader, PcscReaders, Trouble
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.verb import reads
from tannha.icao.access_control.passwords import can_password
from tannha.icao.deviations import Malformed
from tannha.icao.dg2 import decode_dg2
from tannha.icao.dg13 import decode_dg13
from tannha.icao.facts import Fact
from tannha.icao.mrz import LINE, VIETNAM
from tannha.icao.pictures import PictureKind
from tannha.icao.reader.inspection import Inspection, Inspector
from tannha.icao.reader.zone import state_of
from tannha.issue.service import trusted_here
from tannha.roll.service import find_by_number

WAIT_SECONDS = 8.0
CAN_LENGTH, NUMBER_LENGTH = 6, 12
TROUBLES: dict[Trouble, Code] = {
    Trouble.NO_LIBRARY: Code.READER_NOT_INSTALLED,
    Trouble.NO_SERVICE: Code.READER_NOT_INSTALLED,
    Trouble.NO_READER: Code.NO_READER,
    Trouble.NO_CARD: Code.NO_CARD,
    Trouble.BUSY: Code.READER_BUSY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipReading:
    """What the desk shows of a chip. `name` is as DG13 writes it, else empty; `portrait` a JPEG, else None."""

    facts: tuple[Fact, ...]
    zone: tuple[str, ...] = field(repr=False)
    name: str = field(repr=False)
    portrait: bytes | None = field(repr=False)
    is_specimen: bool
    has_no_csca: bool


def read_chip(number: str, *, now: datetime, readers: CardReaders | None = None) -> Inspection:
    """Read the card on the reader with the last six digits of this number.

    Refused for anything but six or twelve digits, and where no card can be read here.
    """
    digits = "".join(number.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) in (CAN_LENGTH, NUMBER_LENGTH)):
        raise Refused(Refusal(Code.CHIP_NUMBER))
    inspector = Inspector(trusted_here(), at=now)
    try:
        with (readers or PcscReaders()).open(wait_seconds=WAIT_SECONDS) as transport:
            return inspector.inspect(transport, [can_password(digits[-CAN_LENGTH:])])
    except NoReader as trouble:
        raise Refused(Refusal(TROUBLES[trouble.trouble])) from trouble


@reads(May.DESK_CHECK)
def show_chip_reading(
    actor: Actor, *, inspection: Inspection, purpose: Purpose, now: datetime
) -> ChipReading:
    """What was read, for the page; the journal names the person whom the chip names, if the ward knows them."""
    zone = inspection.zone
    number = zone[15:27] if len(zone) == 3 * LINE and state_of(zone) == VIETNAM else ""
    residents = find_by_number(actor.ward_id, number) if number.isdigit() else []
    journal.read(
        actor,
        "desk.chip_read",
        now=now,
        people=[resident.pk for resident in residents],
        purpose=purpose.value,
        fields=["name", "birth", "photo"],
    )
    return ChipReading(
        facts=inspection.facts,
        zone=tuple(zone[place : place + LINE] for place in range(0, len(zone), LINE))
        if len(zone) == 3 * LINE
        else ((zone[: len(zone) // 2], zone[len(zone) // 2 :]) if zone else ()),
        name=_name(inspection),
        portrait=_portrait(inspection),
        is_specimen=inspection.is_specimen,
        has_no_csca=inspection.has_no_csca,
    )


def _name(inspection: Inspection) -> str:
    data = inspection.groups.get(13)
    if data is None:
        return ""
    try:
        return decode_dg13(data, strict=False).full_name or ""
    except Malformed:
        return ""


def _portrait(inspection: Inspection) -> bytes | None:
    """The first portrait, if a browser can show it."""
    data = inspection.groups.get(2)
    if data is None:
        return None
    try:
        found = decode_dg2(data, strict=False).portraits
    except Malformed:
        return None
    return next((each.picture for each in found if each.kind is PictureKind.JPEG), None)
