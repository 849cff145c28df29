"""Forms of the set-up page, one a step: code, ward, station, machines, people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.fleet.rules.reach import may_say_step_free
from tannha.web.forms import TimeField

MOST_MACHINES = 12


class CodeForm(forms.Form):
    """The code that the terminal printed."""

    code = forms.CharField(
        label=_("Code from the terminal"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "w16"}
        ),
    )


class WardForm(forms.Form):
    """The ward's names."""

    name = forms.CharField(label=_("Name of the ward"), max_length=200)
    code = forms.RegexField(
        r"^\d{5}$",
        label=_("Code of the ward, five digits"),
        error_messages={"invalid": _("Give the five digits, for example 00337.")},
        widget=forms.TextInput(attrs={"class": "w8", "inputmode": "numeric"}),
    )
    province = forms.CharField(label=_("Province or city"), max_length=200)


class StationForm(forms.Form):
    """Where people come to; its floors and lift decide who can reach which machine."""

    station = forms.CharField(label=_("Name of the station"), max_length=120)
    address = forms.CharField(label=_("Address of the station"), max_length=300)
    floors = forms.IntegerField(
        label=_("Floors of the building"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "w4"}),
    )
    has_lift = forms.BooleanField(label=_("A lift joins the floors"), required=False)
    machines = forms.IntegerField(
        label=_("How many enrolment machines"),
        min_value=1,
        max_value=MOST_MACHINES,
        widget=forms.NumberInput(attrs={"class": "w4"}),
    )


class MachineForm(forms.Form):
    """One machine: its name, floor, way and hours."""

    label = forms.CharField(label=_("Name of the machine"), max_length=60)
    floor = forms.IntegerField(
        label=_("Floor"), min_value=1, max_value=60, widget=forms.NumberInput(attrs={"class": "w4"})
    )
    step_free = forms.BooleanField(label=_("Reached without a single step"), required=False)
    open_from = TimeField(label=_("Open from"))
    open_to = TimeField(label=_("Open to"))

    def __init__(self, *args: Any, floors: int = 60, has_lift: bool = True, **kwargs: Any) -> None:
        """`floors` and `has_lift` are those of the station."""
        super().__init__(*args, **kwargs)
        self.floors, self.has_lift = floors, has_lift

    def clean(self) -> dict[str, Any]:
        """A floor that the building has, a way that the lift gives, open before it closes."""
        cleaned = super().clean() or {}
        floor, start, end = cleaned.get("floor"), cleaned.get("open_from"), cleaned.get("open_to")
        if floor and floor > self.floors:
            self.add_error("floor", _("The building has fewer floors."))
        elif (
            floor and cleaned.get("step_free") and not may_say_step_free(floor=floor, has_lift=self.has_lift)
        ):
            self.add_error("step_free", _("Without a lift only the ground floor is reached without a step."))
        if start and end and start >= end:
            self.add_error("open_to", _("Choose a later end."))
        return cleaned


class PeopleForm(forms.Form):
    """The first administrator and the first supervisor."""

    administrator_name = forms.CharField(label=_("Name of the first administrator"), max_length=120)
    administrator = forms.SlugField(
        label=_("Administrator's account name"), max_length=40, help_text=_("Letters, digits, - and _.")
    )
    supervisor_name = forms.CharField(label=_("Name of the first supervisor"), max_length=120)
    supervisor = forms.SlugField(
        label=_("Supervisor's account name"), max_length=40, help_text=_("Letters, digits, - and _.")
    )

    def clean(self) -> dict[str, Any]:
        """Two people, two accounts."""
        cleaned = super().clean() or {}
        one, other = (str(cleaned.get(name, "")).casefold() for name in ("administrator", "supervisor"))
        if one and one == other:
            self.add_error("supervisor", _("Give the two people two different account names."))
        return cleaned
