"""VROOM (pyvroom) as a peer: one thread, exploration level 5, lunches as breaks, skills, weights as priorities.

It knows no ride limit (hours are shaved where parties mix) and no longest route.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import vroom

from planning.clock import PATIENCE
from planning.task import LUNCH, Answer, Halt, Job, Step, Task, shaved


def solve(task: Task, seconds: float, seed: int) -> Answer:
    """Sequences by car; VROOM takes no seed and stops by itself, seldom after more than a few seconds."""
    if not task.jobs:
        return [[] for _ in task.cars]
    task = shaved(task)
    chairs = any(job.chairs for job in task.jobs)
    # A car's skills are the groups of cars it belongs to; a job asks for its group.
    groups = {cars: index for index, cars in enumerate(dict.fromkeys(job.cars for job in task.jobs))}
    problem = _with_cars(task, groups, chairs)
    most = max((job.prize for job in task.jobs), default=1)
    for number, job in enumerate(task.jobs):
        _add(problem, number, job, {groups[job.cars] + 1}, chairs, priority=round(100 * job.prize / most))
    found = problem.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=PATIENCE * seconds))
    answer: Answer = [[] for _ in task.cars]
    frame = found.routes
    for car, kind, name in zip(frame["vehicle_id"], frame["type"], frame["id"], strict=True):
        if kind == "break":
            answer[car].append(LUNCH)
        elif kind in ("job", "pickup", "delivery"):
            answer[car].append(Step(job=int(name), second=kind == "delivery"))
    return answer


def _with_cars(task: Task, groups: dict[frozenset[int], int], chairs: bool) -> vroom.Input:
    problem = vroom.Input()
    for number, table in enumerate(task.tables):
        problem.set_durations_matrix(str(number), np.array(table, dtype=np.uint32))
    for number, car in enumerate(task.cars):
        breaks = []
        if car.lunch is not None:
            first, last, length = car.lunch
            breaks = [
                vroom.Break(number, [vroom.TimeWindow(first, last)], length, max_load=_room(0, 0, chairs))
            ]
        problem.add_vehicle(
            vroom.Vehicle(
                number,
                car.start,
                car.end,
                profile=str(car.profile),
                capacity=_room(car.seats, car.chairs, chairs),
                skills={index + 1 for cars, index in groups.items() if number in cars},
                time_window=vroom.TimeWindow(car.opens, car.closes),
                breaks=breaks,
            )
        )
    return problem


def _room(seats: int, chairs: int, with_chairs: bool) -> vroom.Amount:
    return vroom.Amount([seats, chairs] if with_chairs else [seats])


def _add(
    problem: vroom.Input, number: int, job: Job, skills: set[int], chairs: bool, *, priority: int
) -> None:
    amount = _room(job.seats, job.chairs, chairs)
    if job.drop is None:
        place, hours = job.pickup.place, _hours(job.pickup)
        problem.add_job(
            vroom.Job(
                number,
                place,
                default_service=job.pickup.duration,
                pickup=amount,
                skills=skills,
                priority=priority,
                time_windows=hours,
            )
        )
        return
    ends = [
        vroom.ShipmentStep(number, halt.place, default_service=halt.duration, time_windows=_hours(halt))
        for halt in (job.pickup, job.drop)
    ]
    problem.add_shipment(ends[0], ends[1], amount=amount, skills=skills, priority=priority)


def _hours(halt: Halt) -> list[vroom.TimeWindow]:
    return [vroom.TimeWindow(halt.opens, max(halt.opens, halt.closes))]
