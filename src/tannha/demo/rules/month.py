"""A month before the demo's day: where Lan's walks went and what people said. From a seed; the limits are
not here.

What for: seeding makes each walk and each knock through canvassing's own verbs, which alone decide
which doors may be knocked at; these rules only choose the places and draw the answers, for the cast as
their stories tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tannha.demo.rules.cast import BY_KEY, DAO, KHOAT, TAM

DAYS = 30
FIRST_DAY = DAYS
DOORS_A_WALK = 10
DOORS_AT_FIRST = 5
AT_FIRST_DAYS = 10
KNOCK_MINUTES = 12
MORNING = (8 * 60 + 15, 11 * 60 + 15)
AFTERNOON = (13 * 60 + 40, 17 * 60 + 20)
SUNDAY = 6
PLACES = 7

_ANSWERS = ("agreed", "nobody_home", "wants_to_think", "refused", "moved", "deceased")
_RUNNING = (46, 69, 87, 95, 99, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said at a door."""

    outcome: str
    do_not_visit: bool = False
    needs: tuple[str, ...] = ()
    good_hours: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWalk:
    """One day's walk to the tower or lane of the door `near`; `told` are the cast's answers that day.

    A walk that tells nothing of the cast leaves the cast's doors alone; `alone` leaves all other doors alone.
    """

    on: date
    near: str
    told: tuple[tuple[str, Answer], ...] = ()
    alone: bool = False


def _yes(key: str) -> tuple[str, Answer]:
    person = BY_KEY[key]
    return key, Answer(outcome="agreed", needs=person.needs, good_hours=person.good_hours)


def _said(key: str, outcome: str, *, do_not_visit: bool = False) -> tuple[str, Answer]:
    return key, Answer(outcome=outcome, do_not_visit=do_not_visit)


_STORIES: tuple[tuple[int, str, tuple[tuple[str, Answer], ...]], ...] = (
    (FIRST_DAY, DAO.address, (_yes("thinh"), _yes("hien"))),
    (
        9,
        DAO.address,
        (
            _said("dao", "wants_to_think"),
            _said("buoi", "wants_to_think"),
            _said("cuc", "wants_to_think"),
            _said("le", "refused", do_not_visit=True),
            _said("duong", "nobody_home"),
            _yes("ong"),
            _yes("mau"),
            _yes("nham"),
        ),
    ),
    (8, KHOAT.address, (_said("khoat", "wants_to_think"),)),
    (6, TAM.address, (_yes("tam"),)),
)


def days_before(on: date, *, days: int, is_feast: Callable[[date], bool]) -> list[date]:
    """The days from `days` before `on` to the day before, without Sundays and feasts; oldest first."""
    all_days = (on - timedelta(days=back) for back in range(days, 0, -1))
    return [day for day in all_days if day.weekday() != SUNDAY and not is_feast(day)]


def walks_of_month(
    seed: int, on: date, doors: Sequence[str], *, is_feast: Callable[[date], bool]
) -> tuple[DayWalk, ...]:
    """At most one walk a day for a month, every other day at first, oldest first: the cast's walks near
    their days, the others near `doors`.

    `doors` are addresses, one for each other tower or lane; each comes again after some days, so that
    doors where nobody was get a second knock.
    """
    rng = Random(f"tan nha month {seed}")
    days = days_before(on, days=DAYS, is_feast=is_feast)
    told: dict[date, DayWalk] = {}
    for back, near, answers in _STORIES:
        day = min((day for day in days if day not in told), key=lambda day: abs((on - day).days - back))
        told[day] = DayWalk(on=day, near=near, told=answers, alone=back == FIRST_DAY)
    chosen = rng.sample(list(doors), k=min(PLACES, len(doors)))
    walks = []
    turn = 0
    for day in days:
        if day in told:
            walks.append(told[day])
        elif chosen and ((on - day).days <= AT_FIRST_DAYS or (on - day).days % 2):
            walks.append(DayWalk(on=day, near=chosen[turn % len(chosen)]))
            turn += 1
    return tuple(walks)


def draw_answer(rng: Random, *, age: int) -> Answer:
    """What somebody of that age says at the door: mostly yes, sometimes nobody is there, sometimes no."""
    outcome = rng.choices(_ANSWERS, cum_weights=_RUNNING)[0]
    if outcome == "deceased" and age < 75:
        outcome = "agreed"
    if outcome != "agreed":
        return Answer(outcome=outcome, do_not_visit=outcome == "refused" and rng.random() < 0.2)
    needs = likely_needs(rng, age=age)
    return Answer(outcome=outcome, needs=needs, good_hours=_good_hours(rng, needs))


def likely_needs(rng: Random, *, age: int) -> tuple[str, ...]:
    """What an old person asks for now and then; mostly nothing."""
    chance = rng.random()
    if age >= 80 and chance < 0.5:
        return rng.choice(
            (
                ("wheelchair", "stays_at_home", "family_beside"),
                ("walks_slowly", "more_time"),
                ("hard_of_hearing", "family_beside"),
                ("stays_at_home", "sees_little"),
                ("walks_slowly", "hard_of_hearing", "more_time"),
            )
        )
    if age >= 66 and chance < 0.3:
        return rng.choice((("walks_slowly",), ("sees_little", "more_time"), ("wheelchair",)))
    return ("calm_place",) if chance > 0.985 else ()


def _good_hours(rng: Random, needs: tuple[str, ...]) -> tuple[int, int] | None:
    if not needs and rng.random() < 0.8:
        return None
    return rng.choice(
        ((9 * 60, 11 * 60), (14 * 60, 16 * 60), (8 * 60 + 30, 11 * 60 + 30), (15 * 60, 17 * 60))
    )


def knock_minutes() -> tuple[int, ...]:
    """The minutes of the day at which a walk knocks: morning and afternoon, never at meals or rest."""
    return tuple(
        minute for first, last in (MORNING, AFTERNOON) for minute in range(first, last, KNOCK_MINUTES)
    )
