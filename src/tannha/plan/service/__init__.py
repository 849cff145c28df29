"""The plan's public face: days, promises, run sheets, notices, and what later rooms ask and note."""

from __future__ import annotations

from tannha.plan.service.asking import show_whom_to_ask
from tannha.plan.service.carrying import has_begun
from tannha.plan.service.driving import ask_proof, make_proof, show_drive, show_proof
from tannha.plan.service.making import find_day, make_plan, take_offer, use_solver
from tannha.plan.service.notices import count_calls, note_told, show_notices, show_one_notice
from tannha.plan.service.offering import promise_time, show_offer
from tannha.plan.service.overnight import days_to_search, search_overnight
from tannha.plan.service.promising import (
    find_promise,
    move_promise,
    note_promise_kept,
    publish,
    review_checks,
    withdraw_promise,
)
from tannha.plan.service.reading import show_day, show_review, show_unserved, show_why
from tannha.plan.service.sheets import (
    MissionCase,
    assigned_to,
    list_missions,
    missions_for,
    note_arrival,
    show_run_sheet,
)
from tannha.plan.service.today import next_day, today_rows

__all__ = [
    "MissionCase",
    "ask_proof",
    "assigned_to",
    "count_calls",
    "days_to_search",
    "find_day",
    "find_promise",
    "has_begun",
    "list_missions",
    "make_plan",
    "make_proof",
    "missions_for",
    "move_promise",
    "next_day",
    "note_arrival",
    "note_promise_kept",
    "note_told",
    "promise_time",
    "publish",
    "review_checks",
    "search_overnight",
    "show_day",
    "show_drive",
    "show_notices",
    "show_offer",
    "show_one_notice",
    "show_proof",
    "show_review",
    "show_run_sheet",
    "show_unserved",
    "show_whom_to_ask",
    "show_why",
    "take_offer",
    "today_rows",
    "use_solver",
    "withdraw_promise",
]
