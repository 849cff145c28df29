"""C11, C12, C21, C22 and C24: machines, the crowd, the reserve, and the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tannha.plan.checking.court import (
    HALF_HOUR,
    RIDE_KINDS,
    Court,
    outside,
    said_of,
    slot_end,
)
from tannha.plan.rules.instance import (
    Way,
)
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.violation import Violation


class Counts(Court):
    """C11, C12, C21, C22 and C24: machines, the crowd, the reserve, and the score."""

    def entries(self) -> Iterator[Violation]:
        """C11: entries of one open machine, on its beat, never two people in one."""
        taken: Counter[tuple[str, int]] = Counter()
        for slot in self.plan.slots:
            machine = self.machines[slot.machine]
            beat, end = machine.entry_seconds, slot_end(machine, slot)
            for window in machine.open:
                on_beat = (slot.start - window.start) % beat == 0
                if on_beat and window.start <= slot.start and end <= window.end:
                    break
            else:
                yield said_of("C11", slot.client)
            taken.update((machine.id, slot.start + number * beat) for number in range(slot.entries))
        for (machine_id, _), people in taken.items():
            if people > 1:
                yield said_of("C11", machine_id, people - 1, "persons")

    def step_free(self) -> Iterator[Violation]:
        """C12: nobody who needs a step-free way is sent to a machine without one."""
        for slot in self.plan.slots:
            if self.clients[slot.client].step_free and not self.machines[slot.machine].step_free:
                yield said_of("C12", slot.client)

    def crowd(self) -> Iterator[Violation]:
        """C21: people at the station in any half hour of the clock."""
        present: Counter[int] = Counter()
        for slot in self.plan.slots:
            end = slot_end(self.machines[slot.machine], slot)
            for half in range(slot.start // HALF_HOUR, (end - 1) // HALF_HOUR + 1):
                present[half] += self.clients[slot.client].party
        for half, people in present.items():
            if people > self.instance.settings.crowd_cap:
                yield said_of(
                    "C21",
                    f"{half // 2}:{half % 2 * 30:02}",
                    people - self.instance.settings.crowd_cap,
                    "persons",
                )

    def reserve(self) -> Iterator[Violation]:
        """C22: in each block of hours the reserve stays free of ordinary people (neither frail nor step-
        free)."""
        settings = self.instance.settings
        capacity: Counter[int] = Counter()
        asked: Counter[int] = Counter()
        for machine in self.instance.machines:
            for window in machine.open:
                for number in range((window.end - window.start) // machine.entry_seconds):
                    capacity[
                        (window.start + number * machine.entry_seconds) // settings.reserve_block_seconds
                    ] += 1
        for slot in self.plan.slots:
            client = self.clients[slot.client]
            if client.weight < settings.frail_weight and not client.step_free:
                for number in range(slot.entries):
                    start = slot.start + number * self.machines[slot.machine].entry_seconds
                    asked[start // settings.reserve_block_seconds] += 1
        for block, entries in asked.items():
            held = (capacity[block] * settings.reserve_percent + 99) // 100
            if entries > capacity[block] - held:
                over = entries - (capacity[block] - held)
                yield said_of("C22", f"block {block}", over, "entries")

    def score(self) -> Iterator[Violation]:
        """C24: the stated score is what is counted here."""
        settings, said = self.instance.settings, self.plan.score
        served = {client.id for client in self.served()}
        unserved = sum(client.weight for client in self.instance.clients if client.id not in served)
        broken = sum(
            self.clients[p.client].weight
            for p in self.instance.promises
            if not p.consent and p.client not in served
        )
        moved = sum(
            1 for p in self.instance.promises
            if p.consent and p.client in served
            and outside((p.window,), self.start_of(p.client), self.start_of(p.client)) > HALF_HOUR
        )  # fmt: skip
        cost = self._driven() + self._idle() // 2
        spans = [self.span(m) for m in self.plan.missions if m.team and m.stops]
        lengths = [back - leave for leave, back in spans]
        spread = max(lengths) - min(lengths) if lengths else 0
        total = settings.unserved_price * unserved + settings.moved_price * moved + cost // 60
        counted = {
            "promises_broken_weight": broken, "unserved_weight": unserved, "promises_moved": moved,
            "cost_seconds": cost, "spread_seconds": spread, "total": total,
        }  # fmt: skip
        for name, value in counted.items():
            if getattr(said, name) != value:
                yield said_of("C24", name, abs(getattr(said, name) - value), "points")

    def _driven(self) -> int:
        seconds = 0
        for mission in self.plan.missions:
            mover = self.mover(mission)
            place, leaving = mover.start, mover.shift.start
            if mission.stops:
                leaving = self.leaves(mission, place, mission.stops[0])
            for stop in mission.stops:
                seconds += self.road(mission, place, stop.place, leaving)
                place, leaving = stop.place, stop.depart
            seconds += self.road(mission, place, mover.end, leaving)
        return seconds

    def _idle(self) -> int:
        """Waiting at the station and ride time above the direct way, seconds."""
        seconds = 0
        for client in self.outdoors():
            found = {stop.kind: (mission, stop) for mission, _, stop in self.stops[client.id]}
            if self.way_of(client.id) is not Way.RIDE or len(found) != 4 or not self.slots[client.id]:
                continue
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                mission, first = found[pickup]
                last = found[drop][1]
                seconds += (
                    last.start - first.depart - self.road(mission, first.place, last.place, first.depart)
                )
            seconds += self.start_of(client.id) - found[StopKind.OUT_DROP][1].depart
            seconds += found[StopKind.BACK_PICKUP][1].start - self.end_of(client)
        return seconds
