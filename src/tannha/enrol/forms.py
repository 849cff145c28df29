"""Forms of enrolment: they read text and files into plain values and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tannha.enrol.rules.acts import OldPaper, PhotoConcern, Place
from tannha.enrol.rules.fingers import EYE_REASONS, FINGER_REASONS, ExceptionReason, subject_named
from tannha.enrol.rules.gentle import Calmed
from tannha.enrol.rules.parts import Eye, Finger
from tannha.enrol.rules.signing import Mark, Signer, Signing
from tannha.enrol.service import FeeExemption
from tannha.enrol.words import (
    CALMED,
    CONCERNS,
    EXEMPTIONS,
    FINGERS,
    MARKS,
    OLD_PAPERS,
    REASONS,
    SERVICES,
    SEXES,
    SIGNERS,
)
from tannha.ground.regime import Service
from tannha.web.forms import BirthField, PersonalNumberField, SecondPersonForm

Choices = Sequence[tuple[str, str | Promise]]


def _choices(words: dict[Any, Promise]) -> Choices:
    return [(word.value, text) for word, text in words.items()]


def _tiles(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(widget=forms.RadioSelect, **kwargs)


class CheckInForm(forms.Form):
    """The number on the slip or the person's twelve digits."""

    number = PersonalNumberField(
        label=_("Personal number"), help_text=_("Scan the slip, or type the 12 digits.")
    )


class PlaceForm(forms.Form):
    """Where the person is."""

    place = forms.ChoiceField(
        choices=[(place.value, place.value) for place in Place], widget=forms.HiddenInput
    )


class LookUpForm(forms.Form):
    """Right person, right data, which service."""

    data_right = _tiles(
        label=_("Are the data right?"),
        choices=[("yes", _("The data are right")), ("no", _("Something has changed"))],
    )
    service = _tiles(label=_("Which card is it?"), choices=_choices(SERVICES))

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {
            "data_right": self.cleaned_data["data_right"] == "yes",
            "service": Service(self.cleaned_data["service"]),
        }


EVIDENCE: Choices = [
    ("birth_certificate", _("birth certificate")),
    ("residence", _("confirmation of residence")),
    ("marriage", _("marriage certificate")),
    ("court_decision", _("decision of a court")),
    ("old_card", _("old card or identity paper")),
    ("other", _("another paper")),
]


