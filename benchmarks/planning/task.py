"""The one routing task that every peer engine gets, whether it comes from a ward day or from a public file.

A peer knows no machine slots and no choice between a visit and a ride, so for a ward day ways and slots are
chosen before (``slotting``); what remains is here: visits and legs with hours, loads and prizes, cars with
shifts, lunches and skills, one table of whole seconds per profile. A peer answers with sequences of ``Step``; the
times of its plan are made by ``finish``, the same for everybody.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from planning.legs import Routing
from tannha.plan.rules.instance import Client, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import NO_WAY
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import Day, task_for

PRIZE = 7_200
FILE_PRIZE = 10**7
FAR = 10**7


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """One end of a job: where, from when to when it may begin, how long it lasts."""

    place: int
    opens: int
    closes: int
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A visit (``drop`` None) or a leg. ``pair`` names jobs that only count together; ``cars`` who may do it."""

    name: str
    kinds: tuple[StopKind, ...]
    pickup: Halt
    drop: Halt | None
    seats: int
    chairs: int
    prize: int
    pair: str
    cars: frozenset[int]
    ride: int = FAR
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """Who drives: table, both ends, shift, its longest length, room, and lunch as (first start, last start, length)."""

    name: str
    profile: int
    start: int
    end: int
    opens: int
    closes: int
    longest: int
    seats: int
    chairs: int
    lunch: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Tables of whole seconds by profile, jobs, cars; ``pooled`` whether two parties may share a car."""

    tables: tuple[tuple[tuple[int, ...], ...], ...]
    jobs: tuple[Job, ...]
    cars: tuple[Car, ...]
    pooled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A halt of an answer: the job by its number (-1 is lunch) and whether it is the job's second end."""

    job: int
    second: bool = False


