"""Frozen dataclasses to plain JSON values and back, strictly: used by the two file formats of this room.

Encoding: dataclass -> dict with its field names, tuple -> list, frozenset -> sorted list, date -> ISO text,
enum -> its word. Decoding refuses unknown keys, missing keys without a default, and wrong types, always
naming the path (``clients[3].weight``). Not here: what the values mean (see ``instance.py`` and
``plan.py``).
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
PLAIN = frozenset({int, bool, str})
LARGEST_NUMBER = 10**18
LARGEST_AMOUNT = 10**9


class BadInput(ValueError):
    """A file that cannot be used: ``field`` is the path, ``subject`` the id it concerns ("" if none),
    ``problem`` a word."""

    def __init__(self, *, field: str, problem: str, subject: str = "") -> None:
        self.field = field
        self.problem = problem
        self.subject = subject
        about = f" ({subject})" if subject else ""
        super().__init__(f"{field}{about}: {problem}")


def refuse_doubled_ids(field: str, ids: Iterable[str]) -> None:
    """BadInput for an id that is missing or stands twice; ``field`` is the list they belong to."""
    seen: set[str] = set()
    for one in ids:
        if not one:
            raise BadInput(field=f"{field}.id", problem="missing")
        if one in seen:
            raise BadInput(field=f"{field}.id", subject=one, problem="named twice")
        seen.add(one)


def refuse_negative(field: str, value: int, subject: str, *, most: int = LARGEST_AMOUNT) -> None:
    """BadInput for a number below zero, or above ``most`` (a thousand million: no time, way or count of a day comes
    near it, and sums of it stay exact)."""
    if value < 0:
        raise BadInput(field=field, subject=subject, problem="negative")
    if value > most:
        raise BadInput(field=field, subject=subject, problem=f"more than {most}")


def to_plain(value: object) -> Any:
    """The JSON shape of a value type; integers, text, booleans, lists, dicts and None only."""
    if type(value) in PLAIN:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _names_of(type(value))}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        if all(type(item) is int for item in value):
            return list(value)
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return value


@lru_cache(maxsize=64)
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def to_text(value: object) -> str:
    """JSON text, keys sorted, letters kept as they are: the same value gives the same bytes."""
    return json.dumps(to_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> dict[str, Any]:
    """The top object of a JSON text. Raises BadInput for broken JSON, a key named twice, half a character (a
    surrogate alone, which no file can hold), or anything but an object. A number of thousands of digits is read as
    one just too large, so that its field is named."""
    try:
        data = _loaded(text)
    except json.JSONDecodeError as error:
        raise BadInput(field=f"line {error.lineno}", problem="not JSON") from None
    except UnicodeEncodeError:
        raise BadInput(field="file", problem="half a character") from None
    except RecursionError:
        raise BadInput(field="file", problem="nested too deep") from None
    if not isinstance(data, dict):
        raise BadInput(field="file", problem="not an object")
    return data


def _loaded(text: str) -> Any:
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (json.JSONDecodeError, BadInput):
        raise
    except ValueError:  # Python reads no number of more than some thousand digits
        data = json.loads(text, object_pairs_hook=_once, parse_int=_shortened)
    if "\\u" in text:
        json.dumps(data, ensure_ascii=False).encode()
    return data


def _shortened(digits: str) -> int:
    return int(digits) if len(digits) < 20 else LARGEST_NUMBER + 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(field=key, problem="named twice")
        found[key] = value
    return found


def from_plain(kind: type[T], data: Any, where: str = "") -> T:
    """Build ``kind`` from plain JSON values; raises BadInput naming the path of what is wrong."""
    result: T = _read(kind, data, where)
    return result


def _read(kind: Any, data: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        if data is None and len(choices) < len(get_args(kind)):
            return None
        return _read(choices[0], data, where)
    if origin in (tuple, frozenset):
        return _read_many(origin, get_args(kind), data, where)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _read_fields(kind, data, where)
    return _read_one(kind, data, where)


def _read_one(kind: Any, data: Any, where: str) -> Any:
    if kind is int and isinstance(data, int) and not isinstance(data, bool):
        if not -LARGEST_NUMBER <= data <= LARGEST_NUMBER:
            raise BadInput(field=where, problem="too large a number")
        return data
    if kind in (bool, str) and isinstance(data, kind):
        return data
    if isinstance(kind, type) and isinstance(data, str):
        try:
            if issubclass(kind, Enum):
                return kind(data)
            if issubclass(kind, date):
                return date.fromisoformat(data)
        except ValueError:
            raise BadInput(field=where, problem="unknown value") from None
    raise BadInput(field=where, problem="not a whole number" if kind is int else "wrong kind of value")


def _read_many(origin: Any, kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    if not isinstance(data, list):
        raise BadInput(field=where, problem="not a list")
    if origin is frozenset or kinds[-1] is Ellipsis:
        if kinds[0] is int and all(type(item) is int for item in data):
            if data and (max(data) > LARGEST_NUMBER or min(data) < -LARGEST_NUMBER):
                raise BadInput(field=where, problem="too large a number")
            return origin(data)
        items = [_read(kinds[0], item, f"{where}[{index}]") for index, item in enumerate(data)]
        if origin is frozenset and len(set(items)) != len(items):
            raise BadInput(field=where, problem="named twice")
        return origin(items)
    if len(kinds) != len(data):
        raise BadInput(field=where, problem="wrong length")
    pairs = enumerate(zip(kinds, data, strict=True))
    return tuple(_read(kind, item, f"{where}[{index}]") for index, (kind, item) in pairs)


def _read_fields(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise BadInput(field=where or "file", problem="not an object")
    fields = _fields_of(kind)
    for key in data:
        if key not in fields:
            raise BadInput(field=f"{where}.{key}".lstrip("."), problem="unknown field")
    values: dict[str, Any] = {}
    prefix = f"{where}." if where else ""
    for name, (hint, needed) in fields.items():
        if name in data:
            value = data[name]
            plain = hint in PLAIN and hint is not int and type(value) is hint
            values[name] = value if plain else _read(hint, value, prefix + name)
        elif needed:
            raise BadInput(field=prefix + name, problem="missing")
    return kind(**values)


@lru_cache(maxsize=64)
def _fields_of(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Each field's type, and whether it has no default."""
    hints = get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    }
