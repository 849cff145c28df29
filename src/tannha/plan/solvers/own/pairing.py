"""The matching of ``walkers`` once more, for reading a plan: the same result from lists of its own, several times
faster than the kernel's text where it runs interpreted.
"""

from __future__ import annotations

from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.state import State


def pair(state: State) -> None:
    """Match walkers to free entries, heaviest first, and write each one's entry into the state."""
    entries, walkers = state[at.ENTRIES], state[at.WALKERS]
    kinds = state[state[at.W_KIND] : state[at.W_KIND] + walkers]
    choices = [
        state[state[at.W_OPTS] + first : state[at.W_OPTS] + first + state[state[at.K_CNT] + kind]]
        for kind, first in enumerate(state[state[at.K_OFF] : state[at.K_OFF] + max(kinds, default=-1) + 1])
    ]
    taken = state[state[at.E_TAKEN] : state[at.E_TAKEN] + entries]
    dead = [number != 0 for number in taken]
    seen, scanned = [0] * entries, [0] * len(choices)
    by, parent, entry_of = [-1] * entries, [-1] * entries, [-1] * walkers
    for walker in range(walkers):
        queue, found, mark = [walker], -1, walker + 1
        for one in queue:
            kind = kinds[one]
            if scanned[kind] == mark:
                continue
            scanned[kind] = mark
            for entry in choices[kind]:
                if dead[entry] or seen[entry] == mark:
                    continue
                seen[entry], parent[entry] = mark, one
                if by[entry] < 0:
                    found = entry
                    break
                queue.append(by[entry])
            if found >= 0:
                break
        if found < 0:
            for one in queue[1:]:
                dead[entry_of[one]] = True
        while found >= 0:
            one = parent[found]
            before, entry_of[one], by[found] = entry_of[one], found, one
            found = before if one != walker else -1
    state[state[at.W_ENTRY] : state[at.W_ENTRY] + walkers] = entry_of
