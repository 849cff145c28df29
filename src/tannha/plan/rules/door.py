"""A place one can go to, as the sources of travel times see it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A place one can go to: ``key`` is its id in the instance, ``spot`` the corner it stands at."""

    key: str
    spot: str
    floor: int = 0
    has_lift: bool = False
    in_alley: bool = False
