"""Public keys as they stand in certificates and on chips: SubjectPublicKeyInfo read and written. Pure.

For: EC keys whose curve is a name, a PACE number or written out in numbers; RSA keys, also those marked for PSS only;
Diffie-Hellman keys of chip authentication. Follows RFC 5480, RFC 3279, RFC 4055, Doc 9303-11, 9.5 and TR-03110-3,
A.2. Not for: private keys.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao import curves, der, oids
from tannha.icao.curves import Curve, Point
from tannha.icao.deviations import Findings, Flaw, refuse
from tannha.icao.tlv import Cursor, Element, expect, whole

SMALLEST_RSA_BITS = 1_024
LARGEST_RSA_BITS = 8_192
LARGEST_EXPONENT_BITS = 64
"""Public exponents of States are 3 to 65537; a huge one only makes a reader slow."""


class CurveForm(enum.StrEnum):
    """How a key says its curve."""

    NAMED = "named"
    EXPLICIT = "explicit"
    PACE_NUMBER = "pace_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class EcPublicKey:
    """A point on a known curve; checked to lie on it."""

    curve: Curve
    point: Point
    form: CurveForm = CurveForm.NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class RsaPublicKey:
    """Modulus and exponent; `pss_only` when the key's algorithm is RSASSA-PSS."""

    n: int
    e: int
    pss_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DhPublicKey:
    """A Diffie-Hellman value with its group; `q` is None when the group does not name its order."""

    p: int
    g: int
    q: int | None
    y: int


PublicKey = EcPublicKey | RsaPublicKey | DhPublicKey


def decode_public_key(data: bytes, *, strict: bool = True) -> PublicKey:
    """Read a SubjectPublicKeyInfo that stands alone. Raises `Malformed`."""
    findings = Findings(strict=strict)
    return read_public_key(whole(data, der.SEQUENCE, findings, "public key"), findings)


def read_public_key(element: Element, findings: Findings) -> PublicKey:
    """Read a SubjectPublicKeyInfo inside something else. Raises `Malformed` for keys that nobody may use."""
    cursor = Cursor(expect(element, der.SEQUENCE, "public key"), findings)
    algorithm = Cursor(cursor.take(der.SEQUENCE, "key algorithm"), findings)
    name = der.read_oid(algorithm.take(der.OID, "key algorithm"), "key algorithm")
    bits = cursor.take(der.BIT_STRING, "key bits")
    cursor.finish("public key")
    if name == oids.EC_PUBLIC_KEY:
        return _ec_key(algorithm, bits, findings)
    if name == oids.STANDARD_PARAMETERS:
        number = der.read_small(algorithm.take(der.INTEGER, "curve"), findings, 31, "curve")
        curve = curves.BY_PACE_NUMBER.get(number)
        if curve is None:
            refuse(Flaw.UNKNOWN_CURVE, element.at, "curve")
        point = curve.decode_point(der.read_bits(bits, findings, "point"))
        return EcPublicKey(curve=curve, point=point, form=CurveForm.PACE_NUMBER)
    if name in (oids.RSA_ENCRYPTION, oids.RSA_PSS):
        return _rsa_key(bits, findings, pss_only=name == oids.RSA_PSS)
    if name in (oids.DH_PUBLIC_NUMBER, oids.DH_KEY_AGREEMENT):
        return _dh_key(name, algorithm, bits, findings)
    refuse(Flaw.UNKNOWN_ALGORITHM, element.at, "key algorithm")


def _ec_key(algorithm: Cursor, bits: Element, findings: Findings) -> EcPublicKey:
    parameters = algorithm.take_any("curve")
    curve = curves.read_parameters(parameters, findings)
    form = CurveForm.NAMED if parameters.tag == der.OID else CurveForm.EXPLICIT
    point = curve.decode_point(der.read_bits(bits, findings, "point"))
    return EcPublicKey(curve=curve, point=point, form=form)


def _inner(bits: Element, findings: Findings, tag: int, part: str) -> Element:
    return whole(der.read_bits(bits, findings, part), tag, findings, part)


