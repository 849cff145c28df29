"""What reports do to the day: people who can no longer be served as told, movers that stand still or are late, machines
that are shut for a while, urgent people. Pure.

A visit or boarding that broke off leaves the plan; the mover is free from then on, counted from the place before it
with the way back there, so that no later stop is ever too early. Somebody already in a car or at the station is not
taken out: they are brought on, and home.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tannha.plan.live.events import DOWN, OF_A_PERSON, EventKind, LiveEvent
from tannha.plan.live.standing import Standing
from tannha.plan.rules.instance import DAY_SECONDS, Client, Machine, PlanInstance, Promise, TimeWindow, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Plan, Slot, StopKind
from tannha.plan.rules.promises import told_of
from tannha.plan.rules.score import mover_of


@dataclass(slots=True, kw_only=True)
class Effects:
    """What the reports come to, collected one after the other.

    ``gone`` lose their stops and slot at once; ``released`` are promises ended by their event; ``later`` is from when
    somebody under way can be at a machine; ``holds`` until when a mover cannot leave its last begun stop;
    ``down`` until when it takes on nothing (None: for the rest of the day).
    """

    clients: dict[str, Client]
    machines: dict[str, Machine]
    gone: set[str] = field(default_factory=set)
    released: dict[str, str] = field(default_factory=dict)
    attempted: set[str] = field(default_factory=set)
    later: dict[str, int] = field(default_factory=dict)
    holds: dict[str, int] = field(default_factory=dict)
    down: dict[str, int | None] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)


def effects_of(
    instance: PlanInstance, plan: Plan, standing: Standing, events: tuple[LiveEvent, ...]
) -> Effects:
    """All reports applied in their order."""
    found = Effects(
        clients={client.id: client for client in instance.clients},
        machines={machine.id: machine for machine in instance.machines},
    )
    for event in events:
        if event.kind in OF_A_PERSON:
            _person(instance, plan, standing, event, found)
        elif event.kind in DOWN:
            _down(instance, standing, event, found)
        elif event.kind is EventKind.LATE:
            _late(instance, plan, standing, event, found)
        elif event.client is not None:
            found.clients[event.client.id] = event.client
            found.causes[event.client.id] = event.id
    return found


def is_boarding(plan: Plan, client: str, now: int) -> bool:
    """Whether the car stands at the person's door at this moment."""
    stops = [stop for mission in plan.missions for stop in mission.stops if stop.client == client]
    return any(stop.kind is StopKind.OUT_PICKUP and stop.start <= now < stop.depart for stop in stops)


def _person(instance: PlanInstance, plan: Plan, standing: Standing, event: LiveEvent, found: Effects) -> None:
    client = found.clients[event.subject]
    found.causes[client.id] = event.id
    if event.kind is EventKind.DO_NOT_VISIT and client.ways == frozenset({Way.WALK_IN}):
        found.clients[client.id] = replace(
            client, do_not_visit=True
        )  # nobody goes there; the place at the machine stays
        return
    if client.id in standing.under_way and not is_boarding(plan, client.id, standing.now):
        found.attempted.add(client.id)
        if event.again_from is not None and client.id not in standing.slot_begun:
            found.later[client.id] = event.again_from
        return
    found.gone.add(client.id)
    found.released[client.id] = event.id
    _free_the_mover(instance, plan, standing, client.id, found)
    if event.kind is EventKind.COOL_DOWN:
        changed = replace(client, not_before=instance.day + timedelta(days=1))
    elif event.kind is EventKind.DO_NOT_VISIT:
        changed = replace(client, do_not_visit=True, ways=client.ways & {Way.WALK_IN})
    elif event.kind is EventKind.REFUSAL or event.again_from is None:
        changed = replace(client, ways=frozenset())
    else:
        changed = starting_from(client, event.again_from)
    found.clients[client.id] = changed


def starting_from(client: Client, moment: int) -> Client:
    """The same person, not before a moment of this day; without ways where their hours are over by then."""
    windows = _after(client.time_windows, moment)
    ways = client.ways if windows else frozenset[Way]()
    return replace(
        client,
        time_windows=windows or client.time_windows,
        calm_windows=_after(client.calm_windows, moment),
        ways=ways,
    )


def _after(windows: Iterable[TimeWindow], moment: int) -> tuple[TimeWindow, ...]:
    return tuple(replace(w, start=max(w.start, moment)) for w in windows if w.end > moment)


def _free_the_mover(
    instance: PlanInstance, plan: Plan, standing: Standing, client: str, found: Effects
) -> None:
    """A team or car at this person's door is free from now on."""
    table = TravelTable(instance.travel)
    for owner, stops in standing.begun.items():
        if stops and stops[-1].client == client and stops[-1].depart > standing.now:
            mover = mover_of(instance, owner)
            before = stops[-2].place if len(stops) > 1 else mover.start
            back = table.seconds(mover.profile, stops[-1].place, before, standing.now)
            found.holds[owner] = max(found.holds.get(owner, 0), standing.now + back)


