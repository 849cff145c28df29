"""With the person: look-up, correction, features, samples, lawful absences, the stop word. One act each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step
from tannha.enrol.devices.files import SampleFile, read_sample
from tannha.enrol.models import DraftNote, Sample
from tannha.enrol.refusals import Code
from tannha.enrol.rules.acts import ActKind, EnrolAct, PhotoConcern
from tannha.enrol.rules.fingers import BiometricException, ExceptionReason
from tannha.enrol.rules.gentle import Calmed, WhyStopped, rest_until
from tannha.enrol.rules.packet import MAX_SAMPLES_BYTES, MIB, part_context
from tannha.enrol.rules.parts import Eye, Finger, Part
from tannha.enrol.rules.steps import EnrolState
from tannha.enrol.service.folding import Open, add, course_of, demand, keep_note, open_enrolment
from tannha.ground import journal, vault
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.dates import PartialDate
from tannha.ground.ids import new_id
from tannha.ground.personal_number import is_well_formed
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.regime import Service
from tannha.ground.verb import act
from tannha.roll.service import note_correction


def _journal(actor: Actor, found: Open, what: str, now: datetime, **details: object) -> None:
    journal.act(
        actor,
        f"enrol.{what}",
        now=now,
        people=[found.row.case.resident.pk],
        case_id=found.row.case_id,
        details={name: value for name, value in details.items() if value is not None},
    )


@act(May.CAPTURE)
def look_up_done(
    actor: Actor, *, enrolment_id: UUID, data_right: bool, service: Service, now: datetime
) -> EnrolState:
    """The person was found.

    Are the data right, and which service is it? Wrong data lead to the correction first.
    """
    found = open_enrolment(actor, enrolment_id)
    one = EnrolAct(kind=ActKind.LOOKED_UP, data_right=data_right, service=service)
    state = add(found, one, actor=actor, now=now)
    _journal(actor, found, "looked_up", now, data_right=data_right, service=service.value)
    return state


@act(May.CAPTURE)
def correct(
    actor: Actor, *, enrolment_id: UUID, changes: Mapping[str, str], evidence: str, now: datetime
) -> EnrolState:
    """Correct the roll before anything is captured.

    Field to new text, on the evidence of a paper that was shown.

    Refuses no change, no evidence, an impossible date, a number without twelve digits.
    """
    found = open_enrolment(actor, enrolment_id)
    one = EnrolAct(kind=ActKind.CORRECTED)
    demand(found, one, now)
    new = {field: value.strip() for field, value in changes.items() if value.strip()}
    if not new:
        raise Refused(Refusal(Code.NOTHING_CHANGED))
    if not evidence.strip():
        raise Refused(Refusal(Code.EVIDENCE_MISSING))
    _demand_sound(new)
    for field, value in new.items():
        note_correction(
            found.row.case.resident, field=field, value=value, evidence=evidence.strip(), actor=actor, now=now
        )
    if "birth" in new:
        birth = PartialDate.parse(new["birth"])
        found.row.least_age = birth.completed_years_on(found.row.regime_on)[0]
        found.course = course_of(found.row)
    state = add(found, one, actor=actor, now=now, more={"fields": sorted(new)})
    _journal(actor, found, "corrected", now, fields=sorted(new))
    return state


def _demand_sound(new: Mapping[str, str]) -> None:
    if "birth" in new:
        try:
            PartialDate.parse(new["birth"])
        except ValueError as error:
            raise Refused(Refusal(Code.CORRECTION_BIRTH)) from error
    number = new.get("personal_number", "").replace(" ", "")
    if number and not is_well_formed(number):
        raise Refused(Refusal(Code.CORRECTION_NUMBER))


@act(May.CAPTURE)
def record_features(actor: Actor, *, enrolment_id: UUID, text: str, now: datetime) -> EnrolState:
    """Identifying features in a few words, kept encrypted; an empty text means none were seen."""
    found = open_enrolment(actor, enrolment_id)
    state = add(found, EnrolAct(kind=ActKind.FEATURES_RECORDED), actor=actor, now=now)
    keep_note(found.row, DraftNote.Kind.FEATURES, text)
    _journal(actor, found, "features_recorded", now)
    return state


@act(May.CAPTURE)
def add_sample(
    actor: Actor,
    *,
    enrolment_id: UUID,
    part: Part,
    files: Sequence[bytes],
    score: int | None = None,
    now: datetime,
) -> EnrolState:
    """Keep what a device saved for one part, sealed to the ward before it reaches the store.

    One file for a print or an iris, up to five frames for the face. `score` is 0-100 as the device reports
    it, None means not measured. Refuses what is out of order, tried too often, no whole picture, or over the
    limits.
    """
    found = open_enrolment(actor, enrolment_id)
    one = EnrolAct(kind=ActKind.SAMPLE_ADDED, part=part, score=score, frames=len(files))
    demand(found, one, now)
    if score is not None and not 0 <= score <= 100:
        raise Refused(Refusal(Code.SCORE_OUT_OF_RANGE))
    most = found.limits.frames_a_try if part is Part.FACE else 1
    if not files:
        raise Refused(Refusal(Code.SAMPLE_EMPTY))
    if len(files) > most:
        raise Refused(Refusal(Code.SAMPLE_COUNT, limit=most))
    read = [read_sample(body, part) for body in files]
    _demand_room(found, sum(len(file.body) for file in read))
    number = found.row.samples.filter(part=part).count()
    for offset, file in enumerate(read):
        _keep(found, part, number + offset, file, score, now)
    state = add(found, one, actor=actor, now=now)
    _journal(actor, found, "sample_added", now, part=part.value, files=len(files), score=score)
    return state


def _demand_room(found: Open, more: int) -> None:
    held = found.row.samples.aggregate(held=Sum("length"))["held"] or 0
    if held + more > MAX_SAMPLES_BYTES:
        raise Refused(Refusal(Code.SAMPLES_TOGETHER, limit=MAX_SAMPLES_BYTES // MIB))


def _keep(found: Open, part: Part, number: int, file: SampleFile, score: int | None, now: datetime) -> None:
    sample_id = new_id()
    Sample.objects.create(
        id=sample_id,
        enrolment=found.row,
        part=part.value,
        number=number,
        media_type=file.media_type,
        width=file.width,
        height=file.height,
        length=len(file.body),
        digest=hashlib.sha256(file.body).digest(),
        score=score,
        sealed=vault.seal(
            file.body, ward_id=found.row.ward_id, context=part_context(found.row.pk, str(sample_id))
        ),
        taken_at=now,
    )


@act(May.CAPTURE)
def keep_sample(actor: Actor, *, enrolment_id: UUID, part: Part, now: datetime) -> EnrolState:
    """Keep a sample of poor quality as the best that can be had today; a second person will look."""
    found = open_enrolment(actor, enrolment_id)
    state = add(found, EnrolAct(kind=ActKind.SAMPLE_KEPT, part=part), actor=actor, now=now)
    _journal(actor, found, "sample_kept", now, part=part.value)
    return state


@act(May.CAPTURE)
def record_failed_try(actor: Actor, *, enrolment_id: UUID, part: Part, now: datetime) -> EnrolState:
    """A try that gave no sample; two of them end the trying of a gentle visit."""
    found = open_enrolment(actor, enrolment_id)
    state = add(found, EnrolAct(kind=ActKind.TRY_FAILED, part=part), actor=actor, now=now)
    _journal(actor, found, "try_failed", now, part=part.value)
    return state


@act(May.CAPTURE)
def record_exception(
    actor: Actor, *, enrolment_id: UUID, subject: Finger | Eye, reason: ExceptionReason, now: datetime
) -> EnrolState:
    """This finger or eye cannot be taken, and why; the case goes on (circular 60/2021/TT-BCA Art. 5)."""
    found = open_enrolment(actor, enrolment_id)
    try:
        exception = BiometricException(subject=subject, reason=reason)
    except ValueError as error:
        raise Refused(Refusal(Code.EXCEPTION_REASON)) from error
    one = EnrolAct(kind=ActKind.EXCEPTION_RECORDED, exception=exception)
    state = add(found, one, actor=actor, now=now)
    _journal(actor, found, "exception_recorded", now, subject=subject.value)
    return state


@act(May.CAPTURE)
def choose_frame(
    actor: Actor, *, enrolment_id: UUID, frame: int, concerns: Iterable[PhotoConcern] = (), now: datetime
) -> EnrolState:
    """Choose the best of the kept frames (counted from 0); with concerns named, a second person will look."""
    found = open_enrolment(actor, enrolment_id)
    one = EnrolAct(kind=ActKind.FRAME_CHOSEN, frame=frame, concerns=tuple(concerns))
    state = add(found, one, actor=actor, now=now)
    _journal(actor, found, "frame_chosen", now, concerns=[concern.value for concern in one.concerns])
    return state


@act(May.CAPTURE)
def rest(actor: Actor, *, enrolment_id: UUID, now: datetime) -> EnrolState:
    """A short rest; everything stays where it is."""
    found = open_enrolment(actor, enrolment_id)
    state = add(found, EnrolAct(kind=ActKind.RESTED), actor=actor, now=now)
    _journal(actor, found, "rested", now)
    return state


@act(May.CAPTURE)
def stop(
    actor: Actor, *, enrolment_id: UUID, why: WhyStopped = WhyStopped.STOP_WORD, now: datetime
) -> EnrolState:
    """End at once, without a question.

    After the stop word the case rests and waits for the family's invitation; after "another day" it goes back
    to be planned. What was captured stays sealed for the next visit.
    """
    found = open_enrolment(actor, enrolment_id)
    tried = found.state.gentle and found.state.failed_tries >= found.limits.tries_a_visit
    cause = WhyStopped.STOP_WORD if tried or why is WhyStopped.MEET_AGAIN else why
    until = rest_until(cause, local_day(now), found.limits)
    found.row.not_before, found.row.stopped_why = until, cause.value
    state = add(found, EnrolAct(kind=ActKind.STOPPED, why=cause), actor=actor, now=now)
    if cause is WhyStopped.STOP_WORD:
        details = {"not_before": until.isoformat()}
        note_step(found.row.case, CaseActKind.STOPPED, actor=actor, now=now, details=details)
    else:
        note_step(found.row.case, CaseActKind.PROMISE_WITHDRAWN, actor=actor, now=now)
    _journal(actor, found, "stopped", now, why=cause.value, not_before=until.isoformat())
    return state


@act(May.CAPTURE)
def record_calmed(actor: Actor, *, enrolment_id: UUID, calmed: Iterable[Calmed], now: datetime) -> None:
    """Outside the room, with consent: what calmed the person, kept encrypted for the next visit only."""
    found = open_enrolment(actor, enrolment_id)
    keep_note(found.row, DraftNote.Kind.CALMED, ",".join(sorted({word.value for word in calmed})))
    _journal(actor, found, "calmed_recorded", now)
