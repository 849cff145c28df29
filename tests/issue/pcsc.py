"""PC/SC on this machine, started by the tests themselves: pcscd with the virtual reader, and a card in it."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tannha.checks.lanes import why_no_card_reader
from tannha.issue.devices.virtual_card import PORT, Card, VirtualCard

PATIENCE = 20.0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers() -> bool:
    from smartcard import scard

    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if result == scard.SCARD_S_SUCCESS:
        scard.SCardReleaseContext(context)
    return bool(result == scard.SCARD_S_SUCCESS)


@contextmanager
def running_service() -> Iterator[None]:
    """pcscd for as long as the block runs; one at a time on a machine. Fails with how to install what lacks."""
    lacking = why_no_card_reader()
    if lacking:
        raise AssertionError(lacking)
    with (Path(tempfile.gettempdir()) / "tannha-test-pcscd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _answers():
            yield
            return
        program = shutil.which("pcscd") or "/usr/sbin/pcscd"
        process = subprocess.Popen(
            [program, "--foreground", "--critical"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not _answers():
                assert process.poll() is None, "pcscd stopped by itself; may this user start it?"
                assert time.monotonic() < deadline, "pcscd does not answer"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def card_in_reader(card: Card, *, port: int = PORT) -> Iterator[VirtualCard]:
    """A card in the virtual reader for as long as the block runs."""
    virtual = VirtualCard(card, port=port)
    virtual.insert(patience_seconds=PATIENCE)
    thread = threading.Thread(target=virtual.serve, daemon=True)
    thread.start()
    try:
        wait_for_card()
        yield virtual
    finally:
        virtual.stop()
        thread.join(timeout=PATIENCE)
        wait_for_card(present=False)


def wait_for_card(*, present: bool = True) -> None:
    """Until the service has noticed that a card came or went (it looks once in a while)."""
    from tannha.ground.card_reader import PcscReaders

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if PcscReaders().has_card() is present:
            return
        time.sleep(0.05)
    raise AssertionError("the card did not come" if present else "the card did not go")


def without_colour() -> dict[str, str]:
    """The environment for a started program."""
    return {**os.environ, "NO_COLOR": "1", "LANG": "C.UTF-8"}
