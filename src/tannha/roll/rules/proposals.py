"""What may be proposed, and the fields of a person who is on no list. Pure."""

from __future__ import annotations

from enum import StrEnum


class ProposalKind(StrEnum):
    """Wire words."""

    CORRECTION = "correction"
    STATUS = "status"
    PERSON = "person"


PERSON_FIELDS = ("full_name", "spoken_name", "birth", "sex", "personal_number", "phone", "address")
