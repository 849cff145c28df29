"""Registers the page frame with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The frame's application; it has no tables."""

    name = "tannha.web"
    label = "web"

    def ready(self) -> None:
        """Fields speak in the house's words."""
        from tannha.web.field_words import speak

        speak()
