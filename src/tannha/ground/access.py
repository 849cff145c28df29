"""Who may do what: both tables of roles as data. Default is none. Pure.

Scope letters of the design: a assigned, w own ward, p province, m masked, 2 two persons, – none. A page names its row
(`May`); a page without a row fails the build. No role holds capture and adjudication, administration and reading of
people, or planning and names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is for; one account, one role."""

    CANVASSER = "canvasser"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    PLANNER = "planner"
    ISSUER = "issuer"
    ADJUDICATOR = "adjudicator"
    DESK_CLERK = "desk_clerk"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PROTECTION_OFFICER = "protection_officer"
    CONSOLE = "console"


class Scope(StrEnum):
    """How far a cell reaches."""

    ASSIGNED = "assigned"
    WARD = "ward"
    PROVINCE = "province"
    OWN = "own"
    PROPOSES = "proposes"
    CONSENT = "consent"
    TECHNICAL = "technical"
    ANY = "any"


class May(StrEnum):
    """The rows of the table."""

    LIST_TODAY = "list_today"
    LOOK_UP = "look_up"
    FULL_NUMBER = "full_number"
    SEE_NEEDS = "see_needs"
    RECORD_VISIT = "record_visit"
    LIFT_DO_NOT_VISIT = "lift_do_not_visit"
    CAPTURE = "capture"
    SEAL_EXCEPTION = "seal_exception"
    OPEN_PACKET = "open_packet"
    DECIDE_DOUBLE = "decide_double"
    PLAN = "plan"
    READ_RUN_SHEET = "read_run_sheet"
    PERSONALISE = "personalise"
    REVOKE_CARD = "revoke_card"
    DESK_CHECK = "desk_check"
    STOP = "stop"
    ADMIT = "admit"
    EXPORT_NAMES = "export_names"
    STATISTICS = "statistics"
    READ_JOURNAL = "read_journal"
    ERASE = "erase"
    RESTORE = "restore"
    IMPORT_ROLL = "import_roll"
    CHANGE_ROLL = "change_roll"
    SEE_REQUESTS = "see_requests"
    QUEUE = "queue"
    APPROVE_PACKET = "approve_packet"
    SEE_DOUBLES = "see_doubles"
    STOCK = "stock"
    HELP_EID = "help_eid"
    DESK_LOOK_UP = "desk_look_up"
    PROGRESS_FIGURES = "progress_figures"
    PROGRESS_NAMES = "progress_names"
    PRINT_NOTICES = "print_notices"
    HAND_OVER_HOME = "hand_over_home"
    OWN = "own"
    RIGHTS = "rights"
    READ_LOOKS = "read_looks"
    CONFLICTS = "conflicts"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: how far, whether people are masked there, whether a second person must confirm."""

    scope: Scope
    masked: bool = False
    two_persons: bool = False


_LETTERS = {
    "a": Cell(scope=Scope.ASSIGNED),
    "a2": Cell(scope=Scope.ASSIGNED, two_persons=True),
    "w": Cell(scope=Scope.WARD),
    "w2": Cell(scope=Scope.WARD, two_persons=True),
    "wm": Cell(scope=Scope.WARD, masked=True),
    "p": Cell(scope=Scope.PROVINCE),
    "own": Cell(scope=Scope.OWN),
    "proposes": Cell(scope=Scope.PROPOSES),
    "consent": Cell(scope=Scope.CONSENT),
    "technical": Cell(scope=Scope.TECHNICAL),
    "any": Cell(scope=Scope.ANY),
    "any2": Cell(scope=Scope.ANY, two_persons=True),
}

_COLUMNS = (
    Role.CANVASSER,
    Role.OPERATOR,
    Role.SUPERVISOR,
    Role.PLANNER,
    Role.ISSUER,
    Role.ADJUDICATOR,
    Role.DESK_CLERK,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.PROTECTION_OFFICER,
    Role.CONSOLE,
)

# canvasser, operator, supervisor, planner, issuer, adjudicator, desk clerk, administrator, auditor, protection, console
_ROWS: dict[May, str] = {
    May.LIST_TODAY: "a a w wm - - - - - - -",
    May.LOOK_UP: "a a w - w a consent - - wm -",
    May.FULL_NUMBER: "- a w - w a consent - - - -",
    May.SEE_NEEDS: "a a w wm - - - - - - -",
    May.RECORD_VISIT: "a a w - - - - - - w -",
    May.LIFT_DO_NOT_VISIT: "- - w2 - - - - - - any2 -",
    May.CAPTURE: "- a a - - - - - - - -",
    May.SEAL_EXCEPTION: "- a2 any2 - - - - - - - -",
    May.OPEN_PACKET: "- - - - technical a2 - - - - -",
    May.DECIDE_DOUBLE: "- - - - - a2 - - - - -",
    May.PLAN: "- - w w - - - - - - w",
    May.READ_RUN_SHEET: "a a w wm - - - - - - -",
    May.PERSONALISE: "- - - - w - - - - - w",
    May.REVOKE_CARD: "- - w2 - w2 - - - - - -",
    May.DESK_CHECK: "- - - - - - own - - - -",
    May.STOP: "- own w - - - - any - any -",
    May.ADMIT: "- - w2 - - - - any2 - - -",
    May.EXPORT_NAMES: "- - w2 - - - - - - any2 -",
    May.STATISTICS: "own own w w w - - - w w w",
    May.READ_JOURNAL: "own own w - - - - technical p w technical",
    May.ERASE: "- - - - - - - any2 - any2 -",
    May.RESTORE: "- - - - - - - any2 own - -",
    May.IMPORT_ROLL: "- - w - - - - - - - w",
    May.CHANGE_ROLL: "proposes a w - - - - - - - -",
    May.SEE_REQUESTS: "a - w wm - - - - - - -",
    May.QUEUE: "- w w - - - - - - - -",
    May.APPROVE_PACKET: "- - w - - - - - - - -",
    May.SEE_DOUBLES: "- - - - - any2 - - - - -",
    May.STOCK: "- - any2 - w2 - - - - - -",
    May.HELP_EID: "- a w - w - - - - - -",
    May.DESK_LOOK_UP: "- - - - - - own - - - -",
    May.PROGRESS_FIGURES: "own own w w w - - - w w w",
    May.PROGRESS_NAMES: "own own w - own - - - - - -",
    May.PRINT_NOTICES: "- - w - - - - - - - -",
    May.HAND_OVER_HOME: "- a w - w - - - - - -",
    May.OWN: "own own own own own own own own own own own",
    May.RIGHTS: "- - w - - - - - - w -",
    May.READ_LOOKS: "- - w - - - - - p w -",
    May.CONFLICTS: "- - w - - - - - - - -",
    May.SETTINGS: "- - any2 - - - - any p p any",
    May.ACCOUNTS: "- - any2 - - - - any2 p p any",
    May.PUBLIC: "any any any any any any any any any any any",
}

TABLE: dict[May, dict[Role, Cell]] = {
    row: {
        role: _LETTERS[letter]
        for role, letter in zip(_COLUMNS, letters.split(), strict=True)
        if letter != "-"
    }
    for row, letters in _ROWS.items()
}


def cell(role: Role, may: May) -> Cell | None:
    """The cell of a role in a row; None means no."""
    return TABLE[may].get(role)
