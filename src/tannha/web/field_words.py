"""What a field says when its answer cannot be read, in the house's words instead of Django's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("An answer is needed here.")},
    forms.ChoiceField: {"invalid_choice": _("Choose one of the answers shown.")},
    forms.MultipleChoiceField: {
        "invalid_choice": _("Choose among the answers shown."),
        "invalid_list": _("Choose among the answers shown."),
    },
    forms.TypedChoiceField: {"invalid_choice": _("Choose one of the answers shown.")},
    forms.IntegerField: {"invalid": _("Give a whole number, digits only.")},
    forms.FileField: {
        "missing": _("Choose a file first."),
        "invalid": _("Choose a file first."),
        "empty": _("This file is empty."),
    },
}


def speak() -> None:
    """Put the words into Django's fields; called once when the frame is ready."""
    for field, words in WORDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
