"""Whether a place can be reached without a step. Carrying somebody upstairs does not exist here. Pure."""

from __future__ import annotations


def way_is_step_free(*, floor: int, has_lift: bool, entrance_step_free: bool) -> bool:
    """Whether a person who cannot climb reaches the floor: a step-free entrance and, above the ground floor,
    a lift."""
    return entrance_step_free and (floor <= 1 or has_lift)


def may_say_step_free(*, floor: int, has_lift: bool) -> bool:
    """Whether a machine on this floor may be entered as step-free at all."""
    return floor <= 1 or has_lift
