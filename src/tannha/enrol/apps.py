"""The room in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class EnrolConfig(AppConfig):
    """Enrolment."""

    name = "tannha.enrol"
    label = "enrol"

    def ready(self) -> None:
        """Make the room's settings known."""
        from tannha.enrol.settings import SETTINGS
        from tannha.ground.figures import declare

        declare(SETTINGS)
