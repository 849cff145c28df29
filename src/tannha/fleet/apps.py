"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """What the ward works with, and who is on duty."""

    name = "tannha.fleet"
    label = "fleet"
