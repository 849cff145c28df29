"""The one list of integers that the kernel works on: the day as numbers, and where the search stands.

Everything lies in a single flat list (compiled: one array), so that the same functions run in both gears.
First the sizes and settings, then what functions give back beside their result, then where each table begins
(``s[s[N_DUR] + node]`` is a node's duration), then the tables. Those from N_PLACE up to KEPT are what an
iteration may change; they are saved and restored as one slice. A client owns the nodes ``5 c`` (visit),
``5 c + 1`` … ``5 c + 4`` (out pickup, out drop, back pickup, back drop); the lunch of mover ``m`` is node
``5 C + m``. Costs are half seconds: twice the driving plus the idle time of riders.
"""

from __future__ import annotations

State = list[int]

# Sizes and settings of the day.
PLACES, PERIODS, MOVERS, CLIENTS, STRIDE, ENTRIES, NEAR, WALKERS = 0, 1, 2, 3, 4, 5, 6, 7
EARLY, LATE_AFTER, CROWD_CAP, MOST_OUT, STRING, RETRIES, SAMPLES, STATION = 8, 9, 10, 11, 12, 13, 14, 15
UNIT, SIZE, NOTES = 16, 17, 18
# What functions give back beside their result.
BEST_MOVER, BEST_AT, BEST_DROP, BEST_ENTRY, OUT_MOVER, OUT_AT, OUT_DROP_AT, WAY = (
    32,
    33,
    34,
    35,
    36,
    37,
    38,
    39,
)
BACK_MOVER, BACK_AT, BACK_DROP_AT, CURRENT, FOUND_BEST, TRUE_BEST = 40, 41, 42, 43, 44, 45
# Where the tables begin.
TABLES = 64
ROAD, LEAST, PERIOD, M_KIND, M_PROF, M_FROM, M_TO, M_OPEN = 64, 65, 66, 67, 68, 69, 70, 71
M_CLOSE, M_LONGEST, M_SEATS, M_CHAIRS, M_STOCK, M_GENTLE, M_LUNCH, STOCK = 72, 73, 74, 75, 76, 77, 78, 79
N_DUR, N_KIND, N_CLIENT, N_SEATS, N_CHAIRS, N_OFF, N_CNT, C_PRICE = 80, 81, 82, 83, 84, 85, 86, 87
C_WAYS, C_GENTLE, C_LIMIT, C_ENTRIES, C_PARTY, C_OFF, C_CNT, C_MIDDLE = 88, 89, 90, 91, 92, 93, 94, 95
C_WIDTH, C_PLACE, OPTS, E_START, E_END, E_BEAT, E_PLACE, NEAR_BY = 96, 97, 98, 99, 100, 101, 102, 103
HEAT, LOSS, N_PLACE, LOW, HIGH, ROUTE, RLEN, RPLACE = 104, 105, 106, 107, 108, 109, 110, 111
RSTART, RDEP, RLATE, RNEXT, RSEATS, RCHAIRS, RCOST, RLEAVE = 112, 113, 114, 115, 116, 117, 118, 119
RBACK, RMARK, C_WAY, C_ENTRY, C_ONE, C_TWO, E_TAKEN, USED = 120, 121, 122, 123, 124, 125, 126, 127
CROWD, KEPT, BEST, TOP, E_PRICE, RNG, BOUND, TIMES = 128, 129, 130, 131, 132, 133, 134, 135
ARRIVE, WHERE, ORDER, KEYS, PICKED, W_WEIGHT, K_OFF, K_CNT = 136, 137, 138, 139, 140, 141, 142, 143
W_OPTS, W_ENTRY, E_OFF, E_CNT, E_KINDS, E_BY, SEEN, DEAD = 144, 145, 146, 147, 148, 149, 150, 151
QUEUE, PARENT, C_MOVE, C_TOLD, C_FROM, C_TILL, C_KEEP, P_OFF = 152, 153, 154, 155, 156, 157, 158, 159
P_CNT, P_OPTS, OWN_LOW, OWN_HIGH, W_KIND, K_FROM, K_SIZE, K_WALKERS = 160, 161, 162, 163, 164, 165, 166, 167
K_SEEN, NOTE = 168, 169
FIRST_SAVED = N_PLACE
# Kinds of node.
VISIT, OUT_PICKUP, OUT_DROP, BACK_PICKUP, BACK_DROP, LUNCH = 0, 1, 2, 3, 4, 5
# Ways in which a client is served in the search.
ABSENT, AT_HOME, RIDING, AT_SLOT, LEG, FIXED = 0, 1, 2, 3, 4, 5
WITH_SLOT = (RIDING, AT_SLOT, FIXED)
FAR = 1 << 60
# The tables in order. [profile][period][from][to] of ROAD are seconds from door to door, LEAST the same at the
# best hour; M_ movers, N_ nodes, C_ clients, E_ entries, W_ people who come by themselves, K_ kinds of
# them (the same entries to choose from), R… rows of stops.
# On a day under way: c_move is the price of another time than promised (0: nothing promised), c_told the promised
# way as a bit, c_from … c_till the promised starts of a visit, c_keep 1 while no price moves it; p_ the promised
# entries; own_low and own_high a visit's own hours, which low and high are set to when it is moved.
FIELDS = (
    "road",
    "least",
    "period",
    "m_kind",
    "m_prof",
    "m_from",
    "m_to",
    "m_open",
    "m_close",
    "m_longest",
    "m_seats",
    "m_chairs",
    "m_stock",
    "m_gentle",
    "m_lunch",
    "stock",
    "n_dur",
    "n_kind",
    "n_client",
    "n_seats",
    "n_chairs",
    "n_off",
    "n_cnt",
    "c_price",
    "c_ways",
    "c_gentle",
    "c_limit",
    "c_entries",
    "c_party",
    "c_off",
    "c_cnt",
    "c_middle",
    "c_width",
    "c_place",
    "opts",
    "e_start",
    "e_end",
    "e_beat",
    "e_place",
    "near",
    "heat",
    "loss",
    "n_place",
    "low",
    "high",
    "route",
    "rlen",
    "rplace",
    "rstart",
    "rdep",
    "rlate",
    "rnext",
    "rseats",
    "rchairs",
    "rcost",
    "rleave",
    "rback",
    "rmark",
    "c_way",
    "c_entry",
    "c_one",
    "c_two",
    "e_taken",
    "used",
    "crowd",
    "kept",
    "best",
    "top",
    "e_price",
    "rng",
    "bound",
    "times",
    "arrive",
    "where",
    "order",
    "keys",
    "picked",
    "w_weight",
    "k_off",
    "k_cnt",
    "w_opts",
    "w_entry",
    "e_off",
    "e_cnt",
    "e_kinds",
    "e_by",
    "seen",
    "dead",
    "queue",
    "parent",
    "c_move",
    "c_told",
    "c_from",
    "c_till",
    "c_keep",
    "p_off",
    "p_cnt",
    "p_opts",
    "own_low",
    "own_high",
    "w_kind",
    "k_from",
    "k_size",
    "k_walkers",
    "k_seen",
    "note",
)
