"""What would help a person today: asked, voluntary, kept with consent, never a label; and what follows for
ways. Pure.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum


class NeedKind(StrEnum):
    """One thing that would help; wire words, never renamed."""

    WHEELCHAIR = "wheelchair"
    WALKS_SLOWLY = "walks_slowly"
    STAYS_AT_HOME = "stays_at_home"
    AFRAID_OF_FLASH = "afraid_of_flash"
    CALM_PLACE = "calm_place"
    HARD_OF_HEARING = "hard_of_hearing"
    SEES_LITTLE = "sees_little"
    SPEAKS_SLOWLY = "speaks_slowly"
    OXYGEN = "oxygen"
    FAMILY_BESIDE = "family_beside"
    MORE_TIME = "more_time"


class ServiceWay(StrEnum):
    """How a person can be served."""

    WALK_IN = "walk_in"
    RIDE = "ride"
    HOME = "home"


GENTLE = frozenset({NeedKind.AFRAID_OF_FLASH, NeedKind.CALM_PLACE})
STEP_FREE = frozenset({NeedKind.WHEELCHAIR, NeedKind.WALKS_SLOWLY, NeedKind.OXYGEN})
AT_HOME = frozenset({NeedKind.STAYS_AT_HOME, NeedKind.OXYGEN})
FRAIL = frozenset({*STEP_FREE, *AT_HOME, *GENTLE, NeedKind.SPEAKS_SLOWLY})


def ways_for(needs: Set[NeedKind], wished: ServiceWay | None = None) -> frozenset[ServiceWay]:
    """The ways that suit the needs; the family's own wish is kept alone where it suits, and `HOME` always
    suits.
    """
    if needs & AT_HOME:
        return frozenset({ServiceWay.HOME})
    if NeedKind.WHEELCHAIR in needs or needs & GENTLE:
        suits = frozenset({ServiceWay.RIDE, ServiceWay.HOME})
    elif needs & FRAIL:
        suits = frozenset(ServiceWay)
    else:
        suits = frozenset({ServiceWay.WALK_IN})
    if wished is not None and (wished in suits or wished is ServiceWay.HOME):
        return frozenset({wished})
    return suits


def proposed_way(needs: Set[NeedKind], wished: ServiceWay | None = None) -> ServiceWay:
    """The next step shown as already chosen when a person agrees: home for the frail, else the counter."""
    ways = ways_for(needs, wished)
    for way in (ServiceWay.HOME, ServiceWay.RIDE, ServiceWay.WALK_IN):
        if way in ways and (way is not ServiceWay.HOME or needs & FRAIL or len(ways) == 1):
            return way
    return ServiceWay.WALK_IN


def more_careful(first: Set[NeedKind], second: Set[NeedKind]) -> frozenset[NeedKind]:
    """Two records of one person that differ: plan for the more careful one, so every need of both."""
    return frozenset(first) | frozenset(second)