def _rsa_key(bits: Element, findings: Findings, *, pss_only: bool) -> RsaPublicKey:
    pair = Cursor(_inner(bits, findings, der.SEQUENCE, "RSA key"), findings)
    n = der.read_integer(pair.take(der.INTEGER, "modulus"), findings, "modulus")
    e = der.read_integer(pair.take(der.INTEGER, "exponent"), findings, "exponent")
    if n < 0 and not findings.strict:
        findings.note(Flaw.BAD_INTEGER, bits.at, "modulus")
        n += 1 << 8 * ((n.bit_length() + 8) // 8)
    if n <= 0 or n % 2 == 0 or not SMALLEST_RSA_BITS <= n.bit_length() <= LARGEST_RSA_BITS:
        refuse(Flaw.BAD_KEY, bits.at, "modulus")
    if e < 3 or e % 2 == 0 or e.bit_length() > LARGEST_EXPONENT_BITS:
        refuse(Flaw.BAD_KEY, bits.at, "exponent")
    return RsaPublicKey(n=n, e=e, pss_only=pss_only)


def _dh_key(name: str, algorithm: Cursor, bits: Element, findings: Findings) -> DhPublicKey:
    group = Cursor(algorithm.take(der.SEQUENCE, "group"), findings)
    p = der.read_integer(group.take(der.INTEGER, "group"), findings, "group")
    g = der.read_integer(group.take(der.INTEGER, "group"), findings, "group")
    q = None
    if name == oids.DH_PUBLIC_NUMBER:
        q = der.read_integer(group.take(der.INTEGER, "group"), findings, "group")
    y = der.read_integer(_inner(bits, findings, der.INTEGER, "DH value"), findings, "DH value")
    if not (p > 3 and p % 2 and 1 < g < p - 1 and 1 < y < p - 1 and p.bit_length() <= LARGEST_RSA_BITS):
        refuse(Flaw.BAD_KEY, bits.at, "DH value")
    return DhPublicKey(p=p, g=g, q=q, y=y)


def encode_public_key(key: PublicKey, form: CurveForm | None = None) -> bytes:
    """Write a SubjectPublicKeyInfo; `form` None keeps the form that the key was read in."""
    if isinstance(key, EcPublicKey):
        form = form or key.form
        if form is CurveForm.PACE_NUMBER:
            algorithm = der.sequence(der.oid(oids.STANDARD_PARAMETERS), der.integer(key.curve.pace_number))
        else:
            named = form is CurveForm.NAMED
            written = curves.named_parameters(key.curve) if named else curves.explicit_parameters(key.curve)
            algorithm = der.sequence(der.oid(oids.EC_PUBLIC_KEY), written)
        return der.sequence(algorithm, der.bits(key.curve.encode_point(key.point)))
    if isinstance(key, RsaPublicKey):
        if key.pss_only:
            algorithm = der.sequence(der.oid(oids.RSA_PSS))
        else:
            algorithm = der.sequence(der.oid(oids.RSA_ENCRYPTION), der.NULL_VALUE)
        return der.sequence(algorithm, der.bits(der.sequence(der.integer(key.n), der.integer(key.e))))
    group = [der.integer(key.p), der.integer(key.g)]
    if key.q is not None:
        group.append(der.integer(key.q))
    name = oids.DH_KEY_AGREEMENT if key.q is None else oids.DH_PUBLIC_NUMBER
    return der.sequence(der.sequence(der.oid(name), der.sequence(*group)), der.bits(der.integer(key.y)))


def from_library(
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, form: CurveForm = CurveForm.NAMED
) -> EcPublicKey | RsaPublicKey:
    """Take over a public key of `cryptography`. Refuses (ValueError) a curve that travel documents do not have."""
    if isinstance(key, rsa.RSAPublicKey):
        pair = key.public_numbers()
        return RsaPublicKey(n=pair.n, e=pair.e)
    for curve in curves.CURVES:
        library = curves.library_curve(curve)
        if library is not None and library.name == key.curve.name:
            numbers = key.public_numbers()
            return EcPublicKey(curve=curve, point=(numbers.x, numbers.y), form=form)
    raise ValueError("this curve is not one of travel documents")


def library_ec_key(key: EcPublicKey) -> ec.EllipticCurvePublicKey | None:
    """The key as `cryptography` has it; None when it has not the curve. Raises `Malformed` (BAD_KEY)."""
    return _library_ec_key(key.curve.name, *key.point)


@lru_cache(maxsize=1024)
def _library_ec_key(name: str, x: int, y: int) -> ec.EllipticCurvePublicKey | None:
    curve = curves.BY_NAME[name]
    library = curves.library_curve(curve)
    if library is None:
        return None
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(library, curve.encode_point((x, y)))
    except ValueError:
        refuse(Flaw.BAD_KEY, part="point")


def library_rsa_key(key: RsaPublicKey) -> rsa.RSAPublicKey:
    """The key as `cryptography` has it. Raises `Malformed` (BAD_KEY) for a key that it refuses."""
    return _library_rsa_key(key.n, key.e)


@lru_cache(maxsize=1024)
def _library_rsa_key(n: int, e: int) -> rsa.RSAPublicKey:
    try:
        return rsa.RSAPublicNumbers(e, n).public_key()
    except ValueError:
        refuse(Flaw.BAD_KEY, part="RSA key")


def forget_keys() -> None:
    """Forget the loaded keys; for measurements."""
    _library_ec_key.cache_clear()
    _library_rsa_key.cache_clear()
