"""`GET /healthz`: 503 until the program is ready for work, then 200, both with JSON. Tells nothing of people."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from tannha import __version__, readiness
from tannha.ground.access import May
from tannha.ground.store.engines import sqlite_version


def healthz(request: HttpRequest) -> JsonResponse:
    """State of preparation, version and store."""
    state = readiness.read()
    store = "postgresql" if connection.vendor == "postgresql" else f"SQLite {sqlite_version()}"
    body = {
        "ready": state.ready,
        "stage": state.stage,
        "share": state.share,
        "version": __version__,
        "store": store,
    }
    return JsonResponse(body, status=200 if state.ready else 503)


healthz.may = May.PUBLIC  # type: ignore[attr-defined] # read by the route table test
healthz.open_to_all = True  # type: ignore[attr-defined]
