"""The lawful no of enrolment: stable codes and their sentences."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences
from tannha.ground.refusal import gettext_noop as _


class Code(StrEnum):
    """Wire words; details named in the sentences."""

    NOT_NOW = "enrol.not_now"
    OUT_OF_ORDER = "enrol.out_of_order"
    NOT_ASKED = "enrol.not_asked"
    OPEN_ALREADY = "enrol.open_already"
    QUEUE_EMPTY = "enrol.queue_empty"
    ONE_AT_A_TIME = "enrol.one_at_a_time"
    RESTING = "enrol.resting"
    TRIES_USED = "enrol.tries_used"
    PART_TRIES_USED = "enrol.part_tries_used"
    SAMPLE_EMPTY = "enrol.sample_empty"
    SAMPLE_TOO_LARGE = "enrol.sample_too_large"
    SAMPLE_KIND = "enrol.sample_kind"
    SAMPLE_BROKEN = "enrol.sample_broken"
    SAMPLE_PIXELS = "enrol.sample_pixels"
    SAMPLE_COUNT = "enrol.sample_count"
    SAMPLES_TOGETHER = "enrol.samples_together"
    SCORE_OUT_OF_RANGE = "enrol.score_out_of_range"
    NOTHING_CHANGED = "enrol.nothing_changed"
    EVIDENCE_MISSING = "enrol.evidence_missing"
    CORRECTION_BIRTH = "enrol.correction_birth"
    CORRECTION_NUMBER = "enrol.correction_number"
    EXCEPTION_REASON = "enrol.exception_reason"
    EXCEPTION_KNOWN = "enrol.exception_known"
    NO_SUCH_FRAME = "enrol.no_such_frame"
    FORM_NOT_PRINTED = "enrol.form_not_printed"
    SUPPORTER_SIGNS = "enrol.supporter_signs"
    REPRESENTATIVE_DOCUMENT = "enrol.representative_document"
    REPRESENTATIVE_MISSING = "enrol.representative_missing"
    FEE_REASON = "enrol.fee_reason"
    SECOND_PERSON = "enrol.second_person"
    MEET_AGAIN_REASON = "enrol.meet_again_reason"
    SEALED_ALREADY = "enrol.sealed_already"
    NOT_SEALED = "enrol.not_sealed"
    PACKET_TOO_LARGE = "enrol.packet_too_large"
    DECIDED_ALREADY = "enrol.decided_already"


CATALOGUE: dict[Code, Sentences] = {
    Code.NOT_NOW: Sentences(
        cannot=_("This step cannot be done now."),
        why=_("The enrolment stands at another step."),
        next_step=_("Open the case; it shows the step that comes now."),
        link="enrol:desk_first",
    ),
    Code.OUT_OF_ORDER: Sentences(
        cannot=_("This part cannot be taken yet."),
        why=_("The lawful order asks for another part first."),
        next_step=_("Take the part that the page shows, or record why it cannot be taken (F4)."),
    ),
    Code.NOT_ASKED: Sentences(
        cannot=_("This part is not taken."),
        why=_("The rules of the day of this case do not ask for it."),
        next_step=_("Go on with the step that the page shows."),
    ),
    Code.OPEN_ALREADY: Sentences(
        cannot=_("This person is not checked in a second time."),
        why=_("The enrolment is already open."),
        next_step=_("Go on where it stands."),
        link="enrol:desk_first",
    ),
    Code.QUEUE_EMPTY: Sentences(
        cannot=_("There is no number to call."),
        why=_("Nobody is waiting."),
        next_step=_("Check in the next person who comes."),
        link="enrol:check_in",
    ),
    Code.ONE_AT_A_TIME: Sentences(
        cannot=_("The next number is not called yet."),
        why=_("The person at this desk is not done."),
        next_step=_("Finish, stop, or put the person back in the line first."),
        link="enrol:desk_first",
    ),
    Code.RESTING: Sentences(
        cannot=_("There is no other try yet."),
        why=_("The last visit was stopped, and a rest was promised."),
        next_step=_("Next from %(day)s, when the family invites."),
    ),
    Code.TRIES_USED: Sentences(
        cannot=_("Stop here for today."),
        why=_("There were %(tries)s tries today."),
        next_step=_("Next from %(day)s, when the family invites."),
    ),
    Code.PART_TRIES_USED: Sentences(
        cannot=_("This part is not taken a third time."),
        why=_("There were %(tries)s tries today."),
        next_step=_("Keep the sample there is, or record why it cannot be taken (F4)."),
    ),
    Code.SAMPLE_EMPTY: Sentences(
        cannot=_("There is nothing to keep yet."),
        why=_("No file was chosen, or the file is empty."),
        next_step=_("Choose the file that the device saved."),
    ),
    Code.SAMPLE_TOO_LARGE: Sentences(
        cannot=_("This file is not kept."),
        why=_("It is larger than %(limit)s MB."),
        next_step=_("Save the sample as PNG, JPEG or WSQ and choose it again."),
    ),
    Code.SAMPLE_KIND: Sentences(
        cannot=_("This file is not kept."),
        why=_(
            "Its content is not a picture of a kind that this step takes; the name of a file does not count."
        ),
        next_step=_("Choose one of these: %(kinds)s."),
    ),
    Code.SAMPLE_BROKEN: Sentences(
        cannot=_("This file is not kept."),
        why=_("The picture in it is cut off or damaged."),
        next_step=_("Save it again from the device, then choose the new file."),
    ),
    Code.SAMPLE_PIXELS: Sentences(
        cannot=_("This file is not kept."),
        why=_("The picture has more than %(limit)s million pixels."),
        next_step=_("Save it in the size that the device gives."),
    ),
    Code.SAMPLE_COUNT: Sentences(
        cannot=_("These files are not kept together."),
        why=_("This step takes at most %(limit)s at a time."),
        next_step=_("Choose fewer files."),
    ),
    Code.SAMPLES_TOGETHER: Sentences(
        cannot=_("This file is not kept."),
        why=_("With it the samples would be larger than %(limit)s MB together."),
        next_step=_("Save the sample smaller, as JPEG or WSQ, and choose it again."),
    ),
    Code.SCORE_OUT_OF_RANGE: Sentences(
        cannot=_("This quality is not kept."),
        why=_("A device reports quality from 0 to 100."),
        next_step=_("Write the figure of the device, or leave it empty: it stays “not measured”."),
    ),
    Code.NOTHING_CHANGED: Sentences(
        cannot=_("There is no correction to record."),
        why=_("New and old are the same."),
        next_step=_("Write what is different, or answer that the data are right."),
    ),
    Code.EVIDENCE_MISSING: Sentences(
        cannot=_("The correction is not recorded yet."),
        why=_("A correction rests on a paper that was shown."),
        next_step=_("Choose the paper and write its number."),
    ),
    Code.CORRECTION_BIRTH: Sentences(
        cannot=_("The correction is not recorded yet."),
        why=_("The new birth date is not a date."),
        next_step=_("Write the year, or month and year, or the full date."),
    ),
    Code.CORRECTION_NUMBER: Sentences(
        cannot=_("The correction is not recorded yet."),
        why=_("A personal number has 12 digits."),
        next_step=_("Read the number again from the paper."),
    ),
    Code.EXCEPTION_REASON: Sentences(
        cannot=_("The exception is not recorded yet."),
        why=_("The reason does not belong to this finger or eye."),
        next_step=_("Choose the reason that can be seen."),
    ),
    Code.EXCEPTION_KNOWN: Sentences(
        cannot=_("The exception is not recorded a second time."),
        why=_("It already stands in the place of this finger or eye."),
        next_step=_("Go on with the step that the page shows."),
    ),
    Code.NO_SUCH_FRAME: Sentences(
        cannot=_("No picture was chosen."),
        why=_("The chosen picture is not among those kept in this visit."),
        next_step=_("Choose one of the pictures on the page."),
    ),
    Code.FORM_NOT_PRINTED: Sentences(
        cannot=_("The signature is not recorded yet."),
        why=_("The information form was not printed, or something was taken again after it."),
        next_step=_("Print the form; the person reads it, then signs."),
    ),
    Code.SUPPORTER_SIGNS: Sentences(
        cannot=_("A supporter does not sign for the person."),
        why=_("Family who helps is not a representative by law."),
        next_step=_("The person signs or gives a fingerprint, or a representative with a document signs."),
    ),
    Code.REPRESENTATIVE_DOCUMENT: Sentences(
        cannot=_("The representative's signature is not recorded yet."),
        why=_("A representative signs on the ground of a document."),
        next_step=_("Write the kind and number of the document."),
    ),
    Code.REPRESENTATIVE_MISSING: Sentences(
        cannot=_("The form is not signed yet."),
        why=_("Under 14 a representative signs."),
        next_step=_("Ask the representative to come, with the document."),
    ),
    Code.FEE_REASON: Sentences(
        cannot=_("The fee is not recorded yet."),
        why=_("Either the fee of the rules is paid, or one of their reasons exempts."),
        next_step=_("Choose one of the two."),
    ),
    Code.SECOND_PERSON: Sentences(
        cannot=_("The packet is not countersigned."),
        why=_("The second signature must be another person's."),
        next_step=_("Ask a supervisor on duty to sign with their own code."),
        link="enrol:exceptions",
    ),
    Code.MEET_AGAIN_REASON: Sentences(
        cannot=_("The wish to meet again is not recorded yet."),
        why=_("The operator must know what to look at."),
        next_step=_("Write the reason in one sentence."),
    ),
    Code.SEALED_ALREADY: Sentences(
        cannot=_("The packet is not sealed a second time."),
        why=_("It was sealed before, and its draft is gone."),
        next_step=_("Print the appointment slip; a correction makes a new packet."),
    ),
    Code.NOT_SEALED: Sentences(
        cannot=_("The appointment slip is not printed yet."),
        why=_("The slip follows the sealing of the packet."),
        next_step=_("Seal the packet first."),
    ),
    Code.PACKET_TOO_LARGE: Sentences(
        cannot=_("The packet is not sealed."),
        why=_("Its parts are larger than %(limit)s MB together."),
        next_step=_("Take the largest sample again, saved smaller."),
    ),
    Code.DECIDED_ALREADY: Sentences(
        cannot=_("The packet is not decided a second time."),
        why=_("A supervisor has decided on it."),
        next_step=_("Open the next packet."),
    ),
}
