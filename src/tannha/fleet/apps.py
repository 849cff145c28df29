"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """What the ward works with, and who is on duty."""

    name = "tannha.fleet"
    label = "fleet"

    def ready(self) -> None:
        """Declare the room's settings."""
        from tannha.fleet.settings import SETTINGS
        from tannha.ground.figures import declare

        declare(SETTINGS)
