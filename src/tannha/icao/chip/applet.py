"""The applet: takes command APDUs, gives answers, and keeps what a reader has shown so far.

Doc 9303-10, 3.6 and Doc 9303-11, 4 to 6, with ISO/IEC 7816-4 beneath. It knows BAC, PACE (all mappings), secure
messaging, Chip Authentication, Active Authentication, command chaining, short and extended lengths. It does not know
Terminal Authentication: DG3 and DG4 stay closed. Every breach of secure messaging drops the channel.
"""

from __future__ import annotations

import secrets

from tannha.icao.access_control.groups import RandomBytes
from tannha.icao.apdu import CHAINED, PROTECTED, Command, MalformedApdu, Response, parse_command
from tannha.icao.chip.authentication import Authentication
from tannha.icao.chip.files import Access, FileSystem
from tannha.icao.chip.image import ChipImage
from tannha.icao.chip.status import Refused, Status
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.secure_messaging import Breach, BrokenChannel, SecureChannel
from tannha.icao.tlv import element_at

SELECT, READ_BINARY, READ_BINARY_ODD, GET_CHALLENGE = 0xA4, 0xB0, 0xB1, 0x84
EXTERNAL_AUTHENTICATE, INTERNAL_AUTHENTICATE, MANAGE_SECURITY, GENERAL_AUTHENTICATE = 0x82, 0x88, 0x22, 0x86
MOST_CHAINED = 8_192
ATR_WITHOUT_CHECK = bytes.fromhex("3B8A80018031C073D401C0829000")
"""A contactless card with application selection by name, short identifiers, chaining and extended lengths."""


def answer_to_reset() -> bytes:
    """The ATR of a contactless card behind a PC/SC reader (PC/SC part 3, 3.1.3.2.3), with its check byte."""
    check = 0
    for byte in ATR_WITHOUT_CHECK[1:]:
        check ^= byte
    return ATR_WITHOUT_CHECK + bytes((check,))


class Applet:
    """A card in the field: `transmit` commands, `reset` to take power away. `delay_seconds` is how long a real chip
    would wait with the last answer after wrong passwords; whoever serves the applet does the waiting."""

    def __init__(self, image: ChipImage, random_bytes: RandomBytes = secrets.token_bytes) -> None:
        self.image = image
        self._files = FileSystem(image)
        self._authentication = Authentication(image, random_bytes)
        self._channel: SecureChannel | None = None
        self._chain: tuple[bytes, bytes] | None = None

    @property
    def delay_seconds(self) -> float:
        """How long the next answer to a password is held back: nothing at first, then up to ten seconds."""
        return self._authentication.delay_seconds if self.image.behaviour.slows_down else 0.0

    def reset(self) -> None:
        """Take power away and give it back: nothing selected, no channel; the count of wrong passwords stays."""
        self._drop()
        self._files.reset()

    def transmit(self, raw: bytes) -> bytes:
        """Answer one command APDU; never raises."""
        try:
            command = parse_command(raw)
        except MalformedApdu:
            return Response(status=Status.WRONG_LENGTH).encode()
        try:
            return self._answer(command).encode()
        except Refused as refused:
            return Response(status=refused.status).encode()

    def _answer(self, command: Command) -> Response:
        if command.cla & 0xE0:
            raise Refused(Status.UNKNOWN_CLASS)
        if command.cla & 0x03:
            raise Refused(Status.NO_CHANNEL)
        protection = command.cla & PROTECTED
        if not protection:
            if self._channel is not None:
                self._drop()
            return self._plain(command)
        if protection != PROTECTED:
            raise Refused(Status.SECURE_MESSAGING_NOT_SUPPORTED)
        if self._channel is None:
            raise Refused(Status.SECURE_OBJECTS_WRONG)
        channel = self._channel
        try:
            opened = channel.open_command(command)
        except BrokenChannel as broken:
            self._drop()
            missing = broken.breach is Breach.UNPROTECTED or not command.data
            raise Refused(Status.SECURE_OBJECTS_MISSING if missing else Status.SECURE_OBJECTS_WRONG) from None
        return channel.protect_answer(self._plain(opened), odd=bool(opened.ins & 1))

    def _plain(self, command: Command) -> Response:
        try:
            whole = self._collected(command)
            answer = Response() if whole is None else self._perform(whole)
        except Refused as refused:
            answer = Response(status=refused.status)
        successor = self._authentication.take_channel()
        if successor is not None:
            self._channel = successor
        return answer

    def _collected(self, command: Command) -> Command | None:
        """Join a chain of commands; None while more is to come. A whole step of PACE is taken at once, though it
        carries the chaining bit (Doc 9303-11, 4.4.4)."""
        data = command.data
        header = command.header[1:]
        if self._chain is not None:
            begun, earlier = self._chain
            self._chain = None
            if begun != header:
                raise Refused(Status.LAST_OF_CHAIN_EXPECTED)
            data = earlier + data
        if command.cla & CHAINED and not (command.ins == GENERAL_AUTHENTICATE and _is_whole(data)):
            if len(data) > MOST_CHAINED:
                raise Refused(Status.WRONG_LENGTH)
            self._chain = (header, data)
            return None
        return Command(
            cla=command.cla,
            ins=command.ins,
            p1=command.p1,
            p2=command.p2,
            data=data,
            expected=command.expected,
            is_extended=command.is_extended,
        )

    def _perform(self, command: Command) -> Response:
        access = self._access()
        authentication = self._authentication
        if command.ins == SELECT:
            return self._files.select(command, access)
        if command.ins == READ_BINARY:
            return self._files.read(command, access, self._most(command))
        if command.ins == READ_BINARY_ODD:
            return self._files.read_odd(command, access, self._most(command))
        if command.ins == GET_CHALLENGE:
            return authentication.challenge(command, in_application=self._files.in_application)
        if command.ins == EXTERNAL_AUTHENTICATE:
            return authentication.mutual(command)
        if command.ins == MANAGE_SECURITY:
            return authentication.manage(command, is_open=access is not Access.NONE)
        if command.ins == GENERAL_AUTHENTICATE:
            return authentication.general(command, is_open=access is not Access.NONE)
        if command.ins == INTERNAL_AUTHENTICATE:
            ready = access is not Access.NONE and self._files.in_application
            return authentication.active(command, is_open=ready)
        raise Refused(Status.UNKNOWN_INSTRUCTION)

    def _access(self) -> Access:
        return self._authentication.access if self._channel is not None else Access.NONE

    def _most(self, command: Command) -> int:
        most = self.image.behaviour.most_bytes
        if self._channel is not None and not command.is_extended:
            return min(most, self._channel.most_data)
        return most

    def _drop(self) -> None:
        self._channel, self._chain = None, None
        self._authentication.forget()
        self._files.current = None


def _is_whole(data: bytes) -> bool:
    try:
        return element_at(data, 0, len(data), Findings(strict=False)).end == len(data)
    except Malformed:
        return False
