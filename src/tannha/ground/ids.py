"""Identifiers that are made where the thing is made: UUIDv7 (RFC 9562 §5.7), and their short form in addresses.

An id is never a secret and never a permission (ASVS 5.0, 11.5.1).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from uuid import UUID

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_KEY_LENGTH = 26
_AT_ONCE = 2048


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits. Sorts by the time it was made."""
    return id_at(time.time_ns() // 1_000_000, secrets.token_bytes(10))


def id_at(milliseconds: int, noise: bytes) -> UUID:
    """The UUIDv7 of a given moment (Unix milliseconds) and ten bytes of noise; for replays and simulations."""
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(noise[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def new_ids_in_hex() -> Iterator[str]:
    """New ids without end, as `new_id` makes them, in 32 hexadecimal digits; made many at once for long lists."""
    while True:
        moment = f"{time.time_ns() // 1_000_000:012x}"
        noise = secrets.token_bytes(10 * _AT_ONCE).hex()
        for at in range(0, len(noise), 20):
            variant = "89ab"[int(noise[at + 3], 16) & 3]
            yield f"{moment}7{noise[at : at + 3]}{variant}{noise[at + 4 : at + 19]}"


def format_key(value: UUID) -> str:
    """The id as 26 letters and digits (Crockford's base 32, lower case), as it stands in page addresses."""
    number = value.int
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def parse_key(text: str) -> UUID:
    """Read what `format_key` wrote. Raises ValueError for anything else."""
    if len(text) != _KEY_LENGTH:
        raise ValueError("a key has 26 characters")
    number = 0
    for letter in text:
        number = number << 5 | _ALPHABET.index(letter)
    if number >= 2**128:
        raise ValueError("a key is at most 128 bits")
    return UUID(int=number)


class KeyConverter:
    """Django path converter `<key:k>`: a short opaque key in the address, a UUID in the view."""

    regex = "[0-9a-hjkmnp-tv-z]{26}"

    def to_python(self, value: str) -> UUID:
        """Address to id."""
        return parse_key(value)

    def to_url(self, value: UUID | str) -> str:
        """Id to address; an already short key passes through."""
        return value if isinstance(value, str) and len(value) == _KEY_LENGTH else format_key(UUID(str(value)))
