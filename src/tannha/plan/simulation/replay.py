"""One day under all its ways of working, and what is counted of each. Pure.

A day is its seed: the invented people, their chance and the search of the planner come from it. Two identities
are held for every run: everybody has one outcome, and the hours that people spent at the station are the area
under the number of people there (Little's law, exact for a day that begins and ends empty).
Ours' plan is judged by the independent checker before it is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from tannha.plan.check import check_plan
from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import PlanInstance, digest_of
from tannha.plan.rules.plan import Plan
from tannha.plan.rules.score import mover_of, with_score
from tannha.plan.simulation import loop, policies
from tannha.plan.simulation.draws import HOUR, MINUTE, RATES, Draws, Rates
from tannha.plan.simulation.errands import close
from tannha.plan.simulation.mending import mender_of, no_clock
from tannha.plan.simulation.movers import Outcome
from tannha.plan.simulation.policies import DayState, Policy
from tannha.plan.solvers import Solver

OFFICERS_AT_A_MACHINE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a replay is asked for; ``beta_percent`` is the slack of ours' plan, None for that of the kind of day;
    ``mend_iterations`` how long each live re-plan is searched, 0 for a plan that nobody mends.

    With more than the mean planned for an hour's visit six teams cannot place everybody (measured), so a careful
    day is planned without slack and teams run late within people's hours."""

    kind: DayKind = DayKind.NORMAL
    machines: int = 3
    kits: int = 3
    cars: int = 2
    beta_percent: int | None = None
    iterations: int = 3_000
    mend_iterations: int = 100

    @property
    def slack_percent(self) -> int:
        """How long services and ways are planned, in per cent of their mean."""
        if self.beta_percent is not None:
            return self.beta_percent
        careful = self.kind is DayKind.CAREFUL
        return policies.BETA_CAREFUL_PERCENT if careful else policies.BETA_PERCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    """What came of one day under one way of working. Moments in seconds since midnight, waits in minutes."""

    policy: Policy
    pipelined: bool
    seed: int
    closes_at: float
    waits: tuple[float, ...]
    cards: int
    frail: int
    in_vain: int
    visits: int
    late_visits: int
    carried: int
    another_day: int
    officer_hours: float
    outcomes: dict[str, int]
    events: int
    loop_seconds: float
    mends: int
    mends_left: int
    mends_refused: int
    mend_seconds: float
    little_gap: float


class NotLawful(AssertionError):
    """The planner gave a plan that the checker refuses."""


def people_of(seed: int, setting: Setting) -> PlanInstance:
    """The invented day of this seed with as many kits and cars as asked for."""
    invented = make_day(seed, setting.kind, teams=setting.kits)
    first = invented.vehicles[0]
    cars = tuple(replace(first, id=f"car-{number:02}") for number in range(1, setting.cars + 1))
    return replace(invented, vehicles=cars)


def plan_of(day: PlanInstance, draws: Draws, setting: Setting, solver: Solver) -> tuple[PlanInstance, Plan]:
    """The day as ours plans it, with slack, and the plan of the evening before; by seed and iterations alone. It is
    searched in hours that hold every promised half hour whole, and stands for the day with all its hours."""
    wanted = policies.to_plan(day, draws, setting.slack_percent)
    searched = policies.in_whole_half_hours(wanted)
    found = solver.solve(searched, seed=draws.seed, iterations=setting.iterations)
    plan = with_score(wanted, replace(found, instance_digest=digest_of(wanted)))
    broken = check_plan(wanted, plan)
    if broken:
        raise NotLawful(f"{broken[0].constraint} {broken[0].subject}: {broken[0].amount} {broken[0].unit}")
    return wanted, plan


