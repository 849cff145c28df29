"""The shape of a regime. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Modality(StrEnum):
    """What is captured, in the order in which it is captured."""

    FEATURES = "features"
    SLAP_RIGHT = "slap_right"
    SLAP_LEFT = "slap_left"
    THUMBS = "thumbs"
    ROLLED = "rolled"
    PHOTO = "photo"
    IRIS = "iris"


class Service(StrEnum):
    """Why a card is made; decides the fee."""

    FIRST = "first"
    FROM_OLD_CARD = "from_old_card"
    AGE_CHANGE = "age_change"
    CHANGE = "change"
    REISSUE = "reissue"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCode:
    """A form's code with the regime it belongs to, since the same code names other forms by date."""

    code: str
    since: date

    def __str__(self) -> str:
        """For example CC02@2021."""
        return f"{self.code}@{self.since.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One set of rules. Ages in completed years, deadlines in working days.

    `change_ages`: a card is to be changed at these ages; one made within `grace_years` before such an age is good until
    the next. `qr_fields` and `year_only_birth` ("year", "blank_days" or "zeros") shape the card's texts.
    """

    name: str
    since: date
    law: str
    required_from_age: int
    on_request_from_age: int
    biometrics_from_age: int
    iris_from_age: int | None
    change_ages: tuple[int, ...]
    grace_years: int
    modalities: tuple[Modality, ...]
    information_form: FormCode
    appointment_slip: FormCode
    refusal_form: FormCode | None
    collection_form: FormCode
    correction_form: FormCode | None
    deadline_days: int
    deadline_days_reissue: int
    place_of_issue: str
    qr_fields: int
    year_only_birth: str = "year"

    def modalities_for(self, least_age: int) -> tuple[Modality, ...]:
        """What is captured of a person of this age (least possible age where birth is partial)."""
        if least_age < self.biometrics_from_age:
            return ()
        iris = self.iris_from_age is not None and least_age >= self.iris_from_age
        return tuple(modality for modality in self.modalities if modality is not Modality.IRIS or iris)
