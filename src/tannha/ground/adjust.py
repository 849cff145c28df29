"""Changing a setting: within its bounds, with a reason, by those who may; the newest change holds."""

from __future__ import annotations

import re
from datetime import datetime

from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.figures import (
    Adjustable,
    declare,
    declared,
    figures_of,
    find_declared,
    forget,
    list_changes,
    text_of,
    value_of,
    values_of,
)
from tannha.ground.models import SettingChange
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.verb import act

__all__ = [
    "Adjustable",
    "change_setting",
    "declare",
    "declared",
    "figures_of",
    "list_changes",
    "text_of",
    "value_of",
    "values_of",
]


@act(May.SETTINGS)
def change_setting(
    actor: Actor,
    *,
    name: str,
    value: int | str,
    reason: str,
    now: datetime,
    second: SecondPerson | None = None,
) -> SettingChange:
    """Change a setting from now on; a supervisor needs a second person. Refuses outside the bounds, without reason."""
    setting = find_declared(name)
    if setting is None or actor.role not in (Role.ADMINISTRATOR, Role.SUPERVISOR):
        raise Refused(not_there())
    text = str(value).strip()
    _refuse_unfit(setting, text, reason)
    confirmer = confirm(actor, second, May.SETTINGS, now=now) if actor.role is Role.SUPERVISOR else None
    change = SettingChange.objects.create(
        ward_id=actor.ward_id,
        name=name,
        value=text,
        reason=reason.strip(),
        owner_id=actor.user_id,
        at=now,
    )
    forget()
    journal.act(
        actor, "ground.setting_changed", now=now, second=confirmer, details={"setting": name, "value": text}
    )
    return change


def _refuse_unfit(setting: Adjustable, text: str, reason: str) -> None:
    if setting.pattern and (not reason.strip() or not re.fullmatch(setting.pattern, text)):
        raise Refused(Refusal(Code.SETTING_TEXT))
    if setting.pattern:
        return
    if not text.isdecimal() or not setting.low <= int(text) <= setting.high or not reason.strip():
        raise Refused(Refusal(Code.SETTING_VALUE, low=setting.low, high=setting.high))
