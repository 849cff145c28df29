"""Active Authentication: the chip signs a challenge, so a copy of its files is not enough (Doc 9303-11, 6.1).

Both sides: RSA by ISO/IEC 9796-2 scheme 1 (with message recovery), ECDSA as plain r and s (BSI TR-03111, 5.2.1).
A signature binds the chip to the challenge only; what the key belongs to, passive authentication says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.constant_time import bytes_eq

from tannha.icao.curves import Curve, Point, library_curve, verify_with_numbers

CHALLENGE = 8
_TRAILERS = {
    b"\xbc": "sha1",
    b"\x33\xcc": "sha1",
    b"\x38\xcc": "sha224",
    b"\x34\xcc": "sha256",
    b"\x36\xcc": "sha384",
    b"\x35\xcc": "sha512",
}
_OF_HASH = {
    "sha1": b"\xbc",
    "sha224": b"\x38\xcc",
    "sha256": b"\x34\xcc",
    "sha384": b"\x36\xcc",
    "sha512": b"\x35\xcc",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
HASH_OF_SIZE = ("sha512", "sha384", "sha256", "sha224", "sha1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The outcome of a check: whether it holds, with which hash, and what was unusual about the bytes."""

    holds: bool
    hash_name: str = ""
    note: str = ""


# -- the chip's side


def sign_rsa(
    key: rsa.RSAPrivateKey, challenge: bytes, hash_name: str, random_bytes: Callable[[int], bytes]
) -> bytes:
    """Sign a challenge by ISO/IEC 9796-2, scheme 1: as much random message as fits is recovered from it."""
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    size = (n.bit_length() + 7) // 8
    trailer = _OF_HASH[hash_name]
    recovered = random_bytes(size - 1 - hashlib.new(hash_name).digest_size - len(trailer))
    block = representative(recovered, challenge, hash_name)
    m = int.from_bytes(block, "big")
    m1, m2 = pow(m, numbers.dmp1, numbers.p), pow(m, numbers.dmq1, numbers.q)
    return (m2 + numbers.q * ((m1 - m2) * numbers.iqmp % numbers.p)).to_bytes(size, "big")


def representative(recovered: bytes, challenge: bytes, hash_name: str) -> bytes:
    """The block that is signed: 6A, recovered part, hash of both parts, trailer (Doc 9303-11, appendix F)."""
    digest = hashlib.new(hash_name, recovered + challenge).digest()
    return b"\x6a" + recovered + digest + _OF_HASH[hash_name]


def sign_ecdsa(key: ec.EllipticCurvePrivateKey, challenge: bytes, hash_name: str) -> bytes:
    """Sign a challenge by ECDSA; r and s side by side in the length of the order."""
    r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(_HASHES[hash_name])))
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def hash_for_curve(bits: int) -> str:
    """The hash that goes with a curve: never longer than its order (Doc 9303-11, 6.1.2.3)."""
    return next((name for name in HASH_OF_SIZE if hashlib.new(name).digest_size * 8 <= bits), "sha1")


# -- the reader's side


def check_rsa(modulus: int, exponent: int, challenge: bytes, signature: bytes) -> Signed:
    """Check an ISO/IEC 9796-2 signature over this challenge; the hash is the one its trailer names."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return Signed(holds=False, note="the signature has not the length of the key")
    opened = pow(number, exponent, modulus)
    if opened % 16 != 0xC:
        opened = modulus - opened
    block = opened.to_bytes(size, "big")
    trailer = block[-1:] if block[-1:] == b"\xbc" else block[-2:]
    name = _TRAILERS.get(trailer)
    if name is None or block[0] & 0xC0 != 0x40:
        return Signed(holds=False, note="no block of ISO/IEC 9796-2 comes out under this key")
    end = size - len(trailer) - hashlib.new(name).digest_size
    start = next((place for place in range(end) if block[place] & 0x0F == 0x0A), end) + 1
    if start > end or any(byte != 0xBB for byte in block[1 : start - 1]):
        return Signed(holds=False, hash_name=name, note="the block has no recovered message")
    whole = block[start:end] + (challenge if block[0] & 0x20 else b"")
    holds = bytes_eq(hashlib.new(name, whole).digest(), block[end : size - len(trailer)])
    return Signed(
        holds=holds and bool(block[0] & 0x20),
        hash_name=name,
        note="" if holds else "the signature is over another challenge",
    )


def check_ecdsa(
    curve: Curve, public: Point, challenge: bytes, signature: bytes, hash_names: tuple[str, ...]
) -> Signed:
    """Check an ECDSA signature over this challenge under each of the hashes that may be meant.

    Plain r and s are the rule; a DER signature is taken too and named.
    """
    size = (curve.n.bit_length() + 7) // 8
    note = ""
    if len(signature) == 2 * size:
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    else:
        try:
            r, s = decode_dss_signature(signature)
        except ValueError:
            return Signed(holds=False, note="the answer has not the length of a signature of this curve")
        note = "the signature is in DER, not plain"
    for name in hash_names:
        if _ecdsa_holds(curve, public, hashlib.new(name, challenge).digest(), r, s, _HASHES[name]):
            return Signed(holds=True, hash_name=name, note=note)
    return Signed(holds=False, note="the signature is not over this challenge by this key")


def _ecdsa_holds(
    curve: Curve, public: Point, digest: bytes, r: int, s: int, algorithm: hashes.HashAlgorithm
) -> bool:
    known = library_curve(curve)
    if known is None:
        return verify_with_numbers(curve, public, digest, r, s)
    if not (0 < r < curve.n and 0 < s < curve.n and curve.has(public)):
        return False
    key = ec.EllipticCurvePublicNumbers(public[0], public[1], known).public_key()
    try:
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(algorithm)))
    except InvalidSignature:
        return False
    return True
