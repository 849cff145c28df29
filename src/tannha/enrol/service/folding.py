"""Reading one enrolment with its folded state, and adding acts to it. What the verbs of this room share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tannha.enrol.models import DraftNote, Enrolment, EnrolmentAct
from tannha.enrol.rules.acts import ActKind, EnrolAct, act_of, details_of
from tannha.enrol.rules.gentle import Limits
from tannha.enrol.rules.steps import Course, EnrolState, course_for, fold, why_not
from tannha.enrol.settings import limits_from
from tannha.ground import vault
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.figures import figures_of
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.regime import regime_on


@dataclass(slots=True, kw_only=True)
class Open:
    """One enrolment under a verb: the row with its case and resident, the fold of its acts, the ward's limits now."""

    row: Enrolment
    course: Course
    limits: Limits
    state: EnrolState
    acts: list[EnrolmentAct]

    @property
    def operators(self) -> set[UUID]:
        """Everybody who acted in it, the second signer left out."""
        second = {ActKind.COUNTERSIGNED, ActKind.MEET_AGAIN, ActKind.APPROVED, ActKind.RETURNED}
        return {act.actor_id for act in self.acts if act.actor_id and ActKind(act.kind) not in second}


def course_of(row: Enrolment) -> Course:
    """What the rules of the enrolment's own date ask of a person of this age."""
    return course_for(regime_on(row.regime_on), least_age=row.least_age)


def opened(row: Enrolment) -> Open:
    """Put an enrolment together with the fold of its stored acts."""
    acts, course = list(row.acts.all()), course_of(row)
    state = fold((act_of(act.kind, act.details) for act in acts), course)
    limits = limits_from(figures_of(row.ward_id))
    return Open(row=row, course=course, limits=limits, state=state, acts=acts)


def with_person(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same rows with case, resident, home and operator in one query."""
    return rows.select_related("operator", "case__resident__household", "case__resident__group")


def open_enrolment(actor: Actor, enrolment_id: UUID, *, own: bool = True, lock: bool = True) -> Open:
    """The enrolment of the actor's ward.

    With `own`, only of the operator it was called to. Else: not there.
    """
    rows = with_person(Enrolment.objects.filter(pk=enrolment_id, ward_id=actor.ward_id))
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or (own and row.operator_id != actor.user_id):
        raise Refused(not_there())
    return opened(row)


def demand(found: Open, act: EnrolAct, now: datetime) -> None:
    """Refuse with the nearest reason that stands against an act."""
    for refusal in why_not(found.state, act, on=local_day(now), limits=found.limits):
        raise Refused(refusal)


def add(
    found: Open, act: EnrolAct, *, actor: Actor, now: datetime, more: Mapping[str, Any] | None = None
) -> EnrolState:
    """Demand, write the act, fold anew, and keep the stage on the row (the caller saves other columns
    before).
    """
    demand(found, act, now)
    row = EnrolmentAct.objects.create(
        enrolment=found.row,
        seq=len(found.acts) + 1,
        kind=act.kind.value,
        at=now,
        actor_id=actor.user_id,
        details={**details_of(act), **(more or {})},
    )
    found.acts.append(row)
    found.state = fold((act_of(one.kind, one.details) for one in found.acts), found.course)
    found.row.stage = found.state.stage.value
    found.row.gentle = found.state.gentle
    found.row.last_at = now
    found.row.save()
    return found.state


def keep_note(row: Enrolment, kind: DraftNote.Kind, text: str) -> None:
    """Keep a personal text of an unfinished enrolment, encrypted.

    A newer one takes the place of the older.
    """
    DraftNote.objects.update_or_create(
        enrolment=row, kind=kind, defaults={"kept": vault.keep(text.strip().encode())}
    )


def note_of(row: Enrolment, kind: DraftNote.Kind) -> str:
    """The text kept, or "" where there is none."""
    note = DraftNote.objects.filter(enrolment=row, kind=kind).first()
    return vault.reveal(bytes(note.kept)).decode() if note else ""
