"""The chip's files: selecting and reading them, by identifier, by short identifier and beyond 32 KB.

ISO/IEC 7816-4, 7.1 and 7.2; Doc 9303-10, 3.6 and 3.7. Who may read what: DG3 and DG4 nobody (they need Terminal
Authentication), other groups after BAC or PACE, EF.CardAccess everybody, EF.CardSecurity after PACE.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from tannha.icao.apdu import EXTENDED_ANSWER, SHORT_ANSWER, Command, Response
from tannha.icao.chip.image import ChipImage
from tannha.icao.chip.status import Refused, Status
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.lds import (
    APPLICATION_ID,
    ATR_INFO,
    CARD_ACCESS,
    CARD_SECURITY,
    EF_DIR,
    PROTECTED_GROUPS,
    file_of_group,
)
from tannha.icao.tlv import elements, encode

MASTER_FILE = 0x3F00
OFFSET, PIECE = 0x54, 0x53
_BY_NAME, _BY_IDENTIFIER, _CHILD, _PARENT, _FROM_MASTER, _FROM_HERE = 0x04, 0x00, 0x02, 0x03, 0x08, 0x09
_SHORT = {CARD_ACCESS: 0x1C, CARD_SECURITY: 0x1D, EF_DIR: 0x1E, ATR_INFO: 0x01}
_OPEN = frozenset({CARD_ACCESS, EF_DIR, ATR_INFO})
_PROTECTED = frozenset(file_of_group(number) for number in PROTECTED_GROUPS)
_SHORTEST_NAME = 5


class Access(enum.IntEnum):
    """What the reader has shown so far."""

    NONE = 0
    BAC = 1
    PACE = 2


@dataclass(slots=True)
class FileSystem:
    """Which directory and file are current; reads on behalf of a reader with some access."""

    image: ChipImage
    in_application: bool = False
    current: bytes | None = None

    def reset(self) -> None:
        """Back to the master file, nothing selected."""
        self.in_application, self.current = False, None

    def select(self, command: Command, access: Access) -> Response:
        """SELECT: the application by its name, a file by its identifier or path."""
        if command.p2 & 0xF0 or command.p2 & 0x0C not in (0x00, 0x04, 0x08, 0x0C) or command.p2 & 0x03 == 3:
            raise Refused(Status.WRONG_PARAMETERS)
        if command.p1 == _BY_NAME:
            return self._application(command)
        if command.p1 in (_FROM_MASTER, _FROM_HERE):
            return self._file(command, int.from_bytes(command.data[-2:], "big"), access)
        if command.p1 == _PARENT or (
            command.p1 == _BY_IDENTIFIER and command.data in (b"", MASTER_FILE.to_bytes(2, "big"))
        ):
            return self._master_file(command)
        if command.p1 not in (_BY_IDENTIFIER, _CHILD):
            raise Refused(Status.FILE_NOT_FOUND if command.p1 == 1 else Status.WRONG_PARAMETERS)
        if len(command.data) != 2:
            raise Refused(Status.WRONG_LENGTH)
        return self._file(command, int.from_bytes(command.data, "big"), access)

    def _application(self, command: Command) -> Response:
        name = command.data
        if not _SHORTEST_NAME <= len(name) <= len(APPLICATION_ID) or not APPLICATION_ID.startswith(name):
            raise Refused(Status.FILE_NOT_FOUND)
        if command.p2 & 0x03 in (1, 2) and len(name) < len(APPLICATION_ID):
            raise Refused(Status.FILE_NOT_FOUND)
        self.in_application, self.current = True, None
        return Response(data=_description(command, encode(0x84, APPLICATION_ID)))

    def _master_file(self, command: Command) -> Response:
        if not self.image.behaviour.knows_master_file:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        self.reset()
        return Response(data=_description(command, encode(0x82, b"\x38") + encode(0x83, b"\x3f\x00")))

    def _file(self, command: Command, identifier: int, access: Access) -> Response:
        contents = self._contents(identifier, access)
        self.current = contents
        size = len(contents).to_bytes(2 if len(contents) < 0x10000 else 4, "big")
        parts = (
            encode(0x80, size),
            encode(0x82, b"\x01"),
            encode(0x83, identifier.to_bytes(2, "big")),
            encode(0x88, bytes(((self._short(identifier) << 3) & 0xFF,))),
        )
        return Response(data=_description(command, b"".join(parts)))

    def _short(self, identifier: int) -> int:
        return identifier & 0x1F if self.in_application else _SHORT.get(identifier, 0)

    def _contents(self, identifier: int, access: Access) -> bytes:
        """The bytes of a file of the current directory; refuses one that is missing or closed to this reader."""
        master = self.image.master_files
        if not self.in_application or (identifier == CARD_ACCESS and identifier not in self.image.files):
            contents = master.get(identifier)
            if contents is None:
                raise Refused(Status.FILE_NOT_FOUND)
            if identifier not in _OPEN and access is not Access.PACE:
                raise Refused(Status.SECURITY_NOT_SATISFIED)
            return contents
        contents = self.image.files.get(identifier)
        if access is Access.NONE or (contents is not None and identifier in _PROTECTED):
            raise Refused(Status.SECURITY_NOT_SATISFIED)
        if contents is None:
            raise Refused(Status.FILE_NOT_FOUND)
        return contents

    def _by_short(self, short: int, access: Access) -> bytes:
        if self.in_application:
            return self._contents(0x0100 | short, access)
        named = next((identifier for identifier, number in _SHORT.items() if number == short), None)
        if named is None:
            raise Refused(Status.FILE_NOT_FOUND)
        return self._contents(named, access)

    # -- READ BINARY

    def read(self, command: Command, access: Access, most: int) -> Response:
        """READ BINARY with the offset in P1 and P2 (even INS); `most` is how many bytes one answer may carry."""
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            if command.p1 & 0x60 or not command.p1 & 0x1F:
                raise Refused(Status.WRONG_PARAMETERS)
            self.current = self._by_short(command.p1 & 0x1F, access)
            offset = command.p2
        if not command.expected or command.data:
            raise Refused(Status.WRONG_LENGTH)
        data, status = self._piece(offset, command.expected, most)
        return Response(data=data, status=status)

    def read_odd(self, command: Command, access: Access, most: int) -> Response:
        """READ BINARY with the offset in a data object (odd INS), which reaches beyond 32,767 bytes."""
        reference = command.p1 << 8 | command.p2
        if reference:
            short = reference if reference < 0x1F else 0
            self.current = self._by_short(short, access) if short else self._contents(reference, access)
        if not command.expected:
            raise Refused(Status.WRONG_LENGTH)
        try:
            objects = elements(command.data, 0, len(command.data), Findings(strict=False))
        except Malformed as error:
            raise Refused(Status.WRONG_DATA) from error
        if len(objects) != 1 or objects[0].tag != OFFSET or not 1 <= len(objects[0]) <= 4:
            raise Refused(Status.WRONG_DATA)
        is_open = command.expected in (SHORT_ANSWER, EXTENDED_ANSWER)
        room = min(command.expected, most)
        overhead = 2 if room <= 0x81 else 3 if room <= 0x102 else 4
        if room <= overhead:
            raise Refused(Status.WRONG_LENGTH)
        data, status = self._piece(int.from_bytes(objects[0].value, "big"), room - overhead, room - overhead)
        return Response(data=encode(PIECE, data), status=Status.DONE if is_open else status)

    def _piece(self, offset: int, expected: int, most: int) -> tuple[bytes, Status]:
        if self.current is None:
            raise Refused(Status.NO_CURRENT_FILE)
        left = len(self.current) - offset
        if left <= 0:
            raise Refused(Status.WRONG_OFFSET)
        piece = self.current[offset : offset + min(expected, most)]
        ends_early = left < expected and expected not in (SHORT_ANSWER, EXTENDED_ANSWER)
        return piece, Status.END_OF_FILE if ends_early else Status.DONE


def _description(command: Command, contents: bytes) -> bytes:
    """What SELECT gives back: nothing, or the file's description under the template that P2 asks for."""
    asked = command.p2 & 0x0C
    if asked == 0x0C or not command.expected:
        return b""
    return encode({0x00: 0x6F, 0x04: 0x62, 0x08: 0x64}[asked], contents)
