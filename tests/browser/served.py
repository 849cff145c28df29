"""The pages of this very test process over HTTP: a server thread that shares the test's connection and transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection, since browsers open some in advance."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def one_at_a_time(connection: Any) -> Callable[..., list[bytes]]:
    """The pages as a WSGI application that answers one request after the other on the given connection.

    Two threads inside one SQLite connection can wait for each other for ever.
    """
    turn, pages = threading.Lock(), StaticFilesHandler(WSGIHandler())

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with turn:
            connections["default"] = connection
            response = pages(environ, start_response)
            body = b"".join(response)
            response.close()
            return [body]

    return answer


@contextmanager
def served() -> Iterator[str]:
    """Serve until the end of the block; gives the address. What the test wrote is seen, nothing is kept after it."""
    shared = connections["default"]
    shared.inc_thread_sharing()
    server = make_server("localhost", 0, one_at_a_time(shared), server_class=Server, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        shared.dec_thread_sharing()
