"""Refusals of the roll: files that cannot be read, imports that cannot go on, look-ups that must wait."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of the roll."""

    FILE_EMPTY = "roll.file_empty"
    FILE_TOO_LARGE = "roll.file_too_large"
    FILE_OLD_EXCEL = "roll.file_old_excel"
    FILE_LOCKED = "roll.file_locked"
    FILE_NOT_A_LIST = "roll.file_not_a_list"
    FILE_BROKEN = "roll.file_broken"
    FILE_INFLATES = "roll.file_inflates"
    FILE_FAR_CELL = "roll.file_far_cell"
    FILE_TOO_SLOW = "roll.file_too_slow"
    FILE_ENCODING = "roll.file_encoding"
    NO_HEADING = "roll.no_heading"
    NO_NAME_COLUMN = "roll.no_name_column"
    NO_ROWS = "roll.no_rows"
    IMPORT_UNDER_WAY = "roll.import_under_way"
    IMPORT_NOT_STAGED = "roll.import_not_staged"
    UNDO_BUILT_ON = "roll.undo_built_on"
    UNDO_NOT_ACCEPTED = "roll.undo_not_accepted"
    REASON_MISSING = "roll.reason_missing"
    LOOK_UP_LIMIT = "roll.look_up_limit"
    LOOK_UP_DAY_LIMIT = "roll.look_up_day_limit"
    LOOK_UP_PAUSE = "roll.look_up_pause"
    LOOK_UP_STATION = "roll.look_up_station"
    PURPOSE_MISSING = "roll.purpose_missing"
    ONLY_PROPOSES = "roll.only_proposes"
    EVIDENCE_MISSING = "roll.evidence_missing"
    VALUE_UNFIT = "roll.value_unfit"
    DOCUMENT_MISSING = "roll.document_missing"
    STATUS_ALREADY = "roll.status_already"
    PROPOSED_ALREADY = "roll.proposed_already"
    PROPOSAL_STALE = "roll.proposal_stale"
    PROPOSAL_DECIDED = "roll.proposal_decided"
    OWN_PROPOSAL = "roll.own_proposal"
    DECISION_REASON = "roll.decision_reason"
    MERGE_UNDONE = "roll.merge_undone"
    MERGED_FURTHER = "roll.merged_further"
    MERGE_BUILT_ON = "roll.merge_built_on"
    OLD_NUMBER_UNFIT = "roll.old_number_unfit"
    GROUP_UNFIT = "roll.group_unfit"
    GROUP_TAKEN = "roll.group_taken"
    HEAD_DAY = "roll.head_day"
    EXPORT_REASON = "roll.export_reason"
    EXPORT_EMPTY = "roll.export_empty"
    EXPORT_NUMBERS = "roll.export_numbers"
    TABLE_NOT_READY = "roll.table_not_ready"
    WARD_NAMES_UNREADABLE = "roll.ward_names_unreadable"


_SAVE_AS = gettext_noop(
    "Open it in the program that made it and save it as Excel Workbook (.xlsx) or CSV UTF-8."
)

