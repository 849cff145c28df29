"""Signing in: password, then one-time code; a PIN that opens the screen lock inside a live session; the lock-out.

The lock-out counts passwords, codes and PINs alike and needs no page, so it is kept here and not in a web add-on.
The figures are settings of the ward.
"""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import LOCAL
from tannha.ground.figures import figures_of
from tannha.ground.models import User
from tannha.ground.one_time_code import take_code
from tannha.ground.paper_codes import take_recovery_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code
from tannha.ground.settings import REST_MINUTES, TRIES
from tannha.ground.sign_in_limits import SignInLimits
from tannha.ground.verb import act


def limits_of(ward_id: UUID | None) -> SignInLimits:
    """The figures in force for an account of this ward; those of the folder's ward for a name that has no account."""
    found = figures_of(ward_id)
    return SignInLimits(tries=found[TRIES], rest_minutes=found[REST_MINUTES])


def actor_of(user: User) -> Actor:
    """The acting person behind an account."""
    return Actor(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        role=Role(user.role),
        ward_id=user.ward_id,
    )


def check_password_step(username: str, password: str, *, now: datetime) -> UUID:
    """First step: give the account's id, or refuse in the same words and time whether the account exists or not."""
    with transaction.atomic():
        user = _locked_row(username=username.strip().casefold())
        if user is None:
            make_password(password)
            raise Refused(Refusal(Code.WRONG_SIGN_IN, left=limits_of(None).tries - 1))
        _refuse_resting(user, now)
        good = check_password(password, user.password)
        refusal = None if good else _count_failure(user, Code.WRONG_SIGN_IN, now)
    if refusal is not None:
        raise Refused(refusal)
    return user.id


def check_code_step(user_id: UUID, code: str, *, now: datetime) -> User:
    """Second step: the one-time code; gives the account, journals the sign-in, clears the count of failures."""
    with transaction.atomic():
        user = _locked_row(id=user_id)
        if user is None:
            raise Refused(Refusal(Code.WRONG_CODE))
        _refuse_resting(user, now)
        if take_code(user, code, now) or take_recovery_code(user, code, now):
            refusal = None
            user.failures, user.locked_until = 0, None
            user.last_login = now
            user.save(update_fields=["failures", "locked_until", "totp_last_step", "last_login"])
            journal.act(actor_of(user), "ground.signed_in", now=now)
        else:
            refusal = _count_failure(user, Code.WRONG_CODE, now)
    if refusal is not None:
        raise Refused(refusal)
    return user


@act(May.OWN)
def sign_out(actor: Actor, *, now: datetime) -> None:
    """End of a session, by hand or by the clock."""
    journal.act(actor, "ground.signed_out", now=now)


@act(May.OWN)
def set_pin(actor: Actor, *, pin: str, now: datetime) -> None:
    """Set the six-digit PIN that opens the screen lock inside a live session; refuses runs and repeats."""
    digits = pin.strip()
    steps = {(int(right) - int(left)) % 10 for left, right in itertools.pairwise(digits) if digits.isdigit()}
    if len(digits) != 6 or not digits.isdigit() or not digits.isascii() or steps in ({0}, {1}, {9}):
        raise Refused(Refusal(Code.WEAK_PIN))
    changed = actor.user_id is not None and User.objects.filter(id=actor.user_id).update(
        pin_hash=make_password(digits)
    )
    if not changed:
        raise Refused(Refusal(Code.NOT_SIGNED_IN))
    journal.act(actor, "ground.pin_set", now=now)


def unlock(actor: Actor, pin: str, *, now: datetime) -> None:
    """Open the screen lock with the PIN; counts a wrong one. Refuses; never tells more than tries left."""
    with transaction.atomic():
        user = _locked_row(id=actor.user_id)
        if user is None:
            raise Refused(Refusal(Code.NOT_SIGNED_IN))
        _refuse_resting(user, now)
        if user.pin_hash and check_password(pin.strip(), user.pin_hash):
            user.failures = 0
            user.save(update_fields=["failures"])
            refusal = None
        else:
            refusal = _count_failure(user, Code.WRONG_PIN, now)
    if refusal is not None:
        raise Refused(refusal)


@act(May.OWN)
def change_password(actor: Actor, *, old: str, new: str, now: datetime) -> None:
    """Change one's own password, knowing the old one; every other screen of the account signs out."""
    user = _locked_row(id=actor.user_id)
    if user is None or not check_password(old, user.password):
        raise Refused(Refusal(Code.WRONG_SIGN_IN, left=limits_of(actor.ward_id).tries))
    refuse_weak_password(new, user)
    user.password, user.sessions_from = make_password(new), now
    user.save(update_fields=["password", "sessions_from"])
    journal.act(actor, "ground.password_changed", now=now)


def is_shut(user: User, since: float) -> bool:
    """Whether a session that began at this moment (seconds since 1970) was ended from outside since."""
    return user.sessions_from is not None and since < user.sessions_from.timestamp()


def refuse_weak_password(password: str, user: User) -> None:
    """Refuse what Django's validators refuse: short, common, like the account's name."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(Refusal(Code.WEAK_PASSWORD)) from error


def _locked_row(**where: object) -> User | None:
    return User.objects.select_for_update().filter(is_active=True, **where).first()


def _refuse_resting(user: User, now: datetime) -> None:
    if user.locked_until is not None and user.locked_until > now:
        raise Refused(Refusal(Code.LOCKED_OUT, until=f"{user.locked_until.astimezone(LOCAL):%H:%M}"))


def _count_failure(user: User, code: Code, now: datetime) -> Refusal:
    user.failures += 1
    limits = limits_of(user.ward_id)
    left = limits.tries - user.failures
    if left <= 0:
        user.failures, user.locked_until = 0, now + timedelta(minutes=limits.rest_minutes)
        journal.act(actor_of(user), "ground.locked_out", now=now)
    user.save(update_fields=["failures", "locked_until"])
    if left <= 0:
        return Refusal(Code.LOCKED_OUT, until=f"{user.locked_until.astimezone(LOCAL):%H:%M}")  # type: ignore[union-attr] # set above
    return Refusal(code, left=left)
