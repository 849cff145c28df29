"""Django's name card of the demo room; installed in a demo folder only."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo."""

    name = "tannha.demo"
    label = "demo"
