"""Three ways of working, on the same people of the same day: article, station, ours. Pure.

*Article*: most come before nine, first come first served on any machine, home visits and rides in the order in
which they were asked for, flash and no calm; the work goes on until the last is done. *Station*: tickets in
blocks of two hours, nobody goes out. *Ours*: the program's own plan of the day (appointments beside a reserve,
visits and rides with slack), one in five comes unannounced and is told a day when it would be long. Each way runs with
machines pipelined or one person at a time, so that what planning brings stands apart.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tannha.plan.rules.instance import Client, Machine, PlanInstance, Settings, TimeWindow, Travel, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.simulation import outdoors as out
from tannha.plan.simulation import station as at
from tannha.plan.simulation.draws import HOUR, MINUTE, Draws, Purpose, Rates
from tannha.plan.simulation.halts import RIDER_FIRST, halt_of
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.mending import Mender, look_after_machine, look_after_mover
from tannha.plan.simulation.movers import DONE, NO_ONE, Halt, Outcome, Outdoors, homes_and_rides, make_movers
from tannha.plan.simulation.standby import PROMISE_SECONDS
from tannha.plan.simulation.station import RIDER_DONE, Station, Ticket

OPENS, CLOSES = 7.5 * HOUR, 18 * HOUR
BLOCK = 2 * HOUR
RESERVE_PERCENT = 18
BETA_PERCENT, BETA_CAREFUL_PERCENT = 105, 100
LONGEST_OFFERED = 30 * MINUTE
BREAKS_UNTIL = 48 * HOUR
TOGETHER_SECONDS = 360
SHORTEST_HOURS = HOUR
MEALS = ((11.5 * HOUR, 12.25 * HOUR), (18 * HOUR, 18.75 * HOUR))


class Policy(StrEnum):
    """Which way of working."""

    ARTICLE = "article"
    STATION = "station"
    OURS = "ours"


@dataclass(slots=True, kw_only=True)
class DayState:
    """The whole of a simulated day: the station, those who go out, those who were told another day, and who mends
    the plan when the day goes wrong (None: nobody)."""

    station: Station
    outdoors: Outdoors
    mender: Mender | None = None
    no_shows: int = 0
    another_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A day before its first event."""

    state: DayState
    events: list[Event] = field(default_factory=list)


def handle(day: DayState, event: Event, draws: Draws) -> tuple[DayState, list[Event]]:
    """One event of the day, given to the station or to those who go out."""
    later: list[Event] = []
    if event.kind < RIDER_DONE:
        at.happen(day.station, event, draws, later)
        if event.kind == at.BROKEN and day.mender is not None:
            later += look_after_machine(day.mender, day.outdoors, day.station, event.who, event.at)
    else:
        if event.kind == DONE and day.mender is not None:
            later += look_after_mover(day.mender, day.outdoors, day.station, event.who, event.at)
        out.happen(day.outdoors, event, draws, later)
    return day, later


# --- the day as the planner gets it -----------------------------------------------------------------------


def entry_seconds(rates: Rates, *, pipelined: bool) -> int:
    """How often a machine takes a new person: by its slowest stage and what blocking costs, or by its whole stay."""
    if not pipelined:
        return TOGETHER_SECONDS
    return round(max(rates.stage_seconds) * 1.09)


