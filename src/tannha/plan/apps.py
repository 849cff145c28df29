"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The day."""

    name = "tannha.plan"
    label = "plan"