class CorrectionForm(forms.Form):
    """New values beside the old ones; what stays empty stays as it is."""

    full_name = forms.CharField(label=_("Full name"), required=False, max_length=200)
    birth = BirthField(label=_("Birth date"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("stays as it is")), *SEXES.items()]
    )
    personal_number = PersonalNumberField(label=_("Personal number"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    evidence = forms.ChoiceField(
        label=_("Paper that was shown"), choices=[("", _("Choose a paper")), *EVIDENCE]
    )
    evidence_number = forms.CharField(label=_("Number and date of the paper"), max_length=120)

    def values(self) -> dict[str, Any]:
        """For the verb: field to new text, and the evidence."""
        found = self.cleaned_data
        new = {
            name: str(found[name])
            for name in ("full_name", "sex", "personal_number", "address")
            if found[name]
        }
        if found["birth"]:
            new["birth"] = found["birth"].iso
        return {"changes": new, "evidence": f"{found['evidence']}: {found['evidence_number']}"}


class FeaturesForm(forms.Form):
    """Identifying features in a few words."""

    text = forms.CharField(
        label=_("Identifying features"),
        required=False,
        max_length=200,
        help_text=_("What is seen on the face or neck. Leave it empty if there is nothing."),
    )


class ManyFiles(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of uploads."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """One or several files."""
        single = super().clean
        if not isinstance(data, list | tuple):
            return [single(data, initial)]
        return [single(one, initial) for one in data] or [single(None, initial)]


class SampleForm(forms.Form):
    """What a device saved, and the quality it reports."""

    upload = FilesField(label=_("File of the device"))
    score = forms.IntegerField(
        label=_("Quality the device reports, 0 to 100"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4", "autocomplete": "off"}),
        help_text=_("Leave it empty where nothing was measured."),
    )

    def __init__(
        self, *args: Any, accept: str, many: bool = False, gentle: bool = False, **kwargs: Any
    ) -> None:
        """`accept` for the browser's chooser only.

        What a file is, its content says. The gentle page asks no figure.
        """
        super().__init__(*args, **kwargs)
        widget = ManyFiles if many else forms.FileInput
        self.fields["upload"].widget = widget(attrs={"accept": accept, "data-key": "Space"})
        if gentle:
            del self.fields["score"]

    def values(self) -> dict[str, Any]:
        """For the verb: bytes in memory, and the score or None."""
        return {
            "files": [upload.read() for upload in self.cleaned_data["upload"]],
            "score": self.cleaned_data.get("score"),
        }


class ExceptionForm(forms.Form):
    """Which finger or eye, and why it cannot be taken."""

    subject = _tiles(label=_("Which one?"))
    reason = _tiles(label=_("Why can it not be taken?"))

    def __init__(self, *args: Any, subjects: Iterable[Finger | Eye], **kwargs: Any) -> None:
        """Only what is still to be taken can be chosen."""
        super().__init__(*args, **kwargs)
        left = list(subjects)
        reasons: tuple[ExceptionReason, ...] = ()
        if any(isinstance(subject, Finger) for subject in left):
            reasons += FINGER_REASONS
        if any(isinstance(subject, Eye) for subject in left):
            reasons += EYE_REASONS
        for name, pairs in (
            ("subject", [(subject.value, FINGERS[subject]) for subject in left]),
            ("reason", [(reason.value, REASONS[reason]) for reason in reasons]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs
        if len(left) == 1:
            self.initial["subject"] = left[0].value

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {
            "subject": subject_named(self.cleaned_data["subject"]),
            "reason": ExceptionReason(self.cleaned_data["reason"]),
        }


class FrameForm(forms.Form):
    """The best of the kept frames, and what is not as the rules say."""

    frame = _tiles(label=_("Which picture is the best?"))
    concerns = forms.MultipleChoiceField(
        label=_("Is something not as the rules say?"),
        required=False,
        choices=_choices(CONCERNS),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With a mark here, a second person looks at it."),
    )

    def __init__(self, *args: Any, frames: int, **kwargs: Any) -> None:
        """Frames are counted from 1 on the page."""
        super().__init__(*args, **kwargs)
        field = self.fields["frame"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(number), str(number + 1)) for number in range(frames)]
        if frames == 1:
            self.initial["frame"] = "0"

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {
            "frame": int(self.cleaned_data["frame"]),
            "concerns": [PhotoConcern(word) for word in self.cleaned_data["concerns"]],
        }


class SignForm(forms.Form):
    """Who signed the printed form, and how."""

    signer = _tiles(
        label=_("Who read and signed?"),
        choices=[(signer.value, SIGNERS[signer]) for signer in (Signer.PERSON, Signer.REPRESENTATIVE)],
    )
    mark = _tiles(label=_("How?"), choices=_choices(MARKS))
    document = forms.CharField(
        label=_("Document of the representative"),
        required=False,
        max_length=200,
        help_text=_("Kind, number and date. Family who helps needs none and does not sign."),
    )
    supporter_present = forms.BooleanField(label=_("A supporter sat beside"), required=False)

    def values(self) -> dict[str, Any]:
        """For the verb."""
        found = self.cleaned_data
        signing = Signing(
            signer=Signer(found["signer"]),
            mark=Mark(found["mark"]),
            has_document=bool(found["document"].strip()),
            supporter_present=found["supporter_present"],
        )
        return {"signing": signing, "document": found["document"]}


class FeeForm(forms.Form):
    """Paid, or exempt by a reason of the rules. Without a fee nothing is asked."""

    fee = _tiles(label=_("Fee"))

    def __init__(self, *args: Any, dong: int, **kwargs: Any) -> None:
        """With no fee the form is empty."""
        super().__init__(*args, **kwargs)
        if not dong:
            del self.fields["fee"]
            return
        field = self.fields["fee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("paid", _("Paid")), *_choices(EXEMPTIONS)]

    def values(self) -> dict[str, Any]:
        """For the verb."""
        chosen = self.cleaned_data.get("fee", "")
        exempt = FeeExemption(chosen) if chosen not in ("", "paid") else None
        return {"paid": chosen == "paid", "exempt": exempt}


class OldPaperForm(forms.Form):
    """What became of the old card."""

    old_paper = _tiles(label=_("Old card or paper"), choices=_choices(OLD_PAPERS))

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {"old_paper": OldPaper(self.cleaned_data["old_paper"])}


class CalmedForm(forms.Form):
    """Outside the room: what calmed the person, if they agree that it is kept."""

    calmed = forms.MultipleChoiceField(
        label=_("What calmed?"), choices=_choices(CALMED), widget=forms.CheckboxSelectMultiple, required=False
    )
    consent = forms.BooleanField(
        label=_("The person or the family agrees that this is kept for the next visit"), required=False
    )

    def values(self) -> list[Calmed]:
        """Nothing without consent."""
        if not self.cleaned_data["consent"]:
            return []
        return [Calmed(word) for word in self.cleaned_data["calmed"]]


class CountersignForm(SecondPersonForm):
    """The second person agrees, or wants to meet the person again and says why."""

    agrees = _tiles(
        label=_("What do you see?"),
        choices=[("yes", _("It is as written above")), ("no", _("Meet again because…"))],
    )
    reason = forms.CharField(label=_("Reason to meet again"), required=False, max_length=200)

    def __init__(self, *args: Any, own_username: str = "", own_name: str = "", **kwargs: Any) -> None:
        """On a supervisor's own page the second person is they themselves, with their fresh code."""
        super().__init__(*args, **kwargs)
        if own_username:
            self.fields["second_username"] = forms.CharField(widget=forms.HiddenInput, initial=own_username)
            self.fields["second_code"].label = _("Code of %(name)s") % {"name": own_name}

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {
            "second": self.second(),
            "agrees": self.cleaned_data["agrees"] == "yes",
            "reason": self.cleaned_data["reason"],
        }
