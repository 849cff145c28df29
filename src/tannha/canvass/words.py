"""Words for the wire words of this room, as people read them; English source, translated when shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from tannha.canvass.rules.case import CaseActKind, Step, Wish
from tannha.canvass.rules.limits import Hours, minute_text
from tannha.canvass.rules.needs import NeedKind, ServiceWay
from tannha.canvass.rules.visit import FollowUp, VisitOutcome, Worry

OUTCOMES: dict[VisitOutcome, Promise] = {
    VisitOutcome.AGREED: gettext_lazy("Agrees"),
    VisitOutcome.WANTS_TO_THINK: gettext_lazy("Wants to think"),
    VisitOutcome.REFUSED: gettext_lazy("Does not want to"),
    VisitOutcome.NOBODY_HOME: gettext_lazy("Nobody home"),
    VisitOutcome.MOVED: gettext_lazy("Moved away"),
    VisitOutcome.DECEASED: gettext_lazy("Has died"),
}
NEEDS: dict[NeedKind, Promise] = {
    NeedKind.WHEELCHAIR: gettext_lazy("wheelchair"),
    NeedKind.WALKS_SLOWLY: gettext_lazy("walks slowly"),
    NeedKind.STAYS_AT_HOME: gettext_lazy("cannot leave home"),
    NeedKind.AFRAID_OF_FLASH: gettext_lazy("no camera flash"),
    NeedKind.CALM_PLACE: gettext_lazy("a quiet place"),
    NeedKind.HARD_OF_HEARING: gettext_lazy("speak up and slowly"),
    NeedKind.SEES_LITTLE: gettext_lazy("read aloud, large print"),
    NeedKind.SPEAKS_SLOWLY: gettext_lazy("speaks slowly"),
    NeedKind.OXYGEN: gettext_lazy("oxygen nearby"),
    NeedKind.FAMILY_BESIDE: gettext_lazy("family beside"),
    NeedKind.MORE_TIME: gettext_lazy("more time"),
}
WAYS: dict[ServiceWay, Promise] = {
    ServiceWay.HOME: gettext_lazy("A kit comes to the home"),
    ServiceWay.RIDE: gettext_lazy("A car fetches and brings back"),
    ServiceWay.WALK_IN: gettext_lazy("Comes to the counter"),
}
STEPS: dict[Step, Promise] = {
    Step.ROLL: gettext_lazy("Roll"),
    Step.CANVASS: gettext_lazy("Canvass"),
    Step.PLAN: gettext_lazy("Planning"),
    Step.ENROL: gettext_lazy("Enrolment"),
    Step.CARD: gettext_lazy("Card"),
    Step.HANDOVER: gettext_lazy("Handover"),
    Step.CLOSED: gettext_lazy("Finished"),
    Step.REFUSED: gettext_lazy("As the person wishes"),
    Step.HELD: gettext_lazy("Resting after the stop word"),
}
WISHES: dict[Wish, Promise] = {
    Wish.THINKING: gettext_lazy("wants to think"),
    Wish.REFUSED: gettext_lazy("does not want to now"),
    Wish.STOPPED: gettext_lazy("stop word said"),
    Wish.DO_NOT_VISIT: gettext_lazy("asked us not to come"),
}
ACTS: dict[CaseActKind, Promise] = {
    CaseActKind.OPENED: gettext_lazy("case opened"),
    CaseActKind.VISITED: gettext_lazy("visited"),
    CaseActKind.VISIT_UNDONE: gettext_lazy("visit taken back"),
    CaseActKind.AGREED: gettext_lazy("agreed"),
    CaseActKind.WANTS_TO_THINK: gettext_lazy("wants to think"),
    CaseActKind.REFUSED: gettext_lazy("does not want to now"),
    CaseActKind.DO_NOT_VISIT: gettext_lazy("asked us not to come"),
    CaseActKind.INVITED_AGAIN: gettext_lazy("invited us again"),
    CaseActKind.PROMISED: gettext_lazy("appointment given"),
    CaseActKind.PROMISE_WITHDRAWN: gettext_lazy("appointment taken back"),
    CaseActKind.CHECKED_IN: gettext_lazy("arrived for enrolment"),
    CaseActKind.ENROLMENT_STARTED: gettext_lazy("enrolment begun"),
    CaseActKind.STOPPED: gettext_lazy("stop word said"),
    CaseActKind.SEALED: gettext_lazy("packet sealed"),
    CaseActKind.APPROVED: gettext_lazy("packet approved"),
    CaseActKind.RETURNED: gettext_lazy("packet came back"),
    CaseActKind.PERSONALISED: gettext_lazy("card made"),
    CaseActKind.HANDED_OVER: gettext_lazy("card handed over"),
    CaseActKind.MOVED: gettext_lazy("moved away"),
    CaseActKind.DECEASED: gettext_lazy("has died"),
    CaseActKind.JOINED: gettext_lazy("joined with another row of the roll"),
    CaseActKind.PARTED: gettext_lazy("parted from the other row again"),
}
FOLLOW_UPS: dict[FollowUp, Promise] = {
    FollowUp.FAMILY_CALLS: gettext_lazy("The family will call"),
    FollowUp.ASK_AGAIN: gettext_lazy("Ask again from a day"),
}
WORRIES: dict[Worry, Promise] = {
    Worry.CAMERA: gettext_lazy("Afraid of the camera"),
    Worry.TIRED: gettext_lazy("Tired"),
    Worry.BUSY: gettext_lazy("Busy"),
    Worry.NO_NEED_YET: gettext_lazy("Sees no need yet"),
    Worry.OTHER: gettext_lazy("Another reason"),
}
WEEKDAYS: tuple[Promise, ...] = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def helps_in_words(needs: frozenset[NeedKind]) -> tuple[str, ...]:
    """What helps today, in the order of the list above; for the person strip."""
    return tuple(str(word) for kind, word in NEEDS.items() if kind in needs)


def hours_in_words(hours: tuple[Hours, ...]) -> str:
    """Good hours in one line: "9:00–11:00, Tuesday 14:00–16:00"; "" where none are known."""
    joined = []
    for span in hours:
        times = f"{minute_text(span.start_minute)}\u2060–\u2060{minute_text(span.end_minute)}"
        joined.append(times if span.weekday is None else f"{WEEKDAYS[span.weekday]} {times}")
    return ", ".join(joined)


def doors_in_words(count: int) -> str:
    """ "14 doors"."""
    return ngettext("%(count)s door", "%(count)s doors", count) % {"count": count}


def people_in_words(count: int) -> str:
    """ "14 people"."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def place_of_walk(tower: str, alley: str, group: str) -> str:
    """The name of a walk: its tower, alley or group."""
    if tower:
        return gettext("tower %(tower)s") % {"tower": tower.removeprefix("tháp ").removeprefix("Tháp ")}
    return alley or group


CHANNELS: dict[str, Promise] = {
    "phone": gettext_lazy("by telephone"),
    "counter": gettext_lazy("at the counter"),
    "letter": gettext_lazy("by letter"),
}
