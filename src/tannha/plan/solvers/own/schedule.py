"""Exact times for a fixed sequence, as a kernel: the least fixed point of its difference constraints.

``timing`` passes forward and, where a ride limit or the longest shift is broken, raises that lower bound and
passes again (planning.md section 5). Then the pickups of ways out are pushed right as far as no way back
gets later, for a rider's idle time depends on them alone. Kernel: integers and flat lists only.
"""

# ruff: noqa: SIM108, SIM109 - two comparisons compile to two comparisons, a tuple does not.

from __future__ import annotations

from tannha.plan.solvers.own.state import (
    ARRIVE,
    BACK_DROP,
    BACK_PICKUP,
    BOUND,
    C_LIMIT,
    C_WAYS,
    HIGH,
    LEAST,
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
    N_CHAIRS,
    N_CLIENT,
    N_CNT,
    N_DUR,
    N_KIND,
    N_OFF,
    N_PLACE,
    N_SEATS,
    OUT_DROP,
    OUT_PICKUP,
    PERIOD,
    PERIODS,
    PLACES,
    RCHAIRS,
    RDEP,
    RLATE,
    RLEN,
    RNG,
    ROAD,
    ROUTE,
    RPLACE,
    RSEATS,
    RSTART,
    STRIDE,
    TIMES,
    VISIT,
    WHERE,
    State,
)

MOST_PASSES = 300


def draw(s: State, below: int) -> int:
    """The next number of the search's own generator (xorshift, 32 bits), 0 … below - 1."""
    x = s[s[RNG]]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    s[s[RNG]] = x
    return x % below


def drive(s: State, profile: int, start: int, end: int, leaving: int) -> int:
    """Seconds from door to door when leaving at a moment."""
    places, periods = s[PLACES], s[PERIODS]
    now = 0
    if periods > 1:
        while now + 1 < periods and s[s[PERIOD] + now + 1] <= leaving:
            now += 1
    return s[s[ROAD] + ((profile * periods + now) * places + start) * places + end]


def shortest(s: State, profile: int, start: int, end: int) -> int:
    """Seconds from door to door at the best hour."""
    places = s[PLACES]
    return s[s[LEAST] + (profile * places + start) * places + end]


def first_start(s: State, node: int, moment: int) -> int:
    """The earliest allowed start of a node at or after a moment, -1 when all spans are over."""
    off = s[s[N_OFF] + node]
    for index in range(off, off + s[s[N_CNT] + node]):
        if moment <= s[s[HIGH] + index]:
            return moment if moment > s[s[LOW] + index] else s[s[LOW] + index]
    return -1


def last_start(s: State, node: int, moment: int) -> int:
    """The latest allowed start of a node at or before a moment, -1 when none has opened."""
    off = s[s[N_OFF] + node]
    for index in range(off + s[s[N_CNT] + node] - 1, off - 1, -1):
        if moment >= s[s[LOW] + index]:
            return moment if moment < s[s[HIGH] + index] else s[s[HIGH] + index]
    return -1


def closing(s: State, node: int) -> int:
    """The last moment at which a node may start, -1 when never."""
    count = s[s[N_CNT] + node]
    return s[s[HIGH] + s[s[N_OFF] + node] + count - 1] if count > 0 else -1


def settle(s: State, mover: int, row: int) -> int:
    """Places and loads along a row: 1 when it holds stops of people, 0 when not, -1 when seats do not suffice."""
    base = row * s[STRIDE]
    place, seats, chairs, people = s[s[M_FROM] + mover], 0, 0, 0
    for index in range(base, base + s[s[RLEN] + row]):
        node = s[s[ROUTE] + index]
        kind = s[s[N_KIND] + node]
        if kind != LUNCH:
            place = s[s[N_PLACE] + node]
            people = 1
        if kind == OUT_PICKUP or kind == BACK_PICKUP:
            seats += s[s[N_SEATS] + node]
            chairs += s[s[N_CHAIRS] + node]
            if seats > s[s[M_SEATS] + mover] or chairs > s[s[M_CHAIRS] + mover]:
                return -1
        elif kind == OUT_DROP or kind == BACK_DROP:
            seats -= s[s[N_SEATS] + node]
            chairs -= s[s[N_CHAIRS] + node]
        s[s[RPLACE] + index] = place
        s[s[RSEATS] + index] = seats
        s[s[RCHAIRS] + index] = chairs
        s[s[WHERE] + node] = index
    return people


