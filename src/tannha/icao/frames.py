"""Remembering the shape of data that differ only in a few places, so that the next of the kind is read by comparison.

For: security objects of one signer, which are the same bytes but for hashes and signature, and the certificates of the
signers of one authority. A shape is learned
from data that a strict parser accepted; data that agree with it in every byte outside the named places have the same
structure, whatever stands in those places. Not for: anything whose lengths or tags vary inside such a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

MOST_LENGTHS = 256
MOST_PER_LENGTH = 8
Meaning = TypeVar("Meaning")
Span = tuple[int, int]


class Frames(Generic[Meaning]):
    """Shapes by the length of the data; old ones make room for new ones."""

    __slots__ = ("_by_length",)

    def __init__(self) -> None:
        """Begin without any shape."""
        self._by_length: dict[int, list[tuple[tuple[tuple[int, bytes], ...], Meaning]]] = {}

    def find(self, data: bytes) -> Meaning | None:
        """Give what was remembered for this shape; None for a shape not yet seen."""
        for pieces, meaning in self._by_length.get(len(data), ()):
            for at, piece in pieces:
                if not data.startswith(piece, at):
                    break
            else:
                return meaning
        return None

    def remember(self, data: bytes, spans: Sequence[Span], meaning: Meaning) -> None:
        """Learn a shape: everything outside the spans, which ascend and do not overlap."""
        pieces, at = [], 0
        for start, stop in spans:
            pieces.append((at, data[at:start]))
            at = stop
        pieces.append((at, data[at:]))
        if len(self._by_length) >= MOST_LENGTHS:
            self._by_length.clear()
        known = self._by_length.setdefault(len(data), [])
        known.insert(0, (tuple(piece for piece in pieces if piece[1]), meaning))
        del known[MOST_PER_LENGTH:]

    def forget(self) -> None:
        """Forget every shape; for measurements."""
        self._by_length.clear()
