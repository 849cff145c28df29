"""The rules in force on a date, as dated data: ages, validity, biometrics, forms, fees, deadlines, working days. Pure.

`regime_on(day)` picks by the case's date, never by today. The figures and their sources stand in `law.py`, holidays in
`holidays.py`; a change of law is a new row there.
"""

from __future__ import annotations

from datetime import date

from tannha.ground.regime.calendar import add_working_days, is_working_day
from tannha.ground.regime.law import REGIMES, fee_dong
from tannha.ground.regime.types import FormCode, Modality, Regime, Service


def regime_on(day: date) -> Regime:
    """The regime in force on a day; before the first known one the first is given."""
    chosen = REGIMES[0]
    for regime in REGIMES:
        if regime.since <= day:
            chosen = regime
    return chosen


__all__ = [
    "REGIMES",
    "FormCode",
    "Modality",
    "Regime",
    "Service",
    "add_working_days",
    "fee_dong",
    "is_working_day",
    "regime_on",
]