CATALOGUE: dict[Code, Sentences] = {
    Code.FILE_EMPTY: Sentences(
        cannot=gettext_noop("This file cannot be imported."),
        why=gettext_noop("It is empty."),
        next_step=gettext_noop("Choose the file that holds the list."),
        link="roll:import",
    ),
    Code.FILE_TOO_LARGE: Sentences(
        cannot=gettext_noop("This file cannot be imported in one piece."),
        why=gettext_noop("It is larger than %(limit)s megabytes."),
        next_step=gettext_noop("Save one file per residential group and import them one after the other."),
        link="roll:import",
    ),
    Code.FILE_OLD_EXCEL: Sentences(
        cannot=gettext_noop("This file cannot be imported as it is."),
        why=gettext_noop("It is an old Excel workbook (.xls)."),
        next_step=gettext_noop(
            "Open it in Excel or LibreOffice, choose Save As, type Excel Workbook (.xlsx), and import the new file."
        ),
        link="roll:import",
    ),
    Code.FILE_LOCKED: Sentences(
        cannot=gettext_noop("This workbook cannot be read."),
        why=gettext_noop("It is protected by a password, or it is an old Excel workbook under a new name."),
        next_step=gettext_noop("Open it in Excel, save it as Excel Workbook (.xlsx) without a password."),
        link="roll:import",
    ),
    Code.FILE_NOT_A_LIST: Sentences(
        cannot=gettext_noop("This file cannot be imported."),
        why=gettext_noop("It is neither a workbook (.xlsx) nor a text list (.csv, .txt)."),
        next_step=_SAVE_AS,
        link="roll:import",
    ),
    Code.FILE_BROKEN: Sentences(
        cannot=gettext_noop("This workbook cannot be read."),
        why=gettext_noop("It is incomplete or damaged."),
        next_step=gettext_noop("Copy the file again, or open it in Excel and save it anew as .xlsx."),
        link="roll:import",
    ),
    Code.FILE_INFLATES: Sentences(
        cannot=gettext_noop("This workbook cannot be read."),
        why=gettext_noop("Unpacked it would be larger than %(limit)s megabytes."),
        next_step=gettext_noop("Remove pictures and empty sheets, or save the list alone as CSV UTF-8."),
        link="roll:import",
    ),
    Code.FILE_FAR_CELL: Sentences(
        cannot=gettext_noop("This workbook cannot be read."),
        why=gettext_noop("The sheet reaches to row %(row)s and column %(column)s, most of it empty."),
        next_step=gettext_noop("Copy the list alone into a new workbook and save that."),
        link="roll:import",
    ),
    Code.FILE_TOO_SLOW: Sentences(
        cannot=gettext_noop("This workbook cannot be read."),
        why=gettext_noop("Reading it took more memory or time than a list of residents needs."),
        next_step=gettext_noop(
            "Copy the list alone into a new workbook and save that, or save it as CSV UTF-8."
        ),
        link="roll:import",
    ),
    Code.FILE_ENCODING: Sentences(
        cannot=gettext_noop("This text cannot be read."),
        why=gettext_noop("Its letters are in no known Vietnamese encoding."),
        next_step=gettext_noop("Save it again as CSV UTF-8."),
        link="roll:import",
    ),
    Code.NO_HEADING: Sentences(
        cannot=gettext_noop("This list cannot be imported yet."),
        why=gettext_noop("No row with column headings was found in the first %(rows)s rows."),
        next_step=gettext_noop(
            "Put one row above the list that names the columns, for example: Họ và tên, Ngày sinh."
        ),
        link="roll:import",
    ),
    Code.NO_NAME_COLUMN: Sentences(
        cannot=gettext_noop("This list cannot be imported yet."),
        why=gettext_noop("No column is set to be the full name."),
        next_step=gettext_noop("Choose under Columns which one holds the full name."),
        link="roll:import",
    ),
    Code.NO_ROWS: Sentences(
        cannot=gettext_noop("There is nothing to import."),
        why=gettext_noop("Below the headings the list has no rows."),
        next_step=gettext_noop("Choose the file that holds the list."),
        link="roll:import",
    ),
    Code.IMPORT_UNDER_WAY: Sentences(
        cannot=gettext_noop("This list cannot be written now."),
        why=gettext_noop("Another list of this ward is being written."),
        next_step=gettext_noop("Wait until it is done; its progress stands under Import a list."),
        link="roll:import",
    ),
    Code.IMPORT_NOT_STAGED: Sentences(
        cannot=gettext_noop("This import cannot go on."),
        why=gettext_noop("It was already written, undone, or it was never read to the end."),
        next_step=gettext_noop("Look at the list of imports; import the file again where needed."),
        link="roll:import",
    ),
    Code.UNDO_BUILT_ON: Sentences(
        cannot=gettext_noop("This import cannot be undone as a whole any more."),
        why=gettext_noop("Work has begun on %(count)s of its residents."),
        next_step=gettext_noop("Correct the residents one by one, or mark them as moved out."),
        link="roll:import",
    ),
    Code.UNDO_NOT_ACCEPTED: Sentences(
        cannot=gettext_noop("There is nothing to undo."),
        why=gettext_noop("This import wrote nothing into the roll, or it was undone before."),
        next_step=gettext_noop("Go back to the list of imports."),
        link="roll:import",
    ),
    Code.REASON_MISSING: Sentences(
        cannot=gettext_noop("The import was not undone."),
        why=gettext_noop("The reason was not written."),
        next_step=gettext_noop("Write in a few words why the whole import is taken back."),
        link="roll:import",
    ),
    Code.LOOK_UP_LIMIT: Sentences(
        cannot=gettext_noop("No more look-ups for the moment."),
        why=gettext_noop("%(limit)s look-ups this hour."),
        next_step=gettext_noop("Go on at %(until)s, or call the supervisor."),
    ),
    Code.LOOK_UP_DAY_LIMIT: Sentences(
        cannot=gettext_noop("No more look-ups today."),
        why=gettext_noop("%(limit)s look-ups today."),
        next_step=gettext_noop("Go on tomorrow, or call the supervisor."),
    ),
    Code.LOOK_UP_PAUSE: Sentences(
        cannot=gettext_noop("A short pause before the next look-up."),
        why=gettext_noop("%(limit)s look-ups in a row found nobody."),
        next_step=gettext_noop(
            "Check spelling, birth year and group with the family, and go on at %(until)s."
        ),
    ),
    Code.LOOK_UP_STATION: Sentences(
        cannot=gettext_noop("No more look-ups at this station today."),
        why=gettext_noop("All accounts together have made %(limit)s look-ups today."),
        next_step=gettext_noop("Call the data-protection officer; work on your own list goes on."),
    ),
    Code.PURPOSE_MISSING: Sentences(
        cannot=gettext_noop("Nobody is looked up without a purpose."),
        why=gettext_noop("The purpose was not chosen."),
        next_step=gettext_noop("Choose why you look this person up; it is kept in the journal."),
        link="roll:find",
    ),
    Code.ONLY_PROPOSES: Sentences(
        cannot=gettext_noop("The roll was not changed."),
        why=gettext_noop("Your account may propose a change; a supervisor makes it."),
        next_step=gettext_noop("Tell the supervisor on duty what is wrong and on which paper you saw it."),
    ),
    Code.EVIDENCE_MISSING: Sentences(
        cannot=gettext_noop("The correction was not made."),
        why=gettext_noop("It does not say on which paper or statement it rests."),
        next_step=gettext_noop("Write which document was seen, or who said so."),
    ),
    Code.VALUE_UNFIT: Sentences(
        cannot=gettext_noop("The value was not saved."),
        why=gettext_noop("What was typed for %(field)s cannot be read."),
        next_step=gettext_noop("Type it as on the document; leave empty what is not known."),
    ),
    Code.DOCUMENT_MISSING: Sentences(
        cannot=gettext_noop("The representative was not recorded."),
        why=gettext_noop("A representative acts by law and shows a document; none was named."),
        next_step=gettext_noop("Name the document, or record the person as a supporter."),
    ),
    Code.STATUS_ALREADY: Sentences(
        cannot=gettext_noop("There is nothing to change."),
        why=gettext_noop("This stands in the roll already."),
        next_step=gettext_noop("Look at the person's page; perhaps a colleague was quicker."),
    ),
    Code.PROPOSED_ALREADY: Sentences(
        cannot=gettext_noop("The same is not proposed twice."),
        why=gettext_noop("This change waits for a supervisor already."),
        next_step=gettext_noop("Look at the list of proposals."),
        link="roll:proposals",
    ),
    Code.PROPOSAL_STALE: Sentences(
        cannot=gettext_noop("This proposal cannot be accepted any more."),
        why=gettext_noop("What it rests on has changed in the roll since."),
        next_step=gettext_noop("Decline it with a reason, or correct the person by hand."),
        link="roll:proposals",
    ),
    Code.PROPOSAL_DECIDED: Sentences(
        cannot=gettext_noop("There is nothing to decide."),
        why=gettext_noop("This proposal was decided or taken back already."),
        next_step=gettext_noop("Go back to the list of proposals."),
        link="roll:proposals",
    ),
    Code.OWN_PROPOSAL: Sentences(
        cannot=gettext_noop("You cannot decide this proposal."),
        why=gettext_noop("You made it yourself; another person decides."),
        next_step=gettext_noop("Ask another supervisor."),
        link="roll:proposals",
    ),
    Code.DECISION_REASON: Sentences(
        cannot=gettext_noop("This is not saved yet."),
        why=gettext_noop("The reason was not written."),
        next_step=gettext_noop("Write in a few words why; it is kept and can be read later."),
    ),
    Code.MERGE_UNDONE: Sentences(
        cannot=gettext_noop("There is nothing to part."),
        why=gettext_noop("These two rows were parted already."),
        next_step=gettext_noop("Go back to the person."),
    ),
    Code.MERGED_FURTHER: Sentences(
        cannot=gettext_noop("These two rows cannot be parted now."),
        why=gettext_noop("A later joining builds on this one."),
        next_step=gettext_noop("Part the later one first; it stands on the person's page."),
    ),
    Code.MERGE_BUILT_ON: Sentences(
        cannot=gettext_noop("These two rows cannot be parted as they were."),
        why=gettext_noop("Something that was taken over from the other row has been changed since."),
        next_step=gettext_noop("Put the changed value back first, or add the second person by hand."),
    ),
    Code.OLD_NUMBER_UNFIT: Sentences(
        cannot=gettext_noop("This number was not recorded."),
        why=gettext_noop("An old paper has 9 digits, a cancelled personal number 12."),
        next_step=gettext_noop("Type the digits as they stand on the paper."),
    ),
    Code.GROUP_UNFIT: Sentences(
        cannot=gettext_noop("The group was not saved."),
        why=gettext_noop("It needs a name of at most 80 letters, and a number from 1 to 999 or none."),
        next_step=gettext_noop("Type the name as it is used, for example Tổ 12."),
        link="roll:groups",
    ),
    Code.GROUP_TAKEN: Sentences(
        cannot=gettext_noop("The group was not saved."),
        why=gettext_noop("Another group of this ward has this name."),
        next_step=gettext_noop("Look at the list of groups, or choose another name."),
        link="roll:groups",
    ),
    Code.HEAD_DAY: Sentences(
        cannot=gettext_noop("The head of the group was not recorded."),
        why=gettext_noop(
            "The first day lies in the future, or before the day on which the present head began."
        ),
        next_step=gettext_noop("Give the day from which the new head leads the group."),
    ),
    Code.EXPORT_REASON: Sentences(
        cannot=gettext_noop("No table with names was made."),
        why=gettext_noop("Nothing says what it is for."),
        next_step=gettext_noop("Write what it is for; the journal keeps it beside every name."),
        link="roll:export",
    ),
    Code.EXPORT_EMPTY: Sentences(
        cannot=gettext_noop("No table was made."),
        why=gettext_noop("Nobody fits the choice, or no column was chosen."),
        next_step=gettext_noop("Choose other residents or at least one column."),
        link="roll:export",
    ),
    Code.EXPORT_NUMBERS: Sentences(
        cannot=gettext_noop("No table with whole numbers was made."),
        why=gettext_noop("Your account does not see whole personal numbers."),
        next_step=gettext_noop("Leave this column out, or ask a supervisor to make the table."),
        link="roll:export",
    ),
    Code.TABLE_NOT_READY: Sentences(
        cannot=gettext_noop("The table cannot be taken."),
        why=gettext_noop("It is still being made, or its day is over and it was deleted."),
        next_step=gettext_noop("Wait until it stands, or ask for it anew."),
        link="roll:export",
    ),
    Code.WARD_NAMES_UNREADABLE: Sentences(
        cannot=gettext_noop("No list is imported now."),
        why=gettext_noop("Line %(line)s of the ward's own file of ward names cannot be read."),
        next_step=gettext_noop("Mend the line in ward-names.csv (name;from;until;now), then import again."),
        link="roll:import",
    ),
}
