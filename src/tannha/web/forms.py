"""Fields that several rooms need: a birth that may be partial, a number, a day, a time, a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.ground.dates import PartialDate
from tannha.ground.second_person import SecondPerson


class BirthInput(forms.MultiWidget):
    """Day, month, year; day and month may stay empty."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Three short text inputs."""
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: PartialDate | str | None) -> list[Any]:
        """A partial date as its three parts."""
        if not value:
            return [None, None, None]
        known = PartialDate.from_iso(value) if isinstance(value, str) else value
        return [known.day, known.month, known.year]


class BirthField(forms.MultiValueField):
    """Gives a `PartialDate`, or None when nothing was typed and the field is optional."""

    widget = BirthInput

    def __init__(self, **kwargs: Any) -> None:
        """Takes the usual arguments of a field."""
        fields = (
            forms.CharField(required=False),
            forms.CharField(required=False),
            forms.CharField(required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> PartialDate | None:
        """Three texts to a partial date; refuses what no calendar holds."""
        day, month, year = ((text or "").strip() for text in (*data_list, "", "", "")[:3])
        if not (day or month or year):
            return None
        if not year:
            raise forms.ValidationError(_("Give the year; day and month may stay empty."))
        if day and not month:
            raise forms.ValidationError(_("A day needs its month."))
        try:
            return PartialDate(
                year=int(year), month=int(month) if month else None, day=int(day) if day else None
            )
        except ValueError:
            raise forms.ValidationError(_("There is no such day in the calendar.")) from None


class PersonalNumberField(forms.CharField):
    """Twelve digits; blanks and dots between them are dropped."""

    default_error_messages = {"digits": _("The number has 12 digits; %(n)s were typed.")}

    def __init__(self, **kwargs: Any) -> None:
        """A text input for digits."""
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits w16"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        return "".join(letter for letter in super().to_python(value) or "" if letter not in " .-\u00a0")

    def validate(self, value: str) -> None:
        """Exactly twelve digits, where anything was typed."""
        super().validate(value)
        if value and not (len(value) == 12 and value.isascii() and value.isdigit()):
            raise forms.ValidationError(
                self.error_messages["digits"], code="digits", params={"n": sum(map(str.isdigit, value))}
            )


class DayField(forms.DateField):
    """A day as people type it, day first, or as a browser's date picker gives it."""

    input_formats = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"]

    def __init__(self, **kwargs: Any) -> None:
        """A short text input."""
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "w8", "autocomplete": "off"})
        )
        kwargs.setdefault("error_messages", {"invalid": _("Give the day as 24/10/2025.")})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A day is shown day first."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date | datetime) else value


class TimeField(forms.TimeField):
    """A time of day, 24 hours."""

    input_formats = ["%H:%M", "%Hh%M", "%H.%M", "%H"]

    def __init__(self, **kwargs: Any) -> None:
        """A short text input."""
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "w4", "autocomplete": "off"})
        )
        kwargs.setdefault("error_messages", {"invalid": _("Give the time as 14:30.")})
        super().__init__(**kwargs)


class CodeInput(forms.TextInput):
    """Shows nothing of what was typed before: a code belongs to its moment and to the person who typed it."""

    def format_value(self, value: Any) -> str | None:
        """Always empty."""
        return None


class CodeField(forms.CharField):
    """A six-digit one-time code; blanks are dropped, pasting works, and it is never shown again."""

    def __init__(self, **kwargs: Any) -> None:
        """A text input that phones fill in by themselves."""
        kwargs.setdefault(
            "widget",
            CodeInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits w8"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        return "".join((super().to_python(value) or "").split())


class SecondPersonForm(forms.Form):
    """Base of every form that two persons confirm: the second one's name and code, typed at that moment."""

    second_username = forms.CharField(label=_("Second person"))
    second_code = CodeField(label=_("Code of the second person"))

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`colleagues` are (account name, display name) who could sign; without them the name is typed."""
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["second_username"] = forms.ChoiceField(
                label=_("Second person"), choices=[("", _("Choose a colleague")), *colleagues]
            )
        self.fields["second_username"].widget.attrs.update({"class": "w16", "autocomplete": "off"})
        order = [name for name in self.fields if not name.startswith("second_")]
        self.order_fields([*order, "second_username", "second_code"])

    def second(self) -> SecondPerson:
        """What the second person typed, for the verb to check; call after `is_valid`."""
        return SecondPerson(
            username=self.cleaned_data["second_username"], code=self.cleaned_data["second_code"]
        )
