"""What can be wrong with the bytes of a chip: every departure from the standard has a name here. Pure.

For: parsers of this library. A strict parser raises `Malformed` at the first departure; a tolerant one goes on as
long as the meaning is plain and hands back every `Deviation` it met. Nothing is mended in silence.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import NoReturn

MOST_DEVIATIONS = 64
"""A tolerant parser gives up when it would have to note more than these: such bytes are no document."""


class Flaw(enum.StrEnum):
    """The kinds of departure, as stable words."""

    # the encoding (X.690, ISO/IEC 7816-4)
    TRUNCATED = "truncated"
    TRAILING_BYTES = "trailing_bytes"
    TAG_TOO_LONG = "tag_too_long"
    LENGTH_TOO_LONG = "length_too_long"
    LENGTH_NOT_SHORTEST = "length_not_shortest"
    INDEFINITE_LENGTH = "indefinite_length"
    TOO_DEEP = "too_deep"
    TOO_MANY_ELEMENTS = "too_many_elements"
    TOO_MANY_DEVIATIONS = "too_many_deviations"
    PADDING = "padding"
    UNEXPECTED_TAG = "unexpected_tag"
    MISSING_ELEMENT = "missing_element"
    UNEXPECTED_ELEMENT = "unexpected_element"
    REPEATED_ELEMENT = "repeated_element"
    WRONG_ORDER = "wrong_order"
    NOT_CANONICAL = "not_canonical"
    CONSTRUCTED_STRING = "constructed_string"
    BAD_INTEGER = "bad_integer"
    BAD_OID = "bad_oid"
    BAD_BOOLEAN = "bad_boolean"
    BAD_BIT_STRING = "bad_bit_string"
    BAD_TEXT = "bad_text"
    BAD_TIME = "bad_time"
    STRING_TYPE = "string_type"
    DEFAULT_WRITTEN = "default_written"
    # the files of the chip (Doc 9303-10)
    BAD_VERSION = "bad_version"
    BAD_VALUE = "bad_value"
    BAD_LENGTH = "bad_length"
    BAD_MRZ = "bad_mrz"
    UNKNOWN_TAG = "unknown_tag"
    UNKNOWN_FORMAT = "unknown_format"
    UNKNOWN_ENTRY = "unknown_entry"
    NOT_NFC = "not_nfc"
    TOO_MANY_PICTURES = "too_many_pictures"
    OTHER_SHAPE = "other_shape"
    # keys and signatures (Doc 9303-11 and -12, RFC 5280, RFC 5652)
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    WEAK_ALGORITHM = "weak_algorithm"
    UNKNOWN_CURVE = "unknown_curve"
    EXPLICIT_CURVE = "explicit_curve"
    BAD_KEY = "bad_key"
    ALGORITHM_MISMATCH = "algorithm_mismatch"
    BAD_PARAMETERS = "bad_parameters"
    MISSING_ATTRIBUTE = "missing_attribute"
    MISSING_CERTIFICATE = "missing_certificate"
    WRONG_CONTENT = "wrong_content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One departure: what kind, at which byte of the input of that parser, and which part (never its contents)."""

    flaw: Flaw
    at: int = 0
    part: str = ""

    def __str__(self) -> str:
        """Say it in one line, for logs: nothing personal is in it."""
        where = f" in {self.part}" if self.part else ""
        return f"{self.flaw.value}{where} at byte {self.at}"


class Malformed(ValueError):
    """The only error of this library's parsers: the bytes cannot be (or, in strict mode, may not be) read so."""

    def __init__(self, deviation: Deviation) -> None:
        self.deviation = deviation
        super().__init__(str(deviation))


@dataclass(slots=True)
class Findings:
    """Collects departures while one input is parsed; in strict mode the first one ends it."""

    strict: bool = True
    found: list[Deviation] = field(default_factory=list)

    def note(self, flaw: Flaw, at: int = 0, part: str = "") -> None:
        """Note a departure that leaves the meaning plain. Raises `Malformed` in strict mode, or after too many."""
        deviation = Deviation(flaw=flaw, at=at, part=part)
        if self.strict:
            raise Malformed(deviation)
        if len(self.found) >= MOST_DEVIATIONS:
            raise Malformed(Deviation(flaw=Flaw.TOO_MANY_DEVIATIONS, at=at, part=part))
        self.found.append(deviation)

    def fail(self, flaw: Flaw, at: int = 0, part: str = "") -> NoReturn:
        """End the parsing: without this part the bytes have no meaning, in any mode."""
        raise Malformed(Deviation(flaw=flaw, at=at, part=part))

    @property
    def all(self) -> tuple[Deviation, ...]:
        """Everything noted so far, in order."""
        return tuple(self.found)


def refuse(flaw: Flaw, at: int = 0, part: str = "") -> NoReturn:
    """Raise `Malformed` where no findings are collected."""
    raise Malformed(Deviation(flaw=flaw, at=at, part=part))
