"""Rows as lines: each model's columns as JSON, in an order in which they can be read back into either engine."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, models

from tannha.ground.dates import PartialDate

BATCH = 2000
LEFT_OUT = frozenset({"auth", "contenttypes", "sessions", "django_tasks_database"})


def kept_models(registry: Apps) -> list[type[models.Model]]:
    """The models of our own rooms, link tables too, by label; sessions and job results are not kept."""
    found = (model for model in registry.get_models(include_auto_created=True) if model._meta.managed)
    ours = (model for model in found if model._meta.app_label not in LEFT_OUT)
    return sorted(ours, key=lambda model: model._meta.label_lower)


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The concrete columns of a model, in their order."""
    return list(model._meta.local_concrete_fields)


def lines(model: type[models.Model]) -> Iterator[str]:
    """Every row as one JSON array."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return value.iso
    return value


def load(model: type[models.Model], names: list[str], rows: Iterable[str]) -> int:
    """Read rows with these columns back inside the running transaction; gives how many.

    Raises ValueError where the columns are not the model's.
    """
    known = {field.attname: field for field in columns(model)}
    if set(names) != set(known):
        raise ValueError(f"{model._meta.label}: other columns")
    fields = [known[name] for name in names]
    count, waiting = 0, []
    for text in rows:
        values = json.loads(text)
        if len(values) != len(fields):
            raise ValueError(f"{model._meta.label}: a row of another shape")
        waiting.append(
            model(**{field.attname: _back(field, value) for field, value in zip(fields, values, strict=True)})
        )
        if len(waiting) >= BATCH:
            count += _put(model, waiting)
    return count + _put(model, waiting)


def _put(model: type[models.Model], waiting: list[models.Model]) -> int:
    model._base_manager.bulk_create(waiting, batch_size=BATCH)
    done = len(waiting)
    waiting.clear()
    return done


def _back(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.ForeignKey):
        return _back(field.target_field, value)
    return field.to_python(value)


def reset_sequences(found: list[type[models.Model]]) -> None:
    """Let PostgreSQL's counters go on after the highest number read back."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
