"""The only file that seals, signs and derives keys. Default holder: key files in the data folder, owner-readable.

Suite `p256-hpke-aes256gcm-es256@1`: HPKE base mode (RFC 9180) with DHKEM(P-256), HKDF-SHA256 and AES-256-GCM to the
ward's opening key; ECDSA P-256 with SHA-256 for signatures; AES-256-GCM under a server key for the server's own small
secrets. P-256 because tokens and modules speak it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tannha.ground.data_folder import DataFolder

SUITE = "p256-hpke-aes256gcm-es256@1"
_HPKE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class CannotOpen(Exception):
    """The bytes were not sealed to this key, or were changed."""


def seal(plain: bytes, *, ward_id: UUID, context: bytes) -> bytes:
    """Seal bytes to the ward's opening key; `context` (what it is and whose) must be given again to open."""
    return _HPKE.encrypt(plain, _private_key(f"opening-{ward_id}").public_key(), info=context)


def open_sealed(sealed: bytes, *, ward_id: UUID, context: bytes) -> bytes:
    """Open what `seal` closed. Raises CannotOpen for another key, context or a changed byte."""
    try:
        return _HPKE.decrypt(sealed, _private_key(f"opening-{ward_id}"), info=context)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("not sealed to this key and context, or changed") from error


def sign(data: bytes, *, key: str) -> bytes:
    """An ECDSA P-256 signature (DER) by the named key, made at first use."""
    return _private_key(f"signing-{key}").sign(data, ec.ECDSA(hashes.SHA256()))


def verify(signature: bytes, data: bytes, *, key: str) -> bool:
    """Whether the named key made this signature over these bytes."""
    try:
        _private_key(f"signing-{key}").public_key().verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def keep(secret: bytes) -> bytes:
    """Encrypt a small secret of the server's own (a one-time-code seed) for the store."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_server_key()).encrypt(nonce, secret, b"tannha.keep@1")


def reveal(kept: bytes) -> bytes:
    """Decrypt what `keep` made. Raises CannotOpen."""
    try:
        return AESGCM(_server_key()).decrypt(kept[:12], kept[12:], b"tannha.keep@1")
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("kept under another server key, or changed") from error


def public_key(name: str) -> ec.EllipticCurvePublicKey:
    """The public half of a named key of certificates, made at first use."""
    return _private_key(f"tls-{name}").public_key()


def sign_certificate(builder: x509.CertificateBuilder, *, by: str) -> x509.Certificate:
    """Sign a built certificate with a named key of certificates (ECDSA P-256, SHA-256)."""
    return builder.sign(_private_key(f"tls-{by}"), hashes.SHA256())


def key_file(name: str) -> Path:
    """Where the web server finds the private half of a named key of certificates; readable by the owner only."""
    _private_key(f"tls-{name}")
    return DataFolder.current().keys / f"tls-{name}.pem"


def django_secret() -> str:
    """The key of sessions and form tokens, made once per data folder."""
    return _file("server.session", lambda: secrets.token_hex(32).encode()).decode()


def _server_key() -> bytes:
    return bytes.fromhex(_file("server.key", lambda: secrets.token_hex(32).encode()).decode())


@lru_cache(maxsize=64)
def _loaded(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _private_key(name: str) -> ec.EllipticCurvePrivateKey:
    def pem() -> bytes:
        return ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    _file(f"{name}.pem", pem)
    return _loaded(DataFolder.current().keys / f"{name}.pem")


def _file(name: str, make: Callable[[], bytes]) -> bytes:
    """Read a key file; the first to need it makes it whole: written aside, forced to disk, linked into place."""
    folder = DataFolder.current()
    path = folder.keys / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    folder.make()
    aside = folder.keys / f".{name}.{secrets.token_hex(4)}"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, make())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
    return path.read_bytes()
