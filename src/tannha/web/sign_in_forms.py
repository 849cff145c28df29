"""Forms of signing in, of the PIN and of the password."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.web.forms import CodeField


class PasswordStepForm(forms.Form):
    """First step: account name and password."""

    username = forms.CharField(
        label=_("Account name"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeStepForm(forms.Form):
    """Second step: the one-time code."""

    code = CodeField(
        label=_("Code, 6 digits"), help_text=_("From the code app of your account. It can be pasted.")
    )


def _pin_input() -> forms.PasswordInput:
    attrs = {"inputmode": "numeric", "autocomplete": "new-password", "class": "digits w8", "maxlength": "6"}
    return forms.PasswordInput(attrs=attrs)


class PinForm(forms.Form):
    """Choosing a PIN: typed twice."""

    pin = forms.CharField(label=_("New PIN, 6 digits"), widget=_pin_input())
    again = forms.CharField(label=_("The same PIN again"), widget=_pin_input())

    def clean(self) -> dict[str, str]:
        """Both must be the same."""
        given = super().clean() or {}
        if given.get("pin") and given.get("again") and given["pin"] != given["again"]:
            self.add_error("again", _("The two PINs differ. Type both again."))
        return given


class PasswordForm(forms.Form):
    """Changing one's own password."""

    old = forms.CharField(
        label=_("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters, for example four words."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
