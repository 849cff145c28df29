"""The verb of the set-up page: ward, station, machines and the first two accounts in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tannha.fleet import service as fleet
from tannha.ground import journal, set_up
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMachine:
    """A machine: the floor it stands on, whether one gets there without a step, hours as minutes of the day."""

    label: str
    floor: int
    step_free: bool
    hours: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStation:
    """Where people come to, and its machines."""

    name: str
    address: str
    floors: int
    has_lift: bool
    machines: tuple[FirstMachine, ...]


@act(May.ACCOUNTS)
def set_up_ward(
    actor: Actor, *, first: set_up.FirstWard, station: FirstStation, now: datetime
) -> dict[str, str]:
    """Set the ward up; gives each first account's invitation code by account name.

    Only the terminal's own actor may, and only while there is no account. Refuses one account name for two people, and
    a step-free machine on a floor that no lift reaches.
    """
    if actor.role is not Role.CONSOLE or actor.ward_id is None:
        raise Refused(not_there())
    codes = set_up.note_first_ward(actor.ward_id, first, now=now)
    kept = fleet.note_station(
        actor.ward_id,
        name=station.name,
        address=station.address,
        floors=station.floors,
        has_lift=station.has_lift,
    )
    for machine in station.machines:
        fleet.note_machine(
            kept,
            label=machine.label,
            floor=machine.floor,
            step_free=machine.step_free,
            hours=machine.hours,
        )
    details = {"code": first.code.strip(), "accounts": len(codes), "machines": len(station.machines)}
    journal.act(actor, "ground.ward_set_up", now=now, details=details)
    transaction.on_commit(set_up.forget_code)
    return codes
