"""How passwords and PINs are kept: Argon2id with 19 MiB, two passes, one lane (OWASP), about 0.04 s."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's hasher with figures that a ward laptop bears; a hash with other figures is renewed at sign-in."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
