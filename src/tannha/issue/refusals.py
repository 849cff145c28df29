"""Refusals of the issuing room: approval, personalisation, handover, revocation."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of the issuing room."""

    OWN_CAPTURE = "issue.own_capture"
    PACKET_DECIDED = "issue.packet_decided"
    RETURN_REASON = "issue.return_reason"
    ALREADY_MADE = "issue.already_made"
    NOT_APPROVED = "issue.not_approved"
    NUMBER_MISSING = "issue.number_missing"
    BIRTH_MISSING = "issue.birth_missing"
    SEX_MISSING = "issue.sex_missing"
    NAME_LETTERS = "issue.name_letters"
    TEXT_HAS_BAR = "issue.text_has_bar"
    PACKET_SHUT = "issue.packet_shut"
    ALREADY_GIVEN = "issue.already_given"
    CARD_REVOKED = "issue.card_revoked"
    RIGHT_PERSON = "issue.right_person"
    OLD_PAPER = "issue.old_paper"
    RECEIVER_MISSING = "issue.receiver_missing"
    HOME_ONLY = "issue.home_only"
    ASKED_TO_WAIT = "issue.asked_to_wait"
    CARRIER = "issue.carrier"
    DAY_PAST = "issue.day_past"
    NOTHING_CHOSEN = "issue.nothing_chosen"
    READ_BACK = "issue.read_back"
    SUPPORTER_RECEIVES = "issue.supporter_receives"
    REPRESENTATIVE_DOCUMENT = "issue.representative_document"
    MARK_MISSING = "issue.mark_missing"
    ALREADY_REVOKED = "issue.already_revoked"
    REVOKE_REASON = "issue.revoke_reason"
    CHIP_WRITTEN = "issue.chip_written"
    CHIP_OF_A_PERSON = "issue.chip_of_a_person"
    CHIP_CONTENTS = "issue.chip_contents"
    CHIP_SIGNER = "issue.chip_signer"


