"""A day to be planned, as data: machines, kits, teams, vehicles, clients, travel, promises, settings.

Integers throughout: seconds since local midnight, metres, persons. Field names are those of the design
paper (planning.md section 2) and are the keys of the file format ``tannha-plan-instance/1``. Ids are opaque
words; no name of a person stands in an instance. Not here: solving, checking, reading files.
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.wire import (
    LARGEST_AMOUNT,
    BadInput,
    from_plain,
    from_text,
    refuse_doubled_ids,
    refuse_negative,
    to_text,
)

INSTANCE_FORMAT = "tannha-plan-instance/1"
DAY_SECONDS = 86_400
MOST_CLIENTS = 5_000
MOST_PLACES = 2_500
MOST_WEIGHT = 1_000_000
STOP_KINDS = frozenset(StopKind)


class Way(StrEnum):
    """How a person can be served: on own feet at a slot, fetched by car to a slot, or at home by a team with
    a kit."""

    WALK_IN = "walk_in"
    RIDE = "ride"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """A span of the day in seconds since midnight, both ends allowed as a moment."""

    start: int
    end: int

    def holds(self, moment: int) -> bool:
        """Whether the moment lies inside, ends included."""
        return self.start <= moment <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """An enrolment set at the station: takes a new person every ``entry_seconds``, holds each
    ``stay_seconds``."""

    id: str
    place: str
    step_free: bool
    open: tuple[TimeWindow, ...]
    entry_seconds: int
    stay_seconds: int

    def slot_end(self, start: int, entries: int) -> int:
        """When a person who takes ``entries`` entries from ``start`` is done and free to be fetched."""
        return start + (entries - 1) * self.entry_seconds + max(self.entry_seconds, self.stay_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A carried set: how many enrolments its battery lasts for and how many slips and cards it carries."""

    id: str
    battery_enrolments: int
    cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Officers who go out together. ``skills`` holds "gentle" when trained for people who need calm."""

    id: str
    officers: int
    kit: str
    skills: frozenset[str]
    shift: TimeWindow
    start: str
    end: str
    lunch: TimeWindow
    lunch_seconds: int
    longest_shift_seconds: int
    profile: str = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A car with its driver's shift; ``seats`` counts passengers, ``wheelchairs`` the places for a
    wheelchair."""

    id: str
    profile: str
    seats: int
    wheelchairs: int
    shift: TimeWindow
    start: str
    end: str
    lunch: TimeWindow
    lunch_seconds: int
    longest_shift_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One person to be served on the day, optional at ``weight``; ``case`` is the opaque case id."""

    id: str
    case: str
    place: str
    weight: int
    ways: frozenset[Way]
    time_windows: tuple[TimeWindow, ...]
    calm_windows: tuple[TimeWindow, ...]
    service_duration: int
    entries: int
    boarding_seconds: int
    alighting_seconds: int
    party: int
    wheelchair: bool
    step_free: bool
    gentle: bool
    max_ride_time: int
    liked_team: str
    not_before: date | None
    family: str
    do_not_visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Seconds between places by profile and period: ``seconds[profile][period][from][to]``.

    ``period_starts`` are the moments at which each period begins (the first is 0); ``access_seconds`` is what
    parking, lift and stairs cost at each place, paid when leaving and when arriving. -1 means no way there.
    """

    profiles: tuple[str, ...]
    places: tuple[str, ...]
    seconds: tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]
    metres: tuple[tuple[int, ...], ...]
    access_seconds: tuple[int, ...]
    period_starts: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A time told to a person: the start must lie in ``window`` by ``way``, unless ``consent`` names the act
    that released it."""

    client: str
    way: Way
    window: TimeWindow
    told_at: str
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStop:
    """A stop that has begun and may not change any more."""

    owner: str
    kind: str
    client: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What has already happened: begun stops, clients in a car, clients at the station."""

    stops: tuple[FrozenStop, ...] = ()
    on_board: tuple[str, ...] = ()
    at_station: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The ward's dated settings for a day. Seconds, persons, per cent; ``owner`` and ``since`` say whose and
    from when."""

    owner: str
    since: str
    wait_before_seconds: int = 1_200
    wait_after_seconds: int = 1_800
    visit_hours: TimeWindow = TimeWindow(start=28_800, end=72_000)
    frail_home_seconds: int = 3_600
    frail_weight: int = 3
    crowd_cap: int = 120
    reserve_percent: int = 12
    reserve_block_seconds: int = 7_200
    unserved_price: int = 1_000
    moved_price: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInstance:
    """Everything a solver may know about a day. ``now`` is the moment of a live re-plan, None the evening
    before."""

    format: str
    day: date
    seed_note: str
    machines: tuple[Machine, ...]
    kits: tuple[Kit, ...]
    teams: tuple[Team, ...]
    vehicles: tuple[Vehicle, ...]
    clients: tuple[Client, ...]
    travel: Travel
    settings: Settings
    promises: tuple[Promise, ...] = ()
    frozen: Frozen = Frozen()
    now: int | None = None


_digests: deque[tuple[PlanInstance, str]] = deque(maxlen=8)


def digest_of(instance: PlanInstance) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal: the same day gives the same digest.

    The last few are remembered by identity (an instance cannot change), for checking many plans of one day.
    """
    for known, digest in tuple(_digests):
        if known is instance:
            return digest
    digest = hashlib.sha256(to_text(instance).encode()).hexdigest()
    _digests.append((instance, digest))
    return digest


