"""Signature algorithms: their identifiers read and written, signatures verified and made. Pure.

For: certificates, revocation lists, signed data and seals. RSA PKCS#1 v1.5 and PSS (RFC 4055, 8017), ECDSA (RFC 5480)
and its plain form (TR-03111). SHA-1 is read, for old documents, and never written. Not for: deciding whether an
algorithm is good enough today; `SignatureAlgorithm.is_weak` says what the verdict repeats.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)

from tannha.icao import curves, der, oids
from tannha.icao.deviations import Findings, Flaw, Malformed, refuse
from tannha.icao.public_keys import (
    EcPublicKey,
    PublicKey,
    RsaPublicKey,
    from_library,
    library_ec_key,
    library_rsa_key,
)
from tannha.icao.tlv import Cursor, Element, expect, whole

HASH_SIZES = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
HASH_FUNCTIONS = {name: getattr(hashlib, name) for name in HASH_SIZES}
_LIBRARY_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_ECDSA = {name: ec.ECDSA(Prehashed(each)) for name, each in _LIBRARY_HASHES.items()}
"""ECDSA over a digest that is already made: our own hashing costs less than the library's."""


class Scheme(enum.StrEnum):
    """The families of signatures."""

    ECDSA = "ecdsa"
    PLAIN_ECDSA = "plain_ecdsa"
    RSA_PKCS1 = "rsa_pkcs1"
    RSA_PSS = "rsa_pss"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAlgorithm:
    """A scheme with its hash. `hash` is None where a signer names only the key's algorithm (old CMS); `salt_length`
    and `mask_hash` belong to PSS."""

    scheme: Scheme
    hash: str | None
    salt_length: int = 0
    mask_hash: str | None = None

    @property
    def is_weak(self) -> bool:
        """Whether it stands on SHA-1, which no new document may use (Doc 9303-12, 4.4)."""
        return self.hash == "sha1"

    def with_hash(self, name: str) -> SignatureAlgorithm:
        """The same scheme with this hash where none was named."""
        return self if self.hash else SignatureAlgorithm(scheme=self.scheme, hash=name)


def digest(name: str, data: bytes) -> bytes:
    """Hash by one of the names of `HASH_SIZES`."""
    return bytes(HASH_FUNCTIONS[name](data).digest())


# ── identifiers ──────────────────────────────────────────────────────────────────────────────────────────────────


def read_hash(element: Element, findings: Findings) -> str:
    """Read a hash AlgorithmIdentifier; NULL parameters and none are both right (RFC 5754, 2)."""
    return _hash_of(element.raw, findings.strict)


@lru_cache(maxsize=256)
def _hash_of(raw: bytes, strict: bool) -> str:
    findings = Findings(strict=strict)
    cursor = Cursor(whole(raw, der.SEQUENCE, findings, "hash algorithm"), findings)
    name = oids.HASHES.get(der.read_oid(cursor.take(der.OID, "hash algorithm"), "hash algorithm"))
    if name is None:
        refuse(Flaw.UNKNOWN_ALGORITHM, part="hash algorithm")
    null = cursor.may_take(der.NULL)
    if null is not None and len(null):
        findings.note(Flaw.BAD_PARAMETERS, part="hash algorithm")
    cursor.finish("hash algorithm")
    return name


def encode_hash(name: str) -> bytes:
    """Write a hash AlgorithmIdentifier without parameters (RFC 5754, 2)."""
    return der.sequence(der.oid(oids.HASH_OIDS[name]))


def read_algorithm(element: Element, findings: Findings) -> SignatureAlgorithm:
    """Read a signature AlgorithmIdentifier. Raises `Malformed` (UNKNOWN_ALGORITHM) for any other."""
    algorithm, deviation = _algorithm_of(expect(element, der.SEQUENCE, "signature algorithm").raw)
    if deviation is not None:
        findings.note(deviation, element.at, "signature algorithm")
    return algorithm


