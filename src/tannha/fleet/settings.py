"""Settings of the fleet: officers' hours, which can only be made gentler than the law's."""

from __future__ import annotations

from collections.abc import Mapping

from tannha.fleet.rules.hours import HourLimits
from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop

_FIGURES = HourLimits()

SETTINGS = (
    Adjustable(
        name="fleet.day_hours",
        label=gettext_noop("An officer's work in a day, at most"),
        unit=gettext_noop("hours"),
        default=_FIGURES.day_minutes // 60,
        low=6,
        high=_FIGURES.day_minutes // 60,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="fleet.week_hours",
        label=gettext_noop("An officer's work in a week, at most"),
        unit=gettext_noop("hours"),
        default=_FIGURES.week_minutes // 60,
        low=24,
        high=_FIGURES.week_minutes // 60,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="fleet.rest_hours",
        label=gettext_noop("An officer's rest between two days, at least"),
        unit=gettext_noop("hours"),
        default=_FIGURES.rest_minutes // 60,
        low=_FIGURES.rest_minutes // 60,
        high=14,
        owner=Role.SUPERVISOR,
    ),
)


def limits_from(figures: Mapping[str, int]) -> HourLimits:
    """The limits with these settings' figures by name."""
    return HourLimits(
        day_minutes=figures["fleet.day_hours"] * 60,
        week_minutes=figures["fleet.week_hours"] * 60,
        rest_minutes=figures["fleet.rest_hours"] * 60,
    )
