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


class ReportForm(forms.Form):
    """What happened, and until when or how much later."""

    kind = forms.ChoiceField(label=_("What was it"), widget=forms.RadioSelect)
    until = TimeField(
        label=_("Again from"),
        help_text=_("When it works again, or from when one may try again today. Empty: not today."),
        required=False,
    )
    late_minutes = forms.IntegerField(
        label=_("Minutes later"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w4", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        """``kinds`` are what can be said of this subject; a single one is chosen already."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kind"]
        choice.choices = kinds
        if len(kinds) == 1:
            choice.initial = kinds[0][0]
        words = {kind for kind, _words in kinds}
        if "late" not in words:
            del self.fields["late_minutes"]
        if words <= {"late", "urgent_client"}:
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """Later needs by how much."""
        given = super().clean() or {}
        if given.get("kind") == "late" and not given.get("late_minutes"):
            self.add_error("late_minutes", _("Say by how many minutes."))
        return given

    def until_minute(self) -> int | None:
        """Minutes since midnight of the time named, None where none is."""
        until: Any = self.cleaned_data.get("until")
        return until.hour * 60 + until.minute if until else None
