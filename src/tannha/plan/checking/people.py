"""C1-C5 and C17-C20: what a person was told or asked for, and what nobody may do to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tannha.plan.checking.court import (
    HALF_HOUR,
    RIDE_KINDS,
    Court,
    outside,
    said_of,
)
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.violation import Violation


class People(Court):
    """C1-C5 and C17-C20: what a person was told or asked for, and what nobody may do to them."""

    def once(self) -> Iterator[Violation]:
        """C1: at most once, by one allowed way, at the person's own door or machine."""
        for client in self.served():
            stops = [stop for _, _, stop in self.stops.get(client.id, ())]
            visits = [stop for stop in stops if stop.kind is StopKind.VISIT]
            times = len(visits) + len(self.slots.get(client.id, ()))
            if times > 1 or (visits and len(stops) > 1):
                yield said_of("C1", client.id, times, "times")
            elif self.way_of(client.id) not in client.ways or any(s.place != client.place for s in visits):
                yield said_of("C1", client.id)

    def whole_rides(self) -> Iterator[Violation]:
        """C2: four halts, each leg on one vehicle and in order, between the person's door and the slot's
        machine."""
        for client in self.outdoors():
            found = [entry for entry in self.stops[client.id] if entry[2].kind in RIDE_KINDS]
            if not found:
                continue
            by_kind = {stop.kind: (mission, index, stop) for mission, index, stop in found}
            if len(found) != 4 or len(by_kind) != 4 or not self.slots[client.id]:
                yield said_of("C2", client.id, abs(4 - len(found)), "stops")
                continue
            at_machine = self.machines[self.slots[client.id][0].machine].place
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                first, last = by_kind[pickup], by_kind[drop]
                out = pickup is StopKind.OUT_PICKUP
                doors = (client.place, at_machine) if out else (at_machine, client.place)
                together = first[0] is last[0] and bool(first[0].vehicle) and first[1] < last[1]
                if not together or (first[2].place, last[2].place) != doors:
                    yield said_of("C2", client.id)

    def windows(self) -> Iterator[Violation]:
        """C3: the visit or slot starts inside one of the person's windows."""
        for client in self.served():
            start = self.start_of(client.id)
            if away := outside(client.time_windows, start, start):
                yield said_of("C3", client.id, away, "seconds")

    def calm(self) -> Iterator[Violation]:
        """C4: gentle people are served wholly inside a calm window."""
        for client in self.served():
            away = (
                outside(client.calm_windows, self.start_of(client.id), self.end_of(client))
                if client.gentle
                else 0
            )
            if away:
                yield said_of("C4", client.id, away, "seconds")

    def stays(self) -> Iterator[Violation]:
        """C5: visits last their duration, and the least of a frail person; boarding and alighting take their
        time."""
        settings = self.instance.settings
        for mission in self.plan.missions:
            for stop in mission.stops:
                if stop.kind is StopKind.LUNCH:
                    continue
                client = self.clients[stop.client]
                needed = client.alighting_seconds
                if stop.kind is StopKind.VISIT:
                    frail = settings.frail_home_seconds if client.weight >= settings.frail_weight else 0
                    needed = max(client.service_duration, frail)
                elif stop.kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP):
                    needed = client.boarding_seconds
                if stop.depart - stop.start < needed:
                    yield said_of("C5", client.id, needed - (stop.depart - stop.start), "seconds")

    def limits(self) -> Iterator[Violation]:
        """C17: do-not-visit, not before a day, hours in which one may knock."""
        hours = self.instance.settings.visit_hours
        for _, stop, client in self.visits():
            if client.do_not_visit:
                yield said_of("C17", client.id)
            away = max(hours.start - stop.start, stop.depart - hours.end)
            if away > 0:
                yield said_of("C17", client.id, away, "seconds")
        for client in self.served():
            if client.not_before is not None and client.not_before > self.instance.day:
                yield said_of("C17", client.id, (client.not_before - self.instance.day).days, "days")

    def promises(self) -> Iterator[Violation]:
        """C18: every promise not released by consent is kept, by its way, inside its window."""
        served = {client.id for client in self.served()}
        for promise in self.instance.promises:
            if promise.consent:
                continue
            if promise.client not in served or self.way_of(promise.client) is not promise.way:
                yield said_of("C18", promise.client)
                continue
            away = outside((promise.window,), self.start_of(promise.client), self.start_of(promise.client))
            if away:
                yield said_of("C18", promise.client, away, "seconds")

    def frozen(self) -> Iterator[Violation]:
        """C19: what has begun is unchanged, nobody in a car or at the station is left behind, and nothing else starts
        before now."""
        begun = {(stop.owner, stop.kind, stop.client, stop.start) for stop in self.instance.frozen.stops}
        written = {(m.owner, s.kind.value, s.client, s.start) for m in self.plan.missions for s in m.stops}
        for owner, _, client, _ in begun - written:
            yield said_of("C19", client or owner)
        held = {*self.instance.frozen.on_board, *self.instance.frozen.at_station}
        for client in sorted(held - {served.id for served in self.served()}):
            yield said_of("C19", client)
        now = self.instance.now
        if now is None:
            return
        for owner, _, client, start in sorted(written - begun):
            if start < now:
                yield said_of("C19", client or owner, now - start, "seconds")
        here = set(self.instance.frozen.at_station)
        for slot in self.plan.slots:
            if slot.start < now and slot.client not in here:
                yield said_of("C19", slot.client, now - slot.start, "seconds")

    def families(self) -> Iterator[Violation]:
        """C20: members of a family who are served start within the same half hour."""
        starts: dict[str, list[int]] = defaultdict(list)
        for client in self.served():
            if client.family:
                starts[client.family].append(self.start_of(client.id))
        for family, times in starts.items():
            if max(times) - min(times) > HALF_HOUR:
                yield said_of("C20", family, max(times) - min(times) - HALF_HOUR, "seconds")
