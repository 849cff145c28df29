"""Command and response APDUs as values: short and extended lengths, written and read (ISO/IEC 7816-4, 5.1).

For both sides of the interface. Not for: secure messaging, which wraps these values (`secure_messaging`).
"""

from __future__ import annotations

from dataclasses import dataclass

CHAINED = 0x10
PROTECTED = 0x0C
SHORT_MOST = 255
SHORT_ANSWER = 256
EXTENDED_ANSWER = 65_536


class MalformedApdu(ValueError):
    """The bytes are no command or no answer; on the card this is 6700."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. `expected` is Ne: how many bytes may come back at most, 0 for none; `is_extended` says that
    the three-byte length fields were or shall be used."""

    cla: int
    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = b""
    expected: int = 0
    is_extended: bool = False

    @property
    def header(self) -> bytes:
        """The four bytes CLA INS P1 P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    def encode(self) -> bytes:
        """Write the command; three-byte lengths where asked for or needed. Refuses (ValueError) over 65,535 bytes."""
        data, expected = self.data, self.expected
        if len(data) > 0xFFFF or expected > EXTENDED_ANSWER:
            raise ValueError("an APDU carries at most 65,535 bytes and asks for at most 65,536")
        if not (self.is_extended or len(data) > SHORT_MOST or expected > SHORT_ANSWER):
            body = bytes((len(data),)) + data if data else b""
            return self.header + body + (bytes((expected & 0xFF,)) if expected else b"")
        if not data and not expected:
            return self.header
        body = b"\x00" + (len(data).to_bytes(2, "big") + data if data else b"")
        return self.header + body + ((expected & 0xFFFF).to_bytes(2, "big") if expected else b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer: data and status word."""

    data: bytes = b""
    status: int = 0x9000

    @property
    def is_done(self) -> bool:
        """Whether the status word says plain success."""
        return self.status == 0x9000

    def encode(self) -> bytes:
        """Write the answer: data, then the two bytes of the status word."""
        return self.data + self.status.to_bytes(2, "big")


def parse_response(raw: bytes) -> Response:
    """Read an answer; refuses (MalformedApdu) fewer than two bytes."""
    if len(raw) < 2:
        raise MalformedApdu("an answer has at least a status word")
    return Response(data=raw[:-2], status=int.from_bytes(raw[-2:], "big"))


def parse_command(raw: bytes) -> Command:
    """Read a command in any of the seven forms of ISO/IEC 7816-4, 5.1; refuses (MalformedApdu) all else."""
    if len(raw) < 4:
        raise MalformedApdu("a command has at least four bytes")
    cla, ins, p1, p2 = raw[:4]
    data, expected, is_extended = _body(raw[4:])
    return Command(cla=cla, ins=ins, p1=p1, p2=p2, data=data, expected=expected, is_extended=is_extended)


def _body(body: bytes) -> tuple[bytes, int, bool]:
    if not body:
        return b"", 0, False
    if len(body) == 1:
        return b"", body[0] or SHORT_ANSWER, False
    if body[0] != 0:
        length, rest = body[0], body[1:]
        if len(rest) == length:
            return rest, 0, False
        if len(rest) == length + 1:
            return rest[:-1], rest[-1] or SHORT_ANSWER, False
        raise MalformedApdu("the length byte and the data disagree")
    if len(body) < 3:
        raise MalformedApdu("the extended length field is cut short")
    length, rest = int.from_bytes(body[1:3], "big"), body[3:]
    if not rest:
        return b"", length or EXTENDED_ANSWER, True
    if length and len(rest) == length:
        return rest, 0, True
    if length and len(rest) == length + 2:
        return rest[:-2], int.from_bytes(rest[-2:], "big") or EXTENDED_ANSWER, True
    raise MalformedApdu("the extended length field and the data disagree")
