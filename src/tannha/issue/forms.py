"""Forms of the issuing room: decide on a packet, arrange a round, hand over, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.issue.rules.handover import Handover, HandoverPlace, Mark, OldPaper, Receiver
from tannha.web.forms import DayField, SecondPersonForm

OLD_PAPERS = [
    (OldPaper.COLLECTED.value, _("Collected")),
    (OldPaper.CORNER_CUT.value, _("Corner cut, left with the person")),
    (OldPaper.LOST.value, _("Lost")),
    (OldPaper.NONE_HELD.value, _("None was held")),
]
MARKS = [
    (Mark.SIGNED.value, _("Signed")),
    (Mark.FINGERPRINT.value, _("Fingerprint")),
    (Mark.NOT_POSSIBLE.value, _("Neither was possible")),
]
PLACES = [(HandoverPlace.HOME.value, _("At home")), (HandoverPlace.COUNTER.value, _("At the counter"))]


class ReturnForm(forms.Form):
    """Why a packet goes back."""

    reason = forms.CharField(
        label=_("What is to be taken again or mended"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write in one sentence what is to be taken again or mended.")},
    )


class RoundForm(forms.Form):
    """Which operator carries cards, and on which day."""

    carrier = forms.ChoiceField(
        label=_("Operator"), error_messages={"required": _("Choose who carries the cards.")}
    )
    on = DayField(label=_("Day"), error_messages={"required": _("Give the day as 24/10/2025.")})

    def __init__(self, *args: Any, carriers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`carriers` are (account name, display name) of the ward's operators."""
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose an operator")), *carriers]


class HandoverForm(forms.Form):
    """A handover in the order of the page: place, right person, old paper, receiver, mark."""

    place = forms.ChoiceField(label=_("Where"), choices=PLACES, widget=forms.RadioSelect)
    right_person = forms.BooleanField(
        label=_("This is the right person: I looked at the face and asked for the year of birth"),
        error_messages={"required": _("Look at the face, ask for the year of birth, then confirm.")},
    )
    old_paper = forms.ChoiceField(
        label=_("Old paper"),
        choices=OLD_PAPERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: collected, corner cut, lost, or none held.")},
    )
    receiver = forms.ChoiceField(
        label=_("Receiver"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the person, or a representative with a document.")},
    )
    receiver_name = forms.CharField(
        label=_("Name of the representative"), required=False, max_length=200, widget=forms.TextInput()
    )
    receiver_document = forms.CharField(
        label=_("Document of the representative"),
        help_text=_("For example: court decision, birth certificate of a child"),
        required=False,
        max_length=200,
    )
    mark = forms.ChoiceField(
        label=_("Sign for it"),
        choices=MARKS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Let the receiver sign or give a fingerprint.")},
    )
    mark_reason = forms.CharField(label=_("Why neither was possible"), required=False, max_length=200)

    def __init__(self, *args: Any, person: str, home_only: bool = False, **kwargs: Any) -> None:
        """`person` is how the person is spoken to; `home_only` leaves the counter out."""
        super().__init__(*args, **kwargs)
        receiver, place = self.fields["receiver"], self.fields["place"]
        assert isinstance(receiver, forms.ChoiceField)
        assert isinstance(place, forms.ChoiceField)
        receiver.choices = [
            (Receiver.PERSON.value, person),
            (Receiver.REPRESENTATIVE.value, _("Representative (with document)")),
        ]
        if home_only:
            place.choices = PLACES[:1]

    def clean(self) -> dict[str, Any] | None:
        """A representative needs both lines; no mark needs its reason."""
        told = super().clean() or {}
        if told.get("receiver") == Receiver.REPRESENTATIVE:
            for name in ("receiver_name", "receiver_document"):
                if not told.get(name):
                    self.add_error(name, _("Write the name and which document shows the right to act."))
        if told.get("mark") == Mark.NOT_POSSIBLE and not told.get("mark_reason"):
            self.add_error("mark_reason", _("Write in a few words why neither was possible."))
        return told

    def handover(self) -> Handover:
        """What was stated, as the rules read it; call after `is_valid`."""
        told = self.cleaned_data
        represented = told["receiver"] == Receiver.REPRESENTATIVE
        return Handover(
            place=HandoverPlace(told["place"]),
            right_person=told["right_person"],
            old_paper=OldPaper(told["old_paper"]),
            receiver=Receiver(told["receiver"]),
            receiver_name=told["receiver_name"] if represented else "",
            receiver_document=told["receiver_document"] if represented else "",
            mark=Mark(told["mark"]),
            mark_reason=told["mark_reason"] if told["mark"] == Mark.NOT_POSSIBLE else "",
        )


class RevokeForm(SecondPersonForm):
    """Why a card ends, and who signs second."""

    reason = forms.CharField(
        label=_("Why this card ends"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write in one sentence why this card ends.")},
    )
