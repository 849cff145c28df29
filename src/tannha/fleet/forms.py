"""Forms of the fleet: a machine with its floor and way, a shift with its hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.web.forms import DayField, TimeField


def minute_of(value: Any) -> int:
    """Minutes since midnight of a time of day."""
    minute: int = value.hour * 60 + value.minute
    return minute


class MachineForm(forms.Form):
    """A machine: where it stands and whether one gets there without a step."""

    label = forms.CharField(label=_("Name of the machine"), max_length=60)
    floor = forms.IntegerField(
        label=_("Floor"), min_value=1, max_value=60, widget=forms.NumberInput(attrs={"class": "w4"})
    )
    step_free = forms.BooleanField(label=_("Reached without a single step"), required=False)
    open_from = TimeField(label=_("Open from"))
    open_to = TimeField(label=_("Open to"))

    def clean(self) -> dict[str, Any]:
        """Open before it closes."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("open_from"), cleaned.get("open_to")
        if start and end and start >= end:
            self.add_error("open_to", _("Choose a later end."))
        return cleaned


class ShiftForm(forms.Form):
    """Who or what is on duty, on which day, from when to when."""

    owner = forms.ChoiceField(label=_("Who or what"))
    on = DayField(label=_("Day"))
    start = TimeField(label=_("From"))
    end = TimeField(label=_("To"))

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`owners` are (kind:key, label) of teams, machines, cars and officers."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(owners)  # type: ignore[attr-defined] # a ChoiceField
