"""Forms of the desk: purpose, scan, reason of an emergency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.desk.rules.purpose import Purpose
from tannha.desk.texts import PURPOSES


class PurposeForm(forms.Form):
    """What the checks of this shift are for."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[(purpose.value, words) for purpose, words in PURPOSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the purpose; it stays for your shift.")},
    )

    def purpose_chosen(self) -> Purpose:
        """The purpose; call after `is_valid`."""
        return Purpose(self.cleaned_data["purpose"])


class ScanForm(forms.Form):
    """The text of a card's QR, typed by a scanner or pasted."""

    scanned = forms.CharField(
        label=_("Text of the code"),
        help_text=_("Hold the card under the scanner; no field needs to be chosen. Pasting works too."),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false", "lang": "vi"}),
    )


class ChipForm(forms.Form):
    """What opens a card's chip."""

    number = forms.CharField(
        label=_("Number on the card"),
        help_text=_("All twelve digits, or the last six. Lay the card on the reader first."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 14}),
        error_messages={"required": _("Type the twelve digits of the card, or the last six.")},
    )


class EmergencyForm(forms.Form):
    """Why somebody is received without a full check."""

    reason = forms.CharField(
        label=_("Reason of the emergency"),
        help_text=_("One sentence; it is read again within 72 hours. No diagnosis."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Treat the person now, and write one sentence when there is time.")},
    )
