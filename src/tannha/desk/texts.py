"""The desk's facts and answers as people read them, in the language of the moment."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tannha.desk.rules.code_and_chip import CodeAndChip, answer_of
from tannha.desk.rules.facts import DeskFact, Evidence, FactName
from tannha.desk.rules.purpose import CheckState, Enough, Purpose
from tannha.ground.facts import Fact
from tannha.web.values import format_date

PURPOSES: dict[Purpose, Promise] = {
    Purpose.HEALTH_INSURANCE: _("health-insurance visit"),
    Purpose.TREATMENT: _("treatment without insurance"),
    Purpose.CONTRACT: _("signing a contract"),
}

STATES: dict[CheckState, tuple[str, Promise]] = {
    CheckState.OPEN: ("wait", _("not decided yet")),
    CheckState.RECEIVED: ("done", _("received")),
    CheckState.EMERGENCY: ("done", _("received as an emergency")),
    CheckState.LATER: ("wait", _("received, to be looked up again")),
    CheckState.LOOKED_UP: ("done", _("looked up")),
}

NAMES: dict[FactName, Promise] = {
    FactName.READABLE: _("Code can be read"),
    FactName.KNOWN_HERE: _("Known here"),
    FactName.IN_FORCE: _("Card in force"),
    FactName.NAME_MATCHES: _("Same name"),
    FactName.BIRTH_MATCHES: _("Same birth"),
    FactName.SEX_MATCHES: _("Same sex"),
    FactName.NUMBER_STRUCTURE: _("Digits agree with birth and sex"),
    FactName.CHIP_GENUINE: _("Chip genuine"),
    FactName.SAME_FACE: _("Same face"),
    FactName.INSURANCE: _("Insurance in force"),
}

EVIDENCE: dict[Evidence, Promise] = {
    Evidence.SEVEN_FIELDS: _("seven fields, as on cards of 2021"),
    Evidence.ELEVEN_FIELDS: _("eleven fields, as on cards of 2024"),
    Evidence.UNUSUAL_FIELDS: _("unusual number of fields: compare with the card"),
    Evidence.MARKS_LOST: _("the scanner lost Vietnamese marks: compare the name with the card"),
    Evidence.CHARACTERS_LOST: _("the scanner lost characters: compare with the card"),
    Evidence.CARD_MADE_HERE: _("a card with this number was made here on %(day)s"),
    Evidence.ON_THE_ROLL: _("on the ward's roll; no card was made here"),
    Evidence.NOBODY_HERE: _("no register here knows this number"),
    Evidence.STATUS_LIST: _("the ward's own card list, %(day)s"),
    Evidence.REVOKED: _("this card was revoked"),
    Evidence.NOT_HANDED_OVER: _("made, but not handed over to anybody yet"),
    Evidence.ENDED: _("ended on %(day)s"),
    Evidence.NEWER_CARD: _("a newer card was handed over, made on %(day)s"),
    Evidence.ANOTHER_CARD: _("issued on %(day)s; this card is not in the ward's list"),
    Evidence.ISSUED_LATER_THAN_TODAY: _("says it was issued on %(day)s, which is still to come"),
    Evidence.ENDED_BY_ITS_DATES: _("by its dates it ended on %(day)s"),
    Evidence.LASTS_BY_ITS_DATES: _("by its dates until %(day)s; nobody here can tell whether it was ended"),
    Evidence.NO_END_BY_ITS_DATES: _("by its dates without end; nobody here can tell whether it was ended"),
    Evidence.SAME_LETTERS: _("letter for letter"),
    Evidence.SAME_WITHOUT_MARKS: _("same letters; marks or their places differ"),
    Evidence.OTHER_THAN_REGISTER: _("differs from the register"),
    Evidence.SAME_AS_REGISTER: _("same as in the register"),
    Evidence.SAME_AS_FAR_AS_KNOWN: _("agrees as far as both are known"),
    Evidence.REGISTER_SILENT: _("the register does not say"),
    Evidence.DIGITS_AGREE: _("century, sex and year of the number agree"),
    Evidence.INVENTED_PERSON: _("prefix 099: an invented person"),
    Evidence.DIGITS_DISAGREE: _("the number may be older than a correction; this alone refuses nobody"),
    Evidence.PREFIX_UNKNOWN: _("the first three digits are not in the table"),
    Evidence.NO_READER: _("the chip was not read; a copy of the code proves nothing"),
    Evidence.LOOK_AT_THE_PERSON: _("look at the person, look at the card"),
    Evidence.NO_GATEWAY: _("no gateway connected"),
    Evidence.OTHER_PURPOSE: _("not asked for this purpose"),
}

ANSWERS: dict[tuple[Purpose, Enough], Promise] = {
    (Purpose.HEALTH_INSURANCE, Enough.ENOUGH): _(
        "Enough to receive for a health-insurance visit. No other paper is needed."
    ),
    (Purpose.HEALTH_INSURANCE, Enough.ENOUGH_LOOK_UP_LATER): _(
        "Enough to receive for a health-insurance visit. No other paper is needed; what could not be checked is "
        "looked up later."
    ),
    (Purpose.HEALTH_INSURANCE, Enough.ANOTHER_PAPER): _(
        "Not enough by itself: ask for another paper with a photo, or the insurance card. Care goes on."
    ),
    (Purpose.TREATMENT, Enough.ENOUGH): _("Enough to receive for treatment. No other paper is needed."),
    (Purpose.TREATMENT, Enough.ENOUGH_LOOK_UP_LATER): _(
        "Enough to receive for treatment. What could not be checked is looked up later."
    ),
    (Purpose.TREATMENT, Enough.ANOTHER_PAPER): _(
        "Not enough by itself: ask for another paper with a photo. Care goes on."
    ),
    (Purpose.CONTRACT, Enough.NEEDS_CHIP): _(
        "Not enough to sign a contract: a copy proves nobody. The card must be put on a chip reader."
    ),
    (Purpose.CONTRACT, Enough.ANOTHER_PAPER): _(
        "Not enough to sign a contract: something on the copy is not true of the register."
    ),
}


def fact_text(fact: DeskFact) -> Fact:
    """One fact with its words."""
    evidence = str(EVIDENCE[fact.evidence])
    if "%(day)s" in evidence:
        evidence = evidence % {"day": format_date(fact.day, get_language() or "vi") if fact.day else ""}
    return Fact(name=str(NAMES[fact.name]), answer=fact.answer, evidence=evidence)


CODE_AND_CHIP: dict[CodeAndChip, Promise] = {
    CodeAndChip.AGREE: _("number, birth and name agree; a printed code alone proves nothing"),
    CodeAndChip.ANOTHER_NUMBER: _("the chip has another number: code and card do not belong together"),
    CodeAndChip.ANOTHER_BIRTH: _("the chip has another birth date: look at the card again"),
    CodeAndChip.ANOTHER_NAME: _("the chip has another name: look at the card again"),
    CodeAndChip.CHIP_NOT_READ: _("the chip's letter lines were not read"),
}


def code_and_chip_text(found: CodeAndChip) -> Fact:
    """The comparison of code and chip with its words."""
    return Fact(
        name=str(_("Code and chip are of one person")),
        answer=answer_of(found),
        evidence=str(CODE_AND_CHIP[found]),
    )


def answer_text(purpose: Purpose, enough: Enough) -> str:
    """What the facts are enough for, as a sentence."""
    return str(ANSWERS[purpose, enough])
