"""What a drive is made from: groups with the people still without a card, and what the ward has on which days.

The file format ``tannha-plan-drive/1``; keys are these field names. Whole numbers throughout: persons, minutes,
seconds where the name says so. No name of a person stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tannha.plan.rules.wire import (
    BadInput,
    from_plain,
    from_text,
    refuse_doubled_ids,
    refuse_negative,
    to_text,
)

DRIVE_FORMAT = "tannha-plan-drive/1"
MOST_GROUPS, MOST_DAYS, MOST_OF_A_KIND = 500, 400, 200
MOST_PEOPLE = 100_000
MOST_WEIGHT, MOST_LETTERS = 1_000, 200
DAY_MINUTES = 1_440


class Kind(StrEnum):
    """The need by which people are counted: come by themselves, are fetched by car, visited, or visited calmly."""

    WALK_IN = "walk_in"
    RIDE = "ride"
    HOME = "home"
    GENTLE = "gentle"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNeed:
    """What one person of a kind takes: entries on a machine, minutes of a kit at the door, minutes of a car beside the
    way (both legs), people present at the station; ``weight`` says how much a day of waiting weighs."""

    kind: Kind
    weight: int
    entries: int = 0
    step_free: bool = False
    kit_minutes: int = 0
    car_minutes: int = 0
    party: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A residential group: people still to be served by kind, minutes from the station and from door to door."""

    id: str
    walk_in: int
    ride: int
    home: int
    gentle: int
    way_minutes: int
    inside_minutes: int
    not_before: date | None = None
    quiet_days: tuple[date, ...] = ()

    def people(self, kind: Kind) -> int:
        """How many of a kind."""
        count: int = getattr(self, kind.value)
        return count


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveMachine:
    """A machine at the station: minutes open a day, a new person every ``entry_seconds``, officers at it."""

    id: str
    step_free: bool
    open_minutes: int
    entry_seconds: int
    officers: int = 1
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveKit:
    """A kit that goes out with its officers: minutes a day without lunch, enrolments a battery lasts for, and whether
    those who carry it are trained where calm is needed."""

    id: str
    minutes: int
    battery_enrolments: int
    gentle: bool = False
    officers: int = 2
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveCar:
    """A car with its driver: minutes a day without lunch, seats, places for a wheelchair."""

    id: str
    minutes: int
    seats: int = 3
    wheelchairs: int = 1
    officers: int = 1
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Officers with the same rota: minutes a day each, and on how many days of a week at most."""

    id: str
    officers: int
    minutes: int
    days_a_week: int = 5
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveSettings:
    """The ward's dated settings of a drive; ``owner`` and ``since`` say whose and from when.

    ``crowd_a_day`` 0 means no limit. One day in ``sample_every`` is planned for real, in at most ``rounds`` rounds.
    """

    owner: str
    since: str
    reserve_percent: int = 12
    crowd_a_day: int = 0
    sample_every: int = 10
    rounds: int = 3
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveWard:
    """Everything a drive is made from."""

    format: str
    ward: str
    first_day: date
    days: int
    kinds: tuple[KindNeed, ...]
    groups: tuple[Group, ...]
    machines: tuple[DriveMachine, ...]
    kits: tuple[DriveKit, ...]
    cars: tuple[DriveCar, ...]
    crews: tuple[Crew, ...]
    settings: DriveSettings
    closed_days: tuple[date, ...] = ()
    closed_weekdays: frozenset[int] = frozenset()

    def day(self, number: int) -> date:
        """The date of a day of the drive, 0 being the first."""
        return self.first_day + timedelta(days=number)

    def is_open(self, number: int) -> bool:
        """Whether anybody works on a day."""
        day = self.day(number)
        return day not in self.closed_days and day.weekday() not in self.closed_weekdays

    def need(self, kind: Kind) -> KindNeed:
        """What one person of a kind takes."""
        return next(need for need in self.kinds if need.kind is kind)


Resource = DriveMachine | DriveKit | DriveCar | Crew


def is_there(resource: Resource, day: date) -> bool:
    """Whether a machine, kit, car or crew is the ward's on a day."""
    return (resource.since is None or resource.since <= day) and (
        resource.until is None or day <= resource.until
    )


def decode_ward(text: str) -> DriveWard:
    """Read and validate a ward file. Raises BadInput naming field and id; never repairs silently."""
    data = from_text(text)
    if data.get("format") != DRIVE_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    _sizes(data)
    ward = from_plain(DriveWard, data)
    validate_ward(ward)
    return ward


def encode_ward(ward: DriveWard) -> str:
    """The ward as ``tannha-plan-drive/1`` JSON text, sorted keys."""
    return to_text(ward)


def _sizes(data: dict[str, Any]) -> None:
    limits = {"groups": MOST_GROUPS} | dict.fromkeys(("machines", "kits", "cars", "crews"), MOST_OF_A_KIND)
    for name, most in limits.items():
        if isinstance(data.get(name), list) and len(data[name]) > most:
            raise BadInput(field=name, problem=f"more than {most}")


