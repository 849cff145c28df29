"""Private keys of a test authority in files: drawn, written for their owner only, read back. SPECIMEN keys only.

For: `issue.specimen_authority`. Keys of the station itself are the vault's; keys of a real State lie in a token
(`signing_token`).
"""

from __future__ import annotations

import enum
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyKind(enum.StrEnum):
    """The keys of a test authority; the root's is the stronger of each pair."""

    P256 = "p256"
    P384 = "p384"
    BRAINPOOL = "brainpool"
    RSA = "rsa"
    RSA_PSS = "rsa-pss"


def draw_key(kind: KeyKind, *, root: bool) -> PrivateKey:
    """Draw a key of a kind, for the root or for a signer under it."""
    if kind in (KeyKind.RSA, KeyKind.RSA_PSS):
        return rsa.generate_private_key(65_537, 3_072 if root else 2_048)
    curves: dict[KeyKind, tuple[ec.EllipticCurve, ec.EllipticCurve]] = {
        KeyKind.P256: (ec.SECP384R1(), ec.SECP256R1()),
        KeyKind.P384: (ec.SECP384R1(), ec.SECP384R1()),
        KeyKind.BRAINPOOL: (ec.BrainpoolP384R1(), ec.BrainpoolP256R1()),
    }
    return ec.generate_private_key(curves[kind][0 if root else 1])


def draw_serial(size: int) -> int:
    """A serial number of so many bytes that nobody can foresee (RFC 5280, 4.1.2.2)."""
    return int.from_bytes(b"\x01" + secrets.token_bytes(size - 1), "big")


def write_key(path: Path, key: PrivateKey) -> None:
    """Write a key to a new file that only its owner may read. Raises OSError where one is already there."""
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(data)


def read_key(data: bytes) -> PrivateKey | None:
    """Read a key from its PEM file; None for anything else than an EC or RSA key without a pass-phrase."""
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)) else None
