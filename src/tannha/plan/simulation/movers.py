"""Those who go out, where they are sent, and what came of it: the values of the simulated roads. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from tannha.plan.rules.instance import Client, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import StopKind
from tannha.plan.simulation.draws import MINUTE
from tannha.plan.simulation.station import RIDER_DONE
from tannha.plan.solvers.schedule import Task

THERE, DONE, BACK, IMPATIENT, SET_OUT = range(RIDER_DONE + 1, RIDER_DONE + 6)
NO_ONE = -1
LONGEST_FETCH = 45 * MINUTE


class Outcome(StrEnum):
    """What came of somebody who was to be visited or fetched."""

    SERVED = "served"
    IN_VAIN = "in_vain"
    CALLED_OFF = "called_off"
    GAVE_UP = "gave_up"
    NOT_REACHED = "not_reached"
    ANOTHER_DAY = "another_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Where somebody goes next and what for; ``person`` NO_ONE for lunch, not begun before ``earliest``; ``planned`` is
    the promised moment, ``start`` that of the plan in force, ``task`` the same halt for the planner's schedule."""

    kind: StopKind
    person: int
    place: str
    earliest: float = 0.0
    planned: int = 0
    start: int = 0
    task: Task | None = None


@dataclass(slots=True, kw_only=True)
class Mover:
    """A team or a car: where it is, its halt and ``since`` when (on the way to it, then at it), what is still in front
    of it and who of them will not be reached in time, when it was last done and last at its base."""

    id: str
    profile: str
    base: str
    place: str
    car: bool
    lunch_from: float
    lunch_seconds: int
    shift_end: int
    halts: deque[Halt] = field(default_factory=deque)
    at_risk: list[int] = field(default_factory=list)
    halt: Halt | None = None
    trips: int = 0
    ate: bool = False
    idle: bool = False
    waits_for: int = NO_ONE
    token: int = 0
    back_at: float = 0.0
    since: float = 0.0
    done_at: float = -1.0


@dataclass(slots=True, kw_only=True)
class Outdoors:
    """Everybody who goes out, everybody they go for, and what came of it so far."""

    instance: PlanInstance
    planned: bool
    movers: list[Mover]
    table: TravelTable
    asked_home: deque[Halt] = field(default_factory=deque)
    asked_ride: deque[Halt] = field(default_factory=deque)
    tries: dict[int, int] = field(default_factory=dict)
    standby: list[int] = field(default_factory=list)
    called_off: set[int] = field(default_factory=set)
    through: set[int] = field(default_factory=set)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    in_vain: int = 0
    visits: int = 0
    late_visits: int = 0

    def client(self, person: int) -> Client:
        """The client behind a person's number: the place in the instance."""
        return self.instance.clients[person]


def make_movers(instance: PlanInstance) -> list[Mover]:
    """Every team and car at its base, nothing in front of it."""
    everybody: tuple[Team | Vehicle, ...] = (*instance.teams, *instance.vehicles)
    return [
        Mover(
            id=one.id,
            profile=one.profile,
            base=one.start,
            place=one.start,
            car=isinstance(one, Vehicle),
            lunch_from=one.lunch.start,
            lunch_seconds=one.lunch_seconds,
            shift_end=one.shift.end,
        )
        for one in everybody
    ]


def good_at(client: Client, way: Way, moment: float) -> bool:
    """Whether somebody is there and willing at this moment; for a ride, from 45 minutes before their hours."""
    early = LONGEST_FETCH if way is Way.RIDE else 0
    windows = client.calm_windows if client.gentle and way is Way.HOME else client.time_windows
    return any(window.start - early <= moment <= window.end for window in windows)


def homes_and_rides(instance: PlanInstance) -> tuple[list[int], list[int]]:
    """The people of an invented day by what they asked for: a visit at home, or a ride."""
    frail = [number for number, one in enumerate(instance.clients) if Way.WALK_IN not in one.ways]
    homes = [number for number in frail if instance.clients[number].id.startswith("home")]
    return homes, [number for number in frail if number not in set(homes)]


def conclude(outdoors: Outdoors, person: int, outcome: Outcome) -> None:
    """Note what came of somebody; AssertionError for a second time."""
    if person in outdoors.outcomes:
        raise AssertionError(f"two outcomes for {person}: {outdoors.outcomes[person]}, {outcome}")
    outdoors.outcomes[person] = outcome
