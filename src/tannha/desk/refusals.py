"""Refusals of the desk: texts that are not a card's code, and decisions that cannot be made."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of the desk."""

    NOTHING = "desk.nothing_scanned"
    TOO_LONG = "desk.too_long"
    MRZ = "desk.mrz_scanned"
    PAPER_INSURANCE = "desk.paper_insurance"
    LINK = "desk.link_scanned"
    NUMBER_ALONE = "desk.number_alone"
    NO_FIELDS = "desk.no_fields"
    FIELD_COUNT = "desk.field_count"
    NUMBER = "desk.number_field"
    NAME = "desk.name_field"
    BIRTH = "desk.birth_field"
    SEX = "desk.sex_field"
    ISSUED_ON = "desk.issued_on_field"
    DECIDED = "desk.already_decided"
    EMERGENCY_REASON = "desk.emergency_reason"
    CHIP_NUMBER = "desk.chip_number"
    READER_NOT_INSTALLED = "desk.reader_not_installed"
    NO_READER = "desk.no_reader"
    NO_CARD = "desk.no_card"
    READER_BUSY = "desk.reader_busy"


_NOT_READ = gettext_noop("This scan cannot be read as a card.")
_SCAN_AGAIN = gettext_noop(
    "Scan the card again; if it stays so, receive the person and note the card by sight."
)
_QR_SIDE = gettext_noop(
    "Scan the square code of the card: 2021 cards carry it in front, 2024 cards on the back."
)

CATALOGUE: dict[Code, Sentences] = {
    Code.NOTHING: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("Nothing arrived from the scanner."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.TOO_LONG: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("More text arrived than any card carries."),
        next_step=_QR_SIDE,
        link="desk:check",
    ),
    Code.MRZ: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("These are the letter lines at the bottom of the card, made for a chip reader."),
        next_step=_QR_SIDE,
        link="desk:check",
    ),
    Code.PAPER_INSURANCE: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("This is the code of a paper insurance card."),
        next_step=gettext_noop("Take the paper insurance card with a photo paper, as before; care goes on."),
        link="desk:check",
    ),
    Code.LINK: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("This code is a web address; the code of a card is plain text."),
        next_step=_QR_SIDE,
        link="desk:check",
    ),
    Code.NUMBER_ALONE: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("Only a number arrived; a number alone looks nobody up here."),
        next_step=_QR_SIDE,
        link="desk:check",
    ),
    Code.NO_FIELDS: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The text has no fields parted by upright bars."),
        next_step=_QR_SIDE,
        link="desk:check",
    ),
    Code.FIELD_COUNT: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The text has fewer than seven fields; cards carry seven or eleven."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.NUMBER: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The first field is not a personal number of twelve digits."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.NAME: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The name is empty."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.BIRTH: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The date of birth is not a day that exists."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.SEX: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop(
            "The field for the sex is neither Nam nor Nữ; an input method may have changed the letters."
        ),
        next_step=gettext_noop("Switch the Vietnamese input method off and scan again."),
        link="desk:check",
    ),
    Code.ISSUED_ON: Sentences(
        cannot=_NOT_READ,
        why=gettext_noop("The date of issue is not a day that exists, or lies before the birth."),
        next_step=_SCAN_AGAIN,
        link="desk:check",
    ),
    Code.DECIDED: Sentences(
        cannot=gettext_noop("This check cannot be decided again."),
        why=gettext_noop("It was decided already."),
        next_step=gettext_noop("Scan the next card."),
        link="desk:check",
    ),
    Code.EMERGENCY_REASON: Sentences(
        cannot=gettext_noop("The emergency is not written down yet."),
        why=gettext_noop("The reason is missing; it is read again within 72 hours."),
        next_step=gettext_noop("Treat the person now, and write one sentence when there is time."),
    ),
    Code.CHIP_NUMBER: Sentences(
        cannot=gettext_noop("The chip was not read."),
        why=gettext_noop("A chip opens with the twelve digits on the card, or with the last six of them."),
        next_step=gettext_noop("Type the digits as they stand on the card and try again."),
        link="desk:chip",
    ),
    Code.READER_NOT_INSTALLED: Sentences(
        cannot=gettext_noop("The chip was not read."),
        why=gettext_noop("This machine is not set up for card readers."),
        next_step=gettext_noop(
            "Ask the administrator for pcscd and pyscard; meanwhile scan the square code of the card."
        ),
        link="desk:check",
    ),
    Code.NO_READER: Sentences(
        cannot=gettext_noop("The chip was not read."),
        why=gettext_noop("No card reader is plugged into this machine."),
        next_step=gettext_noop("Plug the reader in and try again, or scan the square code of the card."),
        link="desk:chip",
    ),
    Code.NO_CARD: Sentences(
        cannot=gettext_noop("The chip was not read."),
        why=gettext_noop("No card lies on the reader."),
        next_step=gettext_noop("Lay the card flat on the reader, leave it there, and try again."),
        link="desk:chip",
    ),
    Code.READER_BUSY: Sentences(
        cannot=gettext_noop("The chip was not read."),
        why=gettext_noop("Another program holds the card."),
        next_step=gettext_noop("Close the other program that uses the reader, and try again."),
        link="desk:chip",
    ),
}
