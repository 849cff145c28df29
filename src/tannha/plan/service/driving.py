"""The drive of a ward over the coming weeks, and its sampled days planned for real by the worker; nobody is named.

The page shows a drive at once; that of sampled days is asked for, made outside every request, and shown from then on
for as long as the figures stay the same.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tannha.ground import clock, journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.verb import act, reads
from tannha.plan.drive.quotas import Drive, Sample, decode_drive, encode_drive
from tannha.plan.drive.ward import DriveWard, decode_ward, encode_ward
from tannha.plan.models import DriveProof
from tannha.plan.service.drive_figures import ward_of
from tannha.plan.solvers.own.engine import Own

INTERPRETED_ITERATIONS, COMPILED_ITERATIONS = 16, 2_000
SILENT = timedelta(minutes=10)
MOST_KEPT, PROOFS_KEPT = 8, 4
State = DriveProof.State


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """How far a proof is, and once it is done what came of it: days planned, people asked for, placed, moved."""

    state: str
    round: int
    days: int
    done: int
    told_at: datetime
    drive: Drive | None

    @property
    def under_way(self) -> bool:
        """Whether the worker has it or will have it."""
        return self.state in (State.WAITING, State.WORKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveView:
    """The ward as the drive sees it, the drive, and how its proof stands (None where nobody asked for one). Once it is
    done the drive is the proven one."""

    ward: DriveWard
    drive: Drive
    proof: ProofView | None


_drives: OrderedDict[str, Drive] = OrderedDict()


@reads(May.PLAN)
def show_drive(actor: Actor, *, now: datetime) -> DriveView:
    """The drive over the next twelve weeks as things stand, the proven one where its sampled days were planned."""
    journal.read(actor, "plan.drive_shown", now=now, people=(), purpose="plan")
    ward = ward_of(actor.ward_id, local_day(now) + timedelta(days=1))
    proof = find_proof(ward, actor.ward_id, now)
    drive = proof.drive if proof is not None and proof.drive is not None else _drive_of(ward)
    return DriveView(ward=ward, drive=drive, proof=proof)


@reads(May.PLAN)
def show_proof(actor: Actor, *, now: datetime) -> ProofView | None:
    """How far the proof of the coming weeks is; None where nobody asked for one of these figures."""
    journal.read(actor, "plan.drive_shown", now=now, people=(), purpose="plan")
    return find_proof(ward_of(actor.ward_id, local_day(now) + timedelta(days=1)), actor.ward_id, now)


def _drive_of(ward: DriveWard) -> Drive:
    """The drive, remembered for the same figures."""
    from tannha.plan.drive.making import make_drive  # SciPy comes with it

    key = encode_ward(ward)
    if key not in _drives:
        _drives[key] = make_drive(ward, None)
        while len(_drives) > MOST_KEPT:
            _drives.popitem(last=False)
    return _drives[key]


@act(May.PLAN)
def ask_proof(actor: Actor, *, now: datetime) -> UUID | None:
    """Ask for the sampled days of the coming weeks, as things stand, to be planned for real. The proof to be made, or
    None where one of the same figures is under way or done."""
    journal.act(actor, "plan.drive_proof_asked", now=now)
    ward = ward_of(actor.ward_id, local_day(now) + timedelta(days=1))
    row, fresh = DriveProof.objects.select_for_update().get_or_create(
        ward_id=actor.ward_id,
        digest=digest_of(ward),
        defaults={"figures": encode_ward(ward), "asked_at": now, "told_at": now},
    )
    if not fresh:
        if _state_of(row, now) != State.ENDED:
            return None
        row.state, row.round, row.days, row.done = State.WAITING, 0, 0, 0
        row.asked_at = row.told_at = now
        row.save()
    old = (
        DriveProof.objects.filter(ward_id=actor.ward_id)
        .order_by("-asked_at", "-id")
        .values_list("pk", flat=True)
    )
    DriveProof.objects.filter(pk__in=list(old[PROOFS_KEPT:])).delete()
    return row.pk


def make_proof(proof_id: UUID) -> bool:
    """The worker's part: the drive of the figures that were asked about. False where it was made or ended already."""
    from tannha.plan.drive.making import make_drive  # SciPy comes with it

    row = DriveProof.objects.filter(pk=proof_id)
    if not row.filter(state=State.WAITING).update(state=State.WORKING, told_at=clock.now()):
        return False

    seen = {"round": 0, "done": 0}

    def told(number: int, days: int, _sample: Sample) -> None:
        seen["done"] = seen["done"] + 1 if number == seen["round"] else 1
        seen["round"] = number
        row.update(round=number, days=days, done=seen["done"], told_at=clock.now())

    solver = Own(iterations=INTERPRETED_ITERATIONS, compiled_iterations=COMPILED_ITERATIONS)
    try:
        found = make_drive(decode_ward(row.get().figures), solver, on_sample=told)
    except BaseException:
        row.update(state=State.ENDED, told_at=clock.now())
        raise
    row.update(state=State.DONE, drive=encode_drive(found), told_at=clock.now())
    return True


def find_proof(ward: DriveWard, ward_id: UUID, now: datetime) -> ProofView | None:
    """The proof of these figures, None where nobody asked for one; one whose worker fell silent has ended."""
    row = DriveProof.objects.filter(ward_id=ward_id, digest=digest_of(ward)).first()
    if row is None:
        return None
    return ProofView(
        state=_state_of(row, now),
        round=row.round,
        days=row.days,
        done=row.done,
        told_at=row.told_at,
        drive=decode_drive(row.drive) if row.drive else None,
    )


def digest_of(ward: DriveWard) -> str:
    """What names these figures of a ward."""
    return hashlib.sha256(encode_ward(ward).encode()).hexdigest()


def _state_of(row: DriveProof, now: datetime) -> str:
    silent = row.state in (State.WAITING, State.WORKING) and now - row.told_at > SILENT
    return State.ENDED.value if silent else row.state
