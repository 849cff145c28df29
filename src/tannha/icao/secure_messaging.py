"""Secure messaging: commands and answers that nobody between reader and chip can read or change (Doc 9303-11, 9.8).

One `SecureChannel` per side. A reader calls `protect` and `open_answer`, a chip `open_command` and
`protect_answer`. Whatever does not fit raises `BrokenChannel`; the channel is then useless and must be dropped.
"""

from __future__ import annotations

import enum
from dataclasses import replace

from cryptography.hazmat.primitives.constant_time import bytes_eq

from tannha.icao.apdu import (
    EXTENDED_ANSWER,
    PROTECTED,
    SHORT_ANSWER,
    SHORT_MOST,
    Command,
    Response,
)
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.secure_messaging_ciphers import (
    MAC_LENGTH,
    BadPadding,
    ChannelCipher,
    KeyUse,
    channel_cipher,
    derive_key,
    pad,
    unpad,
)
from tannha.icao.security_infos import Cipher
from tannha.icao.tlv import elements, encode

ENCRYPTED, ENCRYPTED_ODD, EXPECTED, STATUS, MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
_PADDED = b"\x01"


class Breach(enum.StrEnum):
    """How a protected message failed."""

    UNPROTECTED = "unprotected"
    SHAPE = "shape"
    MAC = "mac"
    PADDING = "padding"


class BrokenChannel(ValueError):
    """A message was not what the channel's keys say it must be. `status` is the plain status word, if one came."""

    def __init__(self, breach: Breach, status: int = 0) -> None:
        self.breach = breach
        self.status = status
        super().__init__(
            f"secure messaging is broken: {breach.value}" + (f" ({status:04X})" if status else "")
        )


