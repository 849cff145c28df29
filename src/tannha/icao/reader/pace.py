"""The reader's side of PACE: choose an offer, run the dialogue, keep what chip authentication mapping proved.

Doc 9303-11, 4.4. The four commands, chained; then a channel.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.constant_time import bytes_eq

from tannha.icao.access_control import pace
from tannha.icao.access_control.groups import CurveGroup, IntegerGroup, RandomBytes, group_of_number
from tannha.icao.access_control.passwords import Password
from tannha.icao.apdu import CHAINED, SHORT_ANSWER, Command
from tannha.icao.der import oid
from tannha.icao.deviations import Malformed
from tannha.icao.reader.link import Link
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.secure_messaging_ciphers import KEY_LENGTHS
from tannha.icao.security_infos import Agreement, Cipher, Mapping, PaceInfo, pace_protocol
from tannha.icao.tlv import encode

MANAGE_SECURITY, GENERAL_AUTHENTICATE = 0x22, 0x86
_CIPHERS = (Cipher.TRIPLE_DES, Cipher.AES_128, Cipher.AES_192, Cipher.AES_256)
_MAPPINGS = (Mapping.INTEGRATED, Mapping.GENERIC, Mapping.CHIP_AUTHENTICATION)


class PaceFailed(Exception):
    """The dialogue broke off: at which step, with which status word (0 if the chip's bytes were at fault)."""

    def __init__(self, step: str, status: int = 0) -> None:
        self.step, self.status = step, status
        super().__init__(f"PACE broke off at {step}" + (f" ({status:04X})" if status else ""))

    @property
    def is_wrong_password(self) -> bool:
        """Whether the chip said that the password is wrong."""
        return self.status >> 8 == 0x63 and self.step == "token"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceDone:
    """A finished dialogue. `chip_number` (CA_IC) and `mapping_public` only for chip authentication mapping."""

    info: PaceInfo
    group_name: str
    channel: SecureChannel
    chip_number: bytes = b""
    mapping_public: bytes = b""


def choose_offer(offers: Sequence[PaceInfo]) -> PaceInfo | None:
    """The strongest offer that can be run here: mapping, then cipher, then size; None when there is none."""
    able = [info for info in offers if _group(info) is not None]
    return max(able, key=_strength, default=None)


def _group(info: PaceInfo) -> CurveGroup | IntegerGroup | None:
    protocol = pace_protocol(info.protocol)
    group = group_of_number(info.parameter_id) if info.parameter_id is not None else None
    if protocol is None or group is None:
        return None
    return group if isinstance(group, CurveGroup) == (protocol.agreement is Agreement.ECDH) else None


def _strength(info: PaceInfo) -> tuple[int, int, int]:
    protocol, group = pace_protocol(info.protocol), _group(info)
    if protocol is None or group is None:
        return (-1, -1, -1)
    return _MAPPINGS.index(protocol.mapping), _CIPHERS.index(protocol.cipher), group.size


def run_pace(
    link: Link,
    info: PaceInfo,
    password: Password,
    *,
    say_parameters: bool = False,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> PaceDone:
    """Run one offer with one password and open the channel on the link. Raises `PaceFailed` and `LinkLost`."""
    group = _group(info)
    if group is None:
        raise PaceFailed("offer")
    dialogue = _Dialogue(link, info, group, password, random_bytes)
    try:
        done = dialogue.run(say_parameters=say_parameters)
    except Malformed as error:
        raise PaceFailed(dialogue.at) from error
    link.channel = done.channel
    return done


class _Dialogue:
    """One run; `at` names the step under way."""

    def __init__(
        self,
        link: Link,
        info: PaceInfo,
        group: CurveGroup | IntegerGroup,
        password: Password,
        random_bytes: RandomBytes,
    ) -> None:
        protocol = pace_protocol(info.protocol)
        if protocol is None:
            raise PaceFailed("offer")
        self._link, self._info, self._group = link, info, group
        self._password, self._random, self._protocol = password, random_bytes, protocol
        self.at = "choice"

    def run(self, *, say_parameters: bool) -> PaceDone:
        self._choose(say_parameters)
        sealed = self._ask("nonce", (), 0x80)
        block = 8 if self._protocol.cipher is Cipher.TRIPLE_DES else 16
        if not sealed or len(sealed) % block or len(sealed) > 64:
            raise PaceFailed("nonce")
        nonce = pace.decrypt_nonce(self._password, self._protocol.cipher, sealed)
        generator, mapping_public = self._map(nonce)
        secret = self._group.secret(self._random)
        public = self._group.public(secret, generator)
        theirs = self._ask("key", ((0x83, public),), 0x84)
        if theirs == public:
            raise PaceFailed("key")
        keys = pace.SessionKeys(suite=self._protocol.cipher, secret=self._group.agree(secret, theirs))
        chip_data = self._check(keys, public, theirs)
        return PaceDone(
            info=self._info,
            group_name=self._group.name,
            channel=keys.channel(),
            chip_number=self._chip_number(keys, chip_data),
            mapping_public=mapping_public,
        )

    def _choose(self, say_parameters: bool) -> None:
        data = encode(0x80, oid(self._info.protocol)[2:]) + encode(0x83, bytes((self._password.kind,)))
        if say_parameters and self._info.parameter_id is not None:
            data += encode(0x84, bytes((self._info.parameter_id,)))
        status = self._link.send(Command(cla=0, ins=MANAGE_SECURITY, p1=0xC1, p2=0xA4, data=data)).status
        if status != 0x9000 and status >> 4 != 0x63C:
            raise PaceFailed("choice", status)

    def _map(self, nonce: bytes) -> tuple[bytes, bytes]:
        if self._protocol.mapping is Mapping.INTEGRATED:
            own = self._random(KEY_LENGTHS[self._protocol.cipher])
            if len(nonce) != (16 if len(own) == 16 else 32):
                raise PaceFailed("nonce")
            self._ask("mapping", ((0x81, own),), None)
            number = pace.pseudo_random_number(self._group, self._protocol.cipher, nonce, own)
            return self._group.map_with_number(number), b""
        secret = self._group.secret(self._random)
        theirs = self._ask("mapping", ((0x81, self._group.public(secret)),), 0x82)
        return self._group.map_with_agreement(nonce, secret, theirs), theirs

    def _check(self, keys: pace.SessionKeys, public: bytes, theirs: bytes) -> bytes:
        own = pace.token(self._info.protocol, self._group, keys.mac, theirs)
        objects = self._step("token", ((0x85, own),), is_last=True)
        expected = pace.token(self._info.protocol, self._group, keys.mac, public)
        if not bytes_eq(objects.get(0x86, b""), expected):
            raise PaceFailed("token")
        return objects.get(0x8A, b"")

    def _chip_number(self, keys: pace.SessionKeys, chip_data: bytes) -> bytes:
        if self._protocol.mapping is not Mapping.CHIP_AUTHENTICATION or not chip_data:
            return b""
        try:
            return pace.decrypt_chip_authentication(keys, chip_data)
        except ValueError:
            return b""

    def _ask(self, step: str, objects: tuple[tuple[int, bytes], ...], wanted: int | None) -> bytes:
        answer = self._step(step, objects, is_last=False)
        if wanted is None:
            return b""
        if wanted not in answer:
            raise PaceFailed(step)
        return answer[wanted]

    def _step(self, step: str, objects: tuple[tuple[int, bytes], ...], *, is_last: bool) -> dict[int, bytes]:
        self.at = step
        answer = self._link.send(
            Command(
                cla=0 if is_last else CHAINED,
                ins=GENERAL_AUTHENTICATE,
                data=pace.dynamic(*objects),
                expected=SHORT_ANSWER,
                is_extended=False,
            )
        )
        if not answer.is_done:
            raise PaceFailed(step, answer.status)
        return pace.read_dynamic(answer.data)
