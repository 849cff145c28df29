"""How a time that can be promised is said to a caller, in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tannha.plan.offer.asking import Choice, Mark
from tannha.plan.rules.instance import Way
from tannha.plan.words import clock, day_in_words, span

MARKS: dict[Mark, Promise] = {
    Mark.SOONEST: gettext_lazy("the soonest"),
    Mark.BEST_FOR_DAY: gettext_lazy("fits the day best"),
    Mark.GOOD_HOURS: gettext_lazy("in the hours that suit best"),
}


def choice_in_words(choice: Choice) -> str:
    """One sentence to be said: a visit with its hour, a slot with ten minutes' leeway, a ride from door to door."""
    day = day_in_words(choice.day)
    if choice.way is Way.HOME:
        return _("%(day)s: we come to your home between %(hours)s.") % {
            "day": day, "hours": span(choice.window.start, choice.window.end),
        }  # fmt: skip
    if choice.fetch_from is not None and choice.fetch_until is not None and choice.home_by is not None:
        return _("%(day)s: the car is at your door between %(hours)s, you are home by %(home)s.") % {
            "day": day, "hours": span(choice.fetch_from, choice.fetch_until), "home": clock(choice.home_by),
        }  # fmt: skip
    return _("%(day)s: come to the station at %(time)s; ten minutes earlier or later do no harm.") % {
        "day": day, "time": clock(choice.start),
    }  # fmt: skip


def marks_in_words(choice: Choice) -> str:
    """What speaks for it, "" for a further time."""
    return ", ".join(str(MARKS[mark]) for mark in choice.marks if mark in MARKS)
