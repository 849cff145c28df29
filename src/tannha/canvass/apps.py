"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    """From door to door."""

    name = "tannha.canvass"
    label = "canvass"

    def ready(self) -> None:
        """Declare the room's settings."""
        from tannha.canvass.settings import SETTINGS
        from tannha.ground.figures import declare

        declare(SETTINGS)
