"""The status words that the applet answers with (ISO/IEC 7816-4, table 5; Doc 9303-11)."""

from __future__ import annotations

import enum


class Status(enum.IntEnum):
    """A status word."""

    DONE = 0x9000
    END_OF_FILE = 0x6282
    NOT_AUTHENTICATED = 0x6300
    WRONG_LENGTH = 0x6700
    NO_CHANNEL = 0x6881
    SECURE_MESSAGING_NOT_SUPPORTED = 0x6882
    LAST_OF_CHAIN_EXPECTED = 0x6883
    SECURITY_NOT_SATISFIED = 0x6982
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    SECURE_OBJECTS_MISSING = 0x6987
    SECURE_OBJECTS_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    FILE_NOT_FOUND = 0x6A82
    WRONG_PARAMETERS = 0x6A86
    REFERENCE_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00


class Refused(Exception):
    """The chip says no with this status word."""

    def __init__(self, status: Status) -> None:
        self.status = status
        super().__init__(f"{status:04X}")
