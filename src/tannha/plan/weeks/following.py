"""The calls played under a policy: who was promised what, what stayed idle, and whether every promise was kept.

*ours* offers up to three times with the reserve; *first come, first served* gives everybody the earliest time there is
and holds nothing. Both use the same single insertions, the same people and the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tannha.plan.check import check_plan
from tannha.plan.offer.asking import Choice, Forecast, Mark, OfferSettings
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing, fetches_broken
from tannha.plan.offer.taking import kept, take
from tannha.plan.rules.plan import Plan
from tannha.plan.weeks.calls import FIRST_DAY, USUAL, Call, Flow, empty_day, forecast_of, open_days

FRAIL_DAYS = 7
NOTHING_EXPECTED = Forecast()
OURS = "ours"
FIRST_COME = "first_come"
TAKES_SOONEST, TAKES_LIKED = 0.5, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a policy came to. Shares in per cent; ``idle_percent`` over the days of the weeks of calls;
    ``offer_ms`` by the clock that was given, 0 without one; ``waits`` are days from call to time, frail callers'."""

    policy: str
    calls: int
    promised: int
    frail: int
    frail_in_days: frozenset[str]
    broken: int
    violations: int
    entries: int
    idle_entries: int
    walk_ins_served: int
    frail_waits: tuple[int, ...]
    offer_ms: tuple[float, ...]

    @property
    def idle_percent(self) -> float:
        """Entries nobody had, of all in the weeks of calls."""
        return round(100 * self.idle_entries / self.entries, 2) if self.entries else 0.0


def settings_for(policy: str) -> OfferSettings:
    """The settings of a policy: first come, first served holds nothing and values everybody alike."""
    plain = OfferSettings(owner="invented", since="2026-01-01")
    if policy == OURS:
        return plain
    return replace(plain, far_percent=0, near_percent=0, worth_frail=1, worth_caller=1, worth_walk_in=1)


def follow(
    seed: int, calls: Sequence[Call], policy: str, *, weeks: int = 3, flow: Flow = USUAL,
    clock: Callable[[], float] | None = None,
) -> Followed:  # fmt: skip
    """Play all calls in order. ``clock`` measures each offer (seconds of the processor)."""
    settings = settings_for(policy)
    forecast = forecast_of(flow) if policy == OURS else NOTHING_EXPECTED
    days: dict[date, tuple[Standing, Plan]] = {}
    for day in open_days(weeks, settings.horizon_days):
        instance, plan = empty_day(seed, day)
        days[day] = (Standing(instance, plan, forecast=forecast), plan)
    promised: dict[str, Choice] = {}
    milliseconds = []
    for call in calls:
        near = _near(days, call, settings)
        began = clock() if clock else 0.0
        choices = offer(near, call.caller, settings)
        milliseconds.append(1_000 * (clock() - began) if clock else 0.0)
        if not choices:
            continue
        choice = chosen(choices, call, policy)
        if take(
            days[choice.day][0], call.caller, choice, settings, told_at=call.caller.called_on.isoformat()
        ):
            promised[call.caller.client.id] = choice
    return _counted(policy, calls, promised, days, weeks, milliseconds)


def _near(days: dict[date, tuple[Standing, Plan]], call: Call, settings: OfferSettings) -> list[Standing]:
    last = call.caller.called_on + timedelta(days=settings.horizon_days)
    return [standing for day, (standing, _) in days.items() if call.caller.called_on <= day <= last]


def chosen(choices: Sequence[Choice], call: Call, policy: str) -> Choice:
    """Which time the caller takes: half of them the soonest, a third the one in their good hours, the rest the best
    for the day; at first come, first served there is no choice."""
    if policy == FIRST_COME or call.caller.turned_up or call.wish < TAKES_SOONEST:
        return choices[0]
    wanted = Mark.GOOD_HOURS if call.wish < TAKES_LIKED else Mark.BEST_FOR_DAY
    return next((choice for choice in choices if wanted in choice.marks), choices[0])


def _counted(
    policy: str, calls: Sequence[Call], promised: dict[str, Choice], days: dict[date, tuple[Standing, Plan]],
    weeks: int, milliseconds: Sequence[float],
) -> Followed:  # fmt: skip
    by_id = {call.caller.client.id: call for call in calls}
    waits = {
        person: (choice.day - by_id[person].caller.called_on).days
        for person, choice in promised.items()
        if by_id[person].frail
    }
    last = FIRST_DAY + timedelta(days=weeks * 7)
    broken = violations = entries = idle = 0
    for day, (standing, plan) in days.items():
        if standing.promises:
            instance, made = kept(standing, plan)
            found = check_plan(instance, made)
            violations += len(found)
            broken += sum(1 for one in found if one.constraint == "C18") + fetches_broken(standing, made)
        if FIRST_DAY < day < last:
            entries += standing.whole
            idle += standing.whole - sum(standing.taken.values())
    return Followed(
        policy=policy,
        calls=len(calls),
        promised=len(promised),
        frail=sum(call.frail for call in calls),
        frail_in_days=frozenset(person for person, wait in waits.items() if wait <= FRAIL_DAYS),
        broken=broken,
        violations=violations,
        entries=entries,
        idle_entries=idle,
        walk_ins_served=sum(by_id[person].caller.turned_up for person in promised),
        frail_waits=tuple(sorted(waits.values())),
        offer_ms=tuple(milliseconds),
    )


def able(seed: int, calls: Iterable[Call], *, weeks: int = 3) -> frozenset[str]:
    """Frail callers for whom the capacity suffices: those promised within seven days when nobody else calls."""
    alone = [call for call in calls if call.frail]
    return follow(seed, alone, FIRST_COME, weeks=weeks).frail_in_days
