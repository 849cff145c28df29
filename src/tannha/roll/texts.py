"""The roll's wire words in the reader's language: findings, repairs, fields, evidence, reasons. Decides nothing."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from tannha.ground.dates import PartialDate, format_partial
from tannha.roll.models import ImportState
from tannha.roll.rules.doubles import Evidence
from tannha.roll.rules.due import DueKind, DueReason
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode, Repair
from tannha.roll.rules.proposals import ProposalKind
from tannha.roll.rules.search import Purpose

FINDINGS: dict[str, str] = {
    FindingCode.YEAR_ONLY: _("Only the year of birth is known"),
    FindingCode.IMPOSSIBLE_DATE: _("A date that does not exist"),
    FindingCode.UNREADABLE_DATE: _("A date that cannot be read"),
    FindingCode.SHORT_YEAR: _("A year of birth with two digits"),
    FindingCode.SERIAL_DATE: _("A date that became a number"),
    FindingCode.BIRTH_MISSING: _("No date of birth"),
    FindingCode.SEX_UNREADABLE: _("A sex that cannot be read"),
    FindingCode.LOST_LEADING_ZERO: _("A number that lost its leading zeros"),
    FindingCode.NUMBER_UNREADABLE: _("A personal number without twelve digits"),
    FindingCode.NUMBER_DISAGREES: _("A number that disagrees with birth or sex"),
    FindingCode.NUMBER_UNKNOWN_PROVINCE: _("A number that begins with no known province"),
    FindingCode.NINE_DIGIT_OLD_NUMBER: _("An old nine-digit number in the column of personal numbers"),
    FindingCode.OLD_NUMBER_UNREADABLE: _("An old number without nine digits"),
    FindingCode.NFD_NAME: _("A name written with separate tone marks"),
    FindingCode.NAME_MISSING: _("No name"),
    FindingCode.NAME_UNLIKELY: _("A name with digits, or too short or long"),
    FindingCode.LEGACY_ENCODING: _("Old letters of before Unicode (TCVN3, VNI)"),
    FindingCode.FORMER_WARD: _("A ward name of before a reform"),
    FindingCode.DOUBLE: _("Perhaps the same person twice in the file"),
    FindingCode.DOUBLE_IN_ROLL: _("Perhaps somebody who is in the roll already"),
    FindingCode.BLANK_ROW: _("An empty row"),
    FindingCode.SUMMARY_ROW: _("A total or signature row"),
}
REPAIRS: dict[str, str] = {
    Repair.SKIP: _("leave these rows out"),
    Repair.KEEP_YEAR: _("keep the year only"),
    Repair.WITHOUT_BIRTH: _("write without a date of birth"),
    Repair.TAKE_PROPOSAL: _("take the proposal"),
    Repair.WITHOUT_NUMBER: _("write without this number"),
    Repair.WRITE_BOTH: _("they are two people, write both"),
    Repair.CONVERT: _("convert to today's letters"),
}
FIELDS: dict[str, str] = {
    Field.SKIP: _("not taken over"),
    Field.ROW_NUMBER: _("row number"),
    Field.FULL_NAME: _("full name"),
    Field.FAMILY_NAME: _("family name (before the name)"),
    Field.MIDDLE_NAME: _("middle name"),
    Field.SPOKEN_NAME: _("way of calling"),
    Field.BIRTH: _("date of birth"),
    Field.BIRTH_MALE: _("date of birth, men"),
    Field.BIRTH_FEMALE: _("date of birth, women"),
    Field.BIRTH_DAY: _("day of birth"),
    Field.BIRTH_MONTH: _("month of birth"),
    Field.BIRTH_YEAR: _("year of birth"),
    Field.SEX: _("sex"),
    Field.MARK_MALE: _("mark for men"),
    Field.MARK_FEMALE: _("mark for women"),
    Field.PERSONAL_NUMBER: _("personal number"),
    Field.OLD_NUMBER: _("old number (nine digits)"),
    Field.ANY_NUMBER: _("personal or old number"),
    Field.ADDRESS: _("address"),
    Field.GROUP: _("residential group"),
    Field.TOWER: _("tower"),
    Field.FLOOR: _("floor"),
    Field.FLAT: _("flat"),
    Field.HOUSE_NUMBER: _("house number"),
    Field.STREET: _("street or alley"),
    Field.HAS_LIFT: _("lift"),
    Field.PHONE: _("telephone"),
    Field.NOTE: _("note"),
    Field.DOCUMENT_KIND: _("document held"),
    Field.DOCUMENT_ISSUED_ON: _("document issued on"),
    Field.DOCUMENT_EXPIRES_ON: _("document valid until"),
    Field.SUPPORTER_NAME: _("supporter"),
    Field.SUPPORTER_PHONE: _("supporter's telephone"),
    Field.SUPPORTER_RELATION: _("supporter's relation"),
}
EVIDENCE: dict[str, str] = {
    Evidence.SAME_ROW: _("the same row again"),
    Evidence.SAME_NUMBER: _("same personal number"),
    Evidence.SAME_OLD_NUMBER: _("same old number"),
    Evidence.NEAR_NUMBER: _("similar name, number one digit off"),
    Evidence.SAME_NAME_BIRTH_DOOR: _("same name, same birth, same door"),
    Evidence.SAME_NAME_BIRTH_GROUP: _("same name, same birth, same group"),
    Evidence.SAME_NAME_BIRTH: _("same name, same birth"),
    Evidence.SAME_NAME_DOOR: _("same name, same door, year of birth missing or a slip off"),
    Evidence.SIMILAR_NAME_SAME_DOOR: _("similar name, same birth year, same door"),
    Evidence.SIMILAR_NAME_SAME_BIRTH: _("similar name, same birth, same group"),
}
DUE_KINDS: dict[str, str] = {
    DueKind.NONE: _("No document known"),
    DueKind.CMND9: _("Old paper with nine digits"),
    DueKind.CMND12: _("Old paper with twelve digits"),
    DueKind.BARCODE: _("Card with barcode"),
    DueKind.CHIP_VALID: _("Chip card, valid"),
    DueKind.CHIP_EXPIRING: _("Chip card, to be changed soon"),
    DueKind.CHIP_EXPIRED: _("Chip card, expired"),
    DueKind.NONE_NEEDED: _("No new card needed"),
}
DUE_REASONS: dict[str, str] = {
    DueReason.NO_DOCUMENT: _("A card is due: no document is known. Age exempts nobody."),
    DueReason.OLD_PAPER: _("A card is due: the old paper has no chip."),
    DueReason.NO_CHIP: _("A card is due: the card has no chip."),
    DueReason.VALID_UNTIL: _("Not due: the card is valid."),
    DueReason.VALID_END_UNKNOWN: _("Not due as far as known: the card's last day is not recorded."),
    DueReason.CHANGE_OPEN: _(
        "May be changed now: a card made within two years before the age of change holds until the next."
    ),
    DueReason.EXPIRED: _("A card is due: the card has ended."),
    DueReason.NO_EXPIRY: _("Not due: the card is valid without end."),
    DueReason.UNDER_AGE: _("Not due: under the age of a card, and nobody asked for one."),
    DueReason.UNDER_AGE_ASKED: _("A card is due: the family asked for the child's card."),
    DueReason.TOO_YOUNG: _("Not due: too young for a card by the rules of that day."),
    DueReason.ASKED: _("A card is due: the person asked for one."),
}

PURPOSES = {
    Purpose.FAMILY_ASKS: gettext_lazy("The person or the family asks"),
    Purpose.VISIT: gettext_lazy("A visit at home"),
    Purpose.ENROLMENT: gettext_lazy("Capture at the counter"),
    Purpose.CARD: gettext_lazy("A card to hand over"),
    Purpose.CORRECTION: gettext_lazy("A correction of the roll"),
    Purpose.RIGHTS: gettext_lazy("A request about personal data"),
}
CORRECTABLE = {
    "full_name": gettext_lazy("full name"),
    "birth": gettext_lazy("date of birth"),
    "sex": gettext_lazy("sex (male, female, unknown)"),
    "personal_number": gettext_lazy("personal number"),
    "phone": gettext_lazy("telephone"),
    "spoken_name": gettext_lazy("way of calling"),
    "address": gettext_lazy("address"),
    "floor": gettext_lazy("floor of the home"),
    "has_lift": gettext_lazy("lift in the house (yes, no)"),
}
STATES = {
    ImportState.READING: gettext_lazy("being read"),
    ImportState.STAGED: gettext_lazy("read, nothing written yet"),
    ImportState.WAITING: gettext_lazy("waits to be written"),
    ImportState.WRITING: gettext_lazy("being written"),
    ImportState.ACCEPTED: gettext_lazy("written"),
    ImportState.UNDONE: gettext_lazy("undone"),
    ImportState.REFUSED: gettext_lazy("put aside"),
}
DOCUMENTS = {
    "none": gettext_lazy("none"),
    "cmnd9": gettext_lazy("old paper, nine digits"),
    "cmnd12": gettext_lazy("old paper, twelve digits"),
    "barcode": gettext_lazy("card with barcode"),
    "chip": gettext_lazy("chip card"),
}

STATUS_WORDS = {
    "present": gettext_lazy("lives here"),
    "moved_out": gettext_lazy("moved out"),
    "deceased": gettext_lazy("deceased"),
    "merged": gettext_lazy("joined into another row"),
}
SEX_WORDS = {
    "male": gettext_lazy("man"),
    "female": gettext_lazy("woman"),
    "unknown": gettext_lazy("not known"),
}
CHANGED = CORRECTABLE | {
    "sex": gettext_lazy("sex"),
    "floor": gettext_lazy("floor"),
    "has_lift": gettext_lazy("lift"),
    "added": gettext_lazy("added by hand"),
    "status": gettext_lazy("lives here or not"),
    "old_number": gettext_lazy("old number"),
    "merged": gettext_lazy("joined with another row"),
    "parted": gettext_lazy("parted again"),
    "group": gettext_lazy("residential group"),
}
PROPOSALS = {
    ProposalKind.CORRECTION: gettext_lazy("A correction"),
    ProposalKind.STATUS: gettext_lazy("Moved away, died, or here after all"),
    ProposalKind.PERSON: gettext_lazy("Somebody who is on no list"),
}
PROPOSAL_STATES = {
    "waiting": ("wait", gettext_lazy("waits for a supervisor")),
    "accepted": ("done", gettext_lazy("accepted")),
    "declined": ("none", gettext_lazy("left as it was")),
    "withdrawn": ("none", gettext_lazy("taken back")),
}
EXPORT_HEADS = {
    "full_name": gettext_lazy("Full name"),
    "birth": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "personal_number": gettext_lazy("Personal number"),
    "old_numbers": gettext_lazy("Old numbers"),
    "address": gettext_lazy("Address"),
    "group": gettext_lazy("Residential group"),
    "phone": gettext_lazy("Telephone"),
    "status": gettext_lazy("Lives here"),
    "due": gettext_lazy("Document held"),
}


def finding_text(code: str) -> str:
    """A finding in words."""
    return gettext(FINDINGS[code])


def repair_text(repair: str) -> str:
    """A repair in words."""
    return gettext(REPAIRS[repair])


def field_text(field: str) -> str:
    """A field in words."""
    return gettext(FIELDS[field])


def evidence_text(evidence: str) -> str:
    """An evidence in words."""
    return gettext(EVIDENCE[evidence])


def due_text(kind: str, reason: str) -> tuple[str, str]:
    """What is held, and whether and why a card is due."""
    return gettext(DUE_KINDS[kind]), gettext(DUE_REASONS[reason])


def value_text(field: str, value: str) -> str:
    """A kept value in the reader's words: birth day first, sex, yes or no, status; "" stays."""
    if field == "birth":
        return format_partial(PartialDate.from_iso(value), get_language() or "vi") if value else ""
    if field == "sex" and value in SEX_WORDS:
        return str(SEX_WORDS[value])
    if field == "status" and value in STATUS_WORDS:
        return str(STATUS_WORDS[value])
    if field == "has_lift" and value:
        return gettext("yes") if value == "yes" else gettext("no")
    return value
