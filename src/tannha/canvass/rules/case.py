"""One resident's way to a card, folded from acts. One table says which act is legal in which step. Pure.

The person's own no is kept apart from the step: whatever the order in which acts arrive, the most
protective wish holds (do-not-visit over a stop word, a stop word over a refusal, a refusal over wanting to
think), until the family invites us again. An act that is not lawful where the case stands is kept as late
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Any


class CaseActKind(StrEnum):
    """What can happen to a case; wire words, never renamed."""

    OPENED = "opened"
    VISITED = "visited"
    VISIT_UNDONE = "visit_undone"
    AGREED = "agreed"
    WANTS_TO_THINK = "wants_to_think"
    REFUSED = "refused"
    DO_NOT_VISIT = "do_not_visit"
    INVITED_AGAIN = "invited_again"
    PROMISED = "promised"
    PROMISE_WITHDRAWN = "promise_withdrawn"
    CHECKED_IN = "checked_in"
    ENROLMENT_STARTED = "enrolment_started"
    STOPPED = "stopped"
    SEALED = "sealed"
    APPROVED = "approved"
    RETURNED = "returned"
    PERSONALISED = "personalised"
    HANDED_OVER = "handed_over"
    MOVED = "moved"
    DECEASED = "deceased"
    JOINED = "joined"
    PARTED = "parted"


class Step(StrEnum):
    """Where a case stands. `REFUSED` and `HELD` (after a stop word) wait for the person, not for us."""

    ROLL = "roll"
    CANVASS = "canvass"
    PLAN = "plan"
    ENROL = "enrol"
    CARD = "card"
    HANDOVER = "handover"
    CLOSED = "closed"
    REFUSED = "refused"
    HELD = "held"


WAY = (Step.ROLL, Step.CANVASS, Step.PLAN, Step.ENROL, Step.CARD, Step.HANDOVER)
"""The six steps of the step line, in order."""


class Wish(IntEnum):
    """The person's own wish, least protective first."""

    NONE = 0
    THINKING = 1
    REFUSED = 2
    STOPPED = 3
    DO_NOT_VISIT = 4


class VisitWay(StrEnum):
    """How somebody was reached for; both are counted, each against its own limit."""

    DOOR = "door"
    PHONE = "phone"


def place_on_way(state: Step) -> int:
    """Where a step stands among the six of `WAY`: a refusal at canvassing, a rest at enrolment, the end behind all."""
    if state is Step.CLOSED:
        return len(WAY)
    return WAY.index({Step.REFUSED: Step.CANVASS, Step.HELD: Step.ENROL}.get(state, state))


_K, _S = CaseActKind, Step
_ENDS = {_K.MOVED: _S.CLOSED, _K.DECEASED: _S.CLOSED}

LEGAL: Mapping[Step, Mapping[CaseActKind, Step]] = {
    _S.ROLL: {_K.OPENED: _S.CANVASS},
    _S.CANVASS: {
        _K.JOINED: _S.CLOSED,
        _K.VISITED: _S.CANVASS,
        _K.VISIT_UNDONE: _S.CANVASS,
        _K.AGREED: _S.PLAN,
        _K.WANTS_TO_THINK: _S.CANVASS,
        _K.REFUSED: _S.REFUSED,
        _K.DO_NOT_VISIT: _S.REFUSED,
        _K.INVITED_AGAIN: _S.CANVASS,
        _K.CHECKED_IN: _S.ENROL,
        _K.STOPPED: _S.HELD,
        **_ENDS,
    },
    _S.PLAN: {
        _K.VISITED: _S.PLAN,
        _K.VISIT_UNDONE: _S.PLAN,
        _K.AGREED: _S.PLAN,
        _K.WANTS_TO_THINK: _S.CANVASS,
        _K.REFUSED: _S.REFUSED,
        _K.DO_NOT_VISIT: _S.REFUSED,
        _K.INVITED_AGAIN: _S.PLAN,
        _K.PROMISED: _S.PLAN,
        _K.PROMISE_WITHDRAWN: _S.PLAN,
        _K.CHECKED_IN: _S.ENROL,
        _K.ENROLMENT_STARTED: _S.ENROL,
        _K.STOPPED: _S.HELD,
        **_ENDS,
    },
    _S.ENROL: {
        _K.VISIT_UNDONE: _S.ENROL,
        _K.ENROLMENT_STARTED: _S.ENROL,
        _K.PROMISE_WITHDRAWN: _S.PLAN,
        _K.SEALED: _S.CARD,
        _K.WANTS_TO_THINK: _S.CANVASS,
        _K.REFUSED: _S.REFUSED,
        _K.DO_NOT_VISIT: _S.REFUSED,
        _K.STOPPED: _S.HELD,
        **_ENDS,
    },
    _S.CARD: {
        _K.APPROVED: _S.CARD,
        _K.RETURNED: _S.PLAN,
        _K.PERSONALISED: _S.HANDOVER,
        _K.REFUSED: _S.CARD,
        _K.DO_NOT_VISIT: _S.CARD,
        _K.STOPPED: _S.CARD,
        _K.INVITED_AGAIN: _S.CARD,
        _K.PROMISED: _S.CARD,
        _K.PROMISE_WITHDRAWN: _S.CARD,
        **_ENDS,
    },
    _S.HANDOVER: {
        _K.HANDED_OVER: _S.CLOSED,
        _K.REFUSED: _S.HANDOVER,
        _K.DO_NOT_VISIT: _S.HANDOVER,
        _K.STOPPED: _S.HANDOVER,
        _K.INVITED_AGAIN: _S.HANDOVER,
        _K.PROMISED: _S.HANDOVER,
        _K.PROMISE_WITHDRAWN: _S.HANDOVER,
        **_ENDS,
    },
    _S.REFUSED: {
        _K.VISITED: _S.REFUSED,
        _K.VISIT_UNDONE: _S.REFUSED,
        _K.AGREED: _S.PLAN,
        _K.WANTS_TO_THINK: _S.CANVASS,
        _K.REFUSED: _S.REFUSED,
        _K.DO_NOT_VISIT: _S.REFUSED,
        _K.STOPPED: _S.HELD,
        _K.INVITED_AGAIN: _S.CANVASS,
        _K.PROMISE_WITHDRAWN: _S.REFUSED,
        _K.CHECKED_IN: _S.ENROL,
        **_ENDS,
    },
    _S.HELD: {
        _K.STOPPED: _S.HELD,
        _K.REFUSED: _S.HELD,
        _K.DO_NOT_VISIT: _S.HELD,
        _K.INVITED_AGAIN: _S.PLAN,
        _K.PROMISE_WITHDRAWN: _S.HELD,
        **_ENDS,
    },
    _S.CLOSED: {_K.VISIT_UNDONE: _S.CLOSED, _K.PARTED: _S.CANVASS},
}
"""The one table: in which step which act is legal, and the step it leads to."""


