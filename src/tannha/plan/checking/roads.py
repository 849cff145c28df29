"""C6-C10 and C13-C16: roads, cars, teams and kits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tannha.plan.checking.court import (
    DAY,
    RIDE_KINDS,
    Court,
    said_of,
)
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.violation import Violation


class Roads(Court):
    """C6-C10 and C13-C16: roads, cars, teams and kits."""

    def travel(self) -> Iterator[Violation]:
        """C6: nobody arrives earlier than the road and the doors allow."""
        for mission in self.plan.missions:
            for before, stop in zip(mission.stops, mission.stops[1:], strict=False):
                ready = before.depart + self.road(mission, before.place, stop.place, before.depart)
                if stop.arrive < ready:
                    yield said_of("C6", mission.owner, ready - stop.arrive, "seconds")

    def ride_time(self) -> Iterator[Violation]:
        """C7: from the end of boarding to the start of alighting at most the person's limit."""
        for client in self.outdoors():
            found = {stop.kind: stop for _, _, stop in self.stops[client.id]}
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                if pickup in found and drop in found:
                    over = found[drop].start - found[pickup].depart - client.max_ride_time
                    if over > 0:
                        yield said_of("C7", client.id, over, "seconds")

    def waits(self) -> Iterator[Violation]:
        """C8 and C9: at the station neither late nor long before the slot, fetched after it and soon.

        How long they wait is not held against a plan mended while they were in a car or at the station already.
        """
        settings, frozen = self.instance.settings, self.instance.frozen
        under_way = {*frozen.on_board, *frozen.at_station}
        for client in self.outdoors():
            more = DAY if client.id in under_way else 0
            for _, _, stop in self.stops[client.id]:
                if stop.kind is StopKind.OUT_DROP and self.slots[client.id]:
                    early = self.start_of(client.id) - stop.depart
                    away = max(-early, early - settings.wait_before_seconds - more)
                    if away > 0:
                        yield said_of("C8", client.id, away, "seconds")
                if stop.kind is StopKind.BACK_PICKUP and self.slots[client.id]:
                    waited = stop.start - self.end_of(client)
                    away = max(-waited, waited - settings.wait_after_seconds - more)
                    if away > 0:
                        yield said_of("C9", client.id, away, "seconds")

    def loads(self) -> Iterator[Violation]:
        """C10: seats and wheelchair places at every halt."""
        for mission in self.plan.missions:
            if not mission.vehicle:
                continue
            vehicle, seats, chairs = self.vehicles[mission.vehicle], 0, 0
            for stop in mission.stops:
                client = self.clients.get(stop.client)
                sign = {
                    StopKind.OUT_PICKUP: 1,
                    StopKind.BACK_PICKUP: 1,
                    StopKind.OUT_DROP: -1,
                    StopKind.BACK_DROP: -1,
                }
                if client is not None and stop.kind in sign:
                    seats += sign[stop.kind] * client.party
                    chairs += sign[stop.kind] * int(client.wheelchair)
                if seats > vehicle.seats or chairs > vehicle.wheelchairs:
                    yield said_of(
                        "C10", vehicle.id, max(seats - vehicle.seats, chairs - vehicle.wheelchairs), "persons"
                    )

    def shifts(self) -> Iterator[Violation]:
        """C13: not before the shift, back before its end, not longer than allowed."""
        for mission in self.plan.missions:
            if not mission.stops:
                continue
            mover = self.mover(mission)
            leave, back = self.span(mission)
            over = max(
                mover.shift.start - leave, back - mover.shift.end, back - leave - mover.longest_shift_seconds
            )
            if over > 0:
                yield said_of("C13", mission.owner, over, "seconds")

    def lunches(self) -> Iterator[Violation]:
        """C14: one whole lunch inside its window for everybody who goes out."""
        for mission in self.plan.missions:
            mover = self.mover(mission)
            lunches = [stop for stop in mission.stops if stop.kind is StopKind.LUNCH]
            if not mission.stops or not (mover.lunch_seconds or lunches):
                continue
            if len(lunches) != 1:
                yield said_of("C14", mission.owner, abs(1 - len(lunches)), "times")
                continue
            lunch = lunches[0]
            short = mover.lunch_seconds - (lunch.depart - lunch.start)
            away = max(
                short, mover.lunch.start - lunch.start, lunch.start + mover.lunch_seconds - mover.lunch.end
            )
            if away > 0:
                yield said_of("C14", mission.owner, away, "seconds")

    def skills(self) -> Iterator[Violation]:
        """C15: a gentle-trained team for gentle people at home, a wheelchair place for a wheelchair."""
        for mission, stop, client in self.visits():
            if client.gentle and (not mission.team or "gentle" not in self.teams[mission.team].skills):
                yield said_of("C15", stop.client)
        for client in self.outdoors():
            carried = [mission for mission, _, stop in self.stops[client.id] if stop.kind in RIDE_KINDS]
            cars = [self.vehicles[mission.vehicle] for mission in carried if mission.vehicle]
            if client.wheelchair and any(car.wheelchairs < 1 for car in cars):
                yield said_of("C15", client.id)

    def kits(self) -> Iterator[Violation]:
        """C16: two officers and a kit, in one place at a time, within battery and slips."""
        stock = {kit.id: min(kit.battery_enrolments, kit.cards) for kit in self.instance.kits}
        out: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        visits: Counter[str] = Counter()
        for mission in self.plan.missions:
            count = sum(1 for stop in mission.stops if stop.kind is StopKind.VISIT)
            if not count:
                continue
            team = self.teams.get(mission.team)
            if team is None or team.kit not in stock:
                yield said_of("C16", mission.owner)
                continue
            if team.officers < 2:
                yield said_of("C16", team.id, 2 - team.officers, "persons")
            visits[team.kit] += count
            out[team.kit].append((*self.span(mission), team.id))
        for kit, count in visits.items():
            if count > stock[kit]:
                yield said_of("C16", kit, count - stock[kit], "visits")
        for trips in out.values():
            for before, after in zip(sorted(trips), sorted(trips)[1:], strict=False):
                if after[0] < before[1]:
                    yield said_of("C16", after[2], before[1] - after[0], "seconds")
