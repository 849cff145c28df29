"""Looking up seconds in a ``Travel`` table by place names, profile and moment of leaving.

The time from door to door is driving plus the access time of both places (parking, lift, stairs); between
one place and itself it is 0. None means there is no way. Shared by solvers and score, never by the checker.
"""

from __future__ import annotations

from bisect import bisect_right

from tannha.plan.rules.instance import Travel

NO_WAY = 10**7


class TravelTable:
    """Indexes of one ``Travel`` value, made once and asked often."""

    def __init__(self, travel: Travel) -> None:
        self._travel = travel
        self._place = {place: index for index, place in enumerate(travel.places)}
        self._profile = {profile: index for index, profile in enumerate(travel.profiles)}

    def seconds(self, profile: str, start: str, end: str, leaving: int) -> int:
        """Door to door in seconds when leaving at ``leaving``; NO_WAY when the table has no way."""
        if start == end:
            return 0
        travel = self._travel
        starts = travel.period_starts
        period = bisect_right(starts, leaving) - 1 if len(starts) > 1 else 0
        first, last = self._place[start], self._place[end]
        driven = travel.seconds[self._profile[profile]][max(period, 0)][first][last]
        if driven < 0:
            return NO_WAY
        return driven + travel.access_seconds[first] + travel.access_seconds[last]

    def latest_leaving(self, profile: str, start: str, end: str, arrive: int) -> int:
        """The last moment at which one can leave and be there by ``arrive``; before midnight where there is none."""
        starts = self._travel.period_starts
        for period in range(len(starts) - 1, -1, -1):
            ends = starts[period + 1] if period + 1 < len(starts) else 10**9
            leaving = min(arrive - self.seconds(profile, start, end, starts[period]), ends - 1)
            if leaving >= starts[period]:
                return leaving
        return arrive - self.seconds(profile, start, end, 0)

    def least(self, profile: str, start: str, end: str) -> int:
        """Door to door in seconds at the best hour of the day."""
        return min(self.seconds(profile, start, end, moment) for moment in self._travel.period_starts)

    def metres(self, start: str, end: str) -> int:
        """Street metres between two places."""
        return self._travel.metres[self._place[start]][self._place[end]]
