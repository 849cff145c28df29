"""Seconds of the processor for engines that only know those of the wall, so that a busy machine wrongs nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 20


@contextmanager
def stopped_after(seconds: float, stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` from beside once this process has worked so many seconds (its search runs in C++)."""
    ended, began = threading.Event(), time.process_time()

    def watch() -> None:
        while not ended.wait(0.02):
            if time.process_time() - began > seconds:
                stop()
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class Worked:
    """True once this process has worked so many seconds; called without or with whatever an engine tells."""

    def __init__(self, seconds: float) -> None:
        self.until = time.process_time() + seconds

    def __call__(self, *told: Any) -> bool:
        return time.process_time() > self.until
