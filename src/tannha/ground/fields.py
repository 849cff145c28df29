"""Columns for the value types of the ground."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tannha.ground.dates import PartialDate


class PartialDateField(models.CharField):  # type: ignore[type-arg] # generic only in the stubs
    """Stores a `PartialDate` as its ISO text ("1947", "1947-05-21"); NULL where nothing is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ten characters, nullable."""
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        """Column to value."""
        return PartialDate.from_iso(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """Any accepted form to the value; raises ValidationError."""
        if value is None or isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value)) if str(value) else None
        except ValueError as error:
            raise ValidationError("not a date") from error

    def get_prep_value(self, value: Any) -> str | None:
        """Value to column."""
        found = self.to_python(value)
        return found.iso if found else None

    def value_to_string(self, obj: models.Model) -> str:
        """For serialisers."""
        return self.get_prep_value(self.value_from_object(obj)) or ""
