"""PACE: a channel from a short password that an eavesdropper cannot guess afterwards (Doc 9303-11, 4.4).

The arithmetic of both sides: protocols and their parts, the nonce, three mappings (generic, integrated, chip
authentication), the tokens, the chip authentication data. Pure functions; the dialogue stands in `chip.pace` and
`reader.pace`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from tannha.icao import der
from tannha.icao.access_control.groups import CurveGroup, Group
from tannha.icao.access_control.passwords import Password
from tannha.icao.access_control.points import multiple
from tannha.icao.deviations import Findings, Flaw, refuse
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.secure_messaging_ciphers import (
    KeyUse,
    TripleDesCipher,
    derive_key,
    pad,
    token_mac,
    unpad,
)
from tannha.icao.security_infos import Cipher, pace_protocol
from tannha.icao.tlv import element_at, elements, encode

NONCE = 16
DYNAMIC, PUBLIC_KEY = 0x7C, 0x7F49


# -- the nonce


def encrypt_nonce(password: Password, suite: Cipher, nonce: bytes) -> bytes:
    """Encrypt the chip's nonce under the key of the password; zero IV, no padding (4.4.3.2)."""
    key = password.key(suite)
    if suite is Cipher.TRIPLE_DES:
        return TripleDesCipher(key, key).encrypt(nonce)
    run = BlockCipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return run.update(nonce) + run.finalize()


def decrypt_nonce(password: Password, suite: Cipher, cryptogram: bytes) -> bytes:
    """Decrypt the chip's nonce; a wrong password gives another nonce, never an error."""
    key = password.key(suite)
    if suite is Cipher.TRIPLE_DES:
        return TripleDesCipher(key, key).decrypt(cryptogram)
    run = BlockCipher(algorithms.AES(key), modes.CBC(bytes(16))).decryptor()
    return run.update(cryptogram) + run.finalize()


# -- integrated mapping

_CONSTANTS = {
    16: ("a668892a7c41e3ca739f40b057d85904", "a4e136ac725f738b01c1f60217c188ad"),
    32: (
        "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
        "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
    ),
}


def pseudo_random_number(group: Group, suite: Cipher, nonce: bytes, reader_nonce: bytes) -> int:
    """Stretch both nonces to a number in the group's field (4.4.3.3.2)."""
    c0, c1 = (bytes.fromhex(value) for value in _CONSTANTS[len(nonce)])
    modulus = group.order_for_mapping()
    count = -(-(modulus.bit_length() + 64) // (8 * len(nonce)))
    key = _cbc(suite, reader_nonce, nonce)
    stretched = b""
    for _ in range(count):
        key = key[: len(reader_nonce)]
        stretched += _cbc(suite, key, c1)
        key = _cbc(suite, key, c0)
    return int.from_bytes(stretched, "big") % modulus


def _cbc(suite: Cipher, key: bytes, data: bytes) -> bytes:
    if suite is Cipher.TRIPLE_DES:
        return TripleDesCipher(key, key).encrypt(data)
    run = BlockCipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return run.update(data) + run.finalize()


# -- keys and tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKeys:
    """What both sides hold after the second agreement."""

    suite: Cipher
    secret: bytes

    @property
    def encryption(self) -> bytes:
        """KS_enc."""
        return derive_key(self.secret, KeyUse.ENCRYPTION, self.suite)

    @property
    def mac(self) -> bytes:
        """KS_mac."""
        return derive_key(self.secret, KeyUse.MAC, self.suite)

    def channel(self) -> SecureChannel:
        """Secure messaging under these keys, counter zero (4.4.4)."""
        return SecureChannel.from_secret(self.secret, self.suite)


def token(oid: str, group: Group, mac_key: bytes, public: bytes) -> bytes:
    """The token over the other side's ephemeral key (4.4.3.4)."""
    protocol = pace_protocol(oid)
    if protocol is None:
        raise ValueError("this is no PACE protocol")
    return token_mac(protocol.cipher, mac_key, token_input(oid, group, public))


def token_input(oid: str, group: Group, public: bytes) -> bytes:
    """The public key data object that a token signs (9.4): protocol and element."""
    return encode(PUBLIC_KEY, der.oid(oid), encode(group.tag, public))


# -- chip authentication mapping


def chip_authentication_number(group: CurveGroup, mapping_secret: int, static_secret: int) -> bytes:
    """CA_IC: the mapping secret divided by the chip's static one (4.4.3.3.3)."""
    n = group.curve.n
    return (pow(static_secret, -1, n) * mapping_secret % n).to_bytes((n.bit_length() + 7) // 8, "big")


def encrypt_chip_authentication(keys: SessionKeys, number: bytes) -> bytes:
    """Encrypt CA_IC for the last answer: IV is the encryption of minus one, padded (4.4.3.5)."""
    run = BlockCipher(algorithms.AES(keys.encryption), modes.CBC(_minus_one(keys))).encryptor()
    return run.update(pad(number, 16)) + run.finalize()


def decrypt_chip_authentication(keys: SessionKeys, cryptogram: bytes) -> bytes:
    """Decrypt CA_IC. Refuses (ValueError) what is not whole padded blocks."""
    run = BlockCipher(algorithms.AES(keys.encryption), modes.CBC(_minus_one(keys))).decryptor()
    return unpad(run.update(cryptogram) + run.finalize())


def _minus_one(keys: SessionKeys) -> bytes:
    return BlockCipher(algorithms.AES(keys.encryption), modes.ECB()).encryptor().update(b"\xff" * 16)


def proves_static_key(group: CurveGroup, number: bytes, static_public: bytes, mapping_public: bytes) -> bool:
    """Whether CA_IC times the static key is the mapping key: the chip then knows its static secret (4.4.3.5)."""
    curve = group.curve
    k = int.from_bytes(number, "big")
    if not 0 < k < curve.n:
        return False
    return curve.encode_point(multiple(curve, k, curve.decode_point(static_public))) == mapping_public


# -- the objects of the dialogue


def dynamic(*objects: tuple[int, bytes]) -> bytes:
    """Write dynamic authentication data: 7C around tagged objects (4.4.4.2)."""
    return encode(DYNAMIC, *(encode(tag, value) for tag, value in objects))


def read_dynamic(data: bytes) -> dict[int, bytes]:
    """Read dynamic authentication data by tag. Refuses (`Malformed`) another tag outside, repeats and bytes behind."""
    findings = Findings(strict=True)
    outer = element_at(data, 0, len(data), findings)
    if outer.tag != DYNAMIC or outer.end != len(data):
        refuse(Flaw.UNEXPECTED_TAG, 0, "dynamic authentication data")
    found = elements(data, outer.start, outer.stop, findings)
    by_tag = {element.tag: element.value for element in found}
    if len(by_tag) != len(found):
        refuse(Flaw.REPEATED_ELEMENT, 0, "dynamic authentication data")
    return by_tag
