"""The verbs of canvassing and what later rooms may ask of it and note with it."""

from __future__ import annotations

from tannha.canvass.models import Case, Visit
from tannha.canvass.service.cases import (
    assigned_to,
    assignments_known_by,
    columns_of,
    find_case,
    find_case_by_id,
    good_hours_of,
    has_do_not_visit,
    helps_of,
    limits,
    may_visit_today,
    needs_of,
    note_consent_withdrawn,
    note_step,
    open_case,
    reaches,
    state_of,
)
from tannha.canvass.service.limits_desk import (
    count_at_limit,
    count_do_not_visit,
    count_told_at_door,
    show_case_limits,
    show_limits,
    show_standing_wish,
)
from tannha.canvass.service.planning import plannable_cases, plannable_of, who_asked_not_to_come
from tannha.canvass.service.today import today_rows
from tannha.canvass.service.visits import (
    find_visit,
    outcomes_on,
    record_visit,
    show_saved_visit,
    show_visit,
    undo_visit,
)
from tannha.canvass.service.waiting import (
    CaseGroup,
    OpenCase,
    count_acts,
    count_open_cases,
    list_open_cases,
    moments_of_visits,
)
from tannha.canvass.service.walk_making import Place, list_places, list_walkers, make_walk, open_cases
from tannha.canvass.service.walks import list_walks, next_on_walk, show_walk, walkers_of
from tannha.canvass.service.way import show_way
from tannha.canvass.service.wishes import (
    allow_further_visit,
    lift_do_not_visit,
    record_follow_up,
    record_invitation,
    set_do_not_visit,
    set_quiet_days,
    start_case,
)
from tannha.canvass.words import helps_in_words, hours_in_words

__all__ = [
    "Case",
    "CaseGroup",
    "OpenCase",
    "Place",
    "Visit",
    "allow_further_visit",
    "assigned_to",
    "assignments_known_by",
    "columns_of",
    "count_acts",
    "count_at_limit",
    "count_do_not_visit",
    "count_open_cases",
    "count_told_at_door",
    "find_case",
    "find_case_by_id",
    "find_visit",
    "good_hours_of",
    "has_do_not_visit",
    "helps_in_words",
    "helps_of",
    "hours_in_words",
    "lift_do_not_visit",
    "limits",
    "list_open_cases",
    "list_places",
    "list_walkers",
    "list_walks",
    "make_walk",
    "may_visit_today",
    "moments_of_visits",
    "needs_of",
    "next_on_walk",
    "note_consent_withdrawn",
    "note_step",
    "open_case",
    "open_cases",
    "outcomes_on",
    "plannable_cases",
    "plannable_of",
    "reaches",
    "record_follow_up",
    "record_invitation",
    "record_visit",
    "set_do_not_visit",
    "set_quiet_days",
    "show_case_limits",
    "show_limits",
    "show_saved_visit",
    "show_standing_wish",
    "show_visit",
    "show_walk",
    "show_way",
    "start_case",
    "state_of",
    "today_rows",
    "undo_visit",
    "walkers_of",
    "who_asked_not_to_come",
]
