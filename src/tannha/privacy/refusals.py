"""Refusals of the room of rights."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of residents' rights."""

    NOT_FOUND = "privacy.not_found"
    NOT_IN_ROLL = "privacy.not_in_roll"
    NOT_LEGAL = "privacy.not_legal"
    NO_EXTENSION = "privacy.no_extension"
    ANSWER_MISSING = "privacy.answer_missing"
    ERASE_APART = "privacy.erase_apart"
    DAY = "privacy.day"
    REASON_MISSING = "privacy.reason_missing"
    INCIDENT_CLOSED = "privacy.incident_closed"
    INCIDENT_OPEN = "privacy.incident_open"


CATALOGUE: dict[Code, Sentences] = {
    Code.NOT_FOUND: Sentences(
        cannot=gettext_noop("Nobody is shown."),
        why=gettext_noop("No resident of this ward has this number."),
        next_step=gettext_noop("Check the digits with the person; old numbers work too."),
        link="privacy:looks",
    ),
    Code.NOT_IN_ROLL: Sentences(
        cannot=gettext_noop("There is nothing of this person to act on."),
        why=gettext_noop("The request names nobody of the roll."),
        next_step=gettext_noop("Answer that the ward holds nothing about them."),
        link="privacy:requests",
    ),
    Code.NOT_LEGAL: Sentences(
        cannot=gettext_noop("This cannot follow now."),
        why=gettext_noop("The request does not stand where this belongs."),
        next_step=gettext_noop("Look at the request; perhaps a colleague was quicker."),
        link="privacy:requests",
    ),
    Code.NO_EXTENSION: Sentences(
        cannot=gettext_noop("The time is not extended."),
        why=gettext_noop("The law allows one extension, with a reason and before the last day."),
        next_step=gettext_noop("Answer the request now, in part where needed."),
        link="privacy:requests",
    ),
    Code.ANSWER_MISSING: Sentences(
        cannot=gettext_noop("The request is not closed."),
        why=gettext_noop("The answer to the person was not written; a no also names its law."),
        next_step=gettext_noop("Write what the person is told."),
    ),
    Code.ERASE_APART: Sentences(
        cannot=gettext_noop("Nothing was erased."),
        why=gettext_noop("Erasing is confirmed by two persons on its own page."),
        next_step=gettext_noop("Let the protection officer open the request and choose Erase."),
        link="privacy:requests",
    ),
    Code.DAY: Sentences(
        cannot=gettext_noop("This is not written down yet."),
        why=gettext_noop("The day or time lies in the future."),
        next_step=gettext_noop("Give the day on which it happened."),
    ),
    Code.REASON_MISSING: Sentences(
        cannot=gettext_noop("The journal stays closed."),
        why=gettext_noop("Nothing says why it is read for this person."),
        next_step=gettext_noop("Write the reason; it is kept in the journal itself."),
        link="privacy:looks",
    ),
    Code.INCIDENT_CLOSED: Sentences(
        cannot=gettext_noop("This incident is closed."),
        why=gettext_noop("Its file stays as it is for five years."),
        next_step=gettext_noop("Write down a new incident if something else was found."),
        link="privacy:incidents",
    ),
    Code.INCIDENT_OPEN: Sentences(
        cannot=gettext_noop("The incident stays open."),
        why=gettext_noop("The authority, or the people whose biometrics are concerned, were not told yet."),
        next_step=gettext_noop("Write down when they were told, then close it."),
        link="privacy:incidents",
    ),
}
