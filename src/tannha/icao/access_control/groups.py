"""Where PACE does its key agreement: a curve or a group of integers, behind one face.

Elements travel as bytes (an uncompressed point, or an integer in full length); secrets are plain integers. Every
element that came from outside is checked before use (Doc 9303-11, 9.5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tannha.icao.access_control.modp_groups import BY_NUMBER, ModpGroup
from tannha.icao.access_control.points import (
    add,
    base_multiple,
    multiple,
    point_of_number,
    shared_x,
)
from tannha.icao.curves import BY_PACE_NUMBER, Curve
from tannha.icao.deviations import Flaw, Malformed, refuse

RandomBytes = Callable[[int], bytes]


class Group(Protocol):
    """What PACE needs of a group. `generator` None stands for the group's own."""

    name: str
    tag: int
    size: int

    def secret(self, random_bytes: RandomBytes) -> int:
        """Draw a secret."""

    def public(self, secret: int, generator: bytes | None = None) -> bytes:
        """The public element of a secret."""

    def agree(self, secret: int, other: bytes) -> bytes:
        """The shared secret as bytes; refuses (`Malformed`) an element that is none."""

    def map_with_agreement(self, nonce: bytes, secret: int, other: bytes) -> bytes:
        """Generic mapping: the new generator from nonce and agreed element (4.4.3.3.1)."""

    def map_with_number(self, number: int) -> bytes:
        """Integrated mapping: the new generator from a number (4.4.3.3.2)."""

    def order_for_mapping(self) -> int:
        """The modulus to which the pseudo-random number of integrated mapping is reduced."""

    def is_element(self, element: bytes) -> bool:
        """Whether bytes from outside are an element of the group and not its neutral one."""


class CurveGroup:
    """A curve of prime order."""

    tag = 0x86

    def __init__(self, curve: Curve) -> None:
        self.curve = curve
        self.name = curve.name
        self.size = curve.size

    def secret(self, random_bytes: RandomBytes) -> int:
        """Draw 1 … n-2 (so that secret + 1 is one too), without visible bias."""
        return 1 + int.from_bytes(random_bytes(self.size + 8), "big") % (self.curve.n - 2)

    def public(self, secret: int, generator: bytes | None = None) -> bytes:
        """secret·G as an uncompressed point."""
        if generator is None:
            return self.curve.encode_point(base_multiple(self.curve, secret))
        return self.curve.encode_point(multiple(self.curve, secret, self.curve.decode_point(generator)))

    def agree(self, secret: int, other: bytes) -> bytes:
        """The x of secret·other."""
        return shared_x(self.curve, secret, self._point(other))

    def map_with_agreement(self, nonce: bytes, secret: int, other: bytes) -> bytes:
        """G' = s·G + H, where H = secret·other is the agreed point."""
        curve = self.curve
        agreed = multiple(curve, secret, self._point(other))
        s = int.from_bytes(nonce, "big") % curve.n
        mapped = add(curve, base_multiple(curve, s), agreed) if s else agreed
        return curve.encode_point(mapped)

    def map_with_number(self, number: int) -> bytes:
        """The point of a number."""
        return self.curve.encode_point(point_of_number(self.curve, number % self.curve.p))

    def order_for_mapping(self) -> int:
        """The modulus to which the pseudo-random number is reduced."""
        return self.curve.p

    def is_element(self, element: bytes) -> bool:
        """Whether the bytes are an uncompressed point of the curve."""
        try:
            self._point(element)
        except Malformed:
            return False
        return True

    def _point(self, element: bytes) -> tuple[int, int]:
        if element[:1] != b"\x04":
            refuse(Flaw.BAD_KEY, part="point")
        return self.curve.decode_point(element)


class IntegerGroup:
    """A group of integers with a subgroup of prime order."""

    tag = 0x84

    def __init__(self, group: ModpGroup) -> None:
        self.group = group
        self.name = f"modp-{group.p.bit_length()}-{group.q.bit_length()}"
        self.size = group.size

    def secret(self, random_bytes: RandomBytes) -> int:
        """Draw 1 … q-1; below p/4 where q is not known."""
        most = (self.group.q or self.group.p >> 2) - 1
        return 1 + int.from_bytes(random_bytes((most.bit_length() + 7) // 8 + 8), "big") % most

    def public(self, secret: int, generator: bytes | None = None) -> bytes:
        """The generator to the power of the secret, in full length."""
        base = self.group.g if generator is None else int.from_bytes(generator, "big")
        return pow(base, secret, self.group.p).to_bytes(self.size, "big")

    def agree(self, secret: int, other: bytes) -> bytes:
        """The other element to the power of the secret, in full length."""
        return pow(self._number(other), secret, self.group.p).to_bytes(self.size, "big")

    def map_with_agreement(self, nonce: bytes, secret: int, other: bytes) -> bytes:
        """g' = g to the power of s, times the agreed element."""
        group = self.group
        agreed = pow(self._number(other), secret, group.p)
        mapped = pow(group.g, int.from_bytes(nonce, "big"), group.p) * agreed % group.p
        return mapped.to_bytes(self.size, "big")

    def map_with_number(self, number: int) -> bytes:
        """The number to the power of (p-1)/q. Refuses (`Malformed`) one that gives 1."""
        group = self.group
        mapped = pow(number, (group.p - 1) // group.q, group.p)
        if mapped in (0, 1):
            refuse(Flaw.BAD_KEY, part="integrated mapping")
        return mapped.to_bytes(self.size, "big")

    def order_for_mapping(self) -> int:
        """The modulus to which the pseudo-random number is reduced."""
        return self.group.p

    def is_element(self, element: bytes) -> bool:
        """Whether the bytes are an element of the subgroup of order q, other than 1."""
        number = int.from_bytes(element, "big")
        if not 1 < number < self.group.p - 1:
            return False
        return not self.group.q or pow(number, self.group.q, self.group.p) == 1

    def _number(self, element: bytes) -> int:
        if not self.is_element(element):
            refuse(Flaw.BAD_KEY, part="element")
        return int.from_bytes(element, "big")


def group_of_number(number: int) -> CurveGroup | IntegerGroup | None:
    """The group of a standardised parameter number (Doc 9303-11, 9.5.1); None for numbers that are reserved."""
    curve = BY_PACE_NUMBER.get(number)
    if curve is not None:
        return CurveGroup(curve)
    modp = BY_NUMBER.get(number)
    return IntegerGroup(modp) if modp is not None else None
