"""The settings in force: what rooms declare, and what the ward last decided. Reads only; `adjust` changes.

Rooms declare theirs in `<room>/settings.py` as `SETTINGS`; nothing reads a setting that is not declared. A limit that
protects people is delivered at its loosest: its bounds let it become stricter, never looser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from tannha.ground.access import Role
from tannha.ground.models import SettingChange
from tannha.ground.wards import folder_ward_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustable:
    """A setting: dotted name, English label, unit, default and bounds of a whole number, and whose business it is.

    With a `pattern` (a regular expression for the whole text) it is a text instead, empty as delivered.
    """

    name: str
    label: str
    unit: str
    default: int
    low: int
    high: int
    owner: Role
    pattern: str = ""


_DECLARED: dict[str, Adjustable] = {}
_remembered: ContextVar[dict[UUID | None, dict[str, int]] | None] = ContextVar("figures", default=None)


def declare(settings: tuple[Adjustable, ...]) -> None:
    """Make a room's settings known; called once at start."""
    _DECLARED.update({setting.name: setting for setting in settings})


def declared() -> list[Adjustable]:
    """All settings in the order of their names."""
    return [_DECLARED[name] for name in sorted(_DECLARED)]


def value_of(ward_id: UUID | None, name: str) -> int:
    """The whole number in force for a ward."""
    return figures_of(ward_id)[name]


def text_of(ward_id: UUID | None, name: str) -> str:
    """The text in force for a ward; empty as delivered."""
    newest = SettingChange.objects.filter(ward_id=ward_id, name=name).first()
    return newest.value if newest else ""


def figures_of(ward_id: UUID | None) -> dict[str, int]:
    """Every whole number in force for a ward, by name, in one query; None asks for the ward of this data folder.

    A figure that an earlier version allowed and this one does not is drawn to the nearest bound.
    """
    known = _remembered.get()
    if known is None:
        return _read(ward_id if ward_id is not None else folder_ward_id())
    if ward_id not in known:
        known[ward_id] = _read(ward_id if ward_id is not None else folder_ward_id())
    return known[ward_id]


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for each ward's figures once inside: for the time of one request."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget() -> None:
    """A setting changed: what this request remembers is asked for anew."""
    known = _remembered.get()
    if known is not None:
        known.clear()


def _read(ward_id: UUID | None) -> dict[str, int]:
    figures = {setting.name: setting.default for setting in _DECLARED.values() if not setting.pattern}
    oldest_first = SettingChange.objects.filter(ward_id=ward_id, name__in=list(figures)).order_by("at", "id")
    for name, value in oldest_first.values_list("name", "value"):
        bounds = _DECLARED[name]
        figures[name] = min(max(int(value), bounds.low), bounds.high)
    return figures


def values_of(ward_id: UUID) -> dict[str, SettingChange]:
    """The newest change of each setting that was ever changed."""
    found: dict[str, SettingChange] = {}
    for change in SettingChange.objects.filter(ward_id=ward_id).select_related("owner"):
        found.setdefault(change.name, change)
    return found


def list_changes(ward_id: UUID | None, name: str) -> list[SettingChange]:
    """Every change of a setting, newest first."""
    return list(SettingChange.objects.filter(ward_id=ward_id, name=name).select_related("owner"))


def find_declared(name: str) -> Adjustable | None:
    """The setting of that name; None where no room declares one."""
    return _DECLARED.get(name)
