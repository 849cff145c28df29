"""Words and sentences of planning, as people read them; English source, translated when shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from tannha.canvass.rules.needs import NeedKind
from tannha.plan.explain import Bound, WhyThisTime, unit_of
from tannha.plan.relaxing import THE_PLANNER_DECIDES
from tannha.plan.rules.checks import CheckName
from tannha.plan.rules.instance import PlanInstance, Way
from tannha.plan.rules.plan import Reason, ReasonCode, Relaxed, StopKind, Unserved
from tannha.web.values import format_day

WAYS: dict[Way, Promise] = {
    Way.HOME: gettext_lazy("visit at home"),
    Way.RIDE: gettext_lazy("fetched by car"),
    Way.WALK_IN: gettext_lazy("comes to the station"),
}
STOPS: dict[StopKind, Promise] = {
    StopKind.VISIT: gettext_lazy("visit at home"),
    StopKind.OUT_PICKUP: gettext_lazy("fetch"),
    StopKind.OUT_DROP: gettext_lazy("at the station"),
    StopKind.BACK_PICKUP: gettext_lazy("leave the station"),
    StopKind.BACK_DROP: gettext_lazy("home again"),
    StopKind.LUNCH: gettext_lazy("lunch"),
}
CHECKS: dict[CheckName, Promise] = {
    CheckName.TIMES: gettext_lazy("Times, roads and lunches fit together"),
    CheckName.CARS: gettext_lazy("Cars have room; nobody rides or waits too long"),
    CheckName.MACHINES: gettext_lazy("Everybody can reach their machine, and it is free"),
    CheckName.TEAMS: gettext_lazy("Two officers and a kit at each door, trained where calm is needed"),
    CheckName.WISHES: gettext_lazy("Nobody is visited who asked not to be"),
    CheckName.PROMISES: gettext_lazy("Every promise is kept"),
    CheckName.WHOLE: gettext_lazy("Everybody is placed once or told why not"),
    CheckName.STILL_THERE: gettext_lazy("Machines, kits, cars and teams of the plan are still there"),
    CheckName.HOURS: gettext_lazy("Nobody works longer than the shift"),
}
BRING: dict[NeedKind, tuple[Promise, ...]] = {
    NeedKind.WHEELCHAIR: (gettext_lazy("arm pillow"), gettext_lazy("ramp")),
    NeedKind.AFRAID_OF_FLASH: (gettext_lazy("soft lamp"), gettext_lazy("no flash")),
    NeedKind.CALM_PLACE: (gettext_lazy("soft lamp"), gettext_lazy("quiet voices")),
    NeedKind.HARD_OF_HEARING: (gettext_lazy("writing board"),),
    NeedKind.SEES_LITTLE: (gettext_lazy("forms in large print"),),
    NeedKind.OXYGEN: (gettext_lazy("spare battery"),),
    NeedKind.STAYS_AT_HOME: (gettext_lazy("arm pillow"),),
    NeedKind.WALKS_SLOWLY: (gettext_lazy("folding chair"),),
}
BOUNDS_BEFORE: dict[Bound, Promise] = {
    Bound.HOURS: gettext_lazy("No earlier: the hours that suit begin then."),
    Bound.WAY_THERE: gettext_lazy("No earlier: the team comes from the stop before."),
    Bound.SHIFT: gettext_lazy("No earlier: the shift begins and the way takes its time."),
    Bound.MACHINE: gettext_lazy("No earlier: the machine is taken before."),
    Bound.STOPS_AFTER: gettext_lazy("No earlier: the team comes from the stop before."),
}
BOUNDS_AFTER: dict[Bound, Promise] = {
    Bound.HOURS: gettext_lazy("No later than %(latest)s: the hours that suit end."),
    Bound.STOPS_AFTER: gettext_lazy("No later than %(latest)s: the stops after it would be late."),
    Bound.SHIFT: gettext_lazy("No later than %(latest)s: the shift ends."),
    Bound.MACHINE: gettext_lazy("No later than %(latest)s: the machine is taken or closed after that."),
    Bound.WAY_THERE: gettext_lazy("No later than %(latest)s: the stops after it would be late."),
}


def bring_in_words(needs: frozenset[NeedKind]) -> tuple[str, ...]:
    """What to take along, each thing once; things, never a word about health."""
    things = [str(thing) for kind, kept in BRING.items() if kind in needs for thing in kept]
    return tuple(dict.fromkeys(things))


def day_in_words(on: date) -> str:
    """A day with its weekday, in the language of the page."""
    return format_day(on, get_language() or "vi")


def clock(seconds: int) -> str:
    """Seconds since midnight as 8:30."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}"


def span(start: int, end: int) -> str:
    """Two moments in seconds as 8:30–9:45, the end rounded up to its minute; held together by a word joiner."""
    return f"{clock(start)}\u2060–\u2060{clock(-(-end // 60) * 60)}"


