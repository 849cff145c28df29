"""Rows that rooms offer to the Today page, and links they offer to the rail. Pure; texts are already translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tannha.ground.access import May


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayRow:
    """One thing that waits for this actor: no names, a count where it helps; the lowest `order` stands first."""

    order: int
    text: str
    detail: str = ""
    count: int | None = None
    url_name: str = ""
    url_args: tuple[Any, ...] = ()
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A word of the rail: label (English source, translated when shown), route name, row of the access table."""

    label: str
    url_name: str
    may: May
