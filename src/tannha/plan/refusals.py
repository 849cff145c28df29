"""Refusals of planning: a day that cannot be planned or told, a promise that binds, a file that cannot be
used. Pure."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of this room."""

    DAY_IS_PAST = "plan.day_is_past"
    NO_PLAN_YET = "plan.no_plan_yet"
    CHECK_FAILED = "plan.check_failed"
    CHANGED_MEANWHILE = "plan.changed_meanwhile"
    NOTHING_TO_TELL = "plan.nothing_to_tell"
    OFFER_GONE = "plan.offer_gone"
    OFFER_NOT_YOURS = "plan.offer_not_yours"
    OFFER_OVER_HOURS = "plan.offer_over_hours"
    PROMISE_CLOSED = "plan.promise_closed"
    TIME_NOT_FREE = "plan.time_not_free"
    CONSENT_MISSING = "plan.consent_missing"
    NOT_PUBLISHED = "plan.not_published"
    NO_REACHABLE_MACHINE = "plan.no_reachable_machine"
    BAD_INPUT = "plan.bad_input"
    DAY_NOT_UNDER_WAY = "plan.day_not_under_way"
    NOTHING_AHEAD = "plan.nothing_ahead"
    TIME_IS_PAST = "plan.time_is_past"
    QUESTION_CLOSED = "plan.question_closed"
    NOT_WAITING = "plan.not_waiting"


CATALOGUE: dict[Code, Sentences] = {
    Code.DAY_IS_PAST: Sentences(
        cannot=gettext_noop("This day can no longer be planned."),
        why=gettext_noop("The day %(on)s is over."),
        next_step=gettext_noop("Plan a coming day."),
        link="plan:next",
    ),
    Code.NO_PLAN_YET: Sentences(
        cannot=gettext_noop("There is nothing to look at yet."),
        why=gettext_noop("No plan has been made for %(on)s."),
        next_step=gettext_noop("Make the plan on the day's page."),
        link="plan:next",
    ),
    Code.DAY_NOT_UNDER_WAY: Sentences(
        cannot=gettext_noop("This day is not under way."),
        why=gettext_noop("Reports change the plan of today from its first stop on."),
        next_step=gettext_noop("Before the day begins, make its plan anew."),
        link="plan:next",
    ),
    Code.NOTHING_AHEAD: Sentences(
        cannot=gettext_noop("This report changes nothing."),
        why=gettext_noop("What it is about is finished, or is not part of this day."),
        next_step=gettext_noop("Report what still lies ahead."),
        link="plan:next",
    ),
    Code.TIME_IS_PAST: Sentences(
        cannot=gettext_noop("The report is not taken."),
        why=gettext_noop("The time it names is over."),
        next_step=gettext_noop("Name a later time, or leave it empty for the rest of the day."),
        link="plan:next",
    ),
    Code.QUESTION_CLOSED: Sentences(
        cannot=gettext_noop("This question is closed."),
        why=gettext_noop("It was answered, or the day has changed since it was put."),
        next_step=gettext_noop("Look at the day as it is now."),
        link="plan:next",
    ),
    Code.NOT_WAITING: Sentences(
        cannot=gettext_noop("This person is not taken on today."),
        why=gettext_noop(
            "They have a time already, do not wish to be visited now, or their hours of today are over."
        ),
        next_step=gettext_noop("Offer them a time on another day."),
        link="plan:next",
    ),
    Code.CHECK_FAILED: Sentences(
        cannot=gettext_noop("The plan is not published."),
        why=gettext_noop("%(failed)s of the independent checks do not hold."),
        next_step=gettext_noop("Make the plan again, or change the fleet's hours, then look once more."),
        link="plan:next",
    ),
    Code.CHANGED_MEANWHILE: Sentences(
        cannot=gettext_noop("The plan is not published."),
        why=gettext_noop("Somebody made it anew after you looked."),
        next_step=gettext_noop("Look at the new plan and publish that one."),
        link="plan:next",
    ),
    Code.NOTHING_TO_TELL: Sentences(
        cannot=gettext_noop("There is nothing new to tell."),
        why=gettext_noop("Everybody in this plan has been promised their time already."),
        next_step=gettext_noop("Go on to the notices and calls of the day."),
        link="plan:next",
    ),
    Code.OFFER_GONE: Sentences(
        cannot=gettext_noop("This offer cannot be taken any more."),
        why=gettext_noop("The person has a time now, or the day has changed."),
        next_step=gettext_noop("Look at the list of the day again."),
        link="plan:next",
    ),
    Code.OFFER_NOT_YOURS: Sentences(
        cannot=gettext_noop("This offer is not the planner's to take."),
        why=gettext_noop(
            "It changes hours that belong to the family, or needs something the fleet does not have."
        ),
        next_step=gettext_noop("Let the supervisor call the family, or enter the machine, kit or car first."),
        link="fleet:fleet",
    ),
    Code.OFFER_OVER_HOURS: Sentences(
        cannot=gettext_noop("The shift cannot be made that long."),
        why=gettext_noop("The officers would work %(over)s minutes above their limit."),
        next_step=gettext_noop("Leave the person for another day, or put a second team on duty."),
        link="fleet:shifts",
    ),
    Code.PROMISE_CLOSED: Sentences(
        cannot=gettext_noop("This promise cannot be changed."),
        why=gettext_noop("It was kept or withdrawn already."),
        next_step=gettext_noop("Plan a new time for the person."),
        link="plan:next",
    ),
    Code.TIME_NOT_FREE: Sentences(
        cannot=gettext_noop("The promise is not moved to that time."),
        why=gettext_noop("No team, car or machine is free for it then without breaking another promise."),
        next_step=gettext_noop("Choose another time, or keep the one that was told."),
        link="plan:next",
    ),
    Code.CONSENT_MISSING: Sentences(
        cannot=gettext_noop("A promise is not moved without the person's yes."),
        why=gettext_noop("Nothing says who agreed and when."),
        next_step=gettext_noop("Call the family, then write down that they agreed."),
        link="plan:next",
    ),
    Code.NOT_PUBLISHED: Sentences(
        cannot=gettext_noop("There are no notices for this day yet."),
        why=gettext_noop("The plan of %(on)s is not published."),
        next_step=gettext_noop("Let the planner publish the day, then print."),
        link="plan:next",
    ),
    Code.NO_REACHABLE_MACHINE: Sentences(
        cannot=gettext_noop("This person has no machine to go to on this day."),
        why=gettext_noop(
            "The free machine is on floor %(floor)s without a lift; this person cannot reach it."
        ),
        next_step=gettext_noop("Offer: take a kit there."),
        link="plan:next",
    ),
    Code.BAD_INPUT: Sentences(
        cannot=gettext_noop("This file cannot be used."),
        why=gettext_noop("At %(field)s %(subject)s: %(problem)s."),
        next_step=gettext_noop(
            "Correct the field and run the command again; the format is described in the docs."
        ),
    ),
}
