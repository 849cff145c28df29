"""Numbers and held documents of invented people: structurally right, and outside every province.

What for: personal numbers with the unassigned prefix 099 (domain.md §2) whose fourth digit gives century and
sex and whose next two give the year; old nine-digit numbers; which document a person holds and until when.
Ages at which a card ends come from the caller (the Regime), never from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

PREFIX = "099"
FIRST_SERIAL = 500_000
LAST_SERIAL = 999_999
BARCODE_SINCE = date(2016, 1, 4)
BARCODE_UNTIL = date(2020, 12, 28)
CHIP_SINCE = date(2021, 1, 4)
CMND_ENDS = date(2024, 12, 31)
CMND_YEARS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """What the Regime of the day says: first card, ages of change, years of grace before them."""

    first: int
    change: tuple[int, ...]
    grace_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The document a person holds: none, cmnd9, cmnd12, barcode or chip."""

    kind: str = "none"
    issued_on: date | None = None
    expires_on: date | None = None
    no_expiry: bool = False


def personal_number(*, sex: str, birth_year: int, serial: int) -> str:
    """Twelve digits: 099, the digit for century and sex, the year, six free digits."""
    digit = (birth_year // 100 - 19) * 2 + (1 if sex == "female" else 0)
    return f"{PREFIX}{digit}{birth_year % 100:02d}{serial:06d}"


class Numbers:
    """Draws personal numbers and old numbers, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def fresh(self, *, sex: str, birth_year: int) -> str:
        """A personal number that nobody in this ward has."""
        while True:
            number = personal_number(
                sex=sex, birth_year=birth_year, serial=self._rng.randint(FIRST_SERIAL, LAST_SERIAL)
            )
            if number not in self._taken:
                self._taken.add(number)
                return number

    def fresh_cmnd9(self) -> str:
        """Nine digits of an old identity card, 099 in front here too."""
        while True:
            number = f"{PREFIX}{self._rng.randint(0, 999_999):06d}"
            if number not in self._taken:
                self._taken.add(number)
                return number


def birthday_at(birth: date, age: int) -> date:
    """The day on which someone born on `birth` reaches `age`; 29 February gives 1 March."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def card_ends(birth: date, issued_on: date, ages: Ages) -> date | None:
    """The last day of a card issued then, or None when it has no end.

    A card taken within the years of grace before an age of change is good until the next such age
    (Law on identity 2023, article 21; the law of 2014 said the same).
    """
    for age in ages.change:
        if issued_on < birthday_at(birth, age - ages.grace_years):
            return birthday_at(birth, age)
    return None


def _between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def held_card(kind: str, *, birth: date, issued_on: date, ages: Ages) -> Held:
    """A barcode or chip card issued on that day, with the end that the ages of change give it."""
    ends = card_ends(birth, issued_on, ages)
    return Held(kind=kind, issued_on=issued_on, expires_on=ends, no_expiry=ends is None)


def held_cmnd(kind: str, *, issued_on: date) -> Held:
    """An old identity card: fifteen years, and none of them after the end of 2024."""
    ends = min(birthday_at(issued_on, CMND_YEARS), CMND_ENDS)
    return Held(kind=kind, issued_on=issued_on, expires_on=ends)


def draw_held(rng: Random, *, birth: date, on: date, ages: Ages) -> Held:
    """What a person of this age plausibly holds on that day; the old hold old papers more often."""
    of_age = birthday_at(birth, ages.first)
    if on < of_age:
        return Held()
    age = on.year - birth.year
    chance = rng.random()
    old = age >= 70
    if chance < (0.55 if old else 0.66) and of_age < on:
        first = max(CHIP_SINCE, of_age)
        if first < on:
            issued_on = _between(rng, first, on - timedelta(days=1))
            return held_card("chip", birth=birth, issued_on=issued_on, ages=ages)
    if chance < (0.66 if old else 0.84) and of_age < BARCODE_UNTIL:
        issued_on = _between(rng, max(BARCODE_SINCE, of_age), BARCODE_UNTIL)
        return held_card("barcode", birth=birth, issued_on=issued_on, ages=ages)
    if chance < (0.93 if old else 0.94) and of_age < BARCODE_SINCE:
        twelve = rng.random() < 0.25 and of_age < date(2015, 12, 1)
        first = max(date(2012, 9, 1) if twelve else date(2001, 1, 1), of_age)
        return held_cmnd("cmnd12" if twelve else "cmnd9", issued_on=_between(rng, first, date(2015, 12, 20)))
    return Held()