Answer = list[list[Step]]
Peer = Callable[[Task, float, int], Answer]
LUNCH = Step(job=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is decided before a peer routes a ward day: who is visited, who is fetched to which slot."""

    home: frozenset[str]
    slots: dict[str, Slot] = field(default_factory=dict)


def of_day(instance: PlanInstance, choice: Choice) -> Task:
    """The routing task of a ward day with its ways and slots chosen."""
    day = Day(instance)
    day.slots = dict(choice.slots)
    travel = instance.travel
    places = {name: index for index, name in enumerate(travel.places)}
    profiles = {name: index for index, name in enumerate(travel.profiles)}
    tables = tuple(
        tuple(
            tuple(
                0 if a == b else (FAR if row[b] == NO_WAY else row[b] + access + travel.access_seconds[b])
                for b in range(len(travel.places))
            )
            for a, (row, access) in enumerate(zip(periods[0], travel.access_seconds, strict=True))
        )
        for periods in travel.seconds
    )
    movers = [mover for mover in day.movers.values() if mover.id in day.routes]
    cars = tuple(_car(mover, places, profiles) for mover in movers)
    scarce = sum(Way.WALK_IN in client.ways for client in instance.clients) > sum(
        (w.end - w.start) // m.entry_seconds for m in instance.machines for w in m.open
    )
    jobs: list[Job] = []
    for client in instance.clients:
        if client.id in choice.home:
            jobs += _visit(day, client, places, movers)
        elif client.id in choice.slots:
            lost = client.entries if scarce else 0
            jobs += _legs(day, client, places, movers, prize=max(client.weight - lost, 1) * PRIZE // 2)
    seats = max((car.seats for car in cars), default=0)
    pooled = any(2 * job.seats <= seats for job in jobs if job.drop)
    return Task(tables=tables, jobs=tuple(jobs), cars=cars, pooled=pooled)


def _car(mover: Team | Vehicle, places: dict[str, int], profiles: dict[str, int]) -> Car:
    lunch = (mover.lunch.start, mover.lunch.end - mover.lunch_seconds, mover.lunch_seconds)
    return Car(
        name=mover.id, profile=profiles[mover.profile], start=places[mover.start], end=places[mover.end],
        opens=mover.shift.start, closes=mover.shift.end, longest=mover.longest_shift_seconds,
        seats=mover.seats if isinstance(mover, Vehicle) else 0,
        chairs=mover.wheelchairs if isinstance(mover, Vehicle) else 0,
        lunch=lunch if mover.lunch_seconds else None,
    )  # fmt: skip


def _visit(day: Day, client: Client, places: dict[str, int], movers: list[Team | Vehicle]) -> list[Job]:
    task = task_for(day, client, StopKind.VISIT)
    able = frozenset(
        number for number, mover in enumerate(movers)
        if isinstance(mover, Team) and mover.officers >= 2 and mover.kit
        and ("gentle" in mover.skills or not client.gentle)
    )  # fmt: skip
    if not task.spans or not able:
        return []
    halt = Halt(
        place=places[task.place], opens=task.spans[0][0], closes=task.spans[-1][1], duration=task.duration
    )
    job = Job(
        name=client.id, kinds=(StopKind.VISIT,), pickup=halt, drop=None, seats=0, chairs=0,
        prize=client.weight * PRIZE, pair="", cars=able,
    )  # fmt: skip
    return [job]


def _legs(
    day: Day, client: Client, places: dict[str, int], movers: list[Team | Vehicle], *, prize: int
) -> list[Job]:
    able = frozenset(n for n, mover in enumerate(movers) if isinstance(mover, Vehicle))
    found = []
    for kinds in (
        (StopKind.OUT_PICKUP, StopKind.OUT_DROP), (StopKind.BACK_PICKUP, StopKind.BACK_DROP),
    ):  # fmt: skip
        halts = []
        for kind in kinds:
            task = task_for(day, client, kind)
            first, last = task.spans[0]
            halts.append(Halt(place=places[task.place], opens=first, closes=last, duration=task.duration))
        found.append(
            Job(
                name=client.id,
                kinds=kinds,
                pickup=halts[0],
                drop=halts[1],
                seats=client.party,
                chairs=int(client.wheelchair),
                prize=prize,
                pair=client.id,
                cars=able,
                ride=client.max_ride_time,
            )
        )
    return found


def of_file(routing: Routing) -> tuple[Task, int]:
    """The routing task of a public file and how many of its units one unit of the file is."""
    scale = 10 if routing.cut else 1_000
    spots = routing.spots

    def up(value: float) -> int:
        return math.ceil(round(value * scale, 4))

    table = tuple(
        tuple(up(routing.distance(one, other)) for other in range(len(spots))) for one in range(len(spots))
    )
    depot = spots[0]
    car = Car(
        name="", profile=0, start=0, end=0, opens=up(depot.opens), closes=int(depot.closes * scale),
        longest=int(min(routing.longest, depot.closes) * scale), seats=routing.capacity, chairs=0,
    )  # fmt: skip
    fleet = tuple(replace(car, name=str(number)) for number in range(routing.vehicles))
    able = frozenset(range(len(fleet)))
    jobs = []
    for pickup, drop in routing.orders:
        ends = [
            Halt(
                place=spot, opens=up(spots[spot].opens), closes=int(spots[spot].closes * scale),
                duration=up(spots[spot].service),
            )
            for spot in dict.fromkeys((pickup, drop))
        ]  # fmt: skip
        jobs.append(
            Job(
                name=str(pickup),
                kinds=(),
                pickup=ends[0],
                drop=ends[1] if len(ends) > 1 else None,
                seats=spots[pickup].demand,
                chairs=0,
                prize=FILE_PRIZE,
                pair="",
                cars=able,
                required=True,
                ride=int(routing.ride * scale),
            )
        )
    return Task(tables=(table,), jobs=tuple(jobs), cars=fleet, pooled=True), scale


def shaved(task: Task) -> Task:
    """Hours narrowed until no schedule can break a ride limit, for engines that know none (only where parties mix)."""
    if not task.pooled:
        return task
    return replace(task, jobs=tuple(_shave(task, job) for job in task.jobs))


def _shave(task: Task, job: Job) -> Job:
    drop, pickup = job.drop, job.pickup
    if drop is None or job.ride >= FAR:
        return job
    direct = task.tables[0][pickup.place][drop.place]
    first = max(pickup.opens, drop.opens - job.ride - pickup.duration)
    last = min(drop.closes, pickup.closes + pickup.duration + job.ride)
    if last - drop.opens <= pickup.closes - first:
        first = max(first, last - job.ride - pickup.duration)
    else:
        last = min(last, first + pickup.duration + job.ride)
    pickup = replace(pickup, opens=first, closes=min(pickup.closes, last - direct - pickup.duration))
    drop = replace(drop, opens=max(drop.opens, first + pickup.duration + direct), closes=last)
    return replace(job, pickup=pickup, drop=drop)


def without(task: Task, names: frozenset[str]) -> Task:
    """The task without the jobs of these people."""
    return replace(task, jobs=tuple(job for job in task.jobs if job.name not in names))


def torn(task: Task, answer: Answer) -> frozenset[str]:
    """People of whom only one of two legs is driven."""
    done = {step.job for steps in answer for step in steps if step.job >= 0}
    half = [job.pair for number, job in enumerate(task.jobs) if job.pair and number not in done]
    whole = {job.pair for number, job in enumerate(task.jobs) if job.pair and number in done}
    return frozenset(name for name in half if name in whole)


def whole_rides(peer: Peer, task: Task, seconds: float, seed: int) -> tuple[Task, Answer]:
    """Let a peer route for its whole time; where it drives only half of a ride, once more without those people.

    Whoever is still torn then is dropped. The second time is a gift to the peer.
    """
    answer = peer(task, seconds, seed)
    broken = torn(task, answer)
    if broken:
        task = without(task, broken)
        answer = peer(task, seconds, seed)
        broken = torn(task, answer)
    kept = [[s for s in steps if s.job < 0 or task.jobs[s.job].name not in broken] for steps in answer]
    return task, kept