def forward(s: State, mover: int, row: int, leave: int) -> int:
    """Pass forward with the lower bounds in ``bound`` until nothing is broken; the moment of being back, or -1."""
    base = row * s[STRIDE]
    profile = s[s[M_PROF] + mover]
    for _ in range(MOST_PASSES):
        now, place, again = leave, s[s[M_FROM] + mover], False
        for index in range(base, base + s[s[RLEN] + row]):
            node = s[s[ROUTE] + index]
            arrive = now + drive(s, profile, place, s[s[RPLACE] + index], now)
            moment = s[s[BOUND] + index] if s[s[BOUND] + index] > arrive else arrive
            start = first_start(s, node, moment)
            if start < 0:
                return -1
            place = s[s[RPLACE] + index]
            now = start + s[s[N_DUR] + node]
            s[s[ARRIVE] + index] = arrive
            s[s[RSTART] + index] = start
            s[s[RDEP] + index] = now
            kind = s[s[N_KIND] + node]
            if kind == OUT_DROP or kind == BACK_DROP:
                pickup = s[s[WHERE] + node - 1]
                limit = s[s[C_LIMIT] + s[s[N_CLIENT] + node]]
                if start - s[s[RDEP] + pickup] > limit:
                    s[s[BOUND] + pickup] = start - limit - s[s[N_DUR] + node - 1]
                    again = True
                    break
        if not again:
            return now + drive(s, profile, place, s[s[M_TO] + mover], now)
    return -1


def timing(s: State, mover: int, row: int, final: bool) -> int:
    """Time a row of a mover: its cost in half seconds, or -1 when it cannot be done.

    Leaves earliest starts and latest starts in the row for the insertion tests; with ``final`` the starts are
    those of the plan (ways out pushed right).
    """
    base, count = row * s[STRIDE], s[s[RLEN] + row]
    people = settle(s, mover, row)
    if people < 0:
        return -1
    for index in range(base, base + count):
        s[s[BOUND] + index] = 0
    leave = s[s[M_OPEN] + mover]
    back = leave
    for _ in range(MOST_PASSES):
        back = forward(s, mover, row, leave)
        if back < 0 or back > s[s[M_CLOSE] + mover]:
            return -1
        if back - leave <= s[s[M_LONGEST] + mover]:
            break
        leave = back - s[s[M_LONGEST] + mover]
    if back - leave > s[s[M_LONGEST] + mover]:
        return -1
    riders = backward(s, mover, row)
    if people == 0:
        return 0
    cost = driven(s, mover, row)
    if riders == 0:
        return cost
    plain = cost + idle(s, mover, row)
    if not final:
        for index in range(base, base + count):
            s[s[TIMES] + index - base] = s[s[RSTART] + index]
    pushed = push(s, mover, row, leave)
    if pushed < 0 or pushed > plain:
        pushed = plain
        if final:
            replay(s, mover, row, leave)
    if not final:
        for index in range(base, base + count):
            s[s[RSTART] + index] = s[s[TIMES] + index - base]
            s[s[RDEP] + index] = s[s[RSTART] + index] + s[s[N_DUR] + s[s[ROUTE] + index]]
    return pushed


def replay(s: State, mover: int, row: int, leave: int) -> None:
    """The earliest times once more, after a push that did not help."""
    base = row * s[STRIDE]
    for index in range(base, base + s[s[RLEN] + row]):
        s[s[BOUND] + index] = 0
    forward(s, mover, row, leave)


