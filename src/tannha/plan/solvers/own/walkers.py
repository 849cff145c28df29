"""People who come by themselves and the entries left for them, as a kernel: exact matching and its prices.

They are many and alike, so the search does not place them: it pays a price for each entry a ride takes. The
matching is the heaviest possible (heaviest first, augmenting paths; a failed search never has to be looked at
again), and the price of an entry is what the heaviest matching would lose without it (for an entry taken:
what it would gain). Kernel: integers and flat lists only.
"""

from __future__ import annotations

from tannha.plan.solvers.own.state import (
    DEAD,
    E_BY,
    E_CNT,
    E_KINDS,
    E_OFF,
    E_PRICE,
    E_TAKEN,
    ENTRIES,
    K_CNT,
    K_FROM,
    K_OFF,
    K_SEEN,
    K_SIZE,
    K_WALKERS,
    PARENT,
    QUEUE,
    SEEN,
    W_ENTRY,
    W_KIND,
    W_OPTS,
    W_WEIGHT,
    WALKERS,
    State,
)


def match(s: State) -> int:
    """Match walkers to free entries, heaviest first; the weight left out. Walkers stand in order of weight."""
    for entry in range(s[ENTRIES]):
        s[s[E_BY] + entry] = -1
        s[s[DEAD] + entry] = 1 if s[s[E_TAKEN] + entry] != 0 else 0
        s[s[SEEN] + entry] = 0
    forget_kinds(s)
    lost = 0
    for walker in range(s[WALKERS]):
        s[s[W_ENTRY] + walker] = -1
        if not augment(s, walker):
            lost += s[s[W_WEIGHT] + walker]
    return lost


def forget_kinds(s: State) -> None:
    """No kind has been looked at: what one of a kind has tried need not be tried for the next."""
    for walker in range(s[WALKERS]):
        s[s[K_SEEN] + s[s[W_KIND] + walker]] = 0


def augment(s: State, walker: int) -> bool:
    """Find a free entry along an alternating path and turn it around; False closes all that was looked at."""
    mark = walker + 1
    s[s[QUEUE] + 0] = walker
    head, tail = 0, 1
    while head < tail:
        one = s[s[QUEUE] + head]
        head += 1
        kind = s[s[W_KIND] + one]
        if s[s[K_SEEN] + kind] == mark:
            continue
        s[s[K_SEEN] + kind] = mark
        for index in range(s[s[K_OFF] + kind], s[s[K_OFF] + kind] + s[s[K_CNT] + kind]):
            entry = s[s[W_OPTS] + index]
            if s[s[DEAD] + entry] != 0 or s[s[SEEN] + entry] == mark:
                continue
            s[s[SEEN] + entry] = mark
            s[s[PARENT] + entry] = one
            if s[s[E_BY] + entry] < 0:
                turn(s, walker, entry)
                return True
            s[s[QUEUE] + tail] = s[s[E_BY] + entry]
            tail += 1
    for place in range(1, tail):
        s[s[DEAD] + s[s[W_ENTRY] + s[s[QUEUE] + place]]] = 1
    return False


def turn(s: State, walker: int, entry: int) -> None:
    """Turn around the path that ends at a free entry."""
    while True:
        one = s[s[PARENT] + entry]
        before = s[s[W_ENTRY] + one]
        s[s[W_ENTRY] + one] = entry
        s[s[E_BY] + entry] = one
        if one == walker:
            return
        entry = before


def set_prices(s: State, unit: int) -> None:
    """Price every entry by the present matching: the loss without it, for taken ones the gain with it."""
    entries, tail = s[ENTRIES], 0
    for entry in range(entries):
        s[s[E_PRICE] + entry] = -1
        s[s[SEEN] + entry] = 0
        if s[s[E_BY] + entry] < 0 and s[s[E_TAKEN] + entry] == 0:
            s[s[E_PRICE] + entry] = 0
            s[s[QUEUE] + tail] = entry
            tail += 1
    forget_kinds(s)
    spread_loss(s, tail, 0)
    for walker in range(s[WALKERS] - 1, -1, -1):
        entry = s[s[W_ENTRY] + walker]
        if entry >= 0 and s[s[E_PRICE] + entry] < 0:
            s[s[E_PRICE] + entry] = s[s[W_WEIGHT] + walker] * unit
            s[s[QUEUE] + 0] = entry
            spread_loss(s, 1, s[s[W_WEIGHT] + walker] * unit)
    forget_kinds(s)
    for walker in range(s[WALKERS]):
        if s[s[W_ENTRY] + walker] < 0:
            spread_gain(s, walker, s[s[W_WEIGHT] + walker] * unit)
    for entry in range(entries):
        if s[s[E_PRICE] + entry] < 0:
            s[s[E_PRICE] + entry] = 0


def spread_loss(s: State, tail: int, price: int) -> None:
    """Whoever could move to a queued entry frees their own at the same loss."""
    head = 0
    while head < tail:
        entry = s[s[QUEUE] + head]
        head += 1
        for index in range(s[s[E_OFF] + entry], s[s[E_OFF] + entry] + s[s[E_CNT] + entry]):
            kind = s[s[E_KINDS] + index]
            if s[s[K_SEEN] + kind] != 0:
                continue
            s[s[K_SEEN] + kind] = 1
            for place in range(s[s[K_FROM] + kind], s[s[K_FROM] + kind] + s[s[K_SIZE] + kind]):
                own = s[s[W_ENTRY] + s[s[K_WALKERS] + place]]
                if own >= 0 and s[s[E_PRICE] + own] < 0:
                    s[s[E_PRICE] + own] = price
                    s[s[QUEUE] + tail] = own
                    tail += 1


def spread_gain(s: State, walker: int, price: int) -> None:
    """Taken entries that this unmatched walker could reach would bring their weight."""
    s[s[QUEUE] + 0] = walker
    head, tail = 0, 1
    while head < tail:
        one = s[s[QUEUE] + head]
        head += 1
        kind = s[s[W_KIND] + one]
        if s[s[K_SEEN] + kind] != 0:
            continue
        s[s[K_SEEN] + kind] = 1
        for index in range(s[s[K_OFF] + kind], s[s[K_OFF] + kind] + s[s[K_CNT] + kind]):
            entry = s[s[W_OPTS] + index]
            if s[s[SEEN] + entry] != 0:
                continue
            s[s[SEEN] + entry] = 1
            if s[s[E_TAKEN] + entry] != 0:
                s[s[E_PRICE] + entry] = price
            elif s[s[E_BY] + entry] >= 0:
                s[s[QUEUE] + tail] = s[s[E_BY] + entry]
                tail += 1
