"""Refusals of canvassing.

Each says what cannot be done now, why, and who helps; none of them blames anybody. Pure.
"""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Sentences, gettext_noop


class Code(StrEnum):
    """Codes of this room."""

    DO_NOT_VISIT = "canvass.do_not_visit"
    FAMILY_CALLS = "canvass.family_calls"
    NOT_BEFORE = "canvass.not_before"
    COOL_DOWN = "canvass.cool_down"
    CLOSED = "canvass.closed"
    QUIET_HOUSEHOLD = "canvass.quiet_household"
    FEAST_DAY = "canvass.feast_day"
    OUTSIDE_HOURS = "canvass.outside_hours"
    MEAL_OR_REST = "canvass.meal_or_rest"
    VISIT_TODAY = "canvass.visit_today"
    VISIT_WEEK = "canvass.visit_week"
    VISIT_LIMIT = "canvass.visit_limit"
    CALL_LIMIT = "canvass.call_limit"
    FOURTH_NEEDS_REASON = "canvass.fourth_needs_reason"
    FOURTH_NOT_NEEDED = "canvass.fourth_not_needed"
    TIME_OF_VISIT = "canvass.time_of_visit"
    ACT_NOT_LEGAL = "canvass.act_not_legal"
    ALREADY_PROMISED = "canvass.already_promised"
    NOT_PROMISED = "canvass.not_promised"
    NOT_APPROVED = "canvass.not_approved"
    UNDO_TOO_LATE = "canvass.undo_too_late"
    ALREADY_SAVED = "canvass.already_saved"
    CASE_OPEN = "canvass.case_open"
    NOBODY_ON_WALK = "canvass.nobody_on_walk"
    NOT_LIFTABLE = "canvass.not_liftable"
    FAMILY_WISH_MISSING = "canvass.family_wish_missing"
    CONSENT_MISSING = "canvass.consent_missing"
    DAY_IS_PAST = "canvass.day_is_past"
    ASKED_BY_MISSING = "canvass.asked_by_missing"
    REQUEST_CLOSED = "canvass.request_closed"
    REQUEST_ANSWER = "canvass.request_answer"
    JOIN_WISH = "canvass.join_wish"
    JOIN_OTHER_WAY = "canvass.join_other_way"
    JOIN_TWO_CASES = "canvass.join_two_cases"


