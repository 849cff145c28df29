"""Settings of the roll: how much may be looked up (reliability.md §10.5); only fewer than delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop
from tannha.roll.rules.search import Limits

_FIGURES = Limits()
_PAUSE = int(_FIGURES.pause.total_seconds()) // 60

SETTINGS = (
    Adjustable(
        name="roll.look_ups_an_hour",
        label=gettext_noop("Look-ups of one officer in an hour, at most"),
        unit=gettext_noop("look-ups"),
        default=_FIGURES.per_hour,
        low=5,
        high=_FIGURES.per_hour,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="roll.look_ups_a_day",
        label=gettext_noop("Look-ups of one officer in a day, at most"),
        unit=gettext_noop("look-ups"),
        default=_FIGURES.per_day,
        low=20,
        high=_FIGURES.per_day,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="roll.misses",
        label=gettext_noop("Look-ups in a row that find nobody, before a pause"),
        unit=gettext_noop("look-ups"),
        default=_FIGURES.misses,
        low=2,
        high=_FIGURES.misses,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="roll.pause_minutes",
        label=gettext_noop("Pause after too many that find nobody, at least"),
        unit=gettext_noop("minutes"),
        default=_PAUSE,
        low=_PAUSE,
        high=120,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="roll.look_ups_of_the_station",
        label=gettext_noop("Look-ups of the whole station in a day, at most"),
        unit=gettext_noop("look-ups"),
        default=_FIGURES.station_per_day,
        low=100,
        high=_FIGURES.station_per_day,
        owner=Role.SUPERVISOR,
    ),
)


def limits_from(figures: Mapping[str, int]) -> Limits:
    """The limits with these settings' figures by name."""
    return Limits(
        per_hour=figures["roll.look_ups_an_hour"],
        per_day=figures["roll.look_ups_a_day"],
        misses=figures["roll.misses"],
        pause=timedelta(minutes=figures["roll.pause_minutes"]),
        station_per_day=figures["roll.look_ups_of_the_station"],
    )