class WhyNot(StrEnum):
    """Why an act may not follow, nearest condition first."""

    STEP = "step"
    DO_NOT_VISIT = "do_not_visit"
    ASKED_TO_WAIT = "asked_to_wait"
    ALREADY_PROMISED = "already_promised"
    NOT_PROMISED = "not_promised"
    NOT_APPROVED = "not_approved"
    NOTHING_TO_UNDO = "nothing_to_undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as the fold needs it: place in the case's order, kind, local day, and details without
    personal data.

    Details read here: `way` and `outcome` (visited), `not_before` as ISO day and `follow_up` (refused,
    stopped, wants_to_think), `seqs` (visit_undone).
    """

    seq: int
    kind: CaseActKind
    on: date
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case as its acts say: step, the person's wish, waiting day, promise, and the days somebody went
    there.
    """

    step: Step = Step.ROLL
    wish: Wish = Wish.NONE
    opened_on: date | None = None
    not_before: date | None = None
    family_calls: bool = False
    promised: bool = False
    approved: bool = False
    visits: tuple[date, ...] = ()
    calls: tuple[date, ...] = ()
    agreed_on: date | None = None
    joined: bool = False
    seq: int = 0
    late: tuple[int, ...] = ()

    @property
    def closed(self) -> bool:
        """Nothing more is asked of this person."""
        return self.step is Step.CLOSED


def legal(step: Step, kind: CaseActKind) -> bool:
    """Whether the table allows an act in a step."""
    return kind in LEGAL[step]


def why_not(state: CaseState, kind: CaseActKind, on: date) -> WhyNot | None:
    """Why an act may not follow now; None means it may.

    Looks at the table first, then at the person's wish.
    """
    if kind is _K.VISIT_UNDONE and state.seq == 0:
        return WhyNot.NOTHING_TO_UNDO
    if not legal(state.step, kind) or (kind is _K.PARTED and not state.joined):
        return WhyNot.STEP
    if kind in (_K.VISITED, _K.AGREED, _K.WANTS_TO_THINK, _K.PROMISED):
        if state.wish is Wish.DO_NOT_VISIT:
            return WhyNot.DO_NOT_VISIT
        if kind is not _K.WANTS_TO_THINK and state.wish >= Wish.REFUSED and not _asked_again(state, on):
            return WhyNot.ASKED_TO_WAIT
    if kind is _K.PROMISED and state.promised:
        return WhyNot.ALREADY_PROMISED
    if kind is _K.PROMISE_WITHDRAWN and not state.promised and state.step is not Step.ENROL:
        return WhyNot.NOT_PROMISED
    if kind is _K.PERSONALISED and not state.approved:
        return WhyNot.NOT_APPROVED
    return None


def _asked_again(state: CaseState, on: date) -> bool:
    """The family named a day from which we may ask again, it has come, and nobody said "we will call"."""
    return (
        state.wish is Wish.REFUSED
        and not state.family_calls
        and state.not_before is not None
        and on >= state.not_before
    )


