"""Settings of canvassing: the limits that protect people (reliability.md §14) can only be made stricter."""

from __future__ import annotations

from collections.abc import Mapping

from tannha.canvass.rules.limits import Limits
from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop

_FIGURES = Limits()

SETTINGS = (
    Adjustable(
        name="canvass.visits_a_round",
        label=gettext_noop("Visits to one person in a round, at most"),
        unit=gettext_noop("visits"),
        default=_FIGURES.visits_a_round,
        low=1,
        high=_FIGURES.visits_a_round,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.visits_a_week",
        label=gettext_noop("Visits to one person in a week, at most"),
        unit=gettext_noop("visits"),
        default=_FIGURES.visits_a_week,
        low=1,
        high=_FIGURES.visits_a_week,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.calls_a_round",
        label=gettext_noop("Calls to one family in a round, at most"),
        unit=gettext_noop("calls"),
        default=_FIGURES.calls_a_round,
        low=1,
        high=_FIGURES.calls_a_round,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.round_days",
        label=gettext_noop("Length of a round, at least"),
        unit=gettext_noop("days"),
        default=_FIGURES.round_days,
        low=_FIGURES.round_days,
        high=365,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.first_hour",
        label=gettext_noop("No visit before"),
        unit=gettext_noop("o'clock"),
        default=_FIGURES.first_minute // 60,
        low=_FIGURES.first_minute // 60,
        high=11,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.last_hour",
        label=gettext_noop("No visit after"),
        unit=gettext_noop("o'clock"),
        default=_FIGURES.last_minute // 60,
        low=14,
        high=_FIGURES.last_minute // 60,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.cool_down_days",
        label=gettext_noop("Rest after a stop word, at least"),
        unit=gettext_noop("days"),
        default=_FIGURES.cool_down_days,
        low=_FIGURES.cool_down_days,
        high=180,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="canvass.visitors",
        label=gettext_noop("Visitors at a door, at least"),
        unit=gettext_noop("people"),
        default=_FIGURES.visitors,
        low=_FIGURES.visitors,
        high=3,
        owner=Role.SUPERVISOR,
    ),
)


def limits_from(figures: Mapping[str, int]) -> Limits:
    """The limits with these settings' figures by name."""
    return Limits(
        visits_a_round=figures["canvass.visits_a_round"],
        visits_a_week=min(figures["canvass.visits_a_week"], figures["canvass.visits_a_round"]),
        calls_a_round=figures["canvass.calls_a_round"],
        round_days=figures["canvass.round_days"],
        first_minute=figures["canvass.first_hour"] * 60,
        last_minute=figures["canvass.last_hour"] * 60,
        cool_down_days=figures["canvass.cool_down_days"],
        visitors=figures["canvass.visitors"],
    )
