"""The search itself, as a kernel: a first plan, then ruin, recreate, accept by a cooling threshold.

``begin`` builds the first plan, ``search`` runs any number of iterations from any point: how the iterations
are cut into calls changes nothing. At fixed iterations the best plan is valued by its real score (with the
people who come by themselves matched exactly) and the prices of entries are set anew. Kernel: integers and
flat lists only.
"""

# ruff: noqa: SIM109 - two comparisons compile to two comparisons, a tuple does not.

from __future__ import annotations

from tannha.plan.solvers.own.ruin import add_waiting, mend, move_lunch, ruin, sort_picked, take_out
from tannha.plan.solvers.own.schedule import draw
from tannha.plan.solvers.own.slots import price_of_moving, serve, slot_price
from tannha.plan.solvers.own.state import (
    ABSENT,
    AT_SLOT,
    BEST,
    C_ENTRY,
    C_ONE,
    C_PRICE,
    C_WAY,
    C_WAYS,
    C_WIDTH,
    CLIENTS,
    CURRENT,
    FAR,
    FIRST_SAVED,
    FOUND_BEST,
    HEAT,
    KEPT,
    LOSS,
    MOVERS,
    PICKED,
    RCOST,
    RIDING,
    RLEN,
    ROUTE,
    RPLACE,
    STRIDE,
    TOP,
    TRUE_BEST,
    UNIT,
    State,
)
from tannha.plan.solvers.own.walkers import match, set_prices

REFRESH = 2_048
BEGIN, SEARCH, SETTLE = 0, 1, 2


def value(s: State) -> int:
    """The search's own score: costs, absent clients at their price, slots at the price of their entries."""
    total = 0
    for mover in range(s[MOVERS]):
        total += s[s[RCOST] + mover]
    for client in range(s[CLIENTS]):
        way = s[s[C_WAY] + client]
        if way == ABSENT:
            total += s[s[C_PRICE] + client]
        elif way == RIDING or way == AT_SLOT:
            total += slot_price(s, client, s[s[C_ENTRY] + client])
        else:
            total += price_of_moving(s, client)
    return total


def real_value(s: State) -> int:
    """The real score: costs, absent clients, and the weight of those who come by themselves and find no entry."""
    total = match(s) * s[UNIT]
    for mover in range(s[MOVERS]):
        total += s[s[RCOST] + mover]
    for client in range(s[CLIENTS]):
        if s[s[C_WAY] + client] == ABSENT:
            total += s[s[C_PRICE] + client]
        else:
            total += price_of_moving(s, client)
    return total


def save(s: State, store: int) -> None:
    """Copy everything that an iteration may change into a store (``KEPT``, ``BEST`` or ``TOP``)."""
    copy_all(s, 0, s[store] - s[FIRST_SAVED])


def load(s: State, store: int) -> None:
    """The reverse of ``save``."""
    copy_all(s, s[store] - s[FIRST_SAVED], 0)


def copy_all(s: State, source: int, target: int) -> None:
    """Copy what is saved from one distance behind its own place to another; of rows as far as they are filled."""
    copy(s, source, target, s[FIRST_SAVED], s[ROUTE])
    copy(s, source, target, s[RLEN], s[RPLACE])
    copy(s, source, target, s[RCOST], s[KEPT])
    for mover in range(s[MOVERS]):
        first, count = mover * s[STRIDE], s[s[RLEN] + mover + target]
        begin = s[ROUTE] + first
        copy(s, source, target, begin, begin + count)
        for table in range(RPLACE, RCOST):
            begin = s[table] + first
            copy(s, source, target, begin, begin + count)


def copy(s: State, source: int, target: int, first: int, last: int) -> None:
    """Copy one piece of the list."""
    s[first + target : last + target] = s[first + source : last + source]


def place_all(s: State, count: int) -> None:
    """Serve the picked clients one after the other; a half-made ride is taken out again."""
    for place in range(count):
        client = s[s[PICKED] + place]
        if not serve(s, client) and s[s[C_WAY] + client] != ABSENT:
            take_out(s, client)
            mend(s)


def begin(s: State) -> None:
    """The first plan: entry prices without any ride, then everybody by weight and width of hours."""
    match(s)
    set_prices(s, s[UNIT])
    count = 0
    for client in range(s[CLIENTS]):
        if s[s[C_WAY] + client] == ABSENT and s[s[C_WAYS] + client] > 0:
            index = count
            while index > 0 and before(s, client, s[s[PICKED] + index - 1]):
                s[s[PICKED] + index] = s[s[PICKED] + index - 1]
                index -= 1
            s[s[PICKED] + index] = client
            count += 1
    place_all(s, count)
    s[TRUE_BEST] = FAR
    save(s, BEST)
    s[FOUND_BEST] = value(s)
    s[CURRENT] = s[FOUND_BEST]
    refresh(s)


def before(s: State, one: int, other: int) -> bool:
    """Whether a client is placed before another in the first plan."""
    if s[s[C_PRICE] + one] != s[s[C_PRICE] + other]:
        return s[s[C_PRICE] + one] > s[s[C_PRICE] + other]
    return s[s[C_WIDTH] + one] < s[s[C_WIDTH] + other]


def refresh(s: State) -> None:
    """Value the best plan by its real score, keep it if it is the best so far, set the entry prices anew."""
    save(s, KEPT)
    load(s, BEST)
    real = real_value(s)
    if real < s[TRUE_BEST]:
        s[TRUE_BEST] = real
        save(s, TOP)
    set_prices(s, s[UNIT])
    s[FOUND_BEST] = value(s)
    load(s, KEPT)
    s[CURRENT] = value(s)


def search(s: State, first: int, count: int, whole: int) -> None:
    """Iterations ``first`` … ``first + count - 1`` of a search that is ``whole`` iterations long."""
    for iteration in range(first, first + count):
        if iteration % REFRESH == 0 or iteration == 64 or iteration == 512:
            refresh(s)
        heat = s[s[HEAT] + iteration * 1_024 // whole]
        save(s, KEPT)
        out = ruin(s)
        good = mend(s)
        if good:
            for place in range(out):
                if draw(s, 4) == 0:
                    row = s[s[C_ONE] + s[s[PICKED] + place]]
                    if row >= 0:
                        move_lunch(s, row)
            out = add_waiting(s, out)
            sort_picked(s, out)
            place_all(s, out)
            reached = value(s)
            if reached < s[CURRENT] + heat * s[s[LOSS] + draw(s, 1_024)] // 1_024:
                s[CURRENT] = reached
                if reached < s[FOUND_BEST]:
                    s[FOUND_BEST] = reached
                    save(s, BEST)
            else:
                good = False
        if not good:
            load(s, KEPT)


def work(s: State, what: int, first: int, count: int, whole: int) -> None:
    """The one entry: the first plan, some iterations, or the last look at the newest best plan."""
    if what == BEGIN:
        begin(s)
    elif what == SEARCH:
        search(s, first, count, whole)
    else:
        refresh(s)