def validate_ward(ward: DriveWard) -> None:
    """Refuse a ward no drive can be made from: BadInput with field and id of the first thing wrong."""
    if not 1 <= ward.days <= MOST_DAYS:
        raise BadInput(field="days", problem=f"not between 1 and {MOST_DAYS}")
    if ward.first_day > date.max - timedelta(days=MOST_DAYS):
        raise BadInput(field="first_day", problem="too late")
    if not ward.ward:
        raise BadInput(field="ward", problem="missing")
    _kinds(ward.kinds)
    for field in ("groups", "machines", "kits", "cars", "crews"):
        ids = [item.id for item in getattr(ward, field)]
        refuse_doubled_ids(field, ids)
        for one in ids:
            if len(one) > MOST_LETTERS or not one.isprintable():
                problem = f"not printable, or more than {MOST_LETTERS} letters"
                raise BadInput(field=f"{field}.id", problem=problem)
    for group in ward.groups:
        for kind in Kind:
            refuse_negative(f"groups.{kind.value}", group.people(kind), group.id)
            if group.people(kind) > MOST_PEOPLE:
                problem = f"more than {MOST_PEOPLE}"
                raise BadInput(field=f"groups.{kind.value}", subject=group.id, problem=problem)
        _minutes("groups.way_minutes", group.way_minutes, group.id)
        _minutes("groups.inside_minutes", group.inside_minutes, group.id)
    for machine in ward.machines:
        _minutes("machines.open_minutes", machine.open_minutes, machine.id)
        if machine.entry_seconds <= 0:
            raise BadInput(field="machines.entry_seconds", subject=machine.id, problem="not above zero")
        refuse_negative("machines.officers", machine.officers, machine.id)
        _dates("machines", machine)
    for kit in ward.kits:
        _minutes("kits.minutes", kit.minutes, kit.id)
        refuse_negative("kits.battery_enrolments", kit.battery_enrolments, kit.id)
        if kit.officers < 2:
            raise BadInput(field="kits.officers", subject=kit.id, problem="fewer than 2")
        _dates("kits", kit)
    for car in ward.cars:
        _minutes("cars.minutes", car.minutes, car.id)
        for name in ("seats", "wheelchairs", "officers"):
            refuse_negative(f"cars.{name}", getattr(car, name), car.id)
        _dates("cars", car)
    for crew in ward.crews:
        _minutes("crews.minutes", crew.minutes, crew.id)
        refuse_negative("crews.officers", crew.officers, crew.id)
        if not 0 <= crew.days_a_week <= 7:
            raise BadInput(field="crews.days_a_week", subject=crew.id, problem="not between 0 and 7")
        _dates("crews", crew)
    if any(not 0 <= weekday <= 6 for weekday in ward.closed_weekdays):
        raise BadInput(field="closed_weekdays", problem="not between 0 and 6")
    _settings(ward.settings)


def _kinds(needs: Sequence[KindNeed]) -> None:
    seen = [need.kind for need in needs]
    for kind in Kind:
        if seen.count(kind) != 1:
            problem = "missing" if kind not in seen else "named twice"
            raise BadInput(field="kinds.kind", subject=kind.value, problem=problem)
    for need in needs:
        for name in ("kit_minutes", "car_minutes"):
            _minutes(f"kinds.{name}", getattr(need, name), need.kind.value)
        for name in ("entries", "party"):
            refuse_negative(f"kinds.{name}", getattr(need, name), need.kind.value)
            if getattr(need, name) > MOST_OF_A_KIND:
                problem = f"more than {MOST_OF_A_KIND}"
                raise BadInput(field=f"kinds.{name}", subject=need.kind.value, problem=problem)
        if not 0 < need.weight <= MOST_WEIGHT:
            problem = "not above zero" if need.weight <= 0 else f"more than {MOST_WEIGHT}"
            raise BadInput(field="kinds.weight", subject=need.kind.value, problem=problem)
        at_home = need.kind in (Kind.HOME, Kind.GENTLE)
        if at_home and need.kit_minutes <= 0:
            raise BadInput(field="kinds.kit_minutes", subject=need.kind.value, problem="not above zero")
        if not at_home and need.entries <= 0:
            raise BadInput(field="kinds.entries", subject=need.kind.value, problem="not above zero")


def _minutes(field: str, value: int, subject: str) -> None:
    refuse_negative(field, value, subject)
    if value > DAY_MINUTES:
        raise BadInput(field=field, subject=subject, problem="longer than a day")


def _dates(field: str, resource: Resource) -> None:
    if resource.since is not None and resource.until is not None and resource.until < resource.since:
        raise BadInput(field=f"{field}.until", subject=resource.id, problem="before since")


def _settings(settings: DriveSettings) -> None:
    if not 0 <= settings.reserve_percent <= 100:
        raise BadInput(field="settings.reserve_percent", problem="not a share")
    if settings.crowd_a_day < 0:
        raise BadInput(field="settings.crowd_a_day", problem="negative")
    if settings.sample_every < 1:
        raise BadInput(field="settings.sample_every", problem="not above zero")
    if not 1 <= settings.rounds <= 5:
        raise BadInput(field="settings.rounds", problem="not between 1 and 5")
