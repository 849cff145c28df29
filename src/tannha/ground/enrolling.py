"""How a person makes an account their own: an invitation code, then password, one-time codes and recovery codes.

Nobody chooses a password for another (ASVS 5.0, 6.4.6). An invitation holds 50 random bits and lives
24 hours; a recovery code holds 50 bits and works once.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tannha.ground import journal, one_time_code, vault
from tannha.ground.models import Invitation, User
from tannha.ground.paper_codes import digest, new_code, note_recovery_codes
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code
from tannha.ground.sign_in import actor_of, refuse_weak_password

INVITATION_HOURS = 24
INVITATION_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A set-up account and its recovery codes, shown once."""

    user: User
    recovery_codes: tuple[str, ...]


def end_invitations(user: User, *, now: datetime) -> None:
    """Open invitations of an account end inside the running transaction."""
    Invitation.objects.filter(user=user, used_at=None, ends_at__gt=now).update(ends_at=now)


def note_invitation(user: User, *, now: datetime) -> str:
    """Make an invitation inside the running transaction; older ones end. Gives the code, which is shown once."""
    end_invitations(user, now=now)
    code = new_code()
    Invitation.objects.create(
        user=user, code_digest=digest(code), made_at=now, ends_at=now + timedelta(hours=INVITATION_HOURS)
    )
    return code


def open_invitation(username: str, code: str, *, now: datetime) -> UUID:
    """Check account name and code together; refuses in the same words for an unknown name, a wrong or ended code."""
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update()
            .filter(
                user__username=username.strip().casefold(),
                user__is_active=True,
                used_at=None,
                ends_at__gt=now,
                tries__lt=INVITATION_TRIES,
            )
            .order_by("-made_at", "-id")
            .first()
        )
        good = invitation is not None and hmac.compare_digest(invitation.code_digest, digest(code))
        if invitation is not None and not good:
            invitation.tries += 1
            invitation.save(update_fields=["tries"])
    if invitation is None or not good:
        raise Refused(Refusal(Code.WRONG_INVITATION))
    return invitation.user_id


def enrol(user_id: UUID, *, password: str, seed: bytes, code: str, now: datetime) -> Enrolled:
    """Set password and one-time codes of an invited account; proves the authenticator with its current code.

    Refuses a weak password, a wrong code, an account without an open invitation. Ends the invitation and earlier
    recovery codes; the PIN is chosen at the first sign-in.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        if not Invitation.objects.filter(user=user, used_at=None, ends_at__gt=now).exists():
            raise Refused(Refusal(Code.WRONG_INVITATION))
        refuse_weak_password(password, user)
        user.totp_kept, user.totp_last_step = vault.keep(seed), 0
        if not one_time_code.take_code(user, code, now):
            raise Refused(Refusal(Code.WRONG_CODE))
        user.password = make_password(password)
        user.pin_hash, user.failures, user.locked_until = "", 0, None
        user.save()
        Invitation.objects.filter(user=user, used_at=None).update(used_at=now)
        codes = note_recovery_codes(user)
        journal.act(actor_of(user), "ground.account_enrolled", now=now)
    return Enrolled(user=user, recovery_codes=codes)
