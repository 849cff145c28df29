"""Long files sealed to a key that this machine lacks: HPKE for the file's key, AES-256-GCM frames in STREAM order.

File: magic, two bytes length and the HPKE-sealed 32-byte key, seven bytes nonce prefix, then frames of 256 KiB and tag.
Nonce = prefix ‖ counter (4 bytes) ‖ last flag (Hoang, Reyhanitabar, Rogaway, Vizár 2015). A cut, swapped or added frame
does not open.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tannha.ground.vault import CannotOpen

MAGIC = b"tannha-backup/1\n"
FRAME = 256 * 1024
_TAG = 16
_HPKE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def new_key_pair() -> tuple[bytes, bytes]:
    """A private and a public key (PEM) for backups; the private one never belongs on the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_public(pem: bytes) -> ec.EllipticCurvePublicKey:
    """A public key from PEM. Raises ValueError for anything but a P-256 public key."""
    key = serialization.load_pem_public_key(pem)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("not an elliptic-curve key")
    return key


def read_private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """A private key from PEM. Raises ValueError for anything but a P-256 private key."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    return key


class SealingWriter:
    """Writes plain bytes as sealed frames; `close` writes the last frame, without which nothing opens whole."""

    def __init__(self, target: BinaryIO, recipient: ec.EllipticCurvePublicKey) -> None:
        """Writes the head at once."""
        key, prefix = secrets.token_bytes(32), secrets.token_bytes(7)
        sealed = _HPKE.encrypt(key, recipient, info=MAGIC)
        target.write(MAGIC + struct.pack(">H", len(sealed)) + sealed + prefix)
        self._target, self._aead, self._prefix = target, AESGCM(key), prefix
        self._waiting, self._frames = bytearray(), 0

    def write(self, data: bytes) -> int:
        """Take bytes; full frames go out."""
        self._waiting += data
        while len(self._waiting) > FRAME:
            self._put(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]
        return len(data)

    def flush(self) -> None:
        """Nothing to do before the last frame."""

    def close(self) -> None:
        """Write the last frame, which may be empty."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._target.write(self._aead.encrypt(_nonce(self._prefix, self._frames, last), plain, MAGIC))
        self._frames += 1


def open_frames(source: BinaryIO, key: ec.EllipticCurvePrivateKey) -> Iterator[bytes]:
    """Yield the plain frames in order. Raises CannotOpen for another key, a changed, cut or longer file."""
    try:
        if source.read(len(MAGIC)) != MAGIC:
            raise CannotOpen("not a backup of this program")
        (length,) = struct.unpack(">H", source.read(2))
        aead = AESGCM(_HPKE.decrypt(source.read(length), key, info=MAGIC))
        prefix = source.read(7)
        frame, count = source.read(FRAME + _TAG), 0
        while True:
            following = source.read(FRAME + _TAG)
            yield aead.decrypt(_nonce(prefix, count, not following), frame, MAGIC)
            if not following:
                return
            frame, count = following, count + 1
    except (InvalidTag, ValueError, struct.error) as error:
        raise CannotOpen("another key, or a changed or cut file") from error


def _nonce(prefix: bytes, count: int, last: bool) -> bytes:
    return prefix + struct.pack(">I", count) + bytes([last])


def sign_report(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """The prover's signature (ECDSA P-256, SHA-256) under a report of a proved restore."""
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def report_is_signed(key: ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> bool:
    """Whether whoever holds the backup key signed this report."""
    try:
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
