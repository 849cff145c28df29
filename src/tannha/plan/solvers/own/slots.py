"""The three ways of serving one client, tried and made, as a kernel: a visit, a ride to a slot, a slot alone.

A ride is coupled to its slot: from a sampled entry follow the windows of its four stops; the way out is
inserted, then the way back on the changed rows; the entries cost what those who come by themselves would lose
by them. Kernel: integers and flat lists only.
"""

from __future__ import annotations

from tannha.plan.solvers.own.insert import (
    copy_row,
    leg_anywhere,
    leg_in_row,
    put_leg,
    put_visit,
    visit_in_row,
)
from tannha.plan.solvers.own.schedule import draw, timing
from tannha.plan.solvers.own.state import (
    ABSENT,
    AT_HOME,
    AT_SLOT,
    BACK_AT,
    BACK_DROP_AT,
    BACK_MOVER,
    BEST_AT,
    BEST_DROP,
    BEST_ENTRY,
    BEST_MOVER,
    C_CNT,
    C_ENTRIES,
    C_ENTRY,
    C_FROM,
    C_GENTLE,
    C_KEEP,
    C_LIMIT,
    C_MOVE,
    C_OFF,
    C_ONE,
    C_PARTY,
    C_PRICE,
    C_TILL,
    C_TOLD,
    C_TWO,
    C_WAY,
    C_WAYS,
    CROWD,
    CROWD_CAP,
    E_BEAT,
    E_END,
    E_PLACE,
    E_PRICE,
    E_START,
    E_TAKEN,
    EARLY,
    HIGH,
    LATE_AFTER,
    LEG,
    LOW,
    M_GENTLE,
    M_KIND,
    M_STOCK,
    MOVERS,
    N_CNT,
    N_DUR,
    N_OFF,
    N_PLACE,
    N_SEATS,
    OPTS,
    OUT_AT,
    OUT_DROP_AT,
    OUT_MOVER,
    OWN_HIGH,
    OWN_LOW,
    P_CNT,
    P_OFF,
    P_OPTS,
    RCOST,
    RIDING,
    SAMPLES,
    STOCK,
    USED,
    WAY,
    State,
)

HALF_HOUR = 1_800


def slot_done(s: State, client: int, entry: int) -> int:
    """When a client who takes entries from this one is done."""
    return s[s[E_END] + entry] + (s[s[C_ENTRIES] + client] - 1) * s[s[E_BEAT] + entry]


