"""The room in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class EnrolConfig(AppConfig):
    """Enrolment."""

    name = "tannha.enrol"
    label = "enrol"
