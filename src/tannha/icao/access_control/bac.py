"""Basic Access Control: the older way in, keys from the machine readable zone (Doc 9303-11, 4.3).

The arithmetic of both sides; 3DES throughout. A reader that had to fall back to it says so, for anybody who heard the
exchange and knows the zone can read along.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.constant_time import bytes_eq

from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.secure_messaging_ciphers import KeyUse, TripleDesCipher, derive_key, pad
from tannha.icao.security_infos import Cipher

NONCE, KEY = 8, 16
CRYPTOGRAM = 2 * NONCE + KEY
MESSAGE = CRYPTOGRAM + 8


class WrongCryptogram(ValueError):
    """The other side does not know the keys, or the bytes were changed on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one side contributes: its nonce (8 bytes) and its half of the key (16 bytes)."""

    nonce: bytes
    key: bytes


class BacKeys:
    """The document's own two keys, from K_seed."""

    def __init__(self, seed: bytes) -> None:
        encryption = derive_key(seed, KeyUse.ENCRYPTION, Cipher.TRIPLE_DES)
        mac = derive_key(seed, KeyUse.MAC, Cipher.TRIPLE_DES)
        self._cipher = TripleDesCipher(encryption, mac)

    def seal(self, own: Part, other_nonce: bytes) -> bytes:
        """Encrypt and sign own nonce, other nonce, own key half: forty bytes."""
        cryptogram = self._cipher.encrypt(own.nonce + other_nonce + own.key)
        return cryptogram + self._cipher.retail_mac(pad(cryptogram, 8))

    def open(self, message: bytes, own_nonce: bytes, other_nonce: bytes = b"") -> Part:
        """Check and decrypt the other side's message; refuses (WrongCryptogram) anything not made for these nonces.

        `other_nonce` is given where it is known beforehand (the reader knows the chip's).
        """
        if len(message) != MESSAGE:
            raise WrongCryptogram("a message of BAC has forty bytes")
        cryptogram, mac = message[:CRYPTOGRAM], message[CRYPTOGRAM:]
        if not bytes_eq(self._cipher.retail_mac(pad(cryptogram, 8)), mac):
            raise WrongCryptogram("the MAC is not that of these keys")
        plain = self._cipher.decrypt(cryptogram)
        theirs, ours, key = plain[:NONCE], plain[NONCE : 2 * NONCE], plain[2 * NONCE :]
        if not bytes_eq(ours, own_nonce) or (other_nonce and not bytes_eq(theirs, other_nonce)):
            raise WrongCryptogram("the message answers another challenge")
        return Part(nonce=theirs, key=key)


def session(chip: Part, reader: Part) -> SecureChannel:
    """The channel that both sides then share (Doc 9303-11, 4.3.2): keys from both halves, counter from both nonces."""
    seed = bytes(a ^ b for a, b in zip(chip.key, reader.key, strict=True))
    return SecureChannel.from_secret(seed, Cipher.TRIPLE_DES, session_counter(chip.nonce, reader.nonce))


def session_counter(chip_nonce: bytes, reader_nonce: bytes) -> int:
    """The first send sequence counter: the last four bytes of each nonce (Doc 9303-11, 9.8.6.3)."""
    return int.from_bytes(chip_nonce[-4:] + reader_nonce[-4:], "big")
