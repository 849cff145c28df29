"""Tells Django of the issuing room."""

from __future__ import annotations

from django.apps import AppConfig


class IssueConfig(AppConfig):
    """The issuing room."""

    name = "tannha.issue"
    label = "issue"
