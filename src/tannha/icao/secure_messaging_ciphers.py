"""The two suites of secure messaging: 3DES with the retail MAC, AES with CMAC; and the keys derived for them.

Doc 9303-11: 9.7 (key derivation), 9.8.6 (3DES), 9.8.7 (AES). Padding is ISO/IEC 9797-1 method 2. The send
sequence counter goes into every MAC, and under AES into the IV as well. Only DES of the standard is used here.
"""

from __future__ import annotations

import enum
import hashlib
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from tannha.icao.security_infos import Cipher

MAC_LENGTH = 8


KEY_LENGTHS = {Cipher.TRIPLE_DES: 16, Cipher.AES_128: 16, Cipher.AES_192: 24, Cipher.AES_256: 32}


class KeyUse(enum.IntEnum):
    """The counter that goes into the derivation (Doc 9303-11, 9.7.1)."""

    ENCRYPTION = 1
    MAC = 2
    PASSWORD = 3


class BadPadding(ValueError):
    """Decrypted data do not end as method 2 of ISO/IEC 9797-1 demands."""


def derive_key(secret: bytes, use: KeyUse, suite: Cipher) -> bytes:
    """Give the key for a use from a shared secret: SHA-1 for 16-byte keys, else SHA-256 (Doc 9303-11, 9.7.1).

    3DES keys have their parity bits set and keep two parts (16 bytes).
    """
    digest = hashlib.sha1 if suite in (Cipher.TRIPLE_DES, Cipher.AES_128) else hashlib.sha256
    key = digest(secret + int(use).to_bytes(4, "big")).digest()[: KEY_LENGTHS[suite]]
    return with_parity(key) if suite is Cipher.TRIPLE_DES else key


def with_parity(key: bytes) -> bytes:
    """Set the lowest bit of each byte so that the count of ones is odd (DES keys)."""
    return bytes((byte & 0xFE) | (1 - (byte >> 1).bit_count() % 2) for byte in key)


def pad(data: bytes, block: int) -> bytes:
    """Pad to whole blocks: 80 and then zeros (ISO/IEC 9797-1, method 2)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Take the padding off; refuses (BadPadding) data without it."""
    bare = data.rstrip(b"\x00")
    if not bare or bare[-1] != 0x80:
        raise BadPadding("the padding is not that of ISO/IEC 9797-1, method 2")
    return bare[:-1]


class ChannelCipher(Protocol):
    """What secure messaging needs of a suite; `counter` is the send sequence counter as an integer."""

    suite: Cipher
    block: int
    counter_length: int

    def encrypt(self, data: bytes, counter: int) -> bytes:
        """Encrypt whole blocks."""

    def decrypt(self, data: bytes, counter: int) -> bytes:
        """Decrypt whole blocks; refuses (ValueError) a broken length."""

    def mac(self, data: bytes, counter: int) -> bytes:
        """Give the eight-byte MAC over counter and data; `data` are already padded to whole blocks."""


class TripleDesCipher:
    """3DES in CBC with a zero IV and the retail MAC (ISO/IEC 9797-1, algorithm 3)."""

    suite = Cipher.TRIPLE_DES
    block = 8
    counter_length = 8

    def __init__(self, encryption_key: bytes, mac_key: bytes) -> None:
        self._cipher = BlockCipher(TripleDES(encryption_key + encryption_key[:8]), modes.CBC(bytes(8)))
        self._first = BlockCipher(TripleDES(mac_key[:8] * 3), modes.CBC(bytes(8)))
        self._last = BlockCipher(TripleDES(mac_key + mac_key[:8]), modes.ECB())

    def encrypt(self, data: bytes, counter: int = 0) -> bytes:
        """Encrypt whole blocks; the counter plays no part under 3DES."""
        run = self._cipher.encryptor()
        return run.update(data) + run.finalize()

    def decrypt(self, data: bytes, counter: int = 0) -> bytes:
        """Decrypt whole blocks."""
        run = self._cipher.decryptor()
        return run.update(data) + run.finalize()

    def retail_mac(self, padded: bytes) -> bytes:
        """The MAC of already padded data, without a counter (as BAC uses it): single DES but for the last block."""
        chained = self._first.encryptor().update(padded[:-8])[-8:] if len(padded) > 8 else bytes(8)
        last = int.from_bytes(padded[-8:], "big") ^ int.from_bytes(chained, "big")
        return self._last.encryptor().update(last.to_bytes(8, "big"))

    def mac(self, data: bytes, counter: int) -> bytes:
        """The retail MAC over counter and padded data."""
        return self.retail_mac(counter.to_bytes(8, "big") + data)


class AesCipher:
    """AES in CBC under the IV E(K, counter), and CMAC cut to eight bytes."""

    block = 16
    counter_length = 16

    def __init__(self, suite: Cipher, encryption_key: bytes, mac_key: bytes) -> None:
        self.suite = suite
        self._algorithm = algorithms.AES(encryption_key)
        self._for_iv = BlockCipher(self._algorithm, modes.ECB()).encryptor()
        self._mac_algorithm = algorithms.AES(mac_key)
        self._fresh_mac = CMAC(self._mac_algorithm)

    def initial_value(self, counter: int) -> bytes:
        """The IV of a message: its counter encrypted (Doc 9303-11, 9.8.7.1)."""
        return self._for_iv.update(counter.to_bytes(16, "big"))

    def encrypt(self, data: bytes, counter: int) -> bytes:
        """Encrypt whole blocks under the IV of this counter."""
        run = BlockCipher(self._algorithm, modes.CBC(self.initial_value(counter))).encryptor()
        return run.update(data) + run.finalize()

    def decrypt(self, data: bytes, counter: int) -> bytes:
        """Decrypt whole blocks under the IV of this counter."""
        run = BlockCipher(self._algorithm, modes.CBC(self.initial_value(counter))).decryptor()
        return run.update(data) + run.finalize()

    def mac(self, data: bytes, counter: int) -> bytes:
        """The first eight bytes of the CMAC over counter and padded data."""
        run = self._fresh_mac.copy()
        run.update(counter.to_bytes(16, "big") + data)
        return run.finalize()[:MAC_LENGTH]


def channel_cipher(suite: Cipher, encryption_key: bytes, mac_key: bytes) -> ChannelCipher:
    """The cipher of a suite under its two session keys."""
    if suite is Cipher.TRIPLE_DES:
        return TripleDesCipher(encryption_key, mac_key)
    return AesCipher(suite, encryption_key, mac_key)


def token_mac(suite: Cipher, mac_key: bytes, data: bytes) -> bytes:
    """The eight-byte authentication token of PACE: retail MAC or CMAC without counter (Doc 9303-11, 4.4.3.4)."""
    if suite is Cipher.TRIPLE_DES:
        return TripleDesCipher(mac_key, mac_key).retail_mac(pad(data, 8))
    run = CMAC(algorithms.AES(mac_key))
    run.update(data)
    return run.finalize()[:MAC_LENGTH]
