"""People who come by themselves, when the day changes: everybody keeps their own slot who can. Pure.

Who lost it to a shut machine or to somebody at the station gets another entry within the time they were told; in a
proposal any free entry of their hours, or the entry of somebody lighter, as a question to both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tannha.plan.live.underway import entry_starts, is_open
from tannha.plan.rules.instance import Client, Machine, PlanInstance, Promise, Way
from tannha.plan.rules.plan import Slot

HALF_HOUR = 1_800


class Entries:
    """Which entries are taken by whom, how many people are there, how many ordinary entries a block still has."""

    def __init__(self, instance: PlanInstance, taken: Iterable[Slot]) -> None:
        self.instance = instance
        self.clients = {client.id: client for client in instance.clients}
        self.machines = {machine.id: machine for machine in instance.machines}
        self.holder: dict[tuple[str, int], str] = {}
        self.crowd: dict[int, int] = defaultdict(int)
        self.ordinary: dict[int, int] = defaultdict(int)
        self.slots: dict[str, Slot] = {}
        self.starts = {machine.id: tuple(entry_starts(machine)) for machine in instance.machines}
        have: dict[int, int] = defaultdict(int)
        for starts in self.starts.values():
            for start in starts:
                have[start // instance.settings.reserve_block_seconds] += 1
        percent = instance.settings.reserve_percent
        self.limit = {block: count - -(-count * percent // 100) for block, count in have.items()}
        for slot in taken:
            self.take(slot)

    def take(self, slot: Slot, sign: int = 1) -> None:
        """Take a slot, or with ``sign`` -1 give it back."""
        client, machine = self.clients[slot.client], self.machines[slot.machine]
        for number in range(slot.entries):
            entry = slot.start + number * machine.entry_seconds
            if sign > 0:
                self.holder[machine.id, entry] = slot.client
            else:
                self.holder.pop((machine.id, entry), None)
            if self._is_ordinary(client):
                self.ordinary[entry // self.instance.settings.reserve_block_seconds] += sign
        for half in _halves(machine, slot):
            self.crowd[half] += sign * client.party
        if sign > 0:
            self.slots[slot.client] = slot
        else:
            del self.slots[slot.client]

    def _is_ordinary(self, client: Client) -> bool:
        return client.weight < self.instance.settings.frail_weight and not client.step_free

    def fits(self, slot: Slot, *, aside: str = "") -> bool:
        """Whether a walker's slot is open, free (but for ``aside``), calm, under the cap, outside the reserve."""
        client, machine = self.clients[slot.client], self.machines[slot.machine]
        if client.step_free and not machine.step_free:
            return False
        end = machine.slot_end(slot.start, slot.entries)
        if client.gentle and not any(w.start <= slot.start and end <= w.end for w in client.calm_windows):
            return False
        if not is_open(machine, slot.start, slot.entries):
            return False
        if self.holder.get((machine.id, slot.start), aside) != aside:
            return False
        cap = self.instance.settings.crowd_cap
        if not aside and any(self.crowd[half] + client.party > cap for half in _halves(machine, slot)):
            return False
        block = slot.start // self.instance.settings.reserve_block_seconds
        return aside != "" or not self._is_ordinary(client) or self.ordinary[block] < self.limit.get(block, 0)


def _halves(machine: Machine, slot: Slot) -> range:
    done = machine.slot_end(slot.start, slot.entries)
    return range(slot.start // HALF_HOUR, (done - 1) // HALF_HOUR + 1)


def place_walkers(
    instance: PlanInstance, taken: Iterable[Slot], before: dict[str, Slot], promises: dict[str, Promise],
    walkers: Iterable[Client], *, asking: bool,
) -> dict[str, Slot]:  # fmt: skip
    """Slots of the walkers: their own, else within what they were told; ``asking`` also elsewhere in their hours."""
    entries = Entries(instance, taken)
    waiting = []
    people = sorted(walkers, key=lambda one: (one.id not in promises, -one.weight, one.id))
    for client in people:
        slot = before.get(client.id)
        if slot is not None and client.id in promises and Way.WALK_IN in client.ways and entries.fits(slot):
            entries.take(slot)
        else:
            waiting.append(client)
    for told in (True, False):
        for client in list(waiting):
            if (client.id in promises) is told or (asking and client.id in promises):
                slot = _first_free(entries, client, promises.get(client.id) if told or not asking else None)
                if slot is not None:
                    entries.take(slot)
                    waiting.remove(client)
    if asking:
        _swap(entries, [client for client in waiting if client.id in promises], promises)
    mine = {client.id for client in people}
    return {client: slot for client, slot in entries.slots.items() if client in mine}


def _first_free(entries: Entries, client: Client, promise: Promise | None) -> Slot | None:
    now = entries.instance.now or 0
    not_yet = client.not_before is not None and client.not_before > entries.instance.day
    if Way.WALK_IN not in client.ways or not_yet:
        return None
    found: Slot | None = None
    for machine in sorted(entries.instance.machines, key=lambda one: (one.step_free, one.id)):
        for start in entries.starts[machine.id]:
            if start < now or (promise is not None and not promise.window.holds(start)):
                continue
            if found is not None and start >= found.start:
                break
            if (machine.id, start) in entries.holder:
                continue
            if not any(window.holds(start) for window in client.time_windows):
                continue
            slot = Slot(client=client.id, machine=machine.id, start=start, entries=1)
            if entries.fits(slot):
                found = slot
    return found


def _swap(entries: Entries, waiting: list[Client], promises: dict[str, Promise]) -> None:
    """Ask somebody lighter to come another day, so that somebody heavier has a time today."""
    now = entries.instance.now or 0
    for client in waiting:
        best: tuple[int, int, str, Slot] | None = None
        for (machine, start), holder in entries.holder.items():
            other = entries.clients[holder]
            if start < now or other.ways != frozenset({Way.WALK_IN}) or other.entries != 1:
                continue
            if other.weight + 1 >= client.weight or holder not in promises:
                continue
            if not any(window.holds(start) for window in client.time_windows):
                continue
            slot = Slot(client=client.id, machine=machine, start=start, entries=1)
            if (best is None or (other.weight, start) < best[:2]) and entries.fits(slot, aside=holder):
                best = (other.weight, start, holder, slot)
        if best is not None:
            entries.take(entries.slots[best[2]], -1)
            entries.take(best[3])
