"""Forms of planning: moving a promise with the person's yes, telling that a team is late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.web.forms import TimeField


class MoveForm(forms.Form):
    """Another time of the same day, and who agreed to it."""

    start = TimeField(label=_("New time"))
    consent = forms.CharField(
        label=_("Who agreed, and how"),
        help_text=_("For example: the daughter, by telephone at 14:10. No health word."),
        max_length=200,
    )

    def start_minute(self) -> int:
        """Minutes since midnight of the new time."""
        start: Any = self.cleaned_data["start"]
        minute: int = start.hour * 60 + start.minute
        return minute


class LateForm(forms.Form):
    """By how many minutes a team will be late."""

    late_minutes = forms.IntegerField(
        label=_("Minutes late"),
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "w4", "inputmode": "numeric"}),
    )
