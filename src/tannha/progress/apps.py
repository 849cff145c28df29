"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Looks on; has no tables."""

    name = "tannha.progress"
    label = "progress"