def slot_free(s: State, client: int, entry: int) -> bool:
    """Whether all entries are free and the crowd stays below its cap."""
    for number in range(s[s[C_ENTRIES] + client]):
        if s[s[E_TAKEN] + entry + number] != 0:
            return False
    done = slot_done(s, client, entry)
    for half in range(s[s[E_START] + entry] // HALF_HOUR, (done - 1) // HALF_HOUR + 1):
        if s[s[CROWD] + half] + s[s[C_PARTY] + client] > s[CROWD_CAP]:
            return False
    return True


def slot_price(s: State, client: int, entry: int) -> int:
    """What those who come by themselves lose by these entries, and the price of another time than promised."""
    price = 0 if s[s[C_MOVE] + client] == 0 or is_promised(s, client, entry) else s[s[C_MOVE] + client]
    for number in range(s[s[C_ENTRIES] + client]):
        price += s[s[E_PRICE] + entry + number]
    return price


def is_promised(s: State, client: int, entry: int) -> bool:
    """Whether an entry lies where the client was promised one."""
    off, found = s[s[P_OFF] + client], False
    for index in range(off, off + s[s[P_CNT] + client]):
        if s[s[P_OPTS] + index] == entry:
            found = True
    return found


def visit_hours(s: State, client: int, moved: int) -> int:
    """Set the hours of a visit as promised or, moved, as the client's own; its price, -1 when it cannot be so."""
    if s[s[C_MOVE] + client] == 0:
        return -moved
    if (moved == 0 and s[s[C_TOLD] + client] != 1) or (moved == 1 and s[s[C_KEEP] + client] == 1):
        return -1
    off = s[s[N_OFF] + 5 * client]
    for index in range(off, off + s[s[N_CNT] + 5 * client]):
        s[s[LOW] + index] = s[s[OWN_LOW] + index] if moved == 1 else s[s[C_FROM] + client]
        s[s[HIGH] + index] = s[s[OWN_HIGH] + index] if moved == 1 else s[s[C_TILL] + client]
    return moved * s[s[C_MOVE] + client]


def price_of_moving(s: State, client: int) -> int:
    """What the search pays for serving a client at another time than promised."""
    way = s[s[C_WAY] + client]
    if s[s[C_MOVE] + client] == 0 or way == ABSENT or way >= LEG:
        return 0
    if way == AT_HOME:
        kept = s[s[C_TOLD] + client] == 1
        kept = kept and s[s[LOW] + s[s[N_OFF] + 5 * client]] == s[s[C_FROM] + client]
        kept = kept and s[s[HIGH] + s[s[N_OFF] + 5 * client]] == s[s[C_TILL] + client]
    else:
        kept = is_promised(s, client, s[s[C_ENTRY] + client])
    return 0 if kept else s[s[C_MOVE] + client]


def set_slot(s: State, client: int, entry: int) -> None:
    """Give the four stops of a ride the windows and places that follow from its slot."""
    node = 5 * client
    start, done = s[s[E_START] + entry], slot_done(s, client, entry)
    out, back = s[s[N_OFF] + node + 2], s[s[N_OFF] + node + 3]
    s[s[HIGH] + out] = start - s[s[N_DUR] + node + 2]
    s[s[LOW] + out] = s[s[HIGH] + out] - s[EARLY]
    s[s[LOW] + back] = done
    s[s[HIGH] + back] = done + s[LATE_AFTER]
    s[s[N_PLACE] + node + 2] = s[s[E_PLACE] + entry]
    s[s[N_PLACE] + node + 3] = s[s[E_PLACE] + entry]


def count_slot(s: State, client: int, entry: int, sign: int) -> None:
    """Take entries and a place in the crowd, or give them back."""
    for number in range(s[s[C_ENTRIES] + client]):
        s[s[E_TAKEN] + entry + number] += sign
    for half in range(s[s[E_START] + entry] // HALF_HOUR, (slot_done(s, client, entry) - 1) // HALF_HOUR + 1):
        s[s[CROWD] + half] += sign * s[s[C_PARTY] + client]


def may_visit(s: State, client: int, mover: int) -> bool:
    """Whether a mover may go to this client: kind of mover, gentleness, what its kit still lasts for."""
    if (
        s[s[M_KIND] + mover] < 0
        or s[s[M_KIND] + mover] == 1
        or s[s[C_GENTLE] + client] > s[s[M_GENTLE] + mover]
    ):
        return False
    stock = s[s[M_STOCK] + mover]
    return s[s[USED] + stock] + s[s[N_SEATS] + 5 * client] <= s[s[STOCK] + stock]


def ride_to(s: State, client: int, entry: int, most: int) -> int:
    """The cheapest way out and back for a slot, its price included, below ``most``; else ``most``."""
    price = slot_price(s, client, entry)
    if price >= most:
        return most
    set_slot(s, client, entry)
    out, movers = 5 * client + 1, s[MOVERS]
    limit, best = s[s[C_LIMIT] + client], most - price
    there = best
    for mover in range(movers):
        if s[s[M_KIND] + mover] >= 1:
            there = leg_in_row(s, mover, mover, out, limit, there)
    if there >= best:
        return most
    one, at, drop = s[BEST_MOVER], s[BEST_AT], s[BEST_DROP]
    copy_row(s, one, movers, at, out, drop, out + 1)
    s[s[RCOST] + movers] = timing(s, one, movers, False)
    back = best - there
    least = back
    for mover in range(movers):
        if s[s[M_KIND] + mover] >= 1:
            least = leg_in_row(s, mover, movers if mover == one else mover, out + 2, limit, least)
    if least >= back:
        return most
    s[BACK_MOVER], s[BACK_AT], s[BACK_DROP_AT] = (
        s[BEST_MOVER], s[BEST_AT], s[BEST_DROP],
    )  # fmt: skip
    s[OUT_MOVER], s[OUT_AT], s[OUT_DROP_AT] = one, at, drop
    return price + there + least


def serve(s: State, client: int) -> bool:
    """Serve an absent client in the cheapest way found, when that is cheaper than leaving them out."""
    ways, best, way = s[s[C_WAYS] + client], s[s[C_PRICE] + client], ABSENT
    mover, at, last, entry = -1, -1, -1, -1
    one, one_at, one_last = -1, -1, -1
    moved = 0
    for choice in range(2 if ways & 1 != 0 else 0):
        extra = visit_hours(s, client, choice)
        for team in range(s[MOVERS] if extra >= 0 else 0):
            if may_visit(s, client, team):
                cost = extra + visit_in_row(s, team, 5 * client, best - extra)
                if cost < best:
                    best, way, mover, at = cost, AT_HOME, s[BEST_MOVER], s[BEST_AT]
                    moved = choice
    if ways & 8 != 0:
        cost = leg_anywhere(s, 5 * client + 1, s[s[C_LIMIT] + client], s[s[C_ONE] + client], best)
        if cost < best:
            best, way = cost, LEG
            mover, at, last = s[BEST_MOVER], s[BEST_AT], s[BEST_DROP]
    count, told = s[s[C_CNT] + client], s[s[P_CNT] + client]
    if ways & 6 != 0 and count + told > 0:
        count = 0 if s[s[C_KEEP] + client] == 1 else count
        samples = s[SAMPLES] if s[SAMPLES] < count else count
        offset = draw(s, count) if count > 0 else 0
        for sample in range(-told, samples):
            if sample < 0:
                place = s[s[P_OPTS] + s[s[P_OFF] + client] - 1 - sample]
            else:
                jump = draw(s, count) if samples < count else (offset + sample) % count
                place = s[s[OPTS] + s[s[C_OFF] + client] + jump]
            if not slot_free(s, client, place):
                continue
            if ways & 4 != 0:
                cost = slot_price(s, client, place)
                if cost < best:
                    best, way, entry = cost, AT_SLOT, place
            if ways & 2 != 0:
                cost = ride_to(s, client, place, best)
                if cost < best:
                    best, way, entry = cost, RIDING, place
                    one, one_at, one_last = s[OUT_MOVER], s[OUT_AT], s[OUT_DROP_AT]
                    mover, at, last = s[BACK_MOVER], s[BACK_AT], s[BACK_DROP_AT]
    s[WAY], s[BEST_ENTRY] = way, entry
    if way == AT_HOME:
        visit_hours(s, client, moved)
    if way == RIDING:
        return make_ride(s, client, entry, one, one_at, one_last, mover, at, last)
    return make(s, client, way, entry, mover, at, last)


def make(s: State, client: int, way: int, entry: int, mover: int, at: int, last: int) -> bool:
    """Make a visit, a leg or a slot alone."""
    if way == AT_HOME:
        if not put_visit(s, client, mover, at):
            return False
        s[s[USED] + s[s[M_STOCK] + mover]] += s[s[N_SEATS] + 5 * client]
    elif way == LEG:
        if not put_leg(s, 5 * client + 1, mover, at, last):
            return False
    elif way == AT_SLOT:
        count_slot(s, client, entry, 1)
        s[s[C_ENTRY] + client] = entry
    s[s[C_WAY] + client] = way
    s[s[C_ONE] + client] = mover
    return way != ABSENT


def make_ride(
    s: State, client: int, entry: int, one: int, at: int, last: int, two: int, back_at: int, back_last: int
) -> bool:
    """Make a ride: the slot, the way out, the way back; False when a row cannot be timed after all."""
    set_slot(s, client, entry)
    if not put_leg(s, 5 * client + 1, one, at, last):
        return False
    s[s[C_WAY] + client], s[s[C_ENTRY] + client], s[s[C_ONE] + client], s[s[C_TWO] + client] = (
        RIDING,
        entry,
        one,
        -1,
    )
    count_slot(s, client, entry, 1)
    if not put_leg(s, 5 * client + 3, two, back_at, back_last):
        return False
    s[s[C_TWO] + client] = two
    return True
