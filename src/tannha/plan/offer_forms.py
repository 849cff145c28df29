"""The form of the offer: which of the told times the caller takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from tannha.plan.offer.asking import Choice
from tannha.plan.offer_words import choice_in_words, marks_in_words
from tannha.plan.rules.instance import DAY_SECONDS, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The time a caller takes, as the form sends it."""

    on: date
    way: Way
    start: int


class TimesForm(forms.Form):
    """The told times, one to be taken."""

    time = forms.ChoiceField(
        label=_("Which time suits?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the times.")},
    )

    def tell(self, choices: Sequence[Choice]) -> None:
        """Put the times into the form, each as the sentence that is said."""
        tiles = []
        for choice in choices:
            marks = marks_in_words(choice)
            tiles.append(
                (key_of(choice), f"{choice_in_words(choice)} ({marks})" if marks else choice_in_words(choice))
            )
        self.fields["time"].choices = tiles  # type: ignore[attr-defined] # Django's own field of choices


def key_of(choice: Choice) -> str:
    """A time as the form sends it."""
    return f"{choice.day.isoformat()} {choice.way.value} {choice.start}"


def wanted_from(text: str) -> Wanted | None:
    """The time a form sent; None for anything else."""
    parts = text.split(" ")
    try:
        on, way, start = date.fromisoformat(parts[0]), Way(parts[1]), int(parts[2])
    except (ValueError, IndexError):
        return None
    return Wanted(on=on, way=way, start=start) if len(parts) == 3 and 0 <= start < DAY_SECONDS else None