def fold(acts: Iterable[Act], *, round_days: int = 90) -> CaseState:
    """The state that all acts give, in order of `seq`. Undone visits count for nothing, late acts are listed.

    `round_days` is the length of a round: older visits and calls no longer count (limits that protect
    people).
    """
    ordered = sorted(acts, key=lambda act: act.seq)
    undone = {seq for act in ordered if act.kind is _K.VISIT_UNDONE for seq in act.details.get("seqs", ())}
    state = CaseState()
    for act in ordered:
        if act.seq in undone or act.kind is _K.VISIT_UNDONE:
            state = replace(state, seq=act.seq)
        elif why_not(state, act.kind, act.on) is not None:
            state = replace(state, seq=act.seq, late=(*state.late, act.seq))
        else:
            state = apply(state, act, round_days=round_days)
    return state


def apply(state: CaseState, act: Act, *, round_days: int = 90) -> CaseState:
    """The state after one lawful act.

    Raises KeyError for an act the table does not allow: ask `why_not` first.
    """
    step = LEGAL[state.step][act.kind]
    after = replace(state, step=step, seq=act.seq)
    return _CHANGES.get(act.kind, _no_change)(after, act, round_days)


def _no_change(state: CaseState, act: Act, round_days: int) -> CaseState:
    return state


def _opened(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, opened_on=act.on)


def _visited(state: CaseState, act: Act, round_days: int) -> CaseState:
    since = act.on - timedelta(days=round_days)
    if act.details.get("way") == VisitWay.PHONE:
        return replace(state, calls=(*(day for day in state.calls if day > since), act.on))
    return replace(state, visits=(*(day for day in state.visits if day > since), act.on))


def _agreed(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, wish=Wish.NONE, not_before=_day(act), family_calls=False, agreed_on=act.on)


def _thinks(state: CaseState, act: Act, round_days: int) -> CaseState:
    wish = max(state.wish, Wish.THINKING) if not _asked_again(state, act.on) else Wish.THINKING
    step = state.step
    if wish >= Wish.REFUSED:
        step = Step.HELD if wish is Wish.STOPPED else Step.REFUSED
    return replace(
        state, step=step, wish=wish, not_before=_later(state.not_before, _day(act)), promised=False
    )


def _refused(state: CaseState, act: Act, round_days: int) -> CaseState:
    anew = _asked_again(state, act.on) and "follow_up" not in act.details
    return replace(
        state,
        wish=max(state.wish, Wish.REFUSED),
        not_before=_day(act) if anew else _later(state.not_before, _day(act)),
        family_calls=state.family_calls or act.details.get("follow_up") == "family_calls",
        promised=False,
    )


def _stopped(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(
        state,
        wish=max(state.wish, Wish.STOPPED),
        not_before=_later(state.not_before, _day(act)),
        promised=False,
    )


def _do_not_visit(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, wish=Wish.DO_NOT_VISIT, promised=False)


def _invited(state: CaseState, act: Act, round_days: int) -> CaseState:
    waits = state.not_before if state.wish is Wish.STOPPED or state.step is Step.PLAN else None
    return replace(state, wish=Wish.NONE, not_before=_later(waits, _day(act)), family_calls=False)


def _checked_in(state: CaseState, act: Act, round_days: int) -> CaseState:
    kept = state.wish if state.wish is Wish.DO_NOT_VISIT else Wish.NONE
    return replace(state, wish=kept, not_before=None, family_calls=False)


def _promised(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, promised=True)


def _free(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, promised=False)


def _joined(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, joined=True)


def _parted(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, joined=False)


def _approved(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, approved=True)


def _returned(state: CaseState, act: Act, round_days: int) -> CaseState:
    return replace(state, approved=False, promised=False)


_CHANGES = {
    _K.OPENED: _opened,
    _K.VISITED: _visited,
    _K.AGREED: _agreed,
    _K.WANTS_TO_THINK: _thinks,
    _K.REFUSED: _refused,
    _K.STOPPED: _stopped,
    _K.DO_NOT_VISIT: _do_not_visit,
    _K.INVITED_AGAIN: _invited,
    _K.CHECKED_IN: _checked_in,
    _K.PROMISED: _promised,
    _K.PROMISE_WITHDRAWN: _free,
    _K.SEALED: _free,
    _K.APPROVED: _approved,
    _K.RETURNED: _returned,
    _K.HANDED_OVER: _free,
    _K.MOVED: _free,
    _K.DECEASED: _free,
    _K.JOINED: _joined,
    _K.PARTED: _parted,
}


def _day(act: Act) -> date | None:
    text = act.details.get("not_before")
    return date.fromisoformat(text) if text else None


def _later(first: date | None, second: date | None) -> date | None:
    return max((day for day in (first, second) if day is not None), default=None)
