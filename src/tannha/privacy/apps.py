"""The room of residents' rights as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Requests and incidents; looks are read from the journal."""

    name = "tannha.privacy"
    label = "privacy"
