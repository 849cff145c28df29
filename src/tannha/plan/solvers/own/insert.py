"""Putting one visit or one leg into a row where it costs least, as a kernel.

Necessary tests first (earliest arrivals, latest starts, seats, what is already dearer than the best), the
exact schedule last: most positions die for a few additions. Rows beyond the movers are scratch: a candidate
is built there and timed. Kernel: integers and flat lists only.
"""

from __future__ import annotations

from tannha.plan.solvers.own.schedule import (
    MOST_PASSES,
    closing,
    draw,
    first_start,
    forward,
    settle,
    timed,
    timing,
)
from tannha.plan.solvers.own.state import (
    BEST_AT,
    BEST_DROP,
    BEST_MOVER,
    BOUND,
    C_LIMIT,
    C_WAYS,
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
    MOVERS,
    N_CHAIRS,
    N_CLIENT,
    N_DUR,
    N_KIND,
    N_OFF,
    N_PLACE,
    N_SEATS,
    NOTE,
    NOTES,
    PERIODS,
    PLACES,
    RBACK,
    RCHAIRS,
    RCOST,
    RDEP,
    RLATE,
    RLEAVE,
    RLEN,
    RMARK,
    RNEXT,
    ROUTE,
    RPLACE,
    RSEATS,
    RSTART,
    STRIDE,
    WHERE,
    State,
)

BLINK = 100


def copy_row(s: State, source: int, target: int, first: int, one: int, last: int, two: int) -> None:
    """Write to a row another row with a node before position ``first`` and, if ``two`` ≥ 0, one before ``last``."""
    rlen, route = s[RLEN], s[ROUTE]
    stride = s[STRIDE]
    read, write = source * stride, target * stride
    for index in range(s[rlen + source] + 1):
        if index == first:
            s[route + write] = one
            write += 1
        if two >= 0 and index == last:
            s[route + write] = two
            write += 1
        if index < s[rlen + source]:
            s[route + write] = s[route + read + index]
            write += 1
    s[rlen + target] = write - target * stride


def lay(s: State, row: int, first: int, pickup: int, at: int) -> int:
    """Lay a row with a leg put in into the scratch row, ready for ``forward``: its length.

    Starts of the row as it stands are lower bounds of the starts with more stops in it, so they are its bounds.
    """
    stride, drop = s[STRIDE], pickup + 1
    read, begin = row * stride, (s[MOVERS] + 1) * stride
    route, rplace, bound, where = s[ROUTE], s[RPLACE], s[BOUND], s[WHERE]
    rstart, rdep, write, count = s[RSTART], s[RDEP], begin, s[s[RLEN] + row]
    for index in range(count + 1):
        if index == first:
            s[route + write] = pickup
            s[rplace + write] = s[s[N_PLACE] + pickup]
            s[bound + write] = 0
            s[where + pickup] = write
            write += 1
        if index == at:
            s[route + write] = drop
            s[rplace + write] = s[s[N_PLACE] + drop]
            s[bound + write] = 0
            s[where + drop] = write
            write += 1
        if index < count:
            node = s[route + read + index]
            s[route + write] = node
            place = s[rplace + read + index]
            if index >= first and write > begin and s[s[N_KIND] + node] == LUNCH:
                place = s[rplace + write - 1]
            s[rplace + write] = place
            s[bound + write] = s[rstart + read + index]
            s[rstart + write] = s[rstart + read + index]
            s[rdep + write] = s[rdep + read + index]
            s[where + node] = write
            write += 1
    return write - begin


def fits(s: State, mover: int, row: int, first: int, pickup: int, at: int) -> bool:
    """Whether a row can be timed with a leg put in (seats apart): the part before it stands at first."""
    scratch = s[MOVERS] + 1
    s[s[RLEN] + scratch] = lay(s, row, first, pickup, at)
    closes, longest = s[s[M_CLOSE] + mover], s[s[M_LONGEST] + mover]
    leave, begin = s[s[RLEAVE] + row], first
    for _ in range(MOST_PASSES):
        back = forward(s, mover, scratch, leave, begin)
        if back < 0 or back > closes:
            return False
        if back - leave <= longest:
            s[s[RLEAVE] + scratch] = leave
            return True
        leave, begin = back - longest, 0
    return False


