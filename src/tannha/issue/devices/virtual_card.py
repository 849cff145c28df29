"""A card for the virtual PC/SC reader: lends an applet to the `vpcd` driver over its socket.

The driver (Debian: vsmartcard-vpcd) listens; the card is the client. Each message is a two-byte length and that many
bytes: one byte is a signal (power off, power on, reset, "your ATR?"), more is a command APDU. For tests, the demo ward
and readers of other makers. Not for: real chips.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Protocol

from tannha.icao.chip.applet import answer_to_reset

PORT = 35_963
HOST = "127.0.0.1"
POWER_OFF, POWER_ON, RESET, WANT_ATR = 0, 1, 2, 4
RETRY_SECONDS = 0.2
PATIENCE_SECONDS = 10.0
"""How long a card waits for a driver that went away to come back."""


class Card(Protocol):
    """What the reader needs of a card; `icao.chip.applet.Applet` is one."""

    @property
    def delay_seconds(self) -> float:
        """How long to hold an answer back."""

    def reset(self) -> None:
        """Take power away and give it back."""

    def transmit(self, raw: bytes) -> bytes:
        """Answer a command."""


class NoVirtualReader(Exception):
    """Nobody listens at the port: pcscd with the vpcd driver does not run."""


class VirtualCard:
    """Keeps a card in the virtual reader until it is stopped; comes back when the reader's service restarts."""

    def __init__(
        self,
        card: Card,
        *,
        port: int = PORT,
        host: str = HOST,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._card, self._address, self._sleep = card, (host, port), sleep
        self._stopped = threading.Event()
        self._link: socket.socket | None = None
        self.commands = 0

    def insert(self, *, patience_seconds: float = 0.0) -> None:
        """Connect to the driver, trying again for so long. Raises `NoVirtualReader`."""
        deadline = time.monotonic() + patience_seconds
        while True:
            try:
                link = socket.create_connection(self._address, timeout=5)
                break
            except OSError as error:
                if time.monotonic() >= deadline or self._stopped.is_set():
                    raise NoVirtualReader from error
                time.sleep(RETRY_SECONDS)
        link.settimeout(None)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._link = link

    def serve(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Answer until `stop` is called. Raises `NoVirtualReader` when the driver is not there, or stays away."""
        while not self._stopped.is_set():
            if self._link is None:
                self.insert(patience_seconds=patience_seconds)
            link = self._link
            if link is None:
                continue
            try:
                with contextlib.suppress(OSError):
                    self._answer_all(link)
            finally:
                link.close()
                self._link = None
            self._stopped.wait(RETRY_SECONDS)

    def stop(self) -> None:
        """Take the card out; `serve` returns."""
        self._stopped.set()
        link = self._link
        if link is not None:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def _answer_all(self, link: socket.socket) -> None:
        quick = getattr(socket, "TCP_QUICKACK", None)
        while not self._stopped.is_set():
            message = _message(link, quick)
            if message is None:
                return
            if len(message) == 1:
                if message[0] == WANT_ATR:
                    _send(link, answer_to_reset())
                else:
                    self._card.reset()
                continue
            self.commands += 1
            answer = self._card.transmit(message)
            held_back = self._card.delay_seconds
            if held_back and answer[-2:-1] == b"\x63":
                self._sleep(held_back)
            _send(link, answer)


def _message(link: socket.socket, quick: int | None) -> bytes | None:
    """The next message; None when the driver closed the link."""
    head = _bytes(link, 2, quick)
    return None if head is None else _bytes(link, int.from_bytes(head, "big"), quick)


def _bytes(link: socket.socket, count: int, quick: int | None) -> bytes | None:
    data = b""
    while len(data) < count:
        if quick is not None:
            # The driver writes length and body apart; without this each command waits for a delayed acknowledgement.
            link.setsockopt(socket.IPPROTO_TCP, quick, 1)
        piece = link.recv(count - len(data))
        if not piece:
            return None
        data += piece
    return data


def _send(link: socket.socket, payload: bytes) -> None:
    link.sendall(len(payload).to_bytes(2, "big") + payload)
