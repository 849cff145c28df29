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
    RBACK,
    RCHAIRS,
    RDEP,
    RLATE,
    RLEAVE,
    RLEN,
    RMARK,
    RNEXT,
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
MOST_SWEEPS = 8


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
    m_from, rlen, route, n_kind, n_place = s[M_FROM], s[RLEN], s[ROUTE], s[N_KIND], s[N_PLACE]
    n_seats, n_chairs, m_seats, m_chairs, rplace = s[N_SEATS], s[N_CHAIRS], s[M_SEATS], s[M_CHAIRS], s[RPLACE]
    rseats, rchairs, where = s[RSEATS], s[RCHAIRS], s[WHERE]
    base = row * s[STRIDE]
    place, seats, chairs, people = s[m_from + mover], 0, 0, 0
    for index in range(base, base + s[rlen + row]):
        node = s[route + index]
        kind = s[n_kind + node]
        if kind != LUNCH:
            place = s[n_place + node]
            people = 1
        if kind == OUT_PICKUP or kind == BACK_PICKUP:
            seats += s[n_seats + node]
            chairs += s[n_chairs + node]
            if seats > s[m_seats + mover] or chairs > s[m_chairs + mover]:
                return -1
        elif kind == OUT_DROP or kind == BACK_DROP:
            seats -= s[n_seats + node]
            chairs -= s[n_chairs + node]
        s[rplace + index] = place
        s[rseats + index] = seats
        s[rchairs + index] = chairs
        s[where + node] = index
    return people


def forward(s: State, mover: int, row: int, leave: int, begin: int) -> int:
    """Pass forward with the lower bounds in ``bound`` until nothing is broken; the moment of being back, or -1.

    Where a ride limit is broken, the bound of that pickup is raised and the pass goes on again from there. The
    stops before position ``begin`` stand as they are.
    """
    base = row * s[STRIDE]
    profile, periods = s[s[M_PROF] + mover], s[PERIODS]
    last = base + s[s[RLEN] + row]
    bound, rstart, rdep, arrived, rplace = s[BOUND], s[RSTART], s[RDEP], s[ARRIVE], s[RPLACE]
    route, kinds, durations, off, high, low = s[ROUTE], s[N_KIND], s[N_DUR], s[N_OFF], s[HIGH], s[LOW]
    counts, depot = s[N_CNT], s[s[M_FROM] + mover]
    places = s[PLACES]
    road = s[ROAD] + profile * periods * places * places
    index, raised = base + begin, 0
    now = s[rdep + index - 1] if begin > 0 else leave
    place = s[rplace + index - 1] if begin > 0 else depot
    while index < last:
        node = s[route + index]
        goal = s[rplace + index]
        arrive = now
        if periods == 1:
            arrive += s[road + place * places + goal]
        else:
            arrive += drive(s, profile, place, goal, now)
        start = s[bound + index]
        if arrive > start:
            start = arrive
        span = s[off + node]
        if s[counts + node] == 1:
            if start > s[high + span]:
                return -1
            if start < s[low + span]:
                start = s[low + span]
        else:
            start = first_start(s, node, start)
            if start < 0:
                return -1
        kind = s[kinds + node]
        if kind == OUT_DROP or kind == BACK_DROP:
            pickup = s[s[WHERE] + node - 1]
            limit = s[s[C_LIMIT] + s[s[N_CLIENT] + node]]
            if start - s[rdep + pickup] > limit:
                raised += 1
                if raised > MOST_PASSES:
                    return -1
                s[bound + pickup] = start - limit - s[durations + node - 1]
                index = pickup
                now = s[rdep + index - 1] if index > base else leave
                place = s[rplace + index - 1] if index > base else depot
                continue
        place = goal
        now = start + s[durations + node]
        s[arrived + index] = arrive
        s[rstart + index] = start
        s[rdep + index] = now
        index += 1
    return now + drive(s, profile, place, s[s[M_TO] + mover], now)


