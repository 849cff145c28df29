"""OR-Tools' routing library as a peer: one model of teams and cars, guided local search, one thread.

It knows ride limits (a constraint on the time dimension), breaks, skills by allowed vehicles, and that two legs only
count together. It takes no seed.
"""

from __future__ import annotations

from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planning.clock import PATIENCE, Worked
from planning.task import FAR, LUNCH, Answer, Step, Task


def solve(task: Task, seconds: float, seed: int) -> Answer:
    """Sequences by car; an empty answer when no first solution is found."""
    model = _Model(task)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(PATIENCE * seconds * 1_000))
    model.routing.AddSearchMonitor(model.routing.solver().CustomLimit(Worked(seconds)))
    found = model.routing.SolveWithParameters(parameters)
    return model.read(found) if found else [[] for _ in task.cars]


class _Model:
    """Nodes are the cars' two ends first, then the ends of the jobs."""

    def __init__(self, task: Task) -> None:
        self.task = task
        count = len(task.cars)
        self.steps: list[Step | None] = [None] * (2 * count)
        self.place = [car.start for car in task.cars] + [car.end for car in task.cars]
        self.length = [0] * (2 * count)
        self.nodes: list[list[int]] = []
        for number, job in enumerate(task.jobs):
            own = []
            for second, halt in enumerate((job.pickup, job.drop)):
                if halt is not None:
                    own.append(len(self.place))
                    self.place.append(halt.place)
                    self.length.append(halt.duration)
                    self.steps.append(Step(job=number, second=bool(second)))
            self.nodes.append(own)
        ends = list(range(count))
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.place), count, ends, [count + number for number in ends]
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._time()
        self._room()
        for number in range(len(task.jobs)):
            self._job(number)
        self._pairs()
        self._lunches()

    def _time(self) -> None:
        transits = []
        for profile, table in enumerate(self.task.tables):
            drive = [[table[a][b] for b in self.place] for a in self.place]
            whole = [[self.length[i] + way for way in row] for i, row in enumerate(drive)]
            cost, transit = (self.routing.RegisterTransitMatrix(rows) for rows in (drive, whole))
            transits.append(transit)
            for number, car in enumerate(self.task.cars):
                if car.profile == profile:
                    self.routing.SetArcCostEvaluatorOfVehicle(cost, number)
        horizon = max(car.closes for car in self.task.cars)
        self.routing.AddDimensionWithVehicleTransits(
            [transits[car.profile] for car in self.task.cars], horizon, horizon, False, "time"
        )
        self.time = self.routing.GetDimensionOrDie("time")
        for number, car in enumerate(self.task.cars):
            for index in (self.routing.Start(number), self.routing.End(number)):
                self.time.CumulVar(index).SetRange(car.opens, car.closes)
            if car.longest < car.closes - car.opens:
                self.time.SetSpanUpperBoundForVehicle(car.longest, number)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(self.routing.Start(number)))

    def _room(self) -> None:
        for name, per_job, rooms in (
            ("seats", [job.seats for job in self.task.jobs], [car.seats for car in self.task.cars]),
            ("chairs", [job.chairs for job in self.task.jobs], [car.chairs for car in self.task.cars]),
        ):
            if not any(per_job):
                continue
            loads = [0] * len(self.place)
            for own, load in zip(self.nodes, per_job, strict=True):
                loads[own[0]] = load
                if len(own) > 1:
                    loads[own[1]] = -load
            callback = self.routing.RegisterUnaryTransitVector(loads)
            self.routing.AddDimensionWithVehicleCapacity(callback, 0, rooms, True, name)

    def _job(self, number: int) -> None:
        job, routing, solver = self.task.jobs[number], self.routing, self.routing.solver()
        own = [self.manager.NodeToIndex(node) for node in self.nodes[number]]
        for index, halt in zip(own, (job.pickup, job.drop), strict=False):
            if halt is not None:
                self.time.CumulVar(index).SetRange(halt.opens, max(halt.opens, halt.closes))
            if len(job.cars) < len(self.task.cars):
                routing.VehicleVar(index).SetValues([-1, *sorted(job.cars)])
        if not job.required:
            for index in own:
                routing.AddDisjunction([index], job.prize // len(own))
        if len(own) > 1:
            routing.AddPickupAndDelivery(own[0], own[1])
            solver.Add(routing.VehicleVar(own[0]) == routing.VehicleVar(own[1]))
            solver.Add(self.time.CumulVar(own[0]) <= self.time.CumulVar(own[1]))
            if job.ride < FAR and self.task.pooled:
                most = job.ride + job.pickup.duration
                solver.Add(self.time.CumulVar(own[1]) - self.time.CumulVar(own[0]) <= most)

    def _pairs(self) -> None:
        first: dict[str, int] = {}
        for number, job in enumerate(self.task.jobs):
            if not job.pair:
                continue
            index = self.manager.NodeToIndex(self.nodes[number][0])
            if job.pair in first:
                self.routing.solver().Add(
                    self.routing.ActiveVar(first[job.pair]) == self.routing.ActiveVar(index)
                )
            first[job.pair] = index

    def _lunches(self) -> None:
        lengths = [0] * self.routing.Size()
        for index in range(self.routing.Size()):
            lengths[index] = self.length[self.manager.IndexToNode(index)]
        for number, car in enumerate(self.task.cars):
            if car.lunch is not None:
                first, last, length = car.lunch
                lunch = self.routing.solver().FixedDurationIntervalVar(
                    first, last, length, False, f"lunch {number}"
                )
                self.time.SetBreakIntervalsOfVehicle([lunch], number, lengths)

    def read(self, found: Any) -> Answer:
        """The sequences of a solution; lunch after the last halt that begins before it."""
        answer: Answer = []
        lunches: dict[str, int] = {}
        intervals = found.IntervalVarContainer()
        for number in range(intervals.Size()):
            interval = intervals.Element(number)
            lunches[interval.Var().Name()] = interval.StartValue()
        for number, car in enumerate(self.task.cars):
            steps, index, at = [], self.routing.Start(number), 0
            lunch = lunches.get(f"lunch {number}", -1)
            while not self.routing.IsEnd(index):
                step = self.steps[self.manager.IndexToNode(index)]
                if step is not None:
                    steps.append(step)
                    at += found.Min(self.time.CumulVar(index)) < lunch
                index = found.Value(self.routing.NextVar(index))
            if car.lunch is not None and steps:
                steps.insert(at, LUNCH)
            answer.append(steps)
        return answer
