"""The back room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Pages only; accounts and settings live in the ground."""

    name = "tannha.office"
    label = "office"
