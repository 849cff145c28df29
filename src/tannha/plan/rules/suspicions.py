"""What is legal in a day but looks like a slip of the pen: told as a warning, never repaired, never refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tannha.plan.rules.instance import PlanInstance, Way

DETOUR_PER_CENT = 120


class SuspicionCode(StrEnum):
    """What looks wrong."""

    DETOUR_IS_SHORTER = "detour_is_shorter"
    SERVICE_LONGER_THAN_SHIFT = "service_longer_than_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One warning: the field, whom or what it concerns, and its amount (places, or seconds too long)."""

    code: SuspicionCode
    field: str
    subject: str
    amount: int


def suspicions_of(instance: PlanInstance) -> tuple[Suspicion, ...]:
    """Every warning about a valid day: travel tables first, one line each; then people in the order of the day."""
    return (*_detours(instance), *_long_services(instance))


def _detours(instance: PlanInstance) -> list[Suspicion]:
    """Tables in which going by a third place takes under 100/120 of the direct way (triangle inequality)."""
    travel = instance.travel
    access = np.array(travel.access_seconds, dtype=np.int64)
    found = []
    for profile, periods in zip(travel.profiles, travel.seconds, strict=True):
        for table in periods:
            ways = np.array(table, dtype=np.int64).reshape(len(access), len(access))
            doors = np.where(ways < 0, 10**9, ways + access[:, None] + access[None, :])
            np.fill_diagonal(doors, 0)
            broken = np.zeros(doors.shape, dtype=bool)
            for middle in range(len(access)):
                by_way = doors[:, middle, None] + doors[None, middle, :]
                broken |= (doors < 10**9) & (doors * 100 > by_way * DETOUR_PER_CENT)
            pairs = int(broken.sum())
            if pairs:
                code = SuspicionCode.DETOUR_IS_SHORTER
                found.append(Suspicion(code=code, field="travel.seconds", subject=profile, amount=pairs))
    return found


def _long_services(instance: PlanInstance) -> list[Suspicion]:
    """People at home whose service lasts longer than every team's shift."""
    longest = max((team.shift.end - team.shift.start for team in instance.teams), default=0)
    return [
        Suspicion(
            code=SuspicionCode.SERVICE_LONGER_THAN_SHIFT,
            field="clients.service_duration",
            subject=client.id,
            amount=client.service_duration - longest,
        )
        for client in instance.clients
        if longest and Way.HOME in client.ways and client.service_duration > longest
    ]
