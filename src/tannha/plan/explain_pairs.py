"""Rules that would have to give way together, where no single one lets a person in: the cheapest pair, or more. Pure.

Both amounts are as small as they go: with the second whole the first is bisected, then the second with that first.
So with nine tenths of both nobody is let in. Nothing names another resident: somebody else's promise is in no pair.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from tannha.plan.relaxing import CONSTRAINT_OF, Relaxation, relaxed, relaxed_client
from tannha.plan.rules.instance import Client, PlanInstance
from tannha.plan.rules.plan import Plan, Reason, ReasonCode, Relaxed
from tannha.plan.solvers.day import Day, from_plan
from tannha.plan.solvers.possible import is_possible

Pair = tuple[Relaxation, ...]
ENOUGH = 4
NOT_IN_PAIRS = frozenset({ReasonCode.OTHER_PROMISE, ReasonCode.KIT_AND_HOURS, ReasonCode.NOT_BEFORE})


class Pairs:
    """Looks for pairs over one plan; keeps the relaxed days, so that many people cost little."""

    def __init__(self, instance: PlanInstance, plan: Plan, whole: frozenset[ReasonCode]) -> None:
        self.instance, self.plan, self.whole = instance, plan, whole
        self._days: dict[Pair, Day | None] = {}

    def fits(self, client: Client, pair: Pair) -> bool:
        """Whether one insertion serves the client when both give way."""
        if pair not in self._days:
            instance = self.instance
            for one in pair:
                instance = relaxed(instance, one) if one.amount else instance
            self._days[pair] = from_plan(instance, self.plan)
        day = self._days[pair]
        if day is None:
            return False
        for one in pair:
            client = relaxed_client(client, one) if one.amount else client
        return is_possible(day, client)

    def cheapest(self, client: Client, candidates: Iterable[tuple[ReasonCode, str, int]]) -> Pair | None:
        """The pair that asks least, each amount counted as a share of the most that is looked at; None without one."""
        most = _most(candidates)
        fitting = (pair for pair in _pairs(most) if self.fits(client, pair))
        found = [(self._least(client, pair), pair) for pair in itertools.islice(fitting, ENOUGH)]
        shares = [(sum(a.amount / b.amount for a, b in zip(*both, strict=True)), both[0]) for both in found]
        return min(shares, key=lambda one: one[0])[1] if shares else None

    def several(self, client: Client, candidates: Iterable[tuple[ReasonCode, str, int]]) -> Pair | None:
        """Where no two are enough: all at once, then one after the other taken back, the last first, while the person
        still fits; each left as small as it goes. None where even all of them do not help."""
        most = _most(candidates)
        for left_out in (ReasonCode.ONE_MORE_CAR, ReasonCode.ONE_MORE_KIT):
            kept = tuple(one for one in most if one.code is not left_out)
            if self.fits(client, kept):
                for one in reversed(kept):
                    fewer = tuple(other for other in kept if other is not one)
                    kept = fewer if self.fits(client, fewer) else kept
                return self._least(client, kept)
        return None

    def _least(self, client: Client, pair: Pair) -> Pair:
        found = list(pair)
        for place, one in enumerate(pair):
            fits = partial(self._fits_with, client, tuple(found[:place]), tuple(found[place + 1 :]))
            found[place] = self._bisected(one, fits)
        return tuple(found)

    def _fits_with(self, client: Client, before: Pair, after: Pair, one: Relaxation) -> bool:
        return self.fits(client, (*before, one, *after))

    def _bisected(self, one: Relaxation, fits: Callable[[Relaxation], bool]) -> Relaxation:
        low, high = 0, one.amount
        while high - low > 1 and one.code not in self.whole:
            middle = (low + high) // 2
            tried = Relaxation(code=one.code, subject=one.subject, amount=middle)
            low, high = (low, middle) if fits(tried) else (middle, high)
        return Relaxation(code=one.code, subject=one.subject, amount=high)


def _most(candidates: Iterable[tuple[ReasonCode, str, int]]) -> list[Relaxation]:
    return [
        Relaxation(code=code, subject=subject, amount=amount)
        for code, subject, amount in candidates
        if amount > 0 and code not in NOT_IN_PAIRS
    ]


def _pairs(most: list[Relaxation]) -> Iterator[Pair]:
    """Pairs of different rules or subjects, those first that come early in the order of what people could change."""
    ranked = itertools.combinations(range(len(most)), 2)
    for one, other in sorted(ranked, key=lambda pair: (sum(pair), pair)):
        yield most[one], most[other]


def pair_told(pair: Pair, unit: Callable[[Relaxation], str]) -> tuple[Reason, tuple[Relaxed, ...]]:
    """Changes that are needed together as a reason (of the first of them) and what each would have to give."""
    first = pair[0]
    reason = Reason(
        code=ReasonCode.TWO_CHANGES if len(pair) == 2 else ReasonCode.MORE_CHANGES,
        constraint=CONSTRAINT_OF[first.code],
        subject=first.subject,
        amount=first.amount,
        unit=unit(first),
    )
    return reason, tuple(relaxed_of(one) for one in pair)


def relaxed_of(one: Relaxation) -> Relaxed:
    """What one rule would have to give, with whose it is (never another resident)."""
    subject = "" if one.code is ReasonCode.OTHER_PROMISE else one.subject
    return Relaxed(
        constraint=CONSTRAINT_OF[one.code], amount=one.amount, code=one.code.value, subject=subject
    )
