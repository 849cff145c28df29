"""Whole points of a curve, by the fast arithmetic of the library wherever it has the curve.

The library's key agreement gives only the x of k·P. The y is a square root, and its sign is settled by a second
agreement with k+1: the x of (k+1)·P must be that of k·P + P. Curves that the library lacks, and P-224 (whose square
roots are costly), are counted with plain numbers: slow and not even in time, for reading documents of others only.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from tannha.icao.curves import Curve, Point, library_curve, multiply_with_numbers
from tannha.icao.deviations import Flaw, refuse


def _is_fast(curve: Curve) -> bool:
    return curve.p % 4 == 3 and library_curve(curve) is not None


def _known(curve: Curve) -> ec.EllipticCurve:
    known = library_curve(curve)
    if known is None:
        raise ValueError("the library has not this curve")
    return known


def _counted(curve: Curve, k: int, point: Point) -> Point:
    found = multiply_with_numbers(curve, k, point) if curve.has(point) else None
    if found is None:
        refuse(Flaw.BAD_KEY, part="point")
    return found


def base_multiple(curve: Curve, k: int) -> Point:
    """k times the base point, 0 < k < n."""
    known = library_curve(curve)
    if known is None:
        return _counted(curve, k, (curve.x, curve.y))
    numbers = ec.derive_private_key(k, known).public_key().public_numbers()
    return numbers.x, numbers.y


def shared_x(curve: Curve, k: int, point: Point) -> bytes:
    """The x of k·P as bytes: the shared secret of ECDH (BSI TR-03111, 4.3). Refuses (`Malformed`) a point off the
    curve and the point at infinity.
    """
    if not curve.has(point):
        refuse(Flaw.BAD_KEY, part="point")
    known = library_curve(curve)
    if known is None:
        return _counted(curve, k, point)[0].to_bytes(curve.size, "big")
    other = ec.EllipticCurvePublicNumbers(point[0], point[1], known).public_key()
    try:
        return ec.derive_private_key(k, known).exchange(ec.ECDH(), other)
    except ValueError:
        refuse(Flaw.BAD_KEY, part="point")


def either_y(curve: Curve, x: int) -> int:
    """One of the two y of an x, for p = 3 modulo 4. Refuses (`Malformed`) an x that is on no point."""
    y = pow((x * x + curve.a) * x + curve.b, (curve.p + 1) // 4, curve.p)
    if not curve.has((x, y)):
        refuse(Flaw.BAD_KEY, part="point")
    return y


def _multiple_up_to_sign(curve: Curve, k: int, point: Point) -> Point:
    if not _is_fast(curve):
        return _counted(curve, k, point)
    x = int.from_bytes(shared_x(curve, k, point), "big")
    return x, either_y(curve, x)


def multiple(curve: Curve, k: int, point: Point) -> Point:
    """k·P with the right sign, 0 < k < n. Refuses (`Malformed`) a point off the curve."""
    if point == (curve.x, curve.y):
        return base_multiple(curve, k)
    found = _multiple_up_to_sign(curve, k, point)
    if not _is_fast(curve) or k == 1:
        return point if k == 1 else found
    if k == curve.n - 1:
        return point[0], curve.p - point[1]
    x, y = found
    next_x = int.from_bytes(shared_x(curve, k + 1, point), "big")
    if add(curve, (x, y), point)[0] == next_x:
        return x, y
    return x, curve.p - y


def add(curve: Curve, left: Point, right: Point) -> Point:
    """The sum of two points. Refuses (`Malformed`) a sum that is the point at infinity."""
    p = curve.p
    (x1, y1), (x2, y2) = left, right
    if x1 == x2:
        if (y1 + y2) % p == 0:
            refuse(Flaw.BAD_KEY, part="point")
        slope = (3 * x1 * x1 + curve.a) * pow(2 * y1, -1, p) % p
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, p) % p
    x3 = (slope * slope - x1 - x2) % p
    return x3, (slope * (x1 - x3) - y1) % p


def point_of_number(curve: Curve, t: int) -> Point:
    """Put a number onto a curve with p = 3 modulo 4 (Doc 9303-11, 4.4.3.3.2, after Brier and others 2009).

    Refuses (`Malformed`) curves of another shape.
    """
    p, a, b = curve.p, curve.a, curve.b
    if p % 4 != 3:
        refuse(Flaw.UNKNOWN_CURVE, part="integrated mapping")
    alpha = -t * t % p
    x2 = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
    x3 = alpha * x2 % p
    h2 = ((x2 * x2 + a) * x2 + b) % p
    root = pow(h2, p - 1 - (p + 1) // 4, p)
    if root * root * h2 % p == 1:
        return x2, root * h2 % p
    return x3, root * pow(t, 3, p) * h2 % p
