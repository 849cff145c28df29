"""Forms of the fleet: station, machine, kit, team, car, a reason, and a shift with its hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.ground.ids import format_key, parse_key
from tannha.web.forms import DayField, TimeField


def minute_of(value: Any) -> int:
    """Minutes since midnight of a time of day."""
    minute: int = value.hour * 60 + value.minute
    return minute


def time_of(minute: int) -> str:
    """A minute of the day as people type it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _number(label: Any, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, widget=forms.NumberInput(attrs={"class": "w4"})
    )


class StationForm(forms.Form):
    """Where people come to; its floors and lift decide who can reach which machine."""

    name = forms.CharField(label=_("Name of the station"), max_length=120)
    address = forms.CharField(label=_("Address of the station"), max_length=300)
    floors = _number(_("Floors of the building"), 1, 60)
    has_lift = forms.BooleanField(label=_("A lift joins the floors"), required=False)


class MachineForm(forms.Form):
    """A machine: where it stands and whether one gets there without a step."""

    label = forms.CharField(label=_("Name of the machine"), max_length=60)
    floor = _number(_("Floor"), 1, 60)
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


class KitForm(forms.Form):
    """A carried set: what its battery and its paper last for."""

    label = forms.CharField(label=_("Name of the kit"), max_length=60)
    battery_enrolments = _number(_("Enrolments on one battery"), 1, 200)
    cards = _number(_("Slips it carries"), 1, 1000)


class VehicleForm(forms.Form):
    """A car: whom it has room for."""

    label = forms.CharField(label=_("Name of the car"), max_length=60)
    seats = _number(_("Seats for passengers"), 0, 60)
    wheelchairs = _number(_("Places for a wheelchair"), 0, 20)

    def clean(self) -> dict[str, Any]:
        """A car takes somebody."""
        cleaned = super().clean() or {}
        if cleaned.get("seats") == 0 and cleaned.get("wheelchairs") == 0:
            self.add_error("seats", _("A car without any place fetches nobody."))
        return cleaned


class TeamForm(forms.Form):
    """Officers who go out together, their kit, and what they are trained for."""

    label = forms.CharField(label=_("Name of the team"), max_length=60)
    members = forms.MultipleChoiceField(
        label=_("Officers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or more: nobody goes into a home alone."),
        error_messages={"required": _("Choose who goes out with this team.")},
    )
    kit = forms.ChoiceField(label=_("Kit"), required=False)
    gentle = forms.BooleanField(label=_("Trained for people who need calm"), required=False)

    def __init__(
        self,
        *args: Any,
        officers: Sequence[tuple[UUID, str]],
        kits: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        """`officers` and `kits` are (id, name) to choose from."""
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        members.choices = [(format_key(key), name) for key, name in officers]
        kit: Any = self.fields["kit"]
        kit.choices = [("", _("no kit")), *((format_key(key), label) for key, label in kits)]

    def clean_members(self) -> tuple[UUID, ...]:
        """The chosen officers' ids."""
        return tuple(parse_key(key) for key in self.cleaned_data["members"])

    def clean_kit(self) -> UUID | None:
        """The chosen kit's id; None for no kit."""
        key = self.cleaned_data["kit"]
        return parse_key(key) if key else None


class ReasonForm(forms.Form):
    """Why something goes out of use, or comes back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ShiftForm(forms.Form):
    """Who or what is on duty, on which day, from when to when."""

    owner = forms.ChoiceField(label=_("Who or what"))
    on = DayField(label=_("Day"))
    until = DayField(
        label=_("Also each day from Monday to Friday until"),
        required=False,
        help_text=_("Leave empty for one day. At most 31 days ahead of the first."),
    )
    start = TimeField(label=_("From"))
    end = TimeField(label=_("To"))

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`owners` are (kind:key, label) of teams, machines, cars and officers."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(owners)  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Begins before it ends, on the clock and in the calendar."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start >= end:
            self.add_error("end", _("Choose a later end."))
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", _("Choose a later day, or leave it empty."))
        return cleaned
