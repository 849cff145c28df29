"""Registers the roll with Django."""

from __future__ import annotations

from django.apps import AppConfig


class RollConfig(AppConfig):
    """Residents, households, addresses."""

    name = "tannha.roll"
    label = "roll"