def _down(instance: PlanInstance, standing: Standing, event: LiveEvent, found: Effects) -> None:
    if event.kind is EventKind.MACHINE_DOWN:
        machine = found.machines[event.subject]
        found.machines[machine.id] = shut(machine, standing.now, event.until, busy_until(machine, standing))
        for client, slot in standing.slots.items():
            if slot.machine == machine.id and client not in standing.slot_begun:
                found.causes.setdefault(client, event.id)
        return
    owners = [event.subject]
    if event.kind is EventKind.KIT_DOWN:
        owners = [team.id for team in instance.teams if team.kit == event.subject]
    for owner in owners:
        known = found.down.get(owner, 0)
        until = None if known is None or event.until is None else max(known, event.until)
        found.down[owner] = until
        for stop in standing.ahead.get(owner, ()):
            if stop.client:
                found.causes.setdefault(stop.client, event.id)


def busy_until(machine: Machine, standing: Standing) -> int:
    """When the person now in a machine is done; what has begun there goes on to its end."""
    ends = [
        machine.slot_end(slot.start, slot.entries)
        for client, slot in standing.slots.items()
        if slot.machine == machine.id and client in standing.slot_begun
    ]
    return max([standing.now, *ends])


def shut(machine: Machine, now: int, until: int | None, busy: int) -> Machine:
    """The machine without its hours between now and ``until``; entries keep the beat of their window."""
    kept = []
    for window in machine.open:
        if window.end <= now or (until is not None and window.start >= until):
            kept.append(window)
            continue
        if window.start < busy:
            kept.append(replace(window, end=min(window.end, busy)))
        if until is not None and until < window.end:
            beats = max(-(-(until - window.start) // machine.entry_seconds), 0)
            first = window.start + beats * machine.entry_seconds
            if first < window.end:
                kept.append(replace(window, start=first))
    return replace(machine, open=tuple(kept))


def _late(instance: PlanInstance, plan: Plan, standing: Standing, event: LiveEvent, found: Effects) -> None:
    late = event.late_seconds
    if event.subject in found.clients:
        _late_person(plan, standing, event, found)
        return
    begun = standing.begun.get(event.subject, ())
    for stop in standing.ahead.get(event.subject, ()):
        if stop.client:
            found.causes.setdefault(stop.client, event.id)
    if begun:
        found.holds[event.subject] = max(found.holds.get(event.subject, 0), begun[-1].depart + late)
        return
    mover = mover_of(instance, event.subject)
    first = standing.ahead[event.subject][0]
    road = TravelTable(instance.travel).seconds(mover.profile, mover.start, first.place, mover.shift.start)
    found.holds[event.subject] = first.arrive - road + late


def _late_person(plan: Plan, standing: Standing, event: LiveEvent, found: Effects) -> None:
    client = found.clients[event.subject]
    found.causes[client.id] = event.id
    starts = {slot.client: slot.start for slot in plan.slots}
    starts |= {s.client: s.start for m in plan.missions for s in m.stops if s.kind is StopKind.VISIT}
    start = starts.get(client.id, standing.now) + event.late_seconds
    if client.id in standing.under_way:
        found.later[client.id] = start
        return
    if client.id in standing.visited:
        for owner, stops in standing.begun.items():
            if stops and stops[-1].client == client.id:
                found.holds[owner] = stops[-1].depart + event.late_seconds
        return
    found.gone.add(client.id)
    found.released[client.id] = event.id
    found.clients[client.id] = starting_from(client, min(start, DAY_SECONDS))


def live_promises(instance: PlanInstance, plan: Plan, found: Effects) -> tuple[Promise, ...]:
    """What everybody was told: the day's promises, the plan's own times for those without one; ended ones left out."""
    known = {promise.client for promise in instance.promises}
    told = [
        Promise(
            client=one.client,
            way=one.way,
            window=TimeWindow(start=one.start_minute * 60, end=min(one.end_minute * 60 + 59, DAY_SECONDS)),
            told_at="",
        )
        for one in told_of(instance, plan)
        if one.client not in known
    ]
    return tuple(p for p in (*instance.promises, *told) if p.client not in found.released)


def lowered_reserve(instance: PlanInstance, machines: tuple[Machine, ...], slots: Iterable[Slot]) -> int:
    """The share of entries still held back: never so high that a told time would have to give way to it."""
    settings = instance.settings
    ordinary = {c.id for c in instance.clients if c.weight < settings.frail_weight and not c.step_free}
    beats = {machine.id: machine.entry_seconds for machine in instance.machines}
    have: dict[int, int] = {}
    asked: dict[int, int] = {}
    for machine in machines:
        for window in machine.open:
            for start in range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds):
                block = start // settings.reserve_block_seconds
                have[block] = have.get(block, 0) + 1
    for slot in slots:
        for number in range(slot.entries if slot.client in ordinary else 0):
            block = (slot.start + number * beats[slot.machine]) // settings.reserve_block_seconds
            asked[block] = asked.get(block, 0) + 1
    shares = [100 * (have[block] - count) // have[block] for block, count in asked.items() if have.get(block)]
    return max(min([settings.reserve_percent, *shares]), 0)