def departure(s: State, mover: int, row: int) -> int:
    """Time a settled row from its bounds on: when the mover leaves, or -1 when the row cannot be done."""
    leave = s[s[M_OPEN] + mover]
    for _ in range(MOST_PASSES):
        back = forward(s, mover, row, leave, 0)
        if back < 0 or back > s[s[M_CLOSE] + mover]:
            return -1
        if back - leave <= s[s[M_LONGEST] + mover]:
            return leave
        leave = back - s[s[M_LONGEST] + mover]
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
    leave = departure(s, mover, row)
    if leave < 0:
        return -1
    return timed(s, mover, row, people, leave, final)


def timed(s: State, mover: int, row: int, people: int, leave: int, final: bool) -> int:
    """The rest of ``timing``, once a row is settled and its earliest starts are known."""
    base, count = row * s[STRIDE], s[s[RLEN] + row]
    riders = backward(s, mover, row)
    s[s[RLEAVE] + row], s[s[RMARK] + row] = leave, -1
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
    forward(s, mover, row, leave, 0)


def backward(s: State, mover: int, row: int) -> int:
    """Latest starts that leave the rest possible; 1 when somebody rides to or from a slot in this row."""
    m_prof, m_close, m_to, rlen, route = s[M_PROF], s[M_CLOSE], s[M_TO], s[RLEN], s[ROUTE]
    rplace, n_dur, rlate, n_kind, c_ways = s[RPLACE], s[N_DUR], s[RLATE], s[N_KIND], s[C_WAYS]
    n_client, rnext = s[N_CLIENT], s[RNEXT]
    base = row * s[STRIDE]
    profile = s[m_prof + mover]
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    moment, place, riders, legs = s[m_close + mover], s[m_to + mover], 0, 0
    s[s[RBACK] + row], onward = moment, place
    for index in range(base + s[rlen + row] - 1, base - 1, -1):
        node = s[route + index]
        ready = moment - s[least + s[rplace + index] * places + place] - s[n_dur + node]
        moment = last_start(s, node, ready)
        s[rlate + index] = moment
        place = s[rplace + index]
        kind = s[n_kind + node]
        if kind != LUNCH:
            onward = place
        s[rnext + index] = onward
        if kind != VISIT and kind != LUNCH:
            legs = 1
            if s[c_ways + s[n_client + node]] & 8 == 0:
                riders = 1
    sweeps = 0
    while legs == 1 and sweeps < MOST_SWEEPS and tighten(s, mover, row):
        sweeps += 1
    return riders


def tighten(s: State, mover: int, row: int) -> bool:
    """Lower the latest starts by ride limits and by the longest shift, once along the row; whether one fell."""
    rlate, route, n_kind, where, n_dur = s[RLATE], s[ROUTE], s[N_KIND], s[WHERE], s[N_DUR]
    c_limit, n_client, rplace, rback = s[C_LIMIT], s[N_CLIENT], s[RPLACE], s[RBACK]
    base, count, places, fell = row * s[STRIDE], s[s[RLEN] + row], s[PLACES], False
    for index in range(base, base + count):
        node = s[route + index]
        kind = s[n_kind + node]
        if kind == OUT_DROP or kind == BACK_DROP:
            most = s[rlate + s[where + node - 1]] + s[n_dur + node - 1] + s[c_limit + s[n_client + node]]
            if s[rlate + index] > most:
                lower(s, mover, row, index, most)
                fell = True
    least = s[LEAST] + s[s[M_PROF] + mover] * places * places
    leave = s[rlate + base] - s[least + s[s[M_FROM] + mover] * places + s[rplace + base]]
    if leave + s[s[M_LONGEST] + mover] < s[rback + row]:
        s[rback + row] = leave + s[s[M_LONGEST] + mover]
        last = base + count - 1
        most = s[rback + row] - s[least + s[rplace + last] * places + s[s[M_TO] + mover]]
        most -= s[n_dur + s[route + last]]
        if s[rlate + last] > most:
            lower(s, mover, row, last, most)
            fell = True
    return fell


