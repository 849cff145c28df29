"""JSON Schema of the planner's file formats, made from the value types so that it cannot drift from them. Pure.

A schema tells shapes (keys, kinds, words); what the values mean together (a known place, a window that is not
empty) is judged by ``instance.validate`` and by the checker.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from tannha.plan.rules.instance import INSTANCE_FORMAT, PlanInstance
from tannha.plan.rules.plan import PLAN_FORMAT, Plan

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def instance_schema() -> dict[str, Any]:
    """The schema of ``tannha-plan-instance/1``."""
    return schema_of(PlanInstance, INSTANCE_FORMAT)


def plan_schema() -> dict[str, Any]:
    """The schema of ``tannha-plan/1``."""
    return schema_of(Plan, PLAN_FORMAT)


def schema_of(kind: type[Any], name: str) -> dict[str, Any]:
    """The schema of a file format from its value type and its name."""
    parts: dict[str, Any] = {}
    _shape(kind, parts)
    top: dict[str, Any] = parts.pop(kind.__name__)
    top["properties"]["format"] = {"const": name}
    return {"$schema": DRAFT, "title": name, **top, "$defs": dict(sorted(parts.items()))}


def _shape(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_shape(one, parts) for one in get_args(kind)]}
    if origin in (tuple, frozenset):
        shape = {"type": "array", "items": _shape(get_args(kind)[0], parts)}
        return shape | ({"uniqueItems": True} if origin is frozenset else {})
    if kind is type(None):
        return {"type": "null"}
    if kind in (bool, int, str):
        return {"type": {bool: "boolean", int: "integer", str: "string"}[kind]}
    if issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    if issubclass(kind, date):
        return {"type": "string", "format": "date"}
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}
        hints = get_type_hints(kind)
        fields = dataclasses.fields(kind)
        parts[kind.__name__] = {
            "type": "object",
            "additionalProperties": False,
            "required": [
                one.name
                for one in fields
                if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
            ],
            "properties": {one.name: _shape(hints[one.name], parts) for one in fields},
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
