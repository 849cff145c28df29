"""What can be told of a scanned card: separate facts, each with its answer and what it rests on. Pure.

No fact says more than the card shows: evidence names registers and days, never another person's data. There
is no total; what is enough for a purpose is a sentence of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.desk.rules.purpose import Enough, Purpose
from tannha.desk.rules.qr import CardCopy, Oddity
from tannha.ground.dates import PartialDate
from tannha.ground.facts import Answer
from tannha.ground.names import fold
from tannha.ground.personal_number import Doubt, doubts
from tannha.ground.regime import regime_on
from tannha.issue.rules.expiry import validity_of
from tannha.issue.rules.handover import CardStatus


class FactName(StrEnum):
    """The facts in the order in which they are shown."""

    READABLE = "readable"
    KNOWN_HERE = "known_here"
    IN_FORCE = "in_force"
    NAME_MATCHES = "name_matches"
    BIRTH_MATCHES = "birth_matches"
    SEX_MATCHES = "sex_matches"
    NUMBER_STRUCTURE = "number_structure"
    CHIP_GENUINE = "chip_genuine"
    SAME_FACE = "same_face"
    INSURANCE = "insurance"


class Evidence(StrEnum):
    """What an answer rests on."""

    SEVEN_FIELDS = "seven_fields"
    ELEVEN_FIELDS = "eleven_fields"
    UNUSUAL_FIELDS = "unusual_fields"
    MARKS_LOST = "marks_lost"
    CHARACTERS_LOST = "characters_lost"
    CARD_MADE_HERE = "card_made_here"
    ON_THE_ROLL = "on_the_roll"
    NOBODY_HERE = "nobody_here"
    STATUS_LIST = "status_list"
    REVOKED = "revoked"
    NOT_HANDED_OVER = "not_handed_over"
    ENDED = "ended"
    NEWER_CARD = "newer_card"
    ANOTHER_CARD = "another_card"
    ISSUED_LATER_THAN_TODAY = "issued_later_than_today"
    ENDED_BY_ITS_DATES = "ended_by_its_dates"
    LASTS_BY_ITS_DATES = "lasts_by_its_dates"
    NO_END_BY_ITS_DATES = "no_end_by_its_dates"
    SAME_LETTERS = "same_letters"
    SAME_WITHOUT_MARKS = "same_without_marks"
    OTHER_THAN_REGISTER = "other_than_register"
    SAME_AS_REGISTER = "same_as_register"
    SAME_AS_FAR_AS_KNOWN = "same_as_far_as_known"
    REGISTER_SILENT = "register_silent"
    DIGITS_AGREE = "digits_agree"
    INVENTED_PERSON = "invented_person"
    DIGITS_DISAGREE = "digits_disagree"
    PREFIX_UNKNOWN = "prefix_unknown"
    NO_READER = "no_reader"
    LOOK_AT_THE_PERSON = "look_at_the_person"
    NO_GATEWAY = "no_gateway"
    OTHER_PURPOSE = "other_purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFact:
    """One check with its answer, what it rests on, and the day that the evidence speaks of (None: no day)."""

    name: FactName
    answer: Answer
    evidence: Evidence
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """What the registers of this ward hold of the person with this number; compared, never shown."""

    full_name: str
    birth: PartialDate | None
    sex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCard:
    """The newest card made here for this number."""

    status: CardStatus
    issued_on: date
    expires_on: date | None


def facts_of(
    copy: CardCopy, *, person: KnownPerson | None, card: KnownCard | None, purpose: Purpose, on: date
) -> tuple[DeskFact, ...]:
    """Tell every fact about a copy, in the order of the page; `on` is the day at the desk."""
    return (
        _readable(copy),
        _known(person, card),
        _in_force(copy, card, on),
        _name(copy, person),
        _birth(copy, person),
        _sex(copy, person),
        _structure(copy),
        DeskFact(name=FactName.CHIP_GENUINE, answer=Answer.UNCHECKED, evidence=Evidence.NO_READER),
        DeskFact(name=FactName.SAME_FACE, answer=Answer.UNCHECKED, evidence=Evidence.LOOK_AT_THE_PERSON),
        _insurance(purpose),
    )


def _readable(copy: CardCopy) -> DeskFact:
    by_count = {7: Evidence.SEVEN_FIELDS, 11: Evidence.ELEVEN_FIELDS}
    evidence = by_count.get(7 + len(copy.extra), Evidence.UNUSUAL_FIELDS)
    if Oddity.LOST_CHARACTERS in copy.oddities:
        evidence = Evidence.CHARACTERS_LOST
    elif Oddity.LOST_MARKS in copy.oddities:
        evidence = Evidence.MARKS_LOST
    return DeskFact(name=FactName.READABLE, answer=Answer.TRUE, evidence=evidence)


def _known(person: KnownPerson | None, card: KnownCard | None) -> DeskFact:
    name = FactName.KNOWN_HERE
    if card is not None:
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.CARD_MADE_HERE, day=card.issued_on)
    if person is not None:
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.ON_THE_ROLL)
    return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.NOBODY_HERE)


def _in_force(copy: CardCopy, card: KnownCard | None, on: date) -> DeskFact:
    def fact(answer: Answer, evidence: Evidence, day: date | None = None) -> DeskFact:
        return DeskFact(name=FactName.IN_FORCE, answer=answer, evidence=evidence, day=day)

    if copy.issued_on > on:
        return fact(Answer.FALSE, Evidence.ISSUED_LATER_THAN_TODAY, copy.issued_on)
    if card is not None and copy.issued_on <= card.issued_on:
        if copy.issued_on < card.issued_on:
            if card.status is CardStatus.HANDED_OVER:
                return fact(Answer.FALSE, Evidence.NEWER_CARD, card.issued_on)
            return _by_its_dates(copy, on)
        if card.status is CardStatus.REVOKED:
            return fact(Answer.FALSE, Evidence.REVOKED)
        if card.status is CardStatus.MADE:
            return fact(Answer.FALSE, Evidence.NOT_HANDED_OVER)
        if card.expires_on is not None and on > card.expires_on:
            return fact(Answer.FALSE, Evidence.ENDED, card.expires_on)
        return fact(Answer.TRUE, Evidence.STATUS_LIST, on)
    if card is not None:
        return fact(Answer.UNCHECKED, Evidence.ANOTHER_CARD, copy.issued_on)
    return _by_its_dates(copy, on)


def _by_its_dates(copy: CardCopy, on: date) -> DeskFact:
    """A card nobody here made: the law of its day of issue tells when it ends; whether it was ended stays
    unchecked.
    """
    end = validity_of(birth=copy.birth, issued_on=copy.issued_on, regime=regime_on(copy.issued_on)).expires_on
    name = FactName.IN_FORCE
    if end is None:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.NO_END_BY_ITS_DATES)
    if on > end:
        return DeskFact(name=name, answer=Answer.FALSE, evidence=Evidence.ENDED_BY_ITS_DATES, day=end)
    return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.LASTS_BY_ITS_DATES, day=end)


def _name(copy: CardCopy, person: KnownPerson | None) -> DeskFact:
    name = FactName.NAME_MATCHES
    if person is None or Oddity.LOST_CHARACTERS in copy.oddities:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=_silent(copy, person))
    if copy.full_name.casefold() == person.full_name.casefold():
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.SAME_LETTERS)
    if fold(copy.full_name) == fold(person.full_name):
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.SAME_WITHOUT_MARKS)
    return DeskFact(name=name, answer=Answer.FALSE, evidence=Evidence.OTHER_THAN_REGISTER)


def _silent(copy: CardCopy, person: KnownPerson | None) -> Evidence:
    return Evidence.NOBODY_HERE if person is None else Evidence.CHARACTERS_LOST


def _birth(copy: CardCopy, person: KnownPerson | None) -> DeskFact:
    name = FactName.BIRTH_MATCHES
    if person is None:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.NOBODY_HERE)
    if person.birth is None:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.REGISTER_SILENT)
    if copy.birth == person.birth:
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.SAME_AS_REGISTER)
    if _agree(copy.birth, person.birth):
        return DeskFact(name=name, answer=Answer.TRUE, evidence=Evidence.SAME_AS_FAR_AS_KNOWN)
    return DeskFact(name=name, answer=Answer.FALSE, evidence=Evidence.OTHER_THAN_REGISTER)


def _agree(one: PartialDate, other: PartialDate) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left is None or right is None or left == right for left, right in pairs)


def _sex(copy: CardCopy, person: KnownPerson | None) -> DeskFact:
    name = FactName.SEX_MATCHES
    if person is None:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.NOBODY_HERE)
    if person.sex not in ("male", "female"):
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.REGISTER_SILENT)
    same = copy.sex == person.sex
    return DeskFact(
        name=name,
        answer=Answer.TRUE if same else Answer.FALSE,
        evidence=Evidence.SAME_AS_REGISTER if same else Evidence.OTHER_THAN_REGISTER,
    )


def _structure(copy: CardCopy) -> DeskFact:
    """The digits of the number against birth and sex: a warning only (Decree 70/2024 Art. 11 (8))."""
    name = FactName.NUMBER_STRUCTURE
    found = doubts(copy.personal_number, birth=copy.birth, sex=copy.sex)
    if Doubt.BIRTH_DISAGREES in found or Doubt.SEX_DISAGREES in found:
        return DeskFact(name=name, answer=Answer.FALSE, evidence=Evidence.DIGITS_DISAGREE)
    if Doubt.UNKNOWN_PROVINCE in found:
        return DeskFact(name=name, answer=Answer.UNCHECKED, evidence=Evidence.PREFIX_UNKNOWN)
    evidence = Evidence.INVENTED_PERSON if Doubt.SYNTHETIC in found else Evidence.DIGITS_AGREE
    return DeskFact(name=name, answer=Answer.TRUE, evidence=evidence)


def _insurance(purpose: Purpose) -> DeskFact:
    if purpose is Purpose.HEALTH_INSURANCE:
        return DeskFact(name=FactName.INSURANCE, answer=Answer.UNCHECKED, evidence=Evidence.NO_GATEWAY)
    return DeskFact(name=FactName.INSURANCE, answer=Answer.NOT_APPLICABLE, evidence=Evidence.OTHER_PURPOSE)


_IDENTITY = frozenset(
    {FactName.IN_FORCE, FactName.NAME_MATCHES, FactName.BIRTH_MATCHES, FactName.SEX_MATCHES}
)
_LOOKED_UP = frozenset({FactName.KNOWN_HERE, FactName.IN_FORCE, FactName.INSURANCE})


def enough_for(purpose: Purpose, facts: tuple[DeskFact, ...]) -> Enough:
    """Say what the facts are enough for. A fact that is not true asks for another paper; it never refuses
    care.
    """
    if any(fact.answer is Answer.FALSE and fact.name in _IDENTITY for fact in facts):
        return Enough.ANOTHER_PAPER
    if purpose is Purpose.CONTRACT:
        return Enough.NEEDS_CHIP
    return Enough.ENOUGH_LOOK_UP_LATER if still_to_look_up(facts) else Enough.ENOUGH


def still_to_look_up(facts: tuple[DeskFact, ...]) -> tuple[FactName, ...]:
    """Name the facts that a later look-up could still answer."""
    return tuple(fact.name for fact in facts if fact.name in _LOOKED_UP and fact.answer is Answer.UNCHECKED)
