"""Settings as one table: each has a default, bounds, an owner, a date and a reason; the newest change holds.

Rooms declare theirs in `<room>/settings.py` as `SETTINGS`; nothing reads a setting that is not declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.models import SettingChange
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustable:
    """A whole-number setting: dotted name, English label, unit, default and bounds."""

    name: str
    label: str
    unit: str
    default: int
    low: int
    high: int


_DECLARED: dict[str, Adjustable] = {}


def declare(settings: tuple[Adjustable, ...]) -> None:
    """Make a room's settings known; called once at start."""
    _DECLARED.update({setting.name: setting for setting in settings})


def declared() -> list[Adjustable]:
    """All settings in the order of their names."""
    return [_DECLARED[name] for name in sorted(_DECLARED)]


def value_of(ward_id: UUID, name: str) -> int:
    """The value in force for a ward."""
    newest = SettingChange.objects.filter(ward_id=ward_id, name=name).first()
    return int(newest.value) if newest else _DECLARED[name].default


def values_of(ward_id: UUID) -> dict[str, SettingChange]:
    """The newest change of each setting that was ever changed."""
    found: dict[str, SettingChange] = {}
    for change in SettingChange.objects.filter(ward_id=ward_id).select_related("owner"):
        found.setdefault(change.name, change)
    return found


@act(May.SETTINGS)
def change_setting(
    actor: Actor, *, name: str, value: int, reason: str, now: datetime, second: SecondPerson | None = None
) -> SettingChange:
    """Change a setting from now on; a supervisor needs a second person. Refuses outside the bounds, without reason."""
    setting = _DECLARED.get(name)
    if setting is None or actor.role not in (Role.ADMINISTRATOR, Role.SUPERVISOR):
        raise Refused(not_there())
    if not setting.low <= value <= setting.high or not reason.strip():
        raise Refused(Refusal(Code.SETTING_VALUE, low=setting.low, high=setting.high))
    confirmer = confirm(actor, second, May.SETTINGS, now=now) if actor.role is Role.SUPERVISOR else None
    change = SettingChange.objects.create(
        ward_id=actor.ward_id,
        name=name,
        value=str(value),
        reason=reason.strip(),
        owner_id=actor.user_id,
        at=now,
    )
    journal.act(
        actor, "ground.setting_changed", now=now, second=confirmer, details={"setting": name, "value": value}
    )
    return change