@lru_cache(maxsize=256)
def _algorithm_of(raw: bytes) -> tuple[SignatureAlgorithm, Flaw | None]:
    findings = Findings(strict=False)
    cursor = Cursor(whole(raw, der.SEQUENCE, findings, "signature algorithm"), findings)
    name = der.read_oid(cursor.take(der.OID, "signature algorithm"), "signature algorithm")
    if name == oids.RSA_PSS:
        algorithm = _read_pss(cursor, findings)
    else:
        null = cursor.may_take(der.NULL)
        cursor.finish("signature algorithm")
        if name in oids.ECDSA or name in oids.PLAIN_ECDSA:
            plain = name in oids.PLAIN_ECDSA
            scheme = Scheme.PLAIN_ECDSA if plain else Scheme.ECDSA
            algorithm = SignatureAlgorithm(
                scheme=scheme, hash=(oids.PLAIN_ECDSA if plain else oids.ECDSA)[name]
            )
            if null is not None:
                findings.note(Flaw.BAD_PARAMETERS, null.at)
        elif name in oids.RSA_PKCS1:
            algorithm = SignatureAlgorithm(scheme=Scheme.RSA_PKCS1, hash=oids.RSA_PKCS1[name])
            if null is None:
                findings.note(Flaw.BAD_PARAMETERS)
        elif name == oids.RSA_ENCRYPTION:
            algorithm = SignatureAlgorithm(scheme=Scheme.RSA_PKCS1, hash=None)
        elif name == oids.EC_PUBLIC_KEY:
            algorithm = SignatureAlgorithm(scheme=Scheme.ECDSA, hash=None)
            findings.note(Flaw.BAD_PARAMETERS)
        else:
            refuse(Flaw.UNKNOWN_ALGORITHM, part="signature algorithm")
    return algorithm, findings.found[0].flaw if findings.found else None


def _read_pss(cursor: Cursor, findings: Findings) -> SignatureAlgorithm:
    """Read RSASSA-PSS-params (RFC 4055, 3.1); what is left out has SHA-1 and 20 as defaults."""
    hash_name, mask_hash, salt = "sha1", "sha1", 20
    parameters = cursor.may_take(der.SEQUENCE)
    if parameters is None:
        findings.note(Flaw.BAD_PARAMETERS, part="PSS parameters")
        return SignatureAlgorithm(scheme=Scheme.RSA_PSS, hash="sha1", salt_length=20, mask_hash="sha1")
    inner = Cursor(parameters, findings)
    if (element := inner.may_take(0xA0)) is not None:
        hash_name = read_hash(Cursor(element, findings).take(der.SEQUENCE), findings)
    if (element := inner.may_take(0xA1)) is not None:
        mask = Cursor(Cursor(element, findings).take(der.SEQUENCE), findings)
        if der.read_oid(mask.take(der.OID)) != oids.MGF1:
            refuse(Flaw.UNKNOWN_ALGORITHM, part="PSS mask")
        mask_hash = read_hash(mask.take(der.SEQUENCE), findings)
    if (element := inner.may_take(0xA2)) is not None:
        salt = der.read_small(Cursor(element, findings).take(der.INTEGER), findings, 512, "PSS salt")
    if (element := inner.may_take(0xA3)) is not None:
        trailer = der.read_integer(Cursor(element, findings).take(der.INTEGER), findings, "PSS trailer")
        if trailer != 1:
            refuse(Flaw.BAD_PARAMETERS, part="PSS trailer")
    inner.finish("PSS parameters")
    return SignatureAlgorithm(scheme=Scheme.RSA_PSS, hash=hash_name, salt_length=salt, mask_hash=mask_hash)


def encode_algorithm(algorithm: SignatureAlgorithm) -> bytes:
    """Write a signature AlgorithmIdentifier. Refuses (ValueError) SHA-1 and an algorithm without a hash."""
    if algorithm.hash is None or algorithm.is_weak:
        raise ValueError("new signatures need a hash of the SHA-2 family")
    if algorithm.scheme is Scheme.RSA_PSS:
        mask = der.sequence(der.oid(oids.MGF1), encode_hash(algorithm.mask_hash or algorithm.hash))
        salt = der.context(2, der.integer(algorithm.salt_length))
        parameters = (der.context(0, encode_hash(algorithm.hash)), der.context(1, mask), salt)
        return der.sequence(der.oid(oids.RSA_PSS), der.sequence(*parameters))
    names = {
        Scheme.ECDSA: oids.ECDSA,
        Scheme.PLAIN_ECDSA: oids.PLAIN_ECDSA,
        Scheme.RSA_PKCS1: oids.RSA_PKCS1,
    }[algorithm.scheme]
    name = next(oid for oid, hash_name in names.items() if hash_name == algorithm.hash)
    return der.sequence(der.oid(name), der.NULL_VALUE if algorithm.scheme is Scheme.RSA_PKCS1 else b"")


# ── verifying ────────────────────────────────────────────────────────────────────────────────────────────────────


