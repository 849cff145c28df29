"""Dated backups of a folder: the newest one, and how many are kept. Knows no Django, so that a proof can ask before it
has chosen where to restore to.
"""

from __future__ import annotations

from pathlib import Path

DATED = "tannha-[0-9]*.backup"


def thin_out(folder: Path, keep: int) -> int:
    """Remove all but the newest `keep` dated backups of a folder; gives how many went."""
    dated = sorted(folder.glob(DATED))
    for path in dated[: max(0, len(dated) - keep)]:
        path.unlink()
    return max(0, len(dated) - keep)


def newest_in(folder: Path) -> Path | None:
    """The newest dated backup of a folder; None where there is none."""
    return max(folder.glob(DATED), default=None)
