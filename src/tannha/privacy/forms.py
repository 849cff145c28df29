"""Forms of residents' rights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.privacy.rules.rights import Outcome, RequestKind
from tannha.privacy.words import CHANNELS, KINDS, OUTCOMES
from tannha.web.forms import DayField, SecondPersonForm, TimeField

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "class": "digits w16"}


def _number(required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Personal number, or an old one with nine digits"),
        required=required,
        max_length=20,
        widget=forms.TextInput(attrs=_DIGITS),
    )


def _words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class RequestForm(forms.Form):
    """What is asked, by whom, how and when it came."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    number = _number(required=False)
    asked_by = forms.CharField(
        label=_("Who asks"),
        help_text=_("The person, or who acts by law for them, and how you made sure."),
        max_length=200,
    )
    channel = forms.ChoiceField(
        label=_("How it came"), choices=list(CHANNELS.items()), widget=forms.RadioSelect, initial="counter"
    )
    received_on = DayField(label=_("Received on"))
    words = _words(_("In their words"), max_length=500)

    def __init__(self, *args: Any, about: bool = False, **kwargs: Any) -> None:
        """`about`: the person is known already, no number is asked."""
        super().__init__(*args, **kwargs)
        if about:
            del self.fields["number"]


class AnswerForm(forms.Form):
    """How a request ends and what the person is told."""

    outcome = forms.ChoiceField(
        label=_("How it ends"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    answer = _words(_("What the person is told"), max_length=1000)

    def __init__(self, *args: Any, kind: RequestKind, **kwargs: Any) -> None:
        """An erasure is granted on its own page."""
        super().__init__(*args, **kwargs)
        if kind is RequestKind.ERASE:
            self.fields["outcome"].choices = [(Outcome.DECLINED, OUTCOMES[Outcome.DECLINED])]  # type: ignore[attr-defined]
            self.fields["outcome"].initial = Outcome.DECLINED


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = _words(_("Why more time is needed"), 2, max_length=300)


class EraseForm(SecondPersonForm):
    """What the person is told, and the second person."""

    answer = _words(_("What the person is told"), max_length=1000)


class LooksForm(forms.Form):
    """One person, and why the journal is read."""

    number = _number(required=True)
    reason = forms.CharField(
        label=_("Reason"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class IncidentForm(forms.Form):
    """What was found, when, how many people, whether biometrics are concerned."""

    day = DayField(label=_("Found on"))
    time = TimeField(label=_("Time"))
    what = _words(_("What happened, without names"), max_length=500)
    people = forms.IntegerField(
        label=_("How many people, as far as known"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w8"}),
    )
    biometrics = forms.BooleanField(label=_("Photos, fingerprints or iris are concerned"), required=False)
    measures = _words(_("What was done at once"), 2, max_length=500, required=False)


class ToldForm(forms.Form):
    """Who was told now, and what was done since."""

    authority = forms.BooleanField(label=_("The authority was told now"), required=False)
    people = forms.BooleanField(label=_("The people concerned were told now"), required=False)
    measures = _words(_("What was done"), 2, max_length=500, required=False)