CATALOGUE: dict[Code, Sentences] = {
    Code.DO_NOT_VISIT: Sentences(
        cannot=gettext_noop("Nobody goes to this door."),
        why=gettext_noop("The family asked us not to come."),
        next_step=gettext_noop('If they call, open "Invited again".'),
    ),
    Code.FAMILY_CALLS: Sentences(
        cannot=gettext_noop("No visit now."),
        why=gettext_noop("The person did not want to, and the family calls when they want to talk."),
        next_step=gettext_noop('Wait for their call, then open "Invited again".'),
    ),
    Code.NOT_BEFORE: Sentences(
        cannot=gettext_noop("No visit before %(day)s."),
        why=gettext_noop("The family asked for this day."),
        next_step=gettext_noop("Come again from %(day)s."),
    ),
    Code.COOL_DOWN: Sentences(
        cannot=gettext_noop("No visit and no capture now."),
        why=gettext_noop(
            "The stop word was said; we rest until %(day)s, and then come only when the family invites."
        ),
        next_step=gettext_noop('When they invite, open "Invited again"; the next visit is from %(day)s.'),
    ),
    Code.CLOSED: Sentences(
        cannot=gettext_noop("This case is closed."),
        why=gettext_noop("The card was handed over, or the person moved away or died."),
        next_step=gettext_noop("Nothing more is to be done here. If that is a mistake, tell the supervisor."),
    ),
    Code.QUIET_HOUSEHOLD: Sentences(
        cannot=gettext_noop("This household is left in peace until %(day)s."),
        why=gettext_noop("A neighbour or the family told us that these are not days for visits."),
        next_step=gettext_noop("Come again after %(day)s."),
    ),
    Code.FEAST_DAY: Sentences(
        cannot=gettext_noop("No visits today."),
        why=gettext_noop("It is a feast or a day of mourning."),
        next_step=gettext_noop("Come again on the next ordinary day."),
    ),
    Code.OUTSIDE_HOURS: Sentences(
        cannot=gettext_noop("No door is knocked at this hour."),
        why=gettext_noop("Visits are between %(first)s and %(last)s."),
        next_step=gettext_noop(
            "Come again within these hours. A visit made earlier is recorded with its own time."
        ),
    ),
    Code.MEAL_OR_REST: Sentences(
        cannot=gettext_noop("No door is knocked at between %(first)s and %(last)s."),
        why=gettext_noop("Families eat and rest then."),
        next_step=gettext_noop("Come after %(last)s, or ask the family for their good hours."),
    ),
    Code.VISIT_TODAY: Sentences(
        cannot=gettext_noop("No second visit on one day."),
        why=gettext_noop("Somebody was at this door on that day."),
        next_step=gettext_noop("Come on another day, from %(day)s."),
    ),
    Code.VISIT_WEEK: Sentences(
        cannot=gettext_noop("No third visit within a week."),
        why=gettext_noop("Two visits were made in these seven days."),
        next_step=gettext_noop("Come again from %(day)s."),
    ),
    Code.VISIT_LIMIT: Sentences(
        cannot=gettext_noop("No further visit in this round."),
        why=gettext_noop("%(count)s visits were made in this round."),
        next_step=gettext_noop("Another needs a new reason and the supervisor's consent."),
    ),
    Code.CALL_LIMIT: Sentences(
        cannot=gettext_noop("No further call in this round."),
        why=gettext_noop("%(count)s calls were made in this round."),
        next_step=gettext_noop("Let the family call, or leave a slip with the number."),
    ),
    Code.FOURTH_NEEDS_REASON: Sentences(
        cannot=gettext_noop("The further visit is not allowed yet."),
        why=gettext_noop("It needs a reason that was not there at the visits before."),
        next_step=gettext_noop("Write the new reason in a few words."),
    ),
    Code.FOURTH_NOT_NEEDED: Sentences(
        cannot=gettext_noop("No permission is needed here."),
        why=gettext_noop("This round has visits left, or one more is allowed already."),
        next_step=gettext_noop("Plan the visit on a walk."),
    ),
    Code.TIME_OF_VISIT: Sentences(
        cannot=gettext_noop("The visit is not saved yet."),
        why=gettext_noop("Its time lies in the future or more than %(days)s days back."),
        next_step=gettext_noop("Give the day and the hour at which somebody was at the door."),
    ),
    Code.ACT_NOT_LEGAL: Sentences(
        cannot=gettext_noop("This cannot follow now."),
        why=gettext_noop("The case does not stand where this act belongs."),
        next_step=gettext_noop("Open the person's page to see where the case stands."),
    ),
    Code.ALREADY_PROMISED: Sentences(
        cannot=gettext_noop("No second promise."),
        why=gettext_noop("This person has a promised time already."),
        next_step=gettext_noop("Change the promised time instead."),
    ),
    Code.NOT_PROMISED: Sentences(
        cannot=gettext_noop("There is no promise to take back."),
        why=gettext_noop("This person has no promised time."),
        next_step=gettext_noop("Open the person's page to see where the case stands."),
    ),
    Code.NOT_APPROVED: Sentences(
        cannot=gettext_noop("No card can be made yet."),
        why=gettext_noop("The packet of this person is not approved."),
        next_step=gettext_noop("Let a supervisor look at the summary first."),
    ),
    Code.UNDO_TOO_LATE: Sentences(
        cannot=gettext_noop("This visit stays as it was saved."),
        why=gettext_noop("It can be taken back for %(seconds)s seconds, by the person who saved it."),
        next_step=gettext_noop("If something is wrong, tell the supervisor."),
    ),
    Code.ALREADY_SAVED: Sentences(
        cannot=gettext_noop("This visit is saved already."),
        why=gettext_noop("It arrived before; nothing was written twice."),
        next_step=gettext_noop("Go on to the next door."),
        link="canvass:walks",
    ),
    Code.CASE_OPEN: Sentences(
        cannot=gettext_noop("No second case is opened."),
        why=gettext_noop("This person has an open case."),
        next_step=gettext_noop("Go on with the open case."),
    ),
    Code.NOBODY_ON_WALK: Sentences(
        cannot=gettext_noop("This walk is not made."),
        why=gettext_noop("Nobody there waits for a visit on this day."),
        next_step=gettext_noop("Choose another tower, alley or day."),
        link="canvass:walks",
    ),
    Code.NOT_LIFTABLE: Sentences(
        cannot=gettext_noop("There is nothing to lift."),
        why=gettext_noop("This wish was lifted already."),
        next_step=gettext_noop("Look at the list of limits."),
        link="canvass:limits",
    ),
    Code.FAMILY_WISH_MISSING: Sentences(
        cannot=gettext_noop("The wish not to be visited stays."),
        why=gettext_noop("Only the family's own wish lifts it, and it must be told who asked and how."),
        next_step=gettext_noop("Write who of the family asked, when and how."),
    ),
    Code.CONSENT_MISSING: Sentences(
        cannot=gettext_noop("What would help is not kept."),
        why=gettext_noop("It is kept only when the person or the family agrees."),
        next_step=gettext_noop("Ask, and tick that they agree; or save without it."),
    ),
    Code.DAY_IS_PAST: Sentences(
        cannot=gettext_noop("This day cannot be kept."),
        why=gettext_noop("It lies in the past."),
        next_step=gettext_noop("Choose a day from tomorrow on."),
    ),
    Code.JOIN_WISH: Sentences(
        cannot=gettext_noop("These two rows cannot become one this way."),
        why=gettext_noop("The row to be given up carries the wish that nobody comes, the other does not."),
        next_step=gettext_noop("Keep the row with the wish instead."),
    ),
    Code.JOIN_OTHER_WAY: Sentences(
        cannot=gettext_noop("These two rows cannot become one this way."),
        why=gettext_noop("The row to be given up has an open case, the other has none."),
        next_step=gettext_noop("Keep the row with the open case instead."),
    ),
    Code.JOIN_TWO_CASES: Sentences(
        cannot=gettext_noop("These two rows cannot become one now."),
        why=gettext_noop("Work has begun on both of their cases."),
        next_step=gettext_noop("Bring the case of the row to be given up to its end first."),
    ),
    Code.ASKED_BY_MISSING: Sentences(
        cannot=gettext_noop("The request is not written down yet."),
        why=gettext_noop("It does not say who asks."),
        next_step=gettext_noop("Write the name of who asks, and how they are related."),
    ),
    Code.REQUEST_CLOSED: Sentences(
        cannot=gettext_noop("There is nothing to close."),
        why=gettext_noop("This request was answered already."),
        next_step=gettext_noop("Look at the list of requests."),
        link="canvass:requests",
    ),
    Code.REQUEST_ANSWER: Sentences(
        cannot=gettext_noop("The request stays open."),
        why=gettext_noop("What the family was told was not written."),
        next_step=gettext_noop("Write in a few words what they were told."),
        link="canvass:requests",
    ),
}
