"""What a drive comes to: people of each group and kind on each day, hours of everything by week, and what one more
would bring. The file format ``tannha-plan-drive-quotas/1``; whole numbers (persons, minutes, hundredths where told).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.plan.drive.ward import Kind
from tannha.plan.rules.wire import BadInput, from_plain, from_text, to_text

QUOTAS_FORMAT = "tannha-plan-drive-quotas/1"


class Means(StrEnum):
    """What a drive is made with."""

    MACHINE = "machine"
    KIT = "kit"
    CAR = "car"
    CREW = "crew"


class Limit(StrEnum):
    """A row of the linear programme: what can run out on a day."""

    ENTRIES = "entries"
    STEP_FREE_ENTRIES = "step_free_entries"
    KIT_MINUTES = "kit_minutes"
    GENTLE_KIT_MINUTES = "gentle_kit_minutes"
    BATTERY = "battery"
    CAR_MINUTES = "car_minutes"
    OFFICER_MINUTES = "officer_minutes"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many people of a group and kind on a day."""

    day: date
    group: str
    kind: Kind
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """People of a group and kind for whom the days do not suffice."""

    group: str
    kind: Kind
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Minutes of one kind of means in a week that begins on ``week``: had, and needed by the quotas."""

    week: date
    means: Means
    had_minutes: int
    used_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one more hour (of a battery or crowd: one more person) on a day of this week would bring: weighted
    person-days sooner, in hundredths. From the duals of the linear programme."""

    week: date
    limit: Limit
    brings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """One more machine, kit, car or crew over the whole drive, found by solving again: weighted person-days sooner,
    people more, the last day then; ``at_most`` is the same gain as the duals alone would promise."""

    means: Means
    days_sooner: int
    at_most: int
    people_more: int
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A crew works on a day."""

    day: date
    crew: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A day planned for real by the engine, its plan judged by the independent checker: people of its quota who go out
    (home and ride), how many of them found a place, and how many people were moved to another day before because they
    found none here."""

    day: date
    asked: int
    placed: int
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """The answer to one ward, named by its digest. The same ward gives the same drive.

    ``kit_percent`` and ``car_percent`` say by how much minutes had to be stretched until sampled days could be
    routed; ``rounds`` how often it was solved. ``waiting_days`` is the sum of weight times day over all people.
    """

    format: str
    ward: str
    ward_digest: str
    first_day: date
    quotas: tuple[Quota, ...]
    left: tuple[Left, ...]
    uses: tuple[Use, ...]
    prices: tuple[Price, ...]
    one_more: tuple[OneMore, ...]
    rota: tuple[Duty, ...]
    samples: tuple[Sample, ...]
    waiting_days: int
    last_day: date | None
    rounds: int
    kit_percent: int = 100
    car_percent: int = 100


def encode_drive(drive: Drive) -> str:
    """The drive as ``tannha-plan-drive-quotas/1`` JSON text, sorted keys."""
    return to_text(drive)


def decode_drive(text: str) -> Drive:
    """Read a drive's file; raises BadInput naming the field."""
    data = from_text(text)
    if data.get("format") != QUOTAS_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    return from_plain(Drive, data)