def lower(s: State, mover: int, row: int, index: int, most: int) -> None:
    """Lower the latest start at a position, and those before it as far as they follow."""
    rlate, route, n_dur, rplace, places = s[RLATE], s[ROUTE], s[N_DUR], s[RPLACE], s[PLACES]
    least, base = s[LEAST] + s[s[M_PROF] + mover] * places * places, row * s[STRIDE]
    while True:
        s[rlate + index] = last_start(s, s[route + index], most)
        if index == base:
            break
        before = s[route + index - 1]
        most = s[rlate + index] - s[least + s[rplace + index - 1] * places + s[rplace + index]]
        most -= s[n_dur + before]
        index -= 1
        if most >= s[rlate + index]:
            break


def driven(s: State, mover: int, row: int) -> int:
    """Twice the driving of a row with the departures in it."""
    m_prof, m_from, m_open, rlen, rplace = s[M_PROF], s[M_FROM], s[M_OPEN], s[RLEN], s[RPLACE]
    rdep, m_to = s[RDEP], s[M_TO]
    base, profile = row * s[STRIDE], s[m_prof + mover]
    total, place, now = 0, s[m_from + mover], s[m_open + mover]
    for index in range(base, base + s[rlen + row]):
        total += drive(s, profile, place, s[rplace + index], now)
        place, now = s[rplace + index], s[rdep + index]
    return 2 * (total + drive(s, profile, place, s[m_to + mover], now))


def idle(s: State, mover: int, row: int) -> int:
    """Ride time above the direct way and waiting at the station of everybody riding in a row."""
    m_prof, rlen, route, n_kind, where = s[M_PROF], s[RLEN], s[ROUTE], s[N_KIND], s[WHERE]
    rdep, rstart, rplace, n_off, high = s[RDEP], s[RSTART], s[RPLACE], s[N_OFF], s[HIGH]
    low = s[LOW]
    base, profile, total = row * s[STRIDE], s[m_prof + mover], 0
    for index in range(base, base + s[rlen + row]):
        node = s[route + index]
        kind = s[n_kind + node]
        if kind != OUT_DROP and kind != BACK_DROP:
            continue
        pickup = s[where + node - 1]
        left = s[rdep + pickup]
        total += s[rstart + index] - left
        total -= drive(s, profile, s[rplace + pickup], s[rplace + index], left)
        span = s[n_off + node] if kind == OUT_DROP else s[n_off + node - 1]
        if kind == OUT_DROP:
            total += s[high + span] - s[rstart + index]
        else:
            total += s[rstart + pickup] - s[low + span]
    return total


def push(s: State, mover: int, row: int, leave: int) -> int:
    """Move pickups of ways out as late as no way back gets later; the cost then, or -1 when that fails."""
    rlen, m_prof, m_close, m_to, m_longest = s[RLEN], s[M_PROF], s[M_CLOSE], s[M_TO], s[M_LONGEST]
    m_open, route, rplace, n_dur, n_kind = s[M_OPEN], s[ROUTE], s[RPLACE], s[N_DUR], s[N_KIND]
    rstart, bound = s[RSTART], s[BOUND]
    base, count = row * s[STRIDE], s[rlen + row]
    profile = s[m_prof + mover]
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    moment, place = s[m_close + mover], s[m_to + mover]
    if (
        s[m_longest + mover] < s[m_close + mover] - s[m_open + mover]
        and leave + s[m_longest + mover] < moment
    ):
        moment = leave + s[m_longest + mover]
    for index in range(base + count - 1, base - 1, -1):
        node = s[route + index]
        ready = moment - s[least + s[rplace + index] * places + place] - s[n_dur + node]
        if s[n_kind + node] == BACK_DROP:
            moment = s[rstart + index]
        else:
            moment = last_start(s, node, ready)
        if moment < s[rstart + index]:
            moment = s[rstart + index]
        if s[n_kind + node] == OUT_PICKUP and moment > s[bound + index]:
            s[bound + index] = moment
        place = s[rplace + index]
    back = forward(s, mover, row, leave, 0)
    if back < 0 or back > s[m_close + mover] or back - leave > s[m_longest + mover]:
        return -1
    return driven(s, mover, row) + idle(s, mover, row)