def encode_instance(instance: PlanInstance) -> str:
    """The instance as ``tannha-plan-instance/1`` JSON text, sorted keys."""
    return to_text(instance)


def decode_instance(text: str) -> PlanInstance:
    """Read and validate an instance file. Raises BadInput naming field and id; never repairs silently."""
    data = from_text(text)
    if data.get("format") != INSTANCE_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    for name, most in (("clients", MOST_CLIENTS), ("machines", 500), ("teams", 500), ("vehicles", 500)):
        if isinstance(data.get(name), list) and len(data[name]) > most:
            raise BadInput(field=name, problem=f"more than {most}")
    instance = from_plain(PlanInstance, data)
    validate(instance)
    return instance


def validate(instance: PlanInstance) -> None:
    """Refuse a day that no plan could be judged on: BadInput with field and id of the first thing wrong."""
    if instance.format != INSTANCE_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    refuse_doubled_ids("machines", (item.id for item in instance.machines))
    refuse_doubled_ids("kits", (item.id for item in instance.kits))
    refuse_doubled_ids(
        "teams", [item.id for item in instance.teams] + [item.id for item in instance.vehicles]
    )
    refuse_doubled_ids("clients", (item.id for item in instance.clients))
    _travel(instance.travel)
    places = set(instance.travel.places)
    for machine in instance.machines:
        _machine(machine, places)
    for kit in instance.kits:
        refuse_negative("kits.battery_enrolments", kit.battery_enrolments, kit.id)
        refuse_negative("kits.cards", kit.cards, kit.id)
    kits = {kit.id for kit in instance.kits}
    for team in instance.teams:
        _mover("teams", team, places, instance.travel)
        refuse_negative("teams.officers", team.officers, team.id)
        if team.kit and team.kit not in kits:
            raise BadInput(field="teams.kit", subject=team.id, problem="unknown id")
    for vehicle in instance.vehicles:
        _mover("vehicles", vehicle, places, instance.travel)
        refuse_negative("vehicles.seats", vehicle.seats, vehicle.id)
        refuse_negative("vehicles.wheelchairs", vehicle.wheelchairs, vehicle.id)
    for client in instance.clients:
        _client(client, places, instance)
    _ways_there(instance)
    _settings(instance.settings)
    _promises(instance)
    _frozen(instance)


def _span(field: str, window: TimeWindow, subject: str) -> None:
    """A window in which something must have room: its end lies after its start."""
    _window(field, window, subject)
    if window.end == window.start:
        raise BadInput(field=field, subject=subject, problem="empty window")


