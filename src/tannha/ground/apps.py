"""Registers the ground with Django and loads every room's catalogue of refusals."""

from __future__ import annotations

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """The ground: users, wards, the journal."""

    name = "tannha.ground"
    label = "ground"

    def ready(self) -> None:
        """Read every room's refusals, so that a code without sentences shows at start; declare the settings."""
        from tannha.ground import refusal_texts

        refusal_texts.load_catalogues()
        from tannha.ground.figures import declare
        from tannha.ground.settings import SETTINGS

        declare(SETTINGS)