def minutes_of(seconds: int, most: int = 0) -> str:
    """An amount of time in whole minutes, rounded up; with ``most`` seconds as a span of minutes."""
    minutes, last = max(-(-seconds // 60), 1), -(-most // 60)
    count = f"{minutes}\u2060–\u2060{last}" if last > minutes else str(minutes)
    return ngettext("%(count)s minute", "%(count)s minutes", max(minutes, last)) % {"count": count}


def why_not_in_words(reason: Reason, labels: Mapping[str, str], most: int = 0) -> str:
    """The reason as one sentence. ``labels`` names teams, cars and machines by id; ``most`` is the largest amount where
    several people share the reason and need different ones."""
    who = labels.get(reason.subject, "")
    amount = minutes_of(reason.amount, most)
    sentences = {
        ReasonCode.NO_WAY: _("Nothing says how this person can be served, or no way leads to the door."),
        ReasonCode.NOT_BEFORE: _("Not before a later day, as the person wishes."),
        ReasonCode.DO_NOT_VISIT: _("Asked not to be visited."),
        ReasonCode.SHIFT_END: _("Would fit if %(who)s worked %(amount)s longer.")
        % {"who": who, "amount": amount},
        ReasonCode.LUNCH: _("Would fit if %(who)s had lunch %(amount)s earlier or later.")
        % {"who": who, "amount": amount},
        ReasonCode.WAIT: _("Would fit with %(amount)s more waiting at the station.") % {"amount": amount},
        ReasonCode.RIDE_LIMIT: _("Would fit with a ride %(amount)s longer.") % {"amount": amount},
        ReasonCode.GOOD_HOURS: _("No free time in the hours that suit; hours %(amount)s wider would do.")
        % {"amount": amount},
        ReasonCode.NO_HOURS: _("No hours of this day suit; with hours on this day they would fit."),
        ReasonCode.MACHINE_HOURS: _("Would fit if %(who)s stayed open %(amount)s longer.")
        % {"who": who, "amount": amount},
        ReasonCode.RESERVE: _(
            "The places left free are in the reserve; %(count)s per cent less reserve would do."
        )
        % {"count": max(reason.amount, most)},
        ReasonCode.CROWD: _("The station would be too full at that hour."),
        ReasonCode.APART_FROM_FAMILY: _(
            "No free time together with the family; at a time of their own they would fit."
        ),
        ReasonCode.ONE_MORE_KIT: _("All teams and kits are taken; one more team with a kit would do."),
        ReasonCode.ONE_MORE_CAR: _("All cars are taken; one more car would do."),
        ReasonCode.STEP_FREE_MACHINE: _("No free machine can be reached without steps; one more would do."),
        ReasonCode.ONE_MORE_MACHINE: _("All machines are taken; one more machine would do."),
        ReasonCode.OTHER_PROMISE: _("The only free time belongs to somebody who has been placed already."),
        ReasonCode.KIT_AND_HOURS: _("One more team with a kit and hours %(amount)s wider would do.")
        % {"amount": amount},
        ReasonCode.TWO_CHANGES: _("No single change would do; two together would."),
        ReasonCode.MORE_CHANGES: _("Neither one nor two changes would do; these together would."),
        ReasonCode.NO_SINGLE_CHANGE: _("No single change of this day would do; another day is needed."),
        ReasonCode.THERE_IS_ROOM: _("There is room in this plan as it stands; make the plan anew."),
        ReasonCode.NOT_YET_TOLD: _("Not yet looked into."),
    }
    return sentences[reason.code]


def changes_in_words(relax: Sequence[Relaxed], labels: Mapping[str, str]) -> tuple[str, ...]:
    """The two changes of a pair, a sentence each; empty for a single reason, whose own sentence says it."""
    if len(relax) < 2:
        return ()
    return tuple(why_not_in_words(_alone(one), labels) for one in relax)


def file_reason_in_words(instance: PlanInstance, entry: Unserved) -> tuple[str, ...]:
    """Why a client of a day's file has no time, a sentence a line; behind it the rule's id and the exact amount.

    Teams, cars and machines are called by their ids in the file; nobody else is named. Changes that are only of use
    together have a line each after the first, which then has nothing in brackets.
    """
    labels = {
        one.id: one.id for group in (instance.teams, instance.vehicles, instance.machines) for one in group
    }
    first = why_not_in_words(entry.why, labels)
    if len(entry.relax) < 2:
        return (f"{first} {_rule_and_amount(entry.why)}",)
    changes = [_alone(one) for one in entry.relax]
    return (first, *(f"{why_not_in_words(one, labels)} {_rule_and_amount(one)}" for one in changes))


def _alone(one: Relaxed) -> Reason:
    """One of several changes as a reason of its own."""
    code = ReasonCode(one.code)
    return Reason(
        code=code, constraint=one.constraint, subject=one.subject, amount=one.amount, unit=unit_of(code)
    )


def _rule_and_amount(reason: Reason) -> str:
    count = {"count": reason.amount}
    exact = {
        "seconds": ngettext("%(count)s second", "%(count)s seconds", reason.amount) % count,
        "days": ngettext("%(count)s day", "%(count)s days", reason.amount) % count,
        "per_cent": _("%(count)s per cent") % count,
        "persons": ngettext("%(count)s person", "%(count)s people", reason.amount) % count,
    }.get(reason.unit)
    return f"({reason.constraint}: {exact})" if exact else f"({reason.constraint})"


def offer_in_words(reason: Reason) -> str:
    """What could be done: the planner's own offer, or who can help."""
    if reason.code in THE_PLANNER_DECIDES:
        return _("Take the offer")
    if reason.code in (
        ReasonCode.GOOD_HOURS,
        ReasonCode.NO_HOURS,
        ReasonCode.RIDE_LIMIT,
        ReasonCode.KIT_AND_HOURS,
    ):
        return _("The supervisor asks the family for other hours.")
    if reason.code is ReasonCode.THERE_IS_ROOM:
        return _("Make the plan anew.")
    if reason.code is ReasonCode.APART_FROM_FAMILY:
        return _("The supervisor asks the family whether they may come apart.")
    if reason.code in (ReasonCode.DO_NOT_VISIT, ReasonCode.NOT_BEFORE):
        return _("Nothing to do: it is the person's wish.")
    return _("Leave for another day, or change the fleet of this one.")


def why_this_time_in_words(why: WhyThisTime) -> tuple[str, str]:
    """Two sentences: what keeps the time from being earlier, and what from being later."""
    after = str(BOUNDS_AFTER[why.no_later]) % {"latest": clock(why.latest)}
    return str(BOUNDS_BEFORE[why.no_earlier]), after
