"""The elliptic curves of travel documents, by name, by object identifier, by PACE number and by their parameters.

For: keys whose curve is written out in numbers, as many States do, mapped to the named curve (Doc 9303-12, 4.4 asks
for explicit parameters; BSI TR-03110-3, A.2.1.1 gives the PACE numbers); points checked before use. The parameters
are those of SEC 2 and RFC 5639. Not for: secret keys on curves outside `cryptography`; `verify_with_numbers`
works on public values only and takes no care of time.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from tannha.icao import der
from tannha.icao.deviations import Findings, Flaw, refuse
from tannha.icao.tlv import Cursor, Element, expect

PRIME_FIELD = "1.2.840.10045.1.1"
Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve y² = x³ + ax + b over the field of p, with its base point (x, y) of prime order n; the cofactor is 1."""

    name: str
    oid: str
    pace_number: int
    p: int
    a: int
    b: int
    x: int
    y: int
    n: int

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    @property
    def bits(self) -> int:
        """Bits of the field."""
        return self.p.bit_length()

    def has(self, point: Point) -> bool:
        """Whether the point lies on the curve."""
        x, y = point
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x + self.a) * x - self.b) % self.p == 0

    def decode_point(self, octets: bytes) -> Point:
        """Read a point, uncompressed or compressed (SEC 1, 2.3.4). Raises `Malformed` (BAD_KEY) off the curve."""
        size = self.size
        if len(octets) == 2 * size + 1 and octets[0] == 4:
            point = (int.from_bytes(octets[1 : size + 1], "big"), int.from_bytes(octets[size + 1 :], "big"))
        elif len(octets) == size + 1 and octets[0] in (2, 3) and self.p % 4 == 3:
            x = int.from_bytes(octets[1:], "big")
            y = pow((x * x + self.a) * x + self.b, (self.p + 1) // 4, self.p)
            point = (x, y if y % 2 == octets[0] % 2 else self.p - y)
        else:
            refuse(Flaw.BAD_KEY, part="point")
        if not self.has(point):
            refuse(Flaw.BAD_KEY, part="point")
        return point

    def encode_point(self, point: Point) -> bytes:
        """Write a point uncompressed: 04, x, y."""
        return b"\x04" + point[0].to_bytes(self.size, "big") + point[1].to_bytes(self.size, "big")


def _curve(name: str, oid: str, pace_number: int, **numbers: str) -> Curve:
    return Curve(
        name=name, oid=oid, pace_number=pace_number, **{key: int(value, 16) for key, value in numbers.items()}
    )


CURVES: tuple[Curve, ...] = (
    _curve(
        "secp192r1",
        "1.2.840.10045.3.1.1",
        8,
        p="fffffffffffffffffffffffffffffffeffffffffffffffff",
        a="fffffffffffffffffffffffffffffffefffffffffffffffc",
        b="64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1",
        x="188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012",
        y="7192b95ffc8da78631011ed6b24cdd573f977a11e794811",
        n="ffffffffffffffffffffffff99def836146bc9b1b4d22831",
    ),
    _curve(
        "secp224r1",
        "1.3.132.0.33",
        10,
        p="ffffffffffffffffffffffffffffffff000000000000000000000001",
        a="fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
        b="b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
        x="b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
        y="bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
        n="ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
    ),
    _curve(
        "secp256r1",
        "1.2.840.10045.3.1.7",
        12,
        p="ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        a="ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
        b="5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        x="6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        y="4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        n="ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ),
    _curve(
        "secp384r1",
        "1.3.132.0.34",
        15,
        p="fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        a="fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc",
        b="b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        x="aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        y="3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        n="ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ),
    _curve(
        "secp521r1",
        "1.3.132.0.35",
        18,
        p="1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        a="1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc",
        b="51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
        x="c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
        y="11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
        n="1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    ),
    _curve(
        "brainpoolP192r1",
        "1.3.36.3.3.2.8.1.1.3",
        9,
        p="c302f41d932a36cda7a3463093d18db78fce476de1a86297",
        a="6a91174076b1e0e19c39c031fe8685c1cae040e5c69a28ef",
        b="469a28ef7c28cca3dc721d044f4496bcca7ef4146fbf25c9",
        x="c0a0647eaab6a48753b033c56cb0f0900a2f5c4853375fd6",
        y="14b690866abd5bb88b5f4828c1490002e6773fa2fa299b8f",
        n="c302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1",
    ),
    _curve(
        "brainpoolP224r1",
        "1.3.36.3.3.2.8.1.1.5",
        11,
        p="d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff",
        a="68a5e62ca9ce6c1c299803a6c1530b514e182ad8b0042a59cad29f43",
        b="2580f63ccfe44138870713b1a92369e33e2135d266dbb372386c400b",
        x="d9029ad2c7e5cf4340823b2a87dc68c9e4ce3174c1e6efdee12c07d",
        y="58aa56f772c0726f24c6b89e4ecdac24354b9e99caa3f6d3761402cd",
        n="d7c134aa264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f",
    ),
    _curve(
        "brainpoolP256r1",
        "1.3.36.3.3.2.8.1.1.7",
        13,
        p="a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
        a="7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
        b="26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
        x="8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
        y="547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997",
        n="a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    ),
    _curve(
        "brainpoolP320r1",
        "1.3.36.3.3.2.8.1.1.9",
        14,
        p="d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27",
        a="3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4",
        b="520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
        x="43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611",
        y="14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1",
        n="d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311",
    ),
    _curve(
        "brainpoolP384r1",
        "1.3.36.3.3.2.8.1.1.11",
        16,
        p="8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
        a="7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
        b="4a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
        x="1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
        y="8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
        n="8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    ),
    _curve(
        "brainpoolP512r1",
        "1.3.36.3.3.2.8.1.1.13",
        17,
        p="aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3",
        a="7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca",
        b="3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
        x="81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822",
        y="7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892",
        n="aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
    ),
)

BY_OID = {curve.oid: curve for curve in CURVES}
BY_NAME = {curve.name: curve for curve in CURVES}
BY_PACE_NUMBER = {curve.pace_number: curve for curve in CURVES}
_BY_NUMBERS = {(curve.p, curve.a, curve.b, curve.n): curve for curve in CURVES}
_IN_LIBRARY: dict[str, ec.EllipticCurve] = {
    "secp192r1": ec.SECP192R1(),
    "secp224r1": ec.SECP224R1(),
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}


def library_curve(curve: Curve) -> ec.EllipticCurve | None:
    """The curve as `cryptography` has it; None for brainpool of 192, 224 and 320 bits, which it has not."""
    return _IN_LIBRARY.get(curve.name)


def named_parameters(curve: Curve) -> bytes:
    """Write the ECParameters as a name."""
    return der.oid(curve.oid)


def explicit_parameters(curve: Curve) -> bytes:
    """Write the ECParameters in numbers, as Doc 9303-12 wants them in certificates (X9.62, RFC 3279, 2.3.5)."""
    size = curve.size
    return der.sequence(
        der.integer(1),
        der.sequence(der.oid(PRIME_FIELD), der.integer(curve.p)),
        der.sequence(der.octets(curve.a.to_bytes(size, "big")), der.octets(curve.b.to_bytes(size, "big"))),
        der.octets(curve.encode_point((curve.x, curve.y))),
        der.integer(curve.n),
        der.integer(1),
    )


def read_parameters(element: Element, findings: Findings) -> Curve:
    """Read ECParameters, a name or numbers, as one of `CURVES`.

    Numbers that are no curve of the table are refused (UNKNOWN_CURVE): a made-up curve or base point makes forged
    signatures easy, so nothing but the standard's own numbers is taken. Numbers are noted (EXPLICIT_CURVE) only in
    tolerant mode, for they are lawful here.
    """
    if element.tag == der.OID:
        curve = BY_OID.get(der.read_oid(element, "curve"))
        if curve is None:
            refuse(Flaw.UNKNOWN_CURVE, element.at, "curve")
        return curve
    cursor = Cursor(expect(element, der.SEQUENCE, "curve"), findings)
    version = der.read_integer(cursor.take(der.INTEGER, "curve"), findings, "curve")
    if version not in (1, 2, 3):
        findings.note(Flaw.BAD_VERSION, element.at, "curve")
    field = Cursor(cursor.take(der.SEQUENCE, "curve field"), findings)
    if der.read_oid(field.take(der.OID), "curve field") != PRIME_FIELD:
        refuse(Flaw.UNKNOWN_CURVE, element.at, "curve field")
    p = der.read_integer(field.take(der.INTEGER), findings, "curve field")
    shape = Cursor(cursor.take(der.SEQUENCE, "curve shape"), findings)
    a, b = (int.from_bytes(der.read_octets(shape.take_any(), findings), "big") for _ in range(2))
    base = der.read_octets(cursor.take_any("base point"), findings, "base point")
    n = der.read_integer(cursor.take(der.INTEGER, "order"), findings, "order")
    curve = _BY_NUMBERS.get((p, a, b, n))
    if curve is None:
        refuse(Flaw.UNKNOWN_CURVE, element.at, "curve")
    if curve.decode_point(base) != (curve.x, curve.y):
        refuse(Flaw.UNKNOWN_CURVE, element.at, "base point")
    cofactor = cursor.may_take(der.INTEGER)
    if cofactor is not None and der.read_integer(cofactor, findings, "cofactor") != 1:
        refuse(Flaw.UNKNOWN_CURVE, element.at, "cofactor")
    return curve


# ── arithmetic on public values, for curves that `cryptography` has not ──────────────────────────────────────────

_Jacobian = tuple[int, int, int]


def verify_with_numbers(curve: Curve, key: Point, digest: bytes, r: int, s: int) -> bool:
    """Verify an ECDSA signature with plain numbers (SEC 1, 4.1.4); slow, for public values only."""
    n = curve.n
    if not (0 < r < n and 0 < s < n) or not curve.has(key):
        return False
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - n.bit_length())
    inverse = pow(s, -1, n)
    x, _, z = _sum_of_multiples(
        curve, e * inverse % n, (curve.x, curve.y, 1), r * inverse % n, (key[0], key[1], 1)
    )
    return z != 0 and x * pow(z * z, -1, curve.p) % curve.p % n == r


def multiply_with_numbers(curve: Curve, k: int, point: Point) -> Point:
    """k times a point with plain numbers, slow. Refuses (`Malformed`) a point off the curve and infinity."""
    if not curve.has(point):
        refuse(Flaw.BAD_KEY, part="point")
    x, y, z = _sum_of_multiples(curve, k, (point[0], point[1], 1), 0, (0, 1, 0))
    if z == 0:
        refuse(Flaw.BAD_KEY, part="point")
    inverse = pow(z, -1, curve.p)
    return x * inverse * inverse % curve.p, y * inverse * inverse * inverse % curve.p


def _sum_of_multiples(curve: Curve, k: int, first: _Jacobian, m: int, second: _Jacobian) -> _Jacobian:
    both = _add(curve, first, second)
    total: _Jacobian = (0, 1, 0)
    for place in range(max(k.bit_length(), m.bit_length()) - 1, -1, -1):
        total = _double(curve, total)
        pair = (k >> place & 1, m >> place & 1)
        if pair != (0, 0):
            total = _add(curve, total, both if pair == (1, 1) else first if pair[0] else second)
    return total


def _double(curve: Curve, point: _Jacobian) -> _Jacobian:
    x, y, z = point
    p = curve.p
    if z == 0 or y == 0:
        return 0, 1, 0
    yy = y * y % p
    s = 4 * x * yy % p
    m = (3 * x * x + curve.a * pow(z, 4, p)) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def _add(curve: Curve, left: _Jacobian, right: _Jacobian) -> _Jacobian:
    p = curve.p
    x1, y1, z1 = left
    x2, y2, z2 = right
    if z1 == 0:
        return right
    if z2 == 0:
        return left
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    if u1 == u2:
        return _double(curve, left) if s1 == s2 else (0, 1, 0)
    h, r = (u2 - u1) % p, (s2 - s1) % p
    hh = h * h % p
    hhh, v = h * hh % p, u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * hhh) % p, z1 * z2 * h % p
