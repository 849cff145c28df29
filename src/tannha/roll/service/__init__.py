"""The verbs of the roll and what later rooms may ask of it."""

from __future__ import annotations

from tannha.roll.service.people import (
    add_resident,
    assignments_known_by,
    change_status,
    correct_resident,
    documents_of,
    due_of,
    find_resident,
    list_residents,
    note_document,
    note_new_resident,
    note_representative,
    note_status,
    note_supporter,
    place_of,
    set_representative,
    set_supporter,
    show_household,
    show_number,
    show_resident,
    strip_of,
)

__all__ = [
    "add_resident",
    "assignments_known_by",
    "change_status",
    "correct_resident",
    "documents_of",
    "due_of",
    "find_resident",
    "list_residents",
    "note_document",
    "note_new_resident",
    "note_representative",
    "note_status",
    "note_supporter",
    "place_of",
    "set_representative",
    "set_supporter",
    "show_household",
    "show_number",
    "show_resident",
    "strip_of",
]
