"""Settings of enrolment: tries of a capture, which can only become fewer (at most two a visit).

The rest after a stop word is one setting for the whole ward, and canvassing declares it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tannha.enrol.rules.gentle import Limits
from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop

_FIGURES = Limits()

SETTINGS = (
    Adjustable(
        name="enrol.tries_a_visit",
        label=gettext_noop("Tries of one picture or print in a visit, at most"),
        unit=gettext_noop("tries"),
        default=_FIGURES.tries_a_visit,
        low=1,
        high=_FIGURES.tries_a_visit,
        owner=Role.SUPERVISOR,
    ),
)


def limits_from(figures: Mapping[str, int]) -> Limits:
    """The limits of capture with the ward's figures by name."""
    return Limits(tries_a_visit=figures["enrol.tries_a_visit"], rest_days=figures["canvass.cool_down_days"])
