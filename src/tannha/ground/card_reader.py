"""Card readers of this machine by PC/SC: which there are, waiting for a card, one transport for the chip library.

Behind the port `CardReaders`; `MemoryReaders` is its double for tests. PC/SC itself comes from pyscard, which is an
extra (`cards`): where it or its service is missing, `NoReader` says what to install. What the chip says is judged in
`tannha.icao.reader`.
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from tannha.icao.reader.link import LinkLost, Transport

HOW_TO_INSTALL = "sudo apt-get install pcscd libpcsclite-dev swig gcc python3-dev && pip install pyscard"


class Trouble(enum.StrEnum):
    """Why no card can be read."""

    NO_LIBRARY = "no_library"
    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    NO_CARD = "no_card"
    BUSY = "busy"


class NoReader(Exception):
    """No card can be read here now, and why."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        self.trouble, self.detail = trouble, detail
        super().__init__(f"{trouble.value} {detail}".strip())


class CardReaders(Protocol):
    """The readers of this machine."""

    def names(self) -> tuple[str, ...]:
        """Their names in the system's order. Raises `NoReader`."""

    def open(
        self, name: str | None = None, *, wait_seconds: float = 0.0
    ) -> AbstractContextManager[Transport]:
        """A transport to the card in the named reader, or in the first that holds one. Raises `NoReader`."""


class PcscReaders:
    """Readers by PC/SC."""

    def names(self) -> tuple[str, ...]:
        """Their names. Raises `NoReader` without pyscard or pcscd."""
        with _context() as (scard, context):
            return _names(scard, context)

    def has_card(self, name: str | None = None) -> bool:
        """Whether a card lies on the named reader, or on any; the card is not touched. Raises `NoReader`."""
        with _context() as (scard, context):
            try:
                _with_card(scard, context, name, 0.0)
            except NoReader as error:
                if error.trouble is Trouble.NO_CARD:
                    return False
                raise
        return True

    @contextmanager
    def open(self, name: str | None = None, *, wait_seconds: float = 0.0) -> Iterator[Transport]:
        """Hold the card of a reader for as long as the block runs; it is reset at the end."""
        with _context() as (scard, context):
            chosen = _with_card(scard, context, name, wait_seconds)
            result, card, protocol = scard.SCardConnect(
                context, chosen, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
            )
            if result != scard.SCARD_S_SUCCESS:
                held = result == scard.SCARD_E_SHARING_VIOLATION
                raise NoReader(Trouble.BUSY if held else Trouble.NO_CARD, chosen)
            transport = _PcscTransport(scard, card, protocol)
            try:
                scard.SCardBeginTransaction(card)
                yield transport
            finally:
                # A card that is gone must not be reset: pcscd would not notice the next one.
                end = scard.SCARD_LEAVE_CARD if transport.is_lost else scard.SCARD_RESET_CARD
                with contextlib.suppress(Exception):
                    scard.SCardEndTransaction(card, end)
                    scard.SCardDisconnect(card, end)


class _PcscTransport:
    """One connected card."""

    def __init__(self, scard: Any, card: Any, protocol: int) -> None:
        self._scard, self._card = scard, card
        self.is_lost = False
        self._header = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0

    def transmit(self, raw: bytes) -> bytes:
        """Send a command. Raises `LinkLost` when the card was taken away."""
        result, answer = self._scard.SCardTransmit(self._card, self._header, list(raw))
        if result != self._scard.SCARD_S_SUCCESS:
            self.is_lost = True
            raise LinkLost(self._scard.SCardGetErrorMessage(result))
        return bytes(answer)


@contextmanager
def _context() -> Iterator[tuple[Any, Any]]:
    try:
        from smartcard import scard
    except ImportError as error:
        raise NoReader(Trouble.NO_LIBRARY, HOW_TO_INSTALL) from error
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if result != scard.SCARD_S_SUCCESS:
        raise NoReader(Trouble.NO_SERVICE, scard.SCardGetErrorMessage(result))
    try:
        yield scard, context
    finally:
        scard.SCardReleaseContext(context)


def _names(scard: Any, context: Any) -> tuple[str, ...]:
    result, names = scard.SCardListReaders(context, [])
    if result == scard.SCARD_E_NO_READERS_AVAILABLE or (result == scard.SCARD_S_SUCCESS and not names):
        return ()
    if result != scard.SCARD_S_SUCCESS:
        raise NoReader(Trouble.NO_SERVICE, scard.SCardGetErrorMessage(result))
    return tuple(names)


def _with_card(scard: Any, context: Any, name: str | None, wait_seconds: float) -> str:
    """The reader to use: the named one, or the first with a card; waits for a card as long as asked."""
    names = _names(scard, context)
    wanted = tuple(each for each in names if name is None or name in each)
    if not wanted:
        raise NoReader(Trouble.NO_READER, name or "")
    states = [(each, scard.SCARD_STATE_UNAWARE) for each in wanted]
    _, seen = scard.SCardGetStatusChange(context, 0, states)
    found = _present(scard, seen)
    if found is None and wait_seconds > 0:
        known = [(each, state) for each, state, _atr in seen]
        _, seen = scard.SCardGetStatusChange(context, int(wait_seconds * 1000), known)
        found = _present(scard, seen)
    if found is None:
        raise NoReader(Trouble.NO_CARD, wanted[0])
    return found


def _present(scard: Any, states: list[tuple[str, int, Any]]) -> str | None:
    return next((name for name, state, _atr in states if state & scard.SCARD_STATE_PRESENT), None)


class MemoryReaders:
    """The double: cards by the name of the reader they lie in."""

    def __init__(self, cards: Mapping[str, Transport]) -> None:
        self._cards = dict(cards)

    def names(self) -> tuple[str, ...]:
        """The readers that were named."""
        return tuple(self._cards)

    @contextmanager
    def open(self, name: str | None = None, *, wait_seconds: float = 0.0) -> Iterator[Transport]:
        """The card of the first reader with this name in its name."""
        found = next((card for each, card in self._cards.items() if name is None or name in each), None)
        if found is None:
            raise NoReader(Trouble.NO_CARD if not self._cards else Trouble.NO_READER, name or "")
        yield found
