"""Settings of planning: what is held for frail people who still call, and how far ahead a time can be promised."""

from __future__ import annotations

from collections.abc import Mapping

from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop
from tannha.plan.offer.asking import OfferSettings

_FIGURES = OfferSettings(owner="ward", since="")

SETTINGS = (
    Adjustable(
        name="plan.offer_days",
        label=gettext_noop("How far ahead a time can be promised"),
        unit=gettext_noop("days"),
        default=_FIGURES.horizon_days,
        low=1,
        high=60,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="plan.reserve_far",
        label=gettext_noop("Held for frail people and walk-ins until two days before"),
        unit=gettext_noop("per cent"),
        default=_FIGURES.far_percent,
        low=12,
        high=60,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="plan.reserve_near",
        label=gettext_noop("Held for them from the day before"),
        unit=gettext_noop("per cent"),
        default=_FIGURES.near_percent,
        low=0,
        high=12,
        owner=Role.SUPERVISOR,
    ),
    Adjustable(
        name="plan.release_hour",
        label=gettext_noop("Nothing is held any more from"),
        unit=gettext_noop("o'clock"),
        default=_FIGURES.release_hour,
        low=12,
        high=20,
        owner=Role.SUPERVISOR,
    ),
)


def offer_settings_from(figures: Mapping[str, int], *, since: str) -> OfferSettings:
    """The offer's settings with these figures by name."""
    return OfferSettings(
        owner="ward",
        since=since,
        horizon_days=figures["plan.offer_days"],
        far_percent=figures["plan.reserve_far"],
        near_percent=figures["plan.reserve_near"],
        release_hour=figures["plan.release_hour"],
    )
