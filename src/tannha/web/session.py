"""The signed-in session and its clocks: lock after 3 idle minutes, log-out after 15, twelve hours at most.

Works on any Django session; the clocks are read by the middleware, never from a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from tannha.ground.models import User
from tannha.ground.sign_in_clocks import LONGEST_SECONDS, Clocks

_USER, _SINCE, _SEEN, _LOCKED, _HALF, _HALF_AT = "user", "since", "seen", "locked", "half", "half_at"
_TOUCH_SECONDS = 20
_HALF_SECONDS = 5 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """Who is signed in since when, whether the screen is locked and after how long, whether the clocks ended it."""

    user_id: UUID
    since: float
    locked: bool
    lock_seconds: int
    ended: bool


def begin(session: SessionBase, user: User, now: datetime) -> None:
    """Start a signed-in session under a new key; whatever the session held before is gone."""
    session.flush()
    session[_USER] = str(user.id)
    session[_SEEN] = now.timestamp()
    session[_SINCE] = max(now.timestamp(), user.sessions_from.timestamp() if user.sessions_from else 0.0)


def renew(session: SessionBase, now: datetime) -> None:
    """Go on under a new key after the person changed their own password, which ends all other sessions."""
    session.cycle_key()
    session[_SINCE] = session[_SEEN] = now.timestamp()


def whose(session: SessionBase) -> UUID | None:
    """Whose session this is; None where nobody is signed in."""
    user = session.get(_USER)
    return UUID(user) if user is not None else None


def state(session: SessionBase, *, now: datetime, clocks: Clocks) -> SessionState | None:
    """How the session stands now by these clocks; None where nobody is signed in."""
    user = session.get(_USER)
    if user is None:
        return None
    at = now.timestamp()
    idle, age = at - session[_SEEN], at - session[_SINCE]
    return SessionState(
        user_id=UUID(user),
        since=session[_SINCE],
        locked=bool(session.get(_LOCKED)) or idle >= clocks.lock_seconds,
        lock_seconds=clocks.lock_seconds,
        ended=idle >= clocks.log_out_seconds or age >= LONGEST_SECONDS,
    )


def touch(session: SessionBase, *, now: datetime) -> None:
    """Somebody works here; written at most every 20 seconds."""
    if now.timestamp() - session[_SEEN] >= _TOUCH_SECONDS:
        session[_SEEN] = now.timestamp()


def lock(session: SessionBase) -> None:
    """Hide the pages until the PIN is typed."""
    if not session.get(_LOCKED):
        session[_LOCKED] = True


def unlock(session: SessionBase, *, now: datetime) -> None:
    """Show the pages again and start the idle clock anew."""
    session.pop(_LOCKED, None)
    session[_SEEN] = now.timestamp()


def begin_half(session: SessionBase, user_id: UUID, *, now: datetime) -> None:
    """The password was right; the code may follow within five minutes."""
    session.cycle_key()
    session[_HALF], session[_HALF_AT] = str(user_id), now.timestamp()


def half(session: SessionBase, *, now: datetime) -> UUID | None:
    """Whose code is awaited; None where the password was not given or too long ago."""
    user = session.get(_HALF)
    if user is None or now.timestamp() - session[_HALF_AT] > _HALF_SECONDS:
        return None
    return UUID(user)
