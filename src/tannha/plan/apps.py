"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The day."""

    name = "tannha.plan"
    label = "plan"

    def ready(self) -> None:
        """Declare the room's settings."""
        from tannha.ground.figures import declare
        from tannha.plan.settings import SETTINGS

        declare(SETTINGS)
