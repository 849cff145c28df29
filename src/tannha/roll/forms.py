"""Forms of the roll: a file, what columns mean, decisions, looking up, corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import KINDS, FindingCode, Repair
from tannha.roll.rules.search import Purpose
from tannha.roll.texts import CORRECTABLE, PURPOSES, field_text, repair_text

LATER = "later"


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, even where it is nothing; None where the page was only opened."""
    return request.POST if request.method == "POST" else None


class FileForm(forms.Form):
    """One list."""

    file = forms.FileField(
        label=_("File with the list"),
        help_text=_(
            "Excel workbook (.xlsx), or text with columns (.csv, .txt). An old .xls must be saved as .xlsx first."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.xls"}),
    )


class ColumnsForm(forms.Form):
    """For each column of the file, our field or nothing."""

    def __init__(self, columns: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        """`columns` as the summary keeps them: label, field, samples."""
        super().__init__(*args, **kwargs)
        choices = [(field.value, field_text(field)) for field in Field]
        self.columns: list[tuple[str, tuple[str, ...], str]] = []
        for place, column in enumerate(columns):
            name = f"column-{place}"
            self.fields[name] = forms.ChoiceField(
                choices=choices, label=column["label"], initial=column["field"], required=True
            )
            self.columns.append((column["label"], tuple(column["samples"]), name))

    def rows(self) -> list[tuple[str, tuple[str, ...], forms.BoundField]]:
        """Heading, samples and choice of each column."""
        return [(label, samples, self[name]) for label, samples, name in self.columns]

    def mapping(self) -> dict[str, Field]:
        """Heading to field."""
        return {label: Field(self.cleaned_data[name]) for label, _samples, name in self.columns}

    def clean(self) -> dict[str, Any]:
        """One column must be the name, and none but skipped ones may be said twice."""
        cleaned = super().clean() or {}
        chosen = [value for value in cleaned.values() if value != Field.SKIP]
        if Field.FULL_NAME not in chosen:
            raise forms.ValidationError(_("Choose which column holds the full name."))
        twice = sorted({value for value in chosen if chosen.count(value) > 1})
        if twice:
            raise forms.ValidationError(
                gettext("Two columns are set to be: %(field)s. Choose one.") % {"field": field_text(twice[0])}
            )
        return cleaned


class Decision(forms.ChoiceField):
    """One repair of a group; a group that was not answered is decided later."""

    def clean(self, value: Any) -> str:
        """The chosen repair, or later."""
        return str(super().clean(value or LATER))


class DecisionsForm(forms.Form):
    """For each group that waits, one repair or later."""

    def __init__(
        self, codes: Sequence[FindingCode], decided: Mapping[FindingCode, Repair], *args: Any, **kwargs: Any
    ) -> None:
        """`codes` are the groups that need a decision."""
        super().__init__(*args, **kwargs)
        for code in codes:
            self.fields[code.value] = Decision(
                label=gettext("What to do with them"),
                choices=[
                    (LATER, _("decide later")),
                    *((one.value, repair_text(one)) for one in KINDS[code].repairs),
                ],
                initial=decided[code].value if code in decided else LATER,
                widget=forms.RadioSelect,
            )

    def decisions(self) -> dict[FindingCode, Repair | None]:
        """Group to repair; None where it stays open."""
        return {
            FindingCode(code): Repair(value) if value and value != LATER else None
            for code, value in self.cleaned_data.items()
        }


class ReasonForm(forms.Form):
    """Why; kept in the journal."""

    reason = forms.CharField(
        label=_("Reason"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class FindForm(forms.Form):
    """Purpose, then a whole number, or name with birth year and group."""

    purpose = forms.ChoiceField(label=_("What for?"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Personal number, or an old one with nine digits"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits w16"}),
    )
    name = forms.CharField(
        label=_("Full name"),
        help_text=_("Marks may be left out."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1880,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w4"}),
    )
    group = forms.TypedChoiceField(
        label=_("Residential group"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, groups: Sequence[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        """`groups`: id and name of the ward's groups."""
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(one.value, PURPOSES[one]) for one in Purpose]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", "—"), *((str(key), name) for key, name in groups)]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Twelve digits, or nine."""
        digits = "".join(letter for letter in self.cleaned_data["number"] if letter not in " .-\u00a0")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (9, 12)):
            raise forms.ValidationError(_("A number has 12 digits, an old one 9."))
        return digits

    def clean(self) -> dict[str, Any]:
        """Either the number, or all three of the others."""
        cleaned = super().clean() or {}
        if "number" in cleaned and not cleaned["number"]:
            for name, text in (
                ("name", _("Type the full name, or a whole number above.")),
                ("birth_year", _("Type the year of birth; without it nobody is looked up by name.")),
                ("group", _("Choose the residential group.")),
            ):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, forms.ValidationError(text))
        return cleaned


class CorrectionForm(forms.Form):
    """One value, and on what it rests."""

    field = forms.ChoiceField(label=_("What is corrected"))
    value = forms.CharField(
        label=_("As it should be"),
        help_text=_("Birth as 21/5/1947, 5/1947 or 1947. Lift: yes or no. Leave empty what is not known."),
        required=False,
        max_length=300,
    )
    evidence = forms.CharField(
        label=_("Document seen, or who said so"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offers the values that may be corrected here."""
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = list(CORRECTABLE.items())  # type: ignore[attr-defined]


class SupporterForm(forms.Form):
    """Who helps; no legal power."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    relation = forms.CharField(label=_("Relation"), required=False, max_length=80)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w16"}),
    )


class RepresentativeForm(SupporterForm):
    """Who acts by law, with the document that says so."""

    document = forms.CharField(
        label=_("Document"),
        help_text=_("For example a court decision with number and date. Without one, record a supporter."),
        max_length=200,
        required=False,
    )
