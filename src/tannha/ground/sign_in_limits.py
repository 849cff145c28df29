"""Tries before an account rests, and the rest: NIST SP 800-63B within the stricter limits of this house. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLimits:
    """Tries before a rest, and the rest in minutes."""

    tries: int = 5
    rest_minutes: int = 15
