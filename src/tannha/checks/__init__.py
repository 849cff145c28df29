"""The checks behind `./tannha test`: which lanes there are, how they run and are counted. No room, no Django.

`lanes` says what is checked, `running` runs and counts, `postgres` lends a throw-away PostgreSQL, `command`
is the command line. The tests themselves live in `tests/`, one folder for each room.
"""

from __future__ import annotations

from tannha.checks.command import register

__all__ = ["register"]
