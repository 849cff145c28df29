"""The only door to the time of day. Verbs get `now` as an argument; only page middleware and commands call `now()`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in Vietnam."""
    return moment.astimezone(LOCAL).date()


def local_minute(moment: datetime) -> int:
    """Minutes since local midnight of a moment."""
    local = moment.astimezone(LOCAL)
    return local.hour * 60 + local.minute


def at_local(day: date, minute: int) -> datetime:
    """The moment that is `minute` minutes after local midnight of `day`, in UTC."""
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=LOCAL).astimezone(UTC)
