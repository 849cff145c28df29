"""Registers the roll with Django."""

from __future__ import annotations

from django.apps import AppConfig


class RollConfig(AppConfig):
    """Residents, households, addresses."""

    name = "tannha.roll"
    label = "roll"

    def ready(self) -> None:
        """Declare the room's settings."""
        from tannha.ground.figures import declare
        from tannha.roll.settings import SETTINGS

        declare(SETTINGS)
