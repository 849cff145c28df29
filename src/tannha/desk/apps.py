"""Tells Django of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "tannha.desk"
    label = "desk"
