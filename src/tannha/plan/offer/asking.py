"""Who calls and what can be promised: value types of the offer and the file ``tannha-plan-caller/1``.

Integers: seconds since local midnight, persons, per cent. No name of a person stands in a caller file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from tannha.plan.rules.instance import DAY_SECONDS, Client, TimeWindow, Way
from tannha.plan.rules.wire import BadInput, from_plain, from_text, to_text

CALLER_FORMAT = "tannha-plan-caller/1"
MOST_HORIZON_DAYS = 60


class Rank(IntEnum):
    """Before whom places are held, nested: frail people, then people who call ahead, then who simply turns up."""

    FRAIL = 0
    CALLER = 1
    WALK_IN = 2


class Mark(StrEnum):
    """What speaks for a choice."""

    SOONEST = "soonest"
    BEST_FOR_DAY = "best_for_day"
    GOOD_HOURS = "good_hours"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSettings:
    """The ward's dated settings of the offer; ``owner`` and ``since`` say whose and from when.

    The reserve is ``far_percent`` until two days before, ``near_percent`` from the day before on, nothing after
    ``release_hour`` of the day itself. ``worth_…`` compare an entry given to each rank (Littlewood's rule).
    """

    owner: str
    since: str
    horizon_days: int = 14
    far_percent: int = 25
    near_percent: int = 12
    release_hour: int = 15
    worth_frail: int = 6
    worth_caller: int = 2
    worth_walk_in: int = 1
    home_leeway_minutes: int = 30
    home_leeway_near_minutes: int = 15
    slot_leeway_minutes: int = 10
    evening_hour: int = 18
    lead_minutes: int = 30
    ride_probes: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many are expected on one day in all, those promised included: entries and kit minutes, means."""

    frail_entries: int = 0
    step_free_entries: int = 0
    caller_entries: int = 0
    frail_kit_minutes: int = 0
    frail_visit_minutes: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The person who calls (as a client of any day), the hours the family likes, and when the call is.

    ``turned_up`` is true for somebody who stands at the counter without a time.
    """

    format: str
    client: Client
    called_on: date
    called_at: int
    good_hours: tuple[TimeWindow, ...] = ()
    turned_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A time that can be promised: the promised window of the start, and how the day would serve it now.

    ``start`` is when the visit or slot starts in the plan as it stands. For a ride ``fetch_from`` to ``fetch_until``
    is when the car is at the door and ``home_by`` when the person is home again; else they are None.
    ``cost_seconds`` compares choices: detour, shadow price of the entries, expected people pushed out.
    """

    day: date
    way: Way
    window: TimeWindow
    start: int
    owner: str
    marks: tuple[Mark, ...]
    cost_seconds: int
    entries: int = 0
    fetch_from: int | None = None
    fetch_until: int | None = None
    home_by: int | None = None


def rank_of(client: Client, turned_up: bool, frail_weight: int) -> Rank:
    """Frail by weight or in need of a step-free way (as C22 counts them); else by how the person comes."""
    if client.weight >= frail_weight or client.step_free:
        return Rank.FRAIL
    return Rank.WALK_IN if turned_up else Rank.CALLER


def decode_caller(text: str) -> Caller:
    """Read and validate a caller file. Raises BadInput naming the field."""
    data = from_text(text)
    if data.get("format") != CALLER_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    caller = from_plain(Caller, data)
    validate_caller(caller)
    return caller


def encode_caller(caller: Caller) -> str:
    """The caller as ``tannha-plan-caller/1`` JSON text, sorted keys."""
    return to_text(caller)


def validate_caller(caller: Caller) -> None:
    """Refuse a caller no time could be found for: no id, no way, no hours, numbers that cannot be."""
    client = caller.client
    if not client.id:
        raise BadInput(field="client.id", problem="missing")
    if not client.ways:
        raise BadInput(field="client.ways", subject=client.id, problem="empty")
    for name in ("weight", "service_duration", "boarding_seconds", "alighting_seconds", "max_ride_time"):
        if getattr(client, name) < 0:
            raise BadInput(field=f"client.{name}", subject=client.id, problem="negative")
    if client.entries < 1 or client.party < 1:
        field = "client.entries" if client.entries < 1 else "client.party"
        raise BadInput(field=field, subject=client.id, problem="not above zero")
    spans = {
        "client.time_windows": client.time_windows,
        "client.calm_windows": client.calm_windows,
        "good_hours": caller.good_hours,
    }
    for field, windows in spans.items():
        for window in windows:
            if window.start < 0:
                raise BadInput(field=field, subject=client.id, problem="negative")
            if window.end > DAY_SECONDS:
                raise BadInput(field=field, subject=client.id, problem="outside the day")
            if window.end < window.start:
                raise BadInput(field=field, subject=client.id, problem="empty window")
    if not 0 <= caller.called_at <= DAY_SECONDS:
        raise BadInput(field="called_at", subject=client.id, problem="outside the day")


def validate_settings(settings: OfferSettings) -> None:
    """Refuse settings that contradict themselves: shares, hours, worths that do not fall."""
    for name in ("far_percent", "near_percent"):
        if not 0 <= getattr(settings, name) <= 100:
            raise BadInput(field=f"settings.{name}", problem="not a share")
    if settings.near_percent > settings.far_percent:
        raise BadInput(field="settings.near_percent", problem="above far_percent")
    for name in ("release_hour", "evening_hour"):
        if not 0 <= getattr(settings, name) <= 24:
            raise BadInput(field=f"settings.{name}", problem="outside the day")
    if not settings.worth_frail >= settings.worth_caller >= settings.worth_walk_in > 0:
        raise BadInput(field="settings.worth_caller", problem="not falling by rank")
    if not 1 <= settings.horizon_days <= MOST_HORIZON_DAYS:
        raise BadInput(field="settings.horizon_days", problem=f"not between 1 and {MOST_HORIZON_DAYS}")
