"""The house as a whole, last of all apps: joins the rooms once all of them are there."""

from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Has no tables and no pages; calls the wiring when Django starts."""

    name = "tannha"
    label = "house"

    def ready(self) -> None:
        """Join the rooms."""
        from tannha import wiring

        wiring.join_rooms()