def backward(s: State, mover: int, row: int) -> int:
    """Latest starts that leave the rest possible (ride limits apart); 1 when somebody rides in this row."""
    base = row * s[STRIDE]
    profile = s[s[M_PROF] + mover]
    moment, place, riders = s[s[M_CLOSE] + mover], s[s[M_TO] + mover], 0
    for index in range(base + s[s[RLEN] + row] - 1, base - 1, -1):
        node = s[s[ROUTE] + index]
        ready = moment - shortest(s, profile, s[s[RPLACE] + index], place) - s[s[N_DUR] + node]
        moment = last_start(s, node, ready)
        s[s[RLATE] + index] = moment
        place = s[s[RPLACE] + index]
        kind = s[s[N_KIND] + node]
        if kind != VISIT and kind != LUNCH and s[s[C_WAYS] + s[s[N_CLIENT] + node]] & 8 == 0:
            riders = 1
    return riders


def driven(s: State, mover: int, row: int) -> int:
    """Twice the driving of a row with the departures in it."""
    base, profile = row * s[STRIDE], s[s[M_PROF] + mover]
    total, place, now = 0, s[s[M_FROM] + mover], s[s[M_OPEN] + mover]
    for index in range(base, base + s[s[RLEN] + row]):
        total += drive(s, profile, place, s[s[RPLACE] + index], now)
        place, now = s[s[RPLACE] + index], s[s[RDEP] + index]
    return 2 * (total + drive(s, profile, place, s[s[M_TO] + mover], now))


def idle(s: State, mover: int, row: int) -> int:
    """Ride time above the direct way and waiting at the station of everybody riding in a row."""
    base, profile, total = row * s[STRIDE], s[s[M_PROF] + mover], 0
    for index in range(base, base + s[s[RLEN] + row]):
        node = s[s[ROUTE] + index]
        kind = s[s[N_KIND] + node]
        if kind != OUT_DROP and kind != BACK_DROP:
            continue
        pickup = s[s[WHERE] + node - 1]
        left = s[s[RDEP] + pickup]
        total += s[s[RSTART] + index] - left
        total -= drive(s, profile, s[s[RPLACE] + pickup], s[s[RPLACE] + index], left)
        span = s[s[N_OFF] + node] if kind == OUT_DROP else s[s[N_OFF] + node - 1]
        if kind == OUT_DROP:
            total += s[s[HIGH] + span] - s[s[RSTART] + index]
        else:
            total += s[s[RSTART] + pickup] - s[s[LOW] + span]
    return total


def push(s: State, mover: int, row: int, leave: int) -> int:
    """Move pickups of ways out as late as no way back gets later; the cost then, or -1 when that fails."""
    base, count = row * s[STRIDE], s[s[RLEN] + row]
    profile = s[s[M_PROF] + mover]
    moment, place = s[s[M_CLOSE] + mover], s[s[M_TO] + mover]
    if (
        s[s[M_LONGEST] + mover] < s[s[M_CLOSE] + mover] - s[s[M_OPEN] + mover]
        and leave + s[s[M_LONGEST] + mover] < moment
    ):
        moment = leave + s[s[M_LONGEST] + mover]
    for index in range(base + count - 1, base - 1, -1):
        node = s[s[ROUTE] + index]
        ready = moment - shortest(s, profile, s[s[RPLACE] + index], place) - s[s[N_DUR] + node]
        if s[s[N_KIND] + node] == BACK_DROP:
            moment = s[s[RSTART] + index]
        else:
            moment = last_start(s, node, ready)
        if moment < s[s[RSTART] + index]:
            moment = s[s[RSTART] + index]
        if s[s[N_KIND] + node] == OUT_PICKUP and moment > s[s[BOUND] + index]:
            s[s[BOUND] + index] = moment
        place = s[s[RPLACE] + index]
    back = forward(s, mover, row, leave)
    if back < 0 or back > s[s[M_CLOSE] + mover] or back - leave > s[s[M_LONGEST] + mover]:
        return -1
    return driven(s, mover, row) + idle(s, mover, row)
