"""Taking people out of the day, and the order in which they are put back, as a kernel.

Strings of neighbouring stops around a seed client, one time in four plain random clients (planning.md section
5). Kernel: integers and flat lists only.
"""

# ruff: noqa: SIM109 - two comparisons compile to two comparisons, a tuple does not.

from __future__ import annotations

from tannha.plan.solvers.own.insert import take_row
from tannha.plan.solvers.own.schedule import draw, timing
from tannha.plan.solvers.own.slots import count_slot
from tannha.plan.solvers.own.state import (
    ABSENT,
    AT_HOME,
    AT_SLOT,
    C_ENTRY,
    C_MIDDLE,
    C_ONE,
    C_PLACE,
    C_PRICE,
    C_TWO,
    C_WAY,
    C_WAYS,
    C_WIDTH,
    CLIENTS,
    FIXED,
    KEYS,
    LEAST,
    LUNCH,
    M_LUNCH,
    M_STOCK,
    MOST_OUT,
    MOVERS,
    N_CLIENT,
    N_KIND,
    N_SEATS,
    NEAR,
    NEAR_BY,
    ORDER,
    PICKED,
    PLACES,
    RCOST,
    RETRIES,
    RIDING,
    RLEN,
    ROUTE,
    STATION,
    STRIDE,
    STRING,
    USED,
    State,
)


def take_out(s: State, client: int) -> None:
    """Remove a client's stops and slot; the rows keep their order and must be timed anew (``mend``)."""
    way = s[s[C_WAY] + client]
    if way == AT_HOME:
        s[s[USED] + s[s[M_STOCK] + s[s[C_ONE] + client]]] -= s[s[N_SEATS] + 5 * client]
    if way == RIDING or way == AT_SLOT:
        count_slot(s, client, s[s[C_ENTRY] + client], -1)
    if way != AT_SLOT and way != ABSENT:
        close_gap(s, s[s[C_ONE] + client], client)
        if way == RIDING and s[s[C_TWO] + client] >= 0 and s[s[C_TWO] + client] != s[s[C_ONE] + client]:
            close_gap(s, s[s[C_TWO] + client], client)
    s[s[C_WAY] + client] = ABSENT


def close_gap(s: State, mover: int, client: int) -> None:
    """Drop a client's nodes from a row and mark the row."""
    base = mover * s[STRIDE]
    kept = 0
    for index in range(s[s[RLEN] + mover]):
        node = s[s[ROUTE] + base + index]
        if s[s[N_CLIENT] + node] != client:
            s[s[ROUTE] + base + kept] = node
            kept += 1
    s[s[RLEN] + mover] = kept
    s[s[RCOST] + mover] = -1


def mend(s: State) -> bool:
    """Time the marked rows anew; False when one of them cannot be."""
    for mover in range(s[MOVERS]):
        if s[s[RCOST] + mover] < 0:
            s[s[RCOST] + mover] = timing(s, mover, mover, False)
            if s[s[RCOST] + mover] < 0:
                return False
    return True


def move_lunch(s: State, mover: int) -> None:
    """Put the lunch of a row at another position drawn from those that can be timed, if any."""
    base, scratch, count = mover * s[STRIDE], s[MOVERS] + 1, s[s[RLEN] + mover]
    lunch = s[s[M_LUNCH] + mover]
    if lunch < 0 or count < 2:
        return
    goal = draw(s, count)
    write, kept = scratch * s[STRIDE], 0
    for index in range(count):
        node = s[s[ROUTE] + base + index]
        if s[s[N_KIND] + node] == LUNCH:
            continue
        if kept == goal:
            s[s[ROUTE] + write + kept] = lunch
            kept += 1
        s[s[ROUTE] + write + kept] = node
        kept += 1
    if kept < count:
        s[s[ROUTE] + write + kept] = lunch
    s[s[RLEN] + scratch] = count
    take_row(s, mover, scratch)


