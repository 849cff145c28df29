"""The chip's side of a PACE dialogue: four steps in their order, and a channel at the end (Doc 9303-11, 4.4.4).

One object per attempt. Any step out of order, any element that is none and any wrong token ends it.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.constant_time import bytes_eq

from tannha.icao.access_control import pace
from tannha.icao.access_control.groups import CurveGroup, IntegerGroup, RandomBytes
from tannha.icao.access_control.passwords import Password
from tannha.icao.chip.status import Refused, Status
from tannha.icao.deviations import Malformed
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.security_infos import Mapping, pace_protocol

NONCE_OUT, MAP_IN, MAP_OUT, KEY_IN = 0x80, 0x81, 0x82, 0x83
KEY_OUT, TOKEN_IN, TOKEN_OUT, CHIP_DATA = 0x84, 0x85, 0x86, 0x8A


class WrongPassword(Exception):
    """The token shows that the reader does not know the password."""


class PaceDialogue:
    """One attempt. After the last step `channel` holds the new secure channel."""

    def __init__(
        self,
        oid: str,
        group: CurveGroup | IntegerGroup,
        password: Password,
        random_bytes: RandomBytes,
        static_key: ec.EllipticCurvePrivateKey | None = None,
    ) -> None:
        protocol = pace_protocol(oid)
        if protocol is None or (protocol.mapping is Mapping.CHIP_AUTHENTICATION and static_key is None):
            raise Refused(Status.WRONG_DATA)
        self._oid, self._group, self._password, self._random = oid, group, password, random_bytes
        self._protocol, self._static_key = protocol, static_key
        self._steps: list[Callable[[dict[int, bytes]], bytes]] = [
            self._give_nonce,
            self._map,
            self._agree,
            self._check_token,
        ]
        self._key = password.key(protocol.cipher)
        self._nonce = b""
        self._mapping_secret = 0
        self._generator = b""
        self._keys: pace.SessionKeys | None = None
        self._public, self._other_public = b"", b""
        self.channel: SecureChannel | None = None

    @property
    def is_last(self) -> bool:
        """Whether the next step is the last one, which comes without the chaining bit."""
        return len(self._steps) == 1

    def step(self, objects: dict[int, bytes]) -> bytes:
        """Take the next step; gives the answer's data. Refuses (`Refused`) anything out of order, `WrongPassword`."""
        if not self._steps:
            raise Refused(Status.CONDITIONS_NOT_SATISFIED)
        step = self._steps.pop(0)
        try:
            return step(objects)
        except Malformed as error:
            raise Refused(Status.WRONG_DATA) from error

    def _give_nonce(self, objects: dict[int, bytes]) -> bytes:
        if objects:
            raise Refused(Status.WRONG_DATA)
        is_long = self._protocol.mapping is Mapping.INTEGRATED and len(self._key) > pace.NONCE
        self._nonce = self._random(2 * pace.NONCE if is_long else pace.NONCE)
        sealed = pace.encrypt_nonce(self._password, self._protocol.cipher, self._nonce)
        return pace.dynamic((NONCE_OUT, sealed))

    def _map(self, objects: dict[int, bytes]) -> bytes:
        sent = _only(objects, MAP_IN)
        group, cipher = self._group, self._protocol.cipher
        if self._protocol.mapping is Mapping.INTEGRATED:
            if len(sent) != len(self._key):
                raise Refused(Status.WRONG_DATA)
            number = pace.pseudo_random_number(group, cipher, self._nonce, sent)
            self._generator = group.map_with_number(number)
            return pace.dynamic((MAP_OUT, b""))
        self._mapping_secret = group.secret(self._random)
        public = group.public(self._mapping_secret)
        self._generator = group.map_with_agreement(self._nonce, self._mapping_secret, sent)
        return pace.dynamic((MAP_OUT, public))

    def _agree(self, objects: dict[int, bytes]) -> bytes:
        self._other_public = _only(objects, KEY_IN)
        secret = self._group.secret(self._random)
        self._public = self._group.public(secret, self._generator)
        if self._public == self._other_public:
            raise Refused(Status.WRONG_DATA)
        shared = self._group.agree(secret, self._other_public)
        self._keys = pace.SessionKeys(suite=self._protocol.cipher, secret=shared)
        return pace.dynamic((KEY_OUT, self._public))

    def _check_token(self, objects: dict[int, bytes]) -> bytes:
        sent, keys = _only(objects, TOKEN_IN), self._keys
        if keys is None:
            raise Refused(Status.CONDITIONS_NOT_SATISFIED)
        if not bytes_eq(sent, pace.token(self._oid, self._group, keys.mac, self._public)):
            raise WrongPassword
        answer = [(TOKEN_OUT, pace.token(self._oid, self._group, keys.mac, self._other_public))]
        if self._protocol.mapping is Mapping.CHIP_AUTHENTICATION and self._static_key is not None:
            answer.append((CHIP_DATA, self._chip_data(keys, self._static_key)))
        self.channel = keys.channel()
        return pace.dynamic(*answer)

    def _chip_data(self, keys: pace.SessionKeys, key: ec.EllipticCurvePrivateKey) -> bytes:
        if not isinstance(self._group, CurveGroup):
            raise Refused(Status.WRONG_DATA)
        static = key.private_numbers().private_value
        number = pace.chip_authentication_number(self._group, self._mapping_secret, static)
        return pace.encrypt_chip_authentication(keys, number)


def _only(objects: dict[int, bytes], tag: int) -> bytes:
    if set(objects) != {tag}:
        raise Refused(Status.CONDITIONS_NOT_SATISFIED)
    return objects[tag]