def _window(field: str, window: TimeWindow, subject: str) -> None:
    if window.start < 0 or window.end < 0:
        raise BadInput(field=field, subject=subject, problem="negative")
    if window.end > DAY_SECONDS:
        raise BadInput(field=field, subject=subject, problem="outside the day")
    if window.end < window.start:
        raise BadInput(field=field, subject=subject, problem="empty window")


def _known(field: str, place: str, places: set[str], subject: str) -> None:
    if place not in places:
        raise BadInput(field=field, subject=subject, problem="unknown id")


def _travel(travel: Travel) -> None:
    refuse_doubled_ids("travel.places", travel.places)
    refuse_doubled_ids("travel.profiles", travel.profiles)
    size = len(travel.places)
    if size > MOST_PLACES:
        raise BadInput(field="travel.places", problem=f"more than {MOST_PLACES}")
    starts = travel.period_starts
    if not starts or starts[0] != 0 or list(starts) != sorted(set(starts)):
        raise BadInput(field="travel.period_starts", problem="not rising from 0")
    if len(travel.seconds) != len(travel.profiles):
        raise BadInput(field="travel.seconds", problem="not one table for each profile")
    tables = [("travel.metres", travel.metres)]
    for periods in travel.seconds:
        if len(periods) != len(starts):
            raise BadInput(field="travel.seconds", problem="not one table for each period")
        tables += [("travel.seconds", table) for table in periods]
    for field, table in tables:
        if len(table) != size or any(len(row) != size for row in table):
            raise BadInput(field=field, problem="not square")
        if any(value < -1 for row in table for value in row):
            raise BadInput(field=field, problem="negative")
        if any(row and max(row) > LARGEST_AMOUNT for row in table):
            raise BadInput(field=field, problem=f"more than {LARGEST_AMOUNT}")
    if max(travel.access_seconds, default=0) > LARGEST_AMOUNT:
        raise BadInput(field="travel.access_seconds", problem=f"more than {LARGEST_AMOUNT}")
    if len(travel.access_seconds) != size or any(value < 0 for value in travel.access_seconds):
        raise BadInput(field="travel.access_seconds", problem="not one for each place")


def _machine(machine: Machine, places: set[str]) -> None:
    _known("machines.place", machine.place, places, machine.id)
    if machine.entry_seconds <= 0 or machine.stay_seconds <= 0:
        raise BadInput(field="machines.entry_seconds", subject=machine.id, problem="not above zero")
    refuse_negative("machines.entry_seconds", machine.entry_seconds, machine.id)
    refuse_negative("machines.stay_seconds", machine.stay_seconds, machine.id)
    for window in machine.open:
        _span("machines.open", window, machine.id)


def _mover(field: str, mover: Team | Vehicle, places: set[str], travel: Travel) -> None:
    _span(f"{field}.shift", mover.shift, mover.id)
    _window(f"{field}.lunch", mover.lunch, mover.id)
    _known(f"{field}.start", mover.start, places, mover.id)
    _known(f"{field}.end", mover.end, places, mover.id)
    refuse_negative(f"{field}.lunch_seconds", mover.lunch_seconds, mover.id)
    refuse_negative(f"{field}.longest_shift_seconds", mover.longest_shift_seconds, mover.id)
    if mover.profile not in travel.profiles:
        raise BadInput(field=f"{field}.profile", subject=mover.id, problem="unknown id")


def _client(client: Client, places: set[str], instance: PlanInstance) -> None:
    _known("clients.place", client.place, places, client.id)
    refuse_negative("clients.weight", client.weight, client.id, most=MOST_WEIGHT)
    for name in ("service_duration", "boarding_seconds", "alighting_seconds", "max_ride_time"):
        refuse_negative(f"clients.{name}", getattr(client, name), client.id)
    if client.entries < 1 or client.party < 1:
        raise BadInput(field="clients.entries", subject=client.id, problem="not above zero")
    refuse_negative("clients.entries", client.entries, client.id)
    refuse_negative("clients.party", client.party, client.id)
    for window in client.time_windows:
        _span("clients.time_windows", window, client.id)
    for window in client.calm_windows:
        _span("clients.calm_windows", window, client.id)


