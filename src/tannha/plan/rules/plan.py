"""A plan as data: missions with their stops, slots on machines, who is not placed and why, and the score.

The keys of the file format ``tannha-plan/1`` are these field names. Times are integers, seconds since local
midnight. Not here: whether a plan is lawful (``plan/check.py`` judges that) or how one is found
(``plan/solvers``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tannha.plan.rules.wire import BadInput, from_plain, from_text, to_plain, to_text

PLAN_FORMAT = "tannha-plan/1"


class StopKind(StrEnum):
    """What happens at a halt."""

    VISIT = "visit"
    OUT_PICKUP = "out_pickup"
    OUT_DROP = "out_drop"
    BACK_PICKUP = "back_pickup"
    BACK_DROP = "back_drop"
    LUNCH = "lunch"


class ReasonCode(StrEnum):
    """Why a person is not placed: the nearest thing that would have to be different."""

    NO_WAY = "no_way"
    NOT_BEFORE = "not_before"
    DO_NOT_VISIT = "do_not_visit"
    SHIFT_END = "shift_end"
    LUNCH = "lunch"
    WAIT = "wait"
    RIDE_LIMIT = "ride_limit"
    GOOD_HOURS = "good_hours"
    NO_HOURS = "no_hours"
    MACHINE_HOURS = "machine_hours"
    RESERVE = "reserve"
    CROWD = "crowd"
    APART_FROM_FAMILY = "apart_from_family"
    ONE_MORE_KIT = "one_more_kit"
    ONE_MORE_CAR = "one_more_car"
    STEP_FREE_MACHINE = "step_free_machine"
    ONE_MORE_MACHINE = "one_more_machine"
    OTHER_PROMISE = "other_promise"
    KIT_AND_HOURS = "kit_and_hours"
    TWO_CHANGES = "two_changes"
    MORE_CHANGES = "more_changes"
    NO_SINGLE_CHANGE = "no_single_change"
    THERE_IS_ROOM = "there_is_room"
    NOT_YET_TOLD = "not_yet_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One halt: ``arrive`` ≤ ``start`` ≤ ``depart``; ``client`` is "" for lunch."""

    kind: StopKind
    client: str
    place: str
    arrive: int
    start: int
    depart: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """The day out of one team or one vehicle (the other id is ""), stops in order."""

    team: str
    vehicle: str
    stops: tuple[Stop, ...]

    @property
    def owner(self) -> str:
        """The id of the team or vehicle."""
        return self.team or self.vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """``entries`` entries in a row on one machine for one client, the first at ``start``."""

    client: str
    machine: str
    start: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The nearest binding thing: its constraint id, whose it is (a team, machine or vehicle, "" if
    nobody's), its amount.

    ``unit`` is "seconds", "days", "per_cent", "persons" or "one". It never names another resident or a
    health fact.
    """

    code: ReasonCode
    constraint: str
    subject: str
    amount: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """A constraint and the amount by which it would have to give way; ``code`` and ``subject`` say what and whose."""

    constraint: str
    amount: int
    code: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Somebody without a time on this day, why, and what would help."""

    client: str
    why: Reason
    relax: tuple[Relaxed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The levels of planning.md section 4, best is least: weights, persons, seconds; ``total`` is the scalar
    of the search."""

    promises_broken_weight: int
    unserved_weight: int
    promises_moved: int
    cost_seconds: int
    spread_seconds: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The answer to one instance, named by its digest. Same instance, seed and iterations give the same
    plan.

    ``gear`` ("interpreted" or "compiled") is told in progress; it is never written, so that both gears give
    the same bytes, and a file may carry it or not.
    """

    format: str
    instance_digest: str
    engine: str
    seed: int
    iterations: int
    missions: tuple[Mission, ...]
    slots: tuple[Slot, ...]
    unserved: tuple[Unserved, ...]
    score: Score
    gear: str = ""


def encode_plan(plan: Plan) -> str:
    """The plan as ``tannha-plan/1`` JSON text, sorted keys; without the gear it was made in."""
    plain = to_plain(plan)
    del plain["gear"]
    return to_text(plain)


def decode_plan(text: str) -> Plan:
    """Read a plan file; raises BadInput naming the field. What it says is judged by the checker, not here."""
    data = from_text(text)
    if data.get("format") != PLAN_FORMAT:
        raise BadInput(field="format", problem="unknown version")
    return from_plain(Plan, data)
