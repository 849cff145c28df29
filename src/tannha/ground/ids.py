"""Identifiers that are made where the thing is made: UUIDv7 (RFC 9562 §5.7), and their short form in addresses.

An id is never a secret and never a permission (ASVS 5.0, 11.5.1).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from uuid import UUID

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_KEY_LENGTH = 26
_AT_ONCE = 2048
_NOISE_BITS = 74
_LOW_BITS = 62
_STEP_BITS = 48


class _Clock:
    """Milliseconds and noise, never standing still or going back within one process (RFC 9562 §6.2, method 2)."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.moment, self.noise = 0, 0

    def tick(self) -> tuple[int, bytes]:
        """The next moment and its noise: in the same millisecond the noise grows by a random step."""
        now = time.time_ns() // 1_000_000
        with self.lock:
            if now > self.moment:
                self.moment, self.noise = now, secrets.randbits(_NOISE_BITS)
            else:
                self.noise += 1 + secrets.randbits(_STEP_BITS)
            if self.noise >> _NOISE_BITS:
                self.moment, self.noise = self.moment + 1, secrets.randbits(_STEP_BITS)
            high, low = divmod(self.noise, 1 << _LOW_BITS)
            return self.moment, (high << 64 | low).to_bytes(10, "big")


_clock = _Clock()


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then noise. Sorts by the order in which this process made them."""
    return id_at(*_clock.tick())


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
