"""Which page of a list is asked for."""

from __future__ import annotations

from django.http import HttpRequest

MOST_DIGITS = 5


def page_number(request: HttpRequest) -> int:
    """The number behind ``page=`` in the address, 1 where there is none that a list could have."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 1
