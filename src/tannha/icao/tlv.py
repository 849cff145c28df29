"""BER-TLV and DER: tags of one and two bytes, lengths, elements and their children. Pure.

For: everything on a chip that has a tag. Reading is by offsets into one `bytes`; nothing recurses, nothing is copied
before it is asked for. Strict mode is DER (X.690, 10-11); tolerant mode (`Findings(strict=False)`) also takes long
forms of lengths, indefinite lengths and padding behind the end, and names each. Not for: values (see `der`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tannha.icao.deviations import Findings, Flaw, refuse

MOST_DEEP = 24
"""How deep indefinite lengths may nest."""
MOST_ELEMENTS = 20_000
"""How many elements one list may have: a revocation list of a large State has fewer."""
CONSTRUCTED = 0x20
LARGEST = 1 << 40
"""Longer than any input: a length that the short way does not take."""

Header = tuple[int, int, int]
"""Tag, first byte of the value, first byte behind the value."""


@dataclass(slots=True)
class Element:
    """One element: where it lies in `data`. `at` its first byte, `start` its value, `stop` behind its value, `end`
    behind the whole element (differs from `stop` only for indefinite lengths).

    Not to be changed; it is not frozen because freezing triples the cost of making one.
    """

    data: bytes = field(repr=False)
    tag: int
    at: int
    start: int
    stop: int
    end: int

    @property
    def value(self) -> bytes:
        """The contents without tag and length."""
        return self.data[self.start : self.stop]

    @property
    def raw(self) -> bytes:
        """The whole element as it stands in the input."""
        return self.data[self.at : self.end]

    def within(self, data: bytes) -> Element:
        """The element at the same place of other bytes, which have the same tag and length there."""
        return Element(data, self.tag, self.at, self.start, self.stop, self.end)

    @property
    def is_constructed(self) -> bool:
        """Whether the tag says that the contents are elements."""
        first = self.tag if self.tag < 0x100 else self.tag >> 8
        return bool(first & CONSTRUCTED)

    def __len__(self) -> int:
        """How many bytes the contents have."""
        return self.stop - self.start

    def __bool__(self) -> bool:
        """An element is there, also one without contents."""
        return True


def length_octets(count: int) -> bytes:
    """Write a length in its shortest form (X.690, 10.1)."""
    if count < 0x80:
        return bytes((count,))
    size = (count.bit_length() + 7) // 8
    return bytes((0x80 | size,)) + count.to_bytes(size, "big")


def tag_octets(tag: int) -> bytes:
    """Write a tag of one or two bytes, given as it is read: 0x61, 0x5F1F, 0x7F61. Refuses (ValueError) any other.

    Doc 9303 has low second bytes (5F01, 5F0E) that X.690 would write in one byte; they are right here.
    """
    if 0 < tag < 0x100 and tag & 0x1F != 0x1F:
        return bytes((tag,))
    if 0x100 < tag < 0x10000 and (tag >> 8) & 0x1F == 0x1F and tag & 0xFF < 0x80:
        return tag.to_bytes(2, "big")
    raise ValueError("a tag has one or two bytes")


def encode(tag: int, *parts: bytes) -> bytes:
    """Write an element around the joined parts."""
    value = b"".join(parts)
    return tag_octets(tag) + length_octets(len(value)) + value


def header(data: bytes, at: int, end: int, findings: Findings) -> Header:
    """Read tag and length at `at`; the element must end before `end`. Indefinite lengths are found to their end.

    Raises `Malformed` for cut off input, tags over two bytes, lengths over four bytes and, in strict mode, for
    everything that is not DER.
    """
    if at + 2 > end:
        refuse(Flaw.TRUNCATED, at)
    tag = data[at]
    place = at + 1
    if tag & 0x1F == 0x1F:
        second = data[place]
        if second & 0x80:
            refuse(Flaw.TAG_TOO_LONG, at)
        tag = tag << 8 | second
        place += 1
        if place >= end:
            refuse(Flaw.TRUNCATED, at)
    length = data[place]
    place += 1
    if length >= 0x80:
        if length == 0x80:
            return tag, place, _indefinite_end(data, tag, place, end, findings)
        size = length & 0x7F
        if size > 4:
            refuse(Flaw.LENGTH_TOO_LONG, at)
        if place + size > end:
            refuse(Flaw.TRUNCATED, at)
        length = int.from_bytes(data[place : place + size], "big")
        place += size
        if length < 0x80 or length >> 8 * (size - 1) == 0:
            findings.note(Flaw.LENGTH_NOT_SHORTEST, at)
    stop = place + length
    if stop > end:
        refuse(Flaw.TRUNCATED, at)
    return tag, place, stop


def _indefinite_end(data: bytes, tag: int, start: int, end: int, findings: Findings) -> int:
    """Find where an indefinite length ends: at its own two zero bytes (X.690, 8.1.3.6). Gives the place of these."""
    findings.note(Flaw.INDEFINITE_LENGTH, start)
    if not (tag if tag < 0x100 else tag >> 8) & CONSTRUCTED:
        refuse(Flaw.INDEFINITE_LENGTH, start)
    quiet = Findings(strict=False)
    at, open_levels = start, 1
    while open_levels:
        if at + 2 > end:
            refuse(Flaw.TRUNCATED, at)
        if data[at] == 0 and data[at + 1] == 0:
            open_levels -= 1
            at += 2
            continue
        length_at = at + (2 if data[at] & 0x1F == 0x1F else 1)
        if length_at < end and data[length_at] == 0x80:
            open_levels += 1
            at = length_at + 1
            if open_levels > MOST_DEEP:
                refuse(Flaw.TOO_DEEP, at)
            continue
        quiet.found.clear()
        at = header(data, at, end, quiet)[2]
    return at - 2


def element_at(data: bytes, at: int, end: int, findings: Findings) -> Element:
    """Read the element at `at`, which must end before `end`."""
    if (
        at + 4 <= end and (tag := data[at]) & 0x1F != 0x1F
    ):  # the shapes of nearly all elements, without a detour
        length, start = data[at + 1], at + 2
        if length == 0x82:
            length, start = data[at + 2] << 8 | data[at + 3], at + 4
            length = length if length >= 0x100 else LARGEST
        elif length == 0x81:
            length, start = data[at + 2], at + 3
            length = length if length >= 0x80 else LARGEST
        elif length >= 0x80:
            length = LARGEST
        stop = start + length
        if stop <= end:
            return Element(data, tag, at, start, stop, stop)
    tag, start, stop = header(data, at, end, findings)
    indefinite = data[start - 1] == 0x80 and start - at == (2 if tag < 0x100 else 3)
    return Element(data, tag, at, start, stop, stop + 2 if indefinite else stop)


def elements(data: bytes, at: int, end: int, findings: Findings) -> list[Element]:
    """Read all elements between two places. Raises `Malformed` for more than `MOST_ELEMENTS`."""
    found: list[Element] = []
    while at < end:
        if at + 2 <= end and (tag := data[at]) & 0x1F != 0x1F and data[at + 1] < 0x80:
            start = at + 2
            stop = start + data[at + 1]
            if stop <= end:  # short elements, the most by far, without a call
                found.append(Element(data, tag, at, start, stop, stop))
                at = stop
                continue
        element = element_at(data, at, end, findings)
        found.append(element)
        at = element.end
        if len(found) > MOST_ELEMENTS:
            refuse(Flaw.TOO_MANY_ELEMENTS, at)
    if len(found) > MOST_ELEMENTS:
        refuse(Flaw.TOO_MANY_ELEMENTS, at)
    return found


def children(parent: Element, findings: Findings) -> list[Element]:
    """Read the elements inside `parent`."""
    return elements(parent.data, parent.start, parent.stop, findings)


def whole(data: bytes, tag: int, findings: Findings, part: str = "") -> Element:
    """Read an input that is one element of this tag and nothing behind it.

    Bytes behind are a `PADDING` deviation when they are all 00 or all FF (files on a chip may be longer than their
    contents), else `TRAILING_BYTES`; another tag is refused.
    """
    element = element_at(data, 0, len(data), findings)
    if element.tag != tag:
        refuse(Flaw.UNEXPECTED_TAG, 0, part)
    if element.end != len(data):
        rest = data[element.end :]
        padded = rest.count(0) == len(rest) or rest.count(0xFF) == len(rest)
        findings.note(Flaw.PADDING if padded else Flaw.TRAILING_BYTES, element.end, part)
    return element


def expect(element: Element, tag: int, part: str = "") -> Element:
    """Give the element back when it has this tag; refuse it otherwise."""
    if element.tag != tag:
        refuse(Flaw.UNEXPECTED_TAG, element.at, part)
    return element


class Cursor:
    """Walks through the children of an element in their order: `take` what must come, `may_take` what may."""

    __slots__ = ("_end", "_items", "_place", "findings")

    def __init__(self, parent: Element, findings: Findings) -> None:
        self._items = elements(parent.data, parent.start, parent.stop, findings)
        self._place, self._end = 0, parent.stop
        self.findings = findings

    @property
    def at(self) -> int:
        """The place of the next element."""
        return self._items[self._place].at if self._place < len(self._items) else self._end

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._place >= len(self._items)

    @property
    def next_tag(self) -> int:
        """The tag of the next element; 0 at the end."""
        return self._items[self._place].tag if self._place < len(self._items) else 0

    def take_any(self, part: str = "") -> Element:
        """Take the next element whatever its tag."""
        if self._place >= len(self._items):
            refuse(Flaw.MISSING_ELEMENT, self._end, part)
        self._place += 1
        return self._items[self._place - 1]

    def take(self, tag: int, part: str = "") -> Element:
        """Take the next element, which must have this tag."""
        if self._place >= len(self._items):
            refuse(Flaw.MISSING_ELEMENT, self._end, part)
        element = self._items[self._place]
        if element.tag != tag:
            refuse(Flaw.UNEXPECTED_TAG, element.at, part)
        self._place += 1
        return element

    def may_take(self, tag: int) -> Element | None:
        """Take the next element when it has this tag; None when it has not."""
        if self._place < len(self._items) and self._items[self._place].tag == tag:
            self._place += 1
            return self._items[self._place - 1]
        return None

    def rest(self) -> Iterator[Element]:
        """Take all that is left."""
        while self._place < len(self._items):
            self._place += 1
            yield self._items[self._place - 1]

    def finish(self, part: str = "") -> None:
        """Note what is left over as an unexpected element."""
        if self._place < len(self._items):
            self.findings.note(Flaw.UNEXPECTED_ELEMENT, self._items[self._place].at, part)
