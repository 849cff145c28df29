"""Slots of people who are in a car or at the station already: they keep one, moved where it can no longer be had. Pure.

Their slot moves only when its machine is shut, the car is late for it, or a pause is needed; then to the nearest entry
on a machine they can reach: a free one, else one of somebody who comes by themselves, last one of somebody fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tannha.plan.live.effects import Effects
from tannha.plan.live.standing import Standing, drops_at_hand
from tannha.plan.rules.instance import Client, Machine, PlanInstance, TimeWindow, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.rules.score import mover_of

FETCHED = 100_000


@dataclass(slots=True, kw_only=True)
class Slots:
    """Slots that stand, by client; ``moved`` are those of people under way, ``lost`` of everybody who lost theirs,
    ``nowhere`` people under way for whom no machine is left: they are brought home."""

    kept: dict[str, Slot]
    moved: dict[str, Slot] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    nowhere: set[str] = field(default_factory=set)


def slots_standing(instance: PlanInstance, standing: Standing, effects: Effects) -> Slots:
    """Who keeps which slot after the reports."""
    found = Slots(kept={})
    wanting: list[str] = []
    ready = ready_times(instance, standing, effects)
    for client, slot in standing.slots.items():
        if client in effects.gone:
            continue
        if client in standing.slot_begun or _stands(effects, slot):
            found.kept[client] = slot
        elif client not in standing.under_way:
            found.lost.add(client)
        late = client in standing.under_way and slot.start < ready.get(client, 0)
        begun = client in standing.slot_begun or client not in standing.under_way
        if not begun and (late or client not in found.kept):
            wanting.append(client)
    for client in sorted(wanting, key=lambda one: (standing.slots[one].start, one)):
        found.kept.pop(client, None)
        near = _nearest(effects, standing, found, client, max(ready.get(client, 0), standing.now))
        if near is None:
            found.kept[client] = standing.slots[client]
            if not _stands(effects, standing.slots[client]):
                found.nowhere.add(client)
            continue
        for other in _holders(effects, found.kept, near):
            del found.kept[other]
            found.lost.add(other)
            effects.causes.setdefault(other, effects.causes.get(client, ""))
        found.kept[client] = found.moved[client] = near
        _widen(effects, client, near)
    return found


def ready_times(instance: PlanInstance, standing: Standing, effects: Effects) -> dict[str, int]:
    """From when each person on the way to the station can be at a machine, where a car is late or a pause is needed."""
    table = TravelTable(instance.travel)
    found = dict(effects.later)
    for owner, ahead in standing.ahead.items():
        if owner not in effects.holds or not standing.begun.get(owner):
            continue
        mover, last = mover_of(instance, owner), standing.begun[owner][-1]
        moment, place = max(last.depart, effects.holds[owner]), last.place
        for stop in drops_at_hand(ahead):
            moment += table.seconds(mover.profile, place, stop.place, moment) + stop.depart - stop.start
            place = stop.place
            if stop.kind is StopKind.OUT_DROP:
                found[stop.client] = max(found.get(stop.client, 0), moment)
    return found


def is_open(machine: Machine, start: int, entries: int) -> bool:
    """Whether a slot lies whole inside one stretch of open hours, on its beat."""
    end = machine.slot_end(start, entries)
    return any(
        w.start <= start and end <= w.end and (start - w.start) % machine.entry_seconds == 0
        for w in machine.open
    )


def entry_starts(machine: Machine) -> Iterator[int]:
    """Every entry of a machine's open hours."""
    for window in machine.open:
        yield from range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)


def _stands(effects: Effects, slot: Slot) -> bool:
    return is_open(effects.machines[slot.machine], slot.start, slot.entries)


def _holders(effects: Effects, kept: dict[str, Slot], slot: Slot) -> list[str]:
    beat = effects.machines[slot.machine].entry_seconds
    wanted = range(slot.start, slot.start + slot.entries * beat, beat)
    return [
        client for client, other in kept.items()
        if other.machine == slot.machine
        and any(other.start + n * beat in wanted for n in range(other.entries))
    ]  # fmt: skip


def _nearest(effects: Effects, standing: Standing, found: Slots, client_id: str, ready: int) -> Slot | None:
    client, before = effects.clients[client_id], standing.slots[client_id]
    best: tuple[tuple[int, int, str], Slot] | None = None
    wished = max(before.start, ready)
    for machine in effects.machines.values():
        if client.step_free and not machine.step_free:
            continue
        for start in entry_starts(machine):
            if start < ready or not is_open(machine, start, client.entries):
                continue
            slot = Slot(client=client_id, machine=machine.id, start=start, entries=client.entries)
            rank = (abs(start - wished) // 60, start, machine.id)
            if best is not None and rank >= best[0]:
                continue
            price = _price(effects, standing, found, slot)
            if price is None:
                continue
            rank = (price + abs(start - wished) // 60, start, machine.id)
            if best is None or rank < best[0]:
                best = rank, slot
    return best[1] if best else None


def _price(effects: Effects, standing: Standing, found: Slots, slot: Slot) -> int | None:
    """Minutes that taking this slot is worth to those who hold it; None when one of them is under way too."""
    price = 0
    for other in _holders(effects, found.kept, slot):
        if other in standing.under_way or other in standing.slot_begun or other in found.moved:
            return None
        alone = effects.clients[other].ways == frozenset({Way.WALK_IN})
        price += 30 * effects.clients[other].weight if alone else FETCHED
    return price


def _widen(effects: Effects, client_id: str, slot: Slot) -> None:
    """Let the hours of somebody at the station hold the slot they got."""
    client: Client = effects.clients[client_id]
    end = effects.machines[slot.machine].slot_end(slot.start, slot.entries)
    if not any(window.holds(slot.start) for window in client.time_windows):
        windows = (*client.time_windows, TimeWindow(start=slot.start, end=slot.start + 60))
        client = replace(client, time_windows=tuple(sorted(windows, key=lambda window: window.start)))
    if client.gentle and not any(w.start <= slot.start and end <= w.end for w in client.calm_windows):
        client = replace(client, calm_windows=(*client.calm_windows, TimeWindow(start=slot.start, end=end)))
    effects.clients[client_id] = client
