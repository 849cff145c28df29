"""One sentence that an act leaves for the page after it: what was written, and how to undo it.

The sentence is kept in the session and shown once. It holds no more than the page before showed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

_KEY = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The sentence, its mark (done, wish, look) and the address that undoes the act."""

    text: str
    mark: str = "done"
    undo_url: str = ""


def leave(request: HttpRequest, text: str, *, mark: str = "done", undo_url: str = "") -> None:
    """Leave a translated sentence for the next page."""
    request.session[_KEY] = {"text": str(text), "mark": mark, "undo_url": undo_url}


def take(request: HttpRequest) -> Notice | None:
    """The sentence left, once; None when there is none."""
    session = getattr(request, "session", None)
    left = session.pop(_KEY, None) if session is not None and _KEY in session else None
    return Notice(**left) if left else None
