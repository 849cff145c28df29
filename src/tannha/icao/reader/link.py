"""The link to a chip: commands out, answers in, through secure messaging once there is a channel.

Hides what transports and cards differ in: 61xx and 6Cxx, short and extended lengths, chaining of long data. The
transport is the caller's: bytes in, bytes out (ISO/IEC 7816-4, 5.1 and 5.3).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from tannha.icao.apdu import (
    CHAINED,
    EXTENDED_ANSWER,
    SHORT_ANSWER,
    SHORT_MOST,
    Command,
    MalformedApdu,
    Response,
    parse_response,
)
from tannha.icao.secure_messaging import BrokenChannel, SecureChannel

GET_RESPONSE = 0xC0
MORE_DATA, WRONG_EXPECTED = 0x61, 0x6C
MOST_PIECES = 300


class Transport(Protocol):
    """What a reader needs of the world: one APDU there, one back. Raises `LinkLost` when the card is gone."""

    def transmit(self, raw: bytes) -> bytes:
        """Send a command and give the answer, status word last."""


class LinkLost(Exception):
    """The card was taken away or does not speak ISO/IEC 7816-4."""


class Link:
    """Sends commands; counts them; holds the channel. `most` is the largest answer to ask for; it shrinks for cards
    that refuse long ones."""

    def __init__(self, transport: Transport, *, extended: bool = False) -> None:
        self._transport = transport
        self.extended = extended
        self.most = SHORT_ANSWER if not extended else EXTENDED_ANSWER
        self.channel: SecureChannel | None = None
        self.commands = 0

    def send(self, command: Command) -> Response:
        """Send one command, protected if there is a channel.

        Raises `LinkLost`, and `BrokenChannel` (the channel is then dropped).
        """
        if self.extended and command.expected > SHORT_ANSWER:
            command = replace(command, is_extended=True)
        channel = self.channel
        if channel is None:
            return self._exchange(command)
        if len(command.data) > SHORT_MOST - 32 and not (self.extended or command.is_extended):
            return self._protected_chain(command, channel)
        return self._protected(command, channel)

    def _protected(self, command: Command, channel: SecureChannel) -> Response:
        try:
            answer = channel.open_answer(self._exchange(channel.protect(command)))
            if answer.status >> 8 == WRONG_EXPECTED and not answer.data:
                command = replace(command, expected=answer.status & 0xFF or SHORT_ANSWER)
                answer = channel.open_answer(self._exchange(channel.protect(command)))
        except BrokenChannel:
            self.channel = None
            raise
        return answer

    def _protected_chain(self, command: Command, channel: SecureChannel) -> Response:
        """Long data in pieces, each protected on its own (ISO/IEC 7816-4, 5.3.3)."""
        piece = 192
        data = command.data
        while len(data) > piece:
            head = replace(command, cla=command.cla | CHAINED, data=data[:piece], expected=0)
            answer = self._protected(head, channel)
            if not answer.is_done:
                return answer
            data = data[piece:]
        return self._protected(replace(command, data=data), channel)

    def _exchange(self, command: Command) -> Response:
        answer = self._raw(command)
        if answer.status >> 8 == WRONG_EXPECTED and not answer.data and self.channel is None:
            right = answer.status & 0xFF or SHORT_ANSWER
            answer = self._raw(replace(command, expected=right))
        data = answer.data
        for _ in range(MOST_PIECES):
            if answer.status >> 8 != MORE_DATA:
                return replace(answer, data=data)
            expected = answer.status & 0xFF or SHORT_ANSWER
            answer = self._raw(Command(cla=command.cla & 0x03, ins=GET_RESPONSE, expected=expected))
            data += answer.data
        raise LinkLost("the card goes on without end")

    def _raw(self, command: Command) -> Response:
        self.commands += 1
        try:
            return parse_response(self._transport.transmit(command.encode()))
        except MalformedApdu as error:
            raise LinkLost("the card's answer is no answer") from error
