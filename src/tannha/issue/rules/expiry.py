"""How long a card lasts: until the next age of change, or without end. Pure.

Law 26/2023/QH15 Art. 21 (Law 59/2014/QH13 Art. 21 before): a card is changed at set ages; one made within the
grace years before such an age is good until the next. The ages and the years are those of the regime of the
day of issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tannha.ground.dates import PartialDate, years_after


class ValidityRegime(Protocol):
    """What of a regime decides validity."""

    @property
    def change_ages(self) -> tuple[int, ...]:
        """Ages of change in completed years, ascending."""

    @property
    def grace_years(self) -> int:
        """How many years before such an age a card already counts for the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The last day (None: without end), the age that ends the card, and the age that was skipped by the grace
    years.
    """

    expires_on: date | None
    until_age: int | None
    skipped_age: int | None = None


def validity_of(*, birth: PartialDate, issued_on: date, regime: ValidityRegime) -> Validity:
    """Tell how long a card made on `issued_on` lasts for a person born then.

    Where birth is known by year (or month) only, the last day it can be is reckoned with, for the end as for
    the grace years: no validity is taken from the person for a day nobody knows, and no day is invented on
    the card. Refuses (ValueError) a card made before the person was born.
    """
    born = birth.latest
    if issued_on < birth.earliest:
        raise ValueError("a card cannot be older than its holder")
    skipped = None
    for age in regime.change_ages:
        if issued_on < years_after(born, age - regime.grace_years):
            return Validity(expires_on=years_after(born, age), until_age=age, skipped_age=skipped)
        if issued_on < years_after(born, age):
            skipped = age
    return Validity(expires_on=None, until_age=None, skipped_age=skipped)
