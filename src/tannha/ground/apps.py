"""Registers the ground with Django and loads every room's catalogue of refusals."""

from __future__ import annotations

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """The ground: users, wards, the journal."""

    name = "tannha.ground"
    label = "ground"

    def ready(self) -> None:
        """Read the refusal catalogue of each installed room once, so that a code without sentences shows at start."""
        from tannha.ground import refusal_texts

        refusal_texts.load_catalogues()
