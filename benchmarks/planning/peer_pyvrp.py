"""PyVRP as a peer: iterated local search with shipments and prizes, one thread.

It knows no ride limit (hours are shaved where parties mix), no breaks and no skills. A lunch is a client at the
depot that only its own team's table reaches (where people really eat is settled afterwards, for everybody
alike); skills are places that the tables of the others do not reach.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvrp

from planning.clock import Worked
from planning.task import LUNCH, Answer, Job, Step, Task, shaved

BLOCKED = 10**8


def solve(task: Task, seconds: float, seed: int) -> Answer:
    """Sequences by car."""
    task = shaved(task)
    problem = _Problem(task)
    stop: Any = Worked(seconds)
    result = pyvrp.solve(problem.data(), stop, seed=seed, collect_stats=False, display=False)
    answer: Answer = [[] for _ in task.cars]
    used: dict[int, int] = {}
    for route in result.best.routes():
        kind = route.vehicle_type()
        car = problem.cars[kind][used.get(kind, 0)]
        used[kind] = used.get(kind, 0) + 1
        answer[car] = [step for step in map(problem.step, route.schedule()) if step is not None]
    return answer


class _Problem:
    """The task as PyVRP's data; ``spots`` are (place, cars that may come)."""

    def __init__(self, task: Task) -> None:
        self.task = task
        everyone = frozenset(range(len(task.cars)))
        self.spots: list[tuple[int, frozenset[int]]] = []
        self.known: dict[tuple[int, frozenset[int]], int] = {}
        self.depots: dict[int, int] = {}
        for place in dict.fromkeys(place for car in task.cars for place in (car.start, car.end)):
            self.depots[place] = self._spot(place, everyone)
        self.clients: list[Any] = []
        self.client_steps: list[Step] = []
        self.shipments: list[Any] = []
        self.shipment_jobs: list[int] = []
        self.chairs = any(job.chairs for job in task.jobs)
        for number, job in enumerate(task.jobs):
            self._job(number, job)
        for number, car in enumerate(task.cars):
            if car.lunch is not None:
                first, last, length = car.lunch
                spot = self._spot(car.start, frozenset({number}))
                self.clients.append(
                    pyvrp.Client(
                        spot,
                        self._amount(0, 0),
                        service_duration=length,
                        tw_early=first,
                        tw_late=last,
                        required=False,
                        prize=20 * 7_200,
                    )
                )
                self.client_steps.append(LUNCH)
        self.cars: list[list[int]] = []
        for number, car in enumerate(task.cars):
            alike = [kind for kind in self.cars if self._alike(kind[0], number)]
            if alike and car.lunch is None:
                alike[0].append(number)
            else:
                self.cars.append([number])

    def _alike(self, one: int, other: int) -> bool:
        first, second = self.task.cars[one], self.task.cars[other]
        reach = [(one in cars) == (other in cars) for _, cars in self.spots]
        return all(reach) and (first.profile, first.seats, first.lunch) == (
            second.profile, second.seats, second.lunch,
        )  # fmt: skip

    def _spot(self, place: int, cars: frozenset[int]) -> int:
        key = (place, cars)
        if key not in self.known:
            self.known[key] = len(self.spots)
            self.spots.append(key)
        return self.known[key]

    def _amount(self, seats: int, chairs: int) -> list[int]:
        return [seats, chairs] if self.chairs else [seats]

    def _job(self, number: int, job: Job) -> None:
        amount, pickup = self._amount(job.seats, job.chairs), job.pickup
        if job.drop is None:
            self.clients.append(
                pyvrp.Client(
                    self._spot(pickup.place, job.cars),
                    amount,
                    service_duration=pickup.duration,
                    tw_early=pickup.opens,
                    tw_late=max(pickup.opens, pickup.closes),
                    prize=job.prize,
                    required=job.required,
                )
            )
            self.client_steps.append(Step(job=number))
            return
        drop = job.drop
        self.shipments.append(
            pyvrp.Shipment(
                self._spot(pickup.place, job.cars),
                self._spot(drop.place, job.cars),
                pickup.opens,
                max(pickup.opens, pickup.closes),
                pickup.duration,
                drop.opens,
                max(drop.opens, drop.closes),
                drop.duration,
                amount,
                job.prize,
                job.required,
            )
        )
        self.shipment_jobs.append(number)

    def data(self) -> pyvrp.ProblemData:
        """What PyVRP solves: a table for every kind of car, blocked where it may not come."""
        tables: list[Any] = []
        kinds = []
        places = np.array([place for place, _ in self.spots])
        for kind, numbers in enumerate(self.cars):
            car = self.task.cars[numbers[0]]
            table = np.array(self.task.tables[car.profile])[np.ix_(places, places)]
            closed = np.array([numbers[0] not in cars for _, cars in self.spots])
            table = np.where(closed[:, None] | closed[None, :], BLOCKED, table)
            np.fill_diagonal(table, 0)
            tables.append(table)
            depots = list(self.depots)
            kinds.append(
                pyvrp.VehicleType(
                    num_available=len(numbers),
                    capacity=self._amount(car.seats, car.chairs),
                    start_depot=depots.index(car.start),
                    end_depot=depots.index(car.end),
                    tw_early=car.opens,
                    tw_late=car.closes,
                    shift_duration=car.longest,
                    profile=kind,
                )
            )
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in self.spots], self.clients,
            [pyvrp.Depot(spot) for spot in self.depots.values()], kinds, tables, tables, [], self.shipments,
        )  # fmt: skip

    def step(self, activity: Any) -> Step | None:
        """A halt of a route, None at a depot."""
        if activity.is_client():
            return self.client_steps[activity.idx]
        if activity.is_shipment():
            return Step(job=self.shipment_jobs[activity.idx], second=activity.type.name == "DELIVERY")
        return None
