"""Refusals of the fleet: hours over a limit, a machine that cannot be step-free, something still in use.
Pure."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of this room."""

    OVER_DAY = "fleet.over_day"
    OVER_WEEK = "fleet.over_week"
    SHORT_REST = "fleet.short_rest"
    NOT_STEP_FREE = "fleet.not_step_free"
    SHIFT_ORDER = "fleet.shift_order"


CATALOGUE: dict[Code, Sentences] = {
    Code.OVER_DAY: Sentences(
        cannot=gettext_noop("This shift is longer than a day's work may be."),
        why=gettext_noop("%(who)s would work %(over)s minutes more than the limit of %(limit)s hours."),
        next_step=gettext_noop(
            "End the shift %(over)s minutes earlier, or give part of it to another officer."
        ),
        link="fleet:shifts",
    ),
    Code.OVER_WEEK: Sentences(
        cannot=gettext_noop("This shift fills the week above its limit."),
        why=gettext_noop("%(who)s would work %(over)s minutes more than %(limit)s hours this week."),
        next_step=gettext_noop(
            "Shorten the shift by %(over)s minutes, or let another officer take this day."
        ),
        link="fleet:shifts",
    ),
    Code.SHORT_REST: Sentences(
        cannot=gettext_noop("This shift leaves too little rest between two days."),
        why=gettext_noop("%(who)s would rest %(over)s minutes less than %(limit)s hours."),
        next_step=gettext_noop("Start later, or let another officer take this day."),
        link="fleet:shifts",
    ),
    Code.NOT_STEP_FREE: Sentences(
        cannot=gettext_noop("This machine cannot be entered as step-free."),
        why=gettext_noop("It stands on floor %(floor)s and the station has no lift."),
        next_step=gettext_noop("Move the machine to floor 1, or leave the step-free mark away."),
        link="fleet:fleet",
    ),
    Code.SHIFT_ORDER: Sentences(
        cannot=gettext_noop("This shift cannot be kept."),
        why=gettext_noop("Its end lies before its start, or the day is over."),
        next_step=gettext_noop("Choose a later end, or a coming day."),
        link="fleet:shifts",
    ),
}
