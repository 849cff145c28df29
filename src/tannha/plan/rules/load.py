"""How full the machines of a day are, by half hour, beside what is kept back for frail people. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan

HALF_HOUR = 1_800


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHour:
    """One half hour from ``start`` (seconds since midnight), counted in entries that begin in it.

    ``frail`` and ``ordinary`` are taken (C22 counts as frail whoever has the weight of a frail person or needs a
    step-free way), ``held`` is the reserve of this half hour, ``step_free`` the capacity without stairs.
    """

    start: int
    capacity: int
    step_free: int
    frail: int
    ordinary: int
    held: int

    @property
    def into_reserve(self) -> int:
        """Entries of ordinary people that lie in the reserve of this half hour."""
        return max(self.ordinary - (self.capacity - self.held), 0)


def load_of(instance: PlanInstance, plan: Plan) -> tuple[HalfHour, ...]:
    """Each half hour in which a machine is open, in order. The reserve is a share of a block's entries, spread over
    its half hours as their entries are, rounded up."""
    capacity: Counter[int] = Counter()
    step_free: Counter[int] = Counter()
    for machine in instance.machines:
        for window in machine.open:
            for number in range((window.end - window.start) // machine.entry_seconds):
                half = (window.start + number * machine.entry_seconds) // HALF_HOUR
                capacity[half] += 1
                step_free[half] += machine.step_free
    taken: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    clients = {client.id: client for client in instance.clients}
    beats = {machine.id: machine.entry_seconds for machine in instance.machines}
    for slot in plan.slots:
        client = clients[slot.client]
        frail = client.weight >= instance.settings.frail_weight or client.step_free
        for number in range(slot.entries):
            taken[frail][(slot.start + number * beats[slot.machine]) // HALF_HOUR] += 1
    share = instance.settings.reserve_percent
    return tuple(
        HalfHour(
            start=half * HALF_HOUR, capacity=capacity[half], step_free=step_free[half],
            frail=taken[True][half], ordinary=taken[False][half], held=(capacity[half] * share + 99) // 100,
        )
        for half in sorted(capacity)
    )  # fmt: skip
