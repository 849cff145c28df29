"""What the demo itself does: the one-click sign-in, and the codes that everybody may see here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tannha.demo.rules.officers import BY_USERNAME, OFFICERS, Officer
from tannha.ground import journal
from tannha.ground.models import User
from tannha.ground.one_time_code import SECONDS, code_at
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.sign_in import actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """One line of the sign-in page."""

    officer: Officer
    code: str


def list_cast(now: datetime) -> tuple[CastMember, ...]:
    """All accounts of the demo with the one-time code of this half minute."""
    return tuple(CastMember(officer=officer, code=code_at(officer.code_seed, now)) for officer in OFFICERS)


def sign_in_by_click(username: str, *, now: datetime) -> User:
    """The account of a member of the cast, its sign-in journaled; refuses a name that is not of the cast."""
    if username not in BY_USERNAME:
        raise Refused(not_there())
    with transaction.atomic():
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise Refused(not_there())
        journal.act(actor_of(user), "demo.signed_in_by_click", now=now)
    return user


def unused_code(username: str, *, now: datetime, lasting: bool = False) -> str:
    """A code of this account that is still good: each works once, and a neighbouring half minute counts too.

    `lasting` takes the code of the next half minute, for a page that is looked at before it is sent; else the
    oldest good one, so that the same person can sign again soon.
    """
    user = User.objects.get(username=username)
    step = int(now.timestamp()) // SECONDS
    free = max(user.totp_last_step + 1, step + 1 if lasting else step - 1)
    moment = datetime.fromtimestamp(free * SECONDS + 1, tz=now.tzinfo)
    return code_at(BY_USERNAME[username].code_seed, moment)