def peak_day(invented: PlanInstance, rates: Rates, *, machines: int, pipelined: bool) -> PlanInstance:
    """An invented day with so many machines, open without a break, that take people as ours would run them."""
    beat = entry_seconds(rates, pipelined=pipelined)
    stay = max(round(sum(rates.stage_seconds)), beat)
    entries = -(-round(rates.frail_station_seconds - stay) // beat) + 1
    open_hours = (TimeWindow(start=int(OPENS), end=int(CLOSES)),)
    fleet = tuple(
        Machine(
            id=f"machine-{number + 1:02}", place=invented.machines[0].place, step_free=number % 2 == 0,
            open=open_hours, entry_seconds=beat, stay_seconds=stay,
        )
        for number in range(machines)
    )  # fmt: skip
    clients = tuple(one if is_walker(one) else replace(one, entries=entries) for one in invented.clients)
    settings = replace(invented.settings, crowd_cap=machines * 60, reserve_percent=RESERVE_PERCENT)
    return replace(invented, machines=fleet, clients=clients, settings=settings)


def with_slack(day: PlanInstance, beta_percent: int) -> PlanInstance:
    """The day as it is planned: services and ways longer than they are on average."""

    def longer(value: int) -> int:
        return value if value < 0 else -(-value * beta_percent // 100)

    travel: Travel = replace(
        day.travel,
        seconds=tuple(
            tuple(tuple(tuple(longer(v) for v in row) for row in table) for table in periods)
            for periods in day.travel.seconds
        ),
    )
    settings: Settings = replace(day.settings, frail_home_seconds=longer(day.settings.frail_home_seconds))
    clients = tuple(_slack(one, longer) for one in day.clients)
    return replace(day, travel=travel, settings=settings, clients=clients)


def _slack(client: Client, longer: Callable[[int], int]) -> Client:
    return replace(
        client, service_duration=longer(client.service_duration), boarding_seconds=longer(client.boarding_seconds),
        alighting_seconds=longer(client.alighting_seconds), max_ride_time=longer(client.max_ride_time),
    )  # fmt: skip


def in_whole_half_hours(day: PlanInstance) -> PlanInstance:
    """The day as it is searched: the hours of those who are visited or fetched end half an hour earlier, so that the
    whole half hour around the moment they are told lies in their hours. No span shrinks below an hour by it; calm
    hours stay, because a visit must end inside them anyway."""
    clients = tuple(
        one if is_walker(one) else replace(one, time_windows=tuple(map(_a_half_hour_less, one.time_windows)))
        for one in day.clients
    )
    return replace(day, clients=clients)


def _a_half_hour_less(hours: TimeWindow) -> TimeWindow:
    least = min(hours.end, hours.start + SHORTEST_HOURS)
    return replace(hours, end=max(least, hours.end - PROMISE_SECONDS))


def to_plan(day: PlanInstance, draws: Draws, beta_percent: int) -> PlanInstance:
    """What ours plans the evening before: everybody but those who will come unannounced."""
    clients = tuple(
        one
        for number, one in enumerate(day.clients)
        if not (is_walker(one) and is_unannounced(number, draws))
    )
    return with_slack(replace(day, clients=clients), beta_percent)


def is_walker(client: Client) -> bool:
    """Whether somebody comes to the station by themselves."""
    return Way.WALK_IN in client.ways


def is_unannounced(person: int, draws: Draws) -> bool:
    """Whether this person comes without an appointment where there are appointments."""
    return draws.share(person, Purpose.ANNOUNCED) < draws.rates.unannounced_share


# --- how each way of working begins -----------------------------------------------------------------------


def begin(
    policy: Policy, day: PlanInstance, draws: Draws, *, pipelined: bool, plan: Plan | None = None,
    mender: Mender | None = None,
) -> Begun:  # fmt: skip
    """The state and the first events of a day under this way of working; ours needs its plan, and may have a mender."""
    if policy is Policy.OURS:
        if plan is None:
            raise ValueError("ours needs a plan")
        begun = _ours(day, draws, plan)
        begun.state.mender = mender
    else:
        begun = _article(day, draws) if policy is Policy.ARTICLE else _tickets(day, draws, pipelined)
    station = begun.state.station
    station.pipelined = pipelined
    station.between_seconds = 0.0 if pipelined else draws.rates.between_seconds
    station.entry_seconds = entry_seconds(draws.rates, pipelined=pipelined)
    station.longest_wait_offered = LONGEST_OFFERED
    station.breaks_until = BREAKS_UNTIL
    station.staffed = False
    begun.events.append(Event(OPENS, at.RESUME, 0))
    begun.events.extend(at.first_breakdowns(station, draws, OPENS))
    return begun


def _empty(day: PlanInstance, draws: Draws, *, planned: bool) -> DayState:
    floors = [machine.step_free for machine in day.machines]
    station = at.make_station(floors, stages=len(draws.rates.stage_seconds))
    goers = Outdoors(instance=day, planned=planned, movers=make_movers(day), table=TravelTable(day.travel))
    return DayState(station=station, outdoors=goers)


def _comes(state: DayState, person: int, draws: Draws) -> bool:
    if draws.share(person, Purpose.NO_SHOW) < draws.rates.no_show_share:
        state.no_shows += 1
        return False
    return True


def _pace(day: PlanInstance, draws: Draws) -> float:
    return draws.rates.frail_station_seconds / sum(draws.rates.stage_seconds)


def _article(day: PlanInstance, draws: Draws) -> Begun:
    state = _empty(day, draws, planned=False)
    rates, tickets, events = draws.rates, {}, []
    for number, client in enumerate(day.clients):
        if is_walker(client):
            tickets[number] = Ticket(step_free=client.step_free)
            if _comes(state, number, draws):
                events.append(Event(_crowd_arrival(number, draws), at.ARRIVE, number))
        else:
            patience = rates.patience_seconds * draws.factor(number, Purpose.PATIENCE, rates.patience_cv)
            tickets[number] = Ticket(
                step_free=client.step_free,
                heeded=False,
                pace=_pace(day, draws),
                rider=True,
                patience=patience,
            )
    state.station.tickets = tickets
    homes, rides = homes_and_rides(day)
    state.outdoors.asked_home = _requests(state, homes, StopKind.VISIT, draws, able=bool(day.teams))
    state.outdoors.asked_ride = _requests(state, rides, StopKind.OUT_PICKUP, draws, able=bool(day.vehicles))
    for start, end in MEALS:
        events += [Event(start, at.PAUSE, 0), Event(end, at.RESUME, 0)]
    return Begun(state=state, events=events + out.first_departures(state.outdoors))


def _requests(state: DayState, people: list[int], kind: StopKind, draws: Draws, *, able: bool) -> deque[Halt]:
    """Requests in the order in which they came; none where nobody could go."""
    if not able:
        state.outdoors.outcomes |= dict.fromkeys(people, Outcome.ANOTHER_DAY)
        return deque()
    people.sort(key=lambda number: draws.share(number, Purpose.REQUEST))
    places = state.outdoors.instance.clients
    return deque(Halt(kind=kind, person=number, place=places[number].place) for number in people)


def _crowd_arrival(person: int, draws: Draws) -> float:
    """More than half between half past six and nine, the others by five."""
    share, early = draws.share(person, Purpose.ARRIVAL), draws.rates.before_nine_share
    if share < early:
        return 6.5 * HOUR + share / early * 2.5 * HOUR
    return 9 * HOUR + (share - early) / (1 - early) * 8 * HOUR


def _tickets(day: PlanInstance, draws: Draws, pipelined: bool) -> Begun:
    state = _empty(day, draws, planned=True)
    walkers = [number for number, client in enumerate(day.clients) if is_walker(client)]
    walkers.sort(key=lambda number: draws.share(number, Purpose.REQUEST))
    quota = max(1, len(day.machines) * (BLOCK // entry_seconds(draws.rates, pipelined=pipelined)))
    state.station.tickets = {n: Ticket(step_free=day.clients[n].step_free) for n in walkers}
    events = []
    for index, number in enumerate(walkers):
        if _comes(state, number, draws):
            begins = OPENS + index // quota * BLOCK
            arrives = begins + draws.share(number, Purpose.ARRIVAL) * 45 * MINUTE
            events.append(Event(arrives, at.ARRIVE, number))
    for number, client in enumerate(day.clients):
        if not is_walker(client):
            state.outdoors.outcomes[number] = Outcome.ANOTHER_DAY
    return Begun(state=state, events=events)


def _ours(day: PlanInstance, draws: Draws, plan: Plan) -> Begun:
    state = _empty(day, draws, planned=True)
    slots = {slot.client: slot for slot in plan.slots}
    numbers = {client.id: number for number, client in enumerate(day.clients)}
    tickets: dict[int, Ticket] = {}
    events: list[Event] = []
    for number, client in enumerate(day.clients):
        slot = slots.get(client.id)
        if not is_walker(client):
            key = slot.start - RIDER_FIRST if slot else None
            tickets[number] = Ticket(key=key, step_free=client.step_free, pace=_pace(day, draws), rider=True)
        elif is_unannounced(number, draws):
            tickets[number] = Ticket(step_free=client.step_free, announced=False)
            arrives = _quiet_arrival(client, number, draws)
            if arrives is None:
                state.another_day += 1
            elif _comes(state, number, draws):
                events.append(Event(arrives, at.ARRIVE, number))
        elif slot is None:
            state.another_day += 1
        else:
            tickets[number] = Ticket(key=float(slot.start), step_free=client.step_free)
            if _comes(state, number, draws):
                late = -4 * MINUTE + 4 * MINUTE * draws.normal(number, Purpose.PUNCTUALITY)
                events.append(Event(max(slot.start + late, 6 * HOUR), at.ARRIVE, number))
    state.station.tickets = tickets
    _missions(state, plan, numbers)
    return Begun(state=state, events=events + out.first_departures(state.outdoors))


def _quiet_arrival(client: Client, person: int, draws: Draws) -> float | None:
    """When somebody comes without an appointment: in their hours, while the station says that it takes people."""
    spans = [
        (max(window.start, OPENS + 15 * MINUTE), min(window.end, CLOSES - HOUR))
        for window in client.time_windows
    ]
    spans = [span for span in spans if span[0] < span[1]]
    if not spans:
        return None
    first, last = spans[0]
    return first + draws.share(person, Purpose.ARRIVAL) * (last - first)


def _missions(state: DayState, plan: Plan, numbers: dict[str, int]) -> None:
    """Give everybody who goes out the halts of their mission, and those without a time another day."""
    movers = {mover.id: mover for mover in state.outdoors.movers}
    for mission in plan.missions:
        mover = movers[mission.owner]
        mover.halts.extend(
            halt_of(state.outdoors, mover, stop, numbers.get(stop.client, NO_ONE), stop.start)
            for stop in mission.stops
        )
    placed = {halt.person for mover in movers.values() for halt in mover.halts}
    for number, client in enumerate(state.outdoors.instance.clients):
        if not is_walker(client) and number not in placed:
            state.outdoors.standby.append(number)
