"""The verbs of residents' rights."""

from __future__ import annotations

from tannha.privacy.service.copies import PersonalCopy, hand_copy
from tannha.privacy.service.incidents import (
    IncidentView,
    close_incident,
    get_incident,
    list_incidents,
    note_incident,
    note_incident_told,
)
from tannha.privacy.service.looks import Look, LooksView, Watched, list_watched, show_looks
from tannha.privacy.service.requests import (
    RequestView,
    acknowledge_request,
    answer_request,
    erase_voluntary,
    extend_request,
    open_requests,
    show_request,
    show_requests,
    take_request,
)
from tannha.privacy.service.today import today_rows

__all__ = [
    "IncidentView",
    "Look",
    "LooksView",
    "PersonalCopy",
    "RequestView",
    "Watched",
    "acknowledge_request",
    "answer_request",
    "close_incident",
    "erase_voluntary",
    "extend_request",
    "get_incident",
    "hand_copy",
    "list_incidents",
    "list_watched",
    "note_incident",
    "note_incident_told",
    "open_requests",
    "show_looks",
    "show_request",
    "show_requests",
    "take_request",
    "today_rows",
]