def reaches(s: State, mover: int, row: int, index: int, place: int, ready: int) -> bool:
    """Whether, free at a place at a moment, the rest of the row from ``index`` on can still begin in time."""
    m_prof, rlen, route, n_kind, rplace = s[M_PROF], s[RLEN], s[ROUTE], s[N_KIND], s[RPLACE]
    rlate, n_dur, m_to = s[RLATE], s[N_DUR], s[M_TO]
    base, profile = row * s[STRIDE], s[m_prof + mover]
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    while index < s[rlen + row]:
        node = s[route + base + index]
        if s[n_kind + node] != LUNCH:
            arrive = ready + s[least + place * places + s[rplace + base + index]]
            return arrive <= s[rlate + base + index]
        start = first_start(s, node, ready)
        if start < 0:
            return False
        ready = start + s[n_dur + node]
        index += 1
    return ready + s[least + place * places + s[m_to + mover]] <= s[s[RBACK] + row]


def visit_in_row(s: State, mover: int, node: int, most: int) -> int:
    """The cheapest position of a visit on one mover below ``most``; position in ``reg``, or ``most`` when none."""
    m_prof, m_longest, m_close, m_open, n_place = s[M_PROF], s[M_LONGEST], s[M_CLOSE], s[M_OPEN], s[N_PLACE]
    rlen, rplace, m_from, rdep, n_dur = s[RLEN], s[RPLACE], s[M_FROM], s[RDEP], s[N_DUR]
    rcost = s[RCOST]
    base, profile, row = mover * s[STRIDE], s[m_prof + mover], mover
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    scratch = s[MOVERS] + 1
    exact = s[PERIODS] == 1 and s[m_longest + mover] >= s[m_close + mover] - s[m_open + mover]
    goal, last, best = s[n_place + node], closing(s, node), most
    count, rnext, m_to = s[rlen + row], s[RNEXT], s[M_TO]
    if count + 1 > s[STRIDE]:
        return most
    for at in range(count + 1):
        place = s[rplace + base + at - 1] if at > 0 else s[m_from + mover]
        free = s[rdep + base + at - 1] if at > 0 else s[m_open + mover]
        there = s[least + place * places + goal]
        if free + there > last:
            break
        start = first_start(s, node, free + there)
        if start < 0:
            break
        after = s[rnext + base + at] if at < count else s[m_to + mover]
        detour = 2 * (there + s[least + goal * places + after] - s[least + place * places + after])
        if detour >= best or not reaches(s, mover, row, at, goal, start + s[n_dur + node]):
            continue
        if draw(s, BLINK) == 0:
            continue
        if not exact:
            copy_row(s, row, scratch, at, node, -1, -1)
            cost = timing(s, mover, scratch, False)
            if cost < 0:
                continue
            detour = cost - s[rcost + row]
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
    m_prof, n_place, low, n_off, n_dur = s[M_PROF], s[N_PLACE], s[LOW], s[N_OFF], s[N_DUR]
    rlen, rplace, m_from, rdep, m_open = s[RLEN], s[RPLACE], s[M_FROM], s[RDEP], s[M_OPEN]
    rseats, rchairs, n_seats, m_seats, n_chairs = s[RSEATS], s[RCHAIRS], s[N_SEATS], s[M_SEATS], s[N_CHAIRS]
    m_chairs = s[M_CHAIRS]
    base, profile, drop = row * s[STRIDE], s[m_prof + mover], pickup + 1
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    home, goal, last = s[n_place + pickup], s[n_place + drop], closing(s, pickup)
    opens = s[low + s[n_off + drop]] - limit - s[n_dur + pickup]
    best, plainly = most, s[s[C_WAYS] + s[s[N_CLIENT] + pickup]] & 8 != 0
    latest = closing(s, drop) - s[n_dur + pickup] - s[least + home * places + goal]
    count, rnext, m_to = s[rlen + row], s[RNEXT], s[M_TO]
    if count + 2 > s[STRIDE]:
        return most
    for first in range(count + 1):
        place = s[rplace + base + first - 1] if first > 0 else s[m_from + mover]
        free = s[rdep + base + first - 1] if first > 0 else s[m_open + mover]
        there = s[least + place * places + home]
        ready = free + there
        if ready > last:
            break
        onward = s[rnext + base + first] if first < count else s[m_to + mover]
        if 2 * (there + s[least + home * places + onward] - s[least + place * places + onward]) >= best:
            continue
        start = first_start(s, pickup, ready if ready > opens else opens)
        if start < 0:
            break
        if start > latest:
            break
        seats = s[rseats + base + first - 1] if first > 0 else 0
        chairs = s[rchairs + base + first - 1] if first > 0 else 0
        if (
            seats + s[n_seats + pickup] > s[m_seats + mover]
            or chairs + s[n_chairs + pickup] > s[m_chairs + mover]
        ):
            continue
        if not plainly and draw(s, BLINK) == 0:
            continue
        best = drops_after(s, mover, row, pickup, first, start, there, best)
    return best


