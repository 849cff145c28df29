"""Putting one visit or one leg into a row where it costs least, as a kernel.

Necessary tests first (earliest arrivals, latest starts, seats, what is already dearer than the best), the
exact schedule last: most positions die for a few additions. Rows beyond the movers are scratch: a candidate
is built there and timed. Kernel: integers and flat lists only.
"""

from __future__ import annotations

from tannha.plan.solvers.own.schedule import closing, draw, first_start, shortest, timing
from tannha.plan.solvers.own.state import (
    BEST_AT,
    BEST_DROP,
    BEST_MOVER,
    LOW,
    LUNCH,
    M_CHAIRS,
    M_CLOSE,
    M_FROM,
    M_LONGEST,
    M_OPEN,
    M_PROF,
    M_SEATS,
    M_TO,
    MOVERS,
    N_CHAIRS,
    N_DUR,
    N_KIND,
    N_OFF,
    N_PLACE,
    N_SEATS,
    PERIODS,
    RCHAIRS,
    RCOST,
    RDEP,
    RLATE,
    RLEN,
    ROUTE,
    RPLACE,
    RSEATS,
    STRIDE,
    State,
)

BLINK = 100


def copy_row(s: State, source: int, target: int, first: int, one: int, last: int, two: int) -> None:
    """Write to a row another row with a node before position ``first`` and, if ``two`` ≥ 0, one before ``last``."""
    stride = s[STRIDE]
    read, write = source * stride, target * stride
    for index in range(s[s[RLEN] + source] + 1):
        if index == first:
            s[s[ROUTE] + write] = one
            write += 1
        if two >= 0 and index == last:
            s[s[ROUTE] + write] = two
            write += 1
        if index < s[s[RLEN] + source]:
            s[s[ROUTE] + write] = s[s[ROUTE] + read + index]
            write += 1
    s[s[RLEN] + target] = write - target * stride


def next_place(s: State, mover: int, row: int, index: int) -> int:
    """Where one drives to after position ``index - 1``: the next stop that is not lunch, or the end."""
    base = row * s[STRIDE]
    while index < s[s[RLEN] + row]:
        if s[s[N_KIND] + s[s[ROUTE] + base + index]] != LUNCH:
            return s[s[RPLACE] + base + index]
        index += 1
    return s[s[M_TO] + mover]


def reaches(s: State, mover: int, row: int, index: int, place: int, ready: int) -> bool:
    """Whether, free at a place at a moment, the rest of the row from ``index`` on can still begin in time."""
    base, profile = row * s[STRIDE], s[s[M_PROF] + mover]
    while index < s[s[RLEN] + row]:
        node = s[s[ROUTE] + base + index]
        if s[s[N_KIND] + node] != LUNCH:
            arrive = ready + shortest(s, profile, place, s[s[RPLACE] + base + index])
            return arrive <= s[s[RLATE] + base + index]
        start = first_start(s, node, ready)
        if start < 0:
            return False
        ready = start + s[s[N_DUR] + node]
        index += 1
    return ready + shortest(s, profile, place, s[s[M_TO] + mover]) <= s[s[M_CLOSE] + mover]


def visit_in_row(s: State, mover: int, node: int, most: int) -> int:
    """The cheapest position of a visit on one mover below ``most``; position in ``reg``, or ``most`` when none."""
    base, profile, row = mover * s[STRIDE], s[s[M_PROF] + mover], mover
    scratch = s[MOVERS] + 1
    exact = s[PERIODS] == 1 and s[s[M_LONGEST] + mover] >= s[s[M_CLOSE] + mover] - s[s[M_OPEN] + mover]
    goal, last, best = s[s[N_PLACE] + node], closing(s, node), most
    if s[s[RLEN] + row] + 1 > s[STRIDE]:
        return most
    for at in range(s[s[RLEN] + row] + 1):
        place = s[s[RPLACE] + base + at - 1] if at > 0 else s[s[M_FROM] + mover]
        free = s[s[RDEP] + base + at - 1] if at > 0 else s[s[M_OPEN] + mover]
        there = shortest(s, profile, place, goal)
        if free + there > last:
            break
        start = first_start(s, node, free + there)
        if start < 0:
            break
        after = next_place(s, mover, row, at)
        detour = 2 * (there + shortest(s, profile, goal, after) - shortest(s, profile, place, after))
        if detour >= best or not reaches(s, mover, row, at, goal, start + s[s[N_DUR] + node]):
            continue
        if draw(s, BLINK) == 0:
            continue
        if not exact:
            copy_row(s, row, scratch, at, node, -1, -1)
            cost = timing(s, mover, scratch, False)
            if cost < 0:
                continue
            detour = cost - s[s[RCOST] + row]
            if detour >= best:
                continue
        best = detour
        s[BEST_MOVER] = mover
        s[BEST_AT] = at
    return best