CATALOGUE: dict[Code, Sentences] = {
    Code.OWN_CAPTURE: Sentences(
        cannot=gettext_noop("You cannot approve this packet."),
        why=gettext_noop("You took part in its capture; another pair of eyes approves."),
        next_step=gettext_noop("Leave it to the other supervisor on duty."),
        link="issue:approve",
    ),
    Code.PACKET_DECIDED: Sentences(
        cannot=gettext_noop("This packet cannot be decided again."),
        why=gettext_noop("Somebody approved or returned it already."),
        next_step=gettext_noop("Go on with the next packet of the list."),
        link="issue:approve",
    ),
    Code.RETURN_REASON: Sentences(
        cannot=gettext_noop("The packet is not returned yet."),
        why=gettext_noop("The operator needs a reason to work with."),
        next_step=gettext_noop("Write in one sentence what is to be taken again or mended."),
    ),
    Code.ALREADY_MADE: Sentences(
        cannot=gettext_noop("A second card is not made."),
        why=gettext_noop("There is a card from this packet already."),
        next_step=gettext_noop("Open the card that was made."),
        link="issue:waiting",
    ),
    Code.NOT_APPROVED: Sentences(
        cannot=gettext_noop("The card is not made yet."),
        why=gettext_noop("No supervisor has approved this packet."),
        next_step=gettext_noop("Ask a supervisor who took no part in the capture to look at it."),
        link="issue:batches",
    ),
    Code.NUMBER_MISSING: Sentences(
        cannot=gettext_noop("The card cannot be written."),
        why=gettext_noop("The packet has no personal number of twelve digits."),
        next_step=gettext_noop("Return the packet: the number is looked up before capture."),
        link="issue:batches",
    ),
    Code.BIRTH_MISSING: Sentences(
        cannot=gettext_noop("The card cannot be written."),
        why=gettext_noop("The packet has no year of birth."),
        next_step=gettext_noop("Return the packet: at least the year is corrected before capture."),
        link="issue:batches",
    ),
    Code.SEX_MISSING: Sentences(
        cannot=gettext_noop("The card cannot be written."),
        why=gettext_noop("The packet does not say whether the person is a man or a woman."),
        next_step=gettext_noop("Return the packet: this is corrected before capture."),
        link="issue:batches",
    ),
    Code.NAME_LETTERS: Sentences(
        cannot=gettext_noop("The card cannot be written."),
        why=gettext_noop("The name holds a character that has no letter in the machine readable zone."),
        next_step=gettext_noop("Return the packet: the name is corrected before capture."),
        link="issue:batches",
    ),
    Code.TEXT_HAS_BAR: Sentences(
        cannot=gettext_noop("The card cannot be written."),
        why=gettext_noop("A text of the packet holds a character that would break the code on the card."),
        next_step=gettext_noop("Return the packet: name and address are corrected before capture."),
        link="issue:batches",
    ),
    Code.PACKET_SHUT: Sentences(
        cannot=gettext_noop("The packet cannot be opened here."),
        why=gettext_noop("It was sealed to another key, or a byte of it has changed."),
        next_step=gettext_noop(
            "Leave it as it is and call the administrator; the person is not captured again for this."
        ),
        link="issue:batches",
    ),
    Code.ALREADY_GIVEN: Sentences(
        cannot=gettext_noop("The card cannot be handed over twice."),
        why=gettext_noop("It was handed over on %(on)s."),
        next_step=gettext_noop("See the receipt."),
        link="issue:waiting",
    ),
    Code.CARD_REVOKED: Sentences(
        cannot=gettext_noop("This card cannot be handed over."),
        why=gettext_noop("It was revoked."),
        next_step=gettext_noop("Keep it back and ask the issuer which card replaces it."),
        link="issue:waiting",
    ),
    Code.RIGHT_PERSON: Sentences(
        cannot=gettext_noop("The card is not handed over yet."),
        why=gettext_noop("Nobody has confirmed that this is the right person."),
        next_step=gettext_noop("Look at the face, ask for the year of birth, then confirm."),
    ),
    Code.OLD_PAPER: Sentences(
        cannot=gettext_noop("The card is not handed over yet."),
        why=gettext_noop("It is not said what became of the old paper."),
        next_step=gettext_noop("Choose: collected, corner cut, lost, or none held."),
    ),
    Code.RECEIVER_MISSING: Sentences(
        cannot=gettext_noop("The card is not handed over yet."),
        why=gettext_noop("It is not said who receives it."),
        next_step=gettext_noop("Choose the person, or a representative with a document."),
    ),
    Code.HOME_ONLY: Sentences(
        cannot=gettext_noop("A carried card is not handed over at the counter."),
        why=gettext_noop("Operators hand over at the home, a card on their own list."),
        next_step=gettext_noop("Choose the home, or take the card back to the issuer."),
    ),
    Code.ASKED_TO_WAIT: Sentences(
        cannot=gettext_noop("Nobody is sent to this home on that day."),
        why=gettext_noop("The person asked not to be visited, or not before %(on)s."),
        next_step=gettext_noop("Let the card wait; it is handed over when the family calls."),
        link="issue:waiting",
    ),
    Code.CARRIER: Sentences(
        cannot=gettext_noop("The cards are not given to this colleague."),
        why=gettext_noop("Only an operator of this ward carries cards to homes."),
        next_step=gettext_noop("Choose an operator who is on duty that day."),
        link="issue:waiting",
    ),
    Code.DAY_PAST: Sentences(
        cannot=gettext_noop("The round is not arranged yet."),
        why=gettext_noop("The day lies in the past."),
        next_step=gettext_noop("Choose today or a later day."),
        link="issue:waiting",
    ),
    Code.NOTHING_CHOSEN: Sentences(
        cannot=gettext_noop("There is nothing to do yet."),
        why=gettext_noop("No line is chosen."),
        next_step=gettext_noop("Choose at least one line of the list."),
    ),
    Code.READ_BACK: Sentences(
        cannot=gettext_noop("The card is kept apart."),
        why=gettext_noop("What was written does not read back as it should."),
        next_step=gettext_noop("Leave the packet and call the administrator."),
        link="issue:batches",
    ),
    Code.SUPPORTER_RECEIVES: Sentences(
        cannot=gettext_noop("A supporter cannot receive the card."),
        why=gettext_noop("Family who helps has no document to act for the person."),
        next_step=gettext_noop("Give it into the person's own hand; the supporter may be there and help."),
    ),
    Code.REPRESENTATIVE_DOCUMENT: Sentences(
        cannot=gettext_noop("The representative cannot receive the card yet."),
        why=gettext_noop("Name and document of the representative are not both written down."),
        next_step=gettext_noop("Write the name and which document shows the right to act."),
    ),
    Code.MARK_MISSING: Sentences(
        cannot=gettext_noop("The card is not handed over yet."),
        why=gettext_noop("The receiver has not confirmed."),
        next_step=gettext_noop("Let the receiver sign or give a fingerprint; if neither can be, write why."),
    ),
    Code.ALREADY_REVOKED: Sentences(
        cannot=gettext_noop("The card cannot be revoked again."),
        why=gettext_noop("It was revoked already."),
        next_step=gettext_noop("Open the card to see when and why."),
        link="issue:waiting",
    ),
    Code.REVOKE_REASON: Sentences(
        cannot=gettext_noop("The card is not revoked yet."),
        why=gettext_noop("A reason is missing."),
        next_step=gettext_noop("Write in one sentence why this card ends."),
    ),
    Code.CHIP_WRITTEN: Sentences(
        cannot=gettext_noop("This chip is not written a second time."),
        why=gettext_noop("The card has its chip already; its keys never change."),
        next_step=gettext_noop("Look at what was written, on the page of the chip."),
    ),
    Code.CHIP_OF_A_PERSON: Sentences(
        cannot=gettext_noop("No chip is written for this card."),
        why=gettext_noop(
            "This station has no key of the State; specimen chips are made for invented people only."
        ),
        next_step=gettext_noop("Let the State's own line write the chip, and read it here."),
    ),
    Code.CHIP_CONTENTS: Sentences(
        cannot=gettext_noop("The chip was not written."),
        why=gettext_noop("Something on this card does not fit on a chip."),
        next_step=gettext_noop("Read the zone and the photo on the card's page and have them mended."),
    ),
    Code.CHIP_SIGNER: Sentences(
        cannot=gettext_noop("The chip was not written."),
        why=gettext_noop("The test authority in the data folder is not whole."),
        next_step=gettext_noop(
            "Move the folder specimen-authority of the data folder away; a new one is made at the next try."
        ),
    ),
}