def leg_noted(s: State, mover: int, pickup: int, limit: int, most: int, look: bool) -> int:
    """``leg_in_row`` for legs whose hours never change: what was found for the same stops is looked up.

    A note holds a mark of stops and leg, the bound it was looked for below, what was found, and where. With
    ``look`` only notes are read: ``most`` where there is none.
    """
    mark = s[s[RMARK] + mover]
    if mark < 0:
        mark = mark_row(s, mover)
    low = ((mark & 0x7FFFFFFF) * 0x343FD + pickup) & 0x7FFFFFFF
    high = ((mark >> 31) * 0x10DCD + pickup) & 0x7FFFFFFF
    mark = (high << 31) | low
    note = s[NOTE] + 4 * ((low ^ (low >> 15)) & (s[NOTES] - 1))
    if s[note] == mark:
        if s[note + 2] < s[note + 1]:
            if s[note + 2] >= most:
                return most
            s[BEST_MOVER], s[BEST_AT], s[BEST_DROP] = mover, s[note + 3] >> 16, s[note + 3] & 0xFFFF
            return s[note + 2]
        if s[note + 1] >= most:
            return most
    if look:
        return most
    found = leg_in_row(s, mover, mover, pickup, limit, most)
    s[note], s[note + 1], s[note + 2] = mark, most, found
    s[note + 3] = (s[BEST_AT] << 16) | s[BEST_DROP]
    return found


def mark_row(s: State, mover: int) -> int:
    """A mark of the stops of a row, kept until it is timed anew."""
    base, route, low, high = mover * s[STRIDE], s[ROUTE], mover + 1, 1
    for index in range(base, base + s[s[RLEN] + mover]):
        node = s[route + index] + 1
        low = (low * 0x343FD + node) & 0x7FFFFFFF
        high = (high * 0x10DCD + node) & 0x7FFFFFFF
    s[s[RMARK] + mover] = (high << 31) | low
    return s[s[RMARK] + mover]


def leg_anywhere(s: State, pickup: int, limit: int, first: int, most: int) -> int:
    """The cheapest place of a leg in all rows below ``most``: notes first, then the row ``first``, then the others.

    One time in four a row drawn is not looked at.
    """
    movers, best = s[MOVERS], most
    hidden = draw(s, 4 * movers)
    for mover in range(movers):
        if mover != hidden:
            best = leg_noted(s, mover, pickup, limit, best, True)
    if first >= 0 and first != hidden:
        best = leg_noted(s, first, pickup, limit, best, False)
    for mover in range(movers):
        if mover != hidden:
            best = leg_noted(s, mover, pickup, limit, best, False)
    return best