def ruin(s: State) -> int:
    """Take out up to a drawn number of clients; how many, named in ``picked``."""
    clients = s[CLIENTS]
    if clients == 0:
        return 0
    most = 1 + draw(s, s[MOST_OUT])
    out = 0
    if draw(s, 4) == 0:
        for _ in range(2 * most):
            client = draw(s, clients)
            if s[s[C_WAY] + client] != ABSENT and s[s[C_WAY] + client] != FIXED and out < most:
                take_out(s, client)
                s[s[PICKED] + out] = client
                out += 1
        return out
    seed, near = draw(s, clients), s[NEAR]
    for place in range(near):
        if out >= most:
            break
        client = s[s[NEAR_BY] + seed * near + place]
        way = s[s[C_WAY] + client]
        if way == ABSENT or way == FIXED:
            continue
        if way == AT_SLOT:
            take_out(s, client)
            s[s[PICKED] + out] = client
            out += 1
            continue
        row = s[s[C_ONE] + client]
        if way == RIDING and draw(s, 2) == 0:
            row = s[s[C_TWO] + client]
        out = string_around(s, row, client, most, out)
    return out


def string_around(s: State, row: int, client: int, most: int, out: int) -> int:
    """Take out a string of stops around a client's first stop in a row; how many are out now."""
    base, count = row * s[STRIDE], s[s[RLEN] + row]
    at = 0
    while at < count and s[s[N_CLIENT] + s[s[ROUTE] + base + at]] != client:
        at += 1
    length = 1 + draw(s, s[STRING])
    first = at - draw(s, length)
    if first < 0:
        first = 0
    begun = out
    for index in range(first, min(first + length, count)):
        other = s[s[N_CLIENT] + s[s[ROUTE] + base + index]]
        if other < 0 or out >= most or s[s[C_WAY] + other] == FIXED:
            continue
        named = False
        for place in range(begun, out):
            if s[s[PICKED] + place] == other:
                named = True
        if not named:
            s[s[PICKED] + out] = other
            out += 1
    for place in range(begun, out):
        take_out(s, s[s[PICKED] + place])
    return out


def add_waiting(s: State, out: int) -> int:
    """Add some of those absent before, drawn anew each time, to the people to be put back."""
    waiting = 0
    for client in range(s[CLIENTS]):
        if s[s[C_WAY] + client] == ABSENT and s[s[C_WAYS] + client] > 0:
            s[s[ORDER] + waiting] = client
            waiting += 1
    for place in range(out):
        for index in range(waiting):
            if s[s[ORDER] + index] == s[s[PICKED] + place]:
                waiting -= 1
                s[s[ORDER] + index] = s[s[ORDER] + waiting]
                break
    wanted = waiting if waiting < s[RETRIES] else s[RETRIES]
    for _ in range(wanted):
        index = draw(s, waiting)
        s[s[PICKED] + out] = s[s[ORDER] + index]
        out += 1
        waiting -= 1
        s[s[ORDER] + index] = s[s[ORDER] + waiting]
    return out


def sort_picked(s: State, out: int) -> None:
    """Order those to be put back: by chance, weight, middle or width of hours, or way from the station."""
    kind = draw(s, 6)
    for place in range(out):
        client = s[s[PICKED] + place]
        if kind <= 1:
            s[s[KEYS] + place] = draw(s, 1 << 20)
        elif kind == 2:
            s[s[KEYS] + place] = -s[s[C_PRICE] + client]
        elif kind == 3:
            s[s[KEYS] + place] = s[s[C_MIDDLE] + client]
        elif kind == 4:
            s[s[KEYS] + place] = s[s[C_WIDTH] + client]
        else:
            s[s[KEYS] + place] = -s[s[LEAST] + s[STATION] * s[PLACES] + s[s[C_PLACE] + client]]
    for place in range(1, out):
        client, key, index = s[s[PICKED] + place], s[s[KEYS] + place], place
        while index > 0 and s[s[KEYS] + index - 1] > key:
            s[s[PICKED] + index] = s[s[PICKED] + index - 1]
            s[s[KEYS] + index] = s[s[KEYS] + index - 1]
            index -= 1
        s[s[PICKED] + index] = client
        s[s[KEYS] + index] = key
