"""Which forms were sent already, so that a second tap, a press after "back" or a resend does nothing twice.

A digest stands for who sent what from which showing of a page; nothing of what was typed is kept. A day later, and
where the first sending came to nothing, the same form may be sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tannha.ground.models import SentForm

KEPT = timedelta(days=1)
DEAD = timedelta(minutes=2)


def claim(digest: str, *, now: datetime) -> bool:
    """True for whoever sends this first; false where it was sent, or is being answered in this moment.

    A sending that got no answer in two minutes (its process was killed) is given up for the next one.
    """
    SentForm.objects.filter(at__lt=now - KEPT).delete()
    SentForm.objects.filter(digest=digest, location="", at__lt=now - DEAD).delete()
    return SentForm.objects.get_or_create(digest=digest, defaults={"at": now})[1]


def answered(digest: str, location: str) -> None:
    """The act was done and the browser was sent on to this address."""
    SentForm.objects.filter(digest=digest).update(location=location[:500])


def came_to_nothing(digest: str) -> None:
    """Nothing was written: the same may be sent again."""
    SentForm.objects.filter(digest=digest).delete()


def answer_of(digest: str) -> str | None:
    """Where the first sending led; empty while it is being answered, None where it came to nothing."""
    return SentForm.objects.filter(digest=digest).values_list("location", flat=True).first()
