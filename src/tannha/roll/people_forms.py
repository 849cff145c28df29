"""Forms of the everyday roll: somebody new, a status, a move, old numbers, doubles, groups, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.roll.service import SheetForm, Wanted
from tannha.roll.texts import EXPORT_HEADS, SEX_WORDS, STATUS_WORDS
from tannha.web.forms import BirthField, DayField, PersonalNumberField, SecondPersonForm


def _evidence() -> forms.CharField:
    return forms.CharField(
        label=_("Document seen, or who said so"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _reason(label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or _("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _groups(groups: Sequence[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return [("", "—"), *((str(key), name) for key, name in groups)]


class PersonForm(forms.Form):
    """Somebody who is on no list; the birth may be partial, a number is never demanded."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    spoken_name = forms.CharField(
        label=_("Way of calling"), help_text=_("For example bác Đào."), required=False, max_length=40
    )
    birth = BirthField(label=_("Date of birth"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=list(SEX_WORDS.items()), widget=forms.RadioSelect, initial="unknown"
    )
    address = forms.CharField(label=_("Address as written"), max_length=300)
    group = forms.ChoiceField(label=_("Residential group"), required=False)
    personal_number = PersonalNumberField(label=_("Personal number"), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w16"}),
    )
    evidence = _evidence()

    def __init__(
        self, *args: Any, groups: Sequence[tuple[UUID, str]], group_needed: bool = True, **kwargs: Any
    ) -> None:
        """`groups`: id and name of the ward's groups."""
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = _groups(groups)  # type: ignore[attr-defined]
        self.fields["group"].required = group_needed

    def as_proposed(self) -> dict[str, str]:
        """The fields as texts of a proposal; call after `is_valid`."""
        given = self.cleaned_data
        texts = {
            name: given[name]
            for name in ("full_name", "spoken_name", "sex", "address", "group", "personal_number", "phone")
        }
        texts["birth"] = given["birth"].iso if given["birth"] else ""
        return texts


class StatusForm(forms.Form):
    """Lives here, moved out, or died; alone or with everybody of the home."""

    status = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    everyone = forms.BooleanField(label=_("Everybody of this home moved out together"), required=False)
    evidence = _evidence()

    def __init__(self, *args: Any, now_is: str, **kwargs: Any) -> None:
        """`now_is` is what stands in the roll; it is not offered again."""
        super().__init__(*args, **kwargs)
        choices = [(value, word) for value, word in STATUS_WORDS.items() if value not in (now_is, "merged")]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]
        if now_is != "present":
            del self.fields["everyone"]

    def clean(self) -> dict[str, Any]:
        """A death concerns one person."""
        cleaned = super().clean() or {}
        if cleaned.get("everyone") and cleaned.get("status") == "deceased":
            self.add_error("everyone", _("A death is recorded for one person at a time."))
        return cleaned


class MoveForm(forms.Form):
    """To another address of the ward."""

    address = forms.CharField(label=_("New address as written"), max_length=300)
    group = forms.ChoiceField(label=_("Residential group"), required=False)
    everyone = forms.BooleanField(label=_("Everybody of this home moves"), required=False)
    evidence = _evidence()

    def __init__(self, *args: Any, groups: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        """`groups`: id and name of the ward's groups."""
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = _groups(groups)  # type: ignore[attr-defined]


class OldNumberForm(forms.Form):
    """A number of an earlier paper."""

    value = forms.CharField(
        label=_("Old number"),
        help_text=_("9 digits of an old paper, or 12 of a cancelled personal number."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits w16"}),
    )
    evidence = _evidence()


class EvidenceForm(forms.Form):
    """Only the evidence."""

    evidence = _evidence()


class DecisionForm(forms.Form):
    """Why something stays, or is undone."""

    reason = _reason()


class PairForm(forms.Form):
    """Which of two rows stands for both."""

    keep = forms.ChoiceField(label=_("Which row stays"), widget=forms.RadioSelect)
    evidence = _evidence()

    def __init__(self, *args: Any, open_ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`open_ways`: the rows that may stand for both."""
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = list(open_ways)  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """A group's name and number."""

    name = forms.CharField(label=_("Name"), help_text=_("For example Tổ 12."), max_length=80)
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
    )


class HeadForm(forms.Form):
    """Who leads a group."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w16"}),
    )
    since = DayField(label=_("Leads the group since"))


class ExportForm(SecondPersonForm):
    """A table with names: which columns, of whom, what for, and the second person."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=list(EXPORT_HEADS.items()), widget=forms.CheckboxSelectMultiple
    )
    group = forms.ChoiceField(label=_("Residential group"), required=False)
    statuses = forms.MultipleChoiceField(
        label=_("Who"),
        choices=[(value, word) for value, word in STATUS_WORDS.items() if value != "merged"],
        widget=forms.CheckboxSelectMultiple,
        initial=["present"],
        required=False,
    )
    form = forms.ChoiceField(
        label=_("File"),
        choices=[("xlsx", _("Excel workbook (.xlsx)")), ("csv", _("Text with columns (.csv)"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    reason = _reason(_("What is it for?"))

    def __init__(self, *args: Any, groups: Sequence[tuple[UUID, str]], numbers: bool, **kwargs: Any) -> None:
        """`numbers`: whether whole personal numbers may stand in the table."""
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("All groups")), *_groups(groups)[1:]]  # type: ignore[attr-defined]
        if not numbers:
            left = [(value, word) for value, word in EXPORT_HEADS.items() if value != "personal_number"]
            self.fields["columns"].choices = left  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the table is to hold; call after `is_valid`. Columns stand in the order of the form."""
        given = self.cleaned_data
        return Wanted(
            columns=tuple(column for column in EXPORT_HEADS if column in given["columns"]),
            group_id=UUID(given["group"]) if given["group"] else None,
            statuses=tuple(given["statuses"]),
            form=SheetForm(given["form"]),
        )