def drops_after(
    s: State, mover: int, row: int, pickup: int, first: int, start: int, there: int, most: int
) -> int:
    """The cheapest position of the drop for a given position and start of the pickup."""
    m_prof, n_place, rplace, m_from, c_ways = s[M_PROF], s[N_PLACE], s[RPLACE], s[M_FROM], s[C_WAYS]
    n_client, n_dur, rlen, rcost, route = s[N_CLIENT], s[N_DUR], s[RLEN], s[RCOST], s[ROUTE]
    rseats, n_seats, m_seats, rchairs, n_chairs = s[RSEATS], s[N_SEATS], s[M_SEATS], s[RCHAIRS], s[N_CHAIRS]
    m_chairs, n_kind, rlate = s[M_CHAIRS], s[N_KIND], s[RLATE]
    stride, profile, drop = s[STRIDE], s[m_prof + mover], pickup + 1
    places = s[PLACES]
    least = s[LEAST] + profile * places * places
    base, scratch, best = row * stride, s[MOVERS] + 1, most
    home, goal, last = s[n_place + pickup], s[n_place + drop], closing(s, drop)
    before = s[rplace + base + first - 1] if first > 0 else s[m_from + mover]
    count, rnext, finish = s[rlen + row], s[RNEXT], s[s[M_TO] + mover]
    onward = s[rnext + base + first] if first < count else finish
    plain = s[least + before * places + onward]
    apart = there + s[least + home * places + onward] - plain
    plainly = s[PERIODS] == 1 and s[c_ways + s[n_client + pickup]] & 8 != 0
    place, free = home, start + s[n_dur + pickup]
    latest = closing(s, pickup)
    if first < count and s[n_kind + s[route + base + first]] != LUNCH:
        most_late = s[rlate + base + first] - s[n_dur + pickup]
        most_late -= s[least + home * places + s[rplace + base + first]]
        if most_late < latest:
            latest = most_late
    latest += s[n_dur + pickup] + s[s[C_LIMIT] + s[n_client + pickup]]
    for at in range(first, count + 1):
        begin = first_start(s, drop, free + s[least + place * places + goal])
        if begin < 0 or begin > last or (at > first and begin > latest):
            break
        after = s[rnext + base + at] if at < count else finish
        detour = there + s[least + place * places + goal] + s[least + goal * places + after]
        if at == first:
            detour -= plain
        else:
            detour += apart - there - s[least + place * places + after]
        if 2 * detour < best and reaches(s, mover, row, at, goal, begin + s[n_dur + drop]):
            if plainly:
                if fits(s, mover, row, first, pickup, at):
                    best = 2 * detour
                    s[BEST_MOVER] = mover
                    s[BEST_AT] = first
                    s[BEST_DROP] = at
            elif fits(s, mover, row, first, pickup, at):
                cost = timing(s, mover, scratch, False)
                if cost >= 0 and cost - s[rcost + row] < best:
                    best = cost - s[rcost + row]
                    s[BEST_MOVER] = mover
                    s[BEST_AT] = first
                    s[BEST_DROP] = at
        if at == count or 2 * apart >= best:
            break
        node = s[route + base + at]
        if s[rseats + base + at] + s[n_seats + pickup] > s[m_seats + mover]:
            break
        if s[rchairs + base + at] + s[n_chairs + pickup] > s[m_chairs + mover]:
            break
        if s[n_kind + node] != LUNCH:
            free += s[least + place * places + s[rplace + base + at]]
            place = s[rplace + base + at]
        free = first_start(s, node, free)
        if free < 0 or (s[n_kind + node] != LUNCH and free > s[rlate + base + at]):
            break
        free += s[n_dur + node]
    return best


def put_visit(s: State, client: int, mover: int, at: int) -> bool:
    """Make a visit part of a mover's row; False (and nothing changed in the row's order) when it cannot be timed."""
    scratch = s[MOVERS] + 1
    copy_row(s, mover, scratch, at, 5 * client, -1, -1)
    return take_row(s, mover, scratch)


def put_leg(s: State, pickup: int, mover: int, first: int, last: int) -> bool:
    """Make a leg part of a mover's row; False when it cannot be timed."""
    scratch = s[MOVERS] + 1
    if s[PERIODS] == 1 and s[s[C_WAYS] + s[s[N_CLIENT] + pickup]] & 8 != 0:
        if not fits(s, mover, mover, first, pickup, last) or settle(s, mover, scratch) < 0:
            return False
        take_over(s, mover, scratch, timed(s, mover, scratch, 1, s[s[RLEAVE] + scratch], False))
        return True
    copy_row(s, mover, scratch, first, pickup, last, pickup + 1)
    return take_row(s, mover, scratch)


def take_row(s: State, mover: int, source: int) -> bool:
    """Take a scratch row over as the mover's own if it can be timed."""
    cost = timing(s, mover, source, False)
    if cost < 0:
        return False
    take_over(s, mover, source, cost)
    return True


def take_over(s: State, mover: int, source: int, cost: int) -> None:
    """Make a timed scratch row the mover's own."""
    stride = s[STRIDE]
    read, write, count = source * stride, mover * stride, s[s[RLEN] + source]
    for index in range(count):
        node = s[s[ROUTE] + read + index]
        s[s[ROUTE] + write + index] = node
        s[s[WHERE] + node] = write + index
    for table in range(RPLACE, RCOST):
        first = s[table]
        for index in range(count):
            s[first + write + index] = s[first + read + index]
    s[s[RLEAVE] + mover], s[s[RBACK] + mover] = s[s[RLEAVE] + source], s[s[RBACK] + source]
    s[s[RMARK] + mover] = -1
    s[s[RLEN] + mover] = count
    s[s[RCOST] + mover] = cost