class SecureChannel:
    """The protected channel of one side; holds the keys and the send sequence counter."""

    def __init__(self, cipher: ChannelCipher, counter: int = 0) -> None:
        self.cipher = cipher
        self.counter = counter
        self._most = 1 << (8 * cipher.counter_length)

    @classmethod
    def from_secret(cls, secret: bytes, suite: Cipher, counter: int = 0) -> SecureChannel:
        """Open a channel on an agreed secret (Doc 9303-11, 9.7.4): both keys derived, the counter as given."""
        keys = (derive_key(secret, KeyUse.ENCRYPTION, suite), derive_key(secret, KeyUse.MAC, suite))
        return cls(channel_cipher(suite, *keys), counter)

    @property
    def suite(self) -> Cipher:
        """Which cipher protects this channel."""
        return self.cipher.suite

    @property
    def most_data(self) -> int:
        """How many bytes fit into one protected answer of at most 256 bytes."""
        room = SHORT_ANSWER - 14 - 4
        return room // self.cipher.block * self.cipher.block - 1

    # -- the reader's side

    def protect(self, command: Command) -> Command:
        """Wrap a command; the counter moves on."""
        self._step()
        objects = b""
        if command.data:
            objects = self._encrypted(command.data, odd=bool(command.ins & 1))
        if command.expected:
            objects += encode(EXPECTED, _length_octets(command))
        header = bytes((command.cla | PROTECTED, *command.header[1:]))
        body = objects + encode(MAC, self._mac(header, objects))
        extended = command.is_extended or len(body) > SHORT_MOST or command.expected > SHORT_ANSWER
        return Command(
            cla=header[0],
            ins=command.ins,
            p1=command.p1,
            p2=command.p2,
            data=body,
            expected=EXTENDED_ANSWER if extended else SHORT_ANSWER,
            is_extended=extended,
        )

    def open_answer(self, answer: Response) -> Response:
        """Unwrap an answer; the protected status word counts, not the one behind it. The counter moves on."""
        self._step()
        if not answer.data:
            raise BrokenChannel(Breach.UNPROTECTED, answer.status)
        parts, signed = self._opened(answer.data, (ENCRYPTED, ENCRYPTED_ODD, STATUS))
        status = parts.get(STATUS)
        if status is None or len(status) != 2:
            raise BrokenChannel(Breach.SHAPE, answer.status)
        self._check(b"", signed, parts[MAC])
        return Response(data=self._decrypted(parts), status=int.from_bytes(status, "big"))

    # -- the chip's side

    def open_command(self, command: Command) -> Command:
        """Unwrap a command; the counter moves on."""
        self._step()
        if command.cla & PROTECTED != PROTECTED:
            raise BrokenChannel(Breach.UNPROTECTED)
        parts, signed = self._opened(command.data, (ENCRYPTED, ENCRYPTED_ODD, EXPECTED))
        self._check(command.header, signed, parts[MAC])
        expected = parts.get(EXPECTED, b"")
        if len(expected) > 2:
            raise BrokenChannel(Breach.SHAPE)
        number = int.from_bytes(expected, "big")
        if expected and not number:
            number = EXTENDED_ANSWER if len(expected) == 2 else SHORT_ANSWER
        return replace(
            command,
            cla=command.cla & ~PROTECTED,
            data=self._decrypted(parts),
            expected=number,
            is_extended=command.is_extended,
        )

    def protect_answer(self, answer: Response, *, odd: bool = False) -> Response:
        """Wrap an answer; `odd` says that the command's INS was odd. The counter moves on."""
        self._step()
        objects = self._encrypted(answer.data, odd=odd) if answer.data else b""
        objects += encode(STATUS, answer.status.to_bytes(2, "big"))
        return Response(data=objects + encode(MAC, self._mac(b"", objects)), status=answer.status)

    # -- inside

    def _step(self) -> None:
        self.counter = (self.counter + 1) % self._most

    def _encrypted(self, data: bytes, *, odd: bool) -> bytes:
        body = self.cipher.encrypt(pad(data, self.cipher.block), self.counter)
        return encode(ENCRYPTED_ODD, body) if odd else encode(ENCRYPTED, _PADDED, body)

    def _mac(self, header: bytes, objects: bytes) -> bytes:
        block = self.cipher.block
        signed = (pad(header, block) if header else b"") + (pad(objects, block) if objects else b"")
        return self.cipher.mac(signed, self.counter)

    def _check(self, header: bytes, objects: bytes, mac: bytes) -> None:
        if not bytes_eq(self._mac(header, objects), mac):
            raise BrokenChannel(Breach.MAC)

    def _opened(self, data: bytes, allowed: tuple[int, ...]) -> tuple[dict[int, bytes], bytes]:
        """The data objects by tag, and the bytes that the MAC covers; only in their order, each once, MAC last."""
        try:
            found = elements(data, 0, len(data), Findings(strict=True))
        except Malformed as error:
            raise BrokenChannel(Breach.SHAPE) from error
        tags = [element.tag for element in found]
        if not found or tags[-1] != MAC or len(set(tags)) != len(tags) or len(found[-1]) != MAC_LENGTH:
            raise BrokenChannel(Breach.SHAPE)
        if any(tag not in allowed for tag in tags[:-1]) or {ENCRYPTED, ENCRYPTED_ODD} <= set(tags):
            raise BrokenChannel(Breach.SHAPE)
        if [tag for tag in allowed if tag in tags] != tags[:-1]:
            raise BrokenChannel(Breach.SHAPE)
        return {element.tag: element.value for element in found}, data[: found[-1].at]

    def _decrypted(self, parts: dict[int, bytes]) -> bytes:
        body = parts.get(ENCRYPTED_ODD)
        if body is None:
            marked = parts.get(ENCRYPTED)
            if marked is None:
                return b""
            if marked[:1] != _PADDED:
                raise BrokenChannel(Breach.SHAPE)
            body = marked[1:]
        if not body or len(body) % self.cipher.block:
            raise BrokenChannel(Breach.SHAPE)
        try:
            return unpad(self.cipher.decrypt(body, self.counter))
        except BadPadding as error:
            raise BrokenChannel(Breach.PADDING) from error


def _length_octets(command: Command) -> bytes:
    """Ne as one byte, or as two for extended commands; zeros mean the most."""
    if command.is_extended or command.expected > SHORT_ANSWER:
        return (command.expected % EXTENDED_ANSWER).to_bytes(2, "big")
    return bytes((command.expected % SHORT_ANSWER,))