def leg_in_row(s: State, mover: int, row: int, pickup: int, limit: int, most: int) -> int:
    """The cheapest pair of positions of a pickup and its drop (the next node) in a row below ``most``.

    ``row`` may be a scratch row of the mover. Positions in ``reg``; ``most`` when there is none.
    """
    base, profile, drop = row * s[STRIDE], s[s[M_PROF] + mover], pickup + 1
    home, goal, last = s[s[N_PLACE] + pickup], s[s[N_PLACE] + drop], closing(s, pickup)
    opens = s[s[LOW] + s[s[N_OFF] + drop]] - limit - s[s[N_DUR] + pickup]
    best = most
    if s[s[RLEN] + row] + 2 > s[STRIDE]:
        return most
    for first in range(s[s[RLEN] + row] + 1):
        place = s[s[RPLACE] + base + first - 1] if first > 0 else s[s[M_FROM] + mover]
        free = s[s[RDEP] + base + first - 1] if first > 0 else s[s[M_OPEN] + mover]
        there = shortest(s, profile, place, home)
        ready = free + there
        if ready > last:
            break
        start = first_start(s, pickup, ready if ready > opens else opens)
        if start < 0:
            break
        if start + s[s[N_DUR] + pickup] + shortest(s, profile, home, goal) > closing(s, drop):
            break
        seats = s[s[RSEATS] + base + first - 1] if first > 0 else 0
        chairs = s[s[RCHAIRS] + base + first - 1] if first > 0 else 0
        if (
            seats + s[s[N_SEATS] + pickup] > s[s[M_SEATS] + mover]
            or chairs + s[s[N_CHAIRS] + pickup] > s[s[M_CHAIRS] + mover]
        ):
            continue
        if draw(s, BLINK) == 0:
            continue
        best = drops_after(s, mover, row, pickup, first, start, there, best)
    return best


def drops_after(
    s: State, mover: int, row: int, pickup: int, first: int, start: int, there: int, most: int
) -> int:
    """The cheapest position of the drop for a given position and start of the pickup."""
    stride, profile, drop = s[STRIDE], s[s[M_PROF] + mover], pickup + 1
    base, scratch, best = row * stride, s[MOVERS] + 1, most
    home, goal, last = s[s[N_PLACE] + pickup], s[s[N_PLACE] + drop], closing(s, drop)
    before = s[s[RPLACE] + base + first - 1] if first > 0 else s[s[M_FROM] + mover]
    onward = next_place(s, mover, row, first)
    plain = shortest(s, profile, before, onward)
    place, free = home, start + s[s[N_DUR] + pickup]
    for at in range(first, s[s[RLEN] + row] + 1):
        begin = first_start(s, drop, free + shortest(s, profile, place, goal))
        if begin < 0 or begin > last:
            break
        after = next_place(s, mover, row, at)
        detour = there + shortest(s, profile, place, goal) + shortest(s, profile, goal, after)
        if at == first:
            detour -= plain
        else:
            detour += shortest(s, profile, home, onward) - plain - shortest(s, profile, place, after)
        if 2 * detour < best and reaches(s, mover, row, at, goal, begin + s[s[N_DUR] + drop]):
            copy_row(s, row, scratch, first, pickup, at, drop)
            cost = timing(s, mover, scratch, False)
            if cost >= 0 and cost - s[s[RCOST] + row] < best:
                best = cost - s[s[RCOST] + row]
                s[BEST_MOVER] = mover
                s[BEST_AT] = first
                s[BEST_DROP] = at
        if at == s[s[RLEN] + row]:
            break
        node = s[s[ROUTE] + base + at]
        if s[s[RSEATS] + base + at] + s[s[N_SEATS] + pickup] > s[s[M_SEATS] + mover]:
            break
        if s[s[RCHAIRS] + base + at] + s[s[N_CHAIRS] + pickup] > s[s[M_CHAIRS] + mover]:
            break
        if s[s[N_KIND] + node] != LUNCH:
            free += shortest(s, profile, place, s[s[RPLACE] + base + at])
            place = s[s[RPLACE] + base + at]
        free = first_start(s, node, free)
        if free < 0 or (s[s[N_KIND] + node] != LUNCH and free > s[s[RLATE] + base + at]):
            break
        free += s[s[N_DUR] + node]
    return best


def put_visit(s: State, client: int, mover: int, at: int) -> bool:
    """Make a visit part of a mover's row; False (and nothing changed in the row's order) when it cannot be timed."""
    scratch = s[MOVERS] + 1
    copy_row(s, mover, scratch, at, 5 * client, -1, -1)
    return take_row(s, mover, scratch)


def put_leg(s: State, pickup: int, mover: int, first: int, last: int) -> bool:
    """Make a leg part of a mover's row; False when it cannot be timed."""
    scratch = s[MOVERS] + 1
    copy_row(s, mover, scratch, first, pickup, last, pickup + 1)
    return take_row(s, mover, scratch)


def take_row(s: State, mover: int, source: int) -> bool:
    """Take a scratch row over as the mover's own if it can be timed."""
    if timing(s, mover, source, False) < 0:
        return False
    stride = s[STRIDE]
    for index in range(s[s[RLEN] + source]):
        s[s[ROUTE] + mover * stride + index] = s[s[ROUTE] + source * stride + index]
    s[s[RLEN] + mover] = s[s[RLEN] + source]
    s[s[RCOST] + mover] = timing(s, mover, mover, False)
    return True
