"""Forms of the office and of a person who sets up an account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.office.words import ROLE_CHOICES
from tannha.web.forms import SecondPersonForm


class OptionalSecondForm(SecondPersonForm):
    """The second person's name and code; empty while one may still act alone."""

    def __init__(self, *args: object, needed: bool = True, **kwargs: object) -> None:
        """`needed` says whether two administrators and two supervisors exist."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # passed on as Django passes them
        for name in ("second_username", "second_code"):
            self.fields[name].required = needed


class NewAccountForm(OptionalSecondForm):
    """Whom an account is for."""

    field_order = ("display_name", "username", "role")
    display_name = forms.CharField(label=_("Name, as colleagues call them"), max_length=120)
    username = forms.SlugField(
        label=_("Account name"), max_length=40, help_text=_("Letters, digits, - and _.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)


class RoleForm(OptionalSecondForm):
    """Another role for an account."""

    field_order = ("role",)
    role = forms.ChoiceField(label=_("New role"), choices=ROLE_CHOICES)


class InvitationForm(forms.Form):
    """Account name and the code on the slip."""

    username = forms.CharField(
        label=_("Account name"), widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Code on the slip"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "w16"}),
    )


class SetUpAccountForm(forms.Form):
    """Password, and the first code of the authenticator app."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters, for example four words."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label=_("The six digits that the app shows now"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w8"}
        ),
    )


class TextSettingForm(forms.Form):
    """A new text and its reason."""

    value = forms.CharField(
        label=_("New value"), max_length=60, widget=forms.TextInput(attrs={"class": "w16"})
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class SettingForm(forms.Form):
    """A new value and its reason."""

    value = forms.IntegerField(label=_("New value"), widget=forms.NumberInput(attrs={"class": "w8"}))
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
