"""Refusals of the fleet: hours over a limit, a machine that cannot stand there, a name taken, something still in use.
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
    NO_SUCH_FLOOR = "fleet.no_such_floor"
    LABEL_TAKEN = "fleet.label_taken"
    ON_DUTY = "fleet.on_duty"
    KIT_CARRIED = "fleet.kit_carried"
    KIT_ELSEWHERE = "fleet.kit_elsewhere"
    REASON_MISSING = "fleet.reason_missing"
    SHIFT_OVER = "fleet.shift_over"
    CHANGED_SINCE = "fleet.changed_since"


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
    Code.NO_SUCH_FLOOR: Sentences(
        cannot=gettext_noop("This floor is not kept."),
        why=gettext_noop(
            "The station ends at floor %(floors)s, and %(label)s would stand on floor %(floor)s."
        ),
        next_step=gettext_noop("Correct the machine's floor, or the floors of the station."),
        link="fleet:fleet",
    ),
    Code.LABEL_TAKEN: Sentences(
        cannot=gettext_noop("This name is not kept."),
        why=gettext_noop("Something else of this kind is called %(label)s, or was before it was retired."),
        next_step=gettext_noop("Choose another name, or bring the retired one back."),
        link="fleet:fleet",
    ),
    Code.ON_DUTY: Sentences(
        cannot=gettext_noop("This is not retired yet."),
        why=gettext_noop("It is on duty on %(on)s."),
        next_step=gettext_noop("Take its coming shifts away first, then retire it."),
        link="fleet:shifts",
    ),
    Code.KIT_CARRIED: Sentences(
        cannot=gettext_noop("This kit is not retired yet."),
        why=gettext_noop("%(team)s goes out with it."),
        next_step=gettext_noop("Give that team another kit, or none, first."),
        link="fleet:fleet",
    ),
    Code.KIT_ELSEWHERE: Sentences(
        cannot=gettext_noop("This team cannot be on duty at that time."),
        why=gettext_noop("%(team)s goes out with the same kit on %(on)s."),
        next_step=gettext_noop("Choose other hours, or give one of the teams another kit."),
        link="fleet:fleet",
    ),
    Code.REASON_MISSING: Sentences(
        cannot=gettext_noop("Nothing was changed."),
        why=gettext_noop("No reason was written."),
        next_step=gettext_noop("Write in a few words why."),
        link="fleet:fleet",
    ),
    Code.SHIFT_OVER: Sentences(
        cannot=gettext_noop("This shift stays."),
        why=gettext_noop("Its day is over, and officers' hours are counted from it."),
        next_step=gettext_noop("Change a coming shift instead."),
        link="fleet:shifts",
    ),
    Code.CHANGED_SINCE: Sentences(
        cannot=gettext_noop("This was not saved."),
        why=gettext_noop("A colleague, or you in another window, changed it since this page was opened."),
        next_step=gettext_noop(
            "Look at what stands there now. What you typed is still below; save it once more if it holds."
        ),
        link="fleet:fleet",
    ),
}
