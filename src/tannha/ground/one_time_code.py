"""One-time codes (TOTP, RFC 6238: SHA-1, 30 s, six digits) over django-otp's algorithm; each code works once."""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote

from django_otp.oath import TOTP

from tannha.ground import vault
from tannha.ground.models import User

SECONDS = 30


def new_seed() -> bytes:
    """Twenty random bytes, as RFC 4226 §4 recommends."""
    return secrets.token_bytes(20)


def _clock(seed: bytes, now: datetime) -> TOTP:
    clock = TOTP(seed, step=SECONDS, digits=6)
    clock.time = now.timestamp()
    return clock


def code_at(seed: bytes, now: datetime) -> str:
    """The six digits of this half minute."""
    return f"{_clock(seed, now).token():06}"


def take_code(user: User, code: str, now: datetime) -> bool:
    """Whether the code is the account's of this half minute or a neighbour, not used before; a right code is used up.

    Changes `user.totp_last_step`; the caller saves it in its transaction.
    """
    digits = "".join(letter for letter in code if letter.isdigit())
    if user.totp_kept is None or len(digits) != 6:
        return False
    clock = _clock(vault.reveal(bytes(user.totp_kept)), now)
    if not clock.verify(int(digits), tolerance=1, min_t=user.totp_last_step + 1):
        return False
    user.totp_last_step = clock.t()
    return True


def address(seed: bytes, username: str) -> str:
    """The otpauth address that an authenticator app reads from a QR code."""
    secret = b32encode(seed).decode().rstrip("=")
    return f"otpauth://totp/{quote('Tận Nhà')}:{quote(username)}?secret={secret}&issuer={quote('Tận Nhà')}"
