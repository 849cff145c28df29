"""By when a request must be answered and an incident reported: dated law as data. Pure.

The first answer is due in working days; the time for the request itself is counted in calendar days, the earlier of the
two readings of the law, so that nobody is late under either. The extension is granted once, of the same length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tannha.ground.regime import add_working_days
from tannha.privacy.rules.rights import RequestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DataLaw:
    """The rules of one time: working days to the first answer, calendar days by kind, hours to report an incident."""

    since: date
    law: str
    first_answer_working_days: int
    days: Mapping[RequestKind, int]
    extensions: int
    report_hours: int


_K = RequestKind
LAWS = (
    DataLaw(
        since=date(2023, 7, 1),
        law="Nghị định 13/2023/NĐ-CP",
        first_answer_working_days=2,
        days=dict.fromkeys(RequestKind, 3),
        extensions=0,
        report_hours=72,
    ),
    DataLaw(
        since=date(2026, 1, 1),
        law="Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP",
        first_answer_working_days=2,
        days={_K.SEE: 10, _K.CORRECT: 10, _K.RESTRICT: 15, _K.OBJECT: 15, _K.WITHDRAW: 15, _K.ERASE: 20},
        extensions=1,
        report_hours=72,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The last days of one request, and whether its time may still be extended."""

    first_answer_on: date
    due_on: date
    may_extend: bool
    law: str


def law_on(day: date) -> DataLaw:
    """The rules in force on a day; the oldest known for earlier days."""
    return next((law for law in reversed(LAWS) if law.since <= day), LAWS[0])


def clock_of(kind: RequestKind, received_on: date, *, extended: bool = False) -> Clock:
    """When a request received on a day must be answered; the day of receipt does not count."""
    law = law_on(received_on)
    days = law.days[kind] * (2 if extended else 1)
    return Clock(
        first_answer_on=add_working_days(received_on, law.first_answer_working_days),
        due_on=received_on + timedelta(days=days),
        may_extend=law.extensions > 0 and not extended,
        law=law.law,
    )


def report_by(detected_at: datetime, day: date) -> datetime:
    """Until when the authority, and for biometrics the people concerned, must be told of an incident."""
    return detected_at + timedelta(hours=law_on(day).report_hours)
