"""What happens to cases when the roll changes: rows joined or parted, somebody left the ward.

Wiring registers this module with the roll. A case at which nothing happened yet may
end; anything else stands in the way.
"""

from __future__ import annotations

from datetime import datetime

from tannha.canvass.models import Case, CaseAct, DoNotVisit
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseActKind, Step
from tannha.canvass.service.cases import append, find_case, state_of
from tannha.ground.actor import Actor
from tannha.ground.refusal import Refusal
from tannha.roll.service import Resident


def why_not_join(kept: Resident, merged: Resident) -> Refusal | None:
    """Why two rows may not become one: a wish or work under way would be lost or doubled."""
    wishes = DoNotVisit.objects.filter(lifted_at=None)
    if wishes.filter(resident=merged).exists() and not wishes.filter(resident=kept).exists():
        return Refusal(Code.JOIN_WISH)
    case = find_case(merged.pk)
    if case is None:
        return None
    if find_case(kept.pk) is None:
        return Refusal(Code.JOIN_OTHER_WAY)
    if CaseAct.objects.filter(case=case).exclude(kind=CaseActKind.OPENED.value).exists():
        return Refusal(Code.JOIN_TWO_CASES)
    return None


def note_joined(kept: Resident, merged: Resident, *, actor: Actor, now: datetime) -> None:
    """The second row's case, at which nothing happened, ends; closed ones stay with it."""
    case = _locked(find_case(merged.pk))
    if case is not None:
        append(case, CaseActKind.JOINED, actor=actor, now=now)


def note_parted(kept: Resident, merged: Resident, *, actor: Actor, now: datetime) -> None:
    """The case that ended with the joining is open again."""
    for case in Case.objects.select_for_update(of=("self",)).filter(resident_id=merged.pk, step=Step.CLOSED):
        if state_of(case).joined and find_case(merged.pk) is None:
            append(case, CaseActKind.PARTED, actor=actor, now=now)


def note_left(resident: Resident, *, status: str, actor: Actor, now: datetime) -> None:
    """Somebody moved out or died: nobody is visited, called or written to any more."""
    case = _locked(find_case(resident.pk))
    if case is not None:
        kind = CaseActKind.DECEASED if status == Resident.Status.DECEASED else CaseActKind.MOVED
        append(case, kind, actor=actor, now=now)


def _locked(case: Case | None) -> Case | None:
    return case and Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
