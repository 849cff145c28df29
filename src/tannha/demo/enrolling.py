"""One enrolment carried on through enrol's own verbs, with specimen pictures, up to a stage.

What for: seeding makes whole packets; the tour prepares a capture up to the step that is left to the visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from tannha.demo import samples
from tannha.demo.rules.officers import BY_USERNAME
from tannha.demo.service import unused_code
from tannha.enrol.models import Enrolment
from tannha.enrol.rules.acts import OldPaper, Stage
from tannha.enrol.rules.fingers import ExceptionReason, left_to_take
from tannha.enrol.rules.parts import IRISES, Finger, Part
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.enrol.rules.steps import EnrolState, next_part
from tannha.enrol.service import (
    add_sample,
    choose_frame,
    countersign,
    look_up_done,
    print_information_form,
    record_exception,
    record_features,
    record_old_paper,
    seal_packet,
    sign_form,
    slip_after_commit,
    take_fee,
)
from tannha.enrol.service.folding import opened, with_person
from tannha.ground.actor import Actor
from tannha.ground.regime import Service
from tannha.ground.second_person import SecondPerson

GOOD_SCORE = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told of one capture: a finger that cannot be taken, how the form is signed, the old paper."""

    missing: Finger | None = None
    mark: Mark = Mark.SIGNATURE
    supporter_present: bool = False
    old_paper: OldPaper = OldPaper.COLLECTED
    second: str = "hoa"


def state_of(enrolment_id: UUID) -> EnrolState:
    """Where an enrolment stands, folded from its acts."""
    row = with_person(Enrolment.objects.filter(pk=enrolment_id)).get()
    return opened(row).state


@lru_cache(maxsize=16)
def picture_for(part: Part) -> bytes:
    """A specimen of one part; the same for everybody, as it is a picture of nobody."""
    if part is Part.FACE:
        return samples.portrait("specimen")
    return samples.iris("specimen") if part in IRISES else samples.fingerprint("specimen")


def carry_on(
    actor: Actor, enrolment_id: UUID, *, until: Stage, telling: Telling, now: datetime
) -> EnrolState:
    """Do one verb after the other until the enrolment stands at `until`; a state beyond it is left alone."""
    order = list(Stage)
    state = state_of(enrolment_id)
    while order.index(state.stage) < order.index(until):
        after = _STEPS[state.stage](actor, enrolment_id, state, telling, now)
        state = after if isinstance(after, EnrolState) else state_of(enrolment_id)
    return state


Doing = Callable[[Actor, UUID, EnrolState, Telling, datetime], object]


def _look_up(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    return look_up_done(actor, enrolment_id=enrolment_id, data_right=True, service=Service.FIRST, now=now)


def _features(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    return record_features(actor, enrolment_id=enrolment_id, text="", now=now)


def _part(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    part = next_part(state)
    assert part is not None
    if part is Part.FACE and state.frames:
        return choose_frame(actor, enrolment_id=enrolment_id, frame=0, now=now)
    if telling.missing is not None and telling.missing in left_to_take(part, state.exceptions):
        return record_exception(
            actor,
            enrolment_id=enrolment_id,
            subject=telling.missing,
            reason=ExceptionReason.CONTRACTURE,
            now=now,
        )
    score = None if part is Part.FACE else GOOD_SCORE
    return add_sample(
        actor, enrolment_id=enrolment_id, part=part, files=[picture_for(part)], score=score, now=now
    )


def _print_sign(
    actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime
) -> object:
    if not state.printed:
        return print_information_form(actor, enrolment_id=enrolment_id, now=now)
    signing = Signing(signer=Signer.PERSON, mark=telling.mark, supporter_present=telling.supporter_present)
    return sign_form(actor, enrolment_id=enrolment_id, signing=signing, now=now)


def _fee(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    return take_fee(actor, enrolment_id=enrolment_id, paid=True, now=now)


def _old_paper(
    actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime
) -> object:
    return record_old_paper(actor, enrolment_id=enrolment_id, old_paper=telling.old_paper, now=now)


def _second(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    second = SecondPerson(
        username=BY_USERNAME[telling.second].username, code=unused_code(telling.second, now=now)
    )
    return countersign(actor, enrolment_id=enrolment_id, second=second, agrees=True, now=now)


def _seal(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    return seal_packet(actor, enrolment_id=enrolment_id, now=now)


def _slip(actor: Actor, enrolment_id: UUID, state: EnrolState, telling: Telling, now: datetime) -> object:
    return slip_after_commit(actor, enrolment_id=enrolment_id, now=now)


_STEPS: dict[Stage, Doing] = {
    Stage.LOOK_UP: _look_up,
    Stage.FEATURES: _features,
    Stage.PRINTS: _part,
    Stage.PHOTO: _part,
    Stage.IRIS: _part,
    Stage.PRINT_SIGN: _print_sign,
    Stage.FEE: _fee,
    Stage.OLD_PAPER: _old_paper,
    Stage.SECOND_SIGNATURE: _second,
    Stage.SEAL: _seal,
    Stage.SLIP: _slip,
}
