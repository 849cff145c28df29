"""Settings of the ground: the screen's clocks, tries at the door, and the ward's telephone on its papers."""

from __future__ import annotations

from tannha.ground.access import Role
from tannha.ground.figures import Adjustable
from tannha.ground.refusal import gettext_noop
from tannha.ground.sign_in_clocks import LOCK_SECONDS, LOG_OUT_SECONDS
from tannha.ground.sign_in_limits import SignInLimits

_TRIES = SignInLimits()
LOCK_MINUTES = "ground.lock_minutes"
LOG_OUT_MINUTES = "ground.log_out_minutes"
TRIES = "ground.sign_in_tries"
REST_MINUTES = "ground.rest_minutes"
WARD_PHONE = "ground.ward_phone"

SETTINGS = (
    Adjustable(
        name=LOCK_MINUTES,
        label=gettext_noop("The screen hides itself after, at most"),
        unit=gettext_noop("minutes"),
        default=LOCK_SECONDS // 60,
        low=1,
        high=LOCK_SECONDS // 60,
        owner=Role.ADMINISTRATOR,
    ),
    Adjustable(
        name=LOG_OUT_MINUTES,
        label=gettext_noop("An unused screen signs out after, at most"),
        unit=gettext_noop("minutes"),
        default=LOG_OUT_SECONDS // 60,
        low=5,
        high=LOG_OUT_SECONDS // 60,
        owner=Role.ADMINISTRATOR,
    ),
    Adjustable(
        name=TRIES,
        label=gettext_noop("Wrong passwords, codes or PINs before an account rests"),
        unit=gettext_noop("tries"),
        default=_TRIES.tries,
        low=3,
        high=_TRIES.tries,
        owner=Role.ADMINISTRATOR,
    ),
    Adjustable(
        name=REST_MINUTES,
        label=gettext_noop("An account rests for, at least"),
        unit=gettext_noop("minutes"),
        default=_TRIES.rest_minutes,
        low=_TRIES.rest_minutes,
        high=120,
        owner=Role.ADMINISTRATOR,
    ),
    Adjustable(
        name=WARD_PHONE,
        label=gettext_noop("The ward's telephone on notices and papers"),
        unit="",
        default=0,
        low=0,
        high=0,
        owner=Role.SUPERVISOR,
        pattern=r"\+?[0-9][0-9 .]{5,18}[0-9]",
    ),
)
