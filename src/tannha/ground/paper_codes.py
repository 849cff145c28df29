"""Codes on paper: invitations, and recovery codes that stand in for the one-time code once each. Only digests stay."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from tannha.ground.models import RecoveryCode, User

RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Ten letters and digits that are easy to read aloud, in two groups (50 bits)."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def digest(code: str) -> str:
    """What is kept of a code: SHA-256 of its letters, whatever the case, spaces and dashes typed."""
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def note_recovery_codes(user: User) -> tuple[str, ...]:
    """Make recovery codes inside the running transaction; earlier ones end."""
    forget_recovery_codes(user)
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, code_digest=digest(code)) for code in codes])
    return codes


def forget_recovery_codes(user: User) -> None:
    """The account's recovery codes end, used or not."""
    RecoveryCode.objects.filter(user=user).delete()


def take_recovery_code(user: User, code: str, now: datetime) -> bool:
    """Whether this is an unused recovery code of the account; a right one is used up in the running transaction."""
    return bool(
        RecoveryCode.objects.filter(user=user, code_digest=digest(code), used_at=None).update(used_at=now)
    )
