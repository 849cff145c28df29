"""Looking one person up: for a purpose, by full number or by name, birth year and group; within limits; best first.

Pure. There is no listing and no wildcard. Limits and the pause after misses: `reliability.md` §10.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rapidfuzz.fuzz import ratio, token_sort_ratio

from tannha.ground.names import fold
from tannha.ground.refusal import Refusal
from tannha.roll.refusals import Code
from tannha.roll.rules.likeness import one_slip, shortened


class Purpose(StrEnum):
    """Why somebody is looked up; kept in the journal."""

    FAMILY_ASKS = "family_asks"
    VISIT = "visit"
    ENROLMENT = "enrolment"
    CARD = "card"
    CORRECTION = "correction"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be looked up; a setting of the station."""

    per_hour: int = 30
    per_day: int = 150
    misses: int = 5
    misses_within: timedelta = timedelta(minutes=10)
    pause: timedelta = timedelta(minutes=10)
    station_per_day: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One earlier look-up of the same person: when, and whether anybody was found."""

    at: datetime
    found: bool


def why_not(past: Sequence[Past], *, station_today: int, limits: Limits, now: datetime) -> Refusal | None:
    """The refusal of one more look-up, nearest condition first, or None.

    `past` holds the last 24 hours in any order; all moments are given in local time.
    """
    today = [one for one in past if one.at.date() == now.date()]
    hour = sorted(one.at for one in past if now - one.at < timedelta(hours=1))
    missed = _misses_in_a_row(past, limits, now)
    if missed is not None and now < missed + limits.pause:
        return Refusal(Code.LOOK_UP_PAUSE, limit=limits.misses, until=_clock(missed + limits.pause))
    if len(hour) >= limits.per_hour:
        free = hour[len(hour) - limits.per_hour] + timedelta(hours=1)
        return Refusal(Code.LOOK_UP_LIMIT, limit=limits.per_hour, until=_clock(free))
    if len(today) >= limits.per_day:
        return Refusal(Code.LOOK_UP_DAY_LIMIT, limit=limits.per_day)
    if station_today >= limits.station_per_day:
        return Refusal(Code.LOOK_UP_STATION, limit=limits.station_per_day)
    return None


def _misses_in_a_row(past: Sequence[Past], limits: Limits, now: datetime) -> datetime | None:
    """When the last miss was, if the latest look-ups were all misses within the span; else None."""
    latest = sorted(past, key=lambda one: one.at)[-limits.misses :]
    if len(latest) < limits.misses or any(one.found for one in latest):
        return None
    return latest[-1].at if latest[-1].at - latest[0].at <= limits.misses_within else None


def _clock(moment: datetime) -> str:
    local = moment + timedelta(seconds=59)
    return f"{local.hour}:{local.minute:02}"


LIKELY = 72.0
_SURE = 90.0
_FURTHER_OFF = 10.0


def rank(
    name: str, candidates: Iterable[tuple[UUID, str]], further: Iterable[tuple[UUID, str]] = ()
) -> list[UUID]:
    """Ids of the candidates (id, folded name) that may be meant, likeliest first; order and letters may be off.

    `further` are people whose year of birth is not known: they come in only by a sure name.
    """
    wanted = fold(name)
    scored = []
    for one, key in candidates:
        score = _score(wanted, key)
        if score >= LIKELY:
            scored.append((-score, key, str(one), one))
    for one, key in further:
        score = _score(wanted, key)
        if score >= _SURE:
            scored.append((_FURTHER_OFF - score, key, str(one), one))
    return [one for *_, one in sorted(scored)]


def _score(wanted: str, key: str) -> float:
    together = max(ratio(wanted, key), token_sort_ratio(wanted, key) - 1)
    squeezed = ratio(wanted.replace(" ", ""), key.replace(" ", "")) - 1
    words = wanted.split()
    left_out = len(words) >= 2 and (set(words) <= set(key.split()) or shortened(wanted, key))
    if left_out or one_slip(wanted, key):
        together = max(together, _SURE + together / 20)
    return max(together, squeezed)


def initials(full_name: str) -> str:
    """A name for those who may not see it: "T. T. Đ."."""
    return " ".join(f"{word[0]}." for word in full_name.split())