def replay_day(
    seed: int,
    ways: tuple[tuple[Policy, bool], ...],
    *,
    setting: Setting,
    solver: Solver,
    rates: Rates = RATES,
    clock: Callable[[], float] = no_clock,
    gear: str = "",
) -> list[DayResult]:
    """One day under each of the ways (policy, pipelined). ``clock`` only measures the loop's own time, without that of
    re-planning; ``gear`` is that of re-planning, "" for the best that lies ready."""
    draws = Draws(seed, rates)
    people = people_of(seed, setting)
    draws.draw_ahead(len(people.clients))
    results = []
    for policy, pipelined in ways:
        day = policies.peak_day(people, rates, machines=setting.machines, pipelined=pipelined)
        plan, mender = None, None
        if policy is Policy.OURS:
            wanted, plan = plan_of(day, draws, setting, solver)
            if setting.mend_iterations:
                mender = mender_of(
                    day, wanted, plan, seed=seed, iterations=setting.mend_iterations, gear=gear, clock=clock
                )
        begun = policies.begin(policy, day, draws, pipelined=pipelined, plan=plan, mender=mender)
        started = clock()
        ended = loop.run(loop.begin(begun.state, begun.events), policies.handle, draws)
        seconds = clock() - started
        results.append(counted(ended, day, policy, pipelined, seed, seconds))
    return results


def counted(
    ended: loop.Loop[DayState], day: PlanInstance, policy: Policy, pipelined: bool, seed: int, seconds: float
) -> DayResult:
    """The figures of a day that is over; AssertionError where somebody is missing or the hours do not add up."""
    state, station, mender = ended.state, ended.state.station, ended.state.mender
    close(state.outdoors)
    outcomes = Counter(state.outdoors.outcomes.values())
    frail = outcomes[Outcome.SERVED]
    walkers = sum(1 for client in day.clients if policies.is_walker(client))
    fetched = len(state.outdoors.through)
    alone = station.came - fetched
    if alone + station.turned + state.no_shows + state.another_day != walkers or station.since:
        raise AssertionError(f"people are missing: {alone} came of {walkers}")
    if len(state.outdoors.outcomes) != len(day.clients) - walkers:
        raise AssertionError(f"{len(state.outdoors.outcomes)} outcomes of {len(day.clients) - walkers}")
    gap = abs(station.area - station.stay_seconds) / max(station.stay_seconds, 1.0)
    if gap > 1e-6:
        raise AssertionError(f"Little's law fails by {gap}")
    closes = max([station.last_out, *(mover.back_at for mover in state.outdoors.movers)])
    visited = frail - sum(
        1 for one in state.outdoors.through if state.outdoors.outcomes[one] is Outcome.SERVED
    )
    return DayResult(
        policy=policy,
        pipelined=pipelined,
        seed=seed,
        closes_at=closes,
        waits=tuple(wait / MINUTE for wait in station.waits),
        cards=station.served + visited,
        frail=frail,
        in_vain=state.outdoors.in_vain,
        visits=state.outdoors.visits,
        late_visits=state.outdoors.late_visits,
        carried=station.carried,
        another_day=state.another_day + station.turned,
        officer_hours=_officer_hours(state, day, closes),
        outcomes={outcome.value: count for outcome, count in sorted(outcomes.items())},
        events=ended.handled,
        loop_seconds=seconds - (mender.seconds if mender else 0.0),
        mends=mender.taken if mender else 0,
        mends_left=mender.left if mender else 0,
        mends_refused=mender.refused if mender else 0,
        mend_seconds=mender.seconds if mender else 0.0,
        little_gap=gap,
    )


def _officer_hours(state: DayState, day: PlanInstance, closes: float) -> float:
    """Three officers at each machine until the last is out, two in a team, a driver in a car, from their shift on."""
    seconds = OFFICERS_AT_A_MACHINE * len(day.machines) * max(state.station.last_out - policies.OPENS, 0.0)
    officers = {team.id: team.officers for team in day.teams}
    for mover in state.outdoors.movers:
        begins = mover_of(day, mover.id).shift.start
        seconds += officers.get(mover.id, 1) * max(mover.back_at - begins, 0.0)
    return seconds / HOUR