def verify(key: PublicKey, algorithm: SignatureAlgorithm, signature: bytes, message: bytes) -> bool:
    """Say whether the signature over the message is this key's. False also when key and algorithm do not fit."""
    if algorithm.hash is None:
        return False
    try:
        if isinstance(key, EcPublicKey) and algorithm.scheme in (Scheme.ECDSA, Scheme.PLAIN_ECDSA):
            return _verify_ec(key, algorithm, signature, message)
        if isinstance(key, RsaPublicKey) and algorithm.scheme in (Scheme.RSA_PKCS1, Scheme.RSA_PSS):
            if key.pss_only and algorithm.scheme is Scheme.RSA_PKCS1:
                return False
            hash_ = _LIBRARY_HASHES[algorithm.hash]
            library_rsa_key(key).verify(signature, message, _padding(algorithm), hash_)
            return True
    except (InvalidSignature, UnsupportedAlgorithm, Malformed, ValueError):
        return False
    return False


def _verify_ec(key: EcPublicKey, algorithm: SignatureAlgorithm, signature: bytes, message: bytes) -> bool:
    if algorithm.scheme is Scheme.PLAIN_ECDSA:
        half = len(signature) // 2
        if len(signature) % 2 or not half:
            return False
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        signature = encode_dss_signature(r, s)
    hash_name = algorithm.hash or ""
    library = library_ec_key(key)
    if library is not None:
        library.verify(signature, HASH_FUNCTIONS[hash_name](message).digest(), _ECDSA[hash_name])
        return True
    r, s = decode_dss_signature(signature)
    return curves.verify_with_numbers(key.curve, key.point, digest(hash_name, message), r, s)


def _padding(algorithm: SignatureAlgorithm) -> padding.AsymmetricPadding:
    if algorithm.scheme is Scheme.RSA_PKCS1:
        return padding.PKCS1v15()
    mask = padding.MGF1(_LIBRARY_HASHES[algorithm.mask_hash or algorithm.hash or ""])
    return padding.PSS(mask, algorithm.salt_length)


# ── signing ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Signer(Protocol):
    """Whoever holds a private key: a loaded key (`KeySigner`), or a token behind PKCS#11."""

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """How it signs."""

    @property
    def public_key(self) -> EcPublicKey | RsaPublicKey:
        """The key that verifies."""

    def sign(self, message: bytes) -> bytes:
        """Sign the message (not its hash), in the form that certificates and signed data carry."""


class KeySigner:
    """Signs with a private key of `cryptography` held in memory."""

    __slots__ = (
        "_ecdsa",
        "_hashed",
        "_library_hash",
        "_sign_digest",
        "_sign_message",
        "algorithm",
        "public_key",
    )

    def __init__(
        self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, hash_name: str = "", pss: bool = False
    ) -> None:
        """Choose the hash by the size of the key unless named (Doc 9303-12, 4.4.2). Refuses (ValueError) SHA-1."""
        self.public_key = from_library(key.public_key())
        name = hash_name or fitting_hash(self.public_key)
        if name not in HASH_SIZES or name == "sha1":
            raise ValueError("new signatures need a hash of the SHA-2 family")
        if isinstance(key, rsa.RSAPrivateKey):
            scheme = Scheme.RSA_PSS if pss else Scheme.RSA_PKCS1
            salt = HASH_SIZES[name] if pss else 0
            self.algorithm = SignatureAlgorithm(
                scheme=scheme, hash=name, salt_length=salt, mask_hash=name if pss else None
            )
        else:
            self.algorithm = SignatureAlgorithm(scheme=Scheme.ECDSA, hash=name)
        self._hashed = HASH_FUNCTIONS[name]
        self._ecdsa, self._library_hash = _ECDSA[name], _LIBRARY_HASHES[name]
        self._sign_digest = key.sign if isinstance(key, ec.EllipticCurvePrivateKey) else None
        self._sign_message = key.sign if isinstance(key, rsa.RSAPrivateKey) else None

    def sign(self, message: bytes) -> bytes:
        """Sign the message."""
        if self._sign_digest is not None:
            return self._sign_digest(self._hashed(message).digest(), self._ecdsa)
        assert self._sign_message is not None
        return self._sign_message(message, _padding(self.algorithm), self._library_hash)


def fitting_hash(key: EcPublicKey | RsaPublicKey) -> str:
    """The hash that fits the size of a key (Doc 9303-12, 4.4.2)."""
    if isinstance(key, RsaPublicKey) or key.curve.bits <= 256:
        return "sha256"
    return "sha384" if key.curve.bits <= 384 else "sha512"
