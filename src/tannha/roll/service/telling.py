"""How far the worker is with a large list, kept for a waiting page: once a second at most, each in its own write."""

from __future__ import annotations

import time
from collections.abc import Callable

from tannha.roll.models import ImportBatch

_SECONDS_BETWEEN = 1.0


def keeping(batch: ImportBatch, figure: str) -> Callable[[int], None]:
    """A hearer of counts that keeps the newest one in this column of the import."""
    kept_at = -_SECONDS_BETWEEN

    def keep(count: int) -> None:
        nonlocal kept_at
        if time.monotonic() - kept_at >= _SECONDS_BETWEEN:
            kept_at = time.monotonic()
            ImportBatch.objects.filter(pk=batch.pk).update(**{figure: count})

    return keep