def _ways_there(instance: PlanInstance) -> None:
    """Refuse a client whose place none of those who would have to go there can reach or leave; not one who was
    promised a time, whose loss the plan must show."""
    travel = instance.travel
    place = {name: index for index, name in enumerate(travel.places)}
    profile = {name: index for index, name in enumerate(travel.profiles)}
    bases: dict[Way, set[tuple[int, int]]] = {
        Way.HOME: {(profile[team.profile], place[team.start]) for team in instance.teams},
        Way.RIDE: {(profile[car.profile], place[car.start]) for car in instance.vehicles},
    }
    told = {promise.client for promise in instance.promises}
    for client in instance.clients:
        if Way.WALK_IN in client.ways or client.id in told:
            continue
        wanted = [base for way in client.ways for base in bases[way]]
        spot = place[client.place]
        open_ways = any(
            table[base][spot] >= 0 and table[spot][base] >= 0
            for number, base in wanted
            for table in travel.seconds[number]
        )
        if wanted and not open_ways:
            raise BadInput(field="clients.place", subject=client.id, problem="no way there")


def _settings(settings: Settings) -> None:
    _span("settings.visit_hours", settings.visit_hours, "")
    for name in (
        "wait_before_seconds",
        "wait_after_seconds",
        "frail_home_seconds",
        "frail_weight",
        "crowd_cap",
        "reserve_block_seconds",
    ):
        refuse_negative(f"settings.{name}", getattr(settings, name), "")
    refuse_negative("settings.unserved_price", settings.unserved_price, "", most=MOST_WEIGHT)
    refuse_negative("settings.moved_price", settings.moved_price, "", most=MOST_WEIGHT)
    if not 0 <= settings.reserve_percent <= 100 or settings.reserve_block_seconds <= 0:
        raise BadInput(field="settings.reserve_percent", problem="not a share")


def _promises(instance: PlanInstance) -> None:
    clients = {client.id: client for client in instance.clients}
    refuse_doubled_ids("promises.client", (promise.client for promise in instance.promises))
    for promise in instance.promises:
        client = clients.get(promise.client)
        if client is None:
            raise BadInput(field="promises.client", subject=promise.client, problem="unknown id")
        _window("promises.window", promise.window, promise.client)
        if promise.consent:
            continue
        if promise.way not in client.ways:
            raise BadInput(
                field="promises.way", subject=promise.client, problem="not one of the person's ways"
            )
        if client.do_not_visit and promise.way is Way.HOME:
            raise BadInput(field="promises.client", subject=promise.client, problem="asked not to be visited")
        if not any(
            w.start <= promise.window.end and promise.window.start <= w.end for w in client.time_windows
        ):
            raise BadInput(
                field="promises.window", subject=promise.client, problem="outside the person's windows"
            )


def _frozen(instance: PlanInstance) -> None:
    movers = {team.id for team in instance.teams} | {vehicle.id for vehicle in instance.vehicles}
    known = {client.id for client in instance.clients}
    for stop in instance.frozen.stops:
        if stop.owner not in movers:
            raise BadInput(field="frozen.stops", subject=stop.owner, problem="unknown id")
        if stop.kind not in STOP_KINDS:
            raise BadInput(field="frozen.stops.kind", subject=stop.owner, problem="unknown kind of stop")
        if stop.client and stop.client not in known:
            raise BadInput(field="frozen.stops.client", subject=stop.client, problem="unknown id")
        if not 0 <= stop.start <= DAY_SECONDS:
            raise BadInput(field="frozen.stops.start", subject=stop.owner, problem="outside the day")
    for field, held in (("on_board", instance.frozen.on_board), ("at_station", instance.frozen.at_station)):
        refuse_doubled_ids(f"frozen.{field}", held)
        for client in held:
            if client not in known:
                raise BadInput(field=f"frozen.{field}", subject=client, problem="unknown id")
    if instance.now is not None and not 0 <= instance.now <= DAY_SECONDS:
        raise BadInput(field="now", problem="outside the day")
