"""The pages of this very test process over HTTP: a server thread that shares the test's connection and its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread


@contextmanager
def served() -> Iterator[str]:
    """Serve until the end of the block; gives the address. What the test wrote is seen, nothing is kept after it."""
    shared = connections["default"]
    shared.inc_thread_sharing()
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={"default": shared})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()
        shared.dec_thread_sharing()
